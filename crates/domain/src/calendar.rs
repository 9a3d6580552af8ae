//! What a person subscribes to.

use crate::{Colour, EventFilter};
use chrono::TimeDelta;

words! {
    /// How a calendar tells of a cancelled event. Clients differ: Google drops `STATUS:CANCELLED` without a word.
    pub enum CancelledPolicy {
        /// "Cancelled: " before the name, the time not blocked; every client shows it.
        Mark = "mark",
        /// `STATUS:CANCELLED`, as RFC 5545 says.
        Rfc = "rfc",
        /// It is left out.
        Drop = "drop",
    }
}

/// How a calendar is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarOptions {
    /// How long ended events stay.
    pub past: TimeDelta,
    /// How cancelled events are told.
    pub cancelled: CancelledPolicy,
    /// How long an event is told as cancelled before it is left out, where cancelled events are.
    pub grace: TimeDelta,
    /// Alarms before each event, longest first.
    pub alarms: Vec<TimeDelta>,
    /// Whether calls for papers are entries too.
    pub includes_calls_for_papers: bool,
    /// Whether unconfirmed events are entries, as TENTATIVE.
    pub includes_tentative: bool,
}

impl Default for CalendarOptions {
    fn default() -> Self {
        Self {
            past: TimeDelta::days(30),
            cancelled: CancelledPolicy::Mark,
            grace: TimeDelta::zero(),
            alarms: Vec::new(),
            includes_calls_for_papers: false,
            includes_tentative: true,
        }
    }
}

/// A filter with options: what a feed shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Calendar {
    /// Its name in the client.
    pub name: String,
    /// Which events.
    pub filter: EventFilter,
    /// How they are written.
    pub options: CalendarOptions,
    /// Its colour, where somebody chose one; else it follows from the name.
    pub colour: Option<Colour>,
    /// What stands in it, for people; the filter's own words where nobody says.
    pub description: Option<String>,
    /// Its own address (RFC 7986 SOURCE), where it has one that anybody may know.
    pub url: Option<String>,
}
