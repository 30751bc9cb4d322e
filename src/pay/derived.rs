//! Numbers that we compute.

/// A number of ours: never a quote, always with its working.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Derived {
    /// What is said, with the number in it.
    pub text: String,
    /// How it was reached.
    pub working: String,
    /// The figures it rests on, by index in the answer.
    pub from: Vec<usize>,
}
