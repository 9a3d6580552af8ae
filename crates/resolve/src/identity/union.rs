//! A partition that grows coarser.

/// Things that are being put together.
#[derive(Clone, Debug)]
pub(super) struct Union {
    parents: Vec<usize>,
}

impl Union {
    /// So many things, each alone.
    pub(super) fn new(count: usize) -> Self {
        Self { parents: (0..count).collect() }
    }

    /// The one that stands for a thing's part: the first of it.
    pub(super) fn root(&mut self, place: usize) -> usize {
        let mut root = place;
        while let Some(parent) = self.parents.get(root).copied().filter(|parent| *parent != root) {
            let above = self.parents.get(parent).copied().unwrap_or(parent);
            if let Some(slot) = self.parents.get_mut(root) {
                *slot = above;
            }
            root = above;
        }
        root
    }

    /// Puts the parts of two things together.
    pub(super) fn join(&mut self, one: usize, two: usize) {
        let (one, two) = (self.root(one), self.root(two));
        if let Some(slot) = self.parents.get_mut(one.max(two)) {
            *slot = one.min(two);
        }
    }

    /// The parts, their things in order, in the order of their first ones.
    pub(super) fn parts(mut self) -> Vec<Vec<usize>> {
        let count = self.parents.len();
        let mut parts: Vec<Vec<usize>> = vec![Vec::new(); count];
        for place in 0..count {
            let root = self.root(place);
            if let Some(part) = parts.get_mut(root) {
                part.push(place);
            }
        }
        parts.retain(|part| !part.is_empty());
        parts
    }
}
