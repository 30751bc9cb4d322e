//! Saying what is missing, and what does exist.

use super::select::{Chosen, places};
use super::{Answer, Desk, Kind, passages};
use crate::index::IndexError;
use crate::pay::RoleRef;
use crate::question::Question;

/// So many other roles are offered.
const NEAREST: usize = 4;

/// Nothing fits: what is missing, and the nearest that has figures.
pub(super) fn no_figures(desk: &Desk<'_>, question: &Question, chosen: &Chosen<'_>) -> Result<Answer, IndexError> {
    let mut answer = Answer::of(Kind::NoFigures);
    let counts = desk.index.role_counts();
    let rows = |role: &crate::lexicon::Role| desk.index.has_rows(&role.id, role.soc.as_deref());
    let has = |role: &crate::lexicon::Role| Ok::<_, IndexError>(counts.iter().any(|(id, _)| *id == role.id) || rows(role)?);
    let role = question.roles.first().and_then(|r| r.id.as_deref()).and_then(|id| desk.lexicon.roles.by_id(id));
    match (role, &question.location) {
        (Some(role), Some(place)) if !chosen.of_role.is_empty() || rows(role)? => {
            let mut places = places(chosen.of_role, desk.lexicon);
            let wide = desk.rows(&Question { location: None, ..question.clone() }, &RoleRef { id: Some(role.id.clone()), name: role.name.clone() })?;
            for place in wide.iter().filter_map(|row| row.record.row.place_ids.first()).filter_map(|id| desk.lexicon.places.by_id(id)) {
                if !places.contains(&place.name) {
                    places.push(place.name.clone());
                }
            }
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
            answer.suggestions.extend(nearest(desk, role, &has)?);
        }
        (None, _) => answer.notes.push("No pay figure for that role in this corpus.".to_owned()),
    }
    if answer.suggestions.is_empty() {
        answer.suggestions.extend(most_covered(desk, counts));
    }
    answer.notes.push(format!("The corpus covers {} roles in {}.", known_roles(desk, counts)?, holdings(desk)));
    Ok(answer)
}

/// The nearest roles that have figures: those its row names, then its family's.
fn nearest(desk: &Desk<'_>, role: &crate::lexicon::Role, has: &dyn Fn(&crate::lexicon::Role) -> Result<bool, IndexError>) -> Result<Vec<String>, IndexError> {
    let named = role.near.iter().filter_map(|id| desk.lexicon.roles.by_id(id));
    let family = desk.lexicon.roles.iter().filter(|r| r.family == role.family && r.id != role.id);
    let mut out: Vec<String> = Vec::new();
    for near in named.chain(family) {
        if out.len() < NEAREST && !out.contains(&near.name) && has(near)? {
            out.push(near.name.clone());
        }
    }
    Ok(out)
}

/// How many of the lexicon's roles have figures or rows, as `/sources` counts them.
fn known_roles(desk: &Desk<'_>, counts: &[(String, u32)]) -> Result<usize, IndexError> {
    let mut known = 0;
    for role in desk.lexicon.roles.iter() {
        known += usize::from(counts.iter().any(|(id, _)| *id == role.id) || desk.index.has_rows(&role.id, role.soc.as_deref())?);
    }
    Ok(known)
}

/// "43 articles and 3 tables".
fn holdings(desk: &Desk<'_>) -> String {
    let tables = desk.index.articles().iter().filter(|article| article.table.is_some()).count();
    let count = |n: usize, one: &str| format!("{n} {one}{}", if n == 1 { "" } else { "s" });
    let articles = count(desk.index.articles().len() - tables, "article");
    if tables == 0 { articles } else { format!("{articles} and {}", count(tables, "table")) }
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

/// A side of a comparison that no article has figures for; a table may have a row.
pub(super) fn side_without(name: &str, has_row: bool) -> String {
    if has_row { format!("{name}: no figure in an article.") } else { format!("{name}: no figure in this corpus.") }
}

/// The name of a role as a reader knows it.
pub(super) fn role_name(role: &RoleRef) -> &str {
    &role.name
}
