//! How the limits of requests are treated. Discord docs: topics/rate-limits.

use std::time::Duration;

use crate::Setup;

/// Limits of requests. Every answer carries Discord's headers; whether too many requests are refused is a choice.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RateLimits {
    /// Whether a request beyond a limit is answered with 429; otherwise the headers alone tell that nothing remains.
    pub enforced: bool,
    /// Factor for all periods: with 0.01 five seconds become 50 ms. A number that is not finite or not above 0 counts as 1.
    pub time_scale: f64,
    /// Requests of the bot in one second, interactions aside.
    pub global: u32,
    /// Answers with 401, 403 or 429 in ten minutes, after which Discord refuses everything.
    pub invalid_requests: u32,
    /// New commands a day, in each guild and globally.
    pub command_creates: u32,
}

impl Default for RateLimits {
    fn default() -> Self {
        Self { enforced: false, time_scale: 1.0, global: 50, invalid_requests: 10_000, command_creates: 200 }
    }
}

impl RateLimits {
    /// A period of Discord's as it is here.
    pub(crate) fn scaled(&self, period: Duration) -> Duration {
        let factor = if self.time_scale.is_finite() && self.time_scale > 0.0 { self.time_scale } else { 1.0 };
        Duration::try_from_secs_f64(period.as_secs_f64() * factor).unwrap_or(period)
    }
}

impl Setup {
    /// With limits enforced: too many requests are answered with 429, and asking again too early is a violation.
    #[must_use]
    pub fn enforce_rate_limits(mut self) -> Self {
        self.rate_limits.enforced = true;
        self
    }

    /// With these limits.
    #[must_use]
    pub fn rate_limits(mut self, limits: RateLimits) -> Self {
        self.rate_limits = limits;
        self
    }
}
