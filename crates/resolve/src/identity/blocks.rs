//! Which drafts stand near enough to be compared.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use super::{keys, traits::Traits};

/// A key that more drafts share says nothing, and no page can make comparing quadratic by it.
pub const BLOCK_MAX: usize = 64;

/// The pairs among the `free` drafts that share a key, each once, ordered.
pub(super) fn pairs(traits: &[Traits], free: &[bool]) -> Vec<(usize, usize)> {
    let mut entries: Vec<(u64, usize)> = Vec::with_capacity(traits.len() * 8);
    for (place, one) in traits.iter().enumerate().filter(|(place, _)| free.get(*place) == Some(&true)) {
        keys::each(one, |key| entries.push((digest(key), place)));
    }
    entries.sort_unstable();
    entries.dedup();
    let mut pairs = Vec::new();
    for block in entries.chunk_by(|one, other| one.0 == other.0).filter(|block| block.len() <= BLOCK_MAX) {
        for (rank, (_, one)) in block.iter().enumerate() {
            pairs.extend(block.iter().skip(rank + 1).map(|(_, other)| (*one, *other)));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// Two keys of one digest cost a comparison, nothing else.
fn digest(key: &str) -> u64 {
    let mut hasher = FxHasher::default();
    key.hash(&mut hasher);
    hasher.finish()
}
