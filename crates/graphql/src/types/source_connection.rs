//! Sources in slices.

use std::{collections::BTreeMap, ops::Bound, sync::Arc};

use super::{PageInfo, SourceNode};
use crate::{cursor::source_cursor, siblings::Siblings};
use async_graphql::Object;
use hobnob_domain::{Source, SourceId};

/// A slice of the sources.
pub(crate) struct SourceConnection {
    rows: Vec<Arc<Source>>,
    siblings: Arc<Siblings>,
    has_previous: bool,
    has_next: bool,
    total: usize,
}

/// One source in a slice.
pub(crate) struct SourceEdge(Arc<Source>, Arc<Siblings>);

impl SourceConnection {
    /// The first rows behind a place.
    pub(crate) fn new(sources: &BTreeMap<SourceId, Arc<Source>>, after: Option<SourceId>, length: usize) -> Self {
        let start = after.map_or(Bound::Unbounded, Bound::Excluded);
        let mut behind = sources.range((start, Bound::Unbounded)).map(|(_, source)| Arc::clone(source));
        let rows: Vec<_> = behind.by_ref().take(length).collect();
        let has_previous = after.is_some_and(|after| sources.range(..=after).next().is_some());
        let siblings = Siblings::new(rows.iter().map(|source| source.id).collect());
        Self { rows, siblings, has_previous, has_next: behind.next().is_some(), total: sources.len() }
    }
}

/// A slice of the sources, in a fixed order: that of their ids.
#[Object]
impl SourceConnection {
    /// The sources with their cursors.
    async fn edges(&self) -> Vec<SourceEdge> {
        self.rows.iter().map(|source| SourceEdge(Arc::clone(source), Arc::clone(&self.siblings))).collect()
    }

    /// The sources without their cursors.
    async fn nodes(&self) -> Vec<SourceNode> {
        self.rows.iter().map(|source| SourceNode::new(source, &self.siblings)).collect()
    }

    /// Where the slice stands.
    async fn page_info(&self) -> PageInfo {
        PageInfo::of(&self.rows, |source| source_cursor(source.id), self.has_previous, self.has_next)
    }

    /// How many sources there are.
    async fn total_count(&self) -> usize {
        self.total
    }
}

/// One source in a slice.
#[Object]
impl SourceEdge {
    /// Its place in the list.
    async fn cursor(&self) -> String {
        source_cursor(self.0.id)
    }

    /// The source.
    async fn node(&self) -> SourceNode {
        SourceNode::new(&self.0, &self.1)
    }
}
