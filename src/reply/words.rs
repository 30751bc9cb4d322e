//! What a response says, before it is written for Discord or a terminal: the same for both.

use super::limits::{NAME, QUOTE};
use super::offer;
use super::rows::{RowLine, row_lines};
use crate::answer::{Answer, Cited, Kind, Sure};
use crate::engine::Response;
use crate::lexicon::SourceKind;
use crate::pay::{PayComponent, PayFigure, PayPeriod, PayStatistic, Years, ordinal};
use crate::question::{CompareBy, Question};

/// One figure's line: the amount, what it is, its source's number.
pub struct Line {
    /// The amounts as the article has them.
    pub amount: String,
    /// What kind of amount, for whom and where.
    pub what: String,
    /// Its source.
    pub number: usize,
    /// In a comparison, the side it begins.
    pub side: Option<String>,
    /// How far offers, or what a job post names, are from it.
    pub distances: Vec<String>,
    /// What is said before it: a job post's own words.
    pub above: Vec<String>,
}

/// A quoted sentence.
pub struct Quote {
    /// What a reader needs before it: a table's header, or the sentence before.
    pub before: Option<String>,
    /// The sentence.
    pub text: String,
    /// The amounts in it.
    pub amounts: Vec<String>,
    /// Its source.
    pub number: usize,
}

/// One source's line.
pub struct SourceLine {
    /// Its number.
    pub number: usize,
    /// The article's title.
    pub title: String,
    /// Where the article can be read.
    pub url: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Whom it cites, with a link and a date where it names them.
    pub origin: Option<(String, Option<String>, Option<String>)>,
    /// The article's date.
    pub date: Option<String>,
    /// Whether it is one of the articles the bot ships with.
    pub ours: bool,
    /// When a table's figures were taken from their source.
    pub retrieved: Option<String>,
}

/// A response in words.
pub struct Page {
    /// The first line.
    pub head: String,
    /// What was widened, before the figures.
    pub widened: Vec<String>,
    /// Offers, what they come to, and what lies between them.
    pub offers: Vec<String>,
    /// The figures.
    pub lines: Vec<Line>,
    /// Rows of tables, apart from the articles' figures.
    pub rows: Vec<RowLine>,
    /// Whether they are nearer to what is asked than the figures.
    pub rows_first: bool,
    /// What was computed, and remarks.
    pub notes: Vec<String>,
    /// The quotes.
    pub quotes: Vec<Quote>,
    /// The sources.
    pub sources: Vec<SourceLine>,
    /// How sure.
    pub confidence: Option<String>,
    /// What to ask instead.
    pub suggestions: Vec<String>,
}

/// The publisher of the articles that the bot ships with.
const OURS: &str = "salary-bot contributors";

/// A response in words; none for silence.
pub fn page(response: &Response) -> Option<Page> {
    let (question, answer) = (&response.question, &response.answer);
    if answer.kind == Kind::Silent {
        return None;
    }
    let shown = answer.figures.as_slice();
    let uniform = Uniform::of(shown);
    let mut side = None;
    // The only figure stands in the first line already.
    let said_above = match answer.kind {
        Kind::Pay => true,
        Kind::Offer => answer.offers.is_empty() && answer.derived.is_empty() && answer.sides.is_empty(),
        _ => false,
    };
    let listed = if shown.len() == 1 && said_above { &[] } else { shown };
    let lines = listed
        .iter()
        .enumerate()
        .map(|(at, cited)| {
            let begins = cited.side.filter(|s| Some(*s) != side);
            side = cited.side;
            let side = begins.and_then(|s| answer.sides.get(s).cloned());
            Line {
                amount: amount(cited),
                what: what(cited, &uniform, question),
                number: cited.number,
                side,
                distances: offer::distances(answer, at),
                above: Vec::new(),
            }
        })
        .collect();
    // What is derived of an offer or a post stands where it belongs.
    let mut notes: Vec<String> = answer.derived.iter().filter(|_| answer.kind != Kind::Offer).map(|d| format!("{} ({})", d.text, d.working)).collect();
    // Where nothing fits, the first line is what the first note says.
    notes.extend(answer.notes.iter().skip(usize::from(first_is_head(answer.kind))).cloned());
    let hidden = answer.more;
    if hidden > 0 {
        let fit = if hidden == 1 { "figure fits" } else { "figures fit" };
        notes.push(format!("{hidden} more {fit}; name a level, a place or years to narrow down."));
    }
    Some(Page {
        head: head(question, answer, shown, &uniform),
        widened: answer.widened.iter().map(|w| widened(w.slot, &w.asked, &w.used, !answer.rows.is_empty(), question)).collect(),
        offers: offer::lines(answer),
        lines,
        rows: row_lines(&answer.rows),
        rows_first: answer.widened.iter().any(|step| step.slot == "location") && answer.rows.iter().any(|row| !row.wider),
        notes,
        quotes: quotes(answer, shown),
        sources: sources(answer, shown),
        confidence: answer.confidence.as_ref().filter(|_| !shown.is_empty() || !answer.rows.is_empty()).map(|c| {
            let of = if shown.is_empty() || answer.rows.is_empty() { "" } else { " in the articles' figures" };
            format!("{} confidence{of}: {}.", sure(c.sure), c.why)
        }),
        suggestions: answer.suggestions.clone(),
    })
}

