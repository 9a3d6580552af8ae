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
    http::{Extensions, HeaderMap, HeaderValue, Response, StatusCode, header},
};
use chrono::TimeDelta;
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
    extensions: Extensions,
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
    if let Some(client) = state.proxies.counted(&extensions, &headers)
        && let Err(wait) = state.calendar_turns.turn(client, state.now())
    {
        let message = "too many calendars were made from your network lately; please try again in a while";
        return busy(&state, &pairs, message, wait).await;
    }
    // A page that is loaded again sends its form again: the same key makes no second calendar.
    let key = Some(pairs.value("key")).filter(|key| (16..=100).contains(&key.len()));
    let made = match state.store.calendar_create(&settings, key.as_deref(), state.now()).await {
        Ok(Some(made)) => made,
        Ok(None) => {
            let message = "too many calendars were made within the last hour; please try again in an hour";
            return busy(&state, &pairs, message, TimeDelta::hours(1)).await;
        }
        Err(error) => return store_away(&error),
    };
    match calendar_made_page(&state, &made.secret, &made.calendar, true).await {
        Ok(page) => private_html(StatusCode::OK, &page),
        Err(error) => no_answer(&error),
    }
}

/// The form once more, to be sent again later.
async fn busy(state: &State, pairs: &Pairs, message: &'static str, wait: TimeDelta) -> Response<Body> {
    let mut response = form(state, pairs, Err(BadSearch::new(message))).await;
    if response.status() == StatusCode::BAD_REQUEST {
        *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
        let seconds = wait.num_seconds().max(0).saturating_add(1);
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

async fn form(state: &State, pairs: &Pairs, settings: Result<CalendarSettings, BadSearch>) -> Response<Body> {
    let status = if settings.is_ok() { StatusCode::OK } else { StatusCode::BAD_REQUEST };
    match new_calendar_page(state, pairs, settings).await {
        Ok(page) => private_html(status, &page),
        Err(error) => store_away(&error),
    }
}
