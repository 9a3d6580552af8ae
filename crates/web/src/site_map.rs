//! The site map (sitemaps.org): the pages that search engines should know, and an index of parts where they are many.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    State,
    limits::{SITE_MAP_PARTS_MAX, SITE_MAP_PLACES_MAX, SITE_MAP_URLS_MAX},
    pages::{niche_href, place_href},
    syndication::Xml,
};
use chrono::{DateTime, SecondsFormat, Utc};
use hobnob_domain::{CountryCode, Event, EventFilter, Slice, Venue};
use hobnob_index::{Row, Snapshot};

const NAMESPACE: (&str, &str) = ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");

/// How far from its town a venue may be, in kilometres; a town of that name farther away is another one.
const TOWN_KM_MAX: f64 = 50.0;

/// The whole map, an index of its parts where they are too many for one, or one part; none for a part that is not there.
pub(crate) fn site_map(state: &State, snapshot: &Snapshot, part: Option<usize>, now: DateTime<Utc>) -> Option<String> {
    let rows = snapshot.query(&EventFilter::default(), &Slice::first(SITE_MAP_URLS_MAX * SITE_MAP_PARTS_MAX), now).rows;
    let is_one = rows.len() <= SITE_MAP_URLS_MAX;
    let chunks: Vec<&[Row]> = rows.chunks(SITE_MAP_URLS_MAX).collect();
    match part {
        None if is_one => Some(urls(state, &lists(state, snapshot, &rows, now), &rows)),
        None => Some(index(state, chunks.len())),
        Some(_) if is_one => None,
        Some(0) => Some(urls(state, &lists(state, snapshot, &rows, now), &[])),
        Some(number) => chunks.get(number - 1).map(|rows| urls(state, &[], rows)),
    }
}

fn index(state: &State, chunks: usize) -> String {
    let mut xml = Xml::new("sitemapindex", &[NAMESPACE]);
    for part in 0..=chunks {
        xml.open("sitemap", &[]);
        xml.leaf("loc", &[], &state.absolute(&format!("/sitemap.xml?part={part}")));
        xml.close();
    }
    xml.finished()
}

fn urls(state: &State, paths: &[String], rows: &[Row]) -> String {
    let mut xml = Xml::new("urlset", &[NAMESPACE]);
    for path in paths {
        xml.open("url", &[]);
        xml.leaf("loc", &[], &state.absolute(path));
        xml.close();
    }
    for row in rows {
        xml.open("url", &[]);
        xml.leaf("loc", &[], &state.absolute(&format!("/events/{}", row.event_id())));
        if let Some(event) = &row.event {
            xml.leaf("lastmod", &[], &event.revised_at.to_rfc3339_opts(SecondsFormat::Secs, true));
        }
        xml.close();
    }
    xml.finished()
}

/// The pages that list events: the front page, niches and places where something is to come.
fn lists(state: &State, snapshot: &Snapshot, rows: &[Row], now: DateTime<Utc>) -> Vec<String> {
    let niches = snapshot.facets(&EventFilter::default(), now).niches;
    let mut paths = vec!["/".to_owned(), "/sources".to_owned(), "/bot".to_owned()];
    paths.extend(niches.keys().map(|id| niche_href(id.slug())));
    paths.extend(places(state, rows).iter().map(|slug| place_href(slug)));
    paths
}

/// The slugs of the places of the events at hand, those with the most events first in choice.
fn places(state: &State, rows: &[Row]) -> BTreeSet<String> {
    let mut towns: BTreeMap<(&str, CountryCode), (usize, &Venue)> = BTreeMap::new();
    for venue in rows.iter().filter_map(|row| venue(row.event.as_deref()?)) {
        let Some((locality, country)) = venue.locality.as_deref().zip(venue.country) else { continue };
        towns.entry((locality, country)).or_insert((0, venue)).0 += 1;
    }
    let mut towns: Vec<_> = towns.into_iter().collect();
    towns.sort_by_key(|(town, (events, _))| (std::cmp::Reverse(*events), *town));
    let slug = |((locality, country), (_, venue)): &((&str, CountryCode), (usize, &Venue))| {
        let found = state.gazetteer.find(&format!("{locality}, {country}")).ok()?;
        let is_there = venue.point.is_none_or(|point| point.distance_km(found.point) <= TOWN_KM_MAX);
        let place = state.gazetteer.by_name(&found.name).filter(|_| is_there)?;
        Some(place.slug())
    };
    towns.iter().take(SITE_MAP_PLACES_MAX).filter_map(slug).collect()
}

fn venue(event: &Event) -> Option<&Venue> {
    event.facts.venue.as_ref()
}
