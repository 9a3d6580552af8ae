//! `/sources` and `/sources/{id}`.

use super::missing::{html, not_found, store_away};
use crate::{
    State,
    limits::{PAGE_PROBLEMS, PAGE_RUNS},
    pages::{source_page, sources_page},
    search::Pairs,
};
use axum::{
    body::Body,
    extract,
    http::{Response, StatusCode},
};
use hobnob_domain::{Problem, Source, SourceId, SourceRun};
use hobnob_store::StoreError;

/// The places we watch, and how they are.
pub(crate) async fn page(
    extract::State(state): extract::State<State>,
    extract::RawQuery(query): extract::RawQuery,
) -> Response<Body> {
    let number = Pairs::read(query.as_deref()).unwrap_or_default().value("page").parse().unwrap_or(1);
    match state.store.sources().await {
        Ok(sources) => html(StatusCode::OK, &sources_page(&state, sources, number)),
        Err(error) => store_away(&error),
    }
}

/// One of them, with what was lately odd about it.
pub(crate) async fn one(
    extract::State(state): extract::State<State>,
    extract::Path(word): extract::Path<String>,
) -> Response<Body> {
    let Ok(id) = word.parse::<SourceId>() else { return not_found() };
    match found(&state, id).await {
        Ok(Some((source, runs, problems))) => html(StatusCode::OK, &source_page(&state, &source, &runs, &problems)),
        Ok(None) => not_found(),
        Err(error) => store_away(&error),
    }
}

type Found = (Source, Vec<SourceRun>, Vec<Problem>);

async fn found(state: &State, id: SourceId) -> Result<Option<Found>, StoreError> {
    let Some(source) = state.store.source(id).await? else { return Ok(None) };
    let runs = state.store.source_runs(&[id], PAGE_RUNS).await?.remove(&id).unwrap_or_default();
    let problems = state.store.problems(id, PAGE_PROBLEMS).await?;
    Ok(Some((source, runs, problems)))
}
