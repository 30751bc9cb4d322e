//! Saying what is missing, and what does exist.

use super::select::{Chosen, places};
use super::{Answer, Desk, Kind, passages};
use crate::index::IndexError;
use crate::pay::RoleRef;
use crate::question::Question;

/// Nothing fits: what is missing, and the nearest that has figures.
pub(super) fn no_figures(desk: &Desk<'_>, question: &Question, chosen: &Chosen<'_>) -> Result<Answer, IndexError> {
    let mut answer = Answer::of(Kind::NoFigures);
    let counts = desk.index.role_counts();
    let has = |id: &str| counts.iter().any(|(role, _)| role == id);
    let role = question.roles.first().and_then(|r| r.id.as_deref()).and_then(|id| desk.lexicon.roles.by_id(id));
    match (role, &question.location) {
        (Some(role), Some(place)) if !chosen.of_role.is_empty() => {
            let places = places(chosen.of_role, desk.lexicon);
            answer.notes.push(format!("No figure for {} in {}.", role.name, place.name));
            if !places.is_empty() {
                answer.notes.push(format!("Places with figures for this role: {}.", places.iter().take(6).cloned().collect::<Vec<_>>().join(", ")));
            } else {
                answer.notes.push("The figures for this role name no place.".to_owned());
            }
            answer.suggestions.push(role.name.clone());
            answer.suggestions.extend(places.iter().take(3).map(|p| format!("{} in {p}", role.name)));
        }
        (Some(role), _) => {
            answer.notes.push(format!("No pay figure for {} in this corpus.", role.name));
            // What the articles say of its pay in words stands there nevertheless.
            answer.passages = passages::about_sides(desk, &[(role.name.clone(), question.clone())])?;
            answer.suggestions.extend(nearest(desk, role, &has));
        }
        (None, _) => answer.notes.push("No pay figure for that role in this corpus.".to_owned()),
    }
    if answer.suggestions.is_empty() {
        answer.suggestions.extend(most_covered(desk, counts));
    }
    answer.notes.push(format!("The corpus covers {} roles in {} articles.", known_roles(desk, counts), desk.index.articles().len()));
    Ok(answer)
}

/// The nearest roles that have figures: those its row names, then its family's.
fn nearest(desk: &Desk<'_>, role: &crate::lexicon::Role, has: &dyn Fn(&str) -> bool) -> Vec<String> {
    let named = role.near.iter().filter_map(|id| desk.lexicon.roles.by_id(id));
    let family = desk.lexicon.roles.iter().filter(|r| r.family == role.family && r.id != role.id);
    let mut out: Vec<String> = Vec::new();
    for near in named.chain(family).filter(|r| has(&r.id)) {
        if !out.contains(&near.name) {
            out.push(near.name.clone());
        }
    }
    out.truncate(4);
    out
}

/// How many roles there are by the name that the lexicon has for them, as `/sources` counts them.
fn known_roles(desk: &Desk<'_>, counts: &[(String, u32)]) -> usize {
    counts.iter().filter(|(id, _)| desk.lexicon.roles.by_id(id).is_some()).count()
}

/// The roles with the most figures.
fn most_covered(desk: &Desk<'_>, counts: &[(String, u32)]) -> Vec<String> {
    let mut known: Vec<(&str, u32)> = counts.iter().filter_map(|(id, n)| desk.lexicon.roles.by_id(id).map(|r| (r.name.as_str(), *n))).collect();
    known.sort_by_key(|(name, n)| (std::cmp::Reverse(*n), *name));
    known.into_iter().take(5).map(|(name, _)| name.to_owned()).collect()
}

/// A question about pay without a role.
pub(super) fn which_role(desk: &Desk<'_>, question: &Question) -> Result<Answer, IndexError> {
    let mut answer = Answer::of(Kind::Unclear);
    let counts = desk.index.role_counts();
    answer.notes.push(match &question.location {
        Some(place) => format!("Which role in {}? Name one, and I look for its figures.", place.name),
        None => "Which role? Name one, and I look for its figures.".to_owned(),
    });
    answer.suggestions.extend(most_covered(desk, counts));
    Ok(answer)
}

/// A side of a comparison that has no figures.
pub(super) fn side_without(name: &str) -> String {
    format!("{name}: no figure in this corpus.")
}

/// The name of a role as a reader knows it.
pub(super) fn role_name(role: &RoleRef) -> &str {
    &role.name
}
