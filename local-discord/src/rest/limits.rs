//! Which limit a request falls under. Discord publishes only the global limits and may change the others at any time, so
//! these are near what bot authors have seen in its headers and no more. A bot must not know them but read the headers.
//! Discord docs: topics/rate-limits.

use std::time::Duration;

use super::incoming::Incoming;
use crate::world::{
    World,
    limits::{Bucket, Verdict},
};

/// Requests that share a limit.
struct Rule {
    /// Methods, separated by spaces; `*` is any.
    methods: &'static str,
    /// Path after `/api/v10`; `*` is any one segment.
    path: &'static str,
    limit: u32,
    milliseconds: u64,
}

const fn rule(methods: &'static str, path: &'static str, limit: u32, milliseconds: u64) -> Rule {
    Rule { methods, path, limit, milliseconds }
}

/// The first that fits counts.
const RULES: &[Rule] = &[
    rule("POST", "channels/*/messages", 5, 5_000),
    rule("GET", "channels/*/messages", 5, 1_000),
    rule("GET PUT DELETE", "channels/*/messages/pins", 5, 5_000),
    rule("PUT DELETE", "channels/*/messages/pins/*", 5, 5_000),
    rule("POST", "channels/*/messages/bulk-delete", 1, 1_000),
    rule("PATCH", "channels/*/messages/*", 5, 5_000),
    rule("DELETE", "channels/*/messages/*", 5, 1_000),
    rule("GET", "channels/*/messages/*", 5, 1_000),
    rule("PUT DELETE", "channels/*/messages/*/reactions/*/*", 1, 250),
    rule("DELETE", "channels/*/messages/*/reactions", 1, 250),
    rule("DELETE", "channels/*/messages/*/reactions/*", 1, 250),
    rule("POST", "channels/*/messages/*/threads", 50, 300_000),
    rule("POST", "channels/*/threads", 50, 300_000),
    rule("PUT DELETE", "channels/*/pins/*", 5, 5_000),
    rule("POST", "channels/*/typing", 5, 5_000),
    rule("PATCH", "channels/*", 5, 15_000),
    rule("PATCH", "guilds/*/members/@me", 1, 1_000),
    rule("PATCH", "guilds/*/members/*", 10, 10_000),
    rule("PUT DELETE", "guilds/*/members/*/roles/*", 10, 10_000),
    rule("GET", "guilds/*/members", 10, 10_000),
    rule("GET", "guilds/*/members/*", 5, 1_000),
    rule("POST", "guilds/*/roles", 250, 172_800_000),
    rule("PUT", "applications/*/commands", 2, 60_000),
    rule("PUT", "applications/*/guilds/*/commands", 2, 60_000),
    rule("POST", "applications/*/commands", 5, 20_000),
    rule("POST", "applications/*/guilds/*/commands", 5, 20_000),
    rule("PATCH DELETE", "applications/*/commands/*", 5, 20_000),
    rule("PATCH DELETE", "applications/*/guilds/*/commands/*", 5, 20_000),
    rule("PATCH", "users/@me", 2, 3_600_000),
    rule("POST", "users/@me/channels", 10, 600_000),
    rule("GET", "gateway/bot", 2, 5_000),
    rule("POST", "interactions/*/*/callback", 5, 1_000),
    rule("POST", "webhooks/*/*", 5, 2_000),
    rule("GET PATCH DELETE", "webhooks/*/*/messages/*", 5, 2_000),
];

/// What other routes have.
const OTHERS: (u32, u64) = (50, 1_000);

impl Rule {
    fn fits(&self, method: &str, segments: &[&str]) -> bool {
        let wanted = self.path.split('/');
        wanted.clone().count() == segments.len()
            && self.methods.split(' ').any(|one| one == method)
            && wanted.zip(segments).all(|(wanted, segment)| wanted == "*" || wanted == *segment)
    }
}

/// The bucket of a request.
fn bucket(method: &str, segments: &[&str]) -> Bucket {
    let found = RULES.iter().find(|rule| rule.fits(method, segments));
    let (limit, milliseconds) = found.map_or(OTHERS, |rule| (rule.limit, rule.milliseconds));
    let name = found.map_or_else(|| format!("{method} {}", shape(segments)), |rule| format!("{} {}", rule.methods, rule.path));
    let major = match segments {
        ["channels" | "guilds", id, ..] => format!("{}/{id}", segments.first().copied().unwrap_or_default()),
        ["applications", _, "guilds", guild, ..] => format!("guilds/{guild}"),
        ["webhooks" | "interactions", id, token, ..] => format!("{id}/{token}"),
        _ => String::new(),
    };
    Bucket { name, major, limit, period: Duration::from_millis(milliseconds), global: !carries_token(segments) }
}

/// Interactions' endpoints have their token in the path and are outside the global limit.
fn carries_token(segments: &[&str]) -> bool {
    matches!(segments, ["interactions", _, _, ..] | ["webhooks", _, _, ..])
}

/// A path with its ids left out.
fn shape(segments: &[&str]) -> String {
    let parts: Vec<&str> = segments.iter().map(|segment| if segment.bytes().all(|byte| byte.is_ascii_digit()) { "*" } else { *segment }).collect();
    parts.join("/")
}

/// Counts a request. Who has no valid token is nobody whose requests could be counted.
pub(super) fn charge(world: &mut World, incoming: &Incoming, segments: &[&str]) -> Verdict {
    let known = carries_token(segments) || incoming.authorization.as_deref() == Some(&format!("Bot {}", world.setup.bot.token));
    if !known {
        return Verdict::default();
    }
    world.limits.charge(&world.setup.rate_limits, &bucket(&incoming.method, segments))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn which_limit() {
        for (method, path, limit, major, global) in [
            ("POST", "channels/1/messages", 5, "channels/1", true),
            ("PUT", "channels/1/messages/2/reactions/x/@me", 1, "channels/1", true),
            ("DELETE", "channels/1/messages/2", 5, "channels/1", true),
            ("POST", "channels/1/messages/bulk-delete", 1, "channels/1", true),
            ("PUT", "applications/1/guilds/7/commands", 2, "guilds/7", true),
            ("POST", "interactions/1/t/callback", 5, "1/t", false),
            ("PATCH", "webhooks/1/t/messages/@original", 5, "1/t", false),
            ("GET", "users/@me", 50, "", true),
        ] {
            let segments: Vec<&str> = path.split('/').collect();
            let found = bucket(method, &segments);
            assert_eq!((found.limit, found.major.as_str(), found.global), (limit, major, global), "{method} {path}");
        }
        // One bucket for all users, another for the user of the token.
        assert_eq!(bucket("GET", &["users", "1"]).name, bucket("GET", &["users", "2"]).name);
        assert_ne!(bucket("GET", &["users", "1"]).name, bucket("GET", &["users", "@me"]).name);
    }
}
