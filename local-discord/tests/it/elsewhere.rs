//! User-installed applications: commands where the bot is not, and what they may do there. Files as options.

use local_discord::{Channel, Error, Guild, Id, Interaction, LocalDiscord, Member, Permissions, Place, Setup, User, defaults};
use serde_json::{Value, json};

use crate::bot::{Gateway, Http, SOON, respond, start, start_with, webhook};

const FOREIGN: Id = 700_000_000_000_000_099;
const LOBBY: Id = 710_000_000_000_000_099;

/// A guild without the bot, in which the default member and outsider are.
fn foreign(everyone: Permissions) -> Guild {
    let member = |id, name| Member::new(User::new(id, name));
    Guild {
        id: FOREIGN,
        name: "Elsewhere".to_owned(),
        owner: defaults::OWNER,
        everyone,
        roles: Vec::new(),
        channels: vec![Channel::text(LOBBY, "lobby")],
        members: vec![member(defaults::MEMBER, "ada"), member(defaults::OUTSIDER, "ola")],
        ..Guild::default()
    }
}

async fn with_commands(everyone: Permissions) -> (LocalDiscord, Gateway, Http) {
    let (discord, gateway, http) = start_with(Setup::default().foreign_guild(foreign(everyone)).user_install(defaults::MEMBER)).await;
    let command = |name: &str, types: Value, contexts: Value| json!({"name": name, "description": "d", "integration_types": types, "contexts": contexts});
    let commands = json!([
        command("everywhere", json!([0, 1]), json!([0, 1, 2])),
        command("guild-only", json!([0]), json!([0])),
        command("mine", json!([1]), json!([0, 1, 2])),
        command("no-dm", json!([0, 1]), json!([0, 2])),
        command("dm-only", json!([0, 1]), json!([1])),
        {"name": "usual", "description": "d"},
    ]);
    assert_eq!(http.register(commands).await.0, 200);
    (discord, gateway, http)
}

fn run(discord: &LocalDiscord, user: Id, place: impl Into<Place>, name: &str) -> Result<Interaction, Error> {
    discord.slash(user, place, name, json!({}))
}

#[tokio::test]
async fn where_commands_are() {
    let (discord, mut gateway, _http) = with_commands(Permissions::MEMBER).await;
    let group = discord.open_group(&[defaults::MEMBER, defaults::SECOND_MEMBER, defaults::OUTSIDER], "friends").unwrap();
    let (guild, member) = (json!(defaults::GUILD.to_string()), json!(defaults::MEMBER.to_string()));
    let (here, lobby, friends) = (Place::Channel(defaults::GENERAL), Place::Channel(LOBBY), Place::Channel(group));
    let private = Place::Private(defaults::OUTSIDER);
    for (place, name, context, owners) in [
        (here, "everywhere", 0, json!({"0": guild, "1": member})),
        (here, "guild-only", 0, json!({"0": guild})),
        (here, "mine", 0, json!({"1": member})),
        (lobby, "everywhere", 0, json!({"1": member})),
        (lobby, "usual", 0, json!({"1": member})),
        (Place::Dm, "everywhere", 1, json!({"0": "0", "1": member})),
        (Place::Dm, "dm-only", 1, json!({"0": "0", "1": member})),
        (Place::Dm, "mine", 1, json!({"1": member})),
        (private, "everywhere", 2, json!({"1": member})),
        (friends, "mine", 2, json!({"1": member})),
        (friends, "no-dm", 2, json!({"1": member})),
    ] {
        run(&discord, defaults::MEMBER, place, name).unwrap();
        let event = gateway.event("INTERACTION_CREATE").await;
        assert_eq!((&event["context"], &event["authorizing_integration_owners"]), (&json!(context), &owners), "{place:?} {name}");
        assert_eq!(event["member"].is_object(), context == 0);
    }
    for (user, place, name) in [
        (defaults::MEMBER, lobby, "guild-only"),
        (defaults::MEMBER, private, "guild-only"),
        (defaults::MEMBER, Place::Dm, "guild-only"),
        (defaults::MEMBER, Place::Dm, "no-dm"),
        (defaults::MEMBER, here, "dm-only"),
        (defaults::MEMBER, friends, "dm-only"),
        // They have not installed it.
        (defaults::OUTSIDER, lobby, "everywhere"),
        (defaults::OUTSIDER, Place::Private(defaults::MEMBER), "everywhere"),
        (defaults::SECOND_MEMBER, here, "mine"),
        (defaults::SECOND_MEMBER, friends, "usual"),
        // They are not there.
        (defaults::SECOND_MEMBER, lobby, "everywhere"),
        (defaults::MODERATOR, friends, "everywhere"),
        (defaults::MEMBER, Place::Private(defaults::MEMBER), "everywhere"),
    ] {
        assert!(matches!(run(&discord, user, place, name), Err(Error::Refused(_))), "{user} {place:?} {name}");
    }
    assert!(matches!(run(&discord, defaults::MEMBER, Place::Private(1), "mine"), Err(Error::Unknown { .. })));
    for people in [&[defaults::MEMBER][..], &[defaults::MEMBER, defaults::MEMBER], &[defaults::MEMBER, 1]] {
        assert!(discord.open_group(people, "x").is_err(), "{people:?}");
    }
}

