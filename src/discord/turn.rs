//! One interaction's turn: the first response in time, a deferral where the answer takes longer, and what comes after.

use std::time::Duration;

use serde_json::Value;
use serenity::all::{ApplicationId, Http, InteractionId};
use tokio::time::timeout;

use super::commands::{Done, Handling, Then, Work};
use super::{clean_up, send};
use crate::reply;

/// What can be responded in time.
pub(super) enum First {
    /// All of it.
    Done(Done),
    /// A deferral, and the work that goes on.
    Later(Value, Work),
}

/// Works on an interaction for as long as its asker can be left without a sign.
pub(super) async fn first(handling: Handling, defer_after: Duration) -> First {
    let Handling { mut work, deferral } = handling;
    let Some(deferral) = deferral else { return First::Done(work.await) };
    // Even a timer of no time lets a quick answer through.
    let in_time = if defer_after.is_zero() { None } else { timeout(defer_after, &mut work).await.ok() };
    match in_time {
        Some(done) => First::Done(done),
        None => First::Later(deferral, work),
    }
}

/// Answers an interaction by Discord's REST interface, as the gateway demands.
pub(super) async fn by_rest(http: &Http, interaction: &Value, handling: Handling, defer_after: Duration) {
    finish(http, interaction, first(handling, defer_after).await).await;
}

/// Sends the first response by REST, and what comes after it.
pub(super) async fn finish(http: &Http, interaction: &Value, first: First) {
    let id = |key: &str| interaction[key].as_str().and_then(|id| id.parse::<u64>().ok()).filter(|id| *id != 0);
    let (Some(number), Some(application), Some(token)) = (id("id"), id("application_id"), interaction["token"].as_str()) else {
        return tracing::debug!("an interaction without id or token");
    };
    let (number, application) = (InteractionId::new(number), ApplicationId::new(application));
    // Whether a response arrived is logged where it is sent; nobody else is left to tell.
    match first {
        First::Done(Done { response, then, picture }) => {
            if send::respond(http, number, token, response, picture.as_deref()).await.is_ok() {
                after(http, application, token, then).await;
            }
        }
        First::Later(deferral, work) => {
            if send::respond(http, number, token, deferral, None).await.is_ok() {
                let mut done = work.await;
                send::respond_late(http, application, token, done.take_message(), done.picture.as_deref()).await;
                after(http, application, token, done.then).await;
            }
        }
    }
}

/// What a response alone cannot do.
async fn after(http: &Http, application: ApplicationId, token: &str, then: Option<Then>) {
    match then {
        None => {}
        Some(Then::DeleteOriginal) => send::delete_original(http, application, token).await,
        Some(Then::CleanUp(channels)) => {
            let said = clean_up::last_hour(http, &channels).await;
            send::respond_late(http, application, token, reply::notice(&said, true), None).await;
        }
    }
}
