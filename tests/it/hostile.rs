//! Articles and people that try to make the bot ping, link or break out of a quote.

use serde_json::{Value, json};

use crate::harness::{Stage, assert_pings_nobody, said};

/// That nothing in a message's text takes effect but what the bot itself writes.
#[track_caller]
fn assert_tame(message: &Value) {
    assert_pings_nobody(message);
    // The one link that an honest fixture has, as the bot itself writes it.
    let text = said(message).replace("[Glassdoor](<https://glassdoor.example/explorer>)", "Glassdoor");
    for live in ["@everyone", "@here", "<@", "<#", "<:", "```", "http://", "https://", "javascript:"] {
        let mut at = text.match_indices(live).map(|(at, _)| at);
        // An escaped `<` opens nothing.
        assert!(at.all(|at| live.starts_with('<') && text[..at].ends_with('\\')), "`{live}` is live in: {text}");
    }
    for (at, _) in text.match_indices("](") {
        assert!(text[..at].ends_with('\\'), "a masked link in: {text}");
    }
    for line in text.lines() {
        assert!(!line.trim_start_matches("> ").starts_with("# "), "a heading in: {text}");
    }
    let tricks = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}');
    assert!(!text.contains(tricks), "text direction is changed in: {text:?}");
}

#[tokio::test]
async fn an_article_full_of_tricks_is_quoted_without_effect() {
    let stage = Stage::start().await;
    for question in ["!salary qa engineer", "!salary qa manager", "!salary product manager", "!salary qa engineer vs devops"] {
        let reply = stage.ask(question).await;
        assert_tame(&reply);
    }
    let figures = stage.slash("salary", json!({ "role": "qa engineer" })).await;
    assert_tame(&figures);
    assert!(said(&figures).contains("$70,000"), "{figures:#}");
    assert_tame(&stage.slash("sources", json!({})).await);
    assert_tame(&stage.slash("help", json!({})).await);
    stage.finish().await;
}

#[tokio::test]
async fn what_people_type_is_not_repeated_where_others_see_it() {
    let stage = Stage::start().await;
    for words in ["@everyone [x](http://evil.example) wizard", "``` # wizard <@123456789012345678>", "\u{202e}draziw wizard"] {
        let reply = stage.ask(&format!("!salary {words}")).await;
        assert_tame(&reply);
        assert!(!said(&reply).contains("wizard"), "{reply:#}");
        let hidden = stage.slash("salary", json!({ "role": words, "location": "@everyone", "hide": true })).await;
        assert_tame(&hidden);
        assert_tame(&stage.slash("compare", json!({ "role1": words, "role2": "devops" })).await);
    }
    stage.finish().await;
}

#[tokio::test]
async fn no_request_may_ping() {
    let stage = Stage::start().await;
    stage.ask("!salary qa engineer").await;
    stage.slash("salary", json!({ "role": "devops" })).await;
    stage.slash("help", json!({})).await;
    let mut looked_at = 0;
    for request in stage.discord.requests() {
        let body = if request.path.ends_with("/callback") { &request.body["data"] } else { &request.body };
        if body["content"].is_string() {
            assert_eq!(body["allowed_mentions"]["parse"], json!([]), "{}", request.path);
            looked_at += 1;
        }
    }
    assert_eq!(looked_at, 3);
    stage.finish().await;
}
