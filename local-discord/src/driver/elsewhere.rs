//! People among themselves, and files that they upload for a command.

use super::LocalDiscord;
use crate::{Error, Id, record::Part, world::elsewhere::Private};

/// People in a group.
const GROUP: std::ops::RangeInclusive<usize> = 2..=10;
/// Bytes of an uploaded file: 10 MiB without Nitro or boosts.
const MAX_FILE: usize = 10 << 20;

impl LocalDiscord {
    /// Opens a group of people without the bot and returns its channel, for `Place::Channel`. The first one owns it.
    ///
    /// # Errors
    /// [`Error::Unknown`], or [`Error::Refused`] for fewer than 2 people, more than 10, or one twice.
    pub fn open_group(&self, people: &[Id], name: &str) -> Result<Id, Error> {
        self.server.change(|world| {
            if let Some(nobody) = people.iter().find(|user| world.user(**user).is_none()) {
                return Err(Error::Unknown { what: "user", id: *nobody });
            }
            let mut different = people.to_vec();
            different.sort_unstable();
            different.dedup();
            if !GROUP.contains(&people.len()) || different.len() < people.len() {
                return Err(Error::Refused("a group is 2 to 10 different people".to_owned()));
            }
            Ok(world.add_private(Private { people: people.to_vec(), group: Some(name.to_owned()) }))
        })
    }

    /// A user uploads a file for an option of type attachment and returns its id, which is the option's value.
    ///
    /// # Errors
    /// [`Error::Unknown`], or [`Error::Refused`] for more than 10 MiB.
    pub fn upload(&self, user: Id, filename: &str, data: &[u8]) -> Result<Id, Error> {
        if data.len() > MAX_FILE {
            return Err(Error::Refused(format!("a file has at most {MAX_FILE} bytes, not {}", data.len())));
        }
        let part = Part { name: "files[0]".to_owned(), filename: filename.to_owned(), content_type: None, data: data.to_vec() };
        self.server.change(|world| {
            if world.user(user).is_none() {
                return Err(Error::Unknown { what: "user", id: user });
            }
            Ok(world.store_option(user, &part))
        })
    }
}
