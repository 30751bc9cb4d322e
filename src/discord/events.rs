//! What the gateway tells: ready, servers and threads, a message, an interaction.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use serenity::all::{
    ChannelId, Context, EventHandler, Guild, GuildChannel, GuildId, Interaction, Message, MessageId, MessageType, PartialGuildChannel, Ready,
    ThreadListSyncEvent, UnavailableGuild,
};
use tokio::sync::Semaphore;

use super::commands::{self, Desk};
use super::{messages, register, turn};

/// Handles the gateway's events.
pub(super) struct Events {
    desk: Desk,
    defer_after: Duration,
    under_way: Arc<Semaphore>,
    registered: Arc<AtomicBool>,
    me: AtomicU64,
}

impl Events {
    pub(super) fn new(desk: Desk, defer_after: Duration, under_way: Arc<Semaphore>, registered: Arc<AtomicBool>) -> Self {
        Self { desk, defer_after, under_way, registered, me: AtomicU64::new(0) }
    }

    fn thread(&self, thread: &GuildChannel) {
        self.desk.memory.thread(thread.id.get(), thread.parent_id.map(ChannelId::get));
    }
}

#[serenity::async_trait]
impl EventHandler for Events {
    async fn ready(&self, ctx: Context, ready: Ready) {
        self.me.store(ready.user.id.get(), Ordering::Relaxed);
        tracing::info!(servers = ready.guilds.len(), prefix = self.desk.prefix().is_some(), "connected to Discord");
        // READY comes for every shard and again after a lost session.
        if self.registered.swap(true, Ordering::Relaxed) {
            return;
        }
        match register::update(&ctx.http, ready.application.id, false).await {
            Ok(registered) => {
                tracing::info!(changed = registered.changed.len(), removed = registered.removed.len(), "commands are registered");
                tracing::info!("invite the bot: {}", registered.invite);
            }
            Err(error) => {
                tracing::warn!(%error, "commands are not registered; tried again at the next connection");
                self.registered.store(false, Ordering::Relaxed);
            }
        }
    }

    async fn guild_create(&self, _: Context, guild: Guild, _: Option<bool>) {
        for thread in &guild.threads {
            self.thread(thread);
        }
        if let Err(error) = self.desk.store.returned(guild.id.get()).await {
            tracing::warn!(%error, "that the bot is in a server again is not noted");
        }
    }

    async fn guild_delete(&self, _: Context, incomplete: UnavailableGuild, _: Option<Guild>) {
        // Unavailable is an outage of Discord's.
        if incomplete.unavailable {
            return;
        }
        if let Err(error) = self.desk.store.left(incomplete.id.get(), now()).await {
            tracing::warn!(%error, "that the bot left a server is not noted: its data stays until it is noted at another time");
        }
    }

    async fn thread_create(&self, _: Context, thread: GuildChannel) {
        self.thread(&thread);
    }

    async fn thread_update(&self, _: Context, _: Option<GuildChannel>, thread: GuildChannel) {
        self.thread(&thread);
    }

    async fn thread_delete(&self, _: Context, thread: PartialGuildChannel, _: Option<GuildChannel>) {
        self.desk.memory.thread(thread.id.get(), None);
    }

    async fn thread_list_sync(&self, _: Context, list: ThreadListSyncEvent) {
        for thread in &list.threads {
            self.thread(thread);
        }
    }

    async fn message(&self, ctx: Context, message: Message) {
        let me = self.me.load(Ordering::Relaxed);
        let by_a_person = !message.author.bot && message.webhook_id.is_none() && message.author.id.get() != me;
        if by_a_person && matches!(message.kind, MessageType::Regular | MessageType::InlineReply) {
            messages::received(&self.desk, &ctx.http, &self.under_way, me, &message).await;
        }
    }

    async fn message_delete(&self, ctx: Context, _: ChannelId, message: MessageId, _: Option<GuildId>) {
        messages::deleted(&self.desk, &ctx.http, message.get()).await;
    }

    async fn message_delete_bulk(&self, ctx: Context, _: ChannelId, deleted: Vec<MessageId>, _: Option<GuildId>) {
        for message in deleted {
            messages::deleted(&self.desk, &ctx.http, message.get()).await;
        }
    }

    async fn interaction_create(&self, ctx: Context, interaction: Interaction) {
        let Ok(_turn) = self.under_way.acquire().await else { return };
        let Some(interaction) = plain(&interaction) else { return };
        turn::by_rest(&ctx.http, &interaction, commands::handle(&interaction, self.desk.clone()).await, self.defer_after).await;
    }
}

/// Seconds since 1970.
pub(super) fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).ok().and_then(|passed| i64::try_from(passed.as_secs()).ok()).unwrap_or(0)
}

/// The interaction as plain data: what the HTTP endpoint gets as a body. serenity leaves out the type.
fn plain(interaction: &Interaction) -> Option<Value> {
    let mut json = match interaction {
        Interaction::Command(of) | Interaction::Autocomplete(of) => serde_json::to_value(of),
        Interaction::Component(of) => serde_json::to_value(of),
        Interaction::Modal(of) => serde_json::to_value(of),
        _ => return None,
    }
    .ok()?;
    json["type"] = json!(u8::from(interaction.kind()));
    Some(json)
}
