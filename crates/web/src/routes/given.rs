//! How feeds are given out: as they are kept, else made; and what is kept under the very address before anything else.

use super::missing;
use crate::{
    State,
    feed_cache::{FeedKey, Stamp},
    http::{Entity, More, respond, secured},
};
use axum::{
    body::Body,
    extract::{self, Request},
    http::{HeaderMap, HeaderName, HeaderValue, Method, Response, header},
    middleware::Next,
};
use chrono::{DateTime, Utc};

/// A feed that somebody asks for.
pub(crate) struct Asked<'a> {
    pub(crate) key: FeedKey,
    pub(crate) stamp: Stamp,
    pub(crate) now: DateTime<Utc>,
    /// Path and query as the client wrote them.
    pub(crate) address: &'a str,
    pub(crate) request: &'a HeaderMap,
    /// The headers of its answers.
    pub(crate) more: &'static [More],
}

/// Answers with a feed: as it is kept, else as `make` makes it, else, while the database is away, as it was before.
pub(crate) async fn give(
    state: &State,
    asked: Asked<'_>,
    make: impl Future<Output = Option<(Entity, DateTime<Utc>)>>,
) -> Response<Body> {
    let Asked { key, stamp, now, address, request, more } = asked;
    state.tallies.feed_requests.add_one();
    let validators = state.feeds.validators(&key, stamp);
    if let Some(unchanged) = validators.and_then(|held| held.answer(request, more)) {
        return unchanged;
    }
    let made = state.feeds.feed(&key, stamp, now, make).await;
    match made.or_else(|| state.feeds.last_good(&key)) {
        Some(entity) => {
            if entity.packed_for(request).await {
                state.feeds.grew(&key);
            }
            state.feeds.spelled(address, &key, more);
            respond(&entity, request, more)
        }
        None => missing::feed_away(),
    }
}

/// Answers at once whoever asks for a feed that is kept in the very words of somebody before; hands on the rest.
pub(crate) async fn at_once(state: extract::State<State>, request: Request, next: Next) -> Response<Body> {
    match kept(&state.0, &request) {
        Some(response) => response,
        None => next.run(request).await,
    }
}

fn kept(state: &State, request: &Request) -> Option<Response<Body>> {
    if request.method() != Method::GET {
        return None;
    }
    let address = request.uri().path_and_query()?.as_str();
    let (entity, more) = state.feeds.at(address, state.revision(), state.now())?;
    if !entity.is_ready_for(request.headers()) {
        return None;
    }
    state.tallies.feed_requests.add_one();
    let mut response = respond(&entity, request.headers(), more);
    readable(response.headers_mut());
    secured(&mut response, state.is_https());
    Some(response)
}

/// The headers that other sites' scripts may read.
pub(crate) const EXPOSED: [HeaderName; 4] = [
    header::ETAG,
    header::RETRY_AFTER,
    HeaderName::from_static("ratelimit"),
    HeaderName::from_static("ratelimit-policy"),
];

/// Lets any site read an answer: a feed knows no session.
pub(crate) fn readable(headers: &mut HeaderMap) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    let exposed = HeaderValue::from_static("etag,retry-after,ratelimit,ratelimit-policy");
    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
}
