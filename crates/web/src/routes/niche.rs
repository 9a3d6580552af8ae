//! `/niches/{slug}`.

use super::missing::{html, no_answer, not_found, store_away};
use crate::{
    State,
    found::found,
    pages::{niche_page, niche_search},
    search::{Pairs, page_cursor},
};
use axum::{
    body::Body,
    extract,
    http::{Response, StatusCode},
    response::{IntoResponse as _, Redirect},
};
use hobnob_domain::NicheId;

/// The page of a niche. An alias leads to the niche's own address.
pub(crate) async fn page(
    extract::State(state): extract::State<State>,
    extract::Path(slug): extract::Path<String>,
    extract::RawQuery(query): extract::RawQuery,
) -> Response<Body> {
    let Ok(id) = slug.parse::<NicheId>() else { return not_found() };
    if id.slug() != slug {
        return Redirect::permanent(&format!("/niches/{}", id.slug())).into_response();
    }
    let Ok(pairs) = Pairs::read(query.as_deref()) else { return not_found() };
    let (Ok(after), Ok(before)) = (page_cursor(&pairs, "after"), page_cursor(&pairs, "before")) else {
        return not_found();
    };
    let search = niche_search(id, after, before);
    let found = match found(&state, &search).await {
        Ok(found) => found,
        Err(error) => return store_away(&error),
    };
    let asked = state.clone();
    match tokio::task::spawn_blocking(move || niche_page(&asked, id, &search, &found)).await {
        Ok(page) => html(StatusCode::OK, &page),
        Err(error) => no_answer(&error),
    }
}
