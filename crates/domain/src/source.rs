//! Places we watch.

use crate::{NicheId, SourceId};
use chrono::{DateTime, TimeDelta, Utc};
use url::Url;

words! {
    /// The formats and sites hobnob reads.
    pub enum Format {
        /// iCalendar, RFC 5545.
        Ical = "ical",
        /// schema.org events as JSON-LD in a page.
        JsonLd = "json_ld",
        /// A topic file of confs.tech.
        ConfsTech = "confs_tech",
    }
}

words! {
    /// Whether a source is being watched.
    pub enum SourceState {
        /// It is fetched when due.
        Active = "active",
        /// An operator stopped it.
        Paused = "paused",
        /// It is gone (410) or failed too long; looked at once a week.
        Parked = "parked",
    }
}

/// What an operator writes down about a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceSpec {
    /// For people.
    pub name: String,
    /// Where the listings are.
    pub url: Url,
    /// How to read it; none: by its content.
    pub format: Option<Format>,
    /// Niches of all its events, as hints.
    pub niches: Vec<NicheId>,
    /// How often to look; none: learned.
    pub every: Option<TimeDelta>,
}

/// What the server gave us to ask "has it changed?" with, byte for byte.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validators {
    /// `ETag`, quotes included.
    pub etag: Option<String>,
    /// `Last-Modified`.
    pub last_modified: Option<String>,
}

/// A place we watch, with its health.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its id.
    pub id: SourceId,
    /// What the operator wrote.
    pub spec: SourceSpec,
    /// Whether it is watched.
    pub state: SourceState,
    /// For the next conditional request.
    pub validators: Validators,
    /// When it is due.
    pub next_fetch_at: DateTime<Utc>,
    /// When it was last asked.
    pub fetched_at: Option<DateTime<Utc>>,
    /// When it last answered as it should.
    pub succeeded_at: Option<DateTime<Utc>>,
    /// Failures in a row.
    pub failures: u32,
    /// What was last wrong.
    pub problem: Option<String>,
    /// How many listings it has, the missing ones left out.
    pub listings: u64,
}
