//! Quantiles of what people are paid, and how they are written.

use crate::pay::{Currency, amount_text, money_text};

/// A quantile of ascending numbers: definition 7 of Hyndman and Fan, "Sample Quantiles in Statistical Packages", The American
/// Statistician 50 (1996), 361–365; linear between the closest ranks. It is the default of R's `quantile` and of NumPy's
/// `percentile`, and what spreadsheets call PERCENTILE.INC.
pub fn quantile(ascending: &[f64], percent: u8) -> f64 {
    let place = ascending.len().saturating_sub(1) * usize::from(percent);
    let (at, rest) = (place / 100, u8::try_from(place % 100).unwrap_or_default());
    let low = ascending.get(at).copied().unwrap_or_default();
    let high = ascending.get(at + 1).copied().unwrap_or(low);
    low + (high - low) * (f64::from(rest) / 100.0)
}

/// An amount in whole units, with a sign that has one meaning here, else with its code: other dollars are not "$".
pub fn amount(amount: f64, currency: Currency) -> String {
    let amount = amount.round();
    let sign = match currency.code() {
        "USD" => "$",
        "EUR" => "€",
        "GBP" => "£",
        _ => return money_text(amount, Some(currency)),
    };
    format!("{sign}{}", amount_text(amount))
}

/// A count as people read it.
pub fn thousands(n: u64) -> String {
    // A count of rows has nowhere near the 53 bits that are exact.
    amount_text(n as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mention::{CellAmount, cell_amount};

    #[test]
    fn quantiles_are_of_type_7() {
        // The last three are what Python's `statistics.quantiles(..., method="inclusive")` gives; the others are worked out by hand.
        for (ascending, percent, want) in [
            (&[7.0][..], 25, 7.0),
            (&[1.0, 2.0], 50, 1.5),
            (&[1.0, 2.0], 25, 1.25),
            (&[1.0, 2.0, 3.0], 25, 1.5),
            (&[1.0, 2.0, 3.0, 4.0], 25, 1.75),
            (&[1.0, 2.0, 3.0, 4.0], 50, 2.5),
            (&[1.0, 2.0, 3.0, 4.0], 75, 3.25),
            (&[10.0, 20.0, 30.0, 40.0, 50.0], 25, 20.0),
            (&[10.0, 20.0, 30.0, 40.0, 50.0], 75, 40.0),
            (&[10.0, 10.0, 10.0, 1_000_000.0], 50, 10.0),
            (&[1.0, 2.0, 3.0], 0, 1.0),
            (&[1.0, 2.0, 3.0], 100, 3.0),
            (&[], 50, 0.0),
            (&[3.0, 6.0, 7.0, 8.0, 8.0, 10.0, 13.0, 15.0, 16.0, 20.0], 25, 7.25),
            (&[3.0, 6.0, 7.0, 8.0, 8.0, 10.0, 13.0, 15.0, 16.0, 20.0], 50, 9.0),
            (&[3.0, 6.0, 7.0, 8.0, 8.0, 10.0, 13.0, 15.0, 16.0, 20.0], 75, 14.5),
        ] {
            let is = quantile(ascending, percent);
            assert!((is - want).abs() < 1e-9, "{percent} of {ascending:?}: {is}, not {want}");
        }
    }

    #[test]
    fn an_amount_is_whole_and_the_reader_of_tables_takes_it() {
        for (value, code, want) in [
            (152_500.0, "USD", "$152,500"),
            (65_000.4, "EUR", "€65,000"),
            (64_999.5, "GBP", "£65,000"),
            (950.0, "GBP", "£950"),
            (118_125.0, "CAD", "CAD 118,125"),
            (7_200_000.0, "JPY", "JPY 7,200,000"),
            (999_999_999_999.0, "IRR", "IRR 999,999,999,999"),
        ] {
            let written = amount(value, Currency::new(code).expect("a code"));
            assert_eq!(written, want);
            let rounded = f64::round(value);
            let read = cell_amount(&written);
            assert!(matches!(read, Ok(CellAmount::Amount { low, high: Some(high), .. }) if low == rounded && high == rounded), "{written}: {read:?}");
        }
        assert_eq!(thousands(74_301), "74,301");
    }
}
