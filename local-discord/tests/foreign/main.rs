//! Bots of other libraries, see `run` in this folder. Without LOCAL_DISCORD_FOREIGN, the folder with what they need, these
//! tests say that they are skipped.

use std::{
    fs::File,
    io::Write as _,
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::Duration,
};

use local_discord::{GatewayLimits, Interaction, LocalDiscord, Setup, Timing, defaults};
use serde_json::{Value, json};

/// An interpreter has to start, and a library to reconnect.
const PATIENCE: Duration = Duration::from_secs(30);

/// A bot in a process of its own, which ends with the test.
struct Bot {
    child: Child,
    log: PathBuf,
}

impl Drop for Bot {
    fn drop(&mut self) {
        // It may have ended already, which a failed test will have noticed.
        let _ = self.child.kill();
        let _ = self.child.wait();
        if std::thread::panicking() {
            println!("the bot said:\n{}", std::fs::read_to_string(&self.log).unwrap_or_default());
        }
        let _ = std::fs::remove_file(&self.log);
    }
}

/// The folder with `node_modules` and `venv`.
fn installed() -> Option<PathBuf> {
    let folder = std::env::var_os("LOCAL_DISCORD_FOREIGN").map(PathBuf::from);
    if folder.is_none() {
        // Not by a macro, whose lines are shown for failed tests alone; and once.
        static SAID: std::sync::Once = std::sync::Once::new();
        SAID.call_once(|| {
            let _ = writeln!(std::io::stderr(), "skipped: LOCAL_DISCORD_FOREIGN is not set, see local-discord/tests/foreign/run");
        });
    }
    folder
}

fn spawn(discord: &LocalDiscord, folder: &std::path::Path, script: &str, compress: &str) -> Bot {
    let python = folder.join("venv").join("bin").join("python");
    let program = if script.ends_with(".py") { python.as_os_str() } else { "node".as_ref() };
    let log = folder.join(format!("{script}.{}.log", discord.addr().port()));
    let file = File::create(&log).unwrap();
    let child = Command::new(program)
        .arg(format!("{}/tests/foreign/{script}", env!("CARGO_MANIFEST_DIR")))
        .env("NODE_PATH", folder.join("node_modules"))
        .env("DISCORD_URL", discord.url())
        .env("DISCORD_GATEWAY", discord.gateway_url())
        .env("DISCORD_TOKEN", discord.token())
        .env("COMPRESS", compress)
        .stdin(Stdio::null())
        .stdout(file.try_clone().unwrap())
        .stderr(file)
        .spawn()
        .unwrap();
    Bot { child, log }
}

/// Everything that a bot of this folder can do, with the shards that it is told to have.
async fn works(script: &str, compress: &str, shards: u64) {
    let Some(folder) = installed() else { return };
    let timing = Timing { identify_interval: Timing::IDENTIFY_INTERVAL, ..Timing::default() };
    let limits = GatewayLimits { shards, ..GatewayLimits::default() };
    let discord = LocalDiscord::start(Setup::default().timing(timing).gateway(limits).enforce_rate_limits()).await.unwrap();
    let bot = spawn(&discord, &folder, script, compress);
    discord.wait_sessions(usize::try_from(shards).unwrap(), PATIENCE).await.unwrap();
    let commands = discord.wait_commands(2, PATIENCE).await.unwrap();
    assert_eq!(commands.len(), 2);
    let identified = discord.gateway_payloads().into_iter().find(|payload| payload["op"] == 2).unwrap();
    assert_eq!(identified["d"]["compress"] == true, compress != "none", "{identified}");

    let (ada, general) = (defaults::MEMBER, defaults::GENERAL);
    let slash = |name: &str, options: Value| discord.slash(ada, general, name, options).unwrap();
    let shown = async |interaction: &Interaction| interaction.message(PATIENCE).await.unwrap();
    let message = shown(&slash("echo", json!({"text": "grüße 🦀"}))).await;
    assert_eq!(message["content"], "grüße 🦀");
    let id = message["id"].as_str().unwrap().parse().unwrap();
    let pressed = shown(&discord.press(ada, id, "again").unwrap()).await;
    assert_eq!((&pressed["id"], &pressed["content"], &pressed["components"]), (&message["id"], &json!("pressed by ada"), &json!([])));

    let slow = slash("slow", json!({}));
    assert_eq!(slow.response(PATIENCE).await.unwrap()["type"], 5);
    assert_eq!(slow.followup(0, PATIENCE).await.unwrap()["content"], "and more");
    assert_eq!(shown(&slow).await["content"], "done");

    let choices = discord.autocomplete(ada, general, "echo", json!({"text": "hi"}), "text").await.unwrap();
    assert_eq!(choices, [json!({"name": "hi!", "value": "hi!"})]);

    let asked = discord.say(ada, general, "!ping").unwrap();
    assert_eq!(discord.wait_for_message(general, asked, PATIENCE).await.unwrap()["content"], "pong");
    // Resumed, and what came in between is replayed.
    discord.reconnect();
    let asked = discord.say(ada, general, "!ping").unwrap();
    assert_eq!(discord.wait_for_message(general, asked, PATIENCE).await.unwrap()["content"], "pong");
    assert_eq!(shown(&slash("echo", json!({"text": "again"}))).await["content"], "again");

    assert!(discord.gateway_payloads().iter().any(|payload| payload["op"] == 6), "it resumed");
    assert_eq!(discord.complaints(), Vec::<String>::new());
    let said = std::fs::read_to_string(&bot.log).unwrap();
    assert!(said.contains(&format!("compression: {compress}\n")), "{said}");
    println!(
        "{script} with compression {compress}, shards {shards}, judges {:?}: {} requests, {} gateway payloads",
        discord.judges(),
        discord.requests().len(),
        discord.gateway_payloads().len()
    );
}

#[tokio::test]
async fn discord_js() {
    works("bot.js", "none", 1).await;
}

#[tokio::test]
async fn discord_js_with_payload_compression() {
    works("bot.js", "identify", 1).await;
}

#[tokio::test]
async fn discord_js_with_two_shards_five_seconds_apart() {
    works("bot.js", "none", 2).await;
}

#[tokio::test]
async fn discord_py_with_zlib() {
    works("bot.py", "zlib-stream", 1).await;
}

#[tokio::test]
async fn discord_py_with_zstd() {
    works("bot.py", "zstd-stream", 1).await;
}
