//! A listing understood.

use crate::{CountryCode, Facts, ListingId, Problem, SourceId, Trust};
use chrono::{DateTime, Utc};

/// What part of a series a listing is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SeriesRole {
    /// An event of its own, or the series as a whole.
    Whole,
    /// The one instance that would have started then.
    Instance {
        /// The start it would have had; for whole days midnight in the schedule's zone.
        recurrence_id: DateTime<Utc>,
    },
}

/// A listing's claim as typed values.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The listing it was made from.
    pub listing_id: ListingId,
    /// Whose claim it is.
    pub source_id: SourceId,
    /// The listing's key.
    pub key: String,
    /// What the listing's source calls the event or series: the UID, else the key. Instances share their series' word.
    pub series_key: String,
    /// The whole or one instance.
    pub role: SeriesRole,
    /// Where a person reads the listing.
    pub listing_url: Option<String>,
    /// How close its source stands to the event, as far as the listing alone tells.
    pub trust: Trust,
    /// The address of the event it is part of.
    pub super_event: Option<String>,
    /// What it claims.
    pub facts: Facts,
    /// The country that it says its place is in; none where that was only guessed.
    pub stated_country: Option<CountryCode>,
    /// When its words last changed: of claims trusted alike the fresher wins.
    pub changed_at: DateTime<Utc>,
    /// When we first read it: the oldest listing names the event.
    pub first_seen_at: DateTime<Utc>,
    /// How many complete runs in a row lacked it.
    pub missing_runs: u32,
    /// The first of those runs.
    pub missing_since: Option<DateTime<Utc>>,
    /// What was odd.
    pub problems: Vec<Problem>,
}

/// Why a listing gives no draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// The listing's key.
    pub key: String,
    /// Why, with the words at fault.
    pub reason: String,
}
