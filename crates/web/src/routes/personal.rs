//! `/calendars/{token}.ics`: the feed of a personal calendar. Its token stands in no log, metric, header or other page.

use std::sync::Arc;

use super::calendar::MEDIA_TYPE;
use crate::{
    State,
    feed::{self, personal_calendar, personal_period, personal_rows, personal_tick},
    feed_cache::{FeedKey, Shape, Stamp},
    http::{Entity, More, respond},
    personal::Opened,
};
use axum::{
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header},
};
use chrono::{DateTime, TimeDelta, Utc};
use hobnob_calendar::Layer;
use hobnob_domain::{PersonalCalendar, Secret, SecretHash};
use hobnob_index::Snapshot;

const NO_INDEX: More = (HeaderName::from_static("x-robots-tag"), "noindex");
const NO_REFERRER: More = (header::REFERRER_POLICY, "no-referrer");

/// The headers of a feed.
static HEADERS: [More; 4] = [
    (header::CACHE_CONTROL, "private, max-age=900"),
    (header::CONTENT_DISPOSITION, "inline; filename=\"hobnob.ics\""),
    NO_INDEX,
    NO_REFERRER,
];

/// The feed that a token opens.
pub(crate) async fn feed(state: State, token: &str, headers: &HeaderMap) -> Response<Body> {
    let Ok(secret) = token.parse::<Secret>() else { return said(StatusCode::NOT_FOUND, UNKNOWN) };
    let (secret, now) = (secret.hash(), state.now());
    if let Err(wait) = state.feed_turns.turn(secret.clone(), now) {
        return too_often(wait);
    }
    match state.personal.opened(&state.store, &secret).await {
        // An empty calendar would take all events away from whoever subscribed to it.
        Ok(Opened::Calendar(calendar)) if calendar.is_unreadable() => unreadable(&calendar),
        Ok(Opened::Calendar(calendar)) => feed_of(&state, &secret, calendar, headers, now).await,
        Ok(Opened::Unknown) => said(StatusCode::NOT_FOUND, UNKNOWN),
        Ok(Opened::Revoked) => said(StatusCode::GONE, REVOKED),
        Err(error) => {
            tracing::error!(%error, "a personal calendar can't be looked up");
            away()
        }
    }
}

const UNKNOWN: &str = "There is no calendar at this address.\n";
const REVOKED: &str = "This calendar was deleted, or has another address now: its owner knows it.\n";

async fn feed_of(
    state: &State,
    secret: &SecretHash,
    calendar: Arc<PersonalCalendar>,
    headers: &HeaderMap,
    now: DateTime<Utc>,
) -> Response<Body> {
    let snapshot = state.index.snapshot();
    let key = FeedKey {
        shape: Shape::Calendar(feed::Layer::Events),
        query: format!("calendar {} {}", calendar.id, calendar.revision),
    };
    let stamp = Stamp { revision: (snapshot.epoch(), snapshot.revision()), period: personal_period(&calendar, now) };
    state.tallies.feed_requests.add_one();
    let validators = state.feeds.validators(&key, stamp);
    if let Some(unchanged) = validators.and_then(|held| held.answer(headers, &HEADERS)) {
        return unchanged;
    }
    let made = made(state.clone(), snapshot, calendar, now);
    let made = match state.feeds.feed(&key, stamp, now, made).await {
        Some(entity) => {
            state.personal.gave(secret, &entity);
            Some(entity)
        }
        // Some clients give a calendar up for good on any failure: better what it said before.
        None => state.personal.last_good(secret),
    };
    match made {
        Some(entity) => {
            if entity.packed_for(headers).await {
                state.feeds.grew(&key);
            }
            respond(&entity, headers, &HEADERS)
        }
        None => away(),
    }
}

async fn made(
    state: State,
    snapshot: Arc<Snapshot>,
    calendar: Arc<PersonalCalendar>,
    now: DateTime<Utc>,
) -> Option<(Entity, DateTime<Utc>)> {
    state.tallies.feeds_made.add_one();
    let rows = match personal_rows(&state.store, &snapshot, &calendar, now).await {
        Ok(rows) => rows,
        Err(error) => {
            tracing::error!(%error, "the events of a personal calendar can't be read");
            return None;
        }
    };
    let options = &calendar.settings.options;
    let texts = state.finder(Layer::of(options), options).of_rows(&rows).await;
    let texts = texts.without_dropped(options, personal_tick(&calendar, now));
    let rendered = texts.assembled(&personal_calendar(&calendar), &state.blocks);
    // What its owner changes may take an event away, which no date of those that stay would tell.
    let modified_at = rendered.last_modified.max(calendar.changed_at);
    Some((Entity::digested(MEDIA_TYPE, rendered.text.into_bytes(), rendered.digest), modified_at))
}

/// Nothing of what the calendar asks for is there any more. Programs keep what they have and ask again.
fn unreadable(calendar: &PersonalCalendar) -> Response<Body> {
    tracing::warn!(calendar = %calendar.id, "a personal calendar asks for nothing that there is: its owner is to mend it");
    let reasons: Vec<&str> = calendar.unread.iter().map(|unread| unread.reason.as_str()).collect();
    let text = format!(
        "What this calendar asks for is no more: {}. Its owner can mend it on its page, at this address without “.ics”.\n",
        reasons.join("; ")
    );
    let mut response = said(StatusCode::SERVICE_UNAVAILABLE, text);
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("3600"));
    response
}

fn said(status: StatusCode, text: impl Into<Body>) -> Response<Body> {
    let mut response = Response::new(text.into());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    for (name, value) in [NO_INDEX, NO_REFERRER] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

fn away() -> Response<Body> {
    let mut response =
        said(StatusCode::SERVICE_UNAVAILABLE, "The database does not answer at present; please ask again soon.\n");
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("60"));
    response
}

/// Says when to ask again.
pub(crate) fn too_often(wait: TimeDelta) -> Response<Body> {
    let text = "Asked too often: a calendar need not be read more than once a minute.\n";
    let mut response = said(StatusCode::TOO_MANY_REQUESTS, text);
    let seconds = wait.num_seconds().saturating_add(1);
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    response
}
