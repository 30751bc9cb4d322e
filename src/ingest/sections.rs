//! Which heading each block belongs to.

use crate::text::{Block, BlockKind};

/// Gives every block its section: the nearest heading above of a higher rank than its own.
pub fn nest(mut blocks: Vec<Block>) -> Vec<Block> {
    let mut open: Vec<(u8, usize)> = Vec::new();
    for at in 0..blocks.len() {
        if let BlockKind::Heading(level) = blocks[at].kind {
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
