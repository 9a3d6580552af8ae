//! Pairs in slices.

use super::{PageInfo, PairNode};
use crate::{context::store, cursor::pair_cursor, error::internal};
use async_graphql::{Context, Object, Result};
use hobnob_domain::{Pair, Verdict};
use hobnob_store::{PairPlace, Store};

/// A slice of the pairs of one verdict.
pub(crate) struct PairConnection {
    rows: Vec<PairNode>,
    verdict: Verdict,
    has_previous: bool,
    has_next: bool,
}

/// One pair in a slice.
pub(crate) struct PairEdge(PairNode);

fn cursor(node: &PairNode) -> String {
    pair_cursor(PairPlace::from(&*node.pair))
}

impl PairConnection {
    /// The first rows behind a place.
    pub(crate) async fn new(store: &Store, verdict: Verdict, after: Option<PairPlace>, length: usize) -> Result<Self> {
        let one_more = u64::try_from(length).unwrap_or(u64::MAX).saturating_add(1);
        let mut found: Vec<Pair> = store.pairs(verdict, after, one_more).await.map_err(internal)?;
        let has_next = found.len() > length;
        found.truncate(length);
        Ok(Self { rows: PairNode::all(found), verdict, has_previous: after.is_some(), has_next })
    }
}

/// A slice of the pairs of one verdict, the surest first.
#[Object]
impl PairConnection {
    /// The pairs with their cursors.
    async fn edges(&self) -> Vec<PairEdge> {
        self.rows.iter().cloned().map(PairEdge).collect()
    }

    /// The pairs without their cursors.
    async fn nodes(&self) -> Vec<PairNode> {
        self.rows.clone()
    }

    /// Where the slice stands.
    async fn page_info(&self) -> PageInfo {
        PageInfo::of(&self.rows, cursor, self.has_previous, self.has_next)
    }

    /// How many pairs have that verdict.
    #[graphql(complexity = 5)]
    async fn total_count(&self, ctx: &Context<'_>) -> Result<u64> {
        store(ctx)?.pairs_count(self.verdict).await.map_err(internal)
    }
}

/// One pair in a slice.
#[Object]
impl PairEdge {
    /// Its place in the list.
    async fn cursor(&self) -> String {
        cursor(&self.0)
    }

    /// The pair.
    async fn node(&self) -> PairNode {
        self.0.clone()
    }
}
