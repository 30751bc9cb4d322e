//! Who is mentioned by a message. Discord docs: resources/message, "Allowed Mentions Object".

use serde_json::{Value, json};

use super::World;
use crate::{Id, Permissions, ids};

/// What a message's text mentions, as far as it is allowed to.
pub(crate) struct Mentions {
    pub(crate) users: Vec<Id>,
    pub(crate) roles: Vec<Id>,
    pub(crate) everyone: bool,
}

/// Which kinds of mentions count.
struct Allowed {
    users: Option<Vec<Id>>,
    roles: Option<Vec<Id>>,
    everyone: bool,
    replied: bool,
}

impl Allowed {
    /// `default_all`: ordinary messages parse everything, webhooks and interactions only users.
    fn read(given: &Value, default_all: bool) -> Self {
        let Some(rules) = given.as_object() else {
            let roles = if default_all { None } else { Some(Vec::new()) };
            return Self { users: None, roles, everyone: default_all, replied: true };
        };
        let list =
            |key: &str| -> Vec<Id> { rules.get(key).and_then(Value::as_array).map(|ids| ids.iter().filter_map(ids::from_json).collect()).unwrap_or_default() };
        let parses = |what: &str| rules.get("parse").and_then(Value::as_array).is_some_and(|kinds| kinds.iter().any(|kind| kind == what));
        let either = |what: &str| if parses(what) { None } else { Some(list(what)) };
        let replied = rules.get("replied_user").and_then(Value::as_bool).unwrap_or(false);
        Self { users: either("users"), roles: either("roles"), everyone: parses("everyone"), replied }
    }
}

impl World {
    /// Mentions in a text by `author`, with the author of the message that it answers.
    pub(crate) fn mentions(&self, author: Id, channel: Id, text: &str, rules: &Value, default_all: bool, replied: Option<Id>) -> Mentions {
        let allowed = Allowed::read(rules, default_all);
        let named = |ids: &Option<Vec<Id>>, id: &Id| ids.as_ref().is_none_or(|ids| ids.contains(id));
        let mut users: Vec<Id> =
            tags(text, &["<@!", "<@"]).filter(|id| *id == self.bot() || self.user(*id).is_some()).filter(|id| named(&allowed.users, id)).collect();
        users.extend(replied.filter(|_| allowed.replied));
        users.sort_unstable();
        users.dedup();
        let guild = self.guild_of(channel);
        let may_all = match guild {
            Some(_) if author == self.bot() => self.bot_permissions(channel),
            Some(_) => Some(self.permissions_in(author, channel)),
            None => None,
        }
        .is_some_and(|own| own.contains(Permissions::MENTION_EVERYONE));
        let roles = tags(text, &["<@&"])
            .filter(|id| may_all && named(&allowed.roles, id))
            .filter(|id| guild.and_then(|guild| self.any_guild(guild)).is_some_and(|guild| guild.roles.iter().any(|role| role.id == *id)));
        let everyone = allowed.everyone && may_all && (text.contains("@everyone") || text.contains("@here"));
        Mentions { users, roles: roles.collect(), everyone }
    }

    /// Users for the field `mentions`: in a guild each with the membership.
    pub(crate) fn mentioned_users(&self, users: &[Id], guild: Option<Id>) -> Value {
        let one = |id: &Id| {
            let mut user = self.user_json(*id);
            if let Some(member) = guild.and_then(|guild| self.partial_member(guild, *id)) {
                user["member"] = member;
            }
            user
        };
        json!(users.iter().map(one).collect::<Vec<_>>())
    }
}

/// Ids in tags such as `<@1>`; a prefix that is the beginning of another comes last.
fn tags<'a>(text: &'a str, prefixes: &'a [&str]) -> impl Iterator<Item = Id> + 'a {
    text.match_indices("<@").filter_map(move |(at, _)| {
        let rest = text.get(at..)?;
        let inside = prefixes.iter().find_map(|prefix| rest.strip_prefix(prefix))?;
        inside.split_once('>')?.0.parse().ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_of_users_and_roles() {
        let text = "<@1> and <@!2>, <@&3>, <@x>, <@4";
        assert_eq!(tags(text, &["<@!", "<@"]).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(tags(text, &["<@&"]).collect::<Vec<_>>(), [3]);
    }
}
