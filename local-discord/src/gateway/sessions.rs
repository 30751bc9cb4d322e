//! Sessions outlive connections: they number events, keep them for a resume, and know which events they asked for.

use std::{
    collections::{BTreeMap, VecDeque},
    time::Duration,
};

use serde_json::{Value, json};
use tokio::{sync::mpsc::UnboundedSender, time::Instant};

use super::{event_faults::Event, starts::Starts};
use crate::{Id, intents, strict, world::World};

/// Events kept for a resume. Discord does not say how many it keeps.
const KEPT: usize = 10_000;
/// How long a session waits for a resume. Discord does not say; without an end every bot that is killed and started again
/// would leave a session that keeps events.
const PATIENCE: Duration = Duration::from_secs(10 * 60);

/// What a connection is told to do.
#[derive(Clone, Debug)]
pub(crate) enum Order {
    /// Send this text.
    Frame(String),
    /// Send this event, and nothing after it before it is due.
    Event {
        text: String,
        /// Whether the session asked for payload compression.
        compress: bool,
        due: Option<Instant>,
    },
    /// Send these bytes as a binary frame, past all compression.
    Bytes(Vec<u8>),
    /// Send a close frame, with a code or without, and hang up.
    Close(Option<u16>, &'static str),
    /// Hang up without a close frame.
    Drop,
}

/// Who is to get an event.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Audience {
    guild: Option<Id>,
    /// Whether it goes to all shards, and not only to the guild's or, without a guild, to the first.
    all_shards: bool,
    /// Any of these intents; 0 for events that need none.
    intents: u64,
    /// Whether the event is a message, whose content not everybody may see.
    content: bool,
    /// Whether the payload is the driver's own, malformed or not, which nobody reads back.
    raw: bool,
}

impl Audience {
    pub(crate) fn everyone(guild: Option<Id>) -> Self {
        Self { guild, all_shards: false, intents: 0, content: false, raw: false }
    }

    /// Every session there is.
    pub(crate) fn all() -> Self {
        Self { guild: None, all_shards: true, intents: 0, content: false, raw: false }
    }

    /// Who asked for such events in guilds or, for no guild, in DMs.
    pub(crate) fn of_channel(guild: Option<Id>, in_guilds: u64, in_dms: u64) -> Self {
        Self { guild, all_shards: false, intents: if guild.is_some() { in_guilds } else { in_dms }, content: false, raw: false }
    }

    pub(crate) fn raw(self) -> Self {
        Self { raw: true, ..self }
    }

    pub(crate) fn with_content(self) -> Self {
        Self { content: true, ..self }
    }
}

/// A shard's number and the number of shards.
pub(crate) type Shard = (u64, u64);

/// One session.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) intents: u64,
    pub(crate) shard: Shard,
    /// Whether IDENTIFY asked for payload compression.
    compress: bool,
    pub(crate) sequence: u64,
    sent: VecDeque<(u64, String)>,
    /// The connection, while there is one.
    pub(crate) connection: Option<u64>,
    /// When the last connection ended.
    left: Option<Instant>,
}

impl Session {
    pub(crate) fn new(intents: u64, shard: Shard, compress: bool, connection: u64) -> Self {
        Self { intents, shard, compress, sequence: 0, sent: VecDeque::new(), connection: Some(connection), left: None }
    }

    /// Guilds are spread over shards by their id, DMs come to the first. Docs: events/gateway, "Sharding".
    pub(crate) fn serves(&self, guild: Option<Id>) -> bool {
        let (number, of) = self.shard;
        guild.map_or(number == 0, |guild| (guild >> 22) % of.max(1) == number)
    }

    pub(crate) fn wants(&self, to: Audience) -> bool {
        (to.all_shards || self.serves(to.guild)) && (to.intents == 0 || self.intents & to.intents != 0)
    }

    /// The order that sends one of this session's frames.
    pub(crate) fn order(&self, text: String, delay: Option<Duration>) -> Order {
        Order::Event { text, compress: self.compress, due: delay.and_then(|delay| Instant::now().checked_add(delay)) }
    }

    /// Numbers an event, keeps it, and makes its frame.
    fn frame(&mut self, event: &str, data: &Value) -> String {
        self.sequence += 1;
        let frame = json!({"op": 0, "s": self.sequence, "t": event, "d": data}).to_string();
        self.sent.push_back((self.sequence, frame.clone()));
        if self.sent.len() > KEPT {
            self.sent.pop_front();
        }
        frame
    }

    /// What came after that number; `None` if it never came to be, or is no longer kept.
    pub(crate) fn since(&self, sequence: u64) -> Option<Vec<String>> {
        let oldest = self.sent.front().map_or(self.sequence + 1, |(number, _)| *number);
        let known = sequence <= self.sequence && sequence + 1 >= oldest;
        known.then(|| self.sent.iter().filter(|(number, _)| *number > sequence).map(|(_, frame)| frame.clone()).collect())
    }
}

