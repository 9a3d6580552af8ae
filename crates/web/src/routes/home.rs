//! `/`: the search and what it found.

use super::missing::{html, no_answer, store_away};
use crate::{
    State,
    found::found,
    pages::search_page,
    search::{Pairs, Search},
};
use axum::{
    body::Body,
    extract,
    http::{Response, StatusCode},
};

/// The page of a search.
pub(crate) async fn page(
    extract::State(state): extract::State<State>,
    extract::RawQuery(query): extract::RawQuery,
) -> Response<Body> {
    let (pairs, search) = match Pairs::read(query.as_deref()) {
        Ok(pairs) => (pairs.clone(), Search::read(&state, pairs)),
        Err(bad) => (Pairs::default(), Err(bad)),
    };
    let status = if search.is_ok() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    let search = match search {
        Ok(search) => match found(&state, &search).await {
            Ok(found) => Ok((search, found)),
            Err(error) => return store_away(&error),
        },
        Err(bad) => Err(bad),
    };
    let asked = state.clone();
    // A page walks the whole index several times: that is work, not waiting.
    match tokio::task::spawn_blocking(move || search_page(&asked, &pairs, search)).await {
        Ok(page) => html(status, &page),
        Err(error) => no_answer(&error),
    }
}
