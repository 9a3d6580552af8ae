//! What a page's search has found.

use std::sync::Arc;

use crate::{State, pages::Names, search::Search};
use chrono::{DateTime, Utc};
use hobnob_graphql::{Shown, shown};
use hobnob_index::Snapshot;
use hobnob_store::StoreError;

/// A slice of what a search finds, with the snapshot it is from.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) snapshot: Arc<Snapshot>,
    pub(crate) now: DateTime<Utc>,
    pub(crate) rows: Vec<Shown>,
    pub(crate) has_next: bool,
    pub(crate) has_previous: bool,
    pub(crate) names: Names,
}

/// Searches, and reads what of the found events is not at hand.
pub(crate) async fn found(state: &State, search: &Search) -> Result<Found, StoreError> {
    let (snapshot, now) = (state.index.snapshot(), state.now());
    let answer = snapshot.query(&search.filter, &search.slice, now);
    let rows = shown(&state.store, &snapshot, answer.rows).await?;
    let names = Names::of(state, &search.filter, &rows).await;
    Ok(Found { rows, has_next: answer.has_next, has_previous: answer.has_previous, names, snapshot, now })
}
