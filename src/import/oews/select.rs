//! Which occupations and areas are imported.

use std::str::FromStr;

/// Occupations of computing, by the beginning of their codes: computer occupations, their managers, mathematical ones with data
/// scientists, and hardware engineers.
const TECH: [&str; 4] = ["15-1", "15-2", "11-3021", "17-2061"];

/// Others that people ask about most: the fifty with the most employment (OEWS, May 2025), and professions that people train for.
const COMMON: [&str; 89] = [
    "11-1021", "11-2021", "11-2022", "11-3031", "11-3121", "11-9021", "11-9041", "11-9111", "13-1071", "13-1082", "13-1111", "13-1161", "13-1199", "13-2011",
    "13-2051", "17-1011", "17-2011", "17-2041", "17-2051", "17-2071", "17-2072", "17-2112", "17-2141", "19-3033", "21-1018", "23-1011", "23-2011", "25-2011",
    "25-2021", "25-2022", "25-2031", "25-9045", "27-1024", "27-3031", "27-3042", "27-3043", "29-1021", "29-1051", "29-1071", "29-1123", "29-1131", "29-1141",
    "29-1171", "29-2061", "31-1120", "31-1131", "31-9092", "33-3051", "33-9032", "35-1012", "35-2014", "35-2021", "35-3011", "35-3023", "35-3031", "37-2011",
    "37-2012", "37-3011", "39-5012", "41-1011", "41-2011", "41-2031", "41-3021", "41-3031", "41-3091", "41-4012", "41-9022", "43-1011", "43-3031", "43-4051",
    "43-4171", "43-5071", "43-6013", "43-6014", "43-9061", "47-1011", "47-2031", "47-2061", "47-2111", "47-2152", "49-3023", "49-9071", "51-2090", "53-2011",
    "53-3032", "53-3033", "53-7051", "53-7062", "53-7065",
];

/// Which occupations.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Occupations(Vec<String>);

impl Occupations {
    /// Whether one with this code is among them; without any choice every one is.
    pub(super) fn has(&self, code: &str) -> bool {
        self.0.is_empty() || self.0.iter().any(|start| code.starts_with(start.as_str()))
    }
}

impl FromStr for Occupations {
    type Err = String;

    /// `all`, `tech`, `common`, codes of the classification or their beginnings (`15-12`), several with commas.
    fn from_str(text: &str) -> Result<Self, String> {
        let mut codes: Vec<String> = Vec::new();
        for word in text.split(',').map(str::trim) {
            let code =
                |word: &str| word.len() >= 3 && word.len() <= 7 && word.chars().enumerate().all(|(at, c)| if at == 2 { c == '-' } else { c.is_ascii_digit() });
            match word {
                "all" => return Ok(Self::default()),
                "tech" => codes.extend(TECH.map(str::to_owned)),
                "common" => codes.extend(COMMON.map(str::to_owned)),
                word if code(word) => codes.push(word.to_owned()),
                _ => return Err(format!("`{word}` is none of: all, tech, common, a code such as 15-1252 or its beginning such as 15-12")),
            }
        }
        Ok(Self(codes))
    }
}

/// Which areas.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Areas {
    /// The whole country.
    pub nation: bool,
    /// The states and territories.
    pub states: bool,
    /// So many metropolitan areas, those with the most employment first.
    pub metros: usize,
    /// Areas outside the metropolitan ones too.
    pub others: bool,
}

impl Default for Areas {
    fn default() -> Self {
        Self { nation: true, states: true, metros: usize::MAX, others: true }
    }
}

impl FromStr for Areas {
    type Err = String;

    /// `all`, or some of `nation`, `states`, `metros` and `metros:100` with commas.
    fn from_str(text: &str) -> Result<Self, String> {
        let mut areas = Self { nation: false, states: false, metros: 0, others: false };
        for word in text.split(',').map(str::trim) {
            let most = word.strip_prefix("metros:").and_then(|n| n.parse::<usize>().ok()).filter(|n| *n > 0);
            match (word, most) {
                ("all", _) => return Ok(Self::default()),
                ("nation", _) => areas.nation = true,
                ("states", _) => areas.states = true,
                ("metros", _) => areas.metros = usize::MAX,
                (_, Some(most)) => areas.metros = most,
                _ => return Err(format!("`{word}` is none of: all, nation, states, metros, metros:100")),
            }
        }
        Ok(areas)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn occupations_and_areas_are_chosen_by_words_and_codes() {
        let has = |text: &str, code: &str| text.parse::<Occupations>().map(|o| o.has(code));
        for (text, code, want) in [
            ("all", "53-2011", true),
            ("tech", "15-1252", true),
            ("tech", "15-2051", true),
            ("tech", "11-3021", true),
            ("tech", "29-1141", false),
            ("tech, common", "29-1141", true),
            ("29-1141", "29-1141", true),
            ("29-11", "29-1141", true),
            ("29-11", "29-2061", false),
        ] {
            assert_eq!(has(text, code), Ok(want), "{text} {code}");
        }
        for bad in ["", "nurses", "151252", "15-12525", "tech;common", "1-5"] {
            assert!(has(bad, "15-1252").is_err(), "{bad}");
        }
        let areas = |nation, states, metros, others| Ok(Areas { nation, states, metros, others });
        for (text, want) in [
            ("all", Ok(Areas::default())),
            ("nation", areas(true, false, 0, false)),
            ("states,metros:100", areas(false, true, 100, false)),
            ("metros", areas(false, false, usize::MAX, false)),
        ] {
            assert_eq!(text.parse(), want, "{text}");
        }
        for bad in ["", "texas", "metros:0", "metros:many", "metros:-1"] {
            assert!(bad.parse::<Areas>().is_err(), "{bad}");
        }
        let mut codes = COMMON.to_vec();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), COMMON.len());
    }
}
