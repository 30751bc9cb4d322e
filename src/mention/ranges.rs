//! Amounts joined into ranges, with the words that bound them.

use super::money::{Amount, Bound, CurrencyHint, Money};
use crate::pay::Amounts;

/// Joins amounts into ranges and applies the words around them.
pub(super) fn join(text: &str, amounts: Vec<Amount>) -> Vec<Money> {
    let mut out = Vec::new();
    let mut rest = amounts.into_iter().peekable();
    let mut floor = 0;
    let mut listed = false;
    while let Some(mut first) = rest.next() {
        let mut second = None;
        // "$190k/$265k/$370k": more than two are no range.
        let slashed = |rest: &mut std::iter::Peekable<std::vec::IntoIter<Amount>>, from: usize| {
            rest.peek().and_then(|next| text.get(from..next.range.start)).is_some_and(|gap| gap.trim() == "/")
        };
        let slash = slashed(&mut rest, first.range.end);
        let more = slash && {
            let mut ahead = rest.clone();
            ahead.next().is_some_and(|next| slashed(&mut ahead, next.range.end))
        };
        listed = slash && (listed || more);
        if !listed
            && let Some(next) = rest.peek()
            && let Some(open) = joins(text, floor, &first, next)
        {
            let mut next = rest.next().unwrap_or_else(|| first.clone());
            next.plus |= open;
            share(&mut first, &mut next);
            second = Some(next);
        }
        if let Some(money) = expression(text, floor, first, second) {
            floor = money.range.end;
            out.push(money);
        }
    }
    out
}

/// Whether what stands between two amounts makes them a range; true inside where its upper end is open.
fn joins(text: &str, floor: usize, a: &Amount, b: &Amount) -> Option<bool> {
    let gap = text.get(a.range.end..b.range.start)?;
    // "₹6.5 L/yr - ₹18 L/yr", "$151K per year for L3 to $741K".
    let timed = super::period_after(text, a.range.end).map(|p| p.1).filter(|end| *end < b.range.start);
    let gap = timed.map_or(gap, |end| &text[end..b.range.start]);
    if a.currency == CurrencyHint::None && is_year(&text[a.range.clone()]) {
        return None;
    }
    if gap.len() > 48 || a.plus && gap.trim().len() > 3 {
        return None;
    }
    let gap = gap.trim().trim_start_matches(['*', '_']).trim().to_lowercase();
    let (x, y) = (a.value * a.factor, b.value * b.factor);
    let rising = x <= y || a.factor != b.factor && a.value <= b.value;
    if !rising || (a.currency == CurrencyHint::None && b.currency == CurrencyHint::None && b.factor == 1.0) {
        return None;
    }
    // "£250 / $350 a day" are two amounts.
    let codes = |hint: &CurrencyHint| match hint {
        CurrencyHint::One(c) => vec![*c],
        CurrencyHint::Any(codes, _) => codes.clone(),
        CurrencyHint::None => Vec::new(),
    };
    let (ours, theirs) = (codes(&a.currency), codes(&b.currency));
    if !ours.is_empty() && !theirs.is_empty() && !ours.iter().any(|c| theirs.contains(c)) {
        return None;
    }
    // "Grade 13 – $73,115" counts grades.
    let scale = if a.factor == 1.0 && b.factor > 1.0 && a.value < 1_000.0 { b.factor } else { a.factor };
    if a.currency == CurrencyHint::None && a.value * scale < y * 0.02 {
        return None;
    }
    let before = text[near(text, floor.min(a.range.start), a.range.start)..a.range.start].to_lowercase();
    if matches!(gap.as_str(), "-" | "–" | "—" | "−" | "‒" | "~" | "..." | "…" | "--") || gap == "/" && x < y {
        return Some(false);
    }
    let near = before.rsplit(['.', ';', ',', '(']).next().unwrap_or_default();
    if gap == "and" || gap.starts_with("and ") && is_filler(&gap[4..]) {
        let between = near.rfind("between").or_else(|| near.rfind("anywhere from")).or_else(|| near.rfind("in the range of"));
        return between.filter(|at| near.len() - at < 40).map(|_| false);
    }
    let (lead, tail) = match gap.split_once("to") {
        Some((lead, tail)) if (lead.is_empty() || lead.ends_with(' ')) && (tail.is_empty() || tail.starts_with(' ')) => (lead.trim(), tail.trim()),
        _ => return None,
    };
    let whose = lead.strip_prefix("for ").is_some_and(|w| w.split_whitespace().count() <= 3) && near.contains("from");
    if changes(near) && near.contains("from") || !is_filler(lead) && !lead_in(lead) && !whose {
        return None;
    }
    match tail {
        "beyond" | "over" | "well over" | "more than" | "well beyond" | "upwards of" | "well above" => Some(true),
        tail if is_filler(tail) => Some(false),
        _ => None,
    }
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.parse::<u16>().is_ok_and(|y| (1900..2100).contains(&y))
}

