//! What a calendar would be like, before one subscribes to it.

use super::EventNode;
use crate::{
    company::Company,
    context::Moment,
    error::internal,
    forecast::{Forecast, SHOWN},
    node::{filter_word, global},
    shown::{Shown, shown},
};
use async_graphql::{ID, Result, SimpleObject};
use chrono::{DateTime, Utc};
use hobnob_domain::{EventFilter, Slice, query_string::write_filter};
use hobnob_store::Store;
use url::Url;

/// What a calendar of a filter would be like: shown before one subscribes to it.
#[derive(Clone, SimpleObject)]
pub(crate) struct CalendarPreview {
    /// The preview, for caches of clients.
    id: ID,
    /// How many events are ahead.
    total_count: usize,
    /// How many a week, over the next eight weeks.
    per_week: f64,
    /// The next five.
    next: Vec<EventNode>,
    /// Whether hardly anything would ever come: fewer than two events in eight weeks. Widen the filter.
    is_too_few: bool,
    /// Whether nobody could read it all: more than 25 events a week. Narrow the filter.
    is_too_many: bool,
    /// The calendar's address, to subscribe to; beginning with a slash where this server does not know its own.
    url: String,
}

impl CalendarPreview {
    /// Takes the filter as it was asked, and as it counts events from now on.
    pub(crate) async fn new(
        store: &Store,
        public_url: Option<&Url>,
        moment: &Moment,
        (asked, ahead): (&EventFilter, &EventFilter),
    ) -> Result<Self> {
        let (snapshot, now) = (&moment.snapshot, moment.now);
        let begin = ahead.from.unwrap_or(now);
        let to = [ahead.to, Forecast::end(begin)].into_iter().flatten().min();
        let soon = snapshot.count(&EventFilter { to, ..ahead.clone() }, now);
        let forecast = Forecast { total: snapshot.count(ahead, now), soon };
        let near = ahead.near.as_ref().map(|near| near.point);
        let rows = snapshot.query(ahead, &Slice::first(SHOWN), now).rows;
        let rows = shown(store, snapshot, rows).await.map_err(internal)?;
        let company = Company::new(rows.iter().map(|row| &*row.event));
        Ok(Self {
            id: global("preview", filter_word(asked)),
            total_count: forecast.total,
            per_week: forecast.per_week(),
            next: rows.into_iter().map(|row| EventNode::found(row.event, row.occurrence, near, &company)).collect(),
            is_too_few: forecast.is_too_few(),
            is_too_many: forecast.is_too_many(),
            url: calendar_url(public_url, asked),
        })
    }

    /// Takes the rows of a calendar from now on, and the address it has.
    pub(crate) fn of_rows(id: ID, mut rows: Vec<Shown>, url: String, now: DateTime<Utc>) -> Self {
        let forecast = Forecast::of(rows.iter().map(|row| row.occurrence.starts_at), now);
        rows.truncate(SHOWN);
        let company = Company::new(rows.iter().map(|row| &*row.event));
        Self {
            id,
            total_count: forecast.total,
            per_week: forecast.per_week(),
            next: rows.into_iter().map(|row| EventNode::found(row.event, row.occurrence, None, &company)).collect(),
            is_too_few: forecast.is_too_few(),
            is_too_many: forecast.is_too_many(),
            url,
        }
    }
}

/// Where the calendar of a filter is.
fn calendar_url(public_url: Option<&Url>, filter: &EventFilter) -> String {
    let pairs = write_filter(filter);
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(&pairs);
    let query = query.finish();
    let base = public_url.map_or("", |url| url.as_str().trim_end_matches('/'));
    if query.is_empty() { format!("{base}/calendar.ics") } else { format!("{base}/calendar.ics?{query}") }
}
