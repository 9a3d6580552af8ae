//! `/feed.atom`, `/feed.json`, `/changes.atom` and `/changes.json`: what is new and what became of it, for any filter.

use std::sync::Arc;

use super::{
    calendar::{address_of, refused},
    given::{Asked, give},
};
use crate::{
    State,
    feed::Period,
    feed_cache::{FeedKey, Shape, Stamp},
    http::{Entity, More},
    search::{Pairs, filter_query},
    syndication::{self, Syntax, Topic},
};
use axum::{
    body::Body,
    extract,
    http::{HeaderMap, HeaderName, Response, Uri, header},
};
use chrono::{DateTime, Utc};
use hobnob_domain::{
    EventFilter,
    query_string::{FILTER_KEYS, write_filter},
};
use hobnob_index::Snapshot;

/// What is new, as Atom.
pub(crate) async fn news_atom(state: extract::State<State>, uri: Uri, headers: HeaderMap) -> Response<Body> {
    feed(Topic::News, Syntax::Atom, &state.0, &uri, &headers).await
}

/// What is new, as JSON.
pub(crate) async fn news_json(state: extract::State<State>, uri: Uri, headers: HeaderMap) -> Response<Body> {
    feed(Topic::News, Syntax::Json, &state.0, &uri, &headers).await
}

/// What changed, as Atom.
pub(crate) async fn changes_atom(state: extract::State<State>, uri: Uri, headers: HeaderMap) -> Response<Body> {
    feed(Topic::Changes, Syntax::Atom, &state.0, &uri, &headers).await
}

/// What changed, as JSON.
pub(crate) async fn changes_json(state: extract::State<State>, uri: Uri, headers: HeaderMap) -> Response<Body> {
    feed(Topic::Changes, Syntax::Json, &state.0, &uri, &headers).await
}

async fn feed(topic: Topic, syntax: Syntax, state: &State, uri: &Uri, request: &HeaderMap) -> Response<Body> {
    let filter = match Pairs::read(uri.query()).and_then(|pairs| filter_query(state, &pairs)) {
        Ok(filter) => filter,
        Err(bad) => {
            let example = format!("{}?niche=rust&near=Berlin&radius_km=50", syndication::path(topic, syntax));
            return refused(&bad, &[FILTER_KEYS], &example);
        }
    };
    let now = state.now();
    let snapshot = state.index.snapshot();
    let period = Period::of(&filter, now);
    let asked = Asked {
        key: FeedKey { shape: Shape::Syndicated(topic, syntax), query: written(&filter) },
        stamp: Stamp { revision: (snapshot.epoch(), snapshot.revision()), period },
        now,
        address: address_of(uri),
        request,
        more: &HEADERS,
    };
    give(state, asked, made(topic, syntax, state.clone(), snapshot, filter, period.tick)).await
}

fn written(filter: &EventFilter) -> String {
    let mut text = url::form_urlencoded::Serializer::new(String::new());
    text.extend_pairs(write_filter(filter));
    text.finish()
}

static HEADERS: [More; 2] = [
    (header::CACHE_CONTROL, "public, max-age=900"),
    // A feed is no page for a search engine.
    (HeaderName::from_static("x-robots-tag"), "noindex"),
];

async fn made(
    topic: Topic,
    syntax: Syntax,
    state: State,
    snapshot: Arc<Snapshot>,
    filter: EventFilter,
    tick: DateTime<Utc>,
) -> Option<(Entity, DateTime<Utc>)> {
    state.tallies.feeds_made.add_one();
    let articles = match topic {
        Topic::News => syndication::newest(&state, &snapshot, &filter, tick).await,
        Topic::Changes => syndication::latest(&state, &snapshot, &filter, tick).await,
    };
    let articles =
        articles.inspect_err(|error| tracing::error!(%error, "the articles of a feed can't be read")).ok()?;
    let writing = tokio::task::spawn_blocking(move || {
        let (text, newest) = syndication::written(&state, topic, syntax, &filter, articles);
        (Entity::packable(&format!("{}; charset=utf-8", syntax.media_type()), text.into_bytes()), newest)
    });
    writing.await.inspect_err(|error| tracing::error!(%error, "a feed could not be written")).ok()
}
