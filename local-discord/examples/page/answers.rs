//! What the bot says.

use std::time::Duration;

use serde_json::{Value, json};

use crate::{Failure, Rest};

const JOBS: [(&str, &str); 6] =
    [("nurse", "3,420"), ("teacher", "3,980"), ("software developer", "5,150"), ("data scientist", "5,600"), ("electrician", "3,310"), ("cook", "2,480")];

pub fn commands() -> Value {
    json!([
        {"name": "pay", "description": "What a job pays", "options": [
            {"type": 3, "name": "job", "description": "The job's name", "required": true, "autocomplete": true},
            {"type": 3, "name": "country", "description": "Where", "choices": [{"name": "Germany", "value": "DE"}, {"name": "Austria", "value": "AT"}, {"name": "Switzerland", "value": "CH"}]},
            {"type": 4, "name": "years", "description": "Years of experience", "min_value": 0, "max_value": 50},
            {"type": 5, "name": "private", "description": "Show the answer to you alone"},
        ]},
        {"name": "menu", "description": "Buttons and select menus"},
        {"name": "panel", "description": "Components of the new kind"},
        {"name": "offer", "description": "A form to fill in"},
        {"name": "slow", "description": "An answer that takes three seconds"},
        {"name": "silent", "description": "No answer at all"},
        {"name": "markdown", "description": "Everything that Markdown can do"},
        {"name": "chart", "description": "A picture as a file"},
        {"name": "greet", "description": "Users, roles and channels as options", "options": [
            {"type": 6, "name": "who", "description": "A user", "required": true},
            {"type": 7, "name": "where", "description": "A channel"},
            {"type": 8, "name": "as", "description": "A role"},
            {"type": 11, "name": "card", "description": "A file"},
        ]},
        {"name": "list", "description": "Kept jobs", "options": [
            {"type": 1, "name": "show", "description": "Show the list"},
            {"type": 1, "name": "add", "description": "Add a job", "options": [{"type": 3, "name": "job", "description": "Its name", "required": true, "min_length": 3}]},
        ]},
        {"name": "Profile", "type": 2},
        {"name": "Check pay", "type": 3},
    ])
}

pub async fn message(rest: &Rest, message: &Value) -> Result<(), Failure> {
    let mentioned = message["mentions"].as_array().is_some_and(|users| users.iter().any(|user| user["id"] == *rest.bot));
    if message["author"]["bot"] == true || !(mentioned || message["guild_id"].is_null()) {
        return Ok(());
    }
    let channel = message["channel_id"].as_str().unwrap_or_default();
    rest.send("POST", &format!("/channels/{channel}/typing"), &Value::Null).await?;
    tokio::time::sleep(Duration::from_millis(700)).await;
    let body = json!({
        "content": "I know what jobs pay. Ask with </pay:1>, or mention me with a job's name.\n-# Figures are made up.",
        "message_reference": {"message_id": message["id"]}, "allowed_mentions": {"parse": []},
    });
    let sent = rest.send("POST", &format!("/channels/{channel}/messages"), &body).await?;
    let id = sent["id"].as_str().unwrap_or_default();
    rest.send("PUT", &format!("/channels/{channel}/messages/{id}/reactions/%F0%9F%91%8B/@me"), &Value::Null).await?;
    Ok(())
}