fn sure(sure: Sure) -> &'static str {
    match sure {
        Sure::Low => "Low",
        Sure::Medium => "Medium",
        Sure::High => "High",
    }
}

/// What all figures have in common, said once in the first line.
pub(super) struct Uniform {
    period: Option<PayPeriod>,
    currency: bool,
    currency_name: Option<String>,
}

impl Uniform {
    pub(super) fn of(figures: &[Cited]) -> Self {
        let first = figures.first().map(|c| &c.record.figure);
        let period = first.and_then(|f| f.period).filter(|p| figures.iter().all(|c| c.record.figure.period == Some(*p)));
        let currency = first.and_then(|f| f.currency).filter(|p| figures.iter().all(|c| c.record.figure.currency == Some(*p)));
        Self { period, currency: currency.is_some(), currency_name: currency.map(|c| c.to_string()) }
    }

    /// Where currency and period are said once for all.
    pub(super) fn same(period: PayPeriod) -> Self {
        Self { period: Some(period), currency: true, currency_name: None }
    }
}

fn first_is_head(kind: Kind) -> bool {
    matches!(kind, Kind::NoFigures | Kind::Unclear)
}

fn head(question: &Question, answer: &Answer, figures: &[Cited], uniform: &Uniform) -> String {
    // As it was asked for, where the lexicon knows it: each article may call it by another name.
    let role =
        question.roles.first().filter(|r| r.id.is_some()).or_else(|| figures.first().and_then(|c| c.record.figure.role.as_ref())).map(|r| r.name.clone());
    let role = role.unwrap_or_else(|| "Pay".to_owned());
    match answer.kind {
        kind if first_is_head(kind) => answer.notes.first().cloned().unwrap_or_else(|| "Nothing fits.".to_owned()),
        Kind::Passages => format!(
            "{}: what the articles say",
            if answer.sides.is_empty() {
                question.roles.first().filter(|r| r.id.is_some()).map_or_else(|| "Pay".to_owned(), |r| format!("{} pay", r.name))
            } else {
                answer.sides.join(" and ")
            }
        ),
        Kind::Comparison if !figures.is_empty() => format!("{}: {}", joined(&answer.sides, question), common(uniform)),
        Kind::Offer if !answer.offers.is_empty() => format!("{role}: {} beside {}. Only you see this", offer::called(&answer.offers), common(uniform)),
        _ if figures.is_empty() && !answer.rows.is_empty() => {
            let official = answer.rows.iter().all(|row| row.kind == Some(SourceKind::Official));
            let what = if official { "official statistics" } else { "what tables say" };
            format!("{}: {what}", if answer.sides.is_empty() { role } else { joined(&answer.sides, question) })
        }
        _ => match figures {
            [only] => format!("{role}: {} {}", amount(only), only_words(only)),
            _ => format!("{role}: {}", common(uniform)),
        },
    }
}

fn joined(sides: &[String], question: &Question) -> String {
    let by_role = question.compare.as_ref().is_none_or(|c| c.by == CompareBy::Role);
    let (last, rest) = match sides.split_last() {
        Some((last, rest)) if by_role && !rest.is_empty() => (last, rest),
        _ => return sides.join("; "),
    };
    format!("{} and {last}", rest.join(", "))
}

fn common(uniform: &Uniform) -> String {
    let period = uniform.period.map(|p| format!("{} ", p.adjective())).unwrap_or_default();
    let currency = uniform.currency_name.as_deref().map(|c| format!(", {c}")).unwrap_or_default();
    format!("reported {period}pay{currency}")
}

/// "a year (Glassdoor, 2024)", with what else the only figure says.
fn only_words(cited: &Cited) -> String {
    let f = &cited.record.figure;
    let mut said: Vec<String> = Vec::new();
    said.extend(qualifiers(f, true));
    said.extend(cited.origin_name().map(str::to_owned));
    said.extend(cited.date().map(|d| d.year.to_string()));
    let period = f.period.map(|p| format!("{} ", p.each())).unwrap_or_default();
    if said.is_empty() { period.trim_end().to_owned() } else { format!("{period}({})", said.join(", ")) }
}

