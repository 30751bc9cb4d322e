//! The program as another program meets it: arguments, standard streams, exit codes.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// An article with one figure and one amount that is no pay.
const ARTICLE: &str =
    "# DevOps pay\n\nDevOps engineers in Austin earn between $116,000 and $172,000 per year, according to Glassdoor. A laptop costs $2,000.\n";

/// A folder to run in, with a corpus of one article.
struct Here {
    folder: tempfile::TempDir,
}

impl Here {
    fn new() -> Self {
        let here = Self { folder: tempfile::tempdir().expect("a folder") };
        here.write("corpus/devops.md", ARTICLE);
        here
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("made");
        std::fs::write(path, text).expect("written");
    }

    /// The program in this folder, without the settings of whoever runs the tests.
    fn bot(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_salary-bot"));
        command.current_dir(self.folder.path()).args(args).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        for name in [
            "DISCORD_TOKEN",
            "DISCORD_TOKEN_FILE",
            "DISCORD_PUBLIC_KEY",
            "DISCORD_API_BASE",
            "SALARY_BOT_CORPUS",
            "SALARY_BOT_DATA",
            "SALARY_BOT_PREFIX",
            "SALARY_BOT_CONTACT",
            "SALARY_BOT_LISTEN",
            "DATABASE_URL",
            "RUST_LOG",
        ] {
            command.env_remove(name);
        }
        command
    }

    fn run(&self, args: &[&str]) -> Ran {
        Ran::of(self.bot(args).output().expect("started"))
    }

    /// Runs with `input` on standard input.
    fn feed(&self, args: &[&str], input: &[u8]) -> Ran {
        let mut child = self.bot(args).stdin(Stdio::piped()).spawn().expect("started");
        child.stdin.take().expect("piped").write_all(input).expect("written");
        Ran::of(child.wait_with_output().expect("ended"))
    }
}

struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Ran {
    fn of(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        Self { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    fn json(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
    }
}

#[test]
fn extract_prints_figures_in_document_order() {
    let here = Here::new();
    let ran = here.run(&["extract", "--json", "--skipped", "corpus/devops.md"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    let lines = ran.json();
    assert_eq!(lines.len(), 2, "{}", ran.out);
    let (figure, skipped) = (&lines[0], &lines[1]);
    assert_eq!(
        (&figure["low"], &figure["high"], &figure["place"], &figure["source"], &figure["skipped"]),
        (&116_000.into(), &172_000.into(), &"Austin".into(), &"Glassdoor".into(), &Value::Null)
    );
    assert!(ran.out.contains("\"low\":116000,"), "a whole number without a point: {}", ran.out);
    let at = |name: &str| usize::try_from(figure[name].as_u64().expect("a number")).expect("small");
    assert_eq!(&ARTICLE[at("start")..at("end")], figure["quote"].as_str().expect("text"));
    assert!(skipped["skipped"].is_string() && skipped["start"].as_u64() > figure["start"].as_u64(), "{skipped}");
    let readable = here.run(&["extract", "--explain", "corpus/devops.md"]);
    assert!(readable.out.contains("DevOps engineer") && readable.out.contains("role: stated"), "{}", readable.out);
}

#[test]
fn a_broken_file_is_told_and_the_rest_goes_on() {
    let here = Here::new();
    here.write("broken.md", "---\ntitle: [x\n---\ntext\n");
    here.write("none.md", "# Nothing about money\n\nWords.\n");
    let both = here.run(&["extract", "--json", "broken.md", "corpus/devops.md"]);
    assert_eq!((both.code, both.json().len()), (Some(0), 1), "{}", both.err);
    assert!(both.err.contains("broken.md:2: "), "{}", both.err);
    assert_eq!(here.run(&["extract", "broken.md"]).code, Some(2));
    assert_eq!(here.run(&["extract", "not-there.md"]).code, Some(2));
    assert_eq!(here.run(&["extract", "none.md"]).code, Some(1));
}

#[test]
fn ask_answers_and_exits_by_what_it_found() {
    let here = Here::new();
    let ran = here.run(&["ask", "--json", "--today", "2026-11-22", "devops"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    let lines = ran.json();
    let [answer] = lines.as_slice() else { panic!("one object: {}", ran.out) };
    assert_eq!((&answer["question"]["roles"][0]["id"], &answer["answer"]["kind"]), (&"devops-engineer".into(), &"pay".into()));
    assert_eq!(answer["answer"]["figures"][0]["article"]["path"], "devops.md");
    assert!(answer["elapsed_us"].is_u64());
    assert_eq!(here.run(&["ask", "how", "much", "does", "a", "nurse", "in", "Lagos", "make?"]).code, Some(1));
    assert_eq!(here.run(&["ask", "--via", "channel_message", "nice weather today"]).code, Some(1));
    let readable = here.run(&["ask", "devops"]);
    assert!(readable.out.contains("116,000") && !readable.out.contains('\u{1b}'), "no colour in a pipe: {}", readable.out);
}

#[test]
fn ask_answers_one_question_a_line() {
    let here = Here::new();
    let ran = here.feed(&["ask", "--json"], b"devops\n\n{\"text\":\"nice weather\",\"via\":\"channel_message\"}\n{\"text\":\n\xff\xfe\x00\n");
    assert_eq!(ran.code, Some(0), "a batch that ran");
    let lines = ran.json();
    assert_eq!(lines.len(), 4, "{}", ran.out);
    assert_eq!((&lines[1]["answer"]["kind"], &lines[1]["message"]), (&"silent".into(), &Value::Null));
    assert!(lines[2]["error"].is_string() && ran.err.contains("line 4"), "{}", ran.err);
}

#[test]
fn without_a_command_lines_are_answered() {
    let ran = Here::new().feed(&["ask"], b"devops\nnurse\n");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.out.contains("116,000") && !ran.out.contains("> "), "{}", ran.out);
}

#[test]
fn a_reader_that_leaves_is_no_panic() {
    let here = Here::new();
    let questions = "devops\n".repeat(500);
    here.write("questions", &questions);
    let input = std::fs::File::open(here.path("questions")).expect("there");
    let mut child = here.bot(&["ask", "--json"]).stdin(input).spawn().expect("started");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("piped")).read_line(&mut line).expect("a line");
    let mut err = String::new();
    child.stderr.take().expect("piped").read_to_string(&mut err).expect("UTF-8");
    assert_eq!((child.wait().expect("ended").code(), err.as_str()), (Some(0), ""));
}

#[test]
fn the_index_is_kept_and_a_folder_that_cannot_be_written_is_no_error() {
    let here = Here::new();
    let ran = here.run(&["index"]);
    assert!(ran.code == Some(0) && ran.out.contains("1 article, 1 figure") && here.path("data/index").is_dir(), "{}{}", ran.out, ran.err);
    here.write("file", "");
    let ran = here.run(&["ask", "--data", "file/data", "devops"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(ran.err.contains("note: the index is kept in memory"), "{}", ran.err);
}

#[test]
fn check_says_what_is_wrong_and_what_lacks() {
    let here = Here::new();
    let ran = here.run(&["check"]);
    assert!(ran.code == Some(0) && ran.out.contains("no publisher") && ran.out.contains("nothing broken"), "{}", ran.out);
    let ran = here.run(&["check", "corpus/devops.md"]);
    assert!(ran.code == Some(0) && ran.out.contains("what replies will lack") && ran.out.contains("skipped: $2,000"), "{}", ran.out);
    here.write("corpus/broken.md", "---\ntitle: [x\n---\ntext\n");
    let ran = here.run(&["check"]);
    assert!(ran.code == Some(2) && ran.out.contains("broken.md:2: "), "{}", ran.out);
    assert_eq!(here.run(&["check", "corpus/broken.md"]).code, Some(2));
}

#[test]
fn what_is_not_configured_is_said_with_a_hint() {
    let here = Here::new();
    for (args, code, words) in [
        (&["serve"][..], 78, "no token for Discord"),
        (&["register", "--dry-run"], 78, "no token for Discord"),
        (&["ask", "--log", "salary_bot=loud", "x"], 78, "RUST_LOG"),
        (&["ask", "--corpus", "nowhere", "x"], 2, "nowhere"),
    ] {
        let ran = here.run(args);
        assert_eq!((ran.code, ran.out.as_str()), (Some(code), ""), "{args:?}: {}", ran.err);
        assert!(ran.err.contains(words) && ran.err.contains("hint: "), "{args:?}: {}", ran.err);
    }
    here.write(".env", "DISCORD_TOKEN a-secret\n");
    let ran = here.run(&["ask", "devops"]);
    assert!(ran.code == Some(78) && ran.err.contains(".env:1") && !ran.err.contains("a-secret"), "{}", ran.err);
}

#[test]
fn settings_come_from_flag_then_environment_then_dotenv() {
    let here = Here::new();
    here.write("other/nurse.md", "# Nurse pay\n\nRegistered nurses earn $82,000 per year.\n");
    let articles = |command: &mut Command| {
        let ran = Ran::of(command.output().expect("started"));
        (ran.out.contains("other/nurse.md") || ran.out.contains("other:"), ran.out + ran.err.as_str())
    };
    assert!(!articles(&mut here.bot(&["check"])).0);
    here.write(".env", "SALARY_BOT_CORPUS=other\n");
    assert!(articles(&mut here.bot(&["check"])).0, ".env");
    assert!(!articles(here.bot(&["check"]).env("SALARY_BOT_CORPUS", "corpus")).0, "the environment goes before .env");
    assert!(!articles(here.bot(&["check"]).env("SALARY_BOT_CORPUS", "")).0, "empty counts as unset, and goes before .env");
    assert!(articles(here.bot(&["check", "--corpus", "other"]).env("SALARY_BOT_CORPUS", "corpus")).0, "a flag goes first");
}

#[test]
fn doctor_says_what_is_missing() {
    let here = Here::new();
    let ran = here.run(&["doctor"]);
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert!(
        ran.out.contains("fail  token: not set") && ran.out.contains("ok    corpus: corpus: 1 article, 1 figure") && ran.out.contains("ok    data folder"),
        "{}",
        ran.out
    );
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn serve_answers_until_it_is_told_to_end() {
    use std::time::{Duration, Instant};
    let here = Here::new();
    let discord = local_discord::LocalDiscord::start(local_discord::Setup::default()).await.expect("started");
    // Without a sub-command: a token is set.
    let mut child = here.bot(&[]).env("DISCORD_API_BASE", discord.url()).env("DISCORD_TOKEN", discord.token()).spawn().expect("started");
    discord.wait_connected(Duration::from_secs(20)).await.expect("connected");
    discord.wait_commands(salary_bot::discord::commands::count(), Duration::from_secs(20)).await.expect("commands");
    let settings =
        discord.slash(local_discord::defaults::MODERATOR, local_discord::defaults::GENERAL, "settings view", serde_json::json!({})).expect("allowed");
    let panel = settings.message(Duration::from_secs(10)).await.expect("a panel");
    let (menu, message) = (&panel["components"][0]["components"][0]["custom_id"], panel["id"].as_str().and_then(|id| id.parse().ok()));
    let channel = local_discord::defaults::GENERAL.to_string();
    let chosen = discord.select(local_discord::defaults::MODERATOR, message.expect("an id"), menu.as_str().expect("a custom id"), &[&channel]);
    chosen.expect("allowed").message(Duration::from_secs(10)).await.expect("chosen");
    let asked = discord.say(local_discord::defaults::MEMBER, local_discord::defaults::GENERAL, "!salary devops").expect("said");
    let reply = discord.wait_for_message(local_discord::defaults::GENERAL, asked, Duration::from_secs(10)).await.expect("a reply");
    assert!(reply["content"].as_str().is_some_and(|c| c.contains("116,000")), "{reply}");
    let told = Instant::now();
    let killed = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().expect("started");
    assert!(killed.success());
    assert_eq!(child.wait().expect("ended").code(), Some(0));
    assert!(told.elapsed() < Duration::from_secs(2), "{:?}", told.elapsed());
    let mut err = String::new();
    child.stderr.take().expect("piped").read_to_string(&mut err).expect("UTF-8");
    assert!(!err.contains(discord.token()) && !err.contains("devops"), "{err}");
    discord.shutdown().await;
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn serve_notices_a_changed_article_by_itself_and_by_signal() {
    use std::time::Duration;
    let here = Here::new();
    let discord = local_discord::LocalDiscord::start(local_discord::Setup::default()).await.expect("started");
    let mut child = here.bot(&["serve"]).env("DISCORD_API_BASE", discord.url()).env("DISCORD_TOKEN", discord.token()).spawn().expect("started");
    discord.wait_connected(Duration::from_secs(20)).await.expect("connected");
    let member = local_discord::defaults::MEMBER;
    let says = async |amount: &str| {
        for _ in 0..100 {
            let asked = discord.say_dm(member, "devops pay?").expect("said");
            let reply = discord.wait_for_message(discord.dm_channel(member).expect("a channel"), asked, Duration::from_secs(10)).await.expect("a reply");
            if reply["content"].as_str().is_some_and(|content| content.contains(amount)) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("{amount} is not told");
    };
    says("116,000").await;
    here.write("corpus/devops.md", &ARTICLE.replace("116,000", "117,000"));
    says("117,000").await;
    here.write("corpus/devops.md", &ARTICLE.replace("116,000", "118,000"));
    assert!(Command::new("kill").args(["-HUP", &child.id().to_string()]).status().expect("started").success());
    says("118,000").await;
    child.kill().expect("killed");
    child.wait().expect("ended");
    discord.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn doctor_and_register_ask_discord() {
    let here = Here::new();
    let discord = local_discord::LocalDiscord::start(local_discord::Setup::default()).await.expect("started");
    let run =
        |args: &[&str], token: &str| Ran::of(here.bot(args).env("DISCORD_API_BASE", discord.url()).env("DISCORD_TOKEN", token).output().expect("started"));
    let token = discord.token();
    let ran = run(&["register", "--dry-run"], token);
    assert!(ran.code == Some(0) && ran.out.contains("/salary: would be registered") && discord.commands().is_empty(), "{}{}", ran.out, ran.err);
    let ran = run(&["register"], token);
    assert!(ran.code == Some(0) && !discord.commands().is_empty() && ran.out.contains("invite the bot: https://"), "{}{}", ran.out, ran.err);
    let ran = run(&["doctor"], token);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("ok    commands: registered") && ran.out.contains("intent that it needs is on"), "{}", ran.out);
    let ran = run(&["doctor"], "not-a-token");
    assert!(ran.code == Some(2) && ran.out.contains("fail  discord: Discord refuses the token") && !ran.out.contains("not-a-token"), "{}", ran.out);
    assert_eq!(run(&["serve"], "not-a-token").code, Some(78));
    assert!(discord.take_violations().is_empty());
    discord.shutdown().await;
}

#[cfg(unix)]
#[test]
fn without_a_token_the_playground_runs_until_it_is_told_to_end() {
    use std::net::TcpListener;
    let here = Here::new();
    for (args, signal) in [(&[][..], "-INT"), (&["playground", "--port", "0"], "-TERM")] {
        let mut child = here.bot(args).spawn().expect("started");
        let mut out = BufReader::new(child.stdout.take().expect("piped")).lines();
        let line = out.by_ref().map_while(Result::ok).find(|line| line.contains("Open http://127.0.0.1:")).expect("an address");
        let port: u16 = line.rsplit_once(':').and_then(|(_, rest)| rest.split('/').next()?.parse().ok()).expect("a port");
        assert!(std::net::TcpStream::connect(("127.0.0.1", port)).is_ok(), "{line}");
        assert!(Command::new("kill").args([signal, &child.id().to_string()]).status().expect("started").success());
        assert_eq!(child.wait().expect("ended").code(), Some(0));
        assert!(out.map_while(Result::ok).any(|line| line.contains("ssh -L")), "for another machine");
    }
    let taken = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = taken.local_addr().expect("bound").port().to_string();
    let ran = here.run(&["playground", "--port", &port]);
    assert!(ran.code == Some(2) && ran.err.contains(&format!("port {port}")) && ran.err.contains("hint: ") && ran.out.is_empty(), "{}{}", ran.out, ran.err);
}

#[test]
fn an_endpoint_needs_a_key_and_a_free_port() {
    let here = Here::new();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let taken = taken.local_addr().expect("bound").to_string();
    let good = "ab".repeat(32);
    for (key, address, code, words) in [
        ("", "127.0.0.1:0", 78, "DISCORD_PUBLIC_KEY"),
        ("abc", "127.0.0.1:0", 78, "64 hexadecimal digits"),
        (good.as_str(), "nowhere", 78, "SALARY_BOT_LISTEN"),
        (good.as_str(), taken.as_str(), 2, "cannot listen"),
    ] {
        let mut command = here.bot(&["serve"]);
        command.env("DISCORD_TOKEN", "a.b.c").env("DISCORD_API_BASE", "http://127.0.0.1:1").env("DISCORD_PUBLIC_KEY", key).env("SALARY_BOT_LISTEN", address);
        let ran = Ran::of(command.output().expect("started"));
        assert!(ran.code == Some(code) && ran.err.contains(words) && ran.err.contains("hint: "), "{address}: {:?} {}", ran.code, ran.err);
    }
}

/// A correction of the article's only figure, and of an article that is not there.
const CORRECTIONS: &str = r#"
[[correction]]
path = "devops.md"
quote = "$116,000"
level = "senior"
place = "Dallas"
reason = "the article's table says whose pay it is"
"#;

#[test]
fn a_correction_changes_what_is_answered_and_is_said() {
    let here = Here::new();
    here.write("corpus/corrections.toml", CORRECTIONS);
    let ran = here.run(&["extract", "--explain", "corpus/devops.md"]);
    assert!(ran.out.contains("senior") && ran.out.contains("Dallas") && ran.out.contains("place: corrected"), "{}", ran.out);
    assert!(ran.out.contains("corrected: the article's table says whose pay it is"), "{}", ran.out);
    let figure = &here.run(&["extract", "--json", "corpus/devops.md"]).json()[0];
    assert_eq!((figure["level"].as_str(), figure["place"].as_str(), figure["low"].as_f64()), (Some("senior"), Some("Dallas"), Some(116_000.0)));
    let ran = here.run(&["ask", "senior devops dallas"]);
    assert!(ran.code == Some(0) && ran.out.contains("$116,000") && ran.out.contains("corrected"), "{}{}", ran.out, ran.err);
    let ran = here.run(&["check"]);
    assert!(ran.code == Some(0) && ran.out.contains("1 correction"), "{}", ran.out);
    // A change of the corrections alone is a change of the corpus.
    here.write("corpus/corrections.toml", "[[correction]]\npath = \"devops.md\"\nquote = \"$116,000\"\nskip = true\nreason = \"a budget\"\n");
    assert_eq!(here.run(&["ask", "devops"]).code, Some(1));
    let ran = here.run(&["extract", "--skipped", "corpus/devops.md"]);
    assert!(ran.out.contains("corrected: an operator says that it is no pay"), "{}", ran.out);
}

#[test]
fn a_correction_that_no_longer_fits_is_an_error_with_its_line() {
    let here = Here::new();
    for (row, problem) in [
        ("path = \"devops.md\"\nquote = \"$999\"\nskip = true\nreason = \"x\"", "corrections.toml:1: `$999` no longer stands in `devops.md`"),
        ("path = \"other.md\"\nquote = \"$1\"\nskip = true\nreason = \"x\"", "corrections.toml:1: no article `other.md`"),
        ("path = \"devops.md\"\nquote = \"DevOps pay\"\nskip = true\nreason = \"x\"", "corrections.toml:1: no figure was read at `DevOps pay`"),
        ("path = \"devops.md\"\nquote = \"$116,000\"\nreason = \"x\"", "corrections.toml:1: says nothing"),
        ("path = \"devops.md\"\nquote = \"$116,000\"\nskip = true\nreason = \" \"", "corrections.toml:1: reason is empty"),
        ("path = \"devops.md\"\nquote = \"$116,000\"\nlevel = \"boss\"\nreason = \"x\"", "level `boss` is none of intern, junior"),
        ("path = \"devops.md\"\nquote = \"$116,000\"\nlow = 5\nreason = \"x\"", "corrections.toml:"),
    ] {
        here.write("corpus/corrections.toml", &format!("[[correction]]\n{row}\n"));
        let ran = here.run(&["check"]);
        assert!(ran.code == Some(2) && ran.out.contains(problem), "{row}:\n{}{}", ran.out, ran.err);
        // The article itself goes on answering.
        assert_eq!(here.run(&["ask", "devops"]).code, Some(0), "{row}");
    }
}
