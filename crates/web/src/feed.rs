//! From a filter to a calendar: which events stand in it, and what it is called.

use crate::{
    history::History,
    texts::{Finder, Texts},
    words::title,
};
use chrono::{DateTime, DurationRound as _, TimeDelta, Utc};
use hobnob_calendar::{Blocks, Rendered, nearest_future_first};
use hobnob_domain::{
    Calendar, CalendarOptions, CalendarSettings, EventFilter, EventId, Occurrence, PersonalCalendar, Spot,
    query_string::{Query, write_query},
};
use hobnob_graphql::{Shown, selected};
use hobnob_index::Snapshot;
use hobnob_store::{Store, StoreError};
use url::Url;

/// Which entries a feed has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Layer {
    /// The events.
    Events,
    /// Their calls for papers, each on its closing day.
    CallsForPapers,
}

impl Layer {
    pub(crate) const fn path(self) -> &'static str {
        match self {
            Self::Events => "/calendar.ics",
            Self::CallsForPapers => "/cfps.ics",
        }
    }

    /// What its entries are.
    pub(crate) const fn of_texts(self, options: &CalendarOptions) -> hobnob_calendar::Layer {
        match self {
            Self::Events => hobnob_calendar::Layer::of(options),
            Self::CallsForPapers => hobnob_calendar::Layer::Calls,
        }
    }
}

/// The feed of a filter with its options, from one snapshot of the events: the same snapshot, the same query and the
/// same day give the same bytes. What the snapshot does not have at hand comes from the store.
///
/// A query without `from` begins as long before now as its `past` says. `base` is our own address, which the feed names
/// as its source.
pub async fn feed_of(
    store: &Store,
    snapshot: &Snapshot,
    query: &Query,
    base: Option<&Url>,
    now: DateTime<Utc>,
) -> Result<Rendered, StoreError> {
    let (history, blocks) = (History::default(), Blocks::keeping(0));
    let layer = Layer::Events;
    let finder = Finder {
        store,
        history: &history,
        blocks: &blocks,
        layer: layer.of_texts(&query.options),
        options: &query.options,
    };
    let texts = finder.of_spots(snapshot, &spots_of(layer, snapshot, query, now)).await?;
    Ok(assembled(layer, texts, query, base, now, &blocks))
}

/// The entries of a feed, in the order in which they are kept when there are too many.
pub(crate) fn spots_of(layer: Layer, snapshot: &Snapshot, query: &Query, now: DateTime<Utc>) -> Vec<Spot> {
    let tick = tick(&query.filter, now);
    let begin = day_of(tick).checked_sub_signed(query.options.past).unwrap_or(tick);
    let filter = EventFilter { from: Some(query.filter.from.unwrap_or(begin)), ..query.filter.clone() };
    match layer {
        Layer::Events => {
            let mut spots = snapshot.spots(&filter, tick);
            nearest_future_first(&mut spots, tick, |spot| when(&spot.occurrence));
            spots
        }
        Layer::CallsForPapers => {
            let mut calls = snapshot.spots_with_calls(&filter, tick);
            nearest_future_first(&mut calls, tick, |(spot, closes)| (*closes, *closes, spot.occurrence.event_id));
            calls.into_iter().map(|(spot, _)| spot).collect()
        }
    }
}

fn when(sitting: &Occurrence) -> (DateTime<Utc>, DateTime<Utc>, EventId) {
    (sitting.starts_at, sitting.ends_at, sitting.event_id)
}

/// A feed from the texts of its entries.
pub(crate) fn assembled(
    layer: Layer,
    texts: Texts,
    query: &Query,
    base: Option<&Url>,
    now: DateTime<Utc>,
    blocks: &Blocks,
) -> Rendered {
    let texts = texts.without_dropped(&query.options, tick(&query.filter, now));
    let calendar = Calendar {
        name: name_of(layer, &query.filter),
        filter: query.filter.clone(),
        options: query.options.clone(),
        colour: None,
        description: None,
        url: base.map(|base| address(base, layer, query)),
    };
    texts.assembled(&calendar, blocks)
}

/// The rows of a personal calendar.
pub(crate) async fn personal_rows(
    store: &Store,
    snapshot: &Snapshot,
    calendar: &PersonalCalendar,
    now: DateTime<Utc>,
) -> Result<Vec<Shown>, StoreError> {
    let tick = personal_tick(calendar, now);
    let begin = day_of(tick).checked_sub_signed(calendar.settings.options.past).unwrap_or(tick);
    let mut rows = selected(store, snapshot, calendar, begin, tick).await?;
    nearest_future_first(&mut rows, tick, |row| when(&row.occurrence));
    Ok(rows)
}

