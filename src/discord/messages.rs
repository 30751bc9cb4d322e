//! A message that the gateway tells of: whether it is for the bot, whether the bot may speak there, and the reply.

use std::sync::Arc;
use std::time::Duration;

use serenity::all::{ChannelId, Http, Message};
use tokio::sync::Semaphore;
use tokio::time::Instant;

use super::commands::{self, Desk};
use super::heard::heard;
use super::memory::Posted;
use super::send::{self, To};
use super::sight::Spot;
use crate::answer::Kind;
use crate::engine::Response;
use crate::pay::Currency;
use crate::question::{Question, Via};
use crate::reply::{self, Buttons, Display};
use crate::store::{Choices, Listening};

/// A reply that waited for its turn longer than this comes too late: the talk has gone on.
const LATE: Duration = Duration::from_secs(10);

/// What a message wants of the bot.
enum Wish {
    /// Somebody calls without asking.
    Help,
    /// A question to the bot.
    Ask(String, Via),
    /// It goes on from a question before.
    GoOn(Box<Question>),
    /// Nobody addressed the bot, and it may answer a clear question all the same.
    Overheard(String),
}

/// Replies to a message where it is for the bot and its server allows it; else nothing happens.
pub(super) async fn received(desk: &Desk, http: &Http, under_way: &Semaphore, me: u64, message: &Message) {
    let arrived = Instant::now();
    let channel = message.channel_id.get();
    let member = message.author.id.get();
    let spot = message.guild_id.map(|server| Spot { server: server.get(), channel, parent: desk.memory.parent(channel), member, installed: true });
    let choices = match spot {
        Some(spot) => desk.choices(spot.server).await,
        None => Arc::default(),
    };
    if spot.is_some_and(|spot| choices.paused || !choices.is_career_channel(spot.channel, spot.parent)) {
        return;
    }
    let Some(wish) = wish(desk, message, me, spot, &choices) else { return };
    let Ok(_turn) = under_way.acquire().await else { return };
    if arrived.elapsed() > LATE {
        tracing::debug!("a message waited too long for its turn");
        return;
    }
    Reply { desk, http, to: To::answering(message.channel_id, message.id), member, spot, choices: &choices }.to(wish).await;
}

/// What a message wants of the bot; none where it is for others.
fn wish(desk: &Desk, message: &Message, me: u64, spot: Option<Spot>, choices: &Choices) -> Option<Wish> {
    let prefix = if spot.is_some() { choices.prefix(desk.prefix()) } else { desk.prefix() };
    let replied = message.referenced_message.as_deref();
    let mine = replied.filter(|replied| replied.author.id.get() == me).map(|replied| replied.id.get());
    let go_on = |text: &str| {
        let before = desk.memory.before(message.channel_id.get(), message.author.id.get(), mine)?;
        desk.engine(None).follow_up(&before, text).map(|question| Wish::GoOn(Box::new(question)))
    };
    match heard(&message.content, prefix, me, spot.is_none()) {
        Some(heard) if heard.text.is_empty() => Some(Wish::Help),
        Some(heard) => go_on(&heard.text).or(Some(Wish::Ask(heard.text, heard.via))),
        None if mine.is_some() => go_on(&message.content).or_else(|| overheard(desk, message, me, choices)),
        None => overheard(desk, message, me, choices),
    }
}

/// A message that nobody addressed to the bot, where it listens: not one to somebody else.
fn overheard(desk: &Desk, message: &Message, me: u64, choices: &Choices) -> Option<Wish> {
    // Without a prefix the bot did not ask for the message content intent, and has no words to read.
    let listens = choices.listening != Listening::Off && desk.prefix().is_some();
    let to_others = message.referenced_message.as_deref().is_some_and(|replied| replied.author.id.get() != me)
        || message.mentions.iter().any(|user| user.id.get() != me)
        || !message.mention_roles.is_empty()
        || message.mention_everyone;
    (listens && !to_others).then(|| Wish::Overheard(message.content.clone()))
}

/// A reply in the making.
struct Reply<'a> {
    desk: &'a Desk,
    http: &'a Http,
    to: To,
    member: u64,
    spot: Option<Spot>,
    choices: &'a Choices,
}

