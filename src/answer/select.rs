//! Which figures fit a question, best first, and how far it had to be widened.

use super::{Desk, Widened};
use crate::index::{FigureHit, KindOfSource};
use crate::lexicon::{Lexicon, Place, PlaceKind};
use crate::pay::{Level, PayPeriod, PayStatistic, RoleRef};
use crate::question::{Location, Question};
use crate::text::PartialDate;

/// Figures older than this many months are used only when there is nothing newer.
pub const TOO_OLD: u32 = 36;

/// The figures for a question, best first.
#[derive(Debug, Default)]
pub(super) struct Chosen<'a> {
    /// The figures.
    pub hits: Vec<&'a FigureHit>,
    /// Steps outwards.
    pub widened: Vec<Widened>,
    /// What a reader must know.
    pub notes: Vec<String>,
    /// All figures of the role.
    pub of_role: &'a [FigureHit],
    /// Figures of the role that do not fit: why, and how many, in the order in which they were left out.
    pub left: Vec<(LeftOut, usize)>,
}

impl Chosen<'_> {
    /// Counts what a step left out.
    fn leave(&mut self, why: LeftOut, before: usize, after: usize) {
        if after < before {
            self.left.push((why, before - after));
        }
    }
}

/// Why a figure of the role is not among those that fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeftOut {
    /// Moderators of the server decided not to show it.
    Hidden,
    /// It is for another place, or names none where one was asked for.
    Place,
    /// It is of contractors where employees are meant, or the other way round.
    Employment,
    /// It is of another level, or names none.
    Level,
    /// It is for other years, or names none.
    Years,
    /// It is by another period.
    Period,
    /// It is in another currency, or a part of pay where the whole was asked for.
    Kind,
    /// There is something newer.
    Old,
}

/// A step of choosing: what it keeps of the figures it is given.
type Step<'s, 'a> = &'s dyn Fn(Vec<&'a FigureHit>, &mut Chosen<'a>) -> Vec<&'a FigureHit>;

/// Chooses the figures of `role` that fit `question`.
pub(super) fn select<'a>(desk: &Desk<'a>, question: &Question, role: &RoleRef) -> Chosen<'a> {
    let all = desk.index.figures_of(role);
    let mut chosen = Chosen { of_role: all, ..Chosen::default() };
    chosen.leave(LeftOut::Hidden, all.len() + desk.index.left_out_of(role), all.len());
    let mut hits = at_place(desk, question.location.as_ref(), all, &mut chosen);
    chosen.leave(LeftOut::Place, all.len(), hits.len());
    let steps: [(LeftOut, Step<'_, 'a>); 5] = [
        (LeftOut::Employment, &|hits, chosen| engaged(question, hits, chosen)),
        (LeftOut::Level, &|hits, chosen| levelled(question, hits, chosen, desk.lexicon)),
        (LeftOut::Years, &|hits, chosen| experienced(question, hits, chosen)),
        (LeftOut::Period, &|hits, chosen| paid_by(question, hits, chosen)),
        (LeftOut::Kind, &|hits, chosen| in_kind(question, hits, chosen)),
    ];
    for (why, step) in steps {
        let before = hits.len();
        hits = step(hits, &mut chosen);
        chosen.leave(why, before, hits.len());
    }
    let before = hits.len();
    let today = desk.asked.today;
    let fresh = |h: &FigureHit| h.as_of.is_none_or(|d| d.months_until(today) <= TOO_OLD);
    if hits.iter().any(|h| fresh(h)) {
        hits.retain(|h| fresh(h));
        chosen.leave(LeftOut::Old, before, hits.len());
    }
    let wanted = Wanted::of(question, desk.lexicon);
    let mut keyed: Vec<_> = hits.into_iter().map(|h| (key(h, question, wanted, desk.lexicon), h)).collect();
    let sorted = SORTED.min(keyed.len());
    if sorted < keyed.len() {
        keyed.select_nth_unstable_by(sorted, |a, b| a.0.cmp(&b.0));
    }
    keyed[..sorted].sort_unstable_by_key(|k| k.0);
    chosen.hits = keyed.into_iter().map(|(_, hit)| hit).collect();
    if chosen.hits.is_empty() {
        chosen.widened.clear();
    }
    chosen
}

/// Of more figures than this only so many are put in order: no reply shows more, said twice or not.
pub(super) const SORTED: usize = 256;

