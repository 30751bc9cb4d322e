//! What stands in for the independent judges without the feature `strict`: nobody.

use crate::{
    Error, Judge, Setup,
    api_error::ApiError,
    record::Log,
    rest::{Answer, incoming::Incoming},
    server::Server,
};

/// Nobody besides the checks that are always on.
#[derive(Clone, Debug)]
pub(crate) struct Judges;

impl Judges {
    /// A file that is asked for and would not be used must not go unnoticed; the environment may speak to others.
    pub(crate) fn open(setup: &Setup) -> Result<Self, Error> {
        match &setup.openapi {
            Some(path) => Err(Error::OpenApi { path: path.clone(), why: "local-discord was built without its feature `strict`".to_owned() }),
            None => Ok(Self),
        }
    }

    pub(crate) fn names(&self) -> Vec<Judge> {
        vec![Judge::Hand]
    }
}

pub(crate) fn refusal(_: &Server, _: &Incoming, _: &[&str]) -> Option<ApiError> {
    None
}

pub(crate) fn read_answer(_: &Server, _: &Incoming, _: &[&str], answer: Answer) -> Answer {
    answer
}

pub(crate) fn read_event(_: &mut Log, _: &str, _: &serde_json::Value) {}
