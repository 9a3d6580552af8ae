//! Which events are news.

use super::Article;
use crate::{State, limits::ARTICLES_MAX};
use chrono::{DateTime, Utc};
use hobnob_domain::{EventFilter, EventOrder, Slice};
use hobnob_graphql::shown;
use hobnob_index::Snapshot;
use hobnob_store::StoreError;

/// The events of a filter that are not over at `tick`, those we learned of last first.
pub(crate) async fn newest(
    state: &State,
    snapshot: &Snapshot,
    filter: &EventFilter,
    tick: DateTime<Utc>,
) -> Result<Vec<Article>, StoreError> {
    let slice = Slice { order: EventOrder::Newest, ..Slice::first(ARTICLES_MAX) };
    let rows = snapshot.query(filter, &slice, tick).rows;
    let rows = shown(&state.store, snapshot, rows).await?;
    Ok(rows.iter().map(|row| Article::of_event(state, &row.event, &row.occurrence)).collect())
}
