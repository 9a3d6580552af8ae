//! A saved page on its way through the pure crates.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use chrono::{DateTime, Utc};
use hobnob_domain::{Draft, Event, Extraction, KnownListing, ListingId, Page, SeriesRole, SourceId, SourceSpec};
use hobnob_extract::extract;
use hobnob_gazetteer::Gazetteer;
use hobnob_resolve::{Resolver, fold};
use serde_json::Value;

static RESOLVER: LazyLock<Resolver> = LazyLock::new(|| Resolver::new(Gazetteer::embedded()));

/// When the pages were read.
pub(super) fn then() -> DateTime<Utc> {
    "2026-03-01T00:00:00Z".parse().expect("an instant")
}

/// A saved page, as if it stood at a path of some site.
pub(super) fn page(corpus: &Path, file: &str) -> Page {
    let url = format!("https://site.example/{file}").parse().expect("an address");
    let body = std::fs::read(corpus.join(file)).expect("a file of the corpus");
    Page { url, media_type: None, body, fetched_at: then() }
}

/// What is read from a saved page.
pub(super) fn extraction(corpus: &Path, file: &str) -> Extraction {
    extract(&page(corpus, file), None)
}

/// The listings of a page as drafts; those that are rejected are left out.
pub(super) fn drafts(page: &Page, extraction: Extraction) -> Vec<Draft> {
    let spec = SourceSpec::new("A source", page.url.clone());
    let known = |(number, listing)| KnownListing {
        id: ListingId::new(number),
        source_id: SourceId::new(1),
        listing,
        first_seen_at: then(),
        changed_at: then(),
        missing_runs: 0,
        missing_since: None,
    };
    let listings = (1..).zip(extraction.listings).map(known);
    listings.filter_map(|known| RESOLVER.draft(&known, &spec, then()).ok()).collect()
}

/// The events of a page, each as its own source tells it: a series with its changed instances, nothing merged.
pub(super) fn events(drafts: &[Draft]) -> Vec<(String, Event)> {
    let mut series: BTreeMap<&str, Vec<&Draft>> = BTreeMap::new();
    for draft in drafts {
        series.entry(&draft.series_key).or_default().push(draft);
    }
    let mut events = Vec::new();
    for (key, members) in series {
        // Instances whose series is not told are events of their own.
        let is_told = members.iter().any(|draft| draft.role == SeriesRole::Whole);
        let size = if is_told { members.len() } else { 1 };
        events.extend(members.chunks(size).map(|members| (key.to_owned(), fold(members, None, then()))));
    }
    events
}

/// A JSON file of the corpus.
pub(super) fn json(file: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(file).expect("a file of the corpus")).expect("JSON")
}

/// All files under a folder, in order.
pub(super) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder of the corpus") {
            let path = entry.expect("an entry").path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}