/// The kind of number that the words ask for, and where.
#[derive(Debug, Clone, Copy)]
struct Wanted {
    average: bool,
    median: bool,
    place: Asked,
}

impl Wanted {
    fn of(question: &Question, lexicon: &Lexicon) -> Self {
        let statistic = question.statistic();
        let place = asked_place(question, lexicon);
        Self { place, average: statistic.contains(&PayStatistic::Average), median: statistic.contains(&PayStatistic::Median) }
    }
}

/// The order of figures that all fit: by fit, then kind of number, then who says so, then date; undated after dated.
fn key(hit: &FigureHit, question: &Question, kind: Wanted, lexicon: &Lexicon) -> (u8, u8, u8, u8, u8, u8, std::cmp::Reverse<Option<PartialDate>>, u32) {
    let level = match (question.level, hit.level) {
        (Some(want), Some(has)) => u8::from(want != has) * 2,
        (Some(_), None) => 1,
        (None, _) => 0,
    };
    let experience = match (question.experience, hit.experience) {
        (Some(want), Some(has)) => u8::from(!want.meets(has)) * 2,
        (Some(_), None) => 1,
        (None, _) => 0,
    };
    let place = place_fit(kind.place, hit, lexicon);
    let component = question.component.map_or(0, |c| u8::from(c != hit.component));
    let statistic = match hit.statistic {
        PayStatistic::Range | PayStatistic::Median | PayStatistic::Average => 0,
        PayStatistic::Percentile => 1,
        PayStatistic::Point => 2,
        _ => 3,
    };
    // Asked for an average, averages come first.
    let wanted = u8::from(kind.average && hit.statistic != PayStatistic::Average) + u8::from(kind.median && hit.statistic != PayStatistic::Median);
    let source = match hit.source {
        KindOfSource::Official => 0,
        KindOfSource::Survey => 1,
        KindOfSource::Named => 2,
        KindOfSource::Unnamed => 3,
    };
    let order = level_order(hit);
    (
        level + experience,
        place,
        wanted + component,
        statistic.min(3) + u8::from(is_part(hit)) * 4,
        if question.level.is_some() { 0 } else { order },
        source,
        std::cmp::Reverse(hit.as_of),
        hit.order,
    )
}

/// Without a level asked, junior stands before senior, and what names no level before both. Years alone are no level; they
/// only say where among the levels a line stands.
fn level_order(hit: &FigureHit) -> u8 {
    let by_years = |from: f64| match from {
        y if y < 3.0 => Level::Junior,
        y if y < 6.0 => Level::Mid,
        _ => Level::Senior,
    };
    match (hit.level, hit.experience) {
        (Some(level), _) => level as u8 * 2 + 1,
        (None, Some(years)) => by_years(years.0) as u8 * 2 + 2,
        (None, None) => 0,
    }
}

fn is_part(hit: &FigureHit) -> bool {
    matches!(hit.component, crate::pay::PayComponent::Bonus | crate::pay::PayComponent::Equity)
}

/// The place that is asked about, where there is one; by number, where the lexicon has it.
type Asked = Option<Option<u16>>;

fn asked_place(question: &Question, lexicon: &Lexicon) -> Asked {
    question.location.as_ref().map(|l| lexicon.places.number(&l.id))
}

/// 0 the place itself, 1 inside it, 2 around it, 3 not named.
fn place_fit(asked: Asked, hit: &FigureHit, lexicon: &Lexicon) -> u8 {
    match (asked, hit.place) {
        (None, place) => u8::from(place.and_then(|p| lexicon.places.get(p)).is_some_and(|p| p.kind != PlaceKind::Country)),
        (Some(want), Some(has)) if want == Some(has) => 0,
        (Some(Some(want)), Some(has)) if lexicon.places.holds(want, has) => 1,
        (Some(_), Some(_)) => 2,
        (Some(_), None) => 3,
    }
}

