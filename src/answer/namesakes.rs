//! Places of one name in several countries: which is meant, or that it must be asked.

use super::{Answer, Desk, Kind, abstain, select};
use crate::index::IndexError;
use crate::lexicon::PlaceKind;
use crate::question::{Location, Question};

/// What became of a place that may be one of several.
pub(super) enum Settled {
    /// It is clear, or only the greatest of them has figures; then that is said.
    As(Box<Question>, Option<String>),
    /// Another has figures: the asker is asked.
    Ask(Box<Answer>),
}

/// Settles which place a question means: the greatest, where no other has figures, else the asker says.
pub(super) fn settle(desk: &Desk<'_>, question: &Question) -> Result<Settled, IndexError> {
    let unchanged = || Ok(Settled::As(Box::new(question.clone()), None));
    let (Some(location), Some(role)) = (question.location.as_ref().filter(|l| !l.rivals.is_empty()), question.roles.first()) else { return unchanged() };
    let mut fit: Vec<Location> = Vec::new();
    for id in std::iter::once(&location.id).chain(&location.rivals) {
        let candidate = Location { id: id.clone(), rivals: Vec::new(), ..location.clone() };
        let asked = Question { location: Some(candidate.clone()), ..question.clone() };
        // A row for a wider place says nothing of this one.
        let row = || Ok::<_, IndexError>(desk.rows(&asked, role)?.iter().any(|row| !row.wider));
        if !select::select(desk, &asked, role).hits.is_empty() || row()? {
            fit.push(candidate);
        }
    }
    let full = |id: &str| -> String {
        let place = desk.lexicon.places.by_id(id);
        if place.is_some_and(|p| p.kind == PlaceKind::Country) {
            return format!("the country {}", location.name);
        }
        let country = place.and_then(|p| desk.lexicon.places.country(p)).map_or("", |c| c.name.as_str());
        format!("{}, {country}", location.name)
    };
    let others: Vec<String> = location.rivals.iter().map(|id| full(id)).collect();
    match fit.as_slice() {
        [] => unchanged(),
        // The greatest is meant most often. A smaller one is not taken for it just because it has figures.
        [one] if one.id == location.id => {
            let note = format!("Read as {}; for {}, name the country.", full(&one.id), others.join(" or "));
            Ok(Settled::As(Box::new(Question { location: Some(one.clone()), ..question.clone() }), Some(note)))
        }
        some => {
            let mut answer = Answer::of(Kind::Unclear);
            answer.notes.push(format!("Which {}? There is {} and {}.", location.name, full(&location.id), others.join(" and ")));
            let names: Vec<String> = some.iter().map(|l| full(&l.id)).collect();
            if names.len() <= others.len() {
                answer.notes.push(format!("There are figures for {}.", names.join(" and ")));
            }
            answer.suggestions.extend(names.iter().map(|place| format!("{} in {place}", abstain::role_name(role))));
            Ok(Settled::Ask(Box::new(answer)))
        }
    }
}