/// Words of a change over time: "rose from £36,000 to £40,000" is no range.
fn changes(words: &str) -> bool {
    [
        "rose",
        "rise",
        "increase",
        "grew",
        "grow",
        "jump",
        "climb",
        "went",
        "gone",
        "moved",
        "fell",
        "drop",
        "decline",
        "bump",
        "up from",
        "down from",
        "rais",
        "boost",
        "lift",
        "push",
        "promot",
        "bring",
        "moving",
        "going",
        "negotiat",
        "hike",
    ]
    .iter()
    .any(|w| words.contains(w))
}

fn is_filler(words: &str) -> bool {
    words.split_whitespace().all(|w| {
        matches!(
            w.trim_matches(','),
            "around"
                | "about"
                | "roughly"
                | "approximately"
                | "nearly"
                | "almost"
                | "as"
                | "much"
                | "high"
                | "up"
                | "circa"
                | "ca."
                | "c."
                | "~"
                | "some"
                | "all"
                | "the"
                | "way"
                | "/hr"
                | "/yr"
                | "/year"
                | "/hour"
                | "/month"
                | "/mo"
                | "/day"
                | "a"
                | "per"
                | "year"
                | "hour"
                | "month"
                | "annually"
                | "an"
                | "p.a."
                | "at"
                | "least"
                | "even"
                | "perhaps"
        )
    })
}

fn lead_in(words: &str) -> bool {
    ["lower end", "low end", "bottom", "entry level", "entry-level", "lower", "minimum"].iter().any(|w| words.ends_with(w)) && words.len() < 30
}

/// `$120-150k` and `$145k-155`: one end's scale and currency are the other's as well.
fn share(a: &mut Amount, b: &mut Amount) {
    // "$201 - $3k" has its own scale on each side.
    if a.factor == 1.0 && b.factor > 1.0 && a.value < 1_000.0 && a.value <= b.value {
        a.factor = b.factor;
    } else if a.factor == 1.0 && b.factor == 1.0 && a.value < 1_000.0 && b.value >= 10_000.0 && (0.2..=1.0).contains(&(a.value * 1_000.0 / b.value)) {
        // "€85-€120,000".
        a.factor = 1_000.0;
    } else if b.factor == 1.0 && a.factor > 1.0 && b.value < 1_000.0 {
        b.factor = a.factor;
    }
    match (&a.currency, &b.currency) {
        (CurrencyHint::None, _) => a.currency = b.currency.clone(),
        (CurrencyHint::Any(..), CurrencyHint::One(_)) => a.currency = b.currency.clone(),
        _ => {}
    }
    a.period = a.period.or(b.period);
}

const AT_LEAST: &[&str] = &[
    "at least",
    "upwards of",
    "upward of",
    "north of",
    "more than",
    "well over",
    "over",
    "above",
    "beyond",
    "past",
    "in excess of",
    "exceeding",
    "exceeds",
    "exceed",
    "minimum of",
    "no less than",
    ">",
    "≥",
];
const STARTING: &[&str] =
    &["starting at", "starting from", "starts at", "start at", "starts from", "starting around", "beginning at", "start from", "from as low as"];
const UP_TO: &[&str] = &["up to", "as much as", "as high as", "no more than", "at most", "less than", "under", "below", "maximum of", "capped at", "<", "≤"];
const LEAD: &[&str] = &[
    "anywhere from",
    "ranging from",
    "ranges from",
    "range from",
    "ranged from",
    "anywhere between",
    "ranging between",
    "between",
    "from",
    "in the range of",
    "range between",
    "ranges between",
];

