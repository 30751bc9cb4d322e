//! `playground`: the real bot on a Discord of its own on this machine, to be used in a browser.

use std::io::Write as _;
use std::sync::Arc;
use std::time::Duration;

use local_discord::{Channel, Guild, Id, LocalDiscord, Member, Setup, User, Welcome, defaults};
use tokio::sync::oneshot;

use super::examples::examples;
use super::open::{folders, index_folder, open, servers_folder};
use super::watch::watch;
use super::{Failure, Outcome, serve, today};
use crate::config::{Config, Secret};
use crate::discord::{self, Settings};
use crate::engine::{Engine, Library, Summary};
use crate::store::{MOST_A_MINUTE, Store};

/// What is logged where nothing else is set: a person reads this terminal.
pub const LOG: &str = "warn,serenity=error";
/// The port where none is named.
const PORT: u16 = 4780;
/// How long the bot may take to connect to a server in its own process.
const PATIENCE: Duration = Duration::from_secs(15);
/// The channels: one to ask in, one where people talk.
const ASK: Id = defaults::GENERAL;
const TALK: Id = defaults::OTHER;

/// The folder of servers' own articles: another one than the bot's, whose store knows other servers.
const SERVERS: &str = "servers-playground";

/// The arguments of `playground`.
#[derive(Debug, Default, clap::Args)]
pub struct Args {
    /// The port of the page on 127.0.0.1; 0 takes any free one [default: 4780, or a free one where that is taken]
    #[arg(long, value_name = "PORT")]
    port: Option<u16>,
}

/// Runs a Discord on localhost and the bot on it until SIGINT or SIGTERM.
///
/// # Errors
/// Where the corpus cannot be opened, the port is taken, or the bot cannot connect.
pub fn run(args: &Args, config: &Config) -> Result<Outcome, Failure> {
    let (engine, report) = open(config)?;
    let engine = Arc::new(engine);
    let library = Library::of(engine.clone(), &report, folders(config)?, Some(index_folder(config)));
    let library = Arc::new(library.with_servers(servers_folder(config).with_file_name(SERVERS)));
    serve::block_on(async {
        let shutdown = serve::shutdown()?;
        let server = start(args.port, &setup(&engine, config.prefix())).await?;
        let mut settings = Settings::new(Secret::from(server.token().to_owned()), today);
        settings.api_base = Some(server.url());
        settings.prefix = config.prefix().map(str::to_owned);
        settings.contact = config.contact().map(str::to_owned);
        let store = Arc::new(Store::in_memory());
        let chosen = store.change(defaults::GUILD, |choices| {
            choices.channels = vec![ASK];
            // Whoever tries the bot out asks more in a minute than a member does.
            (choices.per_member, choices.per_channel) = (MOST_A_MINUTE, MOST_A_MINUTE);
        });
        let chosen = chosen.await;
        chosen.map_err(|error| Failure::new(format!("the channel for answers cannot be chosen: {error}")))?;
        let watching = tokio::spawn(watch(library.clone()));
        let (stop, stopped) = oneshot::channel::<()>();
        let until = async move {
            // An error is the end as well: nobody is left to say stop.
            let _ = stopped.await;
        };
        let mut bot = tokio::spawn(discord::serve(library.clone(), store, settings, None, until));
        let ready = async {
            server.wait_connected(PATIENCE).await?;
            server.wait_commands(discord::commands::count(), PATIENCE).await
        };
        tokio::pin!(shutdown);
        tokio::select! {
            ready = ready => {
                ready.map_err(|e| Failure::new(format!("the bot did not connect to its own server: {e}")))?;
                // Who reads only the first line has the address: the page works all the same.
                let _ = invite(&server, engine.summary());
            }
            ended = &mut bot => return Err(ended_early(ended)),
            () = &mut shutdown => {}
        }
        tokio::select! {
            () = &mut shutdown => {}
            ended = &mut bot => return Err(ended_early(ended)),
        }
        watching.abort();
        let _ = stop.send(());
        let _ = bot.await;
        server.shutdown().await;
        Ok(Outcome::Answered)
    })
}

