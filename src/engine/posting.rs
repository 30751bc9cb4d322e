//! A job post that somebody points at: its pay, read as articles are read, and set beside what the articles say.

use super::{Engine, EngineError, Response};
use crate::answer::{Asked, Group, Kind, Posted, Posting, check_posting};
use crate::extract::{Extraction, extract};
use crate::ingest::parse;
use crate::lexicon::Lexicon;
use crate::pay::{Currency, How, Level, PayComponent, PayFigure, Slot};
use crate::question::{Intent, Location, Question, Via, understand};

/// The longest post that is read, in characters: more than a message and all its embeds may hold.
const LONGEST: usize = 12_000;
/// So many lines at the head of a post say what it is about.
const HEAD: usize = 8;

/// A job post beside the corpus.
#[derive(Debug, Clone)]
pub struct Checked {
    /// What the post says.
    pub posting: Posting,
    /// Which of its amounts belong together; the answer's sides.
    pub groups: Vec<Group>,
    /// What the corpus has: figures with distances, or, of a post without pay, the answer for its role.
    pub response: Response,
}

impl Engine {
    /// Reads a job post, Markdown as it was sent, and sets its pay beside the figures that fit. Nothing of it is kept.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn check_posting(&self, text: &str, asked: Asked) -> Result<Checked, EngineError> {
        let posting = read(text, self.lexicon);
        if posting.pay.is_empty() {
            let response = self.answer_question(posting.question.clone(), asked)?;
            return Ok(Checked { posting, groups: Vec::new(), response });
        }
        let (mut answer, groups) = check_posting(&posting, asked, &self.index, self.lexicon)?;
        let mut known: Vec<&Group> = Vec::new();
        for group in groups.iter().filter(|g| g.question.roles.iter().all(|r| r.id.is_some())) {
            if !known.iter().any(|k| k.question == group.question) {
                known.push(group);
            }
        }
        if known.len() > 1 && answer.kind == Kind::Offer {
            // One button each: what the articles say of it for itself.
            answer.suggestions = known.iter().filter_map(|g| self.without_offer(&g.question)).fold(Vec::new(), |mut all, text| {
                if !all.contains(&text) {
                    all.push(text);
                }
                all
            });
        }
        let question = groups.first().map_or_else(|| posting.question.clone(), |g| g.question.clone());
        let question = if known.len() > 1 { Question { roles: Vec::new(), ..question } } else { question };
        Ok(Checked { posting, groups, response: Response { question, answer, via_nobody: false } })
    }
}

/// What a post says of pay, and for whom.
fn read(text: &str, lexicon: &Lexicon) -> Posting {
    let text = plain(text);
    let question = about(&text, lexicon);
    let mut posting = Posting { pay: Vec::new(), apart: Vec::new(), question };
    // Nothing but an empty text is refused once there is no front matter.
    let Ok(document) = parse("post.md", text.as_str().into()) else { return posting };
    let Extraction { figures, .. } = extract(&document, lexicon);
    for figure in figures {
        let words = crate::text::fold_space(figure.span.of(&document.text));
        if matches!(figure.component, PayComponent::Bonus | PayComponent::Equity) {
            posting.apart.push(words);
            continue;
        }
        let posted = posted(&figure, words, &posting.question, lexicon);
        if !posting.pay.contains(&posted) {
            posting.pay.push(posted);
        }
    }
    posting
}

/// A message's Markdown without what is Discord's alone, line by line: a post in a code block is a post, and what looks
/// like a rule or front matter is none.
fn plain(text: &str) -> String {
    let mut out = String::new();
    for line in text.chars().take(LONGEST).collect::<String>().replace("||", " ").lines() {
        let line = line.trim().trim_start_matches("-# ").trim_matches('`');
        let rule = !line.is_empty() && line.chars().all(|c| !c.is_alphanumeric());
        if !rule {
            out.push_str(&without_markup(line));
        }
        out.push('\n');
    }
    out
}

