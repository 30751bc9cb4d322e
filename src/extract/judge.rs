//! Whether an amount is pay.

use super::difference::is_difference;
use super::scene::{Scene, Unit};
use super::spent::{by_piece, paid_out, set_aside, stipend_for_something};
use super::{flat, kind, table, yearly};
use crate::lexicon::{Cue, Term};
use crate::mention::Bound;
use crate::pay::PayPeriod;
use crate::text::BlockKind;

/// What is spent, owned or owed.
const COST: &str = "a cost, price, tax or budget";

/// Why amount `at` of `unit` is no pay; none where it is. `before` says why the amount before it in the unit is none.
pub(super) fn not_pay(scene: &Scene<'_>, unit: &Unit, at: usize, before: Option<&'static str>) -> Option<&'static str> {
    let money = &unit.money[at];
    if before == Some(COST) && goes_on(unit, at) {
        return Some(COST);
    }
    if exchange_rate(unit) {
        return Some("an exchange rate");
    }
    if computed(unit, at) {
        return Some("a sum over several people or things");
    }
    if money.amounts.top() <= 0.0 {
        return Some("nothing");
    }
    if is_difference(unit, at) {
        return Some("a difference or a raise, not pay");
    }
    if flat::column(scene, unit, at).is_some_and(|c| c.difference) {
        return Some("a column of differences");
    }
    if per_something_else(unit, at) {
        return Some("a rate per something that is no time");
    }
    if beside_percent(unit, at) {
        return Some("an amount beside a percentage alone: a tax bracket or a rate");
    }
    if paid_out(unit, at) {
        return Some("a sum over several people or things");
    }
    if set_aside(unit, at) || stipend_for_something(unit, at) {
        return Some(COST);
    }
    if by_piece(unit, at) {
        return Some("paid by the piece, no rate of pay");
    }
    if in_tax(unit, at) {
        return Some("a tax");
    }
    if over_years(unit, at) {
        return Some("an amount over several years");
    }
    if is_threshold(unit, at) {
        return Some("a threshold of a statistic");
    }
    if unit.text.trim_end().ends_with('?') && matches!(money.bound, Some(Bound::UpTo | Bound::AtLeast)) {
        return Some("a threshold in a question");
    }
    let row = matches!(scene.document.blocks.get(unit.block).map(|b| &b.kind), Some(BlockKind::Row { .. }));
    if row && let Some(why) = table::not_pay(scene, unit, at) {
        return Some(why);
    }
    if !row && cost_label(unit, at) {
        return Some(COST);
    }
    let component = kind::near_component(unit, at);
    if one_off(unit, at) && !is_label(unit, at) {
        return Some("paid once, no rate of pay");
    }
    if !row && component.is_none() && costs(scene, unit, at) {
        return Some(COST);
    }
    let period = unit.period_after[at].or(money.period);
    let (_, most) = scene.lexicon.currencies.plausible_year(money.currency.likely(None));
    let (yearly, most) = match period {
        Some(period) => (money.amounts.any() * yearly(period), most * 3.0),
        None => (money.amounts.any(), if component.is_none() { most } else { most * 3.0 }),
    };
    if yearly > most {
        return Some("more than anyone is paid");
    }
    (!is_pay(scene, unit, at)).then_some("nothing says that it is pay")
}

/// "A course costs $39 a month, or ₹30k at an institute": what was said of the amount before goes on.
fn goes_on(unit: &Unit, at: usize) -> bool {
    let Some(previous) = at.checked_sub(1) else { return false };
    let (from, to) = (unit.end_of(previous), unit.money[at].range.start);
    let Some(gap) = unit.text.get(from..to).filter(|gap| gap.len() <= 60 && !gap.contains([';', '|', '.'])) else { return false };
    let turns = ["but ", "while ", "whereas ", "salary", "="].iter().any(|w| gap.to_lowercase().contains(w));
    let around = from..unit.after(at).end.min(unit.end_of(at) + 24);
    let paid = unit
        .found
        .iter()
        .any(|f| around.contains(&f.start) && matches!(f.term, Term::Role(_) | Term::Cue(Cue::Pay | Cue::Base | Cue::Total | Cue::Bonus | Cue::Equity)));
    !turns && !paid
}

