//! An operator's corrections, applied to what was read.

use super::Extraction;
use crate::lexicon::{Lexicon, Reading, Term};
use crate::pay::{Correction, Evidence, How, PayFigure, RoleRef, Set, Skipped, Slot};
use crate::text::Document;

/// Applies `corrections`, of which those of other articles are passed over. Returns those that meet no figure of this one.
pub fn correct<'c>(document: &Document, extraction: &mut Extraction, corrections: &'c [Correction], lexicon: &Lexicon) -> Vec<&'c Correction> {
    let mut unmet = Vec::new();
    for correction in corrections.iter().filter(|c| c.path == document.path) {
        let places: Vec<std::ops::Range<usize>> = document.text.match_indices(&correction.quote).map(|(at, q)| at..at + q.len()).collect();
        let meets = |f: &PayFigure| places.iter().any(|p| p.start < f.span.end as usize && (f.span.start as usize) < p.end);
        let met = extraction.figures.iter().any(meets);
        if !met {
            unmet.push(correction);
        } else if correction.skip {
            let (skipped, kept): (Vec<_>, Vec<_>) = std::mem::take(&mut extraction.figures).into_iter().partition(|f| meets(f));
            extraction.figures = kept;
            extraction.skipped.extend(skipped.into_iter().map(|f| Skipped {
                span: f.span,
                sentence: f.sentence,
                amounts: f.amounts,
                currency: f.currency,
                why: "corrected: an operator says that it is no pay",
            }));
            extraction.skipped.sort_by_key(|s| s.span.start);
        } else {
            for figure in extraction.figures.iter_mut().filter(|f| meets(f)) {
                apply(figure, correction, lexicon);
            }
        }
    }
    unmet
}

fn apply(figure: &mut PayFigure, correction: &Correction, lexicon: &Lexicon) {
    let mut changed: Vec<Slot> = Vec::new();
    if let Some(role) = &correction.role {
        figure.role = role.value().map(|name| role_of(&name, lexicon));
        changed.push(Slot::Role);
    }
    if let Some(level) = &correction.level {
        figure.level = level.value();
        changed.push(Slot::Level);
    }
    if let Some(years) = &correction.experience {
        figure.experience = years.value();
        changed.push(Slot::Experience);
    }
    if let Some(place) = &correction.place {
        (figure.place, figure.place_id) = match place {
            Set::Clear => (None, None),
            Set::To(name) => (Some(name.clone()), place_id(name, lexicon)),
        };
        changed.push(Slot::Place);
    }
    if let Some(employment) = &correction.employment {
        figure.employment = employment.value();
        changed.push(Slot::Employment);
    }
    if let Some(source) = &correction.source {
        figure.source = source.value();
        changed.push(Slot::Source);
    }
    if let Some(currency) = correction.currency {
        figure.currency = Some(currency);
        changed.push(Slot::Currency);
    }
    if let Some(period) = correction.period {
        figure.period = Some(period);
        changed.push(Slot::Period);
    }
    if let Some(component) = correction.component {
        figure.component = component;
        changed.push(Slot::Component);
    }
    if let Some(statistic) = correction.statistic {
        figure.statistic = statistic;
        figure.percentile = None;
        changed.push(Slot::Statistic);
    }
    figure.evidence.retain(|e| !changed.contains(&e.slot));
    figure.evidence.extend(changed.into_iter().map(|slot| Evidence { slot, how: How::Corrected, span: None }));
    figure.corrected = Some(correction.reason.clone());
}

/// The lexicon's role with this id or name, else a role as written.
fn role_of(name: &str, lexicon: &Lexicon) -> RoleRef {
    let named = lexicon.roles.by_id(name).or_else(|| lexicon.roles.iter().find(|r| r.name.eq_ignore_ascii_case(name)));
    match named {
        Some(role) => RoleRef { id: Some(role.id.clone()), name: role.name.clone() },
        None => RoleRef { id: None, name: name.to_owned() },
    }
}

fn place_id(name: &str, lexicon: &Lexicon) -> Option<String> {
    let whole = |f: &crate::lexicon::Found| if let Term::Place(p) = f.term { (f.start == 0 && f.end == name.len()).then_some(p) } else { None };
    let at = lexicon.find(name, Reading::Question).iter().find_map(whole)?;
    lexicon.places.get(at).map(|p| p.id.clone())
}
