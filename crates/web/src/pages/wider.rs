//! Where an empty list would not be empty.

use super::link::{Link, list_href};
use crate::words;
use chrono::{DateTime, Utc};
use hobnob_domain::{AttendanceMode, EventFilter, Near, query_string::RADIUS_KM_MAX};
use hobnob_index::Snapshot;

/// The most ways out that are shown.
const SHOWN: usize = 5;

/// Filters like this one, each wider in one way, that find something.
pub(crate) fn wider(snapshot: &Snapshot, filter: &EventFilter, now: DateTime<Utc>) -> Vec<Link> {
    let ways = ways(filter).into_iter().map(|(text, wider)| (text, snapshot.count(&wider, now), wider));
    let found: Vec<Link> = ways
        .filter(|(_, count, _)| *count > 0)
        .take(SHOWN)
        .map(|(text, count, wider)| Link::new(text, list_href(&wider)).counted(count))
        .collect();
    if found.is_empty() { far_wider(snapshot, filter, now) } else { found }
}

/// Only the niches, and only the place: for a filter that is too narrow in more than one way.
fn far_wider(snapshot: &Snapshot, filter: &EventFilter, now: DateTime<Utc>) -> Vec<Link> {
    let niches = EventFilter { niches: filter.niches.clone(), ..EventFilter::default() };
    let near = filter.near.clone().map(|near| Near { radius_km: near.radius_km.max(300.0), ..near });
    let near = EventFilter { near, ..EventFilter::default() };
    let mut links = Vec::new();
    for wider in [niches, near] {
        let count = snapshot.count(&wider, now);
        if wider != EventFilter::default() && count > 0 {
            links.push(Link::new(words::title(&wider), list_href(&wider)).counted(count));
        }
    }
    links
}

fn ways(filter: &EventFilter) -> Vec<(String, EventFilter)> {
    let mut ways = Vec::new();
    let mut way = |text: String, wider: EventFilter| ways.push((text, wider));
    if let Some(near) = &filter.near {
        for times in [4.0, 16.0] {
            let radius_km = (near.radius_km * times).min(RADIUS_KM_MAX);
            let near = Near { radius_km, ..near.clone() };
            way(format!("Within {radius_km} km"), EventFilter { near: Some(near), ..filter.clone() });
        }
        if !filter.modes.contains(&AttendanceMode::Online) {
            let mut modes = filter.modes.clone();
            if modes.is_empty() {
                modes.extend([AttendanceMode::Offline, AttendanceMode::Mixed]);
            }
            modes.push(AttendanceMode::Online);
            way("With events online".to_owned(), EventFilter { modes, ..filter.clone() });
        }
    }
    if filter.to.is_some() || filter.from.is_some() {
        way("At any time from now on".to_owned(), EventFilter { from: None, to: None, ..filter.clone() });
    }
    if filter.query.is_some() {
        way("Without the words".to_owned(), EventFilter { query: None, ..filter.clone() });
    }
    if !filter.kinds.is_empty() {
        way("Of any kind".to_owned(), EventFilter { kinds: Vec::new(), ..filter.clone() });
    }
    if !filter.goals.is_empty() {
        way("For any career goal".to_owned(), EventFilter { goals: Vec::new(), ..filter.clone() });
    }
    if filter.is_free.is_some() {
        way("Whether free or not".to_owned(), EventFilter { is_free: None, ..filter.clone() });
    }
    if !filter.niches.is_empty() {
        way("Of any niche".to_owned(), EventFilter { niches: Vec::new(), ..filter.clone() });
    }
    if filter.near.is_some() {
        way("Anywhere".to_owned(), EventFilter { near: None, ..filter.clone() });
    }
    ways
}
