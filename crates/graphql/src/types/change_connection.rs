//! Changes in slices.

use super::{ChangeNode, PageInfo, change::Changed};
use crate::{context::Moment, cursor::change_cursor, error::internal};
use async_graphql::{Object, Result};
use chrono::{DateTime, Utc};
use hobnob_domain::{Change, EventFilter, EventId};
use hobnob_store::{ChangePlace, Store};
use std::{collections::BTreeSet, sync::Arc};

/// How many changes are read at once…
const BATCH: u64 = 500;

/// …and how many at most for one slice: of a filter that hardly anything matches, a slice may end before it is full.
const SCANNED_MAX: usize = 5_000;

/// A slice of what became of events.
pub(crate) struct ChangeConnection {
    rows: Vec<ChangeNode>,
    has_previous: bool,
    has_next: bool,
    end: Option<ChangePlace>,
}

/// One change in a slice.
pub(crate) struct ChangeEdge(ChangeNode);

fn cursor(node: &ChangeNode) -> String {
    change_cursor(ChangePlace::from(&node.change))
}

/// Which changes are asked for.
pub(crate) struct Asked {
    pub(crate) since: DateTime<Utc>,
    pub(crate) filter: Option<EventFilter>,
    pub(crate) after: Option<ChangePlace>,
    pub(crate) length: usize,
}

impl ChangeConnection {
    pub(crate) async fn new(store: &Store, moment: &Moment, asked: Asked) -> Result<Self> {
        let Asked { since, filter, after, length } = asked;
        let mut found: Vec<Change> = Vec::new();
        let (mut place, mut scanned, mut is_last) = (after, 0_usize, false);
        while found.len() <= length && scanned < SCANNED_MAX && !is_last {
            let batch = store.changes_since(since, place, BATCH).await.map_err(internal)?;
            is_last = u64::try_from(batch.len()).unwrap_or(u64::MAX) < BATCH;
            scanned = scanned.saturating_add(batch.len());
            place = batch.last().map(ChangePlace::from).or(place);
            match &filter {
                None => found.extend(batch),
                Some(filter) => {
                    let matching = matching(store, moment, filter, &batch).await?;
                    found.extend(batch.into_iter().filter(|change| matching.contains(&change.event_id)));
                }
            }
        }
        let is_full = found.len() > length;
        found.truncate(length);
        let last = found.last().map(ChangePlace::from);
        // A slice that ended early goes on behind what was looked at; any other behind what it shows.
        let end = if is_full || is_last { last.or(after) } else { place };
        let changed = Changed::new(&found);
        let rows = found.into_iter().map(|change| ChangeNode { change, changed: Arc::clone(&changed) });
        Ok(Self { rows: rows.collect(), has_previous: after.is_some(), has_next: is_full || !is_last, end })
    }
}

impl ChangeConnection {
    /// Behind which change one goes on.
    pub(crate) fn end(&self) -> Option<ChangePlace> {
        self.end
    }

    /// Whether there is more at once.
    pub(crate) fn has_more(&self) -> bool {
        self.has_next
    }

    /// The changes with their cursors.
    pub(crate) fn into_edges(self) -> Vec<ChangeEdge> {
        self.rows.into_iter().map(ChangeEdge).collect()
    }
}

/// The events of these changes that match now; one that went into another matches if that one does.
async fn matching(
    store: &Store,
    moment: &Moment,
    filter: &EventFilter,
    changes: &[Change],
) -> Result<BTreeSet<EventId>> {
    let ids: BTreeSet<EventId> = changes.iter().map(|change| change.event_id).collect();
    let ids: Vec<EventId> = ids.into_iter().collect();
    let successors = store.successors_of(&ids).await.map_err(internal)?;
    let stand_in = |id: &EventId| successors.get(id).copied().unwrap_or(*id);
    let wanted: Vec<EventId> = ids.iter().map(stand_in).collect();
    let found = moment.snapshot.matching(filter, &wanted, moment.now);
    Ok(ids.into_iter().filter(|id| found.contains(&stand_in(id))).collect())
}

/// A slice of what became of events, the oldest first.
#[Object]
impl ChangeConnection {
    /// The changes with their cursors.
    async fn edges(&self) -> Vec<ChangeEdge> {
        self.rows.iter().cloned().map(ChangeEdge).collect()
    }

    /// The changes without their cursors.
    async fn nodes(&self) -> Vec<ChangeNode> {
        self.rows.clone()
    }

    /// Where the slice stands. With a filter that few events match, a slice may be short or empty although there is a next
    /// one: go on behind `endCursor`.
    async fn page_info(&self) -> PageInfo {
        let end_cursor = self.end.map(change_cursor);
        PageInfo { end_cursor, ..PageInfo::of(&self.rows, cursor, self.has_previous, self.has_next) }
    }
}

/// One change in a slice.
#[Object]
impl ChangeEdge {
    /// Its place in the list.
    async fn cursor(&self) -> String {
        cursor(&self.0)
    }

    /// The change.
    async fn node(&self) -> ChangeNode {
        self.0.clone()
    }
}
