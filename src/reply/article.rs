//! What would be read in an article that somebody wants to add, as a message before it is added.

use serde_json::Value;

use super::escape::escape;
use super::limits::{CONTENT, length};
use super::message::{cut, line};
use crate::engine::Proposed;

/// So many figures are shown.
const SHOWN: usize = 10;
/// So many amounts that are no pay are named.
const PASSED_OVER: usize = 3;
/// The longest quote and amount of a figure, in characters.
const QUOTE: usize = 150;
const AMOUNT: usize = 60;

/// The figures of an article with their quotes; `replaces`: whether it takes the place of one of its name.
pub fn proposed(article: &Proposed, replaces: bool) -> Value {
    let figures = &article.figures;
    let found = match article.count {
        0 => "I find no pay figure in it. Its sentences can be quoted all the same.".to_owned(),
        1 => "I read one pay figure in it:".to_owned(),
        n => format!("I read {n} pay figures in it:"),
    };
    let place = if replaces { " It takes the place of the article of that name." } else { "" };
    let mut said = format!("**{}** is not added yet. {found}", escape(&article.name));
    let end = format!("Only this server gets answers from it. Nothing is kept before you press *Add*.{place}");
    let mut tail = Vec::new();
    if !article.passed_over.is_empty() {
        let named: Vec<String> =
            article.passed_over.iter().take(PASSED_OVER).map(|(amount, why)| format!("{} ({why})", cut(&escape(amount), AMOUNT))).collect();
        let more = article.passed_over_count - named.len();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        tail.push(format!("Passed over: {}{more}.", named.join(", ")));
    }
    tail.push(end);
    let tail = tail.join("\n");
    let room = CONTENT.saturating_sub(length(&tail) + "\nand 10000 more".len() + 1);
    let mut shown = 0;
    for figure in figures.iter().take(SHOWN) {
        let one = format!("\n• **{}** “{}”", cut(&escape(&figure.amount), AMOUNT), cut(&escape(&figure.quote), QUOTE));
        if length(&said) + length(&one) > room {
            break;
        }
        said.push_str(&one);
        shown += 1;
    }
    if shown < article.count {
        said.push_str(&format!("\nand {} more", article.count - shown));
    }
    line(&format!("{said}\n{tail}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Read;

    #[test]
    fn whatever_stands_in_it_the_message_fits_and_nothing_takes_effect() {
        for (amount, quote) in [("$1", "@everyone **x** [y](https://evil.example) ```"), ("$100,000", &"long ".repeat(400)), ("€1", &"\u{1f4b0}*".repeat(900))]
        {
            let read = Read { amount: amount.to_owned(), quote: quote.to_owned() };
            let article = Proposed {
                name: "a-b.md".to_owned(),
                text: String::new(),
                figures: vec![read; 10],
                count: 5_000,
                passed_over: vec![("@here $5".to_owned(), "no pay"); 9],
                passed_over_count: 9,
            };
            let body = proposed(&article, true);
            let text = body["content"].as_str().expect("text");
            assert!(length(text) <= CONTENT && !text.ends_with('…'), "{text}");
            assert!(!text.contains("@everyone") && !text.contains("@here") && !text.contains("[y]("), "{text}");
            assert!(text.contains("more\nPassed over") && text.contains("and 6 more") && text.ends_with("of that name."), "{text}");
        }
    }
}