/// The amounts, each as the article writes it, with the bound in words.
pub(super) fn amount(cited: &Cited) -> String {
    let f = &cited.record.figure;
    let body = match cited.record.ends.as_slice() {
        [low, high] => format!("{low} – {high}"),
        [one] => one.clone(),
        _ => cited.record.amount.clone(),
    };
    let bound = match (f.amounts.low, f.amounts.high, f.statistic) {
        (None, Some(_), _) => "up to ",
        (Some(_), None, PayStatistic::Starting) => "from ",
        (Some(_), None, _) if !f.open_ended => "at least ",
        _ => "",
    };
    format!("{bound}{body}")
}

/// What a figure is, for a line of several.
pub(super) fn what(cited: &Cited, uniform: &Uniform, question: &Question) -> String {
    let f = &cited.record.figure;
    let mut said = Vec::new();
    if uniform.period.is_none() {
        said.extend(f.period.map(|p| p.each().to_owned()));
    }
    if !uniform.currency {
        said.extend(f.currency.map(|c| c.to_string()));
    }
    let by_level = question.compare.as_ref().is_some_and(|c| c.by == CompareBy::Seniority);
    said.extend(qualifiers(f, !by_level));
    said.join(", ")
}

/// Level, years, place, kind of number, part of pay, engagement.
fn qualifiers(f: &PayFigure, with_level: bool) -> Vec<String> {
    let mut said = Vec::new();
    said.extend(f.level.filter(|_| with_level).map(|l| l.to_string()));
    said.extend(f.experience.map(years));
    said.extend(f.place.clone());
    said.extend(match (f.statistic, f.percentile) {
        (PayStatistic::Average, _) => Some("average".to_owned()),
        (PayStatistic::Median, _) => Some("median".to_owned()),
        (PayStatistic::Percentile, Some(p)) => Some(format!("{} percentile", ordinal(p))),
        _ => None,
    });
    said.extend(part_of_pay(f.component).map(str::to_owned));
    said.extend(f.employment.map(|e| e.to_string()));
    // Not the article's word alone: an operator has mended what was read.
    said.extend(f.corrected.as_ref().map(|_| "corrected".to_owned()));
    said
}

/// The part of pay, where a source says which.
pub(super) fn part_of_pay(component: PayComponent) -> Option<&'static str> {
    match component {
        PayComponent::Unspecified => None,
        PayComponent::Base => Some("base pay"),
        PayComponent::Total => Some("total pay"),
        PayComponent::Bonus => Some("bonus"),
        PayComponent::Equity => Some("equity"),
    }
}

fn years(years: Years) -> String {
    match years.1 {
        Some(to) if to == years.0 && to == 1.0 => "1 year".to_owned(),
        Some(to) if to == years.0 => format!("{to} years"),
        Some(to) => format!("{}–{to} years", years.0),
        None => format!("{}+ years", years.0),
    }
}

/// A step outwards in words. The asker's words are repeated only as far as the lexicon knows them.
fn widened(slot: &str, asked: &str, used: &str, beside_rows: bool, question: &Question) -> String {
    // A table's row may be just for that place.
    let figure = if beside_rows { "article's figure" } else { "figure" };
    match slot {
        "location" if asked.eq_ignore_ascii_case("remote") => format!("Asked for remote; shown: {used}."),
        "location" => format!("No {figure} for {}. Shown: {used}.", place(asked, question)),
        "level" => format!("No {figure} says {asked}. Shown: {used}."),
        "experience_years" => format!("No {figure} for {asked}. Shown: {used}."),
        "employment" => format!("No {asked} {figure}. Shown: {used}."),
        _ => format!("No {asked} {figure}. Shown: {used} pay, as the sources state it."),
    }
}

/// A place that was asked for, by the name that the lexicon has for it.
fn place(asked: &str, question: &Question) -> String {
    let named = question.location.iter().chain(&question.locations).find(|l| l.asked == asked);
    named.map_or_else(|| title_case(asked), |l| l.name.clone())
}

/// "san jose" → "San Jose"; a word of its own that is as short as a code stands for one: "uk" → "UK".
fn title_case(words: &str) -> String {
    if words.len() <= 3 && words.is_ascii() {
        return words.to_uppercase();
    }
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default()
    };
    words.split(' ').map(capital).collect::<Vec<_>>().join(" ")
}

