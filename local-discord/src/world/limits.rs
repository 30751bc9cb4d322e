//! How many requests came, and how many may still come. Discord docs: topics/rate-limits.

use std::{
    collections::{BTreeMap, VecDeque},
    time::Duration,
};

use tokio::time::Instant;

use crate::{Id, RateLimits, api_error::ApiError, time};

/// The period of the global limit.
const GLOBAL: Duration = Duration::from_secs(1);
/// In which invalid requests are counted.
const INVALID: Duration = Duration::from_secs(10 * 60);
/// In which new commands are counted.
const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// Requests that were under way when the first 429 was answered are not held against the bot.
const UNDER_WAY: Duration = Duration::from_millis(100);
/// Buckets that are kept before those that have run out are forgotten.
const KEPT: usize = 1000;

/// A limit of some requests together.
#[derive(Clone, Debug)]
pub(crate) struct Bucket {
    /// What Discord names in `X-RateLimit-Bucket`: the route, without channel, guild or webhook.
    pub(crate) name: String,
    /// Channel, guild or webhook, each of which counts for itself.
    pub(crate) major: String,
    pub(crate) limit: u32,
    pub(crate) period: Duration,
    /// Whether the requests count towards the global limit as well.
    pub(crate) global: bool,
}

/// What a request may do, and what its answer says about it.
#[derive(Debug, Default)]
pub(crate) struct Verdict {
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) refused: Option<ApiError>,
}

#[derive(Debug)]
struct Window {
    until: Instant,
    used: u32,
    /// When the first request beyond the limit came.
    refused: Option<Instant>,
}

impl Window {
    fn new(until: Instant) -> Self {
        Self { until, used: 0, refused: None }
    }

    /// Begins anew once the time is up.
    fn refresh(&mut self, now: Instant, period: Duration) {
        if self.until <= now {
            *self = Self::new(now + period);
        }
    }

    /// A refusal; a violation for who was refused before and does not wait.
    fn refuse(&mut self, now: Instant, global: bool) -> ApiError {
        let first = *self.refused.get_or_insert(now);
        let impatient = now.duration_since(first) > UNDER_WAY;
        ApiError::rate_limited(self.until.duration_since(now), global, impatient)
    }
}

/// All counts.
#[derive(Debug, Default)]
pub(crate) struct Limits {
    buckets: BTreeMap<String, Window>,
    global: Option<Window>,
    invalid: VecDeque<Instant>,
    creates: BTreeMap<Option<Id>, Window>,
}

/// `Retry-After` is in whole seconds, rounded up; the body has the fraction.
fn retry_after(left: Duration) -> String {
    left.as_secs().saturating_add(u64::from(left.subsec_nanos() > 0)).to_string()
}

