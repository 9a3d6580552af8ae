//! Listings and drafts to try things on.

use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use hobnob_domain::{Draft, KnownListing, Listing, ListingId, PlaceWords, SourceId, SourceSpec, TimeWords, Words};
use hobnob_gazetteer::Gazetteer;
use hobnob_resolve::Resolver;
use url::Url;

pub(crate) static RESOLVER: LazyLock<Resolver> = LazyLock::new(|| Resolver::new(Gazetteer::embedded()));

pub(crate) fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub(crate) fn now() -> DateTime<Utc> {
    at("2026-03-01T12:00:00Z")
}

pub(crate) fn time(text: &str) -> Option<TimeWords> {
    Some(TimeWords { text: text.to_owned(), zone: None })
}

pub(crate) fn time_in(text: &str, zone: &str) -> Option<TimeWords> {
    Some(TimeWords { text: text.to_owned(), zone: Some(zone.to_owned()) })
}

pub(crate) fn place(text: &str) -> Vec<PlaceWords> {
    vec![PlaceWords { text: Some(text.to_owned()), ..PlaceWords::default() }]
}

pub(crate) fn words(name: &str, start: &str) -> Words {
    Words { name: Some(name.to_owned()), start: time(start), ..Words::default() }
}

pub(crate) fn source() -> SourceSpec {
    SourceSpec::new("Calendar", Url::parse("https://calendar.example/feed.ics").unwrap())
}

/// A listing of one source, with the life it has had.
pub(crate) fn known(id: i64, source: i64, words: Words) -> KnownListing {
    let key = words.uid.clone().unwrap_or_else(|| format!("key-{id}"));
    let instance = words.recurrence_id.as_ref().map(|time| format!("#{}", time.text)).unwrap_or_default();
    KnownListing {
        id: ListingId::new(id),
        source_id: SourceId::new(source),
        listing: Listing { key: format!("{key}{instance}"), url: None, words },
        first_seen_at: at("2026-01-01T00:00:00.5Z") + chrono::TimeDelta::days(id % 1000),
        changed_at: at("2026-02-01T00:00:00Z") + chrono::TimeDelta::hours(id % 1000),
        missing_runs: 0,
        missing_since: None,
    }
}

pub(crate) fn drafted(known: &KnownListing) -> Draft {
    RESOLVER.draft(known, &source(), now()).unwrap()
}

/// The draft of a listing with these words.
pub(crate) fn draft(words: Words) -> Draft {
    drafted(&known(1, 1, words))
}

pub(crate) fn draft_of(id: i64, source: i64, url: Option<&str>, words: Words) -> Draft {
    let mut known = known(id, source, words);
    known.listing.url = url.map(str::to_owned);
    drafted(&known)
}

pub(crate) fn problems(draft: &Draft) -> Vec<&str> {
    draft.problems.iter().map(|problem| problem.message.as_str()).collect()
}
