//! What the gateway tells: ready, a message, an interaction.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use serenity::all::{CommandInteraction, Context, EventHandler, Interaction, InteractionId, Message, MessageType, Ready};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::commands::{self, Call, Desk};
use super::heard::{Heard, heard};
use super::register;
use super::send::{self, To};
use crate::question::Via;
use crate::reply::{self, Display};

/// Interaction response types.
const MESSAGE: u8 = 4;
const THINKING: u8 = 5;
const CHOICES: u8 = 8;

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

    async fn answer(&self, ctx: &Context, to: To, asked: Heard, private: bool) {
        let Ok(response) = self.desk.ask(asked.text, asked.via, private).await else {
            return send::reply(&ctx.http, to, |_| Some(commands::sorry())).await;
        };
        send::reply(&ctx.http, to, |embeds| reply::message(&response, Display { embeds, private })).await;
    }

    async fn command(&self, ctx: &Context, interaction: &CommandInteraction) {
        let (id, token) = (interaction.id, interaction.token.as_str());
        let call = call_of(interaction);
        let hidden = call.as_ref().is_some_and(Call::hidden);
        let work = commands::dispatch(call, self.desk.clone());
        tokio::pin!(work);
        // Even a timer of no time lets a quick answer through.
        let at_once = self.defer_after.is_zero();
        let in_time = if at_once { None } else { timeout(self.defer_after, &mut work).await.ok() };
        if let Some(reply) = in_time {
            // Whether it arrived is logged there; nobody else is left to tell.
            let _ = send::respond(&ctx.http, id, token, &json!({ "type": MESSAGE, "data": reply })).await;
            return;
        }
        let flags = if hidden { commands::EPHEMERAL } else { 0 };
        let thinking = json!({ "type": THINKING, "data": { "flags": flags } });
        if send::respond(&ctx.http, id, token, &thinking).await.is_ok() {
            send::respond_late(&ctx.http, interaction.application_id, token, work.await).await;
        }
    }

    async fn complete(&self, ctx: &Context, interaction: &CommandInteraction) {
        let choices = call_of(interaction).map(|call| commands::complete(&call, &self.desk)).unwrap_or_default();
        let _ = send::respond(&ctx.http, interaction.id, &interaction.token, &json!({ "type": CHOICES, "data": { "choices": choices } })).await;
    }

    /// A button, menu or modal that this version does not know.
    async fn expired(&self, ctx: &Context, id: InteractionId, token: &str) {
        let reply = reply::notice("This button has expired. Ask again.", true);
        let _ = send::respond(&ctx.http, id, token, &json!({ "type": MESSAGE, "data": reply })).await;
    }
}

/// The interaction as plain data: what an HTTP endpoint gets as a body.
fn call_of(interaction: &CommandInteraction) -> Option<Call> {
    let json: Value = serde_json::to_value(interaction).ok()?;
    Call::of(&json)
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
            self.answer(&ctx, to, asked, direct).await;
        }
    }

    async fn interaction_create(&self, ctx: Context, interaction: Interaction) {
        let Ok(_turn) = self.under_way.acquire().await else { return };
        match &interaction {
            Interaction::Command(command) => self.command(&ctx, command).await,
            Interaction::Autocomplete(command) => self.complete(&ctx, command).await,
            Interaction::Component(component) => self.expired(&ctx, component.id, &component.token).await,
            Interaction::Modal(modal) => self.expired(&ctx, modal.id, &modal.token).await,
            _ => {}
        }
    }
}