/// All sessions and connections.
#[derive(Debug, Default)]
pub(crate) struct Sessions {
    pub(crate) by_id: BTreeMap<String, Session>,
    pub(crate) connections: BTreeMap<u64, UnboundedSender<Order>>,
    pub(crate) starts: Starts,
    last_connection: u64,
}

impl Sessions {
    pub(crate) fn connect(&mut self, orders: UnboundedSender<Order>) -> u64 {
        self.by_id.retain(|_, session| session.connection.is_some() || session.left.is_none_or(|left| left.elapsed() < PATIENCE));
        self.last_connection += 1;
        self.connections.insert(self.last_connection, orders);
        self.last_connection
    }

    /// Forgets a connection; its session remains for a resume.
    pub(crate) fn disconnect(&mut self, connection: u64) {
        self.connections.remove(&connection);
        for session in self.by_id.values_mut().filter(|session| session.connection == Some(connection)) {
            session.connection = None;
            session.left = Some(Instant::now());
        }
    }

    /// Ends the session of a connection for good.
    pub(crate) fn end_session(&mut self, connection: u64) {
        self.by_id.retain(|_, session| session.connection != Some(connection));
    }

    pub(crate) fn order(&self, connection: u64, order: Order) {
        if let Some(orders) = self.connections.get(&connection) {
            // A connection that is just ending no longer listens.
            let _ = orders.send(order);
        }
    }

    pub(crate) fn order_all(&self, order: &Order) {
        for connection in self.connections.keys() {
            self.order(*connection, order.clone());
        }
    }

    /// Sessions that are connected now.
    pub(crate) fn connected(&self) -> usize {
        self.by_id.values().filter(|session| session.connection.is_some()).count()
    }
}

impl World {
    /// Numbers an event and sends it; [`World::dispatch`] decides whether and when.
    pub(super) fn deliver(&mut self, event: &Event, delay: Option<Duration>) {
        let Event { name, data, to } = event;
        let bot = self.bot().to_string();
        let sessions = &mut self.sessions;
        for session in sessions.by_id.values_mut().filter(|session| session.wants(*to)) {
            let hide = to.content && session.intents & intents::MESSAGE_CONTENT == 0 && to.guild.is_some();
            let data = if hide { &without_content(data, &bot) } else { data };
            if !to.raw {
                strict::read_event(&mut self.log, name, data);
            }
            let frame = session.frame(name, data);
            if let Some(orders) = session.connection.and_then(|connection| sessions.connections.get(&connection)) {
                let _ = orders.send(session.order(frame, delay));
            }
        }
    }

    /// Sessions whose shard has this guild, with their intents.
    pub(crate) fn sessions_of(&self, guild: Id) -> Vec<(String, u64)> {
        self.sessions.by_id.iter().filter(|(_, session)| session.serves(Some(guild))).map(|(id, session)| (id.clone(), session.intents)).collect()
    }

    /// Sends an event to one session, whatever it asked for.
    pub(crate) fn dispatch_to(&mut self, session: &str, event: &str, data: &Value) {
        let Some(found) = self.sessions.by_id.get_mut(session) else {
            return;
        };
        strict::read_event(&mut self.log, event, data);
        let frame = found.frame(event, data);
        if let Some(connection) = found.connection {
            let order = found.order(frame, None);
            self.sessions.order(connection, order);
        }
    }
}

/// A message as an application without the message content intent sees it in a guild: empty, unless it is the bot's own
/// or mentions it. Docs: events/gateway, "Message Content Intent".
pub(crate) fn without_content(message: &Value, bot: &str) -> Value {
    let mut message = message.clone();
    let mentioned = message["mentions"].as_array().is_some_and(|users| users.iter().any(|user| user["id"] == bot));
    if !mentioned && message["author"]["id"] != bot && message.is_object() {
        message["content"] = json!("");
        for key in ["embeds", "attachments", "components"] {
            message[key] = json!([]);
        }
        if let Some(fields) = message.as_object_mut() {
            fields.remove("poll");
        }
    }
    if let Some(answered) = message.get("referenced_message").filter(|answered| answered.is_object()) {
        message["referenced_message"] = without_content(answered, bot);
    }
    message
}

#[cfg(test)]
mod tests {
    use tokio::sync::mpsc::unbounded_channel;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_session_waits_for_a_while() {
        for (ends, waited, kept) in
            [(false, PATIENCE * 2, true), (true, Duration::ZERO, true), (true, PATIENCE - Duration::from_secs(1), true), (true, PATIENCE, false)]
        {
            let mut sessions = Sessions::default();
            let connection = sessions.connect(unbounded_channel().0);
            sessions.by_id.insert("s".to_owned(), Session::new(0, (0, 1), false, connection));
            if ends {
                sessions.disconnect(connection);
            }
            tokio::time::advance(waited).await;
            sessions.connect(unbounded_channel().0);
            assert_eq!(sessions.by_id.contains_key("s"), kept, "ended: {ends}, then {waited:?}");
        }
    }
}
