//! A cell of a table that holds one amount.

use std::ops::Range;

use super::number::number_at;

/// What a cell says.
#[derive(Debug, Clone, PartialEq)]
pub enum CellAmount {
    /// An amount, and the bytes of it with its sign and bound. `high` is absent for "≥ $239,200".
    Amount {
        /// The lower end.
        low: f64,
        /// The upper end.
        high: Option<f64>,
        /// Where it stands in the cell.
        range: Range<usize>,
    },
    /// Words that say why there is none, or nothing at all.
    None,
}

/// What a cell of amounts says: "$105,210", "105210", "≥ $239,200", "not published".
///
/// # Errors
/// Where there are digits that are not one amount.
pub fn cell_amount(cell: &str) -> Result<CellAmount, String> {
    let Some(digit) = cell.find(|c: char| c.is_ascii_digit()) else { return Ok(CellAmount::None) };
    let wrong = || format!("`{}` is not one amount", cell.trim());
    let number = number_at(cell, digit, true).ok_or_else(wrong)?;
    let (before, after) = (cell[..digit].trim(), cell[number.range.end..].trim());
    let sign = before.trim_start_matches(['≥', '>', '=']).trim();
    let from = before.starts_with(['≥', '>']) || after == "+";
    let letters = |text: &str| text.chars().count() <= 3 && text.chars().all(|c| !c.is_ascii_digit() && !matches!(c, '-' | '–' | '(' | '%'));
    if !letters(sign) || !(after.is_empty() || after == "+") {
        return Err(wrong());
    }
    let start = cell.len() - cell.trim_start().len();
    let range = start..cell.trim_end().len();
    Ok(CellAmount::Amount { low: number.value, high: (!from).then_some(number.value), range })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_holds_one_amount_or_says_why_not() {
        for (cell, want) in [
            ("$105,210", Some((105_210.0, Some(105_210.0)))),
            (" 105210 ", Some((105_210.0, Some(105_210.0)))),
            ("50.58", Some((50.58, Some(50.58)))),
            ("≥ $239,200", Some((239_200.0, None))),
            (">= 239200", Some((239_200.0, None))),
            ("€1.234", Some((1_234.0, Some(1_234.0)))),
            ("CHF 90'000", Some((90_000.0, Some(90_000.0)))),
            ("180,000+", Some((180_000.0, None))),
            ("not published", None),
            ("*", None),
            ("", None),
        ] {
            let read = match cell_amount(cell) {
                Ok(CellAmount::Amount { low, high, range }) => {
                    assert_eq!(&cell[range], cell.trim());
                    Some((low, high))
                }
                Ok(CellAmount::None) => None,
                Err(error) => panic!("{cell}: {error}"),
            };
            assert_eq!(read, want, "{cell}");
        }
        for bad in ["$1 – $2", "12 %", "(3)", "100k", "5 of 7", "-3"] {
            assert!(cell_amount(bad).is_err(), "{bad}");
        }
    }
}
