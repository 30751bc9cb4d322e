//! What every command works with.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use tokio::sync::Semaphore;
use tokio::task::JoinError;

use super::{Call, Drawn, Said};
use crate::answer::{Asked, Kind};
use crate::discord::Settings;
use crate::discord::cooldown::Cooldowns;
use crate::discord::gallery::Gallery;
use crate::discord::memory::Memory;
use crate::discord::own::Own;
use crate::discord::sight::Sight;
use crate::engine::{Engine, EngineError, Library, Response};
use crate::pay::Currency;
use crate::question::{Question, Via};
use crate::reply::{self, Buttons, Display};
use crate::store::Store;
use crate::text::PartialDate;

/// What every command works with.
#[derive(Debug, Clone)]
pub struct Desk {
    /// What answers.
    pub library: Arc<Library>,
    /// What servers chose.
    pub store: Arc<Store>,
    /// The clock.
    pub today: fn() -> PartialDate,
    /// How often the bot spoke lately.
    pub cooldowns: Arc<Cooldowns>,
    /// What memory holds for a while.
    pub memory: Arc<Memory>,
    /// The operator's prefix; see [`Desk::prefix`] for whether it works.
    pub prefix: Option<String>,
    /// Whether Discord lets the bot read messages that are not for it.
    pub content: Arc<AtomicBool>,
    /// How to reach who runs the bot.
    pub contact: Option<String>,
    /// What servers' own articles need.
    pub own: Arc<Own>,
    /// Pictures that were drawn lately.
    pub gallery: Arc<Gallery>,
    /// As many turns as there are cores: of many who ask at once the first are answered first, instead of all at the end.
    pub cores: Arc<Semaphore>,
}

/// The engine failed; why is logged, once.
#[derive(Debug, Clone, Copy)]
pub struct Failed;

impl Desk {
    /// A desk with an empty memory.
    pub fn new(library: Arc<Library>, store: Arc<Store>, settings: &Settings) -> Self {
        Self {
            library,
            store,
            today: settings.today,
            cooldowns: Arc::default(),
            memory: Arc::default(),
            prefix: settings.prefix.clone().filter(|prefix| !prefix.trim().is_empty()),
            content: Arc::new(AtomicBool::new(true)),
            contact: settings.contact.clone(),
            own: Arc::new(Own::new(settings.api_base.as_deref())),
            gallery: Arc::default(),
            cores: Arc::new(Semaphore::new(std::thread::available_parallelism().map_or(1, usize::from))),
        }
    }

    /// The engine that answers in a server, as it was opened last, else the one of the operator's articles: for what cannot
    /// wait, and is no whole answer. See [`Desk::engine_for`].
    pub fn engine(&self, server: Option<u64>) -> Arc<Engine> {
        server.and_then(|server| self.library.of_server(server)).unwrap_or_else(|| self.library.current())
    }

    /// The operator's prefix, where it works. Where there is none, Discord does not show the bot what others write.
    pub fn prefix(&self) -> Option<&str> {
        self.prefix.as_deref().filter(|_| self.content.load(Ordering::Relaxed))
    }

    /// Discord refused the message content intent.
    pub fn refuse_content(&self) {
        self.content.store(false, Ordering::Relaxed);
    }

