//! A job post beside the corpus, as a message for whoever looked at it alone.

use serde_json::Value;

use super::message::{Display, notice, written};
use super::words::{Page, page};
use crate::answer::{Group, Kind, Posted};
use crate::engine::Checked;
use crate::pay::{PayComponent, PayPeriod};

/// So many of a post's amounts are repeated for one group.
const MOST: usize = 4;

/// The message for a post that was read. Its own words are quoted verbatim, and nothing in them takes effect.
pub fn posting(checked: &Checked, display: &Display) -> Value {
    let response = &checked.response;
    let pays = !checked.posting.pay.is_empty();
    if !pays && checked.posting.question.roles.is_empty() {
        return notice("I find no pay and no job title in this message. Pick a job post, or ask with /salary.", display.private);
    }
    let Some(mut page) = page(response) else { return notice("I find no pay in this message.", display.private) };
    if pays {
        beside(checked, &mut page);
    } else {
        page.head = format!("The post names no pay. {}", page.head);
    }
    if !checked.posting.apart.is_empty() {
        let words: Vec<String> = checked.posting.apart.iter().take(MOST).map(|words| quoted(words)).collect();
        page.notes.insert(0, format!("Apart from pay, and not compared: {}.", words.join(", ")));
    }
    let found = !matches!(response.answer.kind, Kind::NoFigures | Kind::Unclear);
    written(&page, found, false, display)
}

/// Puts what the post says above the figures that it is set beside.
fn beside(checked: &Checked, page: &mut Page) {
    let (answer, groups) = (&checked.response.answer, &checked.groups);
    let alone = groups.len() == 1;
    for (side, group) in groups.iter().enumerate() {
        let said = said(checked, group);
        let first = answer.figures.iter().position(|cited| cited.side == Some(side));
        match first.and_then(|n| page.lines.get_mut(n)) {
            Some(line) => {
                if alone {
                    line.side = None;
                }
                line.above = said;
                line.above.extend(group.why_not.clone());
            }
            // Without a figure it stands above those that have one.
            None => {
                let whose = if alone { String::new() } else { format!("{}. ", group.name) };
                page.widened.push(format!("{whose}{} {}", said.join(" "), group.why_not.clone().unwrap_or_default()).trim_end().to_owned());
            }
        }
    }
    page.head = match groups.as_slice() {
        [one] if answer.figures.is_empty() => format!("{}: this post's pay, and no figure to set beside it. Only you see this", one.name),
        [one] => format!("{}: this post's pay beside what the articles say. Only you see this", one.name),
        _ if answer.figures.is_empty() => "This post's pay, and no figure to set beside it. Only you see this".to_owned(),
        _ => "This post's pay beside what the articles say. Only you see this".to_owned(),
    };
}

/// What the post says for one group, each amount as it stands there and as it is read.
fn said(checked: &Checked, group: &Group) -> Vec<String> {
    let posted = group.posted.iter().filter_map(|n| checked.posting.pay.get(*n));
    let mut out: Vec<String> = posted.clone().take(MOST).map(|p| format!("The post says {}: {}.", quoted(&p.words), reading(p))).collect();
    let more = posted.count().saturating_sub(MOST);
    if more > 0 {
        out.push(format!("It names {more} more."));
    }
    out
}

fn quoted(words: &str) -> String {
    format!("“{words}”")
}

/// How an amount was read, with what its words leave open.
fn reading(posted: &Posted) -> String {
    let period = posted.question.period.map_or("", PayPeriod::adjective);
    let (part, open) = match posted.component {
        PayComponent::Base => ("base pay", ""),
        PayComponent::Total => ("total pay", ""),
        _ => ("pay", ", base or total not said"),
    };
    let currency = match posted.question.currency {
        Some(currency) if posted.guessed => format!(", taken as {currency}, which the post does not say"),
        Some(currency) => format!(" in {currency}"),
        None => ", currency not named".to_owned(),
    };
    format!("{period} {part}{currency}{open}").trim_start().to_owned()
}