/// The figures at the place asked for; else those of the places around it, step by step, never over its country's border.
fn at_place<'a>(desk: &Desk<'_>, location: Option<&Location>, all: &'a [FigureHit], chosen: &mut Chosen<'_>) -> Vec<&'a FigureHit> {
    let Some(location) = location else { return all.iter().collect() };
    let places = &desk.lexicon.places;
    if location.id == "remote" {
        if !all.is_empty() {
            chosen.widened.push(Widened {
                slot: "location",
                asked: location.asked.clone(),
                used: "any place: the sources do not set remote pay apart".to_owned(),
            });
        }
        return all.iter().collect();
    }
    let Some(number) = places.number(&location.id) else { return Vec::new() };
    let Some(place) = places.get(number) else { return Vec::new() };
    for step in places.around(place) {
        let Some(here) = places.number(&step.id) else { break };
        let country = step.kind == PlaceKind::Country;
        let outside = step.kind == PlaceKind::Region && place.kind != PlaceKind::Region && places.country(step).is_none();
        if outside {
            break;
        }
        let is = |h: &FigureHit| {
            let own = h.place.is_some_and(|p| p == here || here == number && places.holds(here, p));
            own || country && h.place.is_none() && !h.other_place && counts_for(step, h)
        };
        let found: Vec<&FigureHit> = all.iter().filter(|h| is(h)).collect();
        if !found.is_empty() {
            let named = found.iter().any(|h| h.place.is_some());
            if step.id != place.id {
                let used = if named { step.name.clone() } else { format!("no place named, {}", currency_name(&found)) };
                chosen.widened.push(Widened { slot: "location", asked: location.asked.clone(), used });
            } else if !named {
                chosen.notes.push(format!("The sources name no country; their amounts are in {}.", currency_name(&found)));
            } else if matches!(step.kind, PlaceKind::State | PlaceKind::Country) && found.iter().all(|h| h.place.is_some_and(|p| p != here)) {
                chosen.notes.push(format!("No figure is for {} as a whole; shown are places in it.", step.name));
            }
            return found;
        }
        if country {
            break;
        }
    }
    Vec::new()
}

fn currency_name(hits: &[&FigureHit]) -> String {
    hits.first().and_then(|h| h.currency).map_or_else(|| "no currency".to_owned(), |c| c.to_string())
}

/// Whether a figure that names no place counts for a country: only in the currency that is that country's own.
fn counts_for(country: &Place, hit: &FigureHit) -> bool {
    let own = country.currency.filter(|c| c.code()[..2].eq_ignore_ascii_case(&country.id));
    own.is_some() && own == hit.currency
}

/// Employees apart from contractors and freelancers.
fn engaged<'a>(question: &Question, hits: Vec<&'a FigureHit>, chosen: &mut Chosen<'_>) -> Vec<&'a FigureHit> {
    match question.employment {
        Some(want) => {
            let found: Vec<&FigureHit> = hits.iter().filter(|h| h.employment == Some(want)).copied().collect();
            let near: Vec<&FigureHit> = if found.is_empty() { hits.iter().filter(|h| h.employment.is_some()).copied().collect() } else { found };
            if !near.is_empty() {
                if near.iter().all(|h| h.employment != Some(want)) {
                    chosen.widened.push(Widened {
                        slot: "employment",
                        asked: want.name().to_owned(),
                        used: near[0].employment.map_or("", |e| e.name()).to_owned(),
                    });
                }
                return near;
            }
            if !hits.is_empty() {
                chosen.widened.push(Widened {
                    slot: "employment",
                    asked: want.name().to_owned(),
                    used: "employment: no figure is for this kind of work".to_owned(),
                });
            }
            hits
        }
        None => {
            let employed: Vec<&FigureHit> = hits.iter().filter(|h| h.employment.is_none()).copied().collect();
            let hourly = question.period == Some(PayPeriod::Hour) || question.period == Some(PayPeriod::Day);
            if employed.is_empty() || hourly && !employed.iter().any(|h| h.period == question.period) { hits } else { employed }
        }
    }
}

/// The level asked for; figures that name none may stand after it; another level only where nothing else is there.
fn levelled<'a>(question: &Question, hits: Vec<&'a FigureHit>, chosen: &mut Chosen<'_>, lexicon: &Lexicon) -> Vec<&'a FigureHit> {
    let Some(want) = question.level else { return hits };
    let exact: Vec<&FigureHit> = hits.iter().filter(|h| h.level == Some(want)).copied().collect();
    if !exact.is_empty() {
        // A general figure stands beside the level's own only where it is nearer to the place; and that is said.
        let place = asked_place(question, lexicon);
        let best = exact.iter().map(|h| place_fit(place, h, lexicon)).min().unwrap_or(0);
        let nearer: Vec<&FigureHit> =
            hits.into_iter().filter(|h| question.location.is_some() && h.level.is_none() && place_fit(place, h, lexicon) < best).collect();
        if !nearer.is_empty() {
            chosen.notes.push("Figures without a level are nearer to the place; they are listed as well.".to_owned());
        }
        return exact.into_iter().chain(nearer).collect();
    }
    let none: Vec<&FigureHit> = hits.iter().filter(|h| h.level.is_none()).copied().collect();
    let (kept, used) = if none.is_empty() { (hits, "every level") } else { (none, "any level: the sources name none") };
    if !kept.is_empty() {
        chosen.widened.push(Widened { slot: "level", asked: want.name().to_owned(), used: used.to_owned() });
    }
    kept
}

