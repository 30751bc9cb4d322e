//! One number as people write it.

use std::ops::Range;

/// A number in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    /// Its digits and separators.
    pub range: Range<usize>,
    /// Its value.
    pub value: f64,
    /// Whether its thousands are grouped.
    pub grouped: bool,
}

/// More digits than any amount of pay has; longer runs are no numbers to us.
const MAX_DIGITS: usize = 15;

/// The number whose first digit is at `at`. Thousands may be grouped by comma, full stop, apostrophe or space, in threes
/// or as in India; a space groups only where `spaces` allows it. None where the digits run on for too long.
pub fn number_at(text: &str, at: usize, spaces: bool) -> Option<Number> {
    let bytes = text.as_bytes();
    let first = digits(bytes, at);
    if first == 0 || first > MAX_DIGITS {
        return None;
    }
    let mut whole = String::with_capacity(12);
    whole.push_str(&text[at..at + first]);
    let mut end = at + first;
    let mut mark: Option<char> = None;
    while let Some(sep) = text[end..].chars().next() {
        let next = end + sep.len_utf8();
        let n = digits(bytes, next);
        let same = mark.is_none_or(|m| m == sep || is_space(m) && is_space(sep));
        if !same || !groups(sep, spaces) || whole.len() > MAX_DIGITS || first > 3 {
            break;
        }
        let indian = sep == ',' && n == 2 && bytes.get(next + 2) == Some(&b',') && digits(bytes, next + 3) >= 2;
        if n != 3 && !indian {
            break;
        }
        mark = Some(sep);
        whole.push_str(&text[next..next + n]);
        end = next + n;
    }
    let mut value = whole.parse::<f64>().ok()?;
    if let Some(sep @ (b'.' | b',')) = bytes.get(end).copied() {
        let n = digits(bytes, end + 1);
        let fits = if sep == b'.' { mark != Some('.') && n > 0 && n <= 4 } else { mark != Some(',') && n > 0 && n <= 2 };
        if fits {
            value += text[end + 1..end + 1 + n].parse::<f64>().ok()? / 10f64.powi(i32::try_from(n).ok()?);
            end += 1 + n;
        }
    }
    Some(Number { range: at..end, value, grouped: mark.is_some() })
}

fn groups(sep: char, spaces: bool) -> bool {
    matches!(sep, ',' | '.' | '\'' | '’' | '\u{a0}' | '\u{202f}' | '\u{2009}') || spaces && sep == ' '
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}')
}

fn digits(bytes: &[u8], at: usize) -> usize {
    bytes.get(at..).unwrap_or_default().iter().take(MAX_DIGITS + 1).take_while(|b| b.is_ascii_digit()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_however_grouped() {
        for (text, value, length) in [
            ("120,000", 120_000.0, 7),
            ("120", 120.0, 3),
            ("1.2", 1.2, 3),
            ("55.000", 55_000.0, 6),
            ("120'000", 120_000.0, 7),
            ("100’000", 100_000.0, 9),
            ("98 500", 98_500.0, 6),
            ("9,00,000", 900_000.0, 8),
            ("2,00,000 x", 200_000.0, 8),
            ("28.69", 28.69, 5),
            ("117,000.59", 117_000.59, 10),
            ("117,00", 117.0, 6),
            ("12.19L", 12.19, 5),
            ("1,200,000", 1_200_000.0, 9),
            ("2024, 300", 2024.0, 4),
            ("100-150", 100.0, 3),
            ("12\u{202f}600", 12_600.0, 8),
            ("4,663", 4_663.0, 5),
        ] {
            let got = number_at(text, 0, true).expect(text);
            assert_eq!((got.value, got.range.len()), (value, length), "{text}");
        }
        assert_eq!(number_at("98 500", 0, false).map(|n| n.value), Some(98.0));
        assert_eq!(number_at(&"9".repeat(40), 0, true), None);
        assert_eq!(number_at("x", 0, true), None);
        assert_eq!(number_at("", 0, true), None);
    }
}
