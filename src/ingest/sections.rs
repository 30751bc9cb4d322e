//! Which heading each block belongs to.

use crate::text::{Block, BlockKind};

/// Gives every block its section: the nearest heading above of a higher rank than its own.
pub fn nest(mut blocks: Vec<Block>) -> Vec<Block> {
    let mut open: Vec<(u8, usize)> = Vec::new();
    for at in 0..blocks.len() {
        if let BlockKind::Heading(level) = blocks[at].kind {
            // A line that stands as a heading right below another one belongs to it.
            let below = level >= 7 && at.checked_sub(1).is_some_and(|n| matches!(blocks[n].kind, BlockKind::Heading(7..)));
            let level = if below { open.last().map_or(level, |(above, _)| above + 1) } else { level };
            while open.last().is_some_and(|(above, _)| *above >= level) {
                open.pop();
            }
            blocks[at].section = open.last().map(|(_, heading)| *heading);
            open.push((level, at));
        } else {
            blocks[at].section = open.last().map(|(_, heading)| *heading);
        }
    }
    blocks
}
