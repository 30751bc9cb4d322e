//! Deleting what the bot said within the last hour: where something went wrong, moderators want it gone at once.

use std::time::Duration;

use serenity::all::{ChannelId, GetMessages, Http, MessageId, UserId};
use tokio::time::timeout;

use super::events::now;
use super::send::{self, REQUEST};

const HOUR: i64 = 60 * 60;
/// Messages that Discord lists at once, and how often it is asked in one channel: an hour of a very busy one.
const PAGE: u8 = 100;
const PAGES: usize = 20;
/// All of it may take so long: the interaction that asked for it lives for 15 minutes.
const PATIENCE: Duration = Duration::from_secs(10 * 60);

/// Deletes the bot's messages of the last hour in these channels. What there is to say about it.
pub(super) async fn last_hour(http: &Http, channels: &[u64]) -> String {
    let mut seen: Vec<u64> = Vec::new();
    let (mut gone, mut left, mut closed) = (0_usize, 0_usize, 0_usize);
    let all = async {
        let Ok(Ok(me)) = timeout(REQUEST, http.get_current_user()).await else { return false };
        for channel in channels {
            if seen.contains(channel) || *channel == 0 {
                continue;
            }
            seen.push(*channel);
            match own(http, ChannelId::new(*channel), me.id).await {
                Some(messages) => {
                    for message in messages {
                        *if send::delete(http, ChannelId::new(*channel), message).await { &mut gone } else { &mut left } += 1;
                    }
                }
                None => closed += 1,
            }
        }
        true
    };
    let reached = timeout(PATIENCE, all).await.unwrap_or(true);
    if !reached {
        return "Discord does not answer me just now. Try again in a minute.".to_owned();
    }
    let mut said = match gone {
        0 => "I said nothing within the last hour that could be deleted.".to_owned(),
        1 => "I deleted one message of the last hour.".to_owned(),
        n => format!("I deleted {n} messages of the last hour."),
    };
    if left > 0 {
        said.push_str(&format!(" {left} could not be deleted."));
    }
    if closed > 0 {
        said.push_str(&format!(" {closed} of the channels cannot be read: I need View Channel and Read Message History there."));
    }
    said
}

/// The bot's messages of the last hour in a channel; none where it cannot be read.
async fn own(http: &Http, channel: ChannelId, me: UserId) -> Option<Vec<u64>> {
    let since = now() - HOUR;
    let mut before: Option<MessageId> = None;
    let mut found = Vec::new();
    for _ in 0..PAGES {
        let page = GetMessages::new().limit(PAGE);
        let page = before.map_or(page, |before| page.before(before));
        let messages = timeout(REQUEST, channel.messages(http, page)).await.ok()?.ok()?;
        let recent = messages.iter().take_while(|message| message.id.created_at().unix_timestamp() >= since);
        found.extend(recent.filter(|message| message.author.id == me).map(|message| message.id.get()));
        let Some(last) = messages.last().filter(|last| messages.len() == usize::from(PAGE) && last.id.created_at().unix_timestamp() >= since) else { break };
        before = Some(last.id);
    }
    Some(found)
}
