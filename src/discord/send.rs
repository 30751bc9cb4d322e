//! Putting replies on the wire: our own JSON, tried again where Discord says so, plainer where it allows less.

use std::fmt;
use std::time::Duration;

use serde_json::{Value, json};
use serenity::all::{ApplicationId, ChannelId, CreateAttachment, Http, HttpError, InteractionId, LightMethod, MessageId, Request, Route};
use serenity::http::{Multipart, MultipartUpload};
use tokio::time::{sleep, timeout};

use super::commands::Drawn;
use super::memory::Posted;

/// How long a request may take: serenity's own client waits for ever.
pub(super) const REQUEST: Duration = Duration::from_secs(10);
/// How often a request is tried.
const TRIES: u32 = 3;
/// How long after a first failure the next try is made; doubled each time.
const BACK_OFF: Duration = Duration::from_millis(300);
/// The same where Discord is told too much and does not say for how long.
const TOO_MANY: Duration = Duration::from_secs(1);

/// What the file of a picture is called.
const PICTURE: &str = "pay.png";
/// The longest name of a thread, in characters.
const THREAD_NAME: usize = 100;
/// After how many minutes without a word a thread is archived: a day.
const ARCHIVED_AFTER: u32 = 1440;

/// What Discord, or the way to it, has against a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trouble {
    /// It may work later: 429, 5xx, or nothing arrived.
    Later {
        /// The HTTP status; none where there was no answer.
        status: Option<u16>,
    },
    /// 401.
    Unauthorized,
    /// 50013: a permission is missing.
    NotAllowed,
    /// 160002: a reply needs a permission that a message does not.
    NoReplies,
    /// 40060: the interaction has its response.
    Answered,
    /// 10003, 10008, 10015, 10062, 50001, 50007: what it was for is gone or closed to the bot.
    Gone,
    /// Anything else.
    Other {
        /// The HTTP status; none where there was no answer.
        status: Option<u16>,
        /// Discord's own code.
        code: isize,
    },
}

impl Trouble {
    /// Reads serenity's error. Its text is not kept: it may hold addresses with ids and tokens in them.
    pub(super) fn of(error: &serenity::Error) -> Self {
        match error {
            serenity::Error::Http(HttpError::UnsuccessfulRequest(refusal)) => {
                let status = refusal.status_code.as_u16();
                match (status, refusal.error.code) {
                    (401, _) => Self::Unauthorized,
                    (429 | 500..=599, _) => Self::Later { status: Some(status) },
                    (_, 50013) => Self::NotAllowed,
                    (_, 160_002) => Self::NoReplies,
                    (_, 40060) => Self::Answered,
                    (_, 10003 | 10008 | 10015 | 10062 | 50001 | 50007) => Self::Gone,
                    (_, code) => Self::Other { status: Some(status), code },
                }
            }
            serenity::Error::Http(HttpError::Request(_)) => Self::Later { status: None },
            _ => Self::Other { status: None, code: 0 },
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Later { status: None } => f.write_str("no answer"),
            Self::Later { status: Some(status) } => write!(f, "HTTP {status}"),
            Self::Unauthorized => f.write_str("HTTP 401, the token is refused"),
            Self::NotAllowed => f.write_str("50013, a permission is missing"),
            Self::NoReplies => f.write_str("160002, no permission to reply"),
            Self::Answered => f.write_str("40060, answered already"),
            Self::Gone => f.write_str("gone, or closed to the bot"),
            Self::Other { status: Some(status), code } => write!(f, "HTTP {status}, code {code}"),
            Self::Other { status: None, .. } => f.write_str("an answer that cannot be read"),
        }
    }
}

/// Where a reply goes.
#[derive(Debug, Clone, Copy)]
pub(super) struct To {
    /// The channel.
    pub channel: ChannelId,
    /// The message that is answered.
    pub message: MessageId,
    /// Whether the reply points at that message: not where it stands in another channel.
    pub pointing: bool,
}

impl To {
    /// Below the message that is answered.
    pub(super) fn answering(channel: ChannelId, message: MessageId) -> Self {
        Self { channel, message, pointing: true }
    }
}

/// One request, tried again where that may help.
async fn request(http: &Http, method: LightMethod, route: Route<'_>, body: &Value) -> Result<Value, Trouble> {
    request_with(http, method, route, body, None).await
}

