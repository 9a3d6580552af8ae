//! A web page, and what was read from it.

use crate::{Format, Listing, Problem};
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::BTreeSet;
use url::Url;

/// Bytes that stood at an address at an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The address after redirects; relative links start here.
    pub url: Url,
    /// The Content-Type as sent, parameters included; a hint, since servers lie.
    pub media_type: Option<String>,
    /// The decoded body.
    pub body: Vec<u8>,
    /// When it stood there.
    pub fetched_at: DateTime<Utc>,
}

/// What a page says, in its own words.
#[derive(Clone, Debug, PartialEq)]
pub struct Extraction {
    /// The format it was read as; none when no format fitted.
    pub format: Option<Format>,
    /// One per VEVENT, JSON-LD Event or row, with keys unique within the page.
    pub listings: Vec<Listing>,
    /// Keys of those that say a part only: the page that would say the rest is not asked for, as they are over.
    pub in_part: BTreeSet<String>,
    /// Where the list goes on.
    pub next_pages: Vec<Url>,
    /// What was odd.
    pub problems: Vec<Problem>,
    /// For how long the page says it says the same: REFRESH-INTERVAL of a calendar, `ttl` of a feed. More than nothing.
    pub fresh_for: Option<TimeDelta>,
    /// Whether this is all the page had to say. Only a complete reading may count what it lacks as vanished: a
    /// truncated calendar, a login page or a page that was not understood is not complete.
    pub is_complete: bool,
}
