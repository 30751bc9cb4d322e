//! What somebody may mean by what they have typed so far, and reading back what they chose.

use super::{Engine, count_places};
use crate::lexicon::Place;
use crate::question::{Question, Via};

/// Discord's limit for the name of a choice, in characters.
const LONGEST: usize = 100;

/// A choice for autocomplete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is shown, at most 100 characters.
    pub name: String,
    /// What is sent: the lexicon's id of the role or place. What people type themselves is read as words.
    pub value: String,
}

impl Engine {
    /// Roles that have figures and begin with, are also called, or nearly are `typed`; at most `limit`.
    pub fn complete_role(&self, typed: &str, limit: usize) -> Vec<Choice> {
        let typed = typed.trim().to_lowercase();
        let mut ranked: Vec<(usize, u32, &str)> = Vec::new();
        for (name, count) in &self.summary.roles {
            let rank = if typed.is_empty() { Some(0) } else { self.rank(&typed, name) };
            if let Some(rank) = rank {
                ranked.push((rank, u32::MAX - count, name));
            }
        }
        ranked.sort();
        ranked.into_iter().take(limit).filter_map(|(_, _, name)| self.lexicon.roles.iter().find(|r| r.name == name)).map(|r| choice(&r.name, &r.id)).collect()
    }

    /// How near `typed` is to a role's name: 0 prefix of the name, 1 of an alias, 2 of a later word, 3 a typo.
    fn rank(&self, typed: &str, name: &str) -> Option<usize> {
        let lower = name.to_lowercase();
        if lower.starts_with(typed) {
            return Some(0);
        }
        let forms = self.lexicon.roles.iter().position(|r| r.name == *name).and_then(|n| u16::try_from(n).ok());
        let mut of_role = forms.into_iter().flat_map(|at| self.lexicon.roles.forms().iter().filter(move |(_, r)| *r == at)).map(|(form, _)| form.as_str());
        if of_role.clone().any(|f| f == typed) {
            return Some(0);
        }
        if of_role.clone().any(|f| f.starts_with(typed)) {
            return Some(1);
        }
        if lower.split(' ').any(|w| w.starts_with(typed)) {
            return Some(2);
        }
        (nearly(typed, &lower) || of_role.any(|f| nearly(typed, f))).then_some(3)
    }

    /// The places of the figures of the role that `text` names, each with how many; none where it names no role.
    fn places_of(&self, text: &str) -> Option<Vec<(u16, u32)>> {
        let role = self.understand(text, Via::Slash).roles.into_iter().next()?;
        Some(count_places(self.index.figures_of(&role).iter()))
    }

    /// Places that have figures, of the role that `role` names where it names one, and begin with, are also called, or
    /// nearly are `typed`; at most `limit`.
    pub fn complete_place(&self, typed: &str, role: Option<&str>, limit: usize) -> Vec<Choice> {
        let typed = typed.trim().to_lowercase();
        let mut ranked: Vec<(usize, u32, &Place)> = Vec::new();
        let of_role = role.and_then(|text| self.places_of(text));
        for (at, count) in of_role.as_deref().unwrap_or(&self.places) {
            let Some(place) = self.lexicon.places.get(*at) else { continue };
            let lower = place.name.to_lowercase();
            let rank = if lower.starts_with(&typed) {
                0
            } else if place.aliases.iter().chain(&place.cased).any(|a| a.to_lowercase().starts_with(&typed)) {
                1
            } else if lower.split(' ').any(|w| w.starts_with(&typed)) {
                2
            } else if nearly(&typed, &lower) {
                3
            } else {
                continue;
            };
            ranked.push((rank, u32::MAX - count, place));
        }
        ranked.sort_by(|a, b| (a.0, a.1, &a.2.name).cmp(&(b.0, b.1, &b.2.name)));
        let twice = |place: &Place| ranked.iter().filter(|(_, _, other)| other.name == place.name).count() > 1;
        ranked.iter().take(limit).map(|(_, _, place)| choice(&if twice(place) { self.full_name(place) } else { place.name.clone() }, &place.id)).collect()
    }

    /// A place's name, with what it is in.
    pub(super) fn full_name(&self, place: &Place) -> String {
        let around = place.within.as_deref().and_then(|id| self.lexicon.places.by_id(id));
        around.map_or_else(|| place.name.clone(), |around| format!("{}, {}", place.name, around.name))
    }

    /// The question that a command's options put: roles side by side, and where; each as somebody typed it, or as
    /// [`Engine::complete_role`] and [`Engine::complete_place`] offered it.
    pub fn understand_options(&self, roles: &[&str], location: Option<&str>) -> Question {
        let name = |role: &&str| self.lexicon.roles.by_id(role).map_or_else(|| (*role).to_owned(), |r| r.name.clone());
        let who = roles.iter().map(name).collect::<Vec<_>>().join(" vs ");
        let chosen = location.and_then(|l| self.lexicon.places.by_id(l));
        // The place is said with the role, so that one which is not known is told like one in any other question.
        let place = chosen.map(|p| p.name.as_str()).or(location);
        let text = place.map_or_else(|| who.clone(), |place| format!("{who} in {place}"));
        let mut question = self.understand(&text, Via::Slash);
        if let (Some(place), Some(read)) = (chosen, &mut question.location) {
            (read.id, read.name) = (place.id.clone(), place.name.clone());
            read.rivals.clear();
        }
        question
    }
}

/// Whether what is typed so far is a letter or two off `known` or its beginning.
fn nearly(typed: &str, known: &str) -> bool {
    let letters = typed.chars().count();
    let near = |f: &str| letters >= 4 && strsim::osa_distance(typed, f) <= if letters >= 8 { 2 } else { 1 };
    near(known) || near(&known.chars().take(letters).collect::<String>())
}

fn choice(name: &str, id: &str) -> Choice {
    Choice { name: name.chars().take(LONGEST).collect(), value: id.to_owned() }
}
