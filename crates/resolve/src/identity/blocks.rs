//! Which drafts stand near enough to be compared.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use super::{keys, traits::Traits};

/// A key that more drafts share says nothing, and no page can make comparing quadratic by it.
pub const BLOCK_MAX: usize = 64;

/// Drafts by the keys they have: those of one key stand beside each other.
pub(super) struct Blocks(Vec<(u64, usize)>);

impl Blocks {
    /// Of the `free` drafts.
    pub(super) fn new(traits: &[Traits], free: &[bool]) -> Self {
        let mut entries: Vec<(u64, usize)> = Vec::with_capacity(traits.len() * 8);
        for (place, one) in traits.iter().enumerate().filter(|(place, _)| free.get(*place) == Some(&true)) {
            keys::each(one, |key| entries.push((digest(key), place)));
        }
        entries.sort_unstable();
        entries.dedup();
        Self(entries)
    }

    /// The pairs that share a key and are `wanted`, each once, ordered.
    pub(super) fn pairs(&self, wanted: impl Fn(usize, usize) -> bool) -> Vec<(usize, usize)> {
        let mut pairs = Vec::new();
        for block in self.0.chunk_by(|one, other| one.0 == other.0).filter(|block| block.len() <= BLOCK_MAX) {
            for (rank, (_, one)) in block.iter().enumerate() {
                let beside = block.iter().skip(rank + 1).map(|(_, other)| (*one, *other));
                pairs.extend(beside.filter(|(one, other)| wanted(*one, *other)));
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }
}

/// Two keys of one digest cost a comparison, nothing else.
fn digest(key: &str) -> u64 {
    let mut hasher = FxHasher::default();
    key.hash(&mut hasher);
    hasher.finish()
}
