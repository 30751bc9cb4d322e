//! Why an answer gives these figures and no others, as plain text for whoever asks that.

use serde_json::{Value, json};

use super::escape::escape;
use super::limits::{CONTENT, length};
use super::message::cut;
use super::parts::EPHEMERAL;
use super::press::Left;
use super::words::page;
use crate::answer::{Considered, LeftOut, TOO_OLD};
use crate::engine::Reasons;
use crate::question::{CompareBy, Question};

/// An ephemeral message: what was understood, what was considered, what was left out, and how sure it is. `left`: the words
/// that nothing was made of. None where nothing was asked about pay.
pub fn why(reasons: &Reasons, left: &Left) -> Option<Value> {
    let page = page(&reasons.response)?;
    let mut lines = vec![understood(&reasons.response.question)];
    lines.extend(not_understood(left));
    if reasons.considered.is_empty() {
        lines.push("No role was understood, so no figures were considered.".to_owned());
    }
    for side in &reasons.considered {
        lines.extend(considered(side));
    }
    lines.extend(page.widened);
    lines.extend(page.confidence);
    let mut content = String::new();
    for line in lines {
        let line = escape(&line);
        if length(&content) + length(&line) + 1 > CONTENT {
            break;
        }
        content.push_str(&line);
        content.push('\n');
    }
    Some(json!({ "content": cut(content.trim_end(), CONTENT), "flags": EPHEMERAL, "allowed_mentions": { "parse": [] } }))
}

/// The slots that were read, in an order that people write them in.
fn understood(question: &Question) -> String {
    let mut said: Vec<String> = Vec::new();
    let sides = |by: CompareBy| question.compare.as_ref().filter(|compare| compare.by == by).map(|compare| compare.values.join(" beside "));
    said.push(sides(CompareBy::Role).or_else(|| question.roles.first().map(|role| role.name.clone())).unwrap_or_else(|| "no role".to_owned()));
    said.extend(sides(CompareBy::Seniority).or_else(|| question.level.map(|level| level.to_string())));
    said.extend(sides(CompareBy::Location).or_else(|| question.location.as_ref().map(|place| place.name.clone())));
    said.extend(sides(CompareBy::Experience).or_else(|| {
        question.experience.map(|years| match years.1 {
            Some(to) if to != years.0 => format!("{}–{to} years", years.0),
            Some(_) => format!("{} years", years.0),
            None => format!("{}+ years", years.0),
        })
    }));
    said.extend(sides(CompareBy::Employment).or_else(|| question.employment.map(|employment| employment.to_string())));
    said.extend(question.period.map(|period| format!("{} pay", period.adjective())));
    said.extend(question.component.map(|component| format!("{component} pay")));
    said.extend(question.currency.map(|currency| format!("in {currency}")));
    said.extend(question.statistic().first().map(|statistic| format!("{statistic} first")));
    format!("Understood: {}.", said.join(", "))
}

fn not_understood(left: &Left) -> Option<String> {
    let count = usize::from(left.count);
    if count == 0 {
        return None;
    }
    let words = |count: usize| if count == 1 { "1 word".to_owned() } else { format!("{count} words") };
    let quoted: Vec<String> = left.words.iter().map(|word| format!("\u{201c}{word}\u{201d}")).collect();
    Some(match count.saturating_sub(quoted.len()) {
        0 => format!("Not understood: {}.", quoted.join(", ")),
        all if all == count => format!("Not understood: {} of the question.", words(count)),
        rest => format!("Not understood: {}, and {} more.", quoted.join(", "), words(rest)),
    })
}

/// What became of every figure of the role.
fn considered(side: &Considered) -> Vec<String> {
    let (figures, articles) = side.of_role;
    let name = side.side.as_ref().map(|name| format!("{name}: ")).unwrap_or_default();
    let articles = if articles == 1 { "1 article".to_owned() } else { format!("{articles} articles") };
    let mut out = vec![match figures {
        0 => format!("{name}no figures of this role."),
        1 => format!("{name}1 figure of this role, in {articles}."),
        _ => format!("{name}{figures} figures of this role, in {articles}."),
    }];
    let left: Vec<String> = side.left.iter().map(|(why, count)| format!("{count} {}", reason(*why))).collect();
    if !left.is_empty() {
        out.push(format!("Left out: {}.", left.join(", ")));
    }
    let became = [
        (side.shown, "shown"),
        (side.repeated, "the same figure of the same origin again"),
        (side.no_room, "not shown for want of room"),
        (side.unread, "not read, after so many others"),
    ];
    let became: Vec<String> = became.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    if side.fit > 0 {
        out.push(format!("{} {}: {}.", side.fit, if side.fit == 1 { "fits" } else { "fit" }, became.join(", ")));
    }
    out
}

fn reason(why: LeftOut) -> String {
    match why {
        LeftOut::Hidden => "hidden by this server's moderators".to_owned(),
        LeftOut::Place => "for another place, or with none named".to_owned(),
        LeftOut::Employment => "of another kind of employment".to_owned(),
        LeftOut::Level => "of another level, or of none".to_owned(),
        LeftOut::Years => "for other years of experience, or for none".to_owned(),
        LeftOut::Period => "by another period".to_owned(),
        LeftOut::Kind => "in another currency, or of another part of pay".to_owned(),
        LeftOut::Old => format!("older than {TOO_OLD} months"),
    }
}