/// The same with a picture, which the body describes.
async fn request_with(http: &Http, method: LightMethod, route: Route<'_>, body: &Value, picture: Option<&Drawn>) -> Result<Value, Trouble> {
    // A value of strings, numbers and lists always has JSON.
    let bytes = if body.is_null() { None } else { Some(serde_json::to_vec(body).map_err(|_| Trouble::Other { status: None, code: 0 })?) };
    let mut tried = 0;
    loop {
        let sent = match picture {
            Some(picture) => http.request(Request::new(route, method).multipart(Some(Multipart {
                upload: MultipartUpload::Attachments(vec![CreateAttachment::bytes(picture.png.clone(), PICTURE)]),
                fields: Vec::new(),
                payload_json: bytes.clone().and_then(|bytes| String::from_utf8(bytes).ok()),
            }))),
            None => http.request(Request::new(route, method).body(bytes.clone())),
        };
        let trouble = match timeout(REQUEST, sent).await {
            Ok(Ok(response)) => {
                // 204 has no body, and what is sent is sent, whatever the answer to it looks like.
                let body = timeout(REQUEST, response.bytes()).await;
                return Ok(body.ok().and_then(Result::ok).and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or(Value::Null));
            }
            Ok(Err(error)) => {
                // The error itself holds the request's address, and with it an interaction's token.
                let trouble = Trouble::of(&error);
                tracing::debug!(%trouble, "refused");
                trouble
            }
            Err(_) => Trouble::Later { status: None },
        };
        tried += 1;
        match trouble {
            Trouble::Later { status } if tried < TRIES => {
                let first = if status == Some(429) { TOO_MANY } else { BACK_OFF };
                tracing::debug!(%trouble, tried, "trying again");
                sleep(first * 2_u32.pow(tried - 1)).await;
            }
            _ => return Err(trouble),
        }
    }
}

/// Replies to a message with what `draft` gives for "may there be embeds?"; plainer, and without pointing at the message,
/// where Discord allows no more. What was posted, where it was.
pub(super) async fn reply(http: &Http, to: To, mut picture: Option<&Drawn>, draft: impl Fn(bool) -> Option<Value>) -> Option<Posted> {
    let rich = draft(true)?;
    let mut pointing = to.pointing;
    let mut body = described(message(rich, to, pointing), picture);
    // Each turn takes something away, so this ends.
    loop {
        let route = Route::ChannelMessages { channel_id: to.channel };
        match request_with(http, LightMethod::Post, route, &body, picture).await {
            Ok(sent) => {
                let id = id(&sent)?;
                if has_embeds(&body)
                    && !has_embeds(&sent)
                    && let Some(plain) = draft(false)
                {
                    plainer(http, to.channel, id, plain).await;
                }
                return Some(Posted { channel: to.channel.get(), message: id.get() });
            }
            Err(Trouble::NotAllowed) if picture.take().is_some() => drop_key(&mut body, "attachments"),
            Err(Trouble::NotAllowed) if has_embeds(&body) => body = message(draft(false)?, to, pointing),
            Err(Trouble::NoReplies) if pointing => {
                pointing = false;
                drop_key(&mut body, "message_reference");
            }
            Err(trouble) => {
                given_up(trouble, "a reply");
                return None;
            }
        }
    }
}

/// Begins a thread below a message; none where that is not allowed, or fails.
pub(super) async fn thread(http: &Http, below: To, name: &str) -> Option<ChannelId> {
    let route = Route::ChannelMessageThreads { channel_id: below.channel, message_id: below.message };
    let name: String = name.chars().take(THREAD_NAME).collect();
    match request(http, LightMethod::Post, route, &json!({ "name": name, "auto_archive_duration": ARCHIVED_AFTER })).await {
        Ok(thread) => id(&thread).map(|id| ChannelId::new(id.get())),
        Err(trouble) => {
            tracing::debug!(%trouble, "no thread");
            None
        }
    }
}

/// Deletes a message of the bot's; whether it is gone.
pub(super) async fn delete(http: &Http, channel: ChannelId, message: u64) -> bool {
    let route = Route::ChannelMessage { channel_id: channel, message_id: MessageId::new(message) };
    match request(http, LightMethod::Delete, route, &Value::Null).await {
        Ok(_) | Err(Trouble::Gone) => true,
        Err(trouble) => {
            given_up(trouble, "a deletion");
            false
        }
    }
}

