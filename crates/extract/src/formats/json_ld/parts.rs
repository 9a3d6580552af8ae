//! What stands within what: sittings of a series, instances of a course, and the sessions of an event, which are its
//! agenda and no events of their own.

use super::graph::{DEPTH_MAX, Graph};
use super::node::{self, Node};
use chrono::NaiveDate;
use serde_json::Value;
use std::collections::BTreeMap;
use std::{iter, ptr};
use url::Url;

/// What takes longer is a season whose parts are sittings, in days.
const EVENT_DAYS_MAX: i64 = 14;

/// What an event stands within.
#[derive(Clone, Copy, Debug, Default)]
pub(super) enum Around<'a> {
    #[default]
    Nothing,
    /// The event, or the series, that it is a part of.
    Whole(&'a Node),
    /// The course that it is an instance of.
    Course(&'a Node),
}

impl<'a> Around<'a> {
    /// The event or series that it is a part of.
    pub(super) const fn whole(self) -> Option<&'a Node> {
        match self {
            Self::Whole(node) => Some(node),
            Self::Course(_) | Self::Nothing => None,
        }
    }

    /// What says for it what it does not say itself: the course, or the series.
    pub(super) fn teller(self) -> Option<&'a Node> {
        match self {
            Self::Course(node) => Some(node),
            Self::Whole(node) => Some(node).filter(|node| is_series(node)),
            Self::Nothing => None,
        }
    }
}

/// Which event each event is a part of.
pub(super) struct Wholes<'a>(BTreeMap<*const Node, &'a Node>);

impl<'a> Wholes<'a> {
    pub(super) fn of(graph: &Graph<'a>) -> Self {
        let whole = |event, around: Around<'a>| around.whole().or_else(|| graph.told_whole(event));
        let events = graph.events.iter();
        Self(events.filter_map(|&(event, around)| Some((ptr::from_ref(event), whole(event, around)?))).collect())
    }

    /// What an event is a part of. Where parts go round in a circle nobody is a part: else none would be told.
    pub(super) fn of_part(&self, event: &Node) -> Option<&'a Node> {
        let above = |node: &Node| self.0.get(&ptr::from_ref(node)).copied();
        let whole = above(event)?;
        let mut way = iter::successors(Some(whole), |node| above(node)).take(DEPTH_MAX + 1);
        (way.by_ref().take(DEPTH_MAX).all(|node| !ptr::eq(node, event)) && way.next().is_none()).then_some(whole)
    }
}

/// Whether a node is a series, whose sittings are the events.
pub(super) fn is_series(node: &Node) -> bool {
    node::types(node).any(|name| name == "EventSeries")
}

/// Whether a part is a session of its event: it has no page and no tickets of its own, and is held while the event is.
pub(super) fn is_session(part: &Node, whole: &Node, base: &Url) -> bool {
    let is_sold = part.get("offers").is_some_and(|offers| !offers.is_null() && whole.get("offers") != Some(offers));
    if is_series(whole) || is_sold || has_page(part, whole, base) || has_place(part) && !has_place(whole) {
        return false;
    }
    let Some(first) = day(whole, "startDate") else { return false };
    let last = day(whole, "endDate").unwrap_or(first);
    let Some(day) = day(part, "startDate") else { return !part.contains_key("startDate") };
    (first..=last).contains(&day) && last.signed_duration_since(first).num_days() <= EVENT_DAYS_MAX
}

/// Whether a part has an address that is neither that of the whole nor that of the page.
fn has_page(part: &Node, whole: &Node, base: &Url) -> bool {
    let page = |node: &Node| {
        ["url", "@id"].iter().find_map(|key| {
            let written = node.get(*key).and_then(node::address)?;
            let mut url = base.join(written.trim()).ok().filter(|url| url.has_host() && !written.starts_with("_:"))?;
            url.set_fragment(None);
            Some(url)
        })
    };
    let mut here = base.clone();
    here.set_fragment(None);
    page(part).is_some_and(|own| own != here && page(whole).is_none_or(|whole| whole != own))
}

/// Whether a node has a place with an address.
fn has_place(node: &Node) -> bool {
    node::items(node.get("location")).iter().any(|place| place.get("address").is_some_and(|address| !address.is_null()))
}

fn day(node: &Node, key: &str) -> Option<NaiveDate> {
    node.get(key).and_then(node::word).as_deref().and_then(|text| text.get(..10)?.parse().ok())
}

/// Whether a series has sittings that say when they are, so that it is none itself.
pub(super) fn has_sittings(series: &Node) -> bool {
    let parts = ["subEvent", "subEvents"].iter().flat_map(|key| node::items(series.get(*key)));
    is_series(series) && parts.filter_map(Value::as_object).any(|part| part.contains_key("startDate"))
}