/// "1 USD = 1.42 AUD".
fn exchange_rate(unit: &Unit) -> bool {
    let [one, _] = unit.money.as_slice() else {
        return unit.money.len() == 1
            && unit.text[..unit.money[0].range.start].trim_end().ends_with(" =")
            && unit.text.contains("1 ")
            && unit.money[0].amounts.any() < 10.0;
    };
    one.amounts.any() == 1.0 && unit.gap(0).trim() == "="
}

/// "5 developers @ $110,000 = $550,000": what comes of a multiplication.
fn computed(unit: &Unit, at: usize) -> bool {
    let before = &unit.text[..unit.money[at].range.start];
    let Some(sum) = before.trim_end().strip_suffix('=') else { return false };
    let times = sum.contains(['@', '×']) || sum.contains(" x ") || sum.contains(" * ");
    let lower = sum.to_lowercase();
    let of_time = ["hour", "week", "month", "day", "/yr", "year", "annual", "salary"].iter().any(|w| lower.contains(w));
    times && !of_time || lower.contains("per employee") || lower.contains("per head")
}

/// "$0.25 per mile", "$20 per user".
fn per_something_else(unit: &Unit, at: usize) -> bool {
    let tail = unit.text[unit.end_of(at)..].trim_start();
    if ["to the dollar", "to the euro", "to the pound", "to one ", "to 1 ", "= "].iter().any(|w| tail.starts_with(w)) && !tail.starts_with("= $") {
        return true;
    }
    let rest = tail.strip_prefix("per ").or_else(|| tail.strip_prefix("a ")).or_else(|| tail.strip_prefix('/')).unwrap_or_default();
    let word: String = rest.chars().take_while(|c| c.is_alphabetic()).collect::<String>().to_lowercase();
    matches!(
        word.as_str(),
        "mile"
            | "user"
            | "seat"
            | "unit"
            | "word"
            | "article"
            | "video"
            | "license"
            | "licence"
            | "head"
            | "employee"
            | "share"
            | "barrel"
            | "gb"
            | "request"
            | "student"
            | "pair"
            | "ticket"
            | "night"
            | "person"
            | "project"
            | "page"
            | "click"
            | "km"
            | "delivery"
            | "credit"
            | "mention"
            | "hire"
            | "vote"
            | "pound"
            | "ton"
            | "tonne"
            | "lb"
            | "kg"
            | "watt"
            | "call"
            | "message"
            | "device"
            | "site"
            | "domain"
            | "capita"
            | "family"
            | "household"
            | "guest"
            | "vulnerability"
            | "bug"
            | "finding"
            | "submission"
            | "referral"
    )
}

/// "$40,000 over 4 years", "over your career".
fn over_years(unit: &Unit, at: usize) -> bool {
    let tail = unit.text[unit.money[at].range.end..].trim_start().to_lowercase();
    let Some(rest) = tail.strip_prefix("over ").or_else(|| tail.strip_prefix("across ")) else { return false };
    let head: String = rest.chars().take(28).collect();
    head.contains("year") && head.starts_with(|c: char| c.is_ascii_digit() || c.is_alphabetic()) && !head.starts_with("the year")
        || ["career", "your career", "a career", "their career", "a lifetime", "your lifetime", "the life"].iter().any(|w| head.starts_with(w))
}

/// "pay $14,300 in federal tax", "cross the $100,000 mark".
fn in_tax(unit: &Unit, at: usize) -> bool {
    let tail: String = unit.text[unit.end_of(at)..].trim_start().chars().take(32).collect::<String>().to_lowercase();
    let words: Vec<&str> = tail.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).take(4).collect();
    words.first() == Some(&"mark")
        || words.first() == Some(&"in") && words.iter().skip(1).any(|w| matches!(*w, "tax" | "taxes" | "fees" | "fines" | "rent" | "interest"))
}

