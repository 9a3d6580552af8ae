//! Pagination. A page is a web page; a slice is a part of a list.

use crate::EventId;
use chrono::{DateTime, Utc};

/// A place in a list ordered by start: stable while other rows come and go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cursor {
    /// Start of the row.
    pub starts_at: DateTime<Utc>,
    /// The row, among those that start together.
    pub event_id: EventId,
}

/// Which part of a list is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    /// Rows behind this place only.
    pub after: Option<Cursor>,
    /// Rows before this place only.
    pub before: Option<Cursor>,
    /// At most so many.
    pub limit: usize,
    /// Whether the last rows are asked for and not the first; they come in the list's order all the same.
    pub is_from_end: bool,
}

impl Slice {
    /// The first rows.
    pub const fn first(limit: usize) -> Self {
        Self { after: None, before: None, limit, is_from_end: false }
    }
}
