//! Components of messages and modals. Discord docs: components/reference.

use serde_json::Value;

use super::{
    control::{STRING_SELECT, button, custom_id, select, text_input},
    field::{Check, Object, present},
};

/// Numbers of the kinds of components.
mod kind {
    pub(super) const ROW: i64 = 1;
    pub(super) const BUTTON: i64 = 2;
    pub(super) const TEXT_INPUT: i64 = 4;
    pub(super) const SECTION: i64 = 9;
    pub(super) const TEXT: i64 = 10;
    pub(super) const THUMBNAIL: i64 = 11;
    pub(super) const GALLERY: i64 = 12;
    pub(super) const FILE: i64 = 13;
    pub(super) const SEPARATOR: i64 = 14;
    pub(super) const CONTAINER: i64 = 17;
    pub(super) const LABEL: i64 = 18;
}

/// Characters of all text displays of one message together.
const MAX_TEXT: usize = 4000;
/// Components of a message of the new kind, nested ones counted.
const MAX_NESTED: usize = 40;

/// Where components stand, which decides what is allowed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// A message with rows of buttons and selects only.
    Message,
    /// A message with the flag for the new components.
    MessageV2,
    Modal,
}

/// The list of components of a message or a modal.
pub(super) fn components(check: &mut Check, parent: &Object, place: Place) {
    let most = match place {
        Place::Message => 5,
        Place::MessageV2 | Place::Modal => MAX_NESTED,
    };
    let mut custom_ids = Vec::new();
    let list = check.each(parent, "components", 0..=most, |check, value| top(check, value, place, &mut custom_ids));
    if place == Place::MessageV2 {
        let (count, text) = list.iter().map(weigh).fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        if count > MAX_NESTED {
            check.error_at("components", "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", "The total number of components cannot exceed 40");
        }
        if text > MAX_TEXT {
            check.error_at("components", "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", "Total displayable text size cannot exceed 4000");
        }
    }
}

/// How many components there are in one, and how much text.
fn weigh(component: &Value) -> (usize, usize) {
    let text = if component["type"] == kind::TEXT { component["content"].as_str().map_or(0, |text| text.chars().count()) } else { 0 };
    let below = ["components", "accessory", "component"].iter().filter_map(|key| component.get(key));
    let children = below.flat_map(|below| below.as_array().map_or_else(|| std::slice::from_ref(below), Vec::as_slice));
    children.map(weigh).fold((1, text), |sum, one| (sum.0 + one.0, sum.1 + one.1))
}

fn kind_of(check: &mut Check, value: &Value, allowed: &[i64]) -> Option<i64> {
    let kind = value.get("type").and_then(Value::as_i64);
    if kind.is_none_or(|kind| !allowed.contains(&kind)) {
        check.error_at("type", "UNION_TYPE_CHOICES", &format!("Value of field \"type\" must be one of {allowed:?}."));
        return None;
    }
    kind
}

fn top(check: &mut Check, value: &Value, place: Place, custom_ids: &mut Vec<String>) {
    let allowed: &[i64] = match place {
        Place::Message => &[kind::ROW],
        Place::MessageV2 => &[kind::ROW, kind::SECTION, kind::TEXT, kind::GALLERY, kind::FILE, kind::SEPARATOR, kind::CONTAINER],
        Place::Modal => &[kind::ROW, kind::TEXT, kind::LABEL],
    };
    match kind_of(check, value, allowed) {
        Some(kind::ROW) => row(check, value, place, custom_ids),
        Some(kind::LABEL) => label(check, value, custom_ids),
        Some(kind) => display(check, value, kind, custom_ids),
        None => {}
    }
}

fn row(check: &mut Check, value: &Value, place: Place, custom_ids: &mut Vec<String>) {
    let Some(row) = check.object(value, &["type", "id", "components"]) else {
        return;
    };
    let allowed: &[i64] = if place == Place::Modal { &[kind::TEXT_INPUT] } else { &[kind::BUTTON, STRING_SELECT, 5, 6, 7, 8] };
    let mut kinds = Vec::new();
    if present(row, "components").is_none() {
        check.required("components");
    }
    check.each(row, "components", 1..=5, |check, value| {
        let Some(kind) = kind_of(check, value, allowed) else {
            return;
        };
        kinds.push(kind);
        match kind {
            kind::BUTTON => button(check, value, custom_ids),
            kind::TEXT_INPUT => text_input(check, value, true, custom_ids),
            _ => select(check, value, kind, false, custom_ids),
        }
    });
    if kinds.len() > 1 && kinds.iter().any(|kind| *kind != kind::BUTTON) {
        check.error_at("components", "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The specified component exceeds the maximum width");
    }
}

