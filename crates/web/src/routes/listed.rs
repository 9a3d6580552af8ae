//! Pages that list what one filter finds, slice by slice.

use super::missing::{html, no_answer, not_found, store_away};
use crate::{
    State,
    found::{Found, found},
    search::{Pairs, Search, slice},
};
use askama::Template;
use axum::{
    body::Body,
    http::{Response, StatusCode},
};
use hobnob_domain::EventFilter;

/// The page of a filter; the query says which slice of its list.
pub(super) async fn listed<P: Template + Send + 'static>(
    state: State,
    query: Option<String>,
    filter: EventFilter,
    page: impl FnOnce(&State, &Search, &Found) -> P + Send + 'static,
) -> Response<Body> {
    let Ok(slice) = Pairs::read(query.as_deref()).and_then(|mut pairs| slice(&mut pairs)) else {
        return not_found();
    };
    let search = Search { filter, slice };
    let found = match found(&state, &search).await {
        Ok(found) => found,
        Err(error) => return store_away(&error),
    };
    match tokio::task::spawn_blocking(move || page(&state, &search, &found)).await {
        Ok(page) => html(StatusCode::OK, &page),
        Err(error) => no_answer(&error),
    }
}
