//! Guilds, channels, users, DMs and the application over REST.

use local_discord::{Setup, defaults};
use serde_json::{Value, json};

use crate::bot::{SOON, start, start_with};

#[tokio::test]
async fn direct_messages() {
    let (discord, _gateway, http) = start().await;
    let (_, channel) = http.send("POST", "/users/@me/channels", json!({"recipient_id": defaults::MEMBER.to_string()})).await;
    assert_eq!((&channel["type"], &channel["recipients"][0]["username"]), (&json!(1), &json!("ada")));
    let id = channel["id"].as_str().unwrap();
    assert_eq!(discord.dm_channel(defaults::MEMBER).unwrap().to_string(), id);
    assert_eq!(http.send("POST", &format!("/channels/{id}/messages"), json!({"content": "psst"})).await.0, 200);
    discord.wait_for_message(id.parse().unwrap(), 0, SOON).await.unwrap();

    let mut setup = Setup::default();
    setup.users[0].accepts_dms = false;
    let (discord, _gateway, http) = start_with(setup).await;
    let id = discord.dm_channel(defaults::OUTSIDER).unwrap();
    assert_eq!(http.send("POST", &format!("/channels/{id}/messages"), json!({"content": "psst"})).await.1["code"], 50_007);
}

#[tokio::test]
async fn guild_and_application() {
    let (_discord, _gateway, http) = start().await;
    let guild = format!("/guilds/{}", defaults::GUILD);
    assert_eq!(http.get(&guild).await.1["name"], "Local");
    assert_eq!(http.get(&format!("{guild}/channels")).await.1.as_array().unwrap().len(), 2);
    assert_eq!(http.get(&format!("{guild}/roles")).await.1[1]["name"], "Moderators");
    assert_eq!(http.get(&format!("{guild}/members/{}", defaults::MODERATOR)).await.1["roles"][0], defaults::MODERATORS.to_string());
    assert_eq!(http.get(&format!("{guild}/members?limit=2")).await.1.as_array().unwrap().len(), 2);
    assert_eq!(http.get(&format!("/channels/{}", defaults::OTHER)).await.1["name"], "bots");
    for path in ["/applications/@me", "/oauth2/applications/@me"] {
        assert_eq!(http.get(path).await.1["owner"]["username"], "root");
    }
    assert_eq!(http.get("/users/@me").await.1["bot"], true);
    assert!(http.get("/gateway").await.1["url"].as_str().unwrap().starts_with("ws://127.0.0.1:"));
    assert_eq!(http.get("/gateway/bot").await.1["session_start_limit"]["max_concurrency"], 1);
    assert_eq!(http.send("POST", &format!("/channels/{}/typing", defaults::GENERAL), Value::Null).await.0, 204);
}
