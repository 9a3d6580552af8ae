//! Which part of a list is asked for: the arguments of Cursor Connections, checked.

use crate::{
    error::bad_input,
    limits::{SLICE_DEFAULT, SLICE_MAX},
};
use async_graphql::Result;

/// The four arguments of a connection that can be walked both ways.
pub(crate) struct SliceInput {
    pub(crate) first: Option<i32>,
    pub(crate) after: Option<String>,
    pub(crate) last: Option<i32>,
    pub(crate) before: Option<String>,
}

impl SliceInput {
    /// How many rows, and whether from the end.
    pub(crate) fn length(&self) -> Result<(usize, bool)> {
        match (self.first, self.last) {
            (Some(_), Some(_)) => Err(bad_input("give `first` or `last`, not both")),
            (None, Some(last)) => Ok((checked("last", last, SLICE_MAX)?, true)),
            (Some(first), None) => Ok((checked("first", first, SLICE_MAX)?, false)),
            (None, None) => Ok((SLICE_DEFAULT, false)),
        }
    }
}

/// How many rows of a list that is walked forwards.
pub(crate) fn forward(first: Option<i32>, default: usize) -> Result<usize> {
    first.map_or(Ok(default), |first| checked("first", first, SLICE_MAX))
}

/// Reads a cursor with the list's own reader.
pub(crate) fn cursor<T>(name: &str, word: Option<&str>, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>> {
    let bad = || {
        bad_input(format!(
            "`{name}` is not a cursor of this list; take one from `cursor`, `startCursor` or `endCursor`"
        ))
    };
    word.map(|word| read(word).ok_or_else(bad)).transpose()
}

fn checked(name: &str, length: i32, most: usize) -> Result<usize> {
    let fits = usize::try_from(length).ok().filter(|length| *length <= most);
    fits.ok_or_else(|| bad_input(format!("`{name}` must be from 0 to {most}, not {length}")))
}
