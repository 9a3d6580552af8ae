//! A short list for each row, end to end in one column.

use crate::doc::{Doc, at, doc};

/// A list for each row.
#[derive(Debug)]
pub(crate) struct Lists<T> {
    /// Where each row's list ends; it begins where the one before ends.
    ends: Vec<u32>,
    items: Vec<T>,
}

impl<T> Default for Lists<T> {
    fn default() -> Self {
        Self { ends: Vec::new(), items: Vec::new() }
    }
}

impl<T: Copy> Lists<T> {
    /// Room for so many rows, and so many items in all of them.
    pub(crate) fn with_capacity(rows: usize, items: usize) -> Self {
        Self { ends: Vec::with_capacity(rows), items: Vec::with_capacity(items) }
    }

    /// Adds the next row's list.
    pub(crate) fn push(&mut self, list: impl IntoIterator<Item = T>) {
        self.items.extend(list);
        self.ends.push(doc(self.items.len()));
    }

    /// A row's list.
    pub(crate) fn of(&self, row: Doc) -> &[T] {
        let end = self.ends.get(at(row)).map_or(0, |end| at(*end));
        let begin = row.checked_sub(1).and_then(|before| self.ends.get(at(before))).map_or(0, |begin| at(*begin));
        self.items.get(begin..end).unwrap_or_default()
    }

    /// Gives back what growing took too much.
    pub(crate) fn shrink(&mut self) {
        self.ends.shrink_to_fit();
        self.items.shrink_to_fit();
    }
}
