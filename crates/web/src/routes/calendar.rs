//! `/calendar.ics` and `/cfps.ics`: the feed of any filter, without an account.

use std::sync::Arc;

use super::given::{Asked, give};
use crate::{
    State,
    feed::{Layer, Period, layer_of, rows_of},
    feed_cache::{FeedKey, Shape, Stamp},
    http::{Entity, More},
    jcal::jcal,
    search::{BadSearch, Pairs, feed_query},
};
use axum::{
    body::Body,
    extract,
    http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, Uri, header},
};
use chrono::{DateTime, Utc};
use hobnob_calendar::Renderer;

use hobnob_domain::query_string::{FILTER_KEYS, OPTION_KEYS, Query, write_query};
use hobnob_graphql::shown;
use hobnob_index::Snapshot;

/// An address for who asks wrongly.
const EXAMPLE: &str = "/calendar.ics?niche=rust&near=Berlin&radius_km=50&mode=offline,mixed&past=90d";

/// What a calendar is in HTTP.
pub(crate) const MEDIA_TYPE: &str = "text/calendar; charset=utf-8";

/// What it is as jCal.
const JCAL_MEDIA_TYPE: &str = "application/calendar+json; charset=utf-8";

/// The feed of events.
pub(crate) async fn events(state: extract::State<State>, uri: Uri, headers: HeaderMap) -> Response<Body> {
    feed(Shape::Calendar(Layer::Events), &state.0, &uri, &headers).await
}

/// The feed of events as jCal.
pub(crate) async fn events_json(state: extract::State<State>, uri: Uri, headers: HeaderMap) -> Response<Body> {
    feed(Shape::JCal, &state.0, &uri, &headers).await
}

/// The feed of calls for papers.
pub(crate) async fn calls_for_papers(state: extract::State<State>, uri: Uri, headers: HeaderMap) -> Response<Body> {
    feed(Shape::Calendar(Layer::CallsForPapers), &state.0, &uri, &headers).await
}

async fn feed(shape: Shape, state: &State, uri: &Uri, request: &HeaderMap) -> Response<Body> {
    let query = match Pairs::read(uri.query()).and_then(|pairs| feed_query(state, &pairs)) {
        Ok(query) => query,
        Err(bad) => return refused(&bad, &[FILTER_KEYS, OPTION_KEYS], EXAMPLE),
    };
    let now = state.now();
    let snapshot = state.index.snapshot();
    let asked = Asked {
        key: FeedKey { shape, query: written(&query) },
        stamp: Stamp { revision: (snapshot.epoch(), snapshot.revision()), period: Period::of(&query.filter, now) },
        now,
        address: address_of(uri),
        request,
        more: match shape {
            Shape::Calendar(Layer::CallsForPapers) => &CALLS_HEADERS,
            Shape::JCal => &JCAL_HEADERS,
            _ => &HEADERS,
        },
    };
    give(state, asked, made(shape, state.clone(), snapshot, query, now)).await
}

/// Path and query as the client wrote them.
pub(crate) fn address_of(uri: &Uri) -> &str {
    uri.path_and_query().map_or("", |address| address.as_str())
}

fn written(query: &Query) -> String {
    let mut text = url::form_urlencoded::Serializer::new(String::new());
    text.extend_pairs(write_query(query));
    text.finish()
}

/// Rendering and compressing take the processor, not the network.
async fn made(
    shape: Shape,
    state: State,
    snapshot: Arc<Snapshot>,
    query: Query,
    now: DateTime<Utc>,
) -> Option<(Entity, DateTime<Utc>)> {
    state.tallies.feeds_made.add_one();
    let rows = rows_of(&snapshot, &query, now);
    let rows = match shown(&state.store, &snapshot, rows).await {
        Ok(rows) => rows,
        Err(error) => {
            tracing::error!(%error, "the events of a feed can't be read");
            return None;
        }
    };
    let remarks = state.history.remarks(&state.store, rows.iter().map(|row| &*row.event)).await;
    let rendering = tokio::task::spawn_blocking(move || {
        let renderer = Renderer { remarks: &remarks, blocks: Some(&state.blocks) };
        let layer = if let Shape::Calendar(layer) = shape { layer } else { Layer::Events };
        let rendered = layer_of(layer, &rows, &query, Some(&state.base), now, renderer);
        if rendered.left_out > 0 {
            tracing::info!(left_out = rendered.left_out, "a feed had no room for all its events");
        }
        let entity = match shape {
            Shape::JCal => Entity::packable(JCAL_MEDIA_TYPE, jcal(&rendered.text).to_string().into_bytes()),
            _ => Entity::digested(MEDIA_TYPE, rendered.text.into_bytes(), rendered.digest),
        };
        (entity, rendered.last_modified)
    });
    match rendering.await {
        Ok(made) => Some(made),
        Err(error) => {
            tracing::error!(%error, "a feed could not be rendered");
            None
        }
    }
}

const CACHE_CONTROL: More = (header::CACHE_CONTROL, "public, max-age=900");

/// A feed is no page for a search engine.
const NO_INDEX: More = (HeaderName::from_static("x-robots-tag"), "noindex");

const fn disposition(file: &'static str) -> More {
    (header::CONTENT_DISPOSITION, file)
}

static HEADERS: [More; 3] = [CACHE_CONTROL, disposition("inline; filename=\"hobnob.ics\""), NO_INDEX];
static CALLS_HEADERS: [More; 3] = [CACHE_CONTROL, disposition("inline; filename=\"hobnob-cfps.ics\""), NO_INDEX];
static JCAL_HEADERS: [More; 3] = [CACHE_CONTROL, disposition("inline; filename=\"hobnob.json\""), NO_INDEX];

/// Says what is wrong in plain text, and what may be written.
pub(crate) fn refused(bad: &BadSearch, keys: &[&[&str]], example: &str) -> Response<Body> {
    let keys = keys.concat().join(", ");
    let text = format!("{}\n\nkeys: {keys}\nexample: {example}\n", bad.message);
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = StatusCode::BAD_REQUEST;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
