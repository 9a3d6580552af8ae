//! `/bot`: what webmasters want to know of us.

use super::missing::html;
use crate::{State, pages::bot_page};
use axum::{
    body::Body,
    extract,
    http::{Response, StatusCode},
};

/// What is fetched, how often, by which name, and how to be left alone.
pub(crate) async fn page(extract::State(state): extract::State<State>) -> Response<Body> {
    html(StatusCode::OK, &bot_page(&state))
}
