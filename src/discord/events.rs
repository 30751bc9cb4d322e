//! What the gateway tells: ready, a message, an interaction.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use serenity::all::{Context, EventHandler, Interaction, Message, MessageType, Ready};
use tokio::sync::Semaphore;

use super::commands::{self, Desk};
use super::heard::{Heard, heard};
use super::send::{self, To};
use super::{register, turn};
use crate::answer::Kind;
use crate::question::Via;
use crate::reply::{self, Buttons, Display};

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

    /// Whether a server lets messages with the prefix be answered.
    async fn prefix_in(&self, server: Option<u64>) -> bool {
        let Some(server) = server else { return true };
        match self.desk.store.choices(server).await {
            Ok(choices) => choices.prefix,
            Err(error) => {
                tracing::warn!(%error, "what a server chose is not known; the prefix stays on");
                true
            }
        }
    }

    async fn answer(&self, ctx: &Context, to: To, asked: Heard, private: bool, asker: u64) {
        let Ok(response) = self.desk.ask(asked.text, asked.via, private).await else {
            return send::reply(&ctx.http, to, |_| Some(commands::sorry())).await;
        };
        // Who uses the prefix waits for a reply, also where nothing was asked about pay.
        if asked.via == Via::Prefix && response.answer.kind == Kind::Silent {
            return send::reply(&ctx.http, to, |_| Some(commands::help(&self.desk))).await;
        }
        let buttons = Buttons { asker: Some(asker), ..self.desk.buttons(&response) };
        send::reply(&ctx.http, to, |embeds| reply::message(&response, &Display { embeds, private, buttons: Some(buttons.clone()) })).await;
    }
}

#[serenity::async_trait]
impl EventHandler for Events {
    async fn ready(&self, ctx: Context, ready: Ready) {
        self.me.store(ready.user.id.get(), Ordering::Relaxed);
        tracing::info!(servers = ready.guilds.len(), prefix = self.desk.prefix.is_some(), "connected to Discord");
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

    async fn message(&self, ctx: Context, message: Message) {
        let me = self.me.load(Ordering::Relaxed);
        let by_a_person = !message.author.bot && message.webhook_id.is_none() && message.author.id.get() != me;
        if !by_a_person || !matches!(message.kind, MessageType::Regular | MessageType::InlineReply) {
            return;
        }
        let (direct, prefix) = (message.guild_id.is_none(), self.desk.prefix.as_deref());
        let Some(mut asked) = heard(&message.content, prefix, me, direct) else { return };
        if asked.via == Via::Prefix && !self.prefix_in(message.guild_id.map(|id| id.get())).await {
            match heard(&message.content, None, me, direct) {
                Some(otherwise) => asked = otherwise,
                None => return,
            }
        }
        let Ok(_turn) = self.under_way.acquire().await else { return };
        let to = To { channel: message.channel_id, message: message.id };
        if asked.text.is_empty() {
            send::reply(&ctx.http, to, |_| Some(commands::help(&self.desk))).await;
        } else {
            self.answer(&ctx, to, asked, direct, message.author.id.get()).await;
        }
    }

    async fn interaction_create(&self, ctx: Context, interaction: Interaction) {
        let Ok(_turn) = self.under_way.acquire().await else { return };
        let Some(interaction) = plain(&interaction) else { return };
        turn::by_rest(&ctx.http, &interaction, commands::handle(&interaction, self.desk.clone()), self.defer_after).await;
    }
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
