//! Dates as precise as their source: a year, a month or a day.

use std::fmt;
use std::str::FromStr;

/// A date of which the day, or the month and the day, may be unknown. Sorts by time; a coarser date sorts before the
/// finer ones inside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    /// Calendar year, 1900–2199.
    pub year: u16,
    /// Month 1–12.
    pub month: Option<u8>,
    /// Day 1–31.
    pub day: Option<u8>,
}

impl PartialDate {
    /// A whole year.
    pub fn year(year: u16) -> Self {
        Self { year, month: None, day: None }
    }

    /// Whole months from this date to `later`; an unknown month counts as the year's middle. Negative never: 0.
    pub fn months_until(self, later: PartialDate) -> u32 {
        let months = |d: PartialDate| i32::from(d.year) * 12 + i32::from(d.month.unwrap_or(6));
        u32::try_from(months(later) - months(self)).unwrap_or(0)
    }

    /// As a reader writes it: `2024`, `Aug 2024`; the day is left out.
    pub fn short(self) -> String {
        const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        match self.month.and_then(|m| MONTHS.get(usize::from(m).wrapping_sub(1))) {
            Some(m) => format!("{m} {}", self.year),
            None => self.year.to_string(),
        }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(m) = self.month {
            write!(f, "-{m:02}")?;
            if let Some(d) = self.day {
                write!(f, "-{d:02}")?;
            }
        }
        Ok(())
    }
}

impl FromStr for PartialDate {
    type Err = String;

    /// Reads the beginning of an ISO 8601 date or date and time: `2024`, `2024-08`, `2024-08-15 13:49:53 UTC`,
    /// and the written forms `March 11, 2023`, `11 March 2023`, `March 2023`.
    fn from_str(s: &str) -> Result<Self, String> {
        let s = s.trim();
        iso(s).or_else(|| written(s)).ok_or_else(|| format!("`{s}` is not a date; expected YYYY, YYYY-MM or YYYY-MM-DD"))
    }
}

fn checked(year: u16, month: Option<u8>, day: Option<u8>) -> Option<PartialDate> {
    let ok = (1900..2200).contains(&year) && month.is_none_or(|m| (1..=12).contains(&m)) && day.is_none_or(|d| (1..=31).contains(&d));
    ok.then_some(PartialDate { year, month, day })
}

fn iso(s: &str) -> Option<PartialDate> {
    let head = s.split([' ', 'T']).next()?;
    let mut parts = head.splitn(3, ['-', '/']);
    let year = parts.next().filter(|y| y.len() == 4)?.parse().ok()?;
    let month = parts.next().map(str::parse).transpose().ok()?;
    let day = parts.next().map(str::parse).transpose().ok()?;
    checked(year, month, day)
}

fn written(s: &str) -> Option<PartialDate> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let (mut year, mut month, mut day) = (None, None, None);
    let words: Vec<&str> = s.split([' ', ',', '.']).filter(|w| !w.is_empty()).collect();
    if words.len() > 4 {
        return None;
    }
    for word in words {
        if let Ok(n) = word.parse::<u16>() {
            if n > 31 { year = Some(n) } else { day = u8::try_from(n).ok() }
        } else {
            let key: String = word.chars().take(3).flat_map(char::to_lowercase).collect();
            let at = MONTHS.iter().position(|m| *m == key)?;
            month = u8::try_from(at + 1).ok();
        }
    }
    checked(year?, month, month.and(day))
}

impl serde::Serialize for PartialDate {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for PartialDate {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let s = <std::borrow::Cow<'de, str>>::deserialize(d)?;
        s.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_precisely_as_written() {
        for (text, want) in [
            ("2024", "2024"),
            ("2024-08", "2024-08"),
            ("2024-08-15 13:49:53 UTC", "2024-08-15"),
            ("2025-01-08T13:00:00-05:00", "2025-01-08"),
            ("March 11, 2023", "2023-03-11"),
            ("Aug 2024", "2024-08"),
            ("11 March 2023", "2023-03-11"),
        ] {
            assert_eq!(text.parse::<PartialDate>().map(|d| d.to_string()), Ok(want.to_owned()), "{text}");
        }
        for text in ["", "24", "2024-13", "2024-01-40", "yesterday", "March", "we paid 2024 of them in March"] {
            assert!(text.parse::<PartialDate>().is_err(), "{text}");
        }
    }

    #[test]
    fn months_between_dates() {
        let d = |s: &str| s.parse::<PartialDate>().expect("a date");
        assert_eq!(d("2024-08").months_until(d("2026-11-22")), 27);
        assert_eq!(d("2027").months_until(d("2026-11-22")), 0);
    }
}