/// "Up to €10,908 0%": a line of a tax table.
fn beside_percent(unit: &Unit, at: usize) -> bool {
    let before = unit.text[..unit.money[at].range.start].trim();
    let after = unit.text[unit.end_of(at)..].trim();
    unit.money.len() == 1 && before.is_empty() && after.strip_suffix('%').is_some_and(|n| n.trim().parse::<f64>().is_ok())
}

/// "58 % earn over $100,000": how many are above it, not what anyone is paid. "The top 10 % earn over …" is a percentile.
fn is_threshold(unit: &Unit, at: usize) -> bool {
    let money = &unit.money[at];
    if !matches!(money.bound, Some(Bound::AtLeast | Bound::UpTo)) || kind::percentile(unit, at).is_some() {
        return false;
    }
    let before = &unit.text[unit.before(at)];
    let share = before.rfind(['%']).or_else(|| before.rfind("percent")).or_else(|| before.rfind("per cent"));
    let counted =
        ["half of", "a third of", "one in ", "most of", "two thirds", "a quarter of", "majority of"].iter().any(|w| before.to_lowercase().contains(w));
    share.is_some() && unit.found.iter().any(|f| f.term == Term::Cue(Cue::Pay) && unit.before(at).contains(&f.start)) || counted
}

/// Whether the amount itself is paid once: "a $10K sign-on bonus".
fn one_off(unit: &Unit, at: usize) -> bool {
    let after = unit.after(at);
    let (before, start) = (unit.before(at), unit.money[at].range.start);
    unit.cues(Cue::OneOff).any(|f| {
        let behind = after.contains(&f.start)
            && unit.text[after.start..f.start].split_whitespace().count() <= 2
            && !unit.text[after.start..f.start].contains([',', ';', '.']);
        let ahead = before.contains(&f.start) && f.end <= start && unit.text[f.end..start].split_whitespace().count() <= 4;
        behind || ahead
    })
}

/// "Signing bonus: $10,000": a labelled part of an offer.
fn is_label(unit: &Unit, at: usize) -> bool {
    at == 0 && unit.text[..unit.money[at].range.start].trim_end().ends_with(':') && unit.text[..unit.money[at].range.start].split_whitespace().count() <= 5
}

/// "Cost: $2,000 for a desk and $100 a month", "Total cost (1.26x): $693,000": a label that speaks of cost alone.
fn cost_label(unit: &Unit, at: usize) -> bool {
    let start = unit.money[at].range.start;
    let lead = unit.text.find(':').filter(|n| *n < start && unit.text[..*n].split_whitespace().count() <= 4);
    let near = unit.text[..start]
        .trim_end()
        .strip_suffix(':')
        .map(|l| l.trim_end().strip_suffix(')').and_then(|l| l.rfind('(').map(|n| &l[..n])).unwrap_or(l).trim_end().len());
    let has = |cue: Cue, from: usize, to: usize| unit.found.iter().any(|f| f.term == Term::Cue(cue) && from <= f.start && f.end <= to);
    lead.is_some_and(|end| has(Cue::Cost, 0, end) && !has(Cue::Pay, 0, end))
        || near.is_some_and(|end| has(Cue::Cost, end.saturating_sub(24), end) && !has(Cue::Pay, 0, end))
}

/// "$45 an hour, housing stipend of $3,000": whether a word that ends there leads into the amount after `at`.
fn of_next(unit: &Unit, at: usize, end: usize) -> bool {
    let lead = unit.money.get(at + 1).and_then(|next| unit.text.get(end..next.range.start));
    lead.is_some_and(|lead| matches!(lead.trim(), "of" | ":" | "of up to"))
}

