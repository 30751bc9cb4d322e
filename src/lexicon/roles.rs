//! Roles: `roles.toml`.

use rustc_hash::FxHashMap;

use super::{Form, LexiconError, Phrases, Term, bad, index, table};

const FILE: &str = "src/lexicon/roles.toml";

/// Why a role has no code in the Standard Occupational Classification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Uncoded {
    /// Its title is younger than the classification.
    Newer,
    /// A rank or function that many occupations have.
    Shared,
    /// A group of occupations.
    Several,
    /// The statistics count no such workers.
    Uncounted,
}

impl Uncoded {
    /// As the end of a sentence.
    pub fn why(self) -> &'static str {
        match self {
            Self::Newer => "the classification is older than the title and counts it under several codes",
            Self::Shared => "many occupations have people with that title",
            Self::Several => "it stands for several occupations",
            Self::Uncounted => "they count no such workers",
        }
    }
}

/// One role.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// Its id: lower case, words joined by hyphens; stable, buttons carry it.
    pub id: String,
    /// As a person would write it.
    pub name: String,
    /// The group of roles it is nearest to.
    pub family: String,
    /// US Standard Occupational Classification 2018, where one code is right.
    pub soc: Option<String>,
    /// Why it has no code; every role has one or the other.
    pub uncoded: Option<Uncoded>,
    /// Phrases that mean it anywhere; `{macro}` stands for each word of the table `[expand]`.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Phrases that mean it in a question, a label or a cell alone.
    #[serde(default)]
    pub short: Vec<String>,
    /// Ids of the nearest roles, to be offered instead.
    #[serde(default)]
    pub near: Vec<String>,
    /// Phrases that must be read as this role.
    #[serde(default)]
    pub examples: Vec<String>,
    /// Phrases that must not be, in prose.
    #[serde(default)]
    pub not: Vec<String>,
}

/// The table of roles.
#[derive(Debug)]
pub struct Roles {
    rows: Vec<Role>,
    by_id: FxHashMap<String, u16>,
    forms: Vec<(String, u16)>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    expand: std::collections::BTreeMap<String, Vec<String>>,
    role: Vec<Role>,
}

impl Roles {
    pub(super) fn load(phrases: &mut Phrases) -> Result<Self, LexiconError> {
        let file: File = table(FILE, include_str!("roles.toml"))?;
        let mut by_id = FxHashMap::default();
        let mut forms = Vec::new();
        for (at, role) in file.role.iter().enumerate() {
            let at = index(FILE, at)?;
            if by_id.insert(role.id.clone(), at).is_some() {
                return Err(bad(FILE, format!("two roles have the id `{}`", role.id)));
            }
            for (phrase, form) in role.aliases.iter().map(|a| (a, Form::Prose)).chain(role.short.iter().map(|s| (s, Form::Short))) {
                for phrase in expand(phrase, &file.expand)? {
                    phrases.add(&phrase, Term::Role(at), form.clone());
                    forms.push((phrase, at));
                }
            }
            phrases.add(&role.name, Term::Role(at), Form::Prose);
            forms.push((role.name.to_lowercase(), at));
        }
        for role in &file.role {
            if role.soc.is_some() == role.uncoded.is_some() {
                return Err(bad(FILE, format!("role `{}`: wants `soc`, or `uncoded` with the reason why there is none", role.id)));
            }
            if let Some(id) = role.near.iter().find(|id| !by_id.contains_key(id.as_str())) {
                return Err(bad(FILE, format!("role `{}`: near names `{id}`, which no row has", role.id)));
            }
        }
        forms.sort();
        forms.dedup();
        Ok(Self { rows: file.role, by_id, forms })
    }

    /// The role at an index of [`Term::Role`].
    pub fn get(&self, at: u16) -> Option<&Role> {
        self.rows.get(usize::from(at))
    }

    /// The role with this id.
    pub fn by_id(&self, id: &str) -> Option<&Role> {
        self.by_id.get(id).and_then(|at| self.get(*at))
    }

    /// Every role.
    pub fn iter(&self) -> impl Iterator<Item = &Role> {
        self.rows.iter()
    }

    /// Every way of writing a role, lower case, with the role; sorted.
    pub fn forms(&self) -> &[(String, u16)] {
        &self.forms
    }
}

/// `backend {dev}` for each word that `{dev}` stands for.
fn expand(phrase: &str, macros: &std::collections::BTreeMap<String, Vec<String>>) -> Result<Vec<String>, LexiconError> {
    let Some((head, rest)) = phrase.split_once('{') else { return Ok(vec![phrase.to_owned()]) };
    let (name, tail) = rest.split_once('}').ok_or_else(|| bad(FILE, format!("`{phrase}`: a `{{` without its `}}`")))?;
    let values = macros.get(name).ok_or_else(|| bad(FILE, format!("`{phrase}`: [expand] has no `{name}`")))?;
    let mut out = Vec::new();
    for value in values {
        out.extend(expand(&format!("{head}{value}{tail}"), macros)?);
    }
    Ok(out)
}
