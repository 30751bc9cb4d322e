//! Places: `places.toml`, and the words for who is from there: `demonyms.toml`.

use rustc_hash::FxHashMap;

use super::{Form, LexiconError, Phrases, Term, bad, index, table};
use crate::pay::Currency;

const FILE: &str = "src/lexicon/places.toml";

/// What kind of place it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceKind {
    /// A country or territory with its own ISO code.
    Country,
    /// A state, province or nation within a country.
    State,
    /// Several countries, or a part of one that is no state.
    Region,
    /// A city with what is around it.
    Metro,
    /// A city.
    City,
    /// Not a place: work from anywhere.
    Remote,
}

/// One place.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Its id: lower case, stable; buttons carry it.
    pub id: String,
    /// As a person would write it.
    pub name: String,
    /// What kind of place.
    pub kind: PlaceKind,
    /// The place around it.
    #[serde(rename = "in")]
    pub within: Option<String>,
    /// A country's currency.
    pub currency: Option<Currency>,
    /// Other ways of writing it, in any case.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Other ways of writing it, with just these capitals.
    #[serde(default)]
    pub cased: Vec<String>,
    /// Codes that count only after a comma.
    #[serde(default)]
    pub after_comma: Vec<String>,
    /// The name is an ordinary word as well: it counts only with its capital, in questions too.
    #[serde(default)]
    pub cased_name: bool,
    /// Inhabitants in thousands: the greater of two places of one name is meant.
    pub pop: Option<u32>,
}

/// Places lie within so many others at most; a row that is within itself must not hang us.
const DEEPEST: usize = 8;

/// The table of places.
#[derive(Debug)]
pub struct Places {
    rows: Vec<Place>,
    by_id: FxHashMap<String, u16>,
    codes: FxHashMap<String, u16>,
    letters: FxHashMap<String, u16>,
    /// The place around each, by number.
    around: Vec<Option<u16>>,
}

#[derive(serde::Deserialize)]
struct File {
    place: Vec<Place>,
}

#[derive(serde::Deserialize)]
struct Demonyms {
    demonym: Vec<Demonym>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Demonym {
    place: String,
    words: Vec<String>,
}

impl Places {
    pub(super) fn load(phrases: &mut Phrases) -> Result<Self, LexiconError> {
        let rows = table::<File>(FILE, include_str!("places.toml"))?.place;
        let mut by_id = FxHashMap::default();
        for (at, place) in rows.iter().enumerate() {
            let at = index(FILE, at)?;
            if by_id.insert(place.id.clone(), at).is_some() {
                return Err(bad(FILE, format!("two places have the id `{}`", place.id)));
            }
            let name = if place.cased_name { Form::Exact(place.name.as_str().into()) } else { Form::Capital };
            phrases.add(&place.name, Term::Place(at), name);
            for alias in &place.aliases {
                phrases.add(alias, Term::Place(at), if place.kind == PlaceKind::Remote { Form::Short } else { Form::Capital });
            }
            for alias in &place.cased {
                phrases.add(alias, Term::Place(at), Form::Exact(alias.as_str().into()));
            }
            for code in &place.after_comma {
                phrases.add(code, Term::Place(at), Form::AfterComma(code.as_str().into()));
            }
        }
        let codes = rows
            .iter()
            .enumerate()
            .flat_map(|(at, p)| p.cased.iter().map(move |c| (super::key(&c.to_lowercase()).into_owned(), at)))
            .filter_map(|(c, at)| u16::try_from(at).ok().map(|at| (c, at)))
            .collect();
        let numbered = || rows.iter().enumerate().filter_map(|(at, p)| u16::try_from(at).ok().map(|at| (at, p)));
        let mut letters: FxHashMap<String, u16> = FxHashMap::default();
        letters.extend(numbered().filter(|(_, p)| p.kind == PlaceKind::Country && p.id.len() == 2).map(|(at, p)| (p.id.to_uppercase(), at)));
        // "in CA" is California rather than Canada; "in DE" is Germany rather than Delaware.
        letters.extend(
            numbered()
                .filter(|(_, p)| p.within.as_deref() == Some("us"))
                .flat_map(|(at, p)| p.after_comma.iter().filter(|c| *c != "DE").map(move |c| (c.clone(), at))),
        );
        let around = rows.iter().map(|p| p.within.as_ref().and_then(|id| by_id.get(id).copied())).collect();
        let places = Self { rows, by_id, codes, letters, around };
        if let Some(p) = places.rows.iter().find(|p| p.within.as_ref().is_some_and(|w| !places.by_id.contains_key(w))) {
            return Err(bad(FILE, format!("place `{}` is in `{}`, which no row has", p.id, p.within.as_deref().unwrap_or_default())));
        }
        for row in table::<Demonyms>("src/lexicon/demonyms.toml", include_str!("demonyms.toml"))?.demonym {
            let at = *places.by_id.get(&row.place).ok_or_else(|| bad("src/lexicon/demonyms.toml", format!("no place `{}`", row.place)))?;
            for word in &row.words {
                phrases.add(word, Term::Demonym(at), Form::Capital);
            }
        }
        Ok(places)
    }

    /// The place at an index of [`Term::Place`].
    pub fn get(&self, at: u16) -> Option<&Place> {
        self.rows.get(usize::from(at))
    }

    /// The place with this id.
    pub fn by_id(&self, id: &str) -> Option<&Place> {
        self.by_id.get(id).and_then(|at| self.get(*at))
    }

    /// The place that a code in capitals names, by the code's [`super::key`]: `nyc`, `us`.
    pub fn by_code(&self, key: &str) -> Option<u16> {
        self.codes.get(key).copied()
    }

    /// The place that two letters in capitals name after "in": a US state's postal code, else a country's (ISO 3166-1).
    pub fn by_letters(&self, code: &str) -> Option<u16> {
        self.letters.get(code).copied()
    }

    /// Every place.
    pub fn iter(&self) -> impl Iterator<Item = &Place> {
        self.rows.iter()
    }

    /// The place and the places around it, smallest first.
    pub fn around<'a>(&'a self, place: &'a Place) -> impl Iterator<Item = &'a Place> + 'a {
        let mut next = Some(place);
        let mut left = DEEPEST;
        std::iter::from_fn(move || {
            let here = next?;
            left -= 1;
            next = if left > 0 { here.within.as_deref().and_then(|id| self.by_id(id)) } else { None };
            Some(here)
        })
    }

    /// The country it lies in, or is.
    pub fn country<'a>(&'a self, place: &'a Place) -> Option<&'a Place> {
        self.around(place).find(|p| p.kind == PlaceKind::Country)
    }

    /// What is paid with where the place with that id is.
    pub fn currency_of(&self, id: &str) -> Option<Currency> {
        self.by_id(id).and_then(|place| self.country(place))?.currency
    }

    /// Whether `inner` is `outer` or lies in it.
    pub fn contains(&self, outer: &str, inner: &str) -> bool {
        self.number(outer).zip(self.number(inner)).is_some_and(|(outer, inner)| self.holds(outer, inner))
    }

    /// The number of a place, as [`Term::Place`] has it.
    pub fn number(&self, id: &str) -> Option<u16> {
        self.by_id.get(id).copied()
    }

    /// As [`Places::contains`], by number: asked of every figure of a role.
    pub fn holds(&self, outer: u16, inner: u16) -> bool {
        let within = |at: &u16| self.around.get(usize::from(*at)).copied().flatten();
        std::iter::successors(Some(inner), within).take(DEEPEST).any(|at| at == outer)
    }
}