/// Whether words of cost are nearer to the amount than words of pay.
fn costs(scene: &Scene<'_>, unit: &Unit, at: usize) -> bool {
    let (start, end) = (unit.money[at].range.start, unit.end_of(at));
    let distance = |f: &crate::lexicon::Found| {
        if f.end <= start {
            let gap = unit.text.get(f.end..start).unwrap_or_default();
            let beyond = if unit.before(at).start > f.start { 60 } else { 0 };
            let stops = beyond + gap.matches([';', ':']).count() * 20 + gap.matches(',').count() * 10 + gap.matches(" but ").count() * 30;
            Some(gap.len() + stops)
        } else if f.start >= end {
            let gap = unit.text.get(end..f.start).unwrap_or_default();
            // What a bracket adds is about something else: "8-12 lakhs (young companies with some funding)".
            let aside = gap.contains('(') && !gap.contains(')');
            let stops = gap.matches([',', ';', '.']).count() * 25 + if aside { 50 } else { 0 };
            let beyond = unit.money.get(at + 1).is_some_and(|m| m.range.start < f.start) || of_next(unit, at, f.end);
            Some(gap.len() * 2 + stops + if beyond { 60 } else { 0 })
        } else {
            Some(0)
        }
    };
    let nearest = |is: &dyn Fn(Cue) -> bool| {
        unit.found.iter().filter_map(|f| if let Term::Cue(c) = f.term { if is(c) { distance(f) } else { None } } else { None }).min()
    };
    let Some(cost) = nearest(&|c| c == Cue::Cost) else {
        // "Here are the projected expenses:" leads into a list of them.
        let item = scene.document.blocks[unit.block].kind == BlockKind::Item;
        let lead = item
            .then(|| scene.section_before(unit).find(|b| scene.document.blocks[*b].kind == BlockKind::Paragraph))
            .flatten()
            .and_then(|b| scene.block(b).next_back());
        let of_costs = lead.is_some_and(|l| l.has(Cue::Cost) && !l.has(Cue::Pay) && l.text.trim_end().ends_with(':'));
        if of_costs && !unit.found.iter().any(|f| matches!(f.term, Term::Role(_) | Term::Cue(Cue::Pay))) {
            return true;
        }
        // A section about costs: headings that speak of cost alone.
        return unit.period_after[at].is_none()
            && !unit.found.iter().any(|f| matches!(f.term, Term::Role(_) | Term::Level(_)))
            && nearest(&|c| c == Cue::Pay).is_none()
            && scene.headings(unit).next().is_some_and(|h| h.has(Cue::Cost) && !h.has(Cue::Pay) && h.text.split_whitespace().count() <= 8);
    };
    let pay = nearest(&|c| c == Cue::Pay).unwrap_or(usize::MAX);
    cost < pay && cost < 60
}

/// "a median salary of 54,149": words of pay right before a number.
pub(super) fn after_pay(unit: &Unit, start: usize) -> bool {
    unit.found.iter().any(|f| {
        let gap = unit.text.get(f.end..start).filter(|_| f.end <= start).unwrap_or("far away from the number");
        matches!(f.term, Term::Cue(Cue::Pay | Cue::Base | Cue::Total))
            && gap.split_whitespace().count() <= 2
            && !gap.contains([',', ';', '(', ')', '%'])
            && gap.len() <= 20
    })
}

/// A number without any sign: an item of somebody's pay history, "2014 San Francisco - Braintree 106,000 plus healthcare".
fn bare_pay(scene: &Scene<'_>, unit: &Unit, at: usize) -> bool {
    let titled = scene.headings(unit).chain(scene.title()).any(|h| h.has(Cue::Pay));
    let year = unit.text.split(|c: char| !c.is_ascii_digit()).any(|n| n.len() == 4 && (n.starts_with("19") || n.starts_with("20")));
    let whose = unit.found.iter().any(|f| matches!(f.term, Term::Role(_) | Term::Level(_) | Term::Cue(Cue::Pay | Cue::Base)));
    // What a bracket behind it adds is something else: "58,000 (asked for 60,000)".
    let aside = |m: &crate::mention::Money| unit.text[..m.core.start].contains('(');
    titled && (year || whose) && !unit.has(Cue::Cost) && !aside(&unit.money[at]) && unit.money.iter().filter(|m| !aside(m)).count() == 1
}

