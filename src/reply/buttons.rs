//! The buttons under a reply: which, in which order, and which go first where there is no room.

use serde_json::{Value, json};

use super::limits::{BUTTON_LABEL, CUSTOM_ID, length};
use super::message::cut;
use super::parts::{BUTTON, PRIMARY, ROW, SECONDARY};
use super::press::{Left, Press, custom_id};
use crate::engine::Ways;
use crate::pay::PayPeriod;

/// The most buttons in a row, as Discord has it, and the most rows, so that a reply is not all buttons.
const IN_ROW: usize = 5;
const ROWS: usize = 2;
/// The most suggestions with a button.
const SUGGESTIONS: usize = 3;

/// What the buttons under a reply need to know.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Buttons {
    /// Who asked; without one nobody but a moderator could delete the reply, and there is no such button.
    pub asker: Option<u64>,
    /// A text that is understood as the same question.
    pub again: Option<String>,
    /// Where an offer was named in public: a text that is understood as the question without it.
    pub check: Option<String>,
    /// Whether an offer is placed in the reply: the question asked again is without it.
    pub offer: bool,
    /// Whether the reply is seen by the asker alone.
    pub hidden: bool,
    /// Whether the asker may then show it to all.
    pub share: bool,
    /// Whether the answer has figures or quotes to cite.
    pub cited: bool,
    /// What else can be asked of it.
    pub ways: Ways,
    /// Where it can be said why the answer is what it is: words of the question that nothing was made of.
    pub why: Option<Vec<String>>,
}

impl Buttons {
    /// Where sheets begin: with the answer's own figures, where some of their quotes had no room in it.
    fn first_sheet(&self, crowded: bool) -> Option<u8> {
        let first = if crowded { Some(0) } else { self.ways.more };
        first.and_then(|sheet| u8::try_from(sheet).ok()).filter(|_| !self.offer)
    }

    /// What of the words that were left over a custom id may hold: under a reply that all can see, how many they are.
    fn left(&self, words: &[String], again: &str) -> Left {
        let count = u8::try_from(words.len()).unwrap_or(u8::MAX);
        let tells_nothing = |word: &&String| self.hidden && !word.contains(|c: char| c.is_numeric() || matches!(c, ',' | ':'));
        let mut left = Left { count, words: words.iter().filter(tells_nothing).cloned().collect() };
        let fits = |left: &Left| custom_id(&Press::Why(left.clone(), again.to_owned()), self.asker).is_some_and(|id| length(&id) <= CUSTOM_ID);
        while !left.words.is_empty() && !fits(&left) {
            left.words.pop();
        }
        left
    }
}

/// The rows under a reply: what can be asked instead first. Empty where there is nothing to press. `crowded`: whether quotes
/// of its figures had no room in it.
pub(super) fn rows(buttons: &Buttons, suggestions: &[String], crowded: bool) -> Vec<Value> {
    let mut row: Vec<Value> = Vec::new();
    let mut add = |press: Press, label: &str, style: u8| row.extend(button(&press, buttons.asker, label, style));
    let ways = &buttons.ways;
    for text in suggestions.iter().take(SUGGESTIONS) {
        add(Press::Ask(text.clone()), text, PRIMARY);
    }
    if let Some(text) = &buttons.check
        && !buttons.hidden
    {
        add(Press::Check(text.clone()), "Check privately", PRIMARY);
    }
    if let (Some(again), Some(sheet)) = (&buttons.again, buttons.first_sheet(crowded)) {
        add(Press::More(sheet, again.clone()), "More quotes", SECONDARY);
    }
    for (text, label) in [(&ways.by_level, "By level"), (&ways.by_place, "By place")] {
        if let Some(text) = text {
            add(Press::View(text.clone()), label, SECONDARY);
        }
    }
    if let (Some(again), Some(words)) = (&buttons.again, &buttons.why) {
        add(Press::Why(buttons.left(words, again), again.clone()), "Why these?", SECONDARY);
    }
    if let Some(again) = &buttons.again
        && buttons.cited
    {
        add(Press::Cite(again.clone()), "Copy citations", SECONDARY);
    }
    if buttons.offer {
        add(Press::Negotiate, "Negotiating", SECONDARY);
    }
    if let Some((period, text)) = &ways.period {
        add(Press::View(text.clone()), if *period == PayPeriod::Hour { "As hourly" } else { "As yearly" }, SECONDARY);
    }
    if let Some((currency, text)) = &ways.currency {
        add(Press::View(text.clone()), &format!("In {currency}"), SECONDARY);
    }
    if let Some(again) = &buttons.again
        && buttons.cited
        && buttons.hidden
        && buttons.share
    {
        add(Press::Share(again.clone()), if buttons.offer { "Share without the amount" } else { "Share" }, SECONDARY);
    }
    // An ephemeral reply has its own "dismiss"; any other can always be deleted.
    let delete = if buttons.asker.is_some() && !buttons.hidden { button(&Press::Delete, buttons.asker, "Delete", SECONDARY) } else { None };
    row.truncate(ROWS * IN_ROW - usize::from(delete.is_some()));
    row.extend(delete);
    in_rows(&row)
}

