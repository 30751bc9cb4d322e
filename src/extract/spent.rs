//! Amounts beside words of pay that are for something else.

use super::scene::Unit;

/// "Last year we paid out $310,000": to many, for many things.
pub(super) fn paid_out(unit: &Unit, at: usize) -> bool {
    let before = unit.text[..unit.money[at].range.start].trim_end().to_lowercase();
    ["paid out", "pays out", "paying out"].iter().any(|words| before.ends_with(words))
}

/// "Competitive salary, $2,000 learning budget", "budget 500$": whatever is said of pay before, this is for something else.
pub(super) fn set_aside(unit: &Unit, at: usize) -> bool {
    const KINDS: [&str; 6] = ["budget", "allowance", "reimbursement", "voucher", "vouchers", "credits"];
    let before = unit.text[..unit.money[at].range.start].trim_end().to_lowercase();
    let before = [" of", " is", ":"].iter().find_map(|w| before.strip_suffix(w)).unwrap_or(&before);
    let after = &unit.text[unit.end_of(at)..];
    let own = after.find([',', ';', '.', ':', '(', '+', '&', '|']).map_or(after, |end| &after[..end]).to_lowercase();
    let mut words = own.split_whitespace().take(4).take_while(|w| !matches!(*w, "plus" | "and" | "with" | "or" | "to" | "in" | "for" | "on"));
    words.any(|w| KINDS.contains(&w)) || before.ends_with(" budget") || before == "budget"
}

/// "$150 monthly wellness stipend", "childcare stipend of $3,000": a stipend that is named for a purpose, and not for who gets it
/// or how often.
pub(super) fn stipend_for_something(unit: &Unit, at: usize) -> bool {
    let before = unit.text[..unit.money[at].range.start].trim_end().to_lowercase();
    let lead = [" of up to", " of", " is", ":"].iter().find_map(|w| before.strip_suffix(w)).unwrap_or(&before);
    let after = unit.text[unit.end_of(at)..].to_lowercase();
    let own = after.find([',', ';', '.', ':', '(', '+', '&', '|', '\n']).map_or(after.as_str(), |end| &after[..end]);
    let named = |words: &str| {
        let rest = words.strip_suffix("stipend").or_else(|| words.strip_suffix("stipends"))?;
        rest.split(|c: char| !c.is_alphanumeric() && c != '-').rfind(|w| !w.is_empty()).map(|w| !NO_PURPOSE.contains(&w))
    };
    let following = own.find("stipend").and_then(|from| own.get(..from + "stipend".len())).filter(|words| words.split_whitespace().count() <= 5);
    following.and_then(named).or_else(|| named(lead)).unwrap_or(false)
}

/// Words before "stipend" that leave it what somebody is paid.
const NO_PURPOSE: [&str; 33] = [
    "a",
    "an",
    "the",
    "this",
    "that",
    "of",
    "and",
    "or",
    "in",
    "as",
    "with",
    "their",
    "our",
    "your",
    "my",
    "his",
    "her",
    "its",
    "is",
    "hourly",
    "weekly",
    "monthly",
    "annual",
    "yearly",
    "quarterly",
    "intern",
    "internship",
    "phd",
    "doctoral",
    "graduate",
    "student",
    "trainee",
    "research",
];

/// "Paid per milestone, $3,000 for the first": by the piece, at no rate.
pub(super) fn by_piece(unit: &Unit, at: usize) -> bool {
    let text = unit.text.to_lowercase();
    let timed = unit.period_after[at].is_some() || unit.money[at].period.is_some();
    !timed && ["per milestone", "by milestone", "fixed price", "fixed-price"].iter().any(|words| text.contains(words))
}
