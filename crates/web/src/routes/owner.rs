//! `/calendars/{token}`: the page of whoever owns a calendar. The token in its address is the only key.

use std::sync::Arc;

use super::{
    missing::{calendar_revoked, calendar_unknown, no_answer, private_html, store_away},
    personal,
};
use crate::{
    State,
    http::is_from_elsewhere,
    pages::{Said, calendar_made_page, owner_page},
    personal::Opened,
    search::{BadSearch, Pairs},
    wish::edited,
};
use axum::{
    body::{Body, Bytes},
    extract,
    http::{HeaderMap, HeaderValue, Response, StatusCode, header},
};
use hobnob_domain::{ChoiceKind, PersonalCalendar, Secret};
use hobnob_graphql::Choosing;
use hobnob_store::{ChoiceKept, StoreError};

/// The page, or with `.ics` behind it the feed.
pub(crate) async fn page_or_feed(
    extract::State(state): extract::State<State>,
    extract::Path(asked): extract::Path<String>,
    extract::RawQuery(query): extract::RawQuery,
    headers: HeaderMap,
) -> Response<Body> {
    if let Some(token) = asked.strip_suffix(".ics") {
        return personal::feed(state, token, &headers).await;
    }
    let (secret, calendar) = match opened(&state, &asked).await {
        Ok(opened) => opened,
        Err(refused) => return *refused,
    };
    let pairs = Pairs::read(query.as_deref()).unwrap_or_default();
    let said = Said::read(&pairs.value("said"));
    shown(&state, &secret, &calendar, &pairs, said, None).await
}

/// Changes something of the calendar, and leads back to the page.
pub(crate) async fn change(
    extract::State(state): extract::State<State>,
    extract::Path(token): extract::Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    if is_from_elsewhere(&headers, &state.base) {
        return super::missing::from_elsewhere();
    }
    let (secret, calendar) = match opened(&state, &token).await {
        Ok(opened) => opened,
        Err(refused) => return *refused,
    };
    let pairs =
        match std::str::from_utf8(&body).map_err(|_| BadSearch::new("a form is text")).and_then(Pairs::read_form) {
            Ok(pairs) => pairs,
            Err(bad) => return shown(&state, &secret, &calendar, &Pairs::default(), None, Some(bad)).await,
        };
    let done = match pairs.value("do").as_str() {
        "edit" => edit(&state, &calendar, &pairs).await,
        "rotate" => return rotate(&state, &calendar).await,
        "delete" if pairs.value("sure") == "true" => return delete(&state, &calendar).await,
        "delete" => Ok(Err(BadSearch::new("say that you are sure first: what is deleted can’t be brought back"))),
        kind => choose(&state, &calendar, kind, &pairs).await,
    };
    match done {
        Ok(Ok(said)) => see_other(said),
        Ok(Err(bad)) => shown(&state, &secret, &calendar, &pairs, None, Some(bad)).await,
        Err(error) => store_away(&error),
    }
}

pub(crate) async fn opened(state: &State, token: &str) -> Result<(Secret, Arc<PersonalCalendar>), Box<Response<Body>>> {
    let Ok(secret) = token.parse::<Secret>() else { return Err(Box::new(calendar_unknown())) };
    let hash = secret.hash();
    state.page_turns.turn(hash.clone(), state.now()).map_err(|wait| Box::new(personal::too_often(wait)))?;
    match state.personal.opened(&state.store, &hash).await {
        Ok(Opened::Calendar(calendar)) => Ok((secret, calendar)),
        Ok(Opened::Unknown) => Err(Box::new(calendar_unknown())),
        Ok(Opened::Revoked) => Err(Box::new(calendar_revoked())),
        Err(error) => Err(Box::new(store_away(&error))),
    }
}

pub(crate) async fn shown(
    state: &State,
    secret: &Secret,
    calendar: &Arc<PersonalCalendar>,
    pairs: &Pairs,
    said: Option<Said>,
    bad: Option<BadSearch>,
) -> Response<Body> {
    let status = if bad.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    match owner_page(state, secret, calendar, pairs, said, bad).await {
        Ok(page) => private_html(status, &page),
        Err(error) => store_away(&error),
    }
}

/// What became of a change, or what is to be put right.
type Done = Result<Result<Said, BadSearch>, StoreError>;

async fn edit(state: &State, calendar: &PersonalCalendar, pairs: &Pairs) -> Done {
    let settings = match edited(state, pairs) {
        Ok(settings) => settings,
        Err(bad) => return Ok(Err(bad)),
    };
    state.store.calendar_update(calendar.id, &settings, state.now()).await?;
    Ok(Ok(Said::Edited))
}

async fn choose(state: &State, calendar: &PersonalCalendar, kind: &str, pairs: &Pairs) -> Done {
    let is_undone = pairs.value("undo") == "true";
    let Ok(kind) = kind.parse::<ChoiceKind>() else {
        return Ok(Err(BadSearch::new("this form is not one of ours; go back and choose again")));
    };
    let snapshot = state.index.snapshot();
    let choosing = Choosing { store: &state.store, snapshot: &snapshot, now: state.now() };
    let choice = match choosing.choice(kind, &pairs.value("id"), is_undone).await? {
        Ok(choice) => choice,
        Err(fault) => return Ok(Err(BadSearch::new(fault.to_string()))),
    };
    Ok(match state.store.calendar_choose(calendar.id, &choice, !is_undone).await? {
        ChoiceKept::Done | ChoiceKept::AsBefore if is_undone => Ok(Said::Undone),
        ChoiceKept::Done | ChoiceKept::AsBefore => Ok(Said::Chosen(kind)),
        ChoiceKept::Full => Err(BadSearch::new("500 of this kind are chosen already; take some back first")),
        ChoiceKept::Unknown => Err(BadSearch::new("this calendar was deleted meanwhile")),
    })
}

/// Shows the new address at once: no header may hold it.
async fn rotate(state: &State, calendar: &PersonalCalendar) -> Response<Body> {
    let secret = match state.store.calendar_rotate(calendar.id, state.now()).await {
        Ok(Some(secret)) => secret,
        Ok(None) => return calendar_revoked(),
        Err(error) => return store_away(&error),
    };
    match calendar_made_page(state, &secret, calendar, false).await {
        Ok(page) => private_html(StatusCode::OK, &page),
        Err(error) => no_answer(&error),
    }
}

async fn delete(state: &State, calendar: &PersonalCalendar) -> Response<Body> {
    match state.store.calendar_revoke(calendar.id, state.now()).await {
        Ok(_) => super::missing::calendar_deleted(),
        Err(error) => store_away(&error),
    }
}

/// Back to the page, by an address that is relative to the one asked: so the token stands in no header.
fn see_other(said: Said) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SEE_OTHER;
    if let Ok(location) = HeaderValue::from_str(&format!("?said={}", said.word())) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