pub async fn interaction(rest: &Rest, event: &Value) -> Result<(), Failure> {
    let (id, token) = (event["id"].as_str().unwrap_or_default(), event["token"].as_str().unwrap_or_default());
    let callback = format!("/interactions/{id}/{token}/callback");
    let data = &event["data"];
    let name = data["name"].as_str().or(data["custom_id"].as_str()).unwrap_or_default();
    let option = |wanted: &str| data["options"].as_array().into_iter().flatten().find(|option| option["name"] == wanted).map(|option| option["value"].clone());
    let body = match (event["type"].as_u64(), name) {
        (Some(4), _) => {
            let typed = option("job").and_then(|typed| typed.as_str().map(str::to_lowercase)).unwrap_or_default();
            let choices: Vec<Value> = JOBS.iter().filter(|(job, _)| job.contains(&typed)).map(|(job, _)| json!({"name": job, "value": job})).collect();
            json!({"type": 8, "data": {"choices": choices}})
        }
        (_, "pay") => pay(option("job").as_ref().and_then(Value::as_str).unwrap_or_default(), option("private") == Some(json!(true))),
        (_, "menu") => json!({"type": 4, "data": menu("Pick something")}),
        (_, "panel") => json!({"type": 4, "data": {"flags": 32768, "components": panel()}}),
        (_, "offer" | "open-form") => json!({"type": 9, "data": form()}),
        (_, "form") => json!({"type": 4, "data": {"content": "Thank you. Your offer was noted.", "flags": 64}}),
        (_, "slow") => {
            rest.send("POST", &callback, &json!({"type": 5})).await?;
            tokio::time::sleep(Duration::from_secs(3)).await;
            let path = format!("/webhooks/{}/{token}/messages/@original", rest.bot);
            rest.send("PATCH", &path, &json!({"content": "Here I am. **Done.**"})).await?;
            return Ok(());
        }
        (_, "silent" | "nothing") => return Ok(()),
        (_, "markdown") => json!({"type": 4, "data": {"content": MARKDOWN}}),
        (_, "chart") => {
            rest.send("POST", &callback, &json!({"type": 5})).await?;
            let body = json!({"content": "Pay by year", "attachments": [{"id": 0, "description": "A chart with rising bars"}]});
            rest.upload(&format!("/webhooks/{}/{token}", rest.bot), &body, "chart.svg", CHART.as_bytes().to_vec()).await?;
            return Ok(());
        }
        (_, "greet") => {
            json!({"type": 4, "data": {"content": format!("Hello <@{}>! You gave `{}`", option("who").unwrap_or_default().as_str().unwrap_or_default(), data["options"])}})
        }
        (_, "next") => json!({"type": 7, "data": menu("Page 2")}),
        (_, "jobs" | "people") => json!({"type": 4, "data": {"content": format!("You picked {}", data["values"]), "flags": 64}}),
        (_, "list") => json!({"type": 4, "data": {"content": "- nurse\n- cook\n  - *part time*", "flags": 64}}),
        (_, "Profile") => {
            json!({"type": 4, "data": {"content": format!("<@{}> is a fine person.", data["target_id"].as_str().unwrap_or_default()), "flags": 64}})
        }
        (_, "Check pay") => json!({"type": 4, "data": {"content": "Nothing wrong with that figure.", "flags": 64}}),
        (_, other) => json!({"type": 4, "data": {"content": format!("`{other}` it is."), "flags": 64}}),
    };
    rest.send("POST", &callback, &body).await?;
    Ok(())
}

fn pay(job: &str, private: bool) -> Value {
    let found = JOBS.iter().find(|(name, _)| name.eq_ignore_ascii_case(job));
    let Some((job, amount)) = found else {
        return json!({"type": 4, "data": {"content": format!("I know no job **{job}**. Try `nurse` or `cook`."), "flags": 64}});
    };
    json!({"type": 4, "data": {
        "flags": if private { 64 } else { 0 },
        "embeds": [{
            "title": format!("{job}: €{amount} a month"), "url": "https://example.com/pay", "color": 0x2F_9E6E,
            "author": {"name": "Wage survey"},
            "description": format!("Half of all people who work as **{job}** earn more than **€{amount}** before tax."),
            "fields": [
                {"name": "Lower quarter", "value": "€2,910", "inline": true},
                {"name": "Median", "value": format!("€{amount}"), "inline": true},
                {"name": "Upper quarter", "value": "€4,050", "inline": true},
                {"name": "Source", "value": "[Federal survey](https://example.com/survey \"A survey\"), as of <t:1767225600:d>"},
            ],
            "footer": {"text": "12 articles"}, "timestamp": "2026-01-01T09:30:00Z",
        }],
        "components": [{"type": 1, "components": [
            {"type": 2, "style": 1, "label": "By region", "custom_id": "region"},
            {"type": 2, "style": 2, "label": "Share", "emoji": {"name": "📤"}, "custom_id": "share"},
            {"type": 2, "style": 5, "label": "Source", "url": "https://example.com/survey"},
        ]}],
    }})
}

