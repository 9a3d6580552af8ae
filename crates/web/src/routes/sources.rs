//! `/sources`.

use super::missing::{html, store_away};
use crate::{State, pages::sources_page, search::Pairs};
use axum::{
    body::Body,
    extract,
    http::{Response, StatusCode},
};

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
