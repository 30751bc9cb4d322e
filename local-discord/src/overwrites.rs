//! What a channel changes in the permissions of roles and members. Discord docs: topics/permissions, "Permission
//! Overwrites".

use serde_json::{Value, json};

use crate::{Id, Permissions, Setup};

/// Whom an overwrite is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// A role; the guild's own id is the role @everyone.
    Role(Id),
    /// A member, or the bot.
    Member(Id),
}

/// Permissions that a channel gives and takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overwrite {
    /// For whom.
    pub holder: Holder,
    /// Given.
    pub allow: Permissions,
    /// Taken.
    pub deny: Permissions,
}

impl Overwrite {
    /// As Discord writes it.
    pub(crate) fn json(&self) -> Value {
        let (id, kind) = match self.holder {
            Holder::Role(id) => (id, 0),
            Holder::Member(id) => (id, 1),
        };
        json!({"id": id.to_string(), "type": kind, "allow": self.allow.to_string(), "deny": self.deny.to_string()})
    }
}

/// What remains of `base` in a channel: first @everyone's overwrite, then those of all roles together, then the member's.
pub(crate) fn apply(base: Permissions, overwrites: &[Overwrite], everyone: Id, roles: &[Id], member: Id) -> Permissions {
    let change = |own: Permissions, fits: &dyn Fn(Holder) -> bool| {
        let sum = overwrites
            .iter()
            .filter(|one| fits(one.holder))
            .fold((Permissions::NONE, Permissions::NONE), |(allow, deny), one| (allow | one.allow, deny | one.deny));
        own.without(sum.1) | sum.0
    };
    let own = change(base, &|holder| holder == Holder::Role(everyone));
    let own = change(own, &|holder| matches!(holder, Holder::Role(role) if role != everyone && roles.contains(&role)));
    change(own, &|holder| holder == Holder::Member(member))
}

impl Setup {
    /// With an overwrite in one channel. A channel that does not exist is left out.
    #[must_use]
    pub fn overwrite(mut self, channel: Id, holder: Holder, allow: Permissions, deny: Permissions) -> Self {
        for found in self.guilds.iter_mut().flat_map(|guild| &mut guild.channels).filter(|found| found.id == channel) {
            found.overwrites.retain(|one| one.holder != holder);
            found.overwrites.push(Overwrite { holder, allow, deny });
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_overwrites() {
        const SEND: Permissions = Permissions::SEND_MESSAGES;
        const NONE: Permissions = Permissions::NONE;
        let one = |holder, allow, deny| Overwrite { holder, allow, deny };
        let everyone_no = one(Holder::Role(1), NONE, SEND);
        for (overwrites, may) in [
            (vec![], true),
            (vec![everyone_no], false),
            (vec![everyone_no, one(Holder::Role(2), SEND, NONE)], true),
            // A role that gives wins over one that takes, whatever their order.
            (vec![one(Holder::Role(2), SEND, NONE), one(Holder::Role(3), NONE, SEND)], true),
            (vec![one(Holder::Role(4), NONE, SEND)], true),
            (vec![one(Holder::Role(2), SEND, NONE), one(Holder::Member(9), NONE, SEND)], false),
            (vec![everyone_no, one(Holder::Member(9), SEND, NONE)], true),
            (vec![everyone_no, one(Holder::Member(8), SEND, NONE)], false),
        ] {
            assert_eq!(apply(SEND, &overwrites, 1, &[2, 3], 9).contains(SEND), may, "{overwrites:?}");
        }
    }
}
