//! The application itself. Discord docs: resources/application.

use serde_json::Value;

use super::{Answer, Reply, incoming::Incoming};
use crate::{
    api_error::ApiError,
    check,
    endpoint::{self, Target},
    server::Server,
    world::World,
};

const URL: &str = "interactions_endpoint_url";

/// Tries a new interactions endpoint before the application is changed, which takes too long for the world's lock. Any
/// other request passes.
pub(super) async fn try_endpoint(server: &Server, incoming: &Incoming, segments: &[&str]) -> Result<(), ApiError> {
    let Some(url) = incoming.body.get(URL).and_then(Value::as_str).filter(|_| incoming.method == "PATCH" && *segments == ["applications", "@me"]) else {
        return Ok(());
    };
    // Nobody is called on behalf of a stranger, or of a form that is refused anyway.
    let allowed = server.read(|world| incoming.authorization.as_deref() == Some(&format!("Bot {}", world.setup.bot.token)));
    if !allowed || check::application(&incoming.body).is_err() {
        return Ok(());
    }
    let tried = match Target::parse(url) {
        Ok(target) => endpoint::verify(server, &target).await,
        Err(why) => Err(why),
    };
    tried.map_err(|why| {
        tracing::warn!(url, why, "the interactions endpoint is refused");
        ApiError::endpoint_refused(URL, &why)
    })
}

/// PATCH of the application. An endpoint has been tried by [`try_endpoint`].
pub(super) fn edit(world: &mut World, incoming: &Incoming) -> Answer {
    check::application(&incoming.body)?;
    for (key, value) in incoming.body.as_object().into_iter().flatten() {
        if key == URL {
            world.endpoint.target = value.as_str().and_then(|url| Target::parse(url).ok());
        } else {
            // An absent description is an empty one; the other fields can be null.
            let value = if key == "description" && value.is_null() { Value::from("") } else { value.clone() };
            world.application.insert(key.clone(), value);
        }
    }
    Ok(Reply::Json(world.application_json()))
}