fn menu(title: &str) -> Value {
    let button = |style: u8, label: &str| json!({"type": 2, "style": style, "label": label, "custom_id": label.to_lowercase()});
    let job = |(name, pay): &(&str, &str)| json!({"label": name, "value": name, "description": format!("about €{pay} a month")});
    json!({"content": format!("**{title}**"), "components": [
        {"type": 1, "components": [button(1, "Next"), button(2, "Secondary"), button(3, "Yes"), button(4, "Delete"),
            {"type": 2, "style": 2, "label": "Disabled", "custom_id": "off", "disabled": true}]},
        {"type": 1, "components": [{"type": 3, "custom_id": "jobs", "placeholder": "Choose up to three jobs", "min_values": 1, "max_values": 3, "options": JOBS.iter().map(job).collect::<Vec<Value>>()}]},
        {"type": 1, "components": [{"type": 7, "custom_id": "people", "placeholder": "A user or a role"}]},
        {"type": 1, "components": [button(1, "Open-form"), button(2, "Nothing")]},
    ]})
}

fn panel() -> Value {
    json!([
        {"type": 17, "accent_color": 0xD9_7706, "components": [
            {"type": 10, "content": "## Your week\nThree new figures came in."},
            {"type": 14, "divider": true, "spacing": 1},
            {"type": 9, "components": [{"type": 10, "content": "**Nurse**\n€3,420 a month"}], "accessory": {"type": 2, "style": 2, "label": "Details", "custom_id": "details"}},
            {"type": 9, "components": [{"type": 10, "content": "**Cook**\n€2,480 a month"}], "accessory": {"type": 2, "style": 2, "label": "More", "custom_id": "more"}},
            {"type": 14, "divider": true, "spacing": 2},
            {"type": 1, "components": [{"type": 2, "style": 3, "label": "Subscribe", "custom_id": "subscribe"}]},
        ]},
    ])
}

fn form() -> Value {
    json!({"custom_id": "form", "title": "An offer", "components": [
        {"type": 1, "components": [{"type": 4, "custom_id": "job", "style": 1, "label": "Job", "placeholder": "As in the contract", "min_length": 3, "max_length": 60}]},
        {"type": 1, "components": [{"type": 4, "custom_id": "why", "style": 2, "label": "What speaks for it?", "required": false, "max_length": 400}]},
        {"type": 18, "label": "Country", "description": "Where you would work", "component": {"type": 3, "custom_id": "country", "required": false, "options": [{"label": "Germany", "value": "DE"}, {"label": "Austria", "value": "AT"}]}},
    ]})
}

const MARKDOWN: &str = "# Heading\n## Second\n### Third\n-# small print\n**bold** *italic* __under__ ~~gone~~ ||a spoiler|| `code`\n> a quote\n> of two lines\n- one\n  - nested\n- two\n1. first\n2. second\n```rust\nfn main() {}\n```\n[masked](https://example.com \"A title\") <https://example.org> <t:1767225600:R> <#710000000000000002> <@800000000000000001> <@&720000000000000001> </pay:1> <:wave:1>";

const CHART: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="480" height="240" viewBox="0 0 480 240"><rect width="480" height="240" fill="#f4f6f8"/><g fill="#2f7ed8"><rect x="40" y="150" width="60" height="60"/><rect x="130" y="120" width="60" height="90"/><rect x="220" y="95" width="60" height="115"/><rect x="310" y="70" width="60" height="140"/><rect x="400" y="40" width="50" height="170"/></g></svg>"##;
