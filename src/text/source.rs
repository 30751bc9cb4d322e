//! What an article's file says about itself.

use super::PartialDate;

/// Where an article comes from. Everything is as the file states it; nothing is guessed.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Source {
    /// The article's title: of the front matter, the first heading or the first line.
    pub title: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// When it was published, or last updated where that is later.
    pub published: Option<PartialDate>,
    /// Where it can be read; `http` or `https` only.
    pub url: Option<String>,
    /// Its tags.
    pub tags: Vec<String>,
    /// Its language, a BCP 47 tag.
    pub language: Option<String>,
    /// Whom the article repeats.
    pub origins: Vec<Origin>,
}

/// One whom an article repeats: the survey or site a figure comes from.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Origin {
    /// Its name, for example `Glassdoor`.
    pub name: String,
    /// The title of what is cited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its address; `http` or `https` only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// When it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<PartialDate>,
}
