//! Independent judges, for test suites: Discord's OpenAPI file and twilight judge every request besides the checks written
//! by hand, and both read what the server itself sends. Each judge knows what the others overlook.

mod exceptions;
mod hand;
mod openapi;
mod reader;
mod twilight;

use std::{path::PathBuf, sync::Arc};

use serde_json::Value;

use crate::{
    Error, FieldError, Judge, OwnMistake, Setup,
    api_error::ApiError,
    record::Log,
    rest::{Answer, Reply, incoming::Incoming},
    server::Server,
};
use openapi::Spec;

/// Where the path of Discord's OpenAPI file is looked for if [`Setup::openapi`] does not tell it.
const OPENAPI: &str = "LOCAL_DISCORD_OPENAPI";

/// The judges of one server.
#[derive(Clone, Debug)]
pub(crate) struct Judges {
    spec: Option<Arc<Spec>>,
}

impl Judges {
    pub(crate) fn open(setup: &Setup) -> Result<Self, Error> {
        let path = setup.openapi.clone().or_else(|| std::env::var_os(OPENAPI).filter(|path| !path.is_empty()).map(PathBuf::from));
        let Some(path) = path else {
            tracing::info!("{OPENAPI} is not set: requests are not judged by Discord's OpenAPI file");
            return Ok(Self { spec: None });
        };
        let spec = Spec::open(&path).map_err(|why| Error::OpenApi { path, why })?;
        Ok(Self { spec: Some(spec) })
    }

    pub(crate) fn names(&self) -> Vec<Judge> {
        let openapi = self.spec.as_ref().map(|_| Judge::OpenApi);
        [Judge::Hand].into_iter().chain(openapi).chain([Judge::Twilight]).collect()
    }

    /// What the judges besides [`Judge::Hand`] have against a request.
    fn request(&self, incoming: &Incoming, segments: &[&str]) -> Vec<(Judge, FieldError)> {
        let openapi = self.spec.iter().flat_map(|spec| spec.request(incoming, segments)).map(|error| (Judge::OpenApi, error));
        let twilight = twilight::request(incoming, segments).into_iter().map(|error| (Judge::Twilight, error));
        openapi.chain(twilight).collect()
    }
}

/// Refuses a request that a judge besides the checks by hand objects to, before it has any effect. Those checks are asked
/// as well, since they know Discord's own names of errors.
pub(crate) fn refusal(server: &Server, incoming: &Incoming, segments: &[&str]) -> Option<ApiError> {
    if !is_known(server, incoming, segments) {
        return None;
    }
    let found = server.judges.request(incoming, segments);
    if found.is_empty() {
        return None;
    }
    let opinion = server.read(|world| hand::opinion(world, incoming, segments));
    let mut refusal = opinion.err().unwrap_or_else(|| ApiError { judges: Vec::new(), ..ApiError::form(Vec::new()) });
    for (judge, error) in found {
        if !refusal.judges.contains(&judge) {
            refusal.judges.push(judge);
        }
        let below = format!("{}.", error.path);
        let told = |known: &FieldError| error.path.is_empty() || known.path == error.path || known.path.starts_with(&below);
        if !refusal.errors.iter().any(told) {
            refusal.errors.push(error);
        }
    }
    Some(refusal)
}

/// Whether a request comes from the bot, in the API's version: others are turned away before anything is judged.
fn is_known(server: &Server, incoming: &Incoming, segments: &[&str]) -> bool {
    let own_token = matches!(segments, ["interactions" | "webhooks", ..]);
    let bot = || server.read(|world| incoming.authorization.as_deref() == Some(&format!("Bot {}", world.setup.bot.token)));
    incoming.path.starts_with("/api/v10/") && (own_token || bot())
}

/// Lets the independent readers read an answer of the server's own, and keeps what they could not read.
pub(crate) fn read_answer(server: &Server, incoming: &Incoming, segments: &[&str], answer: Answer) -> Answer {
    let (status, body) = match &answer {
        Ok(Reply::Json(body)) => (200, body),
        Ok(Reply::Created(body)) => (201, body),
        Ok(Reply::Empty) => (204, &Value::Null),
        Err(_) => return answer,
    };
    let openapi = server.judges.spec.iter().flat_map(|spec| spec.answer(&incoming.method, segments, status, body));
    let openapi = openapi.map(|error| (Judge::OpenApi, format!("{}: {}", error.path, error.message)));
    let twilight = reader::answer(&incoming.method, segments, body).map(|message| (Judge::Twilight, message));
    let found: Vec<_> = openapi.chain(twilight).collect();
    if !found.is_empty() {
        let what = format!("{} {}", incoming.method, incoming.path);
        server.change(|world| found.into_iter().for_each(|(reader, message)| keep(&mut world.log, reader, &what, message, body)));
    }
    answer
}

/// The same for an event.
pub(crate) fn read_event(log: &mut Log, event: &str, data: &Value) {
    if let Some(message) = reader::event(event, data) {
        keep(log, Judge::Twilight, event, message, data);
    }
}

fn keep(log: &mut Log, reader: Judge, what: &str, message: String, payload: &Value) {
    tracing::error!(what, %reader, message, "local-discord sent something that cannot be read");
    log.own_mistakes.push(OwnMistake { what: what.to_owned(), reader, message, payload: payload.clone() });
}
