//! A job post that somebody points at: its pay, read as articles are read, and set beside what the articles say.

use super::{Engine, EngineError, Response, Ways};
use crate::answer::{Asked, Group, Kind, Posted, Posting, check_posting};
use crate::extract::{Extraction, extract, yearly};
use crate::ingest::parse;
use crate::lexicon::{Found, Lexicon, Reading, Term};
use crate::mention::is_net;
use crate::pay::{Currency, How, Level, PayComponent, PayFigure, RoleRef, Slot};
use crate::question::{Intent, Location, Question, Via, understand};

/// The longest post that is read, in characters: more than a message and all its embeds may hold.
const LONGEST: usize = 12_000;
/// So many lines at the head of a post say what it is about.
const HEAD: usize = 8;
/// A line with more words is a sentence, not a title.
const TITLE: usize = 14;

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
        let question = match known.as_slice() {
            [_, _, ..] => Question { roles: Vec::new(), ..question },
            _ if self.again(&question).is_some() => question,
            // What a button can ask again: the role, at its level and place.
            _ => Question { period: None, currency: None, ..question },
        };
        Ok(Checked { posting, groups, response: Response { question, answer, via_nobody: false, ways: Ways::default() } })
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
        if !is_living(&figure, lexicon) {
            continue;
        }
        let posted = posted(&document.text, &figure, words, &posting.question, lexicon);
        if !posting.pay.contains(&posted) {
            posting.pay.push(posted);
        }
    }
    posting
}

/// Whether somebody may be paid so little: "$85/month" is what customers pay.
fn is_living(figure: &PayFigure, lexicon: &Lexicon) -> bool {
    let times = figure.period.map_or(1.0, yearly);
    figure.amounts.top() * times >= lexicon.currencies.plausible_year(figure.currency).0
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
    let heard = |text: &str| understand(text, Via::ChannelMessage, lexicon);
    let head: Vec<(&str, Question)> = lines.iter().take(HEAD).map(|line| (*line, heard(line))).collect();
    let titled = head.iter().find_map(|(line, q)| role_in(line, q, lexicon).map(|role| (*line, q, role)));
    let level = match &titled {
        // A title that is itself a level, such as a manager's, else the words beside it.
        Some((line, q, _)) => level_in(line, lexicon).or(q.level.filter(|l| matches!(l, Level::Manager | Level::Executive))),
        None => lines.first().and_then(|line| level_in(line, lexicon)),
    };
    let labelled = || lines.iter().find(|line| line.contains('📍') || ["location", "based in"].iter().any(|w| line.to_lowercase().contains(w)));
    let only = || Some(heard(text)).filter(|q| q.locations.len() == 1);
    // "Remote (USA)" may sound like a comparison of places.
    let place = |q: &Question| q.location.clone().or_else(|| q.locations.first().cloned());
    let location = head.iter().find_map(|(_, q)| place(q)).or_else(|| labelled().and_then(|l| place(&heard(l)))).or_else(|| only()?.location);
    let role = titled.map(|(_, _, role)| role).or_else(|| prose_role(text, lexicon));
    Question {
        text: String::new(),
        intent: Intent::Salary,
        roles: role.into_iter().collect(),
        level,
        // "Fully remote" is remote.
        location: location.map(|l| Location { rivals: Vec::new(), asked: if l.id == "remote" { l.id.clone() } else { l.asked }, ..l }),
        experience: None,
        employment: None,
        period: None,
        currency: None,
        component: None,
        offer: None,
        second: None,
        compare: None,
        levels: Vec::new(),
        locations: Vec::new(),
        unresolved: Vec::new(),
        terms: Vec::new(),
    }
}

/// The role of a line at the head: of a short one as in a question, where "Node" is somebody; of a sentence as in prose, where
/// it is a thing.
fn role_in(line: &str, question: &Question, lexicon: &Lexicon) -> Option<RoleRef> {
    let words = line.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count();
    if words <= TITLE { question.roles.first().cloned() } else { prose_role(line, lexicon) }
}

