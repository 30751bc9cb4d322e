//! The pictures that were drawn lately: many ask the same, and drawing takes longer than answering.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::commands::Drawn;
use super::expiring::Expiring;
use crate::reply::{Chart, ChartError};

/// How long a picture is kept, and how many are: 50 kB each at most.
const KEPT: (Duration, usize) = (Duration::from_secs(60 * 60), 100);

/// Pictures by all that is in them.
pub struct Gallery(Expiring<String, Arc<Drawn>>);

impl Default for Gallery {
    fn default() -> Self {
        Self(Expiring::new(KEPT.0, KEPT.1))
    }
}

impl fmt::Debug for Gallery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gallery").finish_non_exhaustive()
    }
}

impl Gallery {
    /// The picture of a chart that was drawn lately.
    pub(super) fn drawn(&self, chart: &Chart) -> Option<Arc<Drawn>> {
        self.0.get(&format!("{chart:?}"), Instant::now())
    }

    /// Draws a chart, which takes some milliseconds of one core.
    ///
    /// # Errors
    /// Where there is nothing to draw.
    pub(super) fn draw(&self, chart: &Chart) -> Result<Arc<Drawn>, ChartError> {
        let drawn = Arc::new(Drawn { png: chart.png()?, alt: chart.alt() });
        self.0.put(format!("{chart:?}"), drawn.clone(), Instant::now());
        Ok(drawn)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reply::Bar;

    #[test]
    fn a_chart_is_drawn_once_and_any_other_anew() {
        let bar = Bar { label: "SRE".to_owned(), low: Some(1.0), high: Some(2.0), amount: "$1 – $2".to_owned(), source: "[1]".to_owned(), open_ended: false };
        let chart = Chart { title: "SRE".to_owned(), unit: "USD a year".to_owned(), bars: vec![bar], caption: vec!["[1] A".to_owned()] };
        let gallery = Gallery::default();
        assert!(gallery.drawn(&chart).is_none());
        let drawn = gallery.draw(&chart).expect("drawn");
        assert!(gallery.drawn(&chart).is_some_and(|kept| Arc::ptr_eq(&kept, &drawn)));
        let mut other = chart.clone();
        other.bars[0].high = Some(3.0);
        assert!(gallery.drawn(&other).is_none(), "drawn by its numbers");
        assert!(gallery.draw(&Chart { bars: Vec::new(), ..chart }).is_err());
    }
}
