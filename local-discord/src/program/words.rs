//! What the program says.

use local_discord::{LocalDiscord, Setup, Violation};

/// Characters of a body that broke a rule.
const SHOWN: usize = 400;

/// What only the setup knows, kept until the server has its port.
pub(super) struct Welcome {
    application: u64,
    guilds: String,
}

impl Welcome {
    pub(super) fn of(setup: &Setup) -> Self {
        let mut guilds = String::new();
        for guild in &setup.guilds {
            let channels: Vec<String> = guild.channels.iter().map(|channel| format!("#{} {}", channel.name, channel.id)).collect();
            let people: Vec<&str> = guild.members.iter().map(|member| member.user.name.as_str()).collect();
            guilds += &format!("\nGuild \"{}\" {}\n  {}\n  {}\n", guild.name, guild.id, channels.join(", "), people.join(", "));
        }
        Self { application: setup.bot.id, guilds }
    }

    /// Where everything is, and how to point a bot at it.
    pub(super) fn text(&self, discord: &LocalDiscord) -> String {
        let Self { application, guilds } = self;
        let public_key = discord.public_key();
        let (url, rest, gateway) = (discord.url(), discord.api_url(), discord.gateway_url());
        let (token, port) = (discord.token(), discord.addr().port());
        format!(
            "\
local-discord listens on {url}

  REST            {rest}
  gateway         {gateway}
  token           {token}
  application id  {application}
  public key      {public_key}
  page            {url}/
  from elsewhere  ssh -L {port}:127.0.0.1:{port} USER@THIS-MACHINE

Point a bot at it:
  discord.js      new Client({{ intents, rest: {{ api: \"{url}/api\" }} }})
  discord.py      discord.http.Route.BASE = \"{rest}\"
                  discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(\"{gateway}\")
  serenity        HttpBuilder::new(token).proxy(\"{url}\").ratelimiter_disabled(true)
{guilds}
Rules that the bot breaks appear here. Ctrl-C ends it."
        )
    }
}

/// A broken rule in a few lines.
pub(super) fn violation(broken: &Violation) -> String {
    let Violation { method, path, code, message, errors, body, .. } = broken;
    let place = if method == "GATEWAY" { format!("gateway, opcode {path}") } else { format!("{method} {path}") };
    let mut text = format!("\nBROKEN RULE  {place}\n  {code} {message}");
    for error in errors {
        text += &format!("\n  {}: {} ({})", error.path, error.message, error.code);
    }
    if !body.is_null() {
        let sent = body.to_string();
        let more = if sent.chars().nth(SHOWN).is_some() { " …" } else { "" };
        text += &format!("\n  sent: {}{more}", sent.chars().take(SHOWN).collect::<String>());
    }
    text
}
