//! Answers that break on the way: cut short, dripping, or never begun. The body's stream ends with an error, upon which
//! the HTTP server closes the connection; an error before the first byte leaves the client without any answer.

use std::{
    collections::VecDeque,
    io,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    body::{Body, Bytes},
    http::{HeaderValue, Response, header},
};
use futures_core::Stream;
use tokio::time::Sleep;

use crate::faults::Spoil;

/// Between what was sent and the end: the server sends what it has as soon as there is nothing more at once.
const BEFORE_THE_END: Duration = Duration::from_millis(5);

/// Pieces of a body, each after a pause.
struct Pieces {
    left: VecDeque<Bytes>,
    pause: Duration,
    /// Whether the whole ends in an error.
    broken: bool,
    sleep: Option<Pin<Box<Sleep>>>,
}

impl Stream for Pieces {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(sleep) = &mut self.sleep {
            std::task::ready!(sleep.as_mut().poll(context));
            self.sleep = None;
        }
        let Some(piece) = self.left.pop_front() else {
            let error = || io::Error::new(io::ErrorKind::ConnectionAborted, "cut short on demand");
            return Poll::Ready(std::mem::take(&mut self.broken).then(|| Err(error())));
        };
        self.sleep = Some(Box::pin(tokio::time::sleep(self.pause)));
        Poll::Ready(Some(Ok(piece)))
    }
}

/// Spoils an answer whose body is this text.
pub(super) fn spoil(response: &mut Response<Body>, text: &str, how: &Spoil) {
    let whole = Bytes::copy_from_slice(text.as_bytes());
    let length = whole.len();
    let (left, pause, broken) = match how {
        Spoil::Truncate(n) => (VecDeque::from([whole.slice(..(*n).min(length))]), BEFORE_THE_END, true),
        Spoil::Drip(n, pause) => {
            let size = (*n).max(1);
            ((0..length).step_by(size).map(|at| whole.slice(at..(at + size).min(length))).collect(), *pause, false)
        }
        Spoil::Drop => (VecDeque::new(), Duration::ZERO, true),
        Spoil::Garbage(garbage) => {
            *response.body_mut() = Body::from(garbage.clone());
            response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
            return;
        }
    };
    // Said in advance, so that a cut answer is shorter than it promised to be. One byte more where nothing would miss.
    let promised = if matches!(how, Spoil::Truncate(n) if *n >= length) { length + 1 } else { length };
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(promised));
    *response.body_mut() = Body::from_stream(Pieces { left, pause, broken, sleep: None });
}
