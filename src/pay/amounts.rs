//! Amounts as a reader knows them.

use super::Currency;

/// A number with its thousands grouped: `116,000`, `28.69`.
pub fn amount_text(value: f64) -> String {
    let cents = (value * 100.0).round();
    let whole = (cents / 100.0).trunc();
    let digits = format!("{whole:.0}");
    let mut out = String::new();
    for (n, c) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n) % 3 == 0 && c.is_ascii_digit() && !out.ends_with('-') {
            out.push(',');
        }
        out.push(c);
    }
    let rest = (cents - whole * 100.0).abs().round();
    if rest > 0.0 {
        out.push_str(&format!(".{rest:02.0}"));
    }
    out
}

/// The same with its currency, where there is one: `USD 116,000`.
pub fn money_text(value: f64, currency: Option<Currency>) -> String {
    currency.map_or_else(|| amount_text(value), |currency| format!("{currency} {}", amount_text(value)))
}

/// "25th", "83rd".
pub fn ordinal(p: f64) -> String {
    let n = p.round();
    let last = (n % 10.0).round();
    let teen = (11.0..=13.0).contains(&(n % 100.0));
    let end = if teen {
        "th"
    } else if last == 1.0 {
        "st"
    } else if last == 2.0 {
        "nd"
    } else if last == 3.0 {
        "rd"
    } else {
        "th"
    };
    format!("{n}{end}")
}

#[cfg(test)]
mod tests {
    use super::amount_text;

    #[test]
    fn thousands_are_grouped_and_cents_kept() {
        for (value, want) in [(116_000.0, "116,000"), (28.69, "28.69"), (0.5, "0.50"), (1_000_000.0, "1,000,000"), (999.0, "999"), (0.0, "0")] {
            assert_eq!(amount_text(value), want);
        }
    }
}
