//! Strictness: judges bodies by Discord's limits before anything is done with them. The answers carry Discord's error
//! names where they are known. A key that Discord does not document is an error here, though Discord would ignore it:
//! a misspelt key is a mistake that nothing else would show.

mod application;
mod callback;
mod command;
mod component;
mod control;
mod embed;
mod field;
mod message;
mod option;
mod places;
mod profile;

pub(crate) use application::application;
pub(crate) use callback::{Callback, callback};
pub(crate) use command::{commands, edited_command, one_command};
#[cfg(feature = "strict")]
pub(crate) use message::IDLE;
pub(crate) use message::{MessageKind, message};
pub(crate) use places::{bulk_delete, channel, edited_thread, member, overwrite, role, thread};
pub(crate) use profile::{own_member, user};

use crate::{FieldError, api_error::ApiError};
use field::Check;

/// Runs a check and makes a refusal of what it finds.
fn judge(check: impl FnOnce(&mut Check)) -> Result<(), ApiError> {
    let mut found = Check::default();
    check(&mut found);
    let errors: Vec<FieldError> = found.into_errors();
    if errors.is_empty() { Ok(()) } else { Err(ApiError::form(errors)) }
}