/// The buttons under a sheet of further figures.
pub(super) fn turning(sheet: u8, more: bool, again: &str) -> Vec<Value> {
    let turn = |to: Option<u8>, label: &str| to.and_then(|to| button(&Press::Turn(to, again.to_owned()), None, label, SECONDARY));
    let row: Vec<Value> = [turn(sheet.checked_sub(1), "‹ Back"), turn(sheet.checked_add(1).filter(|_| more), "Next ›")].into_iter().flatten().collect();
    in_rows(&row)
}

/// A button; none where what it means is too long to be packed.
fn button(press: &Press, asker: Option<u64>, label: &str, style: u8) -> Option<Value> {
    let id = custom_id(press, asker)?;
    Some(json!({ "type": BUTTON, "style": style, "label": cut(label, BUTTON_LABEL), "custom_id": id }))
}

fn in_rows(buttons: &[Value]) -> Vec<Value> {
    buttons.chunks(IN_ROW).map(|row| json!({ "type": ROW, "components": row })).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pay::Currency;

    fn labels(buttons: &Buttons, suggestions: &[&str], crowded: bool) -> Vec<String> {
        let suggestions: Vec<String> = suggestions.iter().map(|text| (*text).to_owned()).collect();
        let rows = rows(buttons, &suggestions, crowded);
        assert!(rows.len() <= ROWS && rows.iter().all(|row| row["components"].as_array().is_some_and(|row| !row.is_empty() && row.len() <= IN_ROW)));
        let all: Vec<&Value> = rows.iter().flat_map(|row| row["components"].as_array().into_iter().flatten()).collect();
        let ids: std::collections::BTreeSet<&str> = all.iter().filter_map(|b| b["custom_id"].as_str()).collect();
        assert_eq!(ids.len(), all.len(), "no two of one message are the same: {all:#?}");
        all.iter().filter_map(|b| b["label"].as_str().map(str::to_owned)).collect()
    }

    fn everything() -> Buttons {
        let text = |text: &str| Some(text.to_owned());
        let ways = Ways {
            more: Some(2),
            by_level: text("junior vs senior devops"),
            by_place: text("devops in Austin vs Boston"),
            period: Some((PayPeriod::Hour, "hourly devops".to_owned())),
            currency: Currency::new("EUR").map(|euro| (euro, "devops in EUR".to_owned())),
        };
        Buttons { asker: Some(1), again: text("devops"), check: None, offer: false, hidden: false, share: false, cited: true, ways, why: Some(Vec::new()) }
    }

    #[test]
    fn which_buttons_stand_where() {
        let all = everything();
        let hidden = Buttons { hidden: true, share: true, ..everything() };
        let bare = Buttons { ways: Ways::default(), why: None, ..everything() };
        let whole = ["More quotes", "By level", "By place", "Why these?", "Copy citations", "As hourly", "In EUR"];
        let with = |last: &str| whole.iter().copied().chain([last]).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(labels(&all, &[], false), with("Delete"));
        assert_eq!(labels(&hidden, &[], false), with("Share"));
        assert_eq!(labels(&bare, &[], false), ["Copy citations", "Delete"]);
        assert_eq!(labels(&bare, &[], true), ["More quotes", "Copy citations", "Delete"]);
        assert_eq!(
            labels(&Buttons { offer: true, hidden: true, share: true, ..bare.clone() }, &[], true),
            ["Copy citations", "Negotiating", "Share without the amount"]
        );
        assert_eq!(labels(&Buttons { again: None, ..bare.clone() }, &["sre"], true), ["sre", "Delete"]);
        assert!(rows(&Buttons::default(), &[], false).is_empty());
        // Where there is no room, what comes last goes; but the reply can still be deleted.
        let crowd = Buttons { check: Some("sre".to_owned()), ..everything() };
        let kept = labels(&crowd, &["a", "b", "c", "d"], false);
        assert_eq!(kept, ["a", "b", "c", "Check privately", "More quotes", "By level", "By place", "Why these?", "Copy citations", "Delete"]);
        assert!(kept.iter().all(|label| label.chars().count() <= 20));
    }

    #[test]
    fn a_sheet_has_a_way_back_and_on() {
        let labels = |sheet, more| {
            let rows = turning(sheet, more, "devops");
            let row = rows.first().map(|row| row["components"].clone()).unwrap_or_default();
            row.as_array().into_iter().flatten().filter_map(|b| b["label"].as_str().map(str::to_owned)).collect::<Vec<_>>()
        };
        assert_eq!(labels(0, false), Vec::<String>::new());
        assert_eq!(labels(0, true), ["Next ›"]);
        assert_eq!(labels(2, true), ["‹ Back", "Next ›"]);
        assert_eq!(labels(2, false), ["‹ Back"]);
        assert_eq!(labels(u8::MAX, true), ["‹ Back"]);
    }

    #[test]
    fn words_that_were_left_over_stay_out_of_public_buttons() {
        let words: Vec<String> = ["zorblax", "120k", "c++"].map(str::to_owned).to_vec();
        let public = everything().left(&words, "devops");
        assert_eq!(public, Left { count: 3, words: Vec::new() });
        let hidden = Buttons { hidden: true, ..everything() };
        assert_eq!(hidden.left(&words, "devops"), Left { count: 3, words: vec!["zorblax".to_owned(), "c++".to_owned()] });
        let long = vec!["x".repeat(60), "y".repeat(60)];
        assert_eq!(hidden.left(&long, "devops"), Left { count: 2, words: vec!["x".repeat(60)] });
    }
}
