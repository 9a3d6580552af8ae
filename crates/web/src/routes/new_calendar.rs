//! `/calendars/new`: from a filter to a personal calendar.

use super::missing::{from_elsewhere, no_answer, private_html, store_away};
use crate::{
    State,
    http::is_from_elsewhere,
    pages::{calendar_made_page, new_calendar_page},
    search::{BadSearch, Pairs},
    wish::wished,
};
use axum::{
    body::{Body, Bytes},
    extract,
    http::{HeaderMap, Response, StatusCode},
};
use hobnob_domain::CalendarSettings;

/// The form, with what would be in the calendar.
pub(crate) async fn page(
    extract::State(state): extract::State<State>,
    extract::RawQuery(query): extract::RawQuery,
) -> Response<Body> {
    let (pairs, settings) = match Pairs::read(query.as_deref()) {
        Ok(pairs) => (pairs.clone(), wished(&state, &pairs)),
        Err(bad) => (Pairs::default(), Err(bad)),
    };
    form(&state, &pairs, settings).await
}

/// Makes the calendar and shows its address, this once. No redirect: no header may hold it.
pub(crate) async fn create(
    extract::State(state): extract::State<State>,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    if is_from_elsewhere(&headers, &state.base) {
        return from_elsewhere();
    }
    let form_text = std::str::from_utf8(&body).map_err(|_| BadSearch::new("a form is text"));
    let (pairs, settings) = match form_text.and_then(Pairs::read_form) {
        Ok(pairs) => (pairs.clone(), wished(&state, &pairs)),
        Err(bad) => (Pairs::default(), Err(bad)),
    };
    let settings = match settings {
        Ok(settings) => settings,
        Err(bad) => return form(&state, &pairs, Err(bad)).await,
    };
    // A page that is loaded again sends its form again: the same key makes no second calendar.
    let key = Some(pairs.value("key")).filter(|key| (16..=100).contains(&key.len()));
    let made = match state.store.calendar_create(&settings, key.as_deref(), state.now()).await {
        Ok(Some(made)) => made,
        Ok(None) => {
            let message = "too many calendars were made within the last hour; please try again in an hour";
            return form(&state, &pairs, Err(BadSearch::new(message))).await;
        }
        Err(error) => return store_away(&error),
    };
    match calendar_made_page(&state, &made.secret, &made.calendar, true).await {
        Ok(page) => private_html(StatusCode::OK, &page),
        Err(error) => no_answer(&error),
    }
}

async fn form(state: &State, pairs: &Pairs, settings: Result<CalendarSettings, BadSearch>) -> Response<Body> {
    let status = if settings.is_ok() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    match new_calendar_page(state, pairs, settings).await {
        Ok(page) => private_html(status, &page),
        Err(error) => store_away(&error),
    }
}
