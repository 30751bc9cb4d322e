//! Every setting: one field of [`Config`] is its flag, its environment variable and its help.
//!
//! A flag counts before the environment, the environment before `.env` (which is read into the environment at the start,
//! see [`read_dotenv`]). An empty value counts as unset, so that `DISCORD_TOKEN=` in a template does no harm, with one
//! exception: an empty `SALARY_BOT_PREFIX` switches the prefix off.

use std::ffi::OsString;
use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// The prefix of messages to the bot, where nothing else is set.
pub const DEFAULT_PREFIX: &str = "!salary";
/// The folder for what the bot keeps, where nothing else is set.
pub const DEFAULT_DATA: &str = "data";
/// The corpus folders, where nothing else is set; those that exist are read.
pub const DEFAULT_CORPUS: [&str; 2] = ["corpus", "corpus.local"];
/// How many folders above the program a corpus is looked for: `target/<triple>/release/salary-bot` is three below it.
const ANCESTORS: usize = 4;

/// A value that neither `Debug` nor an error message shows.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The value itself. Whoever calls this takes care of where it goes.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(value: String) -> Self {
        Self(value)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// A setting that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// `.env` has a line that cannot be read. The line itself may hold a secret and is not shown.
    #[error(".env:{line}: not `NAME=value`")]
    DotEnv {
        /// The line, from 1.
        line: usize,
    },
    /// `.env` is there and cannot be read.
    #[error(".env cannot be read: {0}")]
    DotEnvFile(std::io::Error),
    /// The file that `DISCORD_TOKEN_FILE` names.
    #[error("DISCORD_TOKEN_FILE {}: {source}", path.display())]
    TokenFile {
        /// The file.
        path: PathBuf,
        /// Why it cannot be read.
        source: std::io::Error,
    },
    /// The file that `DISCORD_TOKEN_FILE` names has nothing in it.
    #[error("DISCORD_TOKEN_FILE {}: empty", .0.display())]
    EmptyTokenFile(PathBuf),
    /// `SALARY_BOT_LISTEN` is no address.
    #[error("SALARY_BOT_LISTEN `{0}`: expected ADDRESS:PORT, for example 127.0.0.1:8080")]
    Listen(String),
    /// `DISCORD_API_BASE` is no origin.
    #[error("DISCORD_API_BASE `{0}`: expected http://HOST:PORT or https://HOST:PORT, without a path")]
    ApiBase(String),
    /// `DISCORD_PUBLIC_KEY` is missing where the endpoint needs it.
    #[error("SALARY_BOT_LISTEN is set without DISCORD_PUBLIC_KEY")]
    NoPublicKey,
    /// `DISCORD_PUBLIC_KEY` is no key.
    #[error("DISCORD_PUBLIC_KEY: expected 64 hexadecimal digits")]
    PublicKey,
    /// There is no folder of articles.
    #[error("no corpus folder: neither `corpus` nor `corpus.local` is here or beside the program")]
    NoCorpus,
}

impl ConfigError {
    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::DotEnv { .. } => "write one NAME=value a line; put a value with spaces or a `$` in 'single quotes'; see .env.example",
            Self::DotEnvFile(_) => "make .env readable for the user that runs the bot, or remove it",
            Self::TokenFile { .. } | Self::EmptyTokenFile(_) => "DISCORD_TOKEN_FILE names a file that holds the bot's token and nothing else",
            Self::Listen(_) => "set SALARY_BOT_LISTEN to an address of this machine and a free port, or leave it empty",
            Self::ApiBase(_) => "leave DISCORD_API_BASE empty for the real Discord",
            Self::NoPublicKey => {
                "set DISCORD_PUBLIC_KEY to the key on your application's page at https://discord.com/developers/applications; without it nobody could tell Discord's requests from others"
            }
            Self::PublicKey => "copy the Public Key from https://discord.com/developers/applications, your application, General Information",
            Self::NoCorpus => "run salary-bot in its folder, or name folders of articles with --corpus or SALARY_BOT_CORPUS",
        }
    }
}

