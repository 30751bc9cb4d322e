//! From the errors of JSON Schema to Discord's. A union says only that no variant fits: the variant that was meant is
//! found by its `type`, and its errors are told instead.

use jsonschema::{
    ValidationError,
    error::{TypeKind, ValidationErrorKind as Kind},
    types::JsonType,
};

use super::error;
use crate::FieldError;

/// Discord's errors are no longer than this; those of a schema repeat the value, which may be a whole message.
const MAX_MESSAGE: usize = 200;

pub(super) fn all<'a>(errors: impl Iterator<Item = ValidationError<'a>>) -> Vec<FieldError> {
    let mut found = Vec::new();
    for error in errors {
        flatten(&error, &mut found);
    }
    found
}

fn flatten(one: &ValidationError<'_>, found: &mut Vec<FieldError>) {
    let at = one.instance_path().as_str();
    match one.kind() {
        Kind::AnyOf { context } | Kind::OneOfNotValid { context } => match meant(at, context) {
            Some(variant) => variant.iter().for_each(|error| flatten(error, found)),
            None => found.push(error(&dotted(&format!("{at}/type")), "UNION_TYPE_CHOICES", "No variant has this value of \"type\"")),
        },
        // Discord's unions are written as `oneOf` though variants overlap ("x-discord-union"): to fit several is no error.
        Kind::OneOfMultipleValid { .. } => {}
        Kind::Required { property } => {
            let key = property.as_str().unwrap_or_default();
            found.push(error(&dotted(&format!("{at}/{key}")), "BASE_TYPE_REQUIRED", "This field is required"));
        }
        kind => {
            let mut message = one.masked_with("Value").to_string();
            if let Some((end, _)) = message.char_indices().nth(MAX_MESSAGE) {
                message.truncate(end);
            }
            found.push(error(&dotted(at), code(kind), &message));
        }
    }
}

/// The variant of a union that was meant: not another `type`, not null, and with the fewest errors. `None` if the `type`
/// rules out all of them.
fn meant<'a>(at: &str, variants: &'a [Vec<ValidationError<'static>>]) -> Option<&'a Vec<ValidationError<'static>>> {
    let discriminator = format!("{at}/type");
    let of_other_type = |error: &ValidationError<'_>| error.instance_path().as_str() == discriminator;
    let only_null =
        |error: &ValidationError<'_>| error.instance_path().as_str() == at && matches!(error.kind(), Kind::Type { kind: TypeKind::Single(JsonType::Null) });
    let rank = |variant: &&Vec<ValidationError<'static>>| {
        let other_type = variant.iter().any(of_other_type);
        (variant.iter().any(only_null), other_type, variant.len())
    };
    let best = variants.iter().filter(|variant| !variant.is_empty()).min_by_key(rank)?;
    let ruled_out = best.iter().any(of_other_type) && variants.iter().filter(|variant| !variant.iter().any(only_null)).count() > 1;
    (!ruled_out).then_some(best)
}

/// `/embeds/0/title` as `embeds.0.title`.
fn dotted(pointer: &str) -> String {
    let segments = pointer.split('/').filter(|segment| !segment.is_empty());
    segments.map(|segment| segment.replace("~1", "/").replace("~0", "~")).collect::<Vec<_>>().join(".")
}

/// Discord's name of an error, as far as it is the same.
fn code(kind: &Kind) -> &'static str {
    match kind {
        Kind::MaxLength { .. } => "BASE_TYPE_MAX_LENGTH",
        Kind::MinLength { .. } | Kind::MaxItems { .. } | Kind::MinItems { .. } => "BASE_TYPE_BAD_LENGTH",
        Kind::Maximum { .. } | Kind::ExclusiveMaximum { .. } => "NUMBER_TYPE_MAX",
        Kind::Minimum { .. } | Kind::ExclusiveMinimum { .. } => "NUMBER_TYPE_MIN",
        Kind::Enum { .. } | Kind::Constant { .. } => "BASE_TYPE_CHOICES",
        Kind::Type { .. } => "TYPE_CONVERT",
        Kind::Format { .. } => "FORMAT_INVALID",
        Kind::Pattern { .. } => "STRING_TYPE_REGEX",
        _ => "SCHEMA_INVALID",
    }
}