    /// Lets a server's engine think without holding up the gateway.
    ///
    /// # Errors
    /// Where it failed.
    pub async fn think<T: Send + 'static>(
        &self,
        server: Option<u64>,
        work: impl FnOnce(&Engine) -> Result<T, EngineError> + Send + 'static,
    ) -> Result<T, Failed> {
        let (engine, library) = (self.engine_for(server).await, self.library.clone());
        let hidden = match server {
            Some(server) => self.choices(server).await.hidden.clone(),
            None => Vec::new(),
        };
        match self.on_a_core(move || work(&*library.without(server.unwrap_or_default(), engine, &hidden)?)).await {
            Ok(Ok(thought)) => Ok(thought),
            Ok(Err(error)) => {
                tracing::error!(%error, "no answer");
                Err(Failed)
            }
            Err(error) => {
                // Not the error's own text: a panic's message may quote what was read.
                tracing::error!(panicked = error.is_panic(), "no answer");
                Err(Failed)
            }
        }
    }

    /// Works beside the threads that talk to Discord, once a core is free.
    async fn on_a_core<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, JoinError> {
        let turn = self.cores.clone().acquire_owned().await;
        // Whoever no longer waits leaves the core only when the work is done.
        tokio::task::spawn_blocking(move || {
            let _turn = turn;
            work()
        })
        .await
    }

    /// Answers words, asked in that server; amounts in `currency` as well, where the question names none.
    ///
    /// # Errors
    /// Where the engine failed.
    pub async fn ask(&self, server: Option<u64>, text: String, via: Via, private: bool, currency: Option<Currency>) -> Result<Response, Failed> {
        let asked = Asked { currency, ..self.asked(via, private) };
        self.respond(server, via, move |engine| engine.with_ways(engine.answer(&text, asked)?, asked)).await
    }

    /// Answers words for one person, without what else could be asked.
    ///
    /// # Errors
    /// Where the engine failed.
    pub(super) async fn ask_alone(&self, server: Option<u64>, text: String) -> Result<Response, Failed> {
        let asked = self.asked(Via::Slash, true);
        self.respond(server, Via::Slash, move |engine| engine.answer(&text, asked)).await
    }

    /// Answers a question that is understood.
    ///
    /// # Errors
    /// Where the engine failed.
    pub async fn ask_question(&self, server: Option<u64>, question: Question, via: Via, private: bool, currency: Option<Currency>) -> Result<Response, Failed> {
        let asked = Asked { currency, ..self.asked(via, private) };
        self.respond(server, via, move |engine| engine.with_ways(engine.answer_question(question, asked)?, asked)).await
    }

    /// Lets the engine answer, and logs that it did.
    async fn respond(
        &self,
        server: Option<u64>,
        via: Via,
        work: impl FnOnce(&Engine) -> Result<Response, EngineError> + Send + 'static,
    ) -> Result<Response, Failed> {
        let started = Instant::now();
        let response = self.think(server, work).await?;
        let elapsed_us = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
        tracing::info!(?via, kind = ?response.answer.kind, figures = response.answer.figures.len(), elapsed_us, "answered");
        Ok(response)
    }

    /// Answers a call with what `work` makes of it.
    pub(super) async fn answer(&self, call: &Call, work: impl FnOnce(&Engine, Asked) -> Result<Response, EngineError> + Send + 'static) -> Said {
        let asked = Asked { currency: call.sight.currency, ..self.asked(Via::Slash, call.private()) };
        let server = call.server();
        let work = move |engine: &Engine| engine.with_ways(work(engine, asked)?, asked);
        let Ok(response) = self.respond(server, Via::Slash, work).await else { return super::sorry().into() };
        self.note_gap(server, &response);
        if let (Some(spot), Some(user)) = (call.spot, call.user) {
            self.memory.asked(spot.channel, user, &response.question);
        }
        let buttons = self.buttons_for(call.server(), &response, call.user, &call.sight);
        let display = Display { embeds: call.embeds, private: call.private(), buttons: Some(buttons) };
        let Some(mut body) = reply::message(&response, &display) else {
            return reply::notice("I only know about pay. Try a role, such as \"devops\".", true).into();
        };
        // Direct messages are private without a flag, and a reply that stays can be found again.
        if !call.sight.hidden
            && let Some(fields) = body.as_object_mut()
        {
            fields.shift_remove("flags");
        }
        let body = reply::with_aside(body, call.sight.why.as_deref());
        Said { picture: self.picture(&response, call.pictures).await, ..body.into() }
    }

    /// The picture of an answer, where it has one and there may be one: drawn where it holds up nobody.
    pub async fn picture(&self, response: &Response, allowed: bool) -> Option<Arc<Drawn>> {
        let chart = reply::chart(response).filter(|_| allowed)?;
        if let Some(drawn) = self.gallery.drawn(&chart) {
            return Some(drawn);
        }
        let gallery = self.gallery.clone();
        match self.on_a_core(move || gallery.draw(&chart)).await {
            Ok(Ok(drawn)) => Some(drawn),
            Ok(Err(error)) => {
                tracing::debug!(%error, "an answer without its picture");
                None
            }
            Err(error) => {
                tracing::error!(panicked = error.is_panic(), "an answer without its picture");
                None
            }
        }
    }

    /// The buttons under an answer that is shown like that.
    pub(super) fn buttons_for(&self, server: Option<u64>, response: &Response, asker: Option<u64>, sight: &Sight) -> Buttons {
        Buttons { asker, hidden: sight.hidden, share: sight.share, ..self.buttons(server, response) }
    }

    /// What the buttons under an answer need to know, but for who asked.
    pub fn buttons(&self, server: Option<u64>, response: &Response) -> Buttons {
        let answer = &response.answer;
        let cited = !answer.figures.is_empty() || !answer.passages.is_empty() || !answer.rows.is_empty();
        let offer = !response.answer.offers.is_empty();
        let engine = self.engine(server);
        let again = |question| if offer { engine.without_offer(question) } else { engine.again(question) };
        let again = if cited || response.answer.kind == Kind::NoFigures { again(&response.question) } else { None };
        let check = if response.answer.kind == Kind::Offer && !offer { engine.without_offer(&response.question) } else { None };
        let reasons = matches!(response.answer.kind, Kind::Pay | Kind::Comparison | Kind::NoFigures) && !response.question.roles.is_empty();
        let why = reasons.then(|| response.question.unresolved.clone());
        Buttons { asker: None, again, check, offer, hidden: false, share: false, cited, ways: response.ways.clone(), why }
    }

    pub(super) fn asked(&self, via: Via, private: bool) -> Asked {
        Asked { today: (self.today)(), via, private, currency: None }
    }
}