/// Every setting.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Settings")]
pub struct Config {
    /// Folders of articles, separated like PATH; may be given several times [default: corpus and corpus.local]
    #[arg(long, env = "SALARY_BOT_CORPUS", value_name = "DIR", global = true)]
    corpus: Vec<OsString>,
    /// Folder for the index and what servers chose [default: data]
    #[arg(long, env = "SALARY_BOT_DATA", value_name = "DIR", global = true)]
    data: Option<OsString>,
    /// What is logged to standard error, as `level` or `target=level,…` [default: warn,salary_bot=info]
    #[arg(long = "log", env = "RUST_LOG", value_name = "FILTER", global = true, hide_short_help = true)]
    log: Option<String>,
    /// The bot's token; better in the environment or a file, because other users see a program's flags
    #[arg(long = "token", env = "DISCORD_TOKEN", value_name = "TOKEN", global = true, hide_env_values = true, hide_short_help = true)]
    token: Option<Secret>,
    /// A file that holds the bot's token; read where no token is set
    #[arg(long = "token-file", env = "DISCORD_TOKEN_FILE", value_name = "FILE", global = true, hide_short_help = true)]
    token_file: Option<OsString>,
    /// The application's public key, which proves that a request to the HTTP endpoint is Discord's
    #[arg(long = "public-key", env = "DISCORD_PUBLIC_KEY", value_name = "HEX", global = true, hide_short_help = true)]
    public_key: Option<String>,
    /// Another Discord than the real one, for tests: an origin without path, for example http://127.0.0.1:4000
    #[arg(long = "api-base", env = "DISCORD_API_BASE", value_name = "URL", global = true, hide_short_help = true)]
    api_base: Option<String>,
    /// The word that a message to the bot begins with; empty switches it off, and with it the message content intent [default: !salary]
    #[arg(long = "prefix", env = "SALARY_BOT_PREFIX", value_name = "WORD", global = true, hide_short_help = true)]
    prefix: Option<String>,
    /// How to reach who runs the bot, for /privacy: a mail address, a link, a name on Discord
    #[arg(long = "contact", env = "SALARY_BOT_CONTACT", value_name = "TEXT", global = true, hide_short_help = true)]
    contact: Option<String>,
    /// Where the HTTP endpoint for interactions listens; none when unset
    #[arg(long = "listen", env = "SALARY_BOT_LISTEN", value_name = "ADDRESS:PORT", global = true, hide_short_help = true)]
    listen: Option<String>,
    /// The database for what servers chose, postgres://… or sqlite:FILE [default: a SQLite file in the data folder]
    #[arg(long = "database-url", env = "DATABASE_URL", value_name = "URL", global = true, hide_env_values = true, hide_short_help = true)]
    database_url: Option<Secret>,
}

/// The text, unless it is empty or blank.
fn filled(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|t| !t.is_empty())
}

impl Config {
    /// The bot's token: `DISCORD_TOKEN`, else what the file `DISCORD_TOKEN_FILE` holds.
    ///
    /// # Errors
    /// Where the file cannot be read or is empty.
    pub fn token(&self) -> Result<Option<Secret>, ConfigError> {
        if let Some(token) = filled(self.token.as_ref().map(Secret::expose)) {
            return Ok(Some(Secret(token.to_owned())));
        }
        let Some(path) = self.token_file.as_ref().filter(|p| !p.is_empty()).map(PathBuf::from) else { return Ok(None) };
        let text = std::fs::read_to_string(&path).map_err(|source| ConfigError::TokenFile { path: path.clone(), source })?;
        match filled(Some(&text)) {
            Some(token) => Ok(Some(Secret(token.to_owned()))),
            None => Err(ConfigError::EmptyTokenFile(path)),
        }
    }

    /// The application's public key, as given.
    pub fn public_key(&self) -> Option<&str> {
        filled(self.public_key.as_deref())
    }

    /// The origin of another Discord than the real one.
    ///
    /// # Errors
    /// Where it is set and no origin: the token must not go to a place that somebody mistyped.
    pub fn api_base(&self) -> Result<Option<&str>, ConfigError> {
        let Some(set) = filled(self.api_base.as_deref()) else { return Ok(None) };
        let origin = set.strip_suffix('/').unwrap_or(set);
        let host = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
        match host {
            Some(host) if !host.is_empty() && !host.contains(['/', '?', '#', '@', ' ']) => Ok(Some(origin)),
            _ => Err(ConfigError::ApiBase(set.to_owned())),
        }
    }

    /// The word that a message to the bot begins with; none where it is switched off by an empty value.
    pub fn prefix(&self) -> Option<&str> {
        match &self.prefix {
            Some(set) => filled(Some(set)),
            None => Some(DEFAULT_PREFIX),
        }
    }

    /// How to reach who runs the bot.
    pub fn contact(&self) -> Option<&str> {
        filled(self.contact.as_deref())
    }

