//! Checks of single fields, and where in the body one is.

use std::ops::RangeInclusive;

use serde_json::{Map, Value};

use crate::{FieldError, ids};

pub(super) type Object = Map<String, Value>;

/// Collects errors while it walks through a body. A field that is null counts as absent, as Discord has it.
#[derive(Default)]
pub(super) struct Check {
    path: Vec<String>,
    errors: Vec<FieldError>,
}

impl Check {
    pub(super) fn into_errors(self) -> Vec<FieldError> {
        self.errors
    }

    /// An error at the present place.
    pub(super) fn error(&mut self, code: &str, message: &str) {
        self.errors.push(FieldError { path: self.path.join("."), code: code.to_owned(), message: message.to_owned() });
    }

    /// An error at a key below the present place.
    pub(super) fn error_at(&mut self, key: &str, code: &str, message: &str) {
        self.within(key, |check| check.error(code, message));
    }

    pub(super) fn required(&mut self, key: &str) {
        self.error_at(key, "BASE_TYPE_REQUIRED", "This field is required");
    }

    /// Goes below a key.
    pub(super) fn within<R>(&mut self, key: &str, act: impl FnOnce(&mut Self) -> R) -> R {
        self.path.push(key.to_owned());
        let result = act(self);
        self.path.pop();
        result
    }

    /// The value as an object whose keys are all known.
    pub(super) fn object<'a>(&mut self, value: &'a Value, known: &[&str]) -> Option<&'a Object> {
        let Some(object) = value.as_object() else {
            self.error("MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType");
            return None;
        };
        for key in object.keys().filter(|key| !known.contains(&key.as_str())) {
            self.error_at(key, "UNKNOWN_FIELD", "Discord does not document a field of this name");
        }
        Some(object)
    }

    /// Text of so many characters.
    pub(super) fn text<'a>(&mut self, object: &'a Object, key: &str, length: RangeInclusive<usize>) -> Option<&'a str> {
        let value = present(object, key)?;
        let Some(text) = value.as_str() else {
            self.error_at(key, "STRING_TYPE_CONVERT", &format!("Could not interpret \"{value}\" as string."));
            return None;
        };
        self.within(key, |check| check.length(text, &length));
        Some(text)
    }

    fn length(&mut self, text: &str, length: &RangeInclusive<usize>) {
        let (least, most, is) = (*length.start(), *length.end(), text.chars().count());
        if length.contains(&is) {
            // Discord cuts white space off, after which nothing may be left.
            if least > 0 && text.trim().is_empty() {
                self.error("BASE_TYPE_REQUIRED", "This field is required");
            }
        } else if least == 0 {
            self.error("BASE_TYPE_MAX_LENGTH", &format!("Must be {most} or fewer in length."));
        } else if is == 0 {
            self.error("BASE_TYPE_REQUIRED", "This field is required");
        } else {
            self.error("BASE_TYPE_BAD_LENGTH", &format!("Must be between {least} and {most} in length."));
        }
    }

    /// Text that must be there.
    pub(super) fn required_text<'a>(&mut self, object: &'a Object, key: &str, length: RangeInclusive<usize>) -> Option<&'a str> {
        if present(object, key).is_none() {
            self.required(key);
        }
        self.text(object, key, length)
    }

    /// A whole number within a range.
    pub(super) fn integer(&mut self, object: &Object, key: &str, range: RangeInclusive<i64>) -> Option<i64> {
        let value = present(object, key)?;
        let Some(number) = value.as_i64() else {
            self.error_at(key, "NUMBER_TYPE_COERCE", &format!("Value {value} is not int."));
            return None;
        };
        if number > *range.end() {
            self.error_at(key, "NUMBER_TYPE_MAX", &format!("int value should be less than or equal to {}.", range.end()));
        } else if number < *range.start() {
            self.error_at(key, "NUMBER_TYPE_MIN", &format!("int value should be greater than or equal to {}.", range.start()));
        }
        Some(number)
    }

    /// One of some whole numbers.
    pub(super) fn one_of(&mut self, object: &Object, key: &str, allowed: &[i64]) -> Option<i64> {
        let number = self.integer(object, key, i64::MIN..=i64::MAX)?;
        if !allowed.contains(&number) {
            self.error_at(key, "BASE_TYPE_CHOICES", &format!("Value must be one of {allowed:?}."));
        }
        Some(number)
    }

    pub(super) fn boolean(&mut self, object: &Object, key: &str) -> Option<bool> {
        let value = present(object, key)?;
        if value.as_bool().is_none() {
            self.error_at(key, "BOOLEAN_TYPE_CONVERT", "Must be either true or false.");
        }
        value.as_bool()
    }

    pub(super) fn snowflake(&mut self, object: &Object, key: &str) -> Option<u64> {
        let value = present(object, key)?;
        let id = ids::from_json(value);
        if id.is_none() {
            self.error_at(key, "NUMBER_TYPE_COERCE", &format!("Value {value} is not snowflake."));
        }
        id
    }

    /// A list of at most so many, with the list's length checked; an absent one is empty.
    pub(super) fn list<'a>(&mut self, object: &'a Object, key: &str, length: RangeInclusive<usize>) -> &'a [Value] {
        let Some(value) = present(object, key) else {
            return &[];
        };
        let Some(list) = value.as_array() else {
            self.error_at(key, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType");
            return &[];
        };
        let (least, most) = (*length.start(), *length.end());
        if list.len() > most && least == 0 {
            self.error_at(key, "BASE_TYPE_MAX_LENGTH", &format!("Must be {most} or fewer in length."));
        } else if !length.contains(&list.len()) {
            self.error_at(key, "BASE_TYPE_BAD_LENGTH", &format!("Must be between {least} and {most} in length."));
        }
        list
    }

    /// Goes through a list's entries, each at its own place.
    pub(super) fn each<'a>(&mut self, object: &'a Object, key: &str, length: RangeInclusive<usize>, mut act: impl FnMut(&mut Self, &'a Value)) -> &'a [Value] {
        let list = self.list(object, key, length);
        self.within(key, |check| {
            for (at, entry) in list.iter().enumerate() {
                check.within(&at.to_string(), |check| act(check, entry));
            }
        });
        list
    }

    /// A URL with one of these schemes.
    pub(super) fn url(&mut self, object: &Object, key: &str, longest: usize, schemes: &[&str]) {
        let Some(url) = self.text(object, key, 1..=longest) else {
            return;
        };
        let parts = url.split_once("://").filter(|(_, rest)| !rest.is_empty() && !url.contains(char::is_whitespace));
        match parts {
            None => self.error_at(key, "URL_TYPE_INVALID_URL", "Not a well formed URL."),
            Some((scheme, _)) if !schemes.contains(&scheme) => {
                self.error_at(key, "URL_TYPE_INVALID_SCHEME", &format!("Scheme \"{scheme}\" must be one of {schemes:?}."));
            }
            Some(_) => {}
        }
    }
}

/// The value of a key unless it is null.
pub(super) fn present<'a>(object: &'a Object, key: &str) -> Option<&'a Value> {
    object.get(key).filter(|value| !value.is_null())
}
