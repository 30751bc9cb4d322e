//! Whether pay is said to be what is left after tax.

use crate::lexicon::words;

/// Whether words say that an amount is after tax: what sources give is before it, so it is set beside nothing.
pub fn is_net(text: &str) -> bool {
    let lower = text.to_lowercase();
    words(&lower).iter().any(|word| matches!(word.key.as_ref(), "net" | "netto" | "nett"))
        || ["after tax", "take home", "take-home", "in hand"].iter().any(|said| lower.contains(said))
}

#[cfg(test)]
mod tests {
    use super::is_net;

    #[test]
    fn pay_after_tax_says_so() {
        for (text, want) in [
            ("€3,000 net a month", true),
            ("2.400 netto", true),
            ("(Net)", true),
            ("60k after tax", true),
            ("take-home of £2,900", true),
            ("18 LPA in hand", true),
            ("a .NET developer earns 90k", false),
            ("network engineer, 80k", false),
            ("gross 60k", false),
            ("", false),
        ] {
            assert_eq!(is_net(text), want, "{text}");
        }
    }
}
