//! A partition under decisions: what a person has parted is not put together again.

use std::collections::BTreeMap;

use super::union::Union;

/// Drafts being put together.
#[derive(Debug)]
pub(super) struct Parts {
    union: Union,
    /// The members of each part by its root; of a part of one nothing is kept.
    members: BTreeMap<usize, Vec<usize>>,
    /// Whom a draft must not be with.
    parted: BTreeMap<usize, Vec<usize>>,
}

impl Parts {
    /// So many drafts, each alone.
    pub(super) fn new(count: usize) -> Self {
        Self { union: Union::new(count), members: BTreeMap::new(), parted: BTreeMap::new() }
    }

    /// Whether two drafts are together.
    pub(super) fn are_one(&mut self, one: usize, other: usize) -> bool {
        self.union.root(one) == self.union.root(other)
    }

    /// The root of a draft's part.
    pub(super) fn root(&mut self, place: usize) -> usize {
        self.union.root(place)
    }

    /// The members of a draft's part.
    pub(super) fn members(&mut self, place: usize) -> Vec<usize> {
        let root = self.union.root(place);
        self.members.get(&root).cloned().unwrap_or_else(|| vec![root])
    }

    /// Keeps two drafts apart from now on; they stay together if they are.
    pub(super) fn part(&mut self, one: usize, other: usize) {
        self.parted.entry(one).or_default().push(other);
        self.parted.entry(other).or_default().push(one);
    }

    /// Whether a person has parted any of two drafts' parts.
    pub(super) fn are_parted(&mut self, one: usize, other: usize) -> bool {
        if self.parted.is_empty() {
            return false;
        }
        let there = self.union.root(other);
        let apart: Vec<usize> =
            self.members(one).iter().filter_map(|member| self.parted.get(member)).flatten().copied().collect();
        apart.into_iter().any(|place| self.union.root(place) == there)
    }

    /// Puts the parts of two drafts together unless a person has parted them; says whether they are together now.
    pub(super) fn join(&mut self, one: usize, other: usize) -> bool {
        if self.are_one(one, other) {
            return true;
        }
        if self.are_parted(one, other) {
            return false;
        }
        let mut members = self.members(one);
        members.append(&mut self.members(other));
        for place in [one, other] {
            let root = self.union.root(place);
            self.members.remove(&root);
        }
        self.union.join(one, other);
        let root = self.union.root(one);
        self.members.insert(root, members);
        true
    }

    /// The parts, their drafts in order, in the order of their first ones.
    pub(super) fn all(self) -> Vec<Vec<usize>> {
        self.union.parts()
    }
}