#[tokio::test]
async fn the_bot_is_not_there() {
    let (discord, mut gateway, http) = with_commands(Permissions::MEMBER).await;
    assert_eq!(gateway.event("GUILD_CREATE").await["name"], "Local");
    let group = discord.open_group(&[defaults::MEMBER, defaults::OUTSIDER], "friends").unwrap();
    for place in [Place::Channel(LOBBY), Place::Channel(group), Place::Private(defaults::OUTSIDER)] {
        discord.say(defaults::MEMBER, place, "who earns what?").unwrap();
        let interaction = run(&discord, defaults::MEMBER, place, "mine").unwrap();
        let event = gateway.event("INTERACTION_CREATE").await;
        let channel = event["channel_id"].as_str().unwrap();
        assert_eq!(respond(&http, &event, json!({"type": 4, "data": {"content": "this"}})).await.0, 204);
        let message = interaction.message(SOON).await.unwrap();
        assert!(!Interaction::is_ephemeral(&message));
        assert_eq!(message["interaction_metadata"]["authorizing_integration_owners"], json!({"1": defaults::MEMBER.to_string()}));
        assert_eq!(http.send("POST", &format!("/channels/{channel}/messages"), json!({"content": "x"})).await.1["code"], 50_001);
        assert_eq!(http.get(&format!("/channels/{channel}")).await.1["code"], 50_001);
        assert_eq!(discord.messages(channel.parse().unwrap()).len(), 2);
    }
    assert!(gateway.rest().await.is_empty());
    assert_eq!(http.get(&format!("/guilds/{FOREIGN}")).await.1["code"], 10_004);
    assert_eq!(http.get("/users/@me/guilds").await.1.as_array().unwrap().len(), 1);
    let commands = format!("/applications/{}/guilds/{FOREIGN}/commands", defaults::BOT);
    assert_eq!(http.get(&commands).await.1["code"], 50_001);
}

#[tokio::test]
async fn five_follow_ups() {
    let (discord, mut gateway, http) = with_commands(Permissions::MEMBER).await;
    for (place, most) in [(Place::Channel(LOBBY), 5), (Place::Private(defaults::OUTSIDER), 5), (Place::Channel(defaults::GENERAL), 7)] {
        run(&discord, defaults::MEMBER, place, "everywhere").unwrap();
        let event = gateway.event("INTERACTION_CREATE").await;
        respond(&http, &event, json!({"type": 4, "data": {"content": "first"}})).await;
        for n in 1..=7 {
            let (status, answer) = http.send("POST", &webhook(&event), json!({"content": n.to_string()})).await;
            assert_eq!(if status == 200 { 0 } else { answer["code"].as_u64().unwrap() }, if n <= most { 0 } else { 40_094 }, "{place:?} {n}");
        }
    }
    assert_eq!(discord.violations().len(), 4);
}