fn refused(error: ApiError, left: Duration, scope: &str, mut headers: Vec<(&'static str, String)>) -> Verdict {
    headers.push(("retry-after", retry_after(left)));
    headers.push(("x-ratelimit-scope", scope.to_owned()));
    Verdict { headers, refused: Some(error) }
}

impl Limits {
    /// Counts a request.
    pub(crate) fn charge(&mut self, settings: &RateLimits, bucket: &Bucket) -> Verdict {
        let now = Instant::now();
        if let Some(left) = self.banned(settings, now) {
            let error = ApiError::banned();
            return refused(error, left, "global", vec![("x-ratelimit-global", "true".to_owned())]);
        }
        if bucket.global {
            let period = settings.scaled(GLOBAL);
            let window = self.global.get_or_insert_with(|| Window::new(now + period));
            window.refresh(now, period);
            if settings.enforced && window.used >= settings.global {
                let (error, left) = (window.refuse(now, true), window.until.duration_since(now));
                return refused(error, left, "global", vec![("x-ratelimit-global", "true".to_owned())]);
            }
            window.used = window.used.saturating_add(1);
        }
        if self.buckets.len() > KEPT {
            self.buckets.retain(|_, window| window.until > now);
        }
        let period = settings.scaled(bucket.period);
        let window = self.buckets.entry(format!("{} {}", bucket.name, bucket.major)).or_insert_with(|| Window::new(now + period));
        window.refresh(now, period);
        let beyond = window.used >= bucket.limit;
        if !beyond {
            window.used += 1;
        }
        let left = window.until.duration_since(now);
        let reset_ms = time::unix_ms().saturating_add(u64::try_from(left.as_millis()).unwrap_or(u64::MAX));
        let headers = vec![
            ("x-ratelimit-limit", bucket.limit.to_string()),
            ("x-ratelimit-remaining", bucket.limit.saturating_sub(window.used).to_string()),
            ("x-ratelimit-reset", format!("{}.{:03}", reset_ms / 1000, reset_ms % 1000)),
            ("x-ratelimit-reset-after", format!("{:.3}", left.as_secs_f64())),
            ("x-ratelimit-bucket", hashed(&bucket.name)),
        ];
        if beyond && settings.enforced {
            let error = window.refuse(now, false);
            return refused(error, left, "user", headers);
        }
        Verdict { headers, refused: None }
    }

    /// Counts an answer that Discord calls invalid.
    pub(crate) fn answered(&mut self, settings: &RateLimits, status: u16) {
        if matches!(status, 401 | 403 | 429) {
            self.invalid.push_back(Instant::now());
        }
        // Without this a server that runs for weeks would remember them all.
        self.forget(settings, Instant::now());
    }

    /// Invalid requests of the last ten minutes.
    pub(crate) fn invalid(&self, settings: &RateLimits) -> usize {
        let period = settings.scaled(INVALID);
        self.invalid.iter().filter(|at| at.elapsed() < period).count()
    }

    fn forget(&mut self, settings: &RateLimits, now: Instant) {
        let period = settings.scaled(INVALID);
        while self.invalid.front().is_some_and(|at| now.duration_since(*at) >= period) {
            self.invalid.pop_front();
        }
    }

    /// How much longer everything is refused.
    fn banned(&mut self, settings: &RateLimits, now: Instant) -> Option<Duration> {
        self.forget(settings, now);
        let too_many = settings.enforced && self.invalid.len() > settings.invalid_requests as usize;
        let oldest = self.invalid.front().filter(|_| too_many)?;
        Some((*oldest + settings.scaled(INVALID)).duration_since(now))
    }

    /// Counts new commands of a scope, or refuses them all. Docs: interactions/application-commands, "Registering a Command".
    pub(crate) fn create_commands(&mut self, settings: &RateLimits, guild: Option<Id>, new: usize) -> Result<(), ApiError> {
        let (now, period) = (Instant::now(), settings.scaled(DAY));
        let window = self.creates.entry(guild).or_insert_with(|| Window::new(now + period));
        window.refresh(now, period);
        let used = window.used.saturating_add(u32::try_from(new).unwrap_or(u32::MAX));
        if settings.enforced && new > 0 && used > settings.command_creates {
            return Err(ApiError::too_many_command_creates(settings.command_creates));
        }
        window.used = used;
        Ok(())
    }
}

/// 32 digits that stand for a route, the same in every run (FNV-1a, from both ends).
fn hashed(name: &str) -> String {
    fn fnv(bytes: impl Iterator<Item = u8>) -> u64 {
        bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
    }
    format!("{:016x}{:016x}", fnv(name.bytes()), fnv(name.bytes().rev()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bucket(major: &str, global: bool) -> Bucket {
        Bucket { name: "n".to_owned(), major: major.to_owned(), limit: 2, period: Duration::from_secs(60), global }
    }

    #[test]
    fn limits_are_per_place_and_global() {
        let settings = RateLimits { enforced: true, global: 5, ..RateLimits::default() };
        let mut limits = Limits::default();
        for (major, global, passes) in [
            ("a", true, true),
            ("a", true, true),
            ("a", true, false),
            ("b", true, true),
            ("b", true, true),
            // Five have been counted for the bot as a whole, the refused third included.
            ("c", true, false),
            ("d", false, true),
        ] {
            assert_eq!(limits.charge(&settings, &bucket(major, global)).refused.is_none(), passes, "{major}");
        }
    }

    #[test]
    fn invalid_requests_end_in_a_ban() {
        let settings = RateLimits { enforced: true, invalid_requests: 2, ..RateLimits::default() };
        let mut limits = Limits::default();
        for (status, passes) in [(200, true), (401, true), (404, true), (403, true), (429, false)] {
            limits.answered(&settings, status);
            assert_eq!(limits.charge(&settings, &bucket(&status.to_string(), true)).refused.is_none(), passes, "{status}");
        }
        assert_eq!(limits.invalid(&settings), 3);
        let lenient = RateLimits { enforced: false, ..settings };
        assert!(limits.charge(&lenient, &bucket("x", true)).refused.is_none());
    }

    #[test]
    fn names_of_buckets() {
        assert_eq!(hashed("POST /channels/*/messages").len(), 32);
        assert_eq!(hashed("ab"), hashed("ab"));
        assert_ne!(hashed("ab"), hashed("ba"));
    }

    #[test]
    fn seconds_are_rounded_up() {
        for (ms, text) in [(0, "0"), (1, "1"), (1000, "1"), (1001, "2")] {
            assert_eq!(retry_after(Duration::from_millis(ms)), text);
        }
    }
}
