//! Snowflakes: ids that carry the time of their making. Discord docs: reference, "Snowflakes".

use crate::time;

/// A Discord id. In JSON it is a string of digits.
pub type Id = u64;

/// First millisecond of 2015, from which snowflakes count.
const EPOCH_MS: u64 = 1_420_070_400_000;

/// Hands out ids, each greater than the one before, so that the order of ids is the order of events.
#[derive(Debug, Default)]
pub(crate) struct IdSource {
    last: Id,
}

impl IdSource {
    /// The next id, of the present millisecond unless that would not be greater than the last one.
    pub(crate) fn next(&mut self) -> Id {
        let now = time::unix_ms().saturating_sub(EPOCH_MS) << 22;
        self.last = now.max(self.last.saturating_add(1));
        self.last
    }
}

/// The moment of an id's making as ISO 8601.
pub(crate) fn timestamp(id: Id) -> String {
    time::iso8601((id >> 22) + EPOCH_MS)
}

/// Milliseconds since an id's making.
pub(crate) fn age_ms(id: Id) -> u64 {
    time::unix_ms().saturating_sub((id >> 22) + EPOCH_MS)
}

/// Reads an id from JSON, where Discord takes a string of digits and also a number.
pub(crate) fn from_json(value: &serde_json::Value) -> Option<Id> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_grow() {
        let mut source = IdSource::default();
        let ids: Vec<Id> = (0..1000).map(|_| source.next()).collect();
        assert!(ids.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn discords_own_example() {
        assert_eq!(timestamp(175_928_847_299_117_063), "2016-04-30T11:18:25.796000+00:00");
    }
}
