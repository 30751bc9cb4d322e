//! Failures on demand: what Discord does on a bad day.

use std::time::Duration;

use serde_json::Value;

use crate::gateway::event_faults::EventFaults;

/// How an answer breaks on the way.
#[derive(Clone, Debug)]
pub(crate) enum Spoil {
    /// Only so many bytes of the body.
    Truncate(usize),
    /// So many bytes at a time, with a pause after each.
    Drip(usize, Duration),
    /// Nothing at all, not even a status.
    Drop,
    /// This text, as JSON.
    Garbage(String),
}

/// A failure of the next requests that fit. Several may wait at once; each request meets the first that fits.
#[derive(Clone, Debug)]
pub struct Fault {
    method: String,
    path: String,
    pub(crate) answer: Option<(u16, Value)>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) delay: Duration,
    times: u32,
    pub(crate) after_effect: bool,
    pub(crate) spoil: Option<Spoil>,
}

impl Fault {
    /// For requests with this method (`*` is any) and path: relative to `/api/v10`, compared by segments from the left,
    /// `*` is any one segment: `/interactions/*/*/callback`. It happens once.
    #[must_use]
    pub fn on(method: &str, path: &str) -> Self {
        Self {
            method: method.to_owned(),
            path: path.to_owned(),
            answer: None,
            headers: Vec::new(),
            delay: Duration::ZERO,
            times: 1,
            after_effect: false,
            spoil: None,
        }
    }

    /// Answers with this HTTP status and body, and does nothing of what was asked. A string is sent as it is, as HTML.
    #[must_use]
    pub fn status(mut self, status: u16, body: Value) -> Self {
        self.answer = Some((status, body));
        self
    }

    /// Adds a header to the answer. A name or value that HTTP does not allow is left out.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Lets the request wait before it is looked at.
    #[must_use]
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Happens so many times.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = times;
        self
    }

    /// Does what was asked, then answers with the status of [`Self::status`] nevertheless.
    #[must_use]
    pub fn after_effect(mut self) -> Self {
        self.after_effect = true;
        self
    }

    /// Does what was asked and sends only the first `n` bytes of the answer's body, less than `Content-Length` says, then
    /// closes the connection. A 204 has no body that could be cut, and comes whole.
    #[must_use]
    pub fn truncate(mut self, n: usize) -> Self {
        self.spoil = Some(Spoil::Truncate(n));
        self
    }

    /// Does what was asked and sends the answer's body `n` bytes at a time, with a pause after each.
    #[must_use]
    pub fn drip(mut self, n: usize, pause: Duration) -> Self {
        self.spoil = Some(Spoil::Drip(n, pause));
        self
    }

    /// Does what was asked and closes the connection without an answer.
    #[must_use]
    pub fn drop_connection(mut self) -> Self {
        self.spoil = Some(Spoil::Drop);
        self
    }

    /// Does what was asked and answers with this text, which says that it is JSON.
    #[must_use]
    pub fn garbage(mut self, text: &str) -> Self {
        self.spoil = Some(Spoil::Garbage(text.to_owned()));
        self
    }

    fn fits(&self, method: &str, segments: &[&str]) -> bool {
        let wanted: Vec<&str> = self.path.split('/').filter(|part| !part.is_empty()).collect();
        (self.method == "*" || self.method.eq_ignore_ascii_case(method))
            && wanted.len() <= segments.len()
            && wanted.iter().zip(segments).all(|(wanted, segment)| *wanted == "*" || wanted == segment)
    }
}

/// Faults that have yet to happen.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    rest: Vec<Fault>,
    pub(crate) refuse_upgrades: u32,
    pub(crate) stop_acks: bool,
    pub(crate) events: EventFaults,
}

impl Faults {
    pub(crate) fn add(&mut self, fault: Fault) {
        if fault.times > 0 {
            self.rest.push(fault);
        }
    }

    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    /// The fault that this request meets, counted down.
    pub(crate) fn take(&mut self, method: &str, segments: &[&str]) -> Option<Fault> {
        let at = self.rest.iter().position(|fault| fault.fits(method, segments))?;
        let fault = self.rest.get_mut(at)?;
        fault.times -= 1;
        let taken = fault.clone();
        if taken.times == 0 {
            self.rest.remove(at);
        }
        Some(taken)
    }
}

/// Whether a path pattern as in [`Fault::on`] fits a path.
pub(crate) fn path_fits(pattern: &str, method: &str, wanted_method: &str, path: &str) -> bool {
    let segments: Vec<&str> = path.trim_start_matches("/api/v10").split('/').filter(|part| !part.is_empty()).collect();
    Fault::on(wanted_method, pattern).fits(method, &segments)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        for (pattern, path, fits) in [
            ("/channels", "/api/v10/channels/1/messages", true),
            ("/channels/2", "/api/v10/channels/1/messages", false),
            ("/interactions/*/*/callback", "/api/v10/interactions/1/t/callback", true),
            ("/interactions/*/*/callback", "/api/v10/interactions/1/t", false),
            ("", "/api/v10/gateway", true),
        ] {
            assert_eq!(path_fits(pattern, "POST", "post", path), fits, "{pattern} {path}");
        }
        assert!(!path_fits("/channels", "GET", "POST", "/api/v10/channels"));
    }

    #[test]
    fn a_fault_happens_so_many_times() {
        let mut faults = Faults::default();
        faults.add(Fault::on("GET", "/gateway").status(500, Value::Null).times(2));
        let met: Vec<bool> = (0..3).map(|_| faults.take("GET", &["gateway"]).is_some()).collect();
        assert_eq!(met, [true, true, false]);
    }
}
