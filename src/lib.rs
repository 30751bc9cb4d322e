//! A self-hosted Discord bot that answers salary questions from a folder of articles, every figure quoted.
//!
//! This page is the map: what lives where, what must always hold, and one question walked through.
//!
//! # Floors
//!
//! Imports go down only. `tests/it/tidy.rs` reads every `crate::…` path and fails on one that goes up.
//!
//! | floor | module | what it knows |
//! |---|---|---|
//! | 0 | [`text`] | what we read: [`text::Document`], [`text::Block`], shown text and the way back to the file's bytes |
//! | 1 | [`pay`] | what we talk about: [`pay::PayFigure`], periods, components, statistics, [`pay::Derived`] |
//! | 2 | [`lexicon`] | the words we know, as TOML tables, found in one walk over a text |
//! | 3 | [`mention`] | numbers, money, periods and years in a string; articles and questions share it |
//! | 4 | [`ingest`] | a file → a document; one file per source format, tables of figures among them |
//! | 4 | [`extract`] | a document → figures with evidence, and amounts that are no pay with the reason |
//! | 4 | [`question`] | a text → a [`question::Question`]: intent, slots, words left over |
//! | 4 | [`import`] | data of others → tables in a corpus folder; one file per kind of data |
//! | 5 | [`index`] | the only folder that names tantivy: figures by role, passages by words, rows of tables by occupation and place, building and switching |
//! | 6 | [`answer`] | hits → an [`answer::Answer`]: choosing, widening, comparing, converting, abstaining |
//! |   | [`engine`] | the only door that the faces use |
//! |   | [`reply`] | an answer → a Discord message's JSON, or terminal text; limits and escaping |
//! |   | [`store`] | what a server chose, its own articles and its counts, in SQLite or PostgreSQL; the only folder with SQL |
//! | faces | [`cli`], [`discord`] | the command line with its playground; the gateway and interactions over HTTP, the only folder that names serenity |
//!
//! `import` writes what `ingest` reads. `ingest`, `extract` and `question` do not see each other: what they share is `mention`. A face sees `engine`, `answer`,
//! `pay`, `reply` and `store` (and `cli` sees `import`), never `index`, `ingest` or `extract`.
//!
//! # What must always hold
//!
//! 1. A figure in a reply is a verbatim span of a stored article or table, next to its sentence or in its row. What we compute is
//!    [`pay::Derived`] and shows its working.
//! 2. No midpoints, no means of means, no range that spans levels, places or sources. Sources that disagree are shown
//!    disagreeing.
//! 3. Base and total, hourly and yearly, contract and employment are never in one line.
//! 4. A step outwards (city → country, senior → any level) is said: [`answer::Widened`]. None crosses a border or changes
//!    the role.
//! 5. Nothing that fits is said to be so; a message that nobody addressed to the bot gets no reply but figures or quotes.
//! 6. Untrusted text stays text: one function escapes it, and no message may ping.
//! 7. Official statistics and surveys stand apart from the articles' figures, as rows ([`answer::CitedRow`]). An article's figure
//!    that only repeats such a row gives way to it. An offer is placed by percentile in a row and nowhere else.
//! 8. An offer is computed in memory, placed only where its asker alone sees it, and never written anywhere:
//!    [`question::Offer`] has no amount in its `Debug`. So is what a job post names that somebody points at
//!    ([`engine::Engine::check_posting`]).
//! 9. Floors 0–6 take the day and the paths as arguments; they read no clock, no environment and no network, and do not
//!    panic.
//!
//! # One question, walked through
//!
//! `!salary senior devops austin` reaches [`discord`], which strips nothing and asks [`engine::Engine::answer`] with
//! [`question::Via::Prefix`]. [`question::understand`] takes off the prefix, mends typos, finds the role, the level and the
//! place in the [`lexicon::Lexicon`]; a linear classifier, fitted to messages that stand beside it, says what kind of question
//! it is. [`answer::answer`] asks [`index::Index::figures_of`] for the role's figures: facets
//! alone, which stand in memory by role. It keeps those in Austin, else in Texas, else in the United States, and notes the step; then
//! those that say senior, else those that say no level, and notes that too. The best dozen are read from the index with
//! their sentences. [`reply::message`] writes the JSON, which is sent as it is.
//!
//! A slash command, an autocompletion or a press of a button comes as an interaction, by the gateway or signed over HTTP:
//! either way as plain JSON to [`discord::commands::handle`], so that the same bytes go back. A button's custom id holds a text
//! that is understood as the question above it ([`question::canonical`]); nothing is remembered. What else can be asked of an
//! answer ([`engine::Ways`]) is looked for with the answer, so that there is no button that leads to nothing.
//!
//! Who sees the answer is what the server's moderators chose ([`store::Choices`]), before anything is worked out: everybody in the
//! career channels, elsewhere the asker alone; a message gets a reply in the career channels only. What memory holds for a while
//! (who was answered within the minute, what was answered today, what was asked last) expires and holds no amount.
//!
//! The articles may change while this goes on: [`engine::Library`] opens another engine beside the one that answers and switches
//! over, so that each answer comes from one state of them.
//!
//! Before that, once: [`ingest::list_folders`] found the articles, [`ingest::Listed::read`] read them one by one,
//! [`extract::extract`] found the figures, [`extract::correct`]
//! applied the operator's `corrections.toml`, and [`index::Index::on_disk`] wrote them to a folder of its own and moved it into place whole.
//!
//! # What is deliberately absent
//!
//! - No command framework on top of serenity: a command takes plain data, so that the gateway, tests and an HTTP endpoint
//!   call the same function.
//! - No averaging, anywhere.
//! - No network access but Discord's.
//! - No language model: what is not in a rule or a table is not answered.

pub mod answer;
pub mod cli;
pub mod config;
pub mod discord;
pub mod engine;
pub mod extract;
pub mod import;
pub mod index;
pub mod ingest;
pub mod lexicon;
pub mod mention;
pub mod pay;
pub mod question;
pub mod reply;
pub mod store;
pub mod telemetry;
pub mod text;
