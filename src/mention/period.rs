//! The period right behind an amount: `/hr`, `per year`, `a month`, `p.a.`, `annually`.

use crate::pay::PayPeriod;

/// Words that may stand between an amount and its period.
const FILLERS: [&str; 16] = [
    "gross",
    "brutto",
    "brutos",
    "bruto",
    "net",
    "netto",
    "base",
    "salary",
    "pay",
    "before tax",
    "pre-tax",
    "on average",
    "or so",
    "in total",
    "plus",
    "(gross)",
];

/// The period that follows byte `at` of `text`, and where its words end.
pub fn period_after(text: &str, at: usize) -> Option<(PayPeriod, usize)> {
    let mut at = at;
    for _ in 0..3 {
        if let Some(found) = directly(text, at) {
            return Some(found);
        }
        let tail = text.get(at..)?;
        let trimmed = tail.trim_start_matches([' ', '\u{a0}', '*', '_', ')']);
        let start = text.len() - trimmed.len();
        let filler = FILLERS.iter().find(|f| starts_with(trimmed, f) && !trimmed[f.len()..].starts_with(char::is_alphanumeric))?;
        at = start + filler.len();
    }
    None
}

fn directly(text: &str, at: usize) -> Option<(PayPeriod, usize)> {
    let tail = text.get(at..)?.trim_start_matches([' ', '\u{a0}', '*', '_', '(']);
    let end = |rest: &str| text.len() - rest.len();
    if let Some(rest) = tail.strip_prefix('/') {
        let rest = rest.trim_start();
        let (period, rest) = unit(rest).or_else(|| letter(rest))?;
        return Some((period, end(rest)));
    }
    for lead in ["per ", "a ", "an ", "each ", "every ", "im ", "pro ", "par ", "al ", "por ", "/ "] {
        if starts_with(tail, lead)
            && let Some((period, rest)) = unit(tail[lead.len()..].trim_start())
        {
            return Some((period, end(rest)));
        }
    }
    const ADVERBS: [(&str, PayPeriod); 19] = [
        ("p/a", PayPeriod::Year),
        ("p/h", PayPeriod::Hour),
        ("pm", PayPeriod::Month),
        ("pw", PayPeriod::Week),
        ("pd", PayPeriod::Day),
        ("ph", PayPeriod::Hour),
        ("anually", PayPeriod::Year),
        ("annually", PayPeriod::Year),
        ("yearly", PayPeriod::Year),
        ("annual", PayPeriod::Year),
        ("p.a.", PayPeriod::Year),
        ("p.a", PayPeriod::Year),
        ("pa", PayPeriod::Year),
        ("monthly", PayPeriod::Month),
        ("pcm", PayPeriod::Month),
        ("weekly", PayPeriod::Week),
        ("daily", PayPeriod::Day),
        ("hourly", PayPeriod::Hour),
        ("lpa", PayPeriod::Year),
    ];
    ADVERBS.iter().find_map(|(word, period)| {
        let rest = tail.get(word.len()..).filter(|_| starts_with(tail, word))?;
        (!rest.starts_with(char::is_alphanumeric)).then(|| (*period, end(rest)))
    })
}

fn starts_with(text: &str, word: &str) -> bool {
    text.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word))
}

fn unit(text: &str) -> Option<(PayPeriod, &str)> {
    const UNITS: [(&str, PayPeriod); 30] = [
        ("years", PayPeriod::Year),
        ("year", PayPeriod::Year),
        ("yr", PayPeriod::Year),
        ("annum", PayPeriod::Year),
        ("jahr", PayPeriod::Year),
        ("an", PayPeriod::Year),
        ("hours", PayPeriod::Hour),
        ("hour", PayPeriod::Hour),
        ("hr", PayPeriod::Hour),
        ("hrs", PayPeriod::Hour),
        ("stunde", PayPeriod::Hour),
        ("month", PayPeriod::Month),
        ("mth", PayPeriod::Month),
        ("mo", PayPeriod::Month),
        ("monat", PayPeriod::Month),
        ("mês", PayPeriod::Month),
        ("mes", PayPeriod::Month),
        ("mois", PayPeriod::Month),
        ("mån", PayPeriod::Month),
        ("månad", PayPeriod::Month),
        ("maand", PayPeriod::Month),
        ("mies", PayPeriod::Month),
        ("godz", PayPeriod::Hour),
        ("ano", PayPeriod::Year),
        ("año", PayPeriod::Year),
        ("week", PayPeriod::Week),
        ("wk", PayPeriod::Week),
        ("day", PayPeriod::Day),
        ("tag", PayPeriod::Day),
        ("diem", PayPeriod::Day),
    ];
    UNITS.iter().find_map(|(word, period)| {
        let rest = text.get(word.len()..).filter(|_| starts_with(text, word))?;
        (!rest.starts_with(char::is_alphanumeric)).then_some((*period, rest))
    })
}

fn letter(text: &str) -> Option<(PayPeriod, &str)> {
    let mut chars = text.chars();
    let period = match chars.next()? {
        'h' => PayPeriod::Hour,
        'd' => PayPeriod::Day,
        'm' => PayPeriod::Month,
        'y' | 'a' => PayPeriod::Year,
        _ => return None,
    };
    let rest = chars.as_str();
    (!rest.starts_with(char::is_alphanumeric)).then_some((period, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_behind_amounts() {
        for (text, want) in [
            ("/hr for", Some((PayPeriod::Hour, 3))),
            (" per year, based", Some((PayPeriod::Year, 9))),
            (" a month", Some((PayPeriod::Month, 8))),
            (" p.a. and", Some((PayPeriod::Year, 5))),
            (" an hour", Some((PayPeriod::Hour, 8))),
            (" annually", Some((PayPeriod::Year, 9))),
            (" brutto im Jahr", Some((PayPeriod::Year, 15))),
            (" EUR", None),
            (" gross a year", Some((PayPeriod::Year, 13))),
            (" / month", Some((PayPeriod::Month, 8))),
            ("/d", Some((PayPeriod::Day, 2))),
            ("/mån + pension", Some((PayPeriod::Month, 5))),
            (" brutos al mes", Some((PayPeriod::Month, 14))),
            (" a house", None),
            (" panic", None),
            (" for an hour", None),
            ("", None),
            (" an", None),
            (" patents", None),
            ("/m5", None),
        ] {
            assert_eq!(period_after(text, 0), want, "{text}");
        }
    }
}
