//! A slot's value with the words that gave it.

use std::ops::Range;

use super::scene::{Scene, Unit};
use crate::pay::{Evidence, How, Slot};
use crate::text::Span;

/// A value, how it was reached, and by which bytes of the file where words of it gave it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Said<T> {
    pub value: T,
    pub how: How,
    pub span: Option<Span>,
}

impl<T> Said<T> {
    /// A value that the words `range` of `unit` gave.
    pub fn by(scene: &Scene<'_>, value: T, how: How, unit: &Unit, range: Range<usize>) -> Self {
        // The title may come from front matter, whose words are no bytes of the text.
        let span = (unit.block != usize::MAX && !range.is_empty()).then(|| scene.raw(unit, range));
        Self { value, how, span }
    }

    /// A value without words of its own.
    pub fn bare(value: T, how: How) -> Self {
        Self { value, how, span: None }
    }

    /// What is kept of how it was reached.
    pub fn evidence(&self, slot: Slot) -> Evidence {
        Evidence { slot, how: self.how, span: self.span }
    }
}