/// Every shown figure's sentence once, then the passages.
fn quotes(answer: &Answer, shown: &[Cited]) -> Vec<Quote> {
    let mut out: Vec<Quote> = Vec::new();
    for cited in shown {
        let ends = if cited.record.ends.is_empty() { vec![cited.record.amount.clone()] } else { cited.record.ends.clone() };
        match out.iter_mut().find(|q| q.text == window(&cited.record.shown, &ends)) {
            Some(quote) => quote.amounts.extend(ends),
            None => out.push(Quote { before: cited.record.before.clone(), text: window(&cited.record.shown, &ends), amounts: ends, number: cited.number }),
        }
    }
    for passage in &answer.passages {
        if !out.iter().any(|q| q.text == passage.record.shown) {
            out.push(Quote { before: None, text: passage.record.shown.clone(), amounts: Vec::new(), number: passage.number });
        }
    }
    out
}

/// The part of a long sentence around its first amount, cut between words; what is left out is marked.
fn window(text: &str, amounts: &[String]) -> String {
    if text.chars().count() <= QUOTE {
        return text.to_owned();
    }
    let first = amounts.iter().filter_map(|a| text.find(a.as_str())).min().unwrap_or(0);
    let last = amounts.iter().filter_map(|a| text.find(a.as_str()).map(|at| at + a.len())).max().unwrap_or(0);
    let from = text[..first].char_indices().rev().take(QUOTE / 3).last().map_or(first, |(at, _)| at);
    let to = text[last..].char_indices().take(QUOTE / 3).last().map_or(last, |(at, c)| last + at + c.len_utf8());
    let start = if from == 0 { 0 } else { text[from..first].find(' ').map_or(first, |n| from + n + 1) };
    let end = if to == text.len() { to } else { text[last..to].rfind(' ').map_or(last, |n| last + n) };
    let part = text.get(start..end.max(start)).unwrap_or_default();
    format!("{}{part}{}", if start > 0 { "… " } else { "" }, if end < text.len() { " …" } else { "" })
}

/// A title or name, cut where it is longer than anyone reads.
pub(super) fn clipped(name: &str) -> String {
    if name.chars().count() <= NAME { name.to_owned() } else { name.chars().take(NAME).chain(['…']).collect() }
}

fn sources(answer: &Answer, shown: &[Cited]) -> Vec<SourceLine> {
    let mut out: Vec<SourceLine> = Vec::new();
    let line = |number: usize, article: &crate::answer::ArticleRecord, origin: Option<(String, Option<String>, Option<String>)>| SourceLine {
        number,
        title: clipped(&article.source.title.clone().unwrap_or_else(|| article.path.clone())),
        url: article.source.url.clone(),
        publisher: article.source.publisher.as_deref().filter(|p| *p != OURS).map(clipped),
        origin,
        date: article.source.published.map(crate::text::PartialDate::short),
        ours: article.source.publisher.as_deref() == Some(OURS),
        retrieved: article.table.as_ref().and_then(|table| table.retrieved.clone()),
    };
    for cited in shown {
        if !out.iter().any(|s| s.number == cited.number) {
            let url = cited.origin.as_ref().and_then(|o| o.url.clone());
            let date = cited.origin.as_ref().and_then(|o| o.published).map(crate::text::PartialDate::short);
            out.push(line(cited.number, &cited.article, cited.origin_name().map(|n| (n.to_owned(), url, date))));
        }
    }
    for passage in &answer.passages {
        if !out.iter().any(|s| s.number == passage.number) {
            let origin = if passage.article.source.origins.len() == 1 { passage.article.source.origins.first() } else { None };
            out.push(line(passage.number, &passage.article, origin.map(|o| (o.name.clone(), o.url.clone(), o.published.map(crate::text::PartialDate::short)))));
        }
    }
    for row in &answer.rows {
        if !out.iter().any(|s| s.number == row.number) {
            out.push(line(row.number, &row.article, None));
        }
    }
    out.sort_by_key(|s| s.number);
    out
}

/// "[1] Title, publisher, Aug 2024, citing Glassdoor": the parts in order, for either renderer to join and link.
pub fn source_parts(source: &SourceLine, link: &dyn Fn(&str, Option<&str>) -> String) -> String {
    let origin = source.origin.as_ref().map(|(name, url, date)| {
        let date = date.as_ref().map(|d| format!(" ({d})")).unwrap_or_default();
        format!("citing {}{date}", link(name, url.as_deref()))
    });
    let mut parts = Vec::new();
    if source.ours {
        parts.push("salary-bot corpus".to_owned());
        parts.extend(origin);
        parts.push(link(&source.title, source.url.as_deref()));
    } else {
        parts.push(link(&source.title, source.url.as_deref()));
        parts.extend(source.publisher.as_deref().map(|p| link(p, None)));
        parts.extend(source.date.clone());
        parts.extend(source.retrieved.as_ref().map(|date| format!("retrieved {date}")));
        parts.extend(origin);
    }
    format!("[{}] {}", source.number, parts.join(", "))
}