    /// Where the HTTP endpoint listens.
    ///
    /// # Errors
    /// Where it is set and no address with a port.
    pub fn listen(&self) -> Result<Option<SocketAddr>, ConfigError> {
        filled(self.listen.as_deref()).map(|text| text.parse().map_err(|_| ConfigError::Listen(text.to_owned()))).transpose()
    }

    /// The database.
    pub fn database_url(&self) -> Option<Secret> {
        filled(self.database_url.as_ref().map(Secret::expose)).map(|url| Secret(url.to_owned()))
    }

    /// What is logged.
    pub fn log(&self) -> Option<&str> {
        filled(self.log.as_deref())
    }

    /// The folder for what the bot keeps.
    pub fn data(&self) -> PathBuf {
        self.data.as_ref().filter(|d| !d.is_empty()).map_or_else(|| PathBuf::from(DEFAULT_DATA), PathBuf::from)
    }

    /// The corpus folders that are set; empty where none is.
    pub fn corpus(&self) -> Vec<PathBuf> {
        self.corpus.iter().flat_map(std::env::split_paths).filter(|p| !p.as_os_str().is_empty()).collect()
    }

    /// The corpus folders to read: those that are set, else the default ones that exist in `here`, else those beside the
    /// program or above it, where `cargo run` finds the bundled articles from any folder.
    ///
    /// # Errors
    /// Where none is set and there is none.
    pub fn folders(&self, here: &Path, program: Option<&Path>) -> Result<Vec<PathBuf>, ConfigError> {
        let set = self.corpus();
        if !set.is_empty() {
            return Ok(set);
        }
        let in_folder = |folder: &Path| DEFAULT_CORPUS.iter().map(|name| folder.join(name)).filter(|p| p.is_dir()).collect::<Vec<_>>();
        let above = program.map(|p| p.ancestors().skip(1).take(ANCESTORS)).into_iter().flatten();
        let mut places = std::iter::once(here).chain(above);
        places.find_map(|folder| Some(in_folder(folder)).filter(|found| !found.is_empty())).ok_or(ConfigError::NoCorpus)
    }
}

/// Reads `.env` of `folder` into the environment: what the environment has already, even empty, stays.
///
/// # Errors
/// Where the file is there and cannot be read; the error names the line, never what it says.
pub fn read_dotenv(folder: &Path) -> Result<(), ConfigError> {
    let path = folder.join(".env");
    match dotenvy::from_path(&path) {
        Ok(()) => Ok(()),
        Err(dotenvy::Error::LineParse(bad, _)) => {
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            let line = text.lines().position(|l| bad.lines().next().is_some_and(|b| l.trim() == b.trim())).map_or(1, |at| at + 1);
            Err(ConfigError::DotEnv { line })
        }
        Err(dotenvy::Error::Io(e)) if e.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(dotenvy::Error::Io(e)) => Err(ConfigError::DotEnvFile(e)),
        Err(e) => Err(ConfigError::DotEnvFile(std::io::Error::other(e.to_string()))),
    }
}

#[cfg(test)]
mod tests {
    use clap::{Args as _, FromArgMatches as _};

    use super::*;

    fn parse(args: &[&str]) -> Config {
        // Without the environment of whoever runs the tests.
        let command = Config::augment_args(clap::Command::new("t")).mut_args(|a| a.env(None::<&str>));
        let matches = command.try_get_matches_from(std::iter::once(&"t").chain(args)).expect("arguments");
        Config::from_arg_matches(&matches).expect("a configuration")
    }

    #[test]
    fn what_is_not_set_has_its_default() {
        let config = parse(&[]);
        assert_eq!(config.prefix(), Some("!salary"));
        assert_eq!(config.data(), PathBuf::from("data"));
        assert!(config.token().expect("no file").is_none() && config.database_url().is_none());
        assert!(config.listen().expect("unset").is_none() && config.log().is_none() && config.corpus().is_empty());
    }

    #[test]
    fn an_empty_value_counts_as_unset_but_for_the_prefix() {
        let config = parse(&[
            "--token=",
            "--token-file=",
            "--public-key=",
            "--api-base= ",
            "--corpus=",
            "--data=",
            "--prefix=",
            "--contact= ",
            "--listen=",
            "--database-url=",
            "--log=",
        ]);
        assert!(config.token().expect("unset").is_none() && config.public_key().is_none() && config.api_base().expect("unset").is_none());
        assert!(config.corpus().is_empty() && config.listen().expect("unset").is_none());
        assert!(config.database_url().is_none() && config.log().is_none());
        assert_eq!(config.data(), PathBuf::from("data"));
        assert_eq!((config.prefix(), config.contact()), (None, None), "switched off");
    }

