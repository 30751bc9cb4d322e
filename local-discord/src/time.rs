//! Time as Discord writes it. A calendar of twenty lines is cheaper than a dependency.

use std::time::{SystemTime, UNIX_EPOCH};

/// Milliseconds since 1970; 0 on a clock before that.
pub(crate) fn unix_ms() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |passed| u64::try_from(passed.as_millis()).unwrap_or(u64::MAX))
}

/// The present as ISO 8601.
pub(crate) fn now() -> String {
    iso8601(unix_ms())
}

/// `2026-01-31T12:00:00.123000+00:00`, the form of every timestamp in Discord's payloads.
pub(crate) fn iso8601(unix_ms: u64) -> String {
    let (days, rest) = (unix_ms / 86_400_000, unix_ms % 86_400_000);
    let (year, month, day) = date(days);
    let (hour, minute, second, milli) = (rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60, rest % 1000);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}000+00:00")
}

/// Year, month and day of a day counted from 1970-01-01, by eras of 400 years that begin in March.
fn date(days: u64) -> (u64, u64, u64) {
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    (era * 400 + year_of_era + u64::from(month <= 2), month, day)
}

/// Reads ISO 8601 as far as Discord takes it in embeds: date, `T` or a blank, time, perhaps a fraction, perhaps a zone (UTC
/// without). The result is in milliseconds since 1970; times before that are none that a message has.
pub(crate) fn parse(text: &str) -> Option<u64> {
    let number = |from: usize, to: usize| text.get(from..to).filter(|part| part.bytes().all(|byte| byte.is_ascii_digit()))?.parse::<u64>().ok();
    let between = |at: usize, marks: &[u8]| text.as_bytes().get(at).is_some_and(|byte| marks.contains(byte));
    if !(between(4, b"-") && between(7, b"-") && between(10, b"T ") && between(13, b":") && between(16, b":")) {
        return None;
    }
    let days = days(number(0, 4)?, number(5, 7)?, number(8, 10)?)?;
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    let rest = text.get(19..)?;
    let digits = rest.strip_prefix('.').map_or(0, |fraction| fraction.bytes().take_while(u8::is_ascii_digit).count());
    let milli: u64 = format!("{:0<3}", rest.get(1..1 + digits.min(3)).unwrap_or_default()).parse().ok()?;
    let zone = if digits == 0 { rest } else { rest.get(1 + digits..)? };
    let offset = match zone.as_bytes() {
        [] | [b'Z' | b'z'] => 0,
        [sign @ (b'+' | b'-'), _, _, b':', _, _] => {
            let at = text.len() - 5;
            let minutes = i64::try_from(number(at, at + 2)? * 60 + number(at + 3, at + 5)?).ok()?;
            if *sign == b'+' { minutes } else { -minutes }
        }
        _ => return None,
    };
    let seconds = days * 86_400 + hour * 3600 + minute * 60 + second;
    let real = hour < 24 && minute < 60 && second < 60;
    real.then(|| (seconds * 1000 + milli).checked_add_signed(-offset * 60_000)).flatten()
}

/// Days from 1970 to a date, if there is such a date.
fn days(year: u64, month: u64, day: u64) -> Option<u64> {
    let from_march = (month + 9) % 12;
    let shifted = if month <= 2 { year.checked_sub(1)? } else { year };
    let day_of_era = shifted % 400 * 365 + shifted % 400 / 4 - shifted % 400 / 100 + (153 * from_march + 2) / 5 + day.checked_sub(1)?;
    let days = (shifted / 400 * 146_097 + day_of_era).checked_sub(719_468)?;
    (date(days) == (year, month, day)).then_some(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_dates() {
        for (ms, text) in [
            (0, "1970-01-01T00:00:00.000000+00:00"),
            (951_782_400_000, "2000-02-29T00:00:00.000000+00:00"),
            (1_709_251_199_999, "2024-02-29T23:59:59.999000+00:00"),
            (1_798_761_599_000, "2026-12-31T23:59:59.000000+00:00"),
        ] {
            assert_eq!(iso8601(ms), text);
            assert_eq!(parse(text), Some(ms), "{text}");
        }
    }

    #[test]
    fn forms_of_a_time() {
        let noon = Some(1_769_860_800_000);
        for (text, wanted) in [
            ("2026-01-31T12:00:00Z", noon),
            ("2026-01-31 12:00:00", noon),
            ("2026-01-31T12:00:00.000Z", noon),
            ("2026-01-31T13:30:00+01:30", noon),
            ("2026-01-31T11:00:00.0-01:00", noon),
            ("2026-01-31T12:00:00.5Z", Some(1_769_860_800_500)),
            ("2026-01-31T12:00:00.123456789+00:00", Some(1_769_860_800_123)),
            ("2026-02-29T12:00:00Z", None),
            ("2026-13-01T12:00:00Z", None),
            ("2026-01-00T12:00:00Z", None),
            ("2026-01-31T24:00:00Z", None),
            ("2026-01-31T12:00:00.Z", None),
            ("2026-01-31T12:00:00 o'clock", None),
            ("2026-01-31", None),
            ("1969-12-31T23:59:59Z", None),
            ("２026-01-31T12:00:00Z", None),
            ("yesterday", None),
            ("", None),
        ] {
            assert_eq!(parse(text), wanted, "{text}");
        }
    }
}