type Ended = Result<Result<(), discord::ServeError>, tokio::task::JoinError>;

fn ended_early(ended: Ended) -> Failure {
    match ended {
        Ok(Err(error)) => error.into(),
        Ok(Ok(())) | Err(_) => Failure::new("the bot ended although nobody stopped it"),
    }
}

/// Starts the server on the port that is asked for; without one, on the usual port or, where that is taken, on any.
async fn start(port: Option<u16>, setup: &Setup) -> Result<LocalDiscord, Failure> {
    let taken = |port: u16, error: &local_discord::Error| {
        Failure::new(format!("port {port}: {error}")).hint("choose another one with --port, or any free one with --port 0")
    };
    let wanted = port.unwrap_or(PORT);
    match LocalDiscord::start(setup.clone().port(wanted)).await {
        Ok(server) => Ok(server),
        Err(_) if port.is_none() => LocalDiscord::start(setup.clone().port(0)).await.map_err(|error| taken(0, &error)),
        Err(error) => Err(taken(wanted, &error)),
    }
}

/// A small career server: a member, a newcomer, a moderator, and the bot.
fn setup(engine: &Engine, prefix: Option<&str>) -> Setup {
    let channel = |id, name: &str, topic: &str| Channel { topic: Some(topic.to_owned()), ..Channel::text(id, name) };
    let guild = Guild::default();
    let members = guild.members.into_iter().map(|member| Member { user: User { name: person(&member.user), ..member.user }, ..member }).collect();
    let guild = Guild {
        name: "Career club".to_owned(),
        channels: vec![channel(ASK, "ask-about-pay", "Ask the bot what jobs pay"), channel(TALK, "lounge", "The bot stays silent here unless it is asked")],
        members,
        ..guild
    };
    let mut setup = Setup { guilds: vec![guild], ..Setup::default() };
    setup.bot.name = "salary-bot".to_owned();
    let held = engine.summary();
    setup.welcome = Some(Welcome {
        title: "Ask what a job pays".to_owned(),
        text: format!(
            "The bot answers from {}, and quotes the sentence or the row that each comes from. Try one of these, or type / to see the commands.",
            held.said()
        ),
        examples: to_click(engine, prefix),
    });
    setup
}

fn person(user: &User) -> String {
    match user.id {
        defaults::MEMBER => "ada".to_owned(),
        defaults::MODERATOR => "mo-the-moderator".to_owned(),
        _ => user.name.clone(),
    }
}

/// The example questions as they are sent: one by prefix, one as a command, one by mention.
fn to_click(engine: &Engine, prefix: Option<&str>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for question in examples(engine, today()) {
        let sides = question.strip_prefix("compare ").and_then(|sides| sides.split_once(" and "));
        out.push(match (sides, prefix) {
            (Some((one, other)), _) => format!("/compare role1:{one} role2:{other}"),
            (None, Some(prefix)) if !out.iter().any(|o| o.starts_with(prefix)) && !question.ends_with('?') => format!("{prefix} {question}"),
            (None, _) => format!("<@{}> {question}", defaults::BOT),
        });
    }
    out
}

/// Tells where the page is.
fn invite(server: &LocalDiscord, held: &Summary) -> std::io::Result<()> {
    let port = server.addr().port();
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "salary-bot playground: {}.\n\n  Open {} in a browser on this machine.\n  From another machine: ssh -L {port}:127.0.0.1:{port} USER@THIS-MACHINE, then open the same address there.\n\nThe page is a small Discord on this machine, the bot on it is the real one; nothing leaves the machine.\nCtrl-C ends both. To run the bot on your own server, set DISCORD_TOKEN: see README.md.",
        held.said(),
        server.page_url(),
    )?;
    out.flush()
}
