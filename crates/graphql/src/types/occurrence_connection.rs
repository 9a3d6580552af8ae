//! Sittings of one event in slices.

use super::{OccurrenceNode, PageInfo};
use crate::cursor::{occurrence_cursor, recurrence_key};
use async_graphql::Object;
use chrono::{DateTime, Utc};
use hobnob_domain::{Event, Occurrence, occurrences};
use std::sync::Arc;

/// A slice of the sittings of one event.
pub(crate) struct OccurrenceConnection {
    rows: Vec<OccurrenceNode>,
    has_previous: bool,
    has_next: bool,
}

/// One sitting in a slice.
pub(crate) struct OccurrenceEdge(OccurrenceNode);

/// What sittings are sorted by.
fn key(sitting: &Occurrence) -> (DateTime<Utc>, i64) {
    (sitting.starts_at, recurrence_key(sitting.recurrence_id))
}

fn cursor(node: &OccurrenceNode) -> String {
    occurrence_cursor(node.sitting.starts_at, node.sitting.recurrence_id)
}

impl OccurrenceConnection {
    /// The first sittings of a window behind a place.
    pub(crate) fn new(
        event: &Arc<Event>,
        (from, to): (DateTime<Utc>, DateTime<Utc>),
        after: Option<(DateTime<Utc>, i64)>,
        length: usize,
    ) -> Self {
        let all = occurrences(event, from, to);
        let has_previous = all.first().zip(after).is_some_and(|(first, after)| key(first) <= after);
        let mut behind = all.into_iter().filter(|sitting| after.is_none_or(|after| key(sitting) > after));
        let rows = behind.by_ref().take(length).map(|sitting| OccurrenceNode { event: Arc::clone(event), sitting });
        let rows = rows.collect();
        Self { rows, has_previous, has_next: behind.next().is_some() }
    }
}

/// A slice of the sittings of one event, the earliest first.
#[Object]
impl OccurrenceConnection {
    /// The sittings with their cursors.
    async fn edges(&self) -> Vec<OccurrenceEdge> {
        self.rows.iter().cloned().map(OccurrenceEdge).collect()
    }

    /// The sittings without their cursors.
    async fn nodes(&self) -> Vec<OccurrenceNode> {
        self.rows.clone()
    }

    /// Where the slice stands.
    async fn page_info(&self) -> PageInfo {
        PageInfo::of(&self.rows, cursor, self.has_previous, self.has_next)
    }
}

/// One sitting in a slice.
#[Object]
impl OccurrenceEdge {
    /// Its place in the list.
    async fn cursor(&self) -> String {
        cursor(&self.0)
    }

    /// The sitting.
    async fn node(&self) -> OccurrenceNode {
        self.0.clone()
    }
}