    #[test]
    fn folders_are_separated_like_path_and_repeated() {
        let joined = std::env::join_paths(["a", "b"]).expect("no separator in them").into_string().expect("UTF-8");
        let config = parse(&["--corpus", &joined, "--corpus", "c"]);
        assert_eq!(config.corpus(), ["a", "b", "c"].map(PathBuf::from));
        assert_eq!(config.folders(Path::new("."), None).expect("set"), ["a", "b", "c"].map(PathBuf::from));
    }

    #[test]
    fn the_bundled_corpus_is_found_here_then_above_the_program() {
        let root = tempfile::tempdir().expect("a folder");
        let here = root.path().join("elsewhere");
        let program = root.path().join("target/release/salary-bot");
        std::fs::create_dir_all(&here).expect("made");
        std::fs::create_dir_all(root.path().join("corpus")).expect("made");
        let config = parse(&[]);
        assert_eq!(config.folders(root.path(), None).expect("here"), [root.path().join("corpus")]);
        assert_eq!(config.folders(&here, Some(&program)).expect("above"), [root.path().join("corpus")]);
        assert!(matches!(config.folders(&here, None), Err(ConfigError::NoCorpus)));
        std::fs::create_dir_all(here.join("corpus.local")).expect("made");
        assert_eq!(config.folders(&here, Some(&program)).expect("here first"), [here.join("corpus.local")]);
    }

    #[test]
    fn a_token_comes_from_its_file_where_none_is_set() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("token");
        let path = file.to_str().expect("UTF-8");
        assert!(matches!(parse(&["--token-file", path]).token(), Err(ConfigError::TokenFile { .. })));
        std::fs::write(&file, "\n").expect("written");
        assert!(matches!(parse(&["--token-file", path]).token(), Err(ConfigError::EmptyTokenFile(_))));
        std::fs::write(&file, "from-file\n").expect("written");
        let token = |args: &[&str]| parse(args).token().expect("read").expect("a token").expose().to_owned();
        assert_eq!(token(&["--token-file", path]), "from-file");
        assert_eq!(token(&["--token-file", path, "--token", "direct"]), "direct");
    }

    #[test]
    fn an_address_is_checked() {
        assert_eq!(parse(&["--listen", "127.0.0.1:80"]).listen().expect("an address").map(|a| a.port()), Some(80));
        assert!(matches!(parse(&["--listen", "80"]).listen(), Err(ConfigError::Listen(_))));
        assert_eq!(parse(&["--api-base", "http://127.0.0.1:4000/"]).api_base().expect("an origin"), Some("http://127.0.0.1:4000"));
        for wrong in ["127.0.0.1:4000", "http://", "http://h/api/v10", "https://discord.com@evil.example"] {
            assert!(matches!(parse(&["--api-base", wrong]).api_base(), Err(ConfigError::ApiBase(_))), "{wrong}");
        }
    }

    #[test]
    fn secrets_are_not_shown() {
        let config = parse(&["--token", "very-secret", "--database-url", "postgres://u:very-secret@h/d"]);
        assert!(!format!("{config:?}").contains("very-secret"), "{config:?}");
        assert!(format!("{config:?}").contains("[redacted]"));
    }

    #[test]
    fn a_broken_dotenv_names_the_line_and_not_what_it_says() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(read_dotenv(folder.path()).is_ok(), "none is no error");
        std::fs::write(folder.path().join(".env"), "# a comment\n\nvery secret words\n").expect("written");
        let error = read_dotenv(folder.path()).expect_err("broken").to_string();
        assert!(error.contains(".env:3") && !error.contains("secret"), "{error}");
    }

    #[test]
    fn the_template_lists_just_the_settings() {
        let command = Config::augment_args(clap::Command::new("t"));
        let mut settings: Vec<&str> = command.get_arguments().filter_map(|a| a.get_env().and_then(|e| e.to_str())).collect();
        let mut listed: Vec<&str> = include_str!("../.env.example")
            .lines()
            .filter(|l| !l.starts_with("# ") && !l.is_empty())
            .filter_map(|l| l.trim_start_matches('#').split('=').next())
            .collect();
        settings.sort_unstable();
        listed.sort_unstable();
        assert_eq!(listed, settings);
    }
}
