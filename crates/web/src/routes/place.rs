//! `/places/{slug}`.

use super::{listed::listed, missing::not_found};
use crate::{
    State,
    pages::{place_filter, place_href, place_page},
};
use axum::{
    body::Body,
    extract,
    http::Response,
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
        return Redirect::permanent(&place_href(&place.slug())).into_response();
    }
    let filter = place_filter(&place);
    let page = move |state: &State, search: &_, found: &_| place_page(state, &place, search, found);
    listed(state, query, filter, page).await
}