/// Figures for the years asked for; those that name none after them.
fn experienced<'a>(question: &Question, hits: Vec<&'a FigureHit>, chosen: &mut Chosen<'_>) -> Vec<&'a FigureHit> {
    let Some(want) = question.experience else { return hits };
    let fits: Vec<&FigureHit> = hits.iter().filter(|h| h.experience.is_some_and(|e| e.meets(want))).copied().collect();
    if !fits.is_empty() {
        return fits;
    }
    let none: Vec<&FigureHit> = hits.iter().filter(|h| h.experience.is_none()).copied().collect();
    let kept = if none.is_empty() { hits } else { none };
    if !kept.is_empty() {
        chosen.widened.push(Widened { slot: "experience_years", asked: years(want), used: "any experience: no figure is for these years".to_owned() });
    }
    kept
}

fn years(years: crate::pay::Years) -> String {
    match years.1 {
        Some(to) if to != years.0 => format!("{}–{to} years", years.0),
        Some(_) => format!("{} years", years.0),
        None => format!("{}+ years", years.0),
    }
}

/// The period asked for, where any figure has it; else the figures as they are, said so. Without one asked, yearly pay
/// stands alone where there is any.
fn paid_by<'a>(question: &Question, hits: Vec<&'a FigureHit>, chosen: &mut Chosen<'_>) -> Vec<&'a FigureHit> {
    if let Some(want) = question.period {
        let found: Vec<&FigureHit> = hits.iter().filter(|h| h.period == Some(want)).copied().collect();
        if !found.is_empty() {
            return found;
        }
        if let Some(used) = hits.iter().find_map(|h| h.period) {
            chosen.widened.push(Widened { slot: "period", asked: want.adjective().to_owned(), used: used.adjective().to_owned() });
        }
        return hits;
    }
    let yearly: Vec<&FigureHit> = hits.iter().filter(|h| h.period == Some(PayPeriod::Year)).copied().collect();
    if !yearly.is_empty() && question.employment.is_none() {
        return yearly;
    }
    hits
}

/// The currency and the part of pay that were asked for, where any figure has them; else said that none has.
fn in_kind<'a>(question: &Question, hits: Vec<&'a FigureHit>, chosen: &mut Chosen<'_>) -> Vec<&'a FigureHit> {
    let mut hits = hits;
    // An offer's currency does not choose the figures: the offer is set beside those there are.
    if let Some(want) = question.currency.filter(|_| question.offer.is_none()) {
        let found: Vec<&FigureHit> = hits.iter().filter(|h| h.currency == Some(want)).copied().collect();
        if found.is_empty() && !hits.is_empty() {
            chosen.notes.push(format!("No figure in {want}; shown: {}.", currency_name(&hits)));
        } else {
            hits = found;
        }
    }
    if let Some(want) = question.component {
        let whole: Vec<&FigureHit> = hits.iter().filter(|h| !is_part(h)).copied().collect();
        if !whole.is_empty() {
            hits = whole;
        }
        if !hits.is_empty() && hits.iter().all(|h| h.component != want) {
            chosen.notes.push(format!("No figure is said to be {want} pay."));
        }
    }
    hits
}

/// The places that figures are for, the most figures first.
pub(super) fn places(hits: &[FigureHit], lexicon: &Lexicon) -> Vec<String> {
    let mut counts: Vec<(u16, usize)> = Vec::new();
    for place in hits.iter().filter_map(|h| h.place) {
        match counts.iter_mut().find(|c| c.0 == place) {
            Some(count) => count.1 += 1,
            None => counts.push((place, 1)),
        }
    }
    counts.sort_by_key(|c| std::cmp::Reverse(c.1));
    counts.iter().filter_map(|c| lexicon.places.get(c.0)).map(|p| p.name.clone()).collect()
}
