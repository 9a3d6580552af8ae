//! Pagination. A page is a web page; a slice is a part of a list.

use crate::{EventId, EventOrder};
use chrono::{DateTime, Utc};

/// A place in a list: stable while other rows come and go. Cursors of one list sort like its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cursor {
    /// What the list's order makes of the event: see [`EventOrder::rank`]; 0 in lists by start.
    pub rank: i64,
    /// Start of the row.
    pub starts_at: DateTime<Utc>,
    /// The row, among those that are otherwise equal.
    pub event_id: EventId,
}

impl Cursor {
    /// A place in a list by start.
    pub const fn by_start(starts_at: DateTime<Utc>, event_id: EventId) -> Self {
        Self { rank: 0, starts_at, event_id }
    }
}

/// Which part of a list is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    /// How the list is sorted; its cursors are of this order.
    pub order: EventOrder,
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
    /// The first rows by start.
    pub const fn first(limit: usize) -> Self {
        Self { order: EventOrder::StartsAt, after: None, before: None, limit, is_from_end: false }
    }
}
