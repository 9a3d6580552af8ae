//! Real pages, where they are at hand: a corpus of saved calendars, pages and lists with the number of events in each.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    reason = "a test that can't go on should stop"
)]

mod dump;

use hobnob_domain::{Extraction, Format};
use hobnob_extract::extract;
use serde_json::Value;
use std::path::{Path, PathBuf};

#[expect(clippy::disallowed_methods, reason = "tests find the corpus by it")]
fn corpus() -> Option<PathBuf> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/corpus");
    let root = PathBuf::from(std::env::var("HOBNOB_CORPUS").unwrap_or_else(|_| beside.to_owned()));
    let is_there = root.join("COUNTS.json").is_file();
    if !is_there {
        println!("skipped: no corpus");
    }
    is_there.then_some(root)
}

/// The files of a part of the corpus with their entry of COUNTS.json.
fn counted(root: &Path, prefix: &str) -> Vec<(String, Value)> {
    let counts = std::fs::read(root.join("COUNTS.json")).unwrap();
    let counts: serde_json::Map<String, Value> = serde_json::from_slice(&counts).unwrap();
    let counted: Vec<_> = counts.into_iter().filter(|(file, _)| file.starts_with(prefix)).collect();
    assert!(!counted.is_empty(), "{prefix} is in COUNTS.json");
    counted
}

fn read(root: &Path, file: &str, format: Option<Format>) -> Extraction {
    let url = format!("https://example.org/{}", file.replace(' ', "%20"));
    extract(&dump::page(&url, None, &std::fs::read(root.join(file)).unwrap()), format)
}

/// Files whose number of listings is not the expected one, as lines.
fn differing(root: &Path, expected: &[(String, u64)], format: Option<Format>) -> Vec<String> {
    let line = |(file, events): &(String, u64)| {
        let found = read(root, file, format).listings.len() as u64;
        (found != *events).then(|| format!("{file}: {found} of {events}"))
    };
    expected.iter().filter_map(line).collect()
}

#[test]
fn every_file_is_read_as_every_format() {
    let Some(root) = corpus() else { return };
    let mut total = 0;
    for part in ["ics", "html", "bad-responses", "timeline", "api", "feeds"] {
        for file in dump::files(&root.join(part)) {
            let body = std::fs::read(&file).unwrap();
            let page = dump::page("https://example.org/", None, &body);
            extract(&page, None);
            for format in Format::ALL {
                extract(&page, Some(*format));
            }
            total += 1;
        }
    }
    println!("{total} files read");
}

#[test]
fn every_real_calendar_gives_its_events() {
    let Some(root) = corpus() else { return };
    let expected: Vec<(String, u64)> = counted(&root, "ics/feeds/")
        .into_iter()
        .map(|(file, count)| (file, count["events"].as_u64().unwrap()))
        .collect();
    let differing = differing(&root, &expected, None);
    println!("{} of {} calendars equal; {differing:#?}", expected.len() - differing.len(), expected.len());
    assert!(differing.len() * 100 <= expected.len() * 2, "{differing:#?}");
    let incomplete = expected.iter().filter(|(file, _)| !read(&root, file, None).is_complete);
    assert_eq!(incomplete.collect::<Vec<_>>(), Vec::<&(String, u64)>::new());
}

/// Suites hold malformed calendars on purpose; the numbers are the reference reader's, which refuses some.
#[test]
fn calendars_of_parser_suites_give_their_events() {
    let Some(root) = corpus() else { return };
    let known = |(file, count): (String, Value)| Some((file, count["events"].as_u64()?));
    let parts = ["ics/suites/", "ics/calagator/", "ics/city-scrapers/"];
    let expected: Vec<_> = parts.iter().flat_map(|part| counted(&root, part)).filter_map(known).collect();
    let differing = differing(&root, &expected, None);
    println!("{} of {} calendars equal; {differing:#?}", expected.len() - differing.len(), expected.len());
    assert!(differing.len() * 100 <= expected.len() * 5, "{differing:#?}");
}

#[test]
fn every_row_of_confs_tech_is_a_listing() {
    let Some(root) = corpus() else { return };
    let mut total = 0;
    for (file, count) in counted(&root, "lists/confs.tech/") {
        let extraction = read(&root, &file, None);
        assert_eq!(extraction.listings.len() as u64, count["events"].as_u64().unwrap(), "{file}");
        let topic = Path::new(&file).file_stem().unwrap().to_str().unwrap();
        let has_topic =
            extraction.listings.iter().all(|listing| listing.words.topics == [format!("confs.tech/{topic}")]);
        assert!(extraction.is_complete && extraction.problems.is_empty() && has_topic, "{file}");
        total += extraction.listings.len();
    }
    assert_eq!(total, 2_032);
}

#[test]
fn an_error_is_never_an_empty_calendar() {
    let Some(root) = corpus() else { return };
    let index: Value = serde_json::from_slice(&std::fs::read(root.join("bad-responses/index.json")).unwrap()).unwrap();
    for entry in index.as_array().unwrap() {
        let file = entry["file"].as_str();
        let body = file.map_or_else(Vec::new, |file| std::fs::read(root.join(file)).unwrap());
        let page = dump::page("https://example.org/feed.ics", entry["content_type"].as_str(), &body);
        for format in [None].into_iter().chain(Format::ALL.iter().copied().map(Some)) {
            let extraction = extract(&page, format);
            assert_eq!((extraction.listings.len(), extraction.is_complete), (0, false), "{file:?} as {format:?}");
            println!("{}: {}", file.unwrap_or("nothing"), extraction.problems[0].message);
        }
    }
}

/// UIDs that come and go between captures of one feed.
#[test]
fn what_comes_and_goes_in_a_feed_is_seen() {
    let Some(root) = corpus() else { return };
    for expectation in dump::files(&root.join("expected/timeline")) {
        let steps: Value = serde_json::from_slice(&std::fs::read(expectation).unwrap()).unwrap();
        let mut before: Vec<String> = Vec::new();
        for step in steps.as_array().unwrap() {
            let extraction = read(&root, step["file"].as_str().unwrap(), None);
            assert!(extraction.is_complete);
            let mut now: Vec<String> =
                extraction.listings.into_iter().filter_map(|listing| listing.words.uid).collect();
            now.sort();
            let texts = |value: &Value| {
                value.as_array().map(|uids| uids.iter().map(|uid| uid.as_str().unwrap().to_owned()).collect::<Vec<_>>())
            };
            let less =
                |a: &[String], b: &[String]| a.iter().filter(|key| !b.contains(key)).cloned().collect::<Vec<_>>();
            if let Some(mut added) = texts(&step["added"]) {
                added.sort();
                assert_eq!(less(&now, &before), added, "{step}");
            }
            if let Some(mut removed) = texts(&step["removed"]) {
                removed.sort();
                assert_eq!(less(&before, &now), removed, "{step}");
            }
            before = now;
        }
    }
}
