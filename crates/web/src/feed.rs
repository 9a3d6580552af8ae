//! From a filter to a calendar: which events stand in it, and what it is called.

use crate::{history::History, words::title};
use chrono::{DateTime, DurationRound as _, TimeDelta, Utc};
use hobnob_calendar::{Entry, Rendered, Renderer, nearest_future_first};
use hobnob_domain::{
    Calendar, CalendarOptions, CalendarSettings, CancelledPolicy, EventFilter, EventStatus, PersonalCalendar,
    query_string::{Query, write_query},
};
use hobnob_graphql::{Shown, selected, shown};
use hobnob_index::{Row, Snapshot};
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
    let rows = shown(store, snapshot, rows_of(snapshot, query, now)).await?;
    let remarks = History::default().remarks(store, rows.iter().map(|row| &*row.event)).await;
    let renderer = Renderer { remarks: &remarks, blocks: None };
    Ok(layer_of(Layer::Events, &rows, query, base, now, renderer))
}

/// The rows of a feed.
pub(crate) fn rows_of(snapshot: &Snapshot, query: &Query, now: DateTime<Utc>) -> Vec<Row> {
    let tick = tick(&query.filter, now);
    let begin = day_of(tick).checked_sub_signed(query.options.past).unwrap_or(tick);
    let filter = EventFilter { from: Some(query.filter.from.unwrap_or(begin)), ..query.filter.clone() };
    snapshot.all(&filter, tick)
}

pub(crate) fn layer_of(
    layer: Layer,
    rows: &[Shown],
    query: &Query,
    base: Option<&Url>,
    now: DateTime<Utc>,
    renderer: Renderer<'_>,
) -> Rendered {
    let tick = tick(&query.filter, now);
    let told = rows.iter().filter(|row| !is_dropped(row, &query.options, tick));
    let mut entries: Vec<Entry<'_>> =
        told.map(|row| Entry { event: &row.event, occurrence: &row.occurrence }).collect();
    nearest_future_first(&mut entries, tick);
    let calendar = Calendar {
        name: name_of(layer, &query.filter),
        filter: query.filter.clone(),
        options: query.options.clone(),
        colour: None,
        description: None,
        url: base.map(|base| address(base, layer, query)),
    };
    match layer {
        Layer::Events => renderer.render(&calendar, &entries),
        Layer::CallsForPapers => renderer.render_calls_for_papers(&calendar, &entries),
    }
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
    rows.retain(|row| !is_dropped(row, &calendar.settings.options, tick));
    Ok(rows)
}

/// A personal calendar as it is written. It names no address of its own: who forwards an event forwards no key.
pub(crate) fn personal_calendar(calendar: &PersonalCalendar) -> Calendar {
    let CalendarSettings { name, colour, filters, options } = &calendar.settings;
    let titles: Vec<String> = filters.iter().map(title).collect();
    Calendar {
        name: name.clone(),
        filter: EventFilter::default(),
        options: options.clone(),
        colour: *colour,
        description: Some(format!("{}. Chosen by its owner.", titles.join("; "))),
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

/// Whether an event was cancelled so long ago that a calendar that leaves cancelled ones out tells it no more.
fn is_dropped(row: &Shown, options: &CalendarOptions, tick: DateTime<Utc>) -> bool {
    let is_cancelled = row.event.facts.status == EventStatus::Cancelled;
    let is_over = row.event.revised_at.checked_add_signed(options.grace).is_some_and(|until| until <= tick);
    is_cancelled && options.cancelled == CancelledPolicy::Drop && is_over
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