/// A line without mentions, custom emoji and times: their ids are no amounts.
fn without_markup(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find('<') {
        let Some(end) = rest[at..].find('>') else { break };
        let inside = &rest[at + 1..at + end];
        out.push_str(&rest[..at]);
        if inside.starts_with(['@', '#', ':', '/']) || ["a:", "t:", "id:", "http"].iter().any(|mark| inside.starts_with(mark)) {
            out.push(' ');
        } else {
            out.push_str(&rest[at..=at + end]);
        }
        rest = &rest[at + end + 1..];
    }
    out.push_str(rest);
    out
}

/// Whose pay a post is about: what its first lines say, else its lines with a label, else all of it.
fn about(text: &str, lexicon: &Lexicon) -> Question {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    let read: Vec<Question> = lines.iter().take(HEAD).map(|line| understand(line, Via::ChannelMessage, lexicon)).collect();
    let whole = understand(text, Via::ChannelMessage, lexicon);
    let titled = read.iter().find(|q| !q.roles.is_empty());
    let level = titled.or(read.first()).and_then(|q| q.level);
    let label = |words: &[&str]| {
        let line = lines.iter().find(|line| words.iter().any(|w| line.to_lowercase().contains(w)))?;
        Some(understand(line, Via::ChannelMessage, lexicon))
    };
    let location = read
        .iter()
        .find_map(|q| q.location.clone())
        .or_else(|| label(&["location", "based in", "📍"]).and_then(|q| q.location))
        .or_else(|| whole.location.clone().filter(|_| whole.locations.len() == 1));
    let roles = titled.map(|q| q.roles.clone()).unwrap_or(whole.roles);
    Question {
        text: String::new(),
        intent: Intent::Salary,
        roles: roles.into_iter().take(1).collect(),
        level,
        location: location.map(|l| Location { rivals: Vec::new(), ..l }),
        experience: None,
        employment: None,
        period: None,
        currency: None,
        component: None,
        offer: None,
        compare: None,
        levels: Vec::new(),
        locations: Vec::new(),
        unresolved: Vec::new(),
        terms: Vec::new(),
    }
}

/// A figure of a post, with what the post as a whole says where its own words say nothing.
fn posted(figure: &PayFigure, words: String, post: &Question, lexicon: &Lexicon) -> Posted {
    let how = |slot: Slot| figure.evidence.iter().find(|e| e.slot == slot).map(|e| e.how);
    let own = |slot: Slot| matches!(how(slot), Some(How::Stated | How::Header));
    let known = figure.role.clone().filter(|r| r.id.is_some());
    let role = known.clone().filter(|_| own(Slot::Role)).or_else(|| post.roles.first().cloned()).or(known).or_else(|| figure.role.clone());
    let same = post.roles.first().map(|r| &r.id) == role.as_ref().map(|r| &r.id);
    let level: Option<Level> = figure.level.or(post.level.filter(|_| same));
    let place = figure.place_id.as_deref().and_then(|id| lexicon.places.by_id(id));
    let placed = place.map(|p| Location { name: p.name.clone(), id: p.id.clone(), asked: figure.place.clone().unwrap_or_else(|| p.name.clone()), rivals: Vec::new() });
    let location = placed.clone().filter(|_| own(Slot::Place)).or_else(|| post.location.clone()).or(placed);
    let (currency, guessed) = match how(Slot::Currency) {
        Some(How::Inferred) | None => {
            let local = location.as_ref().and_then(|l| lexicon.places.by_id(&l.id)).and_then(|p| lexicon.places.country(p)).and_then(|c| c.currency);
            match local.filter(|c| may_be(&words, *c, lexicon)) {
                Some(local) => (Some(local), false),
                None => (figure.currency, true),
            }
        }
        _ => (figure.currency, false),
    };
    let question = Question {
        roles: role.into_iter().collect(),
        level,
        location,
        employment: figure.employment,
        period: figure.period,
        currency,
        ..post.clone()
    };
    Posted { words, amounts: figure.amounts, open_ended: figure.open_ended, component: figure.component, guessed, question }
}

/// Whether the sign in these words may be that currency's, or there is none.
fn may_be(words: &str, currency: Currency, lexicon: &Lexicon) -> bool {
    let signs = words.char_indices().filter(|(_, c)| !c.is_ascii_alphanumeric()).filter_map(|(at, _)| lexicon.currencies.starting(&words[at..]).next());
    let mut signs = signs.peekable();
    signs.peek().is_none() || signs.all(|s| s.codes.contains(&currency))
}
