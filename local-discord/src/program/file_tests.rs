use local_discord::intents;

use super::*;

/// A guild as short as can be, to which a case adds.
const SHORT: &str = "[[guilds]]\nname = \"G\"\nchannels = [{ name = \"c\" }]\nmembers = [{ name = \"ada\" }]\n";

#[test]
fn an_empty_file_is_the_default() {
    let (read, base) = (setup("", Setup::default()).unwrap(), Setup::default());
    assert_eq!(read.port, super::super::PORT);
    assert_eq!((read.bot.id, read.guilds.len(), read.users.len()), (base.bot.id, base.guilds.len(), base.users.len()));
}

#[test]
fn the_example_of_the_documentation() {
    let read = setup(include_str!("../../local-discord.example.toml"), Setup::default()).unwrap();
    assert_eq!((read.port, read.bot.name.as_str()), (3210, "my-bot"));
    assert_eq!(read.bot.privileged, intents::MESSAGE_CONTENT | intents::GUILD_MEMBERS);
    assert_eq!(read.timing.identify_interval, Duration::from_secs(5));
    let [first, second] = read.guilds.as_slice() else { panic!("two guilds") };
    assert_eq!((first.id, second.id), (defaults::GUILD, 123_456_789_012_345_678));
    assert_eq!(first.members[1].roles, [first.roles[0].id]);
    assert!(first.roles[0].permissions.contains(Permissions::MANAGE_MESSAGES));
    assert_eq!(first.owner, second.owner, "the same name is the same person");
    assert_eq!(second.channels[0].bot_permissions, Some(Permissions::VIEW_CHANNEL));
    assert_eq!(read.bot.owner.id, first.owner);
    assert!(!read.users[0].accepts_dms);
    let all = read.guilds.iter().flat_map(|guild| guild.channels.iter().map(|channel| channel.id).chain([guild.id]));
    let all: Vec<Id> = all.chain(read.users.iter().map(|user| user.id)).collect();
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len(), "every id is another");
}

#[test]
fn accepted() {
    for more in ["", "owner = \"ada\"", "everyone = []", "bot = [\"member\", \"manage_messages\", \"BAN_MEMBERS\"]", "id = \"5\"", "id = 5", "roles = []"] {
        setup(&format!("{SHORT}{more}"), Setup::default()).unwrap_or_else(|error| panic!("{more}: {error}"));
    }
    let ids = setup("bot = { id = \"900000000000000001\" }", Setup::default()).unwrap();
    assert_eq!(ids.bot.token, defaults::TOKEN);
}

#[test]
fn refused_with_a_place_and_what_was_expected() {
    let in_guild = |line: &str| format!("{SHORT}{line}");
    let cases = [
        ("prot = 1".to_owned(), vec!["line 1", "`prot`", "`port`"]),
        ("port = 70000".to_owned(), vec!["line 1", "u16"]),
        ("port = \"x\"".to_owned(), vec!["line 1", "u16"]),
        ("\n[bot\n".to_owned(), vec!["line 2"]),
        ("[bot]\ntokn = \"x\"".to_owned(), vec!["line 2", "`tokn`", "`token`"]),
        ("[bot]\ntoken = \"a b\"".to_owned(), vec!["token"]),
        ("[bot]\nprivileged = [\"guilds\"]".to_owned(), vec!["line 2", "`guilds`", "`message_content`"]),
        ("[bot]\nid = 0".to_owned(), vec!["line 2", "above 0"]),
        ("[gateway]\nshards = 0".to_owned(), vec!["shards is at least 1"]),
        ("[gateway]\nshards = -1".to_owned(), vec!["line 2", "u64"]),
        ("[[guilds]]\nname = \"G\"".to_owned(), vec!["line 1", "`channels`"]),
        ("[[guilds]]\nname = \"G\"\nchannels = []\nmembers = [{ name = \"ada\" }]".to_owned(), vec!["guild \"G\"", "no channels"]),
        ("[[guilds]]\nname = \"G\"\nchannels = [{ name = \"c\" }]\nmembers = []".to_owned(), vec!["no members"]),
        (in_guild("owner = \"ben\""), vec!["owner \"ben\""]),
        (in_guild("everyone = [\"fly\"]"), vec!["line 5", "`fly`", "manage_messages"]),
        (in_guild("id = \"x\""), vec!["line 5", "\"x\"", "a number"]),
        (in_guild("id = [1]"), vec!["line 5", "an id"]),
        (in_guild("id = 900000000000000001"), vec!["900000000000000001 is there twice"]),
        (in_guild("channel = 1"), vec!["line 5", "`channel`", "`channels`"]),
        (in_guild("[[guilds.members]]\nname = \"ben\""), vec!["line 5"]),
        (SHORT.replace("{ name = \"ada\" }", "{ name = \"ada\" }, { name = \"ada\" }"), vec!["\"ada\" is there twice"]),
        (SHORT.replace("name = \"ada\"", "name = \"ada\", roles = [\"X\"]"), vec!["role \"X\""]),
        (in_guild("[[users]]\nname = \"ola\"\nnick = \"O\""), vec!["\"ola\"", "nick"]),
        (in_guild("[[users]]\nname = \"a\"\nid = 7\n[[users]]\nname = \"b\"\nid = 7"), vec!["7 is there twice"]),
        (in_guild("[[users]]\nname = \"a\"\nid = 7\n[[users]]\nname = \"a\"\nid = 8"), vec!["\"a\" has two ids"]),
    ];
    for (text, parts) in cases {
        let error = setup(&text, Setup::default()).map(|_| ()).expect_err(&text);
        for part in parts {
            assert!(error.contains(part), "{text}\n→ {error}\nlacks {part}");
        }
    }
}

#[test]
fn base64_of_all_lengths() {
    for (text, expected) in [("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("900000000000000001", "OTAwMDAwMDAwMDAwMDAwMDAx")] {
        assert_eq!(base64(text), expected);
    }
}
