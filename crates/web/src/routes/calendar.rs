//! `/calendar.ics` and `/cfps.ics`: the feed of any filter, without an account.

use std::sync::Arc;

use super::given::{Asked, give};
use crate::{
    State,
    feed::{Layer, Period, assembled, spots_of},
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
use hobnob_domain::query_string::{FILTER_KEYS, OPTION_KEYS, Query, write_query};
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

async fn made(
    shape: Shape,
    state: State,
    snapshot: Arc<Snapshot>,
    query: Query,
    now: DateTime<Utc>,
) -> Option<(Entity, DateTime<Utc>)> {
    state.tallies.feeds_made.add_one();
    let layer = if let Shape::Calendar(layer) = shape { layer } else { Layer::Events };
    let finder = state.finder(layer.of_texts(&query.options), &query.options);
    let texts = match finder.of_spots(&snapshot, &spots_of(layer, &snapshot, &query, now)).await {
        Ok(texts) => texts,
        Err(error) => {
            tracing::error!(%error, "the events of a feed can't be read");
            return None;
        }
    };
    let rendered = assembled(layer, texts, &query, Some(&state.base), now, &state.blocks);
    if rendered.left_out > 0 {
        tracing::info!(left_out = rendered.left_out, "a feed had no room for all its events");
    }
    let entity = match shape {
        Shape::JCal => Entity::packable(JCAL_MEDIA_TYPE, jcal_of(rendered.text).await?),
        _ => Entity::digested(MEDIA_TYPE, rendered.text.into_bytes(), rendered.digest),
    };
    Some((entity, rendered.last_modified))
}

/// Takes the processor for some milliseconds, not the network.
async fn jcal_of(text: String) -> Option<Vec<u8>> {
    let made = tokio::task::spawn_blocking(move || jcal(&text).to_string().into_bytes()).await;
    made.map_err(|error| tracing::error!(%error, "a feed could not be rendered")).ok()
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