#[tokio::test]
async fn without_external_apps_all_is_ephemeral() {
    let (discord, mut gateway, http) = with_commands(Permissions::MEMBER.without(Permissions::USE_EXTERNAL_APPS)).await;
    for deferred in [false, true] {
        let interaction = run(&discord, defaults::MEMBER, LOBBY, "everywhere").unwrap();
        let event = gateway.event("INTERACTION_CREATE").await;
        let edit = format!("{}/messages/@original", webhook(&event));
        if deferred {
            respond(&http, &event, json!({"type": 5})).await;
            http.send("PATCH", &edit, json!({"content": "public?"})).await;
        } else {
            respond(&http, &event, json!({"type": 4, "data": {"content": "public?"}})).await;
        }
        assert!(Interaction::is_ephemeral(&interaction.message(SOON).await.unwrap()));
        http.send("POST", &webhook(&event), json!({"content": "and this?"})).await;
        assert!(Interaction::is_ephemeral(&interaction.followup(0, SOON).await.unwrap()));
    }
    assert!(discord.messages(LOBBY).is_empty());
    // The guild has the application: its own rules hold.
    let interaction = run(&discord, defaults::MEMBER, defaults::GENERAL, "mine").unwrap();
    respond(&http, &gateway.event("INTERACTION_CREATE").await, json!({"type": 4, "data": {"content": "public"}})).await;
    assert!(!Interaction::is_ephemeral(&interaction.message(SOON).await.unwrap()));
}

#[tokio::test]
async fn components_have_the_owners_of_their_message() {
    let (discord, mut gateway, http) = with_commands(Permissions::MEMBER).await;
    let asked = run(&discord, defaults::MEMBER, LOBBY, "everywhere").unwrap();
    let row = json!([{"type": 1, "components": [{"type": 2, "style": 1, "label": "next", "custom_id": "next"}]}]);
    respond(&http, &gateway.event("INTERACTION_CREATE").await, json!({"type": 4, "data": {"content": "1", "components": row}})).await;
    let message = asked.message(SOON).await.unwrap()["id"].as_str().unwrap().parse().unwrap();
    // Somebody else may press, who has installed nothing.
    let press = discord.press(defaults::OUTSIDER, message, "next").unwrap();
    let event = gateway.event("INTERACTION_CREATE").await;
    assert_eq!(event["authorizing_integration_owners"], json!({"1": defaults::MEMBER.to_string()}));
    assert_eq!(event["guild_id"], FOREIGN.to_string());
    assert_eq!(respond(&http, &event, json!({"type": 7, "data": {"content": "2"}})).await.0, 204);
    assert_eq!(press.message(SOON).await.unwrap()["content"], "2");
    assert!(matches!(discord.press(defaults::SECOND_MEMBER, message, "next"), Err(Error::Refused(_))));
}

#[tokio::test]
async fn files_as_options() {
    let (discord, mut gateway, http) = start().await;
    let options = json!([{"type": 11, "name": "slip", "description": "d", "required": true}]);
    assert_eq!(http.register(json!([{"name": "check", "description": "d", "options": options}])).await.0, 200);
    let file = discord.upload(defaults::MEMBER, "pay slip.txt", b"100 a month").unwrap();
    let slash = |user: Id, options: Value| discord.slash(user, defaults::GENERAL, "check", options);
    slash(defaults::MEMBER, json!({"slip": file})).unwrap();
    let event = gateway.event("INTERACTION_CREATE").await;
    assert_eq!(event["data"]["options"][0], json!({"name": "slip", "type": 11, "value": file.to_string()}));
    let attachment = &event["data"]["resolved"]["attachments"][file.to_string()];
    assert_eq!((&attachment["filename"], &attachment["size"]), (&json!("pay_slip.txt"), &json!(11)));
    let read = reqwest::get(attachment["url"].as_str().unwrap()).await.unwrap();
    assert_eq!(read.text().await.unwrap(), "100 a month");
    for (user, options) in [
        (defaults::SECOND_MEMBER, json!({"slip": file})),
        (defaults::MEMBER, json!({"slip": 1})),
        (defaults::MEMBER, json!({"slip": "pay slip.txt"})),
        (defaults::MEMBER, json!({})),
    ] {
        assert!(slash(user, options.clone()).is_err(), "{user} {options}");
    }
    assert!(matches!(discord.upload(1, "a", b""), Err(Error::Unknown { .. })));
    assert!(matches!(discord.upload(defaults::MEMBER, "a", &vec![0; (10 << 20) + 1]), Err(Error::Refused(_))));
}
