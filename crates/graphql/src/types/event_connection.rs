//! Events in slices.

use super::{EventFacets, EventNode, PageInfo};
use crate::{
    Shown,
    company::Company,
    context::Moment,
    cursor::event_cursor,
    direct::{EVENT, EVENT_EDGE, Env, Rows},
    error::internal,
    shown::shown,
};
use async_graphql::{Object, Result};
use hobnob_domain::{Cursor, EventFilter, EventOrder, Slice};
use hobnob_gazetteer::Gazetteer;
use hobnob_index::{Facets, Snapshot};
use hobnob_store::Store;
use std::sync::{Arc, OnceLock};

/// A slice of the events a filter finds. Totals and facets are counted only when they are asked for, in the snapshot
/// the rows came from.
pub(crate) struct EventConnection {
    rows: Vec<EventEdge>,
    has_previous: bool,
    has_next: bool,
    filter: EventFilter,
    env: Env,
    snapshot: Arc<Snapshot>,
    /// Counted once, however often it is asked for.
    total: OnceLock<usize>,
    facets: OnceLock<Facets>,
}

/// One event in a slice.
#[derive(Clone)]
pub(crate) struct EventEdge {
    order: EventOrder,
    cursor: Cursor,
    pub(crate) node: EventNode,
}

impl EventEdge {
    /// Its place in the list, as clients are told it.
    pub(crate) fn place(&self) -> String {
        event_cursor(self.order, self.cursor)
    }
}

impl EventConnection {
    pub(crate) async fn new(
        store: &Store,
        gazetteer: &'static Gazetteer,
        moment: &Moment,
        filter: EventFilter,
        slice: &Slice,
    ) -> Result<Self> {
        let (now, snapshot) = (moment.now, Arc::clone(&moment.snapshot));
        let answer = snapshot.query(&filter, slice, now);
        let near = filter.near.as_ref().map(|near| near.point);
        let rows = shown(store, &snapshot, answer.rows).await.map_err(internal)?;
        let company = Company::new(rows.iter().map(|row| &*row.event));
        let edge = |Shown { cursor, event, occurrence }| EventEdge {
            order: slice.order,
            cursor,
            node: EventNode::found(event, occurrence, near, &company),
        };
        let rows = rows.into_iter().map(edge).collect();
        Ok(Self {
            rows,
            has_previous: answer.has_previous,
            has_next: answer.has_next,
            filter,
            env: Env { now, gazetteer },
            snapshot,
            total: OnceLock::new(),
            facets: OnceLock::new(),
        })
    }
}

/// A slice of the events that a filter finds.
#[Object]
impl EventConnection {
    /// The events with their cursors.
    async fn edges(&self) -> Rows<EventEdge> {
        Rows { rows: self.rows.clone(), shape: &EVENT_EDGE, env: self.env }
    }

    /// The events without their cursors.
    async fn nodes(&self) -> Rows<EventNode> {
        let rows = self.rows.iter().map(|edge| edge.node.clone()).collect();
        Rows { rows, shape: &EVENT, env: self.env }
    }

    /// Where the slice stands.
    async fn page_info(&self) -> PageInfo {
        PageInfo::of(&self.rows, EventEdge::place, self.has_previous, self.has_next)
    }

    /// How many events the filter finds, in all slices together.
    #[graphql(complexity = 2)]
    async fn total_count(&self) -> usize {
        *self.total.get_or_init(|| self.snapshot.count(&self.filter, self.env.now))
    }

    /// How the events that the filter finds are spread over niches, countries and so on: what one could narrow it by.
    #[graphql(complexity = "child_complexity + 5")]
    async fn facets(&self) -> EventFacets {
        let facets = self.facets.get_or_init(|| self.snapshot.facets(&self.filter, self.env.now));
        EventFacets::new(&self.filter, facets.clone())
    }
}

/// One event in a slice.
#[Object]
impl EventEdge {
    /// Its place in the list.
    async fn cursor(&self) -> String {
        self.place()
    }

    /// The event.
    async fn node(&self) -> EventNode {
        self.node.clone()
    }
}
