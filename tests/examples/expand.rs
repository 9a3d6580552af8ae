//! How fast series become sittings: `expand FILE [YEAR] [ROUNDS]`.
//!
//! Reads a calendar all the way to events before the clock starts, expands every one that repeats over a year, and prints one
//! JSON line of the fastest round: `{"n":34567,"s":0.02,"mb":1.4}`, `n` being sittings.

use std::collections::BTreeMap;
use std::time::Instant;

use chrono::{DateTime, NaiveDate, Utc};
use hobnob_domain::{Draft, Event, KnownListing, ListingId, Page, SourceId, SourceSpec, occurrences};
use hobnob_gazetteer::Gazetteer;
use hobnob_resolve::{Resolver, fold};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("usage: expand FILE [YEAR] [ROUNDS]")?;
    let year: i32 = arguments.next().map_or(Ok(2027), |year| year.parse())?;
    let rounds: u32 = arguments.next().map_or(Ok(5), |rounds| rounds.parse())?;
    let body = std::fs::read(path)?;
    let megabytes = f64::from(u32::try_from(body.len())?) / 1e6;
    let events = repeating(body)?;
    let first = |year| Some(NaiveDate::from_ymd_opt(year, 1, 1)?.and_hms_opt(0, 0, 0)?.and_utc());
    let (from, to) = first(year).zip(first(year + 1)).ok_or("no such year")?;
    let (mut sittings, mut fastest) = (0, f64::INFINITY);
    for _ in 0..rounds.max(1) {
        let start = Instant::now();
        sittings = events.iter().map(|event| occurrences(event, from, to).len()).sum();
        fastest = fastest.min(start.elapsed().as_secs_f64());
    }
    println!("{}", serde_json::json!({ "n": sittings, "s": fastest, "mb": megabytes }));
    Ok(())
}

/// The events of a calendar that repeat.
fn repeating(body: Vec<u8>) -> Result<Vec<Event>, Box<dyn std::error::Error>> {
    let then: DateTime<Utc> = "2026-01-01T00:00:00Z".parse()?;
    let spec = SourceSpec::new("A source", "https://site.example/calendar.ics".parse()?);
    let page = Page { url: spec.url.clone(), media_type: None, body, fetched_at: then };
    let resolver = Resolver::new(Gazetteer::embedded());
    let known = |(number, listing)| KnownListing {
        id: ListingId::new(number),
        source_id: SourceId::new(1),
        listing,
        first_seen_at: then,
        changed_at: then,
        missing_runs: 0,
        missing_since: None,
    };
    let listings = (1..).zip(hobnob_extract::extract(&page, None).listings).map(known);
    let mut series: BTreeMap<String, Vec<Draft>> = BTreeMap::new();
    for draft in listings.filter_map(|known| resolver.draft(&known, &spec, then).ok()) {
        series.entry(draft.series_key.clone()).or_default().push(draft);
    }
    let events = series.values().map(|drafts| fold(&drafts.iter().collect::<Vec<_>>(), None, then));
    Ok(events.filter(|event| event.facts.schedule.recurrence.is_some()).collect())
}