fn prose_role(text: &str, lexicon: &Lexicon) -> Option<RoleRef> {
    let found = lexicon.find(text, Reading::Prose);
    let role = found.iter().find_map(|f| if let Term::Role(at) = f.term { lexicon.roles.get(at) } else { None })?;
    Some(RoleRef { id: Some(role.id.clone()), name: role.name.clone() })
}

/// The level that a title names: "Staff Engineer", and not "Staff Nurse", which is a role's own name.
fn level_in(line: &str, lexicon: &Lexicon) -> Option<Level> {
    let level = |found: &Found| if let Term::Level(level) = found.term { Some(level) } else { None };
    let as_label = lexicon.find(line, Reading::Label);
    let named = |f: &Found| as_label.iter().any(|r| matches!(r.term, Term::Role(_)) && r.start <= f.start && f.end <= r.end);
    as_label.iter().filter(|f| !named(f)).find_map(level).or_else(|| lexicon.find(line, Reading::Prose).iter().find_map(level))
}

/// A figure of a post, with what the post as a whole says where its own words say nothing.
fn posted(document: &str, figure: &PayFigure, words: String, post: &Question, lexicon: &Lexicon) -> Posted {
    let how = |slot: Slot| figure.evidence.iter().find(|e| e.slot == slot).map(|e| e.how);
    let own = |slot: Slot| matches!(how(slot), Some(How::Stated | How::Header));
    let known = figure.role.clone().filter(|r| r.id.is_some());
    let role = known.clone().filter(|_| own(Slot::Role)).or_else(|| post.roles.first().cloned()).or(known).or_else(|| figure.role.clone());
    // By the name that the lexicon has for it: what is offered to be asked says the same.
    let role = role.map(|r| RoleRef { name: r.id.as_deref().and_then(|id| lexicon.roles.by_id(id)).map_or(r.name, |known| known.name.clone()), id: r.id });
    let same = post.roles.first().map(|r| &r.id) == role.as_ref().map(|r| &r.id);
    let level: Option<Level> = figure.level.or(post.level.filter(|_| same));
    let place = figure.place_id.as_deref().and_then(|id| lexicon.places.by_id(id));
    let placed =
        place.map(|p| Location { name: p.name.clone(), id: p.id.clone(), asked: figure.place.clone().unwrap_or_else(|| p.name.clone()), rivals: Vec::new() });
    // "Redmond, WA | $119k": the city of the title, not the state that stands nearest.
    let sentence = figure.sentence.of(document).to_lowercase();
    let finer = |p: &Location| post.location.as_ref().is_some_and(|l| sentence.contains(&l.asked.to_lowercase()) && lexicon.places.contains(&p.id, &l.id));
    let location = placed.clone().filter(|p| own(Slot::Place) && !finer(p)).or_else(|| post.location.clone()).or(placed);
    let (currency, guessed) = match how(Slot::Currency) {
        Some(How::Inferred) | None => {
            let local = location.as_ref().and_then(|l| lexicon.places.currency_of(&l.id));
            match local.filter(|c| may_be(&words, *c, lexicon)) {
                Some(local) => (Some(local), false),
                None => (figure.currency, true),
            }
        }
        _ => (figure.currency, false),
    };
    let question =
        Question { roles: role.into_iter().collect(), level, location, employment: figure.employment, period: figure.period, currency, ..post.clone() };
    let net = is_net(&sentence);
    Posted { words, amounts: figure.amounts, open_ended: figure.open_ended, component: figure.component, net, guessed, question }
}

/// Whether the sign in these words may be that currency's, or there is none.
fn may_be(words: &str, currency: Currency, lexicon: &Lexicon) -> bool {
    let signs = words.char_indices().filter(|(_, c)| !c.is_ascii_alphanumeric()).filter_map(|(at, _)| lexicon.currencies.starting(&words[at..]).next());
    let mut signs = signs.peekable();
    signs.peek().is_none() || signs.all(|s| s.codes.contains(&currency))
}