fn expression(text: &str, floor: usize, first: Amount, second: Option<Amount>) -> Option<Money> {
    let scaled = first.factor > 1.0 || second.as_ref().is_some_and(|s| s.factor > 1.0);
    if first.currency == CurrencyHint::None && !scaled {
        return None;
    }
    let end = second.as_ref().map_or(first.range.end, |s| s.range.end);
    let core = first.range.start..end;
    let round = |a: &Amount| (a.value * a.factor * 100.0).round() / 100.0;
    let low = round(&first);
    let high = second.as_ref().map_or(low, round);
    let plus = second.as_ref().map_or(first.plus, |s| s.plus);
    let ends = (first.range.clone(), second.as_ref().map(|s| s.range.clone()));
    let mut money = Money {
        range: core.clone(),
        core,
        ends,
        amounts: Amounts { low: Some(low), high: Some(high) },
        open_ended: plus,
        currency: first.currency,
        bound: None,
        period: first.period,
        is_range: second.is_some(),
        scaled,
        bare: false,
    };
    let floor = near(text, floor.min(money.core.start), money.core.start);
    let head = text[floor.min(money.core.start)..money.core.start].trim_end().to_lowercase();
    // Lower-casing may change lengths outside ASCII; then the words before are left out of the expression.
    let stable = head.len() == text[floor.min(money.core.start)..money.core.start].trim_end().len();
    let (body, approx) = strip_approx(&head);
    let find = |list: &[&'static str]| list.iter().copied().find(|w| ends_with_word(body, w));
    let (bound, word) = if money.is_range {
        (None, find(LEAD))
    } else if let Some(w) = find(STARTING) {
        (Some(Bound::Starting), Some(w))
    } else if let Some(w) = find(&["no less than", "not less than", "no fewer than"]) {
        (Some(Bound::AtLeast), Some(w))
    } else if let Some(w) = find(UP_TO) {
        (Some(Bound::UpTo), Some(w))
    } else if let Some(w) = find(AT_LEAST) {
        let rare = body.trim_end().strip_suffix(w).is_some_and(|h| {
            ["rarely", "seldom", "hardly ever", "never", "not often"]
                .iter()
                .any(|r| h.trim_end().rsplit([',', '.', ';']).next().unwrap_or_default().contains(r))
        });
        (Some(if rare { Bound::UpTo } else { Bound::AtLeast }), Some(w))
    } else if let Some(w) = find(&["from"]).filter(|_| !changes(body)) {
        (Some(Bound::From), Some(w))
    } else {
        (None, None)
    };
    if stable {
        let back = word.map_or(0, |w| body.trim_end().len() - w.len());
        money.range.start = match (word, approx) {
            (Some(_), _) => floor.min(money.core.start) + back,
            (None, Some(at)) => floor.min(money.core.start) + at,
            (None, None) => money.core.start,
        };
    }
    money.bound = bound;
    let behind = &text[money.core.end..];
    let lead = behind.len() - behind.trim_start().len();
    let tail = behind.trim_start().chars().take(24).collect::<String>().to_ascii_lowercase();
    for more in ["or more", "or above", "and above", "and up", "or higher", "and more", "and beyond", "and over", "or over", "upwards", "up"] {
        if lead > 0
            && tail
                .strip_prefix(more)
                .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric) && (more != "up" || rest.is_empty() || rest.starts_with(['.', ',', ';', ')'])))
        {
            money.open_ended = true;
            money.range.end = (money.core.end + lead + more.len()).min(text.len());
        }
    }
    let worded = money.range.end > money.core.end;
    match money.bound {
        Some(Bound::UpTo) => money.amounts.low = None,
        Some(_) => money.amounts.high = None,
        None if money.open_ended && !money.is_range => money.amounts.high = None,
        None => {}
    }
    if worded && !money.is_range && money.bound.is_none() {
        money.bound = Some(Bound::AtLeast);
        money.open_ended = false;
    }
    Some(money)
}

/// The words before an amount that can bear on it begin at most so many bytes before it.
const REACH: usize = 120;

/// Where the words before an amount at `at` begin to count: after `floor`, and not too far away.
fn near(text: &str, floor: usize, at: usize) -> usize {
    let mut start = floor.max(at.saturating_sub(REACH));
    while !text.is_char_boundary(start) {
        start += 1;
    }
    start.min(at)
}

/// `head` without a word of approximation at its end, and where that word started.
fn strip_approx(head: &str) -> (&str, Option<usize>) {
    for word in ["approximately", "around", "about", "roughly", "nearly", "almost", "some", "~", "circa", "an estimated"] {
        if ends_with_word(head, word) {
            let at = head.len() - word.len();
            return (head[..at].trim_end(), Some(at));
        }
    }
    (head, None)
}

fn ends_with_word(text: &str, word: &str) -> bool {
    text.strip_suffix(word).is_some_and(|head| !head.ends_with(char::is_alphanumeric) || !word.starts_with(char::is_alphabetic))
}
