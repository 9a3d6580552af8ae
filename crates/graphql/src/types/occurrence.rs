//! Sittings of an event on the time line.

use super::EventStatus;
use crate::{
    node::global,
    scalars::{Day, Instant},
};
use async_graphql::{ID, Object};
use hobnob_domain::{Event, Occurrence};
use std::sync::Arc;

/// One sitting of an event.
#[derive(Clone)]
pub(crate) struct OccurrenceNode {
    pub(crate) event: Arc<Event>,
    pub(crate) sitting: Occurrence,
}

impl OccurrenceNode {
    pub(crate) fn starts(&self) -> Instant {
        Instant::local(self.sitting.starts_at, &self.event.facts.schedule.zone)
    }

    pub(crate) fn ends(&self) -> Option<Instant> {
        let is_known = self.event.is_end_known(&self.sitting);
        is_known.then(|| Instant::local(self.sitting.ends_at, &self.event.facts.schedule.zone))
    }

    pub(crate) fn last_day(&self) -> Option<Day> {
        self.event.is_end_known(&self.sitting).then_some(Day(self.sitting.ends_on))
    }
}

/// One sitting of an event on the time line.
#[Object(name = "Occurrence")]
impl OccurrenceNode {
    /// The sitting, for caches of clients.
    async fn id(&self) -> ID {
        let at = self.sitting.recurrence_id.unwrap_or(self.sitting.starts_at);
        global("occurrence", format_args!("{}-{}", self.event.id, at.timestamp()))
    }

    /// The name of this sitting; the event's where it has none of its own.
    async fn name(&self) -> &str {
        self.event
            .override_of(&self.sitting)
            .and_then(|changed| changed.name.as_deref())
            .unwrap_or(&self.event.facts.name)
    }

    /// The page of this sitting; the event's where it has none of its own.
    async fn url(&self) -> &str {
        self.event
            .override_of(&self.sitting)
            .and_then(|changed| changed.url.as_deref())
            .unwrap_or(&self.event.facts.url)
    }

    /// Whether this one takes place.
    async fn status(&self) -> EventStatus {
        self.sitting.status.into()
    }

    /// The first instant, in the event's zone; midnight there for whole days.
    async fn starts_at(&self) -> Instant {
        self.starts()
    }

    /// The first instant after, in the event's zone; none when nobody says.
    async fn ends_at(&self) -> Option<Instant> {
        self.ends()
    }

    /// The first day, in the event's zone.
    async fn starts_on(&self) -> Day {
        Day(self.sitting.starts_on)
    }

    /// The last day (not the one after), in the event's zone; none when nobody says.
    async fn ends_on(&self) -> Option<Day> {
        self.last_day()
    }

    /// Whether it is whole days.
    async fn is_all_day(&self) -> bool {
        self.sitting.is_all_day
    }

    /// For an instance of a series: the start its rule gives it (RECURRENCE-ID of RFC 5545).
    async fn recurrence_id(&self) -> Option<Instant> {
        self.sitting.recurrence_id.map(|at| Instant::local(at, &self.event.facts.schedule.zone))
    }
}
