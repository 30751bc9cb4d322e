//! What a table of figures says about itself: which of its columns is what.

/// What a column says of its row.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// Whose pay.
    Role,
    /// The code of the occupation in the US Standard Occupational Classification: `15-1252`.
    Soc,
    /// Where.
    Place,
    /// Seniority.
    Level,
    /// The year, or the date, that the row is of.
    Date,
    /// How many people or reports it counts.
    Count,
    /// The currency of the row's amounts, as ISO 4217.
    Currency,
    /// Something a reader must know with the amounts.
    Note,
    /// An amount of pay.
    Amount(Amount),
    /// Nothing that we read.
    Other,
}

/// What the amounts of a column are, in the words of the contract: see [`crate::pay::PayStatistic`] and its like.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Amount {
    /// The kind of number.
    pub statistic: String,
    /// The percentile, where it is one.
    pub percentile: Option<f64>,
    /// What it is paid for.
    pub period: String,
    /// The part of pay.
    pub component: String,
}

/// A table's columns and what holds for every row.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Table {
    /// The columns from left to right: their headers and what they say.
    pub columns: Vec<(String, Column)>,
    /// The currency of all amounts, where no column says it.
    pub currency: Option<String>,
    /// The place of all rows, where no column says it.
    pub place: Option<String>,
    /// When the figures were taken from their source, as the side file writes it.
    pub retrieved: Option<String>,
    /// Under which licence.
    pub licence: Option<String>,
    /// How its numbers were computed and from what, where its source does not publish them as they stand.
    pub computed: Option<String>,
    /// A checksum of what they were computed from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checksum: Option<String>,
    /// What a reader must know of every row.
    pub notes: Vec<String>,
}

/// A cell of a CSV file, without the quotes around it, as a reader sees it.
pub fn cell_text(cell: &str) -> String {
    super::fold_space(&cell.replace("\"\"", "\""))
}
