//! `/settings`: what a server's moderators choose. The panel itself is in [`super::panel`].

use serde_json::{Value, json};

use super::permissions::{ADMINISTRATOR, MANAGE_GUILD};
use super::{Call, Command, Desk, Reply, Run, panel};
use crate::reply;

pub(super) const COMMAND: Command = Command { name: "settings", definition, run: Run::Message(run), complete: |_, _| Vec::new(), quiet: true };

/// What somebody is told who may not change settings.
pub(super) const REFUSED: &str = "Only who may manage this server can change my settings. Ask a moderator.";

/// Whether somebody with these permissions may change settings: Discord's own command permissions may narrow it, not widen.
pub(super) fn may(permissions: u64) -> bool {
    permissions & (MANAGE_GUILD | ADMINISTRATOR) != 0
}

fn definition() -> Value {
    let subcommand = |name: &str, description: &str| json!({ "type": 1, "name": name, "description": description });
    json!({
        "description": "Where and how I answer in this server",
        "default_member_permissions": MANAGE_GUILD.to_string(),
        "contexts": [0],
        "integration_types": [0],
        "options": [
            subcommand("view", "See and change what is chosen"),
            subcommand("pause", "I say nothing more here, at once"),
            subcommand("resume", "I answer again"),
            subcommand("clean-up", "Delete what I said here and in the career channels within the last hour"),
            subcommand("erase", "Erase all that I keep of this server"),
        ],
    })
}

fn run(call: Call, desk: Desk) -> Reply {
    Box::pin(async move {
        let Some(spot) = call.spot else { return reply::notice("Settings belong to a server. Use this there.", true).into() };
        if !may(call.permissions) {
            return reply::notice(REFUSED, true).into();
        }
        let paused = |on: bool| {
            let store = desk.store.clone();
            async move { store.change(spot.server, |choices| choices.paused = on).await }
        };
        let said = match call.subcommand() {
            Some(("pause", _)) => {
                paused(true).await.map(|_| "I am paused here: no answer, no command but /settings, /privacy, /mydata and /help. /settings resume ends it.")
            }
            Some(("resume", _)) => paused(false).await.map(|_| "I answer here again."),
            Some(("clean-up", _)) => {
                let mut channels = desk.choices(spot.server).await.channels.clone();
                channels.insert(0, spot.channel);
                return panel::cleaning(channels);
            }
            Some(("erase", _)) => return panel::sure_to_erase().into(),
            _ => return panel::page(&desk, spot.server).await.into(),
        };
        reply::notice(&said.map_or_else(|error| panel::failed(&error), str::to_owned), true).into()
    })
}
