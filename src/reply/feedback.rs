//! What can be said of a figure: the menu to pick one from, the figure with its buttons, and what was said.

use serde_json::{Value, json};

use super::escape::{escape, plain};
use super::limits::{CONTENT, length};
use super::message::cut;
use super::parts::{BUTTON, DANGER, EPHEMERAL, MENU, ROW, SECONDARY};
use super::press::{Press, custom_id};
use crate::engine::{Figure, Response};

/// What can be said of a figure, in the order of its counts.
pub const VOTES: [&str; 4] = ["👍 Right", "👎 No good", "Outdated", "Wrong"];

/// The most choices of a menu, and the longest text of one, in characters: Discord's docs, components/reference.
const CHOICES: usize = 25;
const CHOICE: usize = 100;
/// The longest parts of a figure that are shown, in characters.
const AMOUNT: usize = 80;
const QUOTE: usize = 300;
const SHORT_QUOTE: usize = 140;
const SOURCE: usize = 120;

/// What was said of a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The figure, as its article has or had it.
    pub figure: Figure,
    /// How many said what, in the order of [`VOTES`].
    pub counts: [u64; 4],
    /// Whether it is hidden in the server.
    pub hidden: bool,
}

/// A message with a menu of the figures of a response below, to say something of one.
pub fn with_menu(mut body: Value, response: &Response) -> Value {
    let figures: Vec<(String, Figure)> = response.answer.figures.iter().map(|cited| (format!("[{}] ", cited.number), Figure::of(cited))).collect();
    if let Some(menu) = menu(&figures, "Say that a figure is right, outdated or wrong") {
        body["components"] = json!([menu]);
    }
    body
}

fn menu(figures: &[(String, Figure)], placeholder: &str) -> Option<Value> {
    let mut keys: Vec<u64> = Vec::new();
    let mut options = Vec::new();
    for (mark, figure) in figures {
        // A menu with one value twice is refused.
        if keys.contains(&figure.key) || options.len() == CHOICES {
            continue;
        }
        keys.push(figure.key);
        // Discord takes no empty text.
        let text = |text: &str| Some(cut(&plain(text), CHOICE)).filter(|text| !text.trim().is_empty());
        let label = text(&format!("{mark}{}", figure.amount)).unwrap_or_else(|| "a figure".to_owned());
        let mut option = json!({ "value": format!("{:016x}", figure.key), "label": label });
        if let Some(quote) = text(&figure.quote) {
            option["description"] = json!(quote);
        }
        options.push(option);
    }
    let id = custom_id(&Press::Rate, None)?;
    (!options.is_empty()).then(|| json!({ "type": ROW, "components": [{ "type": MENU, "custom_id": id, "placeholder": placeholder, "options": options }] }))
}

/// An ephemeral message about one figure with what can be said of it; `hidden`: whether it is hidden in the server, for who
/// may change that.
pub fn figure(figure: &Figure, hidden: Option<bool>, aside: Option<&str>) -> Value {
    let button = |press: Press, label: &str, style: u8| json!({ "type": BUTTON, "style": style, "label": label, "custom_id": custom_id(&press, None) });
    let mut row: Vec<Value> = (0_u8..).zip(VOTES).map(|(vote, label)| button(Press::Vote(vote, figure.key), label, SECONDARY)).collect();
    row.extend(hidden.map(|hidden| match hidden {
        false => button(Press::Hide(true, figure.key), "Hide this figure here", DANGER),
        true => button(Press::Hide(false, figure.key), "Show it here again", SECONDARY),
    }));
    let quote = format!("**{}** “{}”\n{}", cut(&escape(&figure.amount), AMOUNT), cut(&escape(&figure.quote), QUOTE), cut(&escape(&figure.source), SOURCE));
    let said = aside.unwrap_or("What of this figure? Counts are kept, and not who said what; moderators of this server see them.");
    json!({
        "content": format!("{quote}\n{}", escape(said)), "flags": EPHEMERAL, "allowed_mentions": { "parse": [] },
        "components": [{ "type": ROW, "components": row }],
    })
}

/// An ephemeral list of what was said of figures, with a menu to look at one; for moderators.
pub fn feedback(all: &[Said]) -> Value {
    let head = match all.len() {
        0 => "Nobody here has said anything of a figure. Under an answer, *Copy citations* lets everybody do so.".to_owned(),
        1 => "Of one figure something was said here:".to_owned(),
        n => format!("Of {n} figures something was said here, most complaints first:"),
    };
    let mut content = head;
    let mut shown = 0;
    for said in all {
        let counts: Vec<String> = VOTES.iter().zip(said.counts).filter(|(_, count)| *count > 0).map(|(vote, count)| format!("{vote} {count}")).collect();
        let mut counts = counts.join(" · ");
        if said.hidden {
            counts = [counts, "hidden here".to_owned()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
        }
        let Figure { amount, quote, source, .. } = &said.figure;
        let line = format!("\n• **{}** “{}” {}: {counts}", cut(&escape(amount), AMOUNT), cut(&escape(quote), SHORT_QUOTE), cut(&escape(source), SOURCE));
        if length(&content) + length(&line) + "\nand 1000 more".len() > CONTENT {
            break;
        }
        content.push_str(&line);
        shown += 1;
    }
    if shown < all.len() {
        content.push_str(&format!("\nand {} more", all.len() - shown));
    }
    let mut body = json!({ "content": content, "flags": EPHEMERAL, "allowed_mentions": { "parse": [] } });
    let figures: Vec<(String, Figure)> = all.iter().map(|said| (String::new(), said.figure.clone())).collect();
    if let Some(menu) = menu(&figures, "Look at one, hide it here or show it again") {
        body["components"] = json!([menu]);
    }
    body
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(key: u64, text: &str) -> Figure {
        Figure { key, amount: text.to_owned(), quote: text.to_owned(), source: text.to_owned() }
    }

    #[test]
    fn whatever_stands_in_a_figure_the_messages_fit_and_nothing_takes_effect() {
        for text in ["$1", "@everyone **x** [y](https://evil.example)", &"\u{1f4b0}*".repeat(900), &"word ".repeat(500), "\u{202e}\u{0}", ""] {
            let many: Vec<Said> = (0..60).map(|key| Said { figure: of(key / 2, text), counts: [key, 0, 1, 1_000_000], hidden: key % 3 == 0 }).collect();
            for body in [feedback(&many), figure(&of(1, text), Some(false), None), figure(&of(u64::MAX, text), None, Some("Counted."))] {
                let content = body["content"].as_str().expect("text");
                assert!(length(content) <= CONTENT && !content.contains("@everyone") && !content.contains("[y]("), "{content}");
                for part in body["components"][0]["components"].as_array().expect("a row") {
                    let id = part["custom_id"].as_str().expect("an id");
                    assert!(length(id) <= 100 && super::super::press::pressed(id).is_some(), "{id}");
                    let options = part["options"].as_array().map_or(&[][..], Vec::as_slice);
                    assert!(options.len() <= CHOICES, "{}", options.len());
                    for option in options {
                        let long = |name: &str| option[name].as_str().map_or(1, length);
                        assert!((1..=CHOICE).contains(&long("label")) && (1..=CHOICE).contains(&long("description")) && long("value") == 16, "{option}");
                    }
                }
            }
        }
        assert!(feedback(&[])["components"].is_null());
    }
}
