//! Merges near-duplicates of a table: reads `id,source,title,start,venue,city,lat,lon,organizer,url` and writes lines of
//! `id,cluster`. Prints one line of JSON: `s` is the seconds that clustering took, `draft_s` those of understanding the
//! rows before.
//!
//! ```text
//! cargo run --release -p hobnob-resolve --example dedup -- drafts.csv clusters.csv
//! ```

use std::{error::Error, io::Write, time::Instant};

use chrono::DateTime;
use hobnob_domain::{
    Draft, KnownListing, Listing, ListingId, OrganizerWords, PlaceWords, SourceId, SourceSpec, TimeWords, Verdict,
    Words,
};
use hobnob_gazetteer::Gazetteer;
use hobnob_resolve::{Resolver, cluster};
use url::Url;

/// The columns, in the order of the fields read.
const COLUMNS: [&str; 10] = ["id", "source", "title", "start", "venue", "city", "lat", "lon", "organizer", "url"];

fn known(cells: [&str; 10]) -> Option<KnownListing> {
    let [id, source, title, start, venue, city, latitude, longitude, organizer, url] = cells;
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let start = DateTime::from_timestamp(start.parse().ok()?, 0)?;
    let place = PlaceWords {
        name: some(venue),
        locality: some(city),
        latitude: latitude.parse().ok(),
        longitude: longitude.parse().ok(),
        ..PlaceWords::default()
    };
    let words = Words {
        name: some(title),
        start: Some(TimeWords { text: start.format("%Y%m%dT%H%M%SZ").to_string(), zone: None }),
        places: vec![place],
        organizer: some(organizer).map(|name| OrganizerWords { name: Some(name), url: None }),
        ..Words::default()
    };
    let source = source.bytes().fold(0, |number, byte| number * 256 + i64::from(byte));
    Some(KnownListing {
        id: ListingId::new(id.parse().ok()?),
        source_id: SourceId::new(source),
        listing: Listing { key: url.to_owned(), url: some(url), words },
        first_seen_at: start,
        changed_at: start,
        missing_runs: 0,
        missing_since: None,
    })
}

fn read(path: &str) -> Result<Vec<KnownListing>, Box<dyn Error>> {
    let mut reader = csv::Reader::from_path(path)?;
    let headers = reader.headers()?.clone();
    let places = COLUMNS.map(|column| headers.iter().position(|header| header == column));
    let mut listings = Vec::new();
    for row in reader.records() {
        let row = row?;
        listings.extend(known(places.map(|place| place.and_then(|place| row.get(place)).unwrap_or_default())));
    }
    Ok(listings)
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(from), Some(to)) = (arguments.next(), arguments.next()) else {
        return Err("name the table to read and the file to write".into());
    };
    let listings = read(&from)?;
    let resolver = Resolver::new(Gazetteer::embedded());
    let source = SourceSpec::new("Table", Url::parse("https://table.example/")?);
    let now = DateTime::from_timestamp(1_780_000_000, 0).unwrap_or_default();
    let begun = Instant::now();
    let drafts: Vec<Draft> = listings.iter().filter_map(|known| resolver.draft(known, &source, now).ok()).collect();
    let drafted = begun.elapsed();
    let begun = Instant::now();
    let clustering = cluster(&drafts, &[]);
    let clustered = begun.elapsed();
    let mut file = std::io::BufWriter::new(std::fs::File::create(to)?);
    for (number, part) in clustering.parts.iter().enumerate() {
        for draft in part.iter().filter_map(|place| drafts.get(*place)) {
            writeln!(file, "{},{number}", draft.listing_id.get())?;
        }
    }
    file.flush()?;
    let open = clustering.pairs.iter().filter(|pair| pair.found.verdict == Verdict::Ambiguous).count();
    println!(
        "{{\"s\": {:.4}, \"draft_s\": {:.4}, \"drafts\": {}, \"events\": {}, \"ambiguous\": {open}}}",
        clustered.as_secs_f64(),
        drafted.as_secs_f64(),
        drafts.len(),
        clustering.parts.len(),
    );
    Ok(())
}