/// A personal calendar as it is written. It names no address of its own: who forwards an event forwards no key.
pub(crate) fn personal_calendar(calendar: &PersonalCalendar) -> Calendar {
    let CalendarSettings { name, colour, filters, options } = &calendar.settings;
    let titles: Vec<String> = filters.iter().map(title).collect();
    let is_whole = calendar.unread.is_empty();
    let rest =
        if is_whole { "" } else { " Some of what they ask for is no more, and left out: their page tells what." };
    Calendar {
        name: name.clone(),
        filter: EventFilter::default(),
        options: options.clone(),
        colour: *colour,
        description: Some(format!("{}. Chosen by its owner.{rest}", titles.join("; "))),
        url: None,
    }
}

/// How long a personal calendar stays as it is while nothing changes: the shortest that one of its filters does.
pub(crate) fn personal_period(calendar: &PersonalCalendar, now: DateTime<Utc>) -> Period {
    let periods = calendar.settings.filters.iter().map(|filter| Period::of(filter, now));
    periods
        .max_by_key(|period| (period.tick, std::cmp::Reverse(period.until)))
        .unwrap_or_else(|| Period::around(now, TimeDelta::days(1)))
}

/// The instant a personal calendar is made for.
pub(crate) fn personal_tick(calendar: &PersonalCalendar, now: DateTime<Utc>) -> DateTime<Utc> {
    personal_period(calendar, now).tick
}

fn name_of(layer: Layer, filter: &EventFilter) -> String {
    match layer {
        Layer::Events => title(filter),
        Layer::CallsForPapers => format!("Calls for papers: {}", title(filter)),
    }
}

/// Where the feed of a query is.
pub(crate) fn address(base: &Url, layer: Layer, query: &Query) -> String {
    let root = base.as_str().trim_end_matches('/');
    let pairs = write_query(query);
    let mut written = url::form_urlencoded::Serializer::new(String::new());
    written.extend_pairs(&pairs);
    let written = written.finish();
    let mark = if written.is_empty() { "" } else { "?" };
    format!("{root}{}{mark}{written}", layer.path())
}

/// How long a feed stays as it is while no event changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Period {
    /// The instant it is made for, which is its first.
    pub(crate) tick: DateTime<Utc>,
    /// The first instant that is not in it any more.
    until: DateTime<Utc>,
}

impl Period {
    /// That of a filter: a day. A feed that asks whether calls for papers are open changes when one closes, so its period
    /// is an hour.
    pub(crate) fn of(filter: &EventFilter, now: DateTime<Utc>) -> Self {
        let length = if filter.call_for_papers_open.is_some() { TimeDelta::hours(1) } else { TimeDelta::days(1) };
        Self::around(now, length)
    }

    /// The one of that length in which an instant lies.
    pub(crate) fn around(now: DateTime<Utc>, length: TimeDelta) -> Self {
        let tick = now.duration_trunc(length).unwrap_or(now);
        Self { tick, until: tick.checked_add_signed(length).unwrap_or(tick) }
    }

    /// Whether an instant lies in it.
    pub(crate) fn holds(&self, now: DateTime<Utc>) -> bool {
        self.tick <= now && now < self.until
    }
}

/// The instant a feed is made for.
pub(crate) fn tick(filter: &EventFilter, now: DateTime<Utc>) -> DateTime<Utc> {
    Period::of(filter, now).tick
}

/// The first instant of a day, in UTC.
fn day_of(at: DateTime<Utc>) -> DateTime<Utc> {
    at.duration_trunc(TimeDelta::days(1)).unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_feed_is_made_for_the_day() {
        let now = at("2026-03-02T09:41:17.25Z");
        assert_eq!(tick(&EventFilter::default(), now), at("2026-03-02T00:00:00Z"));
        let open = EventFilter { call_for_papers_open: Some(true), ..EventFilter::default() };
        assert_eq!(tick(&open, now), at("2026-03-02T09:00:00Z"));
    }

    #[test]
    fn the_address_of_a_feed_is_its_query() {
        let base: Url = "https://events.example/sub/".parse().unwrap();
        let filter = EventFilter { niches: vec!["rust".parse().unwrap()], ..EventFilter::default() };
        let query = Query { filter, ..Query::default() };
        assert_eq!(address(&base, Layer::Events, &query), "https://events.example/sub/calendar.ics?niche=rust");
        assert_eq!(address(&base, Layer::CallsForPapers, &Query::default()), "https://events.example/sub/cfps.ics");
    }
}
