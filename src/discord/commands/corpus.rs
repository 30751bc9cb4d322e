//! `/corpus`: what the articles hold, reading them again, and a server's own ones, for who may manage the server.

use serde_json::{Value, json};

use super::permissions::MANAGE_GUILD;
use super::{Call, Command, Desk, Reply, Run, article, feedback, lines, settings, sources};
use crate::reply;

/// Discord's type of an option that is a file.
const ATTACHMENT: u8 = 11;
/// How many broken files are named.
const NAMED: usize = 5;

pub(super) const COMMAND: Command = Command { name: "corpus", definition, run: Run::Message(run), complete: |_, _| Vec::new(), quiet: true };

fn definition() -> Value {
    let subcommand = |name: &str, description: &str| json!({ "type": 1, "name": name, "description": description });
    let with = |name: &str, description: &str, option: &Value| json!({ "type": 1, "name": name, "description": description, "options": [option] });
    let file = json!({ "type": ATTACHMENT, "name": "file", "description": "Markdown, text or HTML, at most 256 kB", "required": true });
    let name = json!({ "type": 3, "name": "name", "description": "Its name", "required": true, "autocomplete": true, "max_length": 100 });
    json!({
        "description": "The articles that I answer from",
        "default_member_permissions": MANAGE_GUILD.to_string(),
        "contexts": [0],
        "integration_types": [0],
        "options": [
            subcommand("status", "How many articles and figures there are, how old, and which files are broken"),
            subcommand("reload", "Read the articles again now"),
            with("add", "Add an article for this server alone; you see first what I read in it", &file),
            with("remove", "Remove an article of this server", &name),
            subcommand("list", "The articles of this server"),
            subcommand("feedback", "What people here said of figures; hide one, or show it again"),
            subcommand("gaps", "What was asked for here and not found"),
        ],
    })
}

fn run(call: Call, desk: Desk) -> Reply {
    Box::pin(async move {
        if !settings::may(call.permissions) {
            return reply::notice(settings::REFUSED, true).into();
        }
        let mut said = Vec::new();
        if let (Some(spot), Some((what, call))) = (call.spot, call.subcommand()) {
            match what {
                "add" => return article::attach(&call, spot, &desk).await.into(),
                "remove" => return reply::notice(&article::remove(&call, spot, &desk).await, true).into(),
                "list" => return lines(&article::list(spot, &desk).await, true).into(),
                "feedback" => return feedback::list(spot, &desk).await.into(),
                "gaps" => return lines(&feedback::gaps(spot, &desk).await, true).into(),
                _ => {}
            }
        }
        if call.subcommand().is_some_and(|(name, _)| name == "reload") {
            let library = desk.library.clone();
            said.push(match tokio::task::spawn_blocking(move || library.reload()).await {
                Ok(Ok(_)) => "The articles were read again.".to_owned(),
                Ok(Err(error)) => {
                    tracing::error!(%error, "the articles could not be read again");
                    "The articles could not be read again; those of before go on answering. The operator's log says why.".to_owned()
                }
                Err(_) => return super::sorry().into(),
            });
        }
        said.extend(status(&desk));
        lines(&said, true).into()
    })
}

fn status(desk: &Desk) -> Vec<String> {
    let mut said = sources::held(desk.engine(None).summary());
    let broken = desk.library.broken();
    said.push(match broken.len() {
        0 => "No file is broken.".to_owned(),
        1 => "One file is broken and left out:".to_owned(),
        n => format!("{n} files are broken and left out:"),
    });
    // Where a file lies on the operator's machine is nobody's business here.
    let shown = |problem: &String| format!("• {}", problem.rsplit(['/', '\\']).next().unwrap_or(problem));
    said.extend(broken.iter().take(NAMED).map(shown));
    if broken.len() > NAMED {
        said.push(format!("and {} more", broken.len() - NAMED));
    }
    said
}
