//! Forms: their fields of text, and what was typed into them. serenity 0.12 reads forms that come back with rows, not with
//! Discord's newer labels.

use serde_json::{Value, json};

use crate::reply::parts::{ONE_LINE, ROW, TEXT};

/// A field with one line of text.
pub(super) struct Field<'a> {
    /// Its name in the form.
    pub name: &'a str,
    /// What stands above it.
    pub label: &'a str,
    /// What stands in it while it is empty.
    pub example: &'a str,
    /// What it begins with.
    pub value: &'a str,
    /// The most characters.
    pub longest: usize,
    /// Whether it must be filled in.
    pub required: bool,
}

impl Field<'_> {
    /// The row of the form that holds it.
    pub(super) fn row(&self) -> Value {
        let mut field = json!({
            "type": TEXT, "custom_id": self.name, "style": ONE_LINE, "label": self.label, "placeholder": self.example, "required": self.required, "max_length": self.longest,
        });
        if !self.value.is_empty() {
            field["value"] = json!(self.value);
        }
        json!({ "type": ROW, "components": [field] })
    }
}

/// What was typed into the field of that name; none where the form that was sent has none.
pub(super) fn typed<'a>(interaction: &'a Value, name: &str) -> Option<&'a str> {
    let rows = interaction["data"]["components"].as_array()?;
    let mut fields = rows.iter().flat_map(|row| row["components"].as_array().into_iter().flatten());
    fields.find(|field| field["custom_id"] == name)?["value"].as_str()
}