/// A modal's label with its one component.
fn label(check: &mut Check, value: &Value, custom_ids: &mut Vec<String>) {
    let Some(label) = check.object(value, &["type", "id", "label", "description", "component"]) else {
        return;
    };
    check.required_text(label, "label", 1..=45);
    check.text(label, "description", 0..=100);
    let Some(child) = present(label, "component") else {
        return check.required("component");
    };
    check.within("component", |check| {
        match kind_of(check, child, &[STRING_SELECT, kind::TEXT_INPUT, 5, 6, 7, 8, 19, 21, 22, 23]) {
            Some(kind::TEXT_INPUT) => text_input(check, child, false, custom_ids),
            Some(kind @ (STRING_SELECT | 5..=8)) => select(check, child, kind, true, custom_ids),
            // File upload, radio group, checkbox group, checkbox: their own limits are not covered yet.
            Some(_) => {
                if let Some(object) = child.as_object() {
                    custom_id(check, object, custom_ids);
                }
            }
            None => {}
        }
    });
}

/// Components that show something.
fn display(check: &mut Check, value: &Value, kind: i64, custom_ids: &mut Vec<String>) {
    match kind {
        kind::TEXT => {
            if let Some(text) = check.object(value, &["type", "id", "content"]) {
                check.required_text(text, "content", 1..=MAX_TEXT);
            }
        }
        kind::SECTION => {
            let Some(section) = check.object(value, &["type", "id", "components", "accessory"]) else {
                return;
            };
            check.each(section, "components", 1..=3, |check, child| {
                if kind_of(check, child, &[kind::TEXT]).is_some() {
                    display(check, child, kind::TEXT, custom_ids);
                }
            });
            let Some(accessory) = present(section, "accessory") else {
                return check.required("accessory");
            };
            check.within("accessory", |check| match kind_of(check, accessory, &[kind::BUTTON, kind::THUMBNAIL]) {
                Some(kind::BUTTON) => button(check, accessory, custom_ids),
                Some(_) => picture(check, accessory),
                None => {}
            });
        }
        kind::GALLERY => {
            let Some(gallery) = check.object(value, &["type", "id", "items"]) else {
                return;
            };
            check.each(gallery, "items", 1..=10, picture);
        }
        kind::CONTAINER => {
            let Some(container) = check.object(value, &["type", "id", "components", "accent_color", "spoiler"]) else {
                return;
            };
            check.integer(container, "accent_color", 0..=0xFF_FFFF);
            let allowed = [kind::ROW, kind::SECTION, kind::TEXT, kind::GALLERY, kind::FILE, kind::SEPARATOR];
            check.each(container, "components", 1..=MAX_NESTED, |check, child| match kind_of(check, child, &allowed) {
                Some(kind::ROW) => row(check, child, Place::MessageV2, custom_ids),
                Some(kind) => display(check, child, kind, custom_ids),
                None => {}
            });
        }
        kind::SEPARATOR => {
            if let Some(separator) = check.object(value, &["type", "id", "divider", "spacing"]) {
                check.one_of(separator, "spacing", &[1, 2]);
            }
        }
        _ => {
            check.object(value, &["type", "id", "file", "spoiler", "name", "size"]);
        }
    }
}

/// A thumbnail or an item of a gallery.
fn picture(check: &mut Check, value: &Value) {
    let Some(picture) = check.object(value, &["type", "id", "media", "description", "spoiler"]) else {
        return;
    };
    check.text(picture, "description", 0..=1024);
    let Some(media) = present(picture, "media") else {
        return check.required("media");
    };
    check.within("media", |check| {
        if let Some(media) = check.object(media, &["url"]) {
            check.url(media, "url", 2048, &["http", "https", "attachment"]);
        }
    });
}
