//! `/places/{slug}`.

use super::missing::{html, no_answer, not_found, store_away};
use crate::{
    State,
    found::found,
    pages::{place_page, place_search},
    search::{Pairs, page_cursor},
};
use axum::{
    body::Body,
    extract,
    http::{Response, StatusCode},
    response::{IntoResponse as _, Redirect},
};

/// The page of a place. Another spelling leads to the place's own address.
pub(crate) async fn page(
    extract::State(state): extract::State<State>,
    extract::Path(slug): extract::Path<String>,
    extract::RawQuery(query): extract::RawQuery,
) -> Response<Body> {
    let Some(place) = state.gazetteer.by_slug(&slug) else { return not_found() };
    if place.slug() != slug {
        return Redirect::permanent(&crate::pages::place_href(&place.slug())).into_response();
    }
    let Ok(pairs) = Pairs::read(query.as_deref()) else { return not_found() };
    let (Ok(after), Ok(before)) = (page_cursor(&pairs, "after"), page_cursor(&pairs, "before")) else {
        return not_found();
    };
    let search = place_search(&place, after, before);
    let found = match found(&state, &search).await {
        Ok(found) => found,
        Err(error) => return store_away(&error),
    };
    let asked = state.clone();
    match tokio::task::spawn_blocking(move || place_page(&asked, &place, &search, &found)).await {
        Ok(page) => html(StatusCode::OK, &page),
        Err(error) => no_answer(&error),
    }
}
