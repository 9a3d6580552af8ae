//! Hand-made listing pages of a real city, read by the rules in `tests/rules`: the names, starts, ends and numbers of
//! events that other people's tests assert.

use super::dump;
use chrono::{DateTime, NaiveDate, Utc};
use hobnob_domain::{Extraction, Listing, Page};
use hobnob_extract::{Rules, extract_by};
use serde_json::Value;
use std::path::Path;

/// The page that a rule file is for, and what is expected of it.
struct Case {
    name: String,
    rules: Rules,
    page: Page,
    expected: Value,
    is_single: bool,
    /// The page of a single event: the numbers are those of the list.
    is_detail: bool,
    /// Their reader leaves out what is longer over; where it does, so does the comparison.
    since: Option<String>,
}

fn case(root: &Path, file: &Path) -> Case {
    let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
    let mut table: toml::Table = std::fs::read_to_string(file).unwrap().parse().unwrap();
    let expectation = root.join("expected/city-scrapers").join(format!("city-scrapers/{name}.json"));
    let expectation =
        if expectation.is_file() { expectation } else { root.join(format!("expected/city-scrapers/{name}.json")) };
    let expected: Value = serde_json::from_slice(&std::fs::read(expectation).unwrap()).unwrap();
    let since = table.remove("since").map(|since| since.as_str().unwrap().to_owned());
    let named = table.remove("page").map(|page| page.as_str().unwrap().to_owned());
    let files = expected["files"].as_array().unwrap().iter().map(|file| file.as_str().unwrap());
    let page = match &named {
        Some(named) => files.clone().find(|file| file.ends_with(&format!("/{named}"))).unwrap(),
        None => files.clone().find(|file| file.ends_with(".html")).unwrap(),
    };
    let frozen = expected["frozen_time"].as_str().unwrap_or("2019-01-01");
    let day: NaiveDate = frozen[..10].parse().unwrap();
    let short = page.rsplit('/').next().unwrap();
    let url = expected["urls"][short].as_str().unwrap_or("https://example.org/meetings");
    let page = dump::page(url, Some("text/html"), &std::fs::read(root.join(page)).unwrap());
    Case {
        rules: Rules::parse(&serde_json::to_string(&table).unwrap()).unwrap_or_else(|error| panic!("{name}: {error}")),
        page: Page { fetched_at: DateTime::<Utc>::from_naive_utc_and_offset(day.into(), Utc), ..page },
        is_single: expected["single_item"].as_object().is_some_and(|single| !single.is_empty()),
        is_detail: named.is_some(),
        since,
        name,
        expected,
    }
}

/// What was asserted of a field and what was read.
fn compared(what: &str, expected: &Value, listing: Option<&Listing>, out: &mut Vec<(String, String, String)>) {
    let time = |text: Option<&str>| match text {
        Some(text) if text.len() == 10 => format!("{text}T00:00:00"),
        Some(text) if text.len() == 16 => format!("{text}:00"),
        other => other.unwrap_or("null").to_owned(),
    };
    let words = listing.map(|listing| &listing.words);
    for field in ["title", "start", "end"] {
        let Some(expected) = expected.get(field) else { continue };
        let found = match field {
            "title" => words.and_then(|words| words.name.clone()).unwrap_or_default(),
            "start" => time(words.and_then(|words| words.start.as_ref()).map(|start| start.text.as_str())),
            _ => time(words.and_then(|words| words.end.as_ref()).map(|end| end.text.as_str())),
        };
        let expected = expected.as_str().unwrap_or("null").to_owned();
        out.push((format!("{what} {field}"), expected, found));
    }
}

fn asserted(case: &Case, extraction: &Extraction) -> Vec<(String, String, String)> {
    let Case { name, expected, is_single, is_detail, since, .. } = case;
    let start = |listing: &Listing| listing.words.start.as_ref().map(|start| start.text.clone());
    let is_wanted =
        |listing: &&Listing| since.as_ref().is_none_or(|since| start(listing).is_some_and(|start| start >= *since));
    let listings: Vec<Listing> = extraction.listings.iter().filter(is_wanted).cloned().collect();
    let mut out = Vec::new();
    if let Some(count) = expected["list_count"].as_u64().filter(|_| !is_detail) {
        out.push((format!("{name} count"), count.to_string(), listings.len().to_string()));
    }
    if *is_single {
        compared(name, &expected["single_item"], listings.first(), &mut out);
    }
    for (index, item) in expected["items"].as_object().into_iter().flatten() {
        let index: i64 = index.parse().unwrap();
        let at = if index < 0 { listings.len() as i64 + index } else { index };
        let listing = usize::try_from(at).ok().and_then(|at| listings.get(at));
        compared(&format!("{name} [{index}]"), item, listing, &mut out);
    }
    for (index, listing) in listings.iter().enumerate() {
        compared(&format!("{name} every [{index}]"), &expected["every_item"], Some(listing), &mut out);
    }
    out
}

/// What was read of the pages.
pub(crate) struct Score {
    pub(crate) pages: usize,
    /// How many values are asserted.
    pub(crate) total: usize,
    /// Those that differ.
    pub(crate) differing: Vec<String>,
}

/// Reads every page that has rules.
pub(crate) fn score(root: &Path) -> Score {
    let files = dump::files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules"));
    let mut score = Score { pages: 0, total: 0, differing: Vec::new() };
    for file in files {
        let case = case(root, &file);
        let (extraction, _) = extract_by(&case.page, &case.rules);
        let asserted = asserted(&case, &extraction);
        score.pages += 1;
        score.total += asserted.len();
        let wrong = asserted.into_iter().filter(|(_, expected, found)| expected != found);
        score.differing.extend(wrong.map(|(what, expected, found)| format!("{what}: {found} and not {expected}")));
    }
    score
}
