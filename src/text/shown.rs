//! Text as a reader sees it, with the way back to the file's bytes.

use std::ops::Range;

use super::Span;

/// The shown text of a block: inline markup taken off and entities resolved, each piece mapped to the bytes it stands for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Shown {
    text: String,
    pieces: Vec<Piece>,
}

/// A run of shown text. Where both lengths are equal the run is the file's bytes themselves.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Piece {
    shown: u32,
    raw: Span,
}

impl Shown {
    /// Shown text that is the file's bytes `[start, start + text.len())` as they stand.
    pub fn verbatim(text: &str, start: usize) -> Self {
        let mut shown = Self::default();
        shown.push(text, Span::new(start, start + text.len()));
        shown
    }

    /// Appends `text`, which stands for the bytes `raw` of the file.
    pub fn push(&mut self, text: &str, raw: Span) {
        if !text.is_empty() {
            self.pieces.push(Piece { shown: u32::try_from(self.text.len()).unwrap_or(u32::MAX), raw });
            self.text.push_str(text);
        }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The file's bytes behind `range` of the shown text; empty for an empty text.
    pub fn raw(&self, range: Range<usize>) -> Span {
        let (Some(first), Some(last)) = (self.piece_at(range.start), self.piece_at(range.end.saturating_sub(1).max(range.start))) else {
            return Span::default();
        };
        let start = if self.is_verbatim(first) {
            self.pieces[first].raw.start as usize + (range.start - self.pieces[first].shown as usize)
        } else {
            self.pieces[first].raw.start as usize
        };
        let end = if self.is_verbatim(last) {
            self.pieces[last].raw.start as usize + (range.end - self.pieces[last].shown as usize)
        } else {
            self.pieces[last].raw.end as usize
        };
        Span::new(start, end.max(start))
    }

    /// The bytes behind the whole text.
    pub fn raw_all(&self) -> Span {
        self.raw(0..self.text.len())
    }

    /// The range of the shown text that stands for the bytes `raw`; none where they are not of this text.
    pub fn find(&self, raw: Span) -> Option<Range<usize>> {
        let at = |want: u32, end: bool| {
            // Pieces stand in the order of their bytes.
            let from = self.pieces.partition_point(|p| if end { p.raw.end < want } else { p.raw.end <= want });
            self.pieces.iter().enumerate().skip(from).take(PIECES).find_map(|(n, piece)| {
                let inside = if end { piece.raw.start < want && want <= piece.raw.end } else { piece.raw.start <= want && want < piece.raw.end };
                let (from, to) = (piece.shown as usize, self.piece_end(n));
                let edge = if end { to } else { from };
                inside.then(|| if self.is_verbatim(n) { from + (want - piece.raw.start) as usize } else { edge })
            })
        };
        let (start, end) = (at(raw.start, false)?, at(raw.end, true)?);
        self.text.get(start..end).map(|_| start..end)
    }

    /// The shown text of `range` alone, mapped as before.
    pub fn slice(&self, range: Range<usize>) -> Shown {
        let mut out = Shown::default();
        let first = self.piece_at(range.start).unwrap_or(0);
        for (at, piece) in self.pieces.iter().enumerate().skip(first).take_while(|(_, p)| (p.shown as usize) < range.end) {
            let (from, to) = (piece.shown as usize, self.piece_end(at));
            let (lo, hi) = (from.max(range.start), to.min(range.end));
            if lo < hi {
                let raw = if self.is_verbatim(at) { Span::new(piece.raw.start as usize + lo - from, piece.raw.start as usize + hi - from) } else { piece.raw };
                out.push(&self.text[lo..hi], raw);
            }
        }
        out
    }

    fn piece_at(&self, at: usize) -> Option<usize> {
        let next = self.pieces.partition_point(|p| p.shown as usize <= at);
        next.checked_sub(1)
    }

    fn piece_end(&self, at: usize) -> usize {
        self.pieces.get(at + 1).map_or(self.text.len(), |p| p.shown as usize)
    }

    fn is_verbatim(&self, at: usize) -> bool {
        let piece = self.pieces[at];
        self.piece_end(at) - piece.shown as usize == (piece.raw.end - piece.raw.start) as usize
    }
}

/// How many pieces from the first that can hold an offset are looked at: those without bytes of their own stand between.
const PIECES: usize = 8;

/// White space folded to single spaces, ends trimmed: the last step of showing any text.
pub fn fold_space(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_map_back_over_markup_and_entities() {
        // file: `a **&pound;5k** b`
        let mut shown = Shown::default();
        shown.push("a ", Span::new(0, 2));
        shown.push("£", Span::new(4, 11));
        shown.push("5k", Span::new(11, 13));
        shown.push(" b", Span::new(15, 17));
        assert_eq!(shown.text(), "a £5k b");
        assert_eq!(shown.raw(2..6), Span::new(4, 13));
        assert_eq!(shown.raw(0..8), Span::new(0, 17));
        assert_eq!(shown.slice(2..6).raw_all(), Span::new(4, 13));
        assert_eq!((shown.find(Span::new(4, 13)), shown.find(Span::new(11, 12)), shown.find(Span::new(20, 22))), (Some(2..6), Some(4..5), None));
    }
}
