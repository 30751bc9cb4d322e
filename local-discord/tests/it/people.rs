//! What the driver lets people do, and what not.

use local_discord::{Error, defaults};
use serde_json::json;
use std::time::Duration;

use crate::bot::{SOON, start};

#[tokio::test]
async fn people_edit_and_delete() {
    let (discord, mut gateway, _) = start().await;
    let id = discord.say(defaults::MEMBER, defaults::GENERAL, "frist").unwrap();
    discord.edit(defaults::MEMBER, id, "first").unwrap();
    assert_eq!(gateway.event("MESSAGE_UPDATE").await["content"], "first");
    assert!(matches!(discord.edit(defaults::SECOND_MEMBER, id, "x"), Err(Error::Refused(_))));
    discord.delete_message(id).unwrap();
    assert_eq!(gateway.event("MESSAGE_DELETE").await["id"], id.to_string());
    assert!(matches!(discord.delete_message(id), Err(Error::Unknown { .. })));
}

#[tokio::test]
async fn people_have_limits() {
    let (discord, _gateway, _) = start().await;
    assert!(matches!(discord.say(1, defaults::GENERAL, "x"), Err(Error::Unknown { what: "user", .. })));
    assert!(matches!(discord.say(defaults::MEMBER, 1, "x"), Err(Error::Unknown { what: "channel", .. })));
    for (user, text) in [(defaults::MEMBER, ""), (defaults::MEMBER, &"x".repeat(2001)), (defaults::OUTSIDER, "x")] {
        assert!(matches!(discord.say(user, defaults::GENERAL, text), Err(Error::Refused(_))), "{user}");
    }
}

#[tokio::test]
async fn waiting() {
    let (discord, _gateway, http) = start().await;
    let asked = discord.say(defaults::MEMBER, defaults::GENERAL, "quiet?").unwrap();
    discord.expect_silence(defaults::GENERAL, asked, Duration::from_millis(50)).await.unwrap();
    assert!(matches!(discord.wait_for_message(defaults::GENERAL, asked, Duration::from_millis(50)).await, Err(Error::Timeout { .. })));
    let (said, _) = tokio::join!(discord.wait_for_message(defaults::GENERAL, asked, SOON), http.say(json!({"content": "no"})));
    assert_eq!(said.unwrap()["content"], "no");
    assert!(matches!(discord.expect_silence(defaults::GENERAL, asked, SOON).await, Err(Error::Unexpected(_))));
    let request = discord.wait_for_request("POST", "/channels/*/messages", SOON).await.unwrap();
    assert_eq!((request.status, &request.body["content"]), (200, &json!("no")));
    discord.wait_for(defaults::GENERAL, SOON, |message| message["content"] == "no").await.unwrap();
}