/// Whether anything says that it is pay: the sentence, the period, the header, the headings, the title.
fn is_pay(scene: &Scene<'_>, unit: &Unit, at: usize) -> bool {
    let money = &unit.money[at];
    if money.bare {
        return bare_pay(scene, unit, at) || after_pay(unit, money.core.start);
    }
    let (least, most) = scene.lexicon.currencies.plausible_year(money.currency.likely(None));
    let by_year = |period: PayPeriod| (least * 0.5..=most).contains(&(money.amounts.any() * yearly(period)));
    // By the hour or day is how people are paid; by the month or week many things are.
    let timed = unit.period_after[at].is_some_and(|p| match p {
        PayPeriod::Hour | PayPeriod::Day => true,
        PayPeriod::Year => by_year(p),
        PayPeriod::Month | PayPeriod::Week => by_year(p) && (unit.has(Cue::Contract) || unit.has(Cue::Freelance)),
    });
    if unit.has(Cue::Pay) || timed || money.period.is_some() || kind::near_component(unit, at).is_some() {
        return true;
    }
    if table::says_pay(scene, unit, at) {
        return true;
    }
    let role = |u: &Unit| u.found.iter().any(|f| matches!(f.term, Term::Role(_) | Term::Level(_)));
    let weak = unit.has(Cue::WeakPay)
        || unit.period_after[at].is_some()
        || unit.found.iter().any(|f| matches!(f.term, Term::Cue(Cue::Year | Cue::Month | Cue::Hour | Cue::Day | Cue::Week | Cue::Median | Cue::Average)));
    let of_role =
        || role(unit) || scene.earlier(unit).take(1).any(role) || scene.headings(unit).next().is_some_and(role) || super::written::stated(unit, at).is_some();
    if weak && (of_role() || !unit.years.is_empty() || unit.found.iter().any(|f| matches!(f.term, Term::Place(_)))) {
        return true;
    }
    let measured = |h: &Unit| {
        h.found.iter().any(|f| matches!(f.term, Term::Cue(Cue::Median | Cue::Average | Cue::Year | Cue::Month | Cue::Hour | Cue::Base | Cue::Total)))
            || kind::percentile_in(&h.text).is_some()
    };
    let place = unit.found.iter().any(|f| matches!(f.term, Term::Place(_)));
    let brief = unit.text.split_whitespace().count() <= 16;
    let before = unit.text[..money.range.start].trim_end().to_lowercase();
    let on = before.ends_with(" on") || before.ends_with(" at");
    // "Staff Nurse, Band 6 (£37,338 - £44,962 pro rata), Leeds": somebody's title and a range that a year's pay fits.
    if money.is_range && unit.found.iter().any(|f| matches!(f.term, Term::Role(_))) && by_year(PayPeriod::Year) && unit.text.split_whitespace().count() <= 30 {
        return true;
    }
    let titled = (role(unit) || scene.headings(unit).next().is_some_and(role) && is_short(unit))
        && (by_year(PayPeriod::Year) || money.period.is_some())
        && (brief || on);
    if titled {
        return true;
    }
    let expects = unit.text[..money.range.start].trim_end().to_lowercase().ends_with("expect");
    let advertised = role(unit) && place && is_short(unit) && unit.money.len() == 1;
    if expects && money.bound.is_some() || advertised {
        return true;
    }
    if scene.headings(unit).any(|h| h.has(Cue::Pay))
        || scene.headings(unit).next().is_some_and(measured) && (is_short(unit) || role(unit) || !unit.years.is_empty())
    {
        return true;
    }
    let context = weak || role(unit) || is_short(unit) || unit.found.iter().any(|f| matches!(f.term, Term::Place(_)));
    let title = scene.title().is_some_and(|t| t.has(Cue::Pay) || t.has(Cue::WeakPay) && role(t));
    let before = unit.block.saturating_sub(4)..unit.block;
    let nearby = || scene.earlier(unit).take(2).any(|u| u.has(Cue::Pay)) || before.clone().any(|b| scene.block(b).any(|u| u.has(Cue::Pay)));
    // An article about somebody's pay: what no word says otherwise of is theirs.
    let about = scene.title().is_some_and(|t| t.has(Cue::Pay) && role(t)) && by_year(PayPeriod::Year) && unit.money.len() <= 3 && !unit.has(Cue::Cost);
    about || context && (title || nearby() || scene.lead(unit).is_some())
}

/// A label with an amount, or the amount alone.
fn is_short(unit: &Unit) -> bool {
    unit.text.split_whitespace().count() <= 9
}
