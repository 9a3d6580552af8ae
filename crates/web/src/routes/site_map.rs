//! `/sitemap.xml`, and `/sitemap.xml?part=…` where it is long.

use super::missing;
use crate::{
    State,
    feed::Period,
    feed_cache::{FeedKey, Shape, Stamp},
    http::{Entity, respond},
    limits::SITE_MAP_PARTS_MAX,
    site_map::site_map,
};
use axum::{
    body::Body,
    extract,
    http::{HeaderMap, HeaderName, Response, header},
};
use chrono::TimeDelta;

const HEADERS: [(HeaderName, &str); 1] = [(header::CACHE_CONTROL, "public, max-age=3600")];

/// The site map, made once an hour.
pub(crate) async fn page(
    extract::State(state): extract::State<State>,
    extract::RawQuery(query): extract::RawQuery,
    headers: HeaderMap,
) -> Response<Body> {
    let query = query.unwrap_or_default();
    let part = match query.strip_prefix("part=").map(str::parse::<usize>) {
        None if query.is_empty() => None,
        Some(Ok(part)) if part <= SITE_MAP_PARTS_MAX => Some(part),
        _ => return missing::not_found(),
    };
    let now = state.now();
    let period = Period::around(now, TimeDelta::hours(1));
    let snapshot = state.index.snapshot();
    let query = part.map(|part| part.to_string()).unwrap_or_default();
    // It is worth some work, so it is made once an hour and not whenever an event changes.
    let key = FeedKey { shape: Shape::SiteMap, query };
    let stamp = Stamp { revision: (snapshot.epoch(), 0), period };
    let asked = state.clone();
    let made = async move {
        let text = tokio::task::spawn_blocking(move || site_map(&asked, &snapshot, part, period.tick)).await;
        let text = text.inspect_err(|error| tracing::error!(%error, "the site map could not be made")).ok()??;
        Some((Entity::packable("application/xml; charset=utf-8", text.into_bytes()), period.tick))
    };
    match state.feeds.feed(&key, stamp, now, made).await {
        Some(entity) => {
            if entity.packed_for(&headers).await {
                state.feeds.grew(&key);
            }
            respond(&entity, &headers, &HEADERS)
        }
        None => missing::not_found(),
    }
}