/// Answers an interaction at once: type 4 with a message, 8 with choices.
pub(super) async fn respond(http: &Http, interaction: InteractionId, token: &str, mut response: Value, picture: Option<&Drawn>) -> Result<(), Trouble> {
    if picture.is_some() {
        response["data"] = described(response["data"].take(), picture);
    }
    let route = Route::InteractionResponse { interaction_id: interaction, token };
    match request_with(http, LightMethod::Post, route, &response, picture).await {
        // A try that seemed to fail had arrived.
        Ok(_) | Err(Trouble::Answered) => Ok(()),
        Err(trouble) => {
            given_up(trouble, "a response");
            Err(trouble)
        }
    }
}

/// Puts the answer where "thinking…" stands.
pub(super) async fn respond_late(http: &Http, application: ApplicationId, token: &str, reply: Value, picture: Option<&Drawn>) {
    let mut reply = described(reply, picture);
    // Whether only the asker sees it was settled by the deferral, and an edit may not say it.
    drop_key(&mut reply, "flags");
    let route = Route::WebhookOriginalInteractionResponse { application_id: application, token };
    if let Err(trouble) = request_with(http, LightMethod::Patch, route, &reply, picture).await {
        given_up(trouble, "a late response");
    }
}

/// Deletes the message that a response belongs to: for a button, the one it stands under.
pub(super) async fn delete_original(http: &Http, application: ApplicationId, token: &str) {
    let route = Route::WebhookOriginalInteractionResponse { application_id: application, token };
    if let Err(trouble) = request(http, LightMethod::Delete, route, &Value::Null).await {
        given_up(trouble, "a deletion");
    }
}

/// A message's first embeds were dropped on the way: the text takes their place.
async fn plainer(http: &Http, channel: ChannelId, id: MessageId, mut plain: Value) {
    drop_key(&mut plain, "flags");
    let route = Route::ChannelMessage { channel_id: channel, message_id: id };
    if let Err(trouble) = request(http, LightMethod::Patch, route, &plain).await {
        given_up(trouble, "a plain reply");
    }
}

/// A reply as a message of a channel.
fn message(mut body: Value, to: To, pointing: bool) -> Value {
    // In a channel there is no "only you see this"; where that matters the text was made for it.
    drop_key(&mut body, "flags");
    body["allowed_mentions"] = json!({ "parse": [], "replied_user": false });
    // A second try, or an event that comes twice, must not become a second message.
    body["nonce"] = json!(to.message.to_string());
    body["enforce_nonce"] = json!(true);
    if pointing {
        body["message_reference"] = json!({ "message_id": to.message.to_string(), "fail_if_not_exists": false });
    }
    body
}

/// A message that says of its picture what is in it.
fn described(mut body: Value, picture: Option<&Drawn>) -> Value {
    if let Some(picture) = picture {
        body["attachments"] = json!([{ "id": 0, "filename": PICTURE, "description": picture.alt }]);
    }
    body
}

fn given_up(trouble: Trouble, what: &str) {
    match trouble {
        Trouble::Gone | Trouble::Answered | Trouble::NotAllowed | Trouble::NoReplies => tracing::debug!(%trouble, what, "not sent"),
        Trouble::Later { .. } | Trouble::Unauthorized | Trouble::Other { .. } => tracing::warn!(%trouble, what, "not sent"),
    }
}

fn has_embeds(message: &Value) -> bool {
    message["embeds"].as_array().is_some_and(|embeds| !embeds.is_empty())
}

fn id(message: &Value) -> Option<MessageId> {
    message["id"].as_str()?.parse().ok().map(MessageId::new)
}

fn drop_key(body: &mut Value, key: &str) {
    if let Some(fields) = body.as_object_mut() {
        fields.shift_remove(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_in_a_channel_pings_nobody_and_is_sent_once() {
        let to = To::answering(ChannelId::new(1), MessageId::new(2));
        let body = message(json!({ "content": "x", "flags": 64, "allowed_mentions": { "parse": ["users"] } }), to, true);
        assert_eq!(
            body,
            json!({
                "content": "x",
                "allowed_mentions": { "parse": [], "replied_user": false },
                "nonce": "2",
                "enforce_nonce": true,
                "message_reference": { "message_id": "2", "fail_if_not_exists": false },
            })
        );
    }
}
