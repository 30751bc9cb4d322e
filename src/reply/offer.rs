//! An offer in words. It stands in a reply that its asker alone sees, and nowhere else.

use serde_json::{Value, json};

use super::message::{Display, message, notice};
use super::parts::EPHEMERAL;
use crate::answer::{Answer, Kind};
use crate::engine::Placed;
use crate::pay::{PayComponent, amount_text, money_text};
use crate::question::{Field, Offer, Unread, Why};

/// The message for a form that was sent: what could not be read first, then where the offer lies.
pub fn offer(placed: &Placed, display: &Display) -> Value {
    let mut said: Vec<String> = placed.unread.iter().map(unread).collect();
    let body = placed.response.as_ref().and_then(|response| message(response, display));
    let line = |text: &String| notice(text, true)["content"].as_str().unwrap_or_default().to_owned();
    let mut lines: Vec<String> = said.drain(..).map(|text| line(&text)).collect();
    let mut body = body.unwrap_or_else(|| notice("", true));
    lines.extend(body["content"].as_str().map(str::to_owned).filter(|content| !content.is_empty()));
    body["content"] = json!(lines.join("\n"));
    body["flags"] = json!(EPHEMERAL);
    body
}

/// What could not be read, and how it is written.
fn unread(unread: &Unread) -> String {
    let (what, like) = match unread.field {
        Field::Base => ("base pay", "140k a year, €62/hr or 18 LPA"),
        Field::Bonus => ("bonus", "10k"),
        Field::Equity => ("equity", "20k, what it is worth a year"),
        Field::Second => ("second offer", "165k base, 10k bonus, 5k equity"),
    };
    let why = match unread.why {
        Why::Unclear => format!("I could not read the {what}: write it like {like}."),
        Why::Net => format!("The {what} is after tax, and the figures are before it: write it before tax, like {like}."),
        Why::Once => format!("The {what} names something that is paid once, which is in no yearly figure: leave that out, and write it like {like}."),
    };
    let part = matches!(unread.field, Field::Bonus | Field::Equity);
    if part { format!("{why} Until then there is no total.") } else { why }
}

/// What the first line calls the offers.
pub(super) fn called(offers: &[Offer]) -> String {
    match offers {
        [only] => {
            let part = match only.component {
                PayComponent::Base => "base of ",
                PayComponent::Total => "total of ",
                _ => "",
            };
            format!("your {part}{} {}", money(only), only.period.each())
        }
        _ => "your two offers".to_owned(),
    }
}

/// What stands before the figures: each of two offers as it was read, sums, and the difference.
pub(super) fn lines(answer: &Answer) -> Vec<String> {
    if answer.offers.is_empty() {
        return Vec::new();
    }
    let two = answer.offers.len() > 1;
    let mut computed = answer.derived.iter().filter(|d| d.from.is_empty()).map(|d| format!("{} ({})", d.text, d.working));
    let mut out = Vec::new();
    for (offer, name) in answer.offers.iter().zip(["First offer", "Second offer"]) {
        // A sum names its parts; what has none is repeated as it was read where the first line does not say it.
        let summed = offer.component == PayComponent::Base && offer.total().is_some();
        out.extend(if summed { computed.next() } else { two.then(|| format!("{name}: {}", parts(offer))) });
    }
    out.extend(computed);
    out
}

/// How far offers, or what a post names, are from the figure at `at`.
pub(super) fn distances(answer: &Answer, at: usize) -> Vec<String> {
    if answer.kind != Kind::Offer {
        return Vec::new();
    }
    answer.derived.iter().filter(|d| d.from == [at]).map(|d| format!("{} ({})", d.text, d.working)).collect()
}

fn parts(offer: &Offer) -> String {
    let what = match offer.component {
        PayComponent::Base => "base ",
        PayComponent::Total => "total ",
        _ => "",
    };
    let mut said = vec![format!("{what}{} {}", money(offer), offer.period.each())];
    said.extend(offer.bonus.map(|bonus| format!("bonus {}", amount_text(bonus))));
    said.extend(offer.equity.map(|equity| format!("equity {}", amount_text(equity))));
    said.join(", ")
}

fn money(offer: &Offer) -> String {
    money_text(offer.amount, offer.currency)
}