impl Reply<'_> {
    async fn to(&self, wish: Wish) {
        let private = self.spot.is_none();
        let server = self.server();
        let currency = self.choices.currency.as_deref().and_then(Currency::new);
        let (response, via) = match wish {
            Wish::Help => return self.help().await,
            Wish::Ask(text, via) => (self.desk.ask(server, text, via, private, currency).await, via),
            Wish::GoOn(question) => (self.desk.ask_question(server, *question, Via::Mention, private, currency).await, Via::Mention),
            Wish::Overheard(text) => (self.desk.ask(server, text, Via::ChannelMessage, private, currency).await, Via::ChannelMessage),
        };
        let unasked = via == Via::ChannelMessage;
        let Ok(response) = response else {
            if !unasked && self.may_speak() {
                send::reply(self.http, self.to, None, |_| Some(commands::sorry())).await;
            }
            return;
        };
        if !unasked {
            self.desk.note_gap(server, &response);
        }
        match response.answer.kind {
            // Who uses the prefix waits for a reply, also where nothing was asked about pay.
            Kind::Silent if via == Via::Prefix => self.help().await,
            Kind::Silent => {}
            _ => {
                let Some(draft) = self.draft(response) else { return };
                if unasked {
                    self.unasked(&draft).await;
                } else if self.may_speak() {
                    self.post(self.to, &draft).await;
                }
            }
        }
    }

    fn server(&self) -> Option<u64> {
        self.spot.map(|spot| spot.server)
    }

    fn may_speak(&self) -> bool {
        self.spot.is_none_or(|spot| self.desk.may_speak(spot, self.choices))
    }

    async fn help(&self) {
        if self.may_speak() {
            let page = || Some(commands::help(self.desk, self.server(), self.choices.prefix(self.desk.prefix())));
            self.note(send::reply(self.http, self.to, None, |_| page()).await);
        }
    }

    /// The reply that there would be, where there is one: silence costs nobody an answer.
    fn draft(&self, response: Response) -> Option<Draft> {
        let buttons = Buttons { asker: Some(self.member), ..self.desk.buttons(self.server(), &response) };
        let draft = Draft { response, buttons, private: self.spot.is_none() };
        draft.body(true).is_some().then_some(draft)
    }

    /// An answer that nobody asked the bot for: in a thread where moderators want that, and once a day. Later askers get a
    /// link to it.
    async fn unasked(&self, draft: &Draft) {
        let (Some(spot), Some(key)) = (self.spot, draft.key()) else { return };
        let earlier = self.desk.memory.answered(spot.server, &key);
        if !self.may_speak() {
            return;
        }
        if let Some(earlier) = earlier {
            let link = format!("This was answered today: https://discord.com/channels/{}/{}/{}", spot.server, earlier.channel, earlier.message);
            return self.note(send::reply(self.http, self.to, None, |_| Some(reply::line(&link))).await);
        }
        let to = self.place(&draft.response).await;
        if let Some(posted) = self.post(to, draft).await {
            self.desk.memory.answer(spot.server, &key, posted);
        }
    }

    /// Where an unasked answer goes: a thread of its own, or a reply where there may be no thread.
    async fn place(&self, response: &Response) -> To {
        let in_thread = self.spot.is_none_or(|spot| spot.parent.is_some());
        if self.choices.listening != Listening::Thread || in_thread {
            return self.to;
        }
        let roles: Vec<&str> = response.question.roles.iter().map(|role| role.name.as_str()).collect();
        match send::thread(self.http, self.to, &format!("Pay: {}", roles.join(", "))).await {
            Some(thread) => To { channel: thread, pointing: false, ..self.to },
            None => self.to,
        }
    }

    async fn post(&self, to: To, draft: &Draft) -> Option<Posted> {
        let picture = self.desk.picture(&draft.response, true).await;
        let sent = send::reply(self.http, to, picture.as_deref(), |embeds| draft.body(embeds)).await;
        self.note(sent);
        let sent = sent?;
        self.desk.memory.asked(self.to.channel.get(), self.member, &draft.response.question);
        self.desk.memory.replied_with(sent.message, &draft.response.question);
        Some(sent)
    }

    fn note(&self, sent: Option<Posted>) {
        if let Some(sent) = sent {
            self.desk.memory.replied(self.to.message.get(), sent);
        }
    }
}

/// A reply, before it is known what may be in it.
struct Draft {
    response: Response,
    buttons: Buttons,
    private: bool,
}

impl Draft {
    fn body(&self, embeds: bool) -> Option<serde_json::Value> {
        reply::message(&self.response, &Display { embeds, private: self.private, buttons: Some(self.buttons.clone()) })
    }

    /// What tells the question from others: its short text, else its words, which are kept as a keyed hash alone. None for an
    /// offer.
    fn key(&self) -> Option<String> {
        let own = || Some(self.response.question.text.to_lowercase()).filter(|text| self.response.question.offer.is_none() && !text.is_empty());
        self.buttons.again.clone().or_else(own)
    }
}

/// Deletes the reply to a message that its author deleted.
pub(super) async fn deleted(desk: &Desk, http: &Http, message: u64) {
    if let Some(reply) = desk.memory.gone(message) {
        send::delete(http, ChannelId::new(reply.channel), reply.message).await;
    }
}
