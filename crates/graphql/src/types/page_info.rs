//! Where a slice stands in its list.

use async_graphql::SimpleObject;

/// Where a slice stands in its list, as Cursor Connections tell it.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct PageInfo {
    /// Whether more rows come before the slice.
    pub(crate) has_previous_page: bool,
    /// Whether more rows come after the slice.
    pub(crate) has_next_page: bool,
    /// The cursor of the slice's first row; none in an empty slice.
    pub(crate) start_cursor: Option<String>,
    /// The cursor of the slice's last row; none in an empty slice.
    pub(crate) end_cursor: Option<String>,
}

impl PageInfo {
    /// Of the rows of a slice, each of which has a place in the list.
    pub(crate) fn of<R>(
        rows: &[R],
        place: impl Fn(&R) -> String,
        has_previous_page: bool,
        has_next_page: bool,
    ) -> Self {
        let (start_cursor, end_cursor) = (rows.first().map(&place), rows.last().map(&place));
        Self { has_previous_page, has_next_page, start_cursor, end_cursor }
    }
}
