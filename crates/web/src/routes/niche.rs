//! `/niches/{slug}`.

use super::{listed::listed, missing::not_found};
use crate::{
    State,
    pages::{niche_filter, niche_page},
};
use axum::{
    body::Body,
    extract,
    http::Response,
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
    let page = move |state: &State, search: &_, found: &_| niche_page(state, id, search, found);
    listed(state, query, niche_filter(id), page).await
}
