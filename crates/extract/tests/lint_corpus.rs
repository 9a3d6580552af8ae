//! Real calendars, where they are at hand: each can be checked, and those with a known fault have it named.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that can't go on should stop")]

mod dump;

use hobnob_extract::lint::{Linted, lint};
use std::{collections::BTreeMap, path::PathBuf};

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

fn checked(body: &[u8]) -> Linted {
    lint(&dump::page("https://example.org/all.ics", None, body), None)
}

#[test]
fn known_faults_of_real_calendars_are_named() {
    let Some(root) = corpus() else { return };
    for (file, id) in [
        ("ics/feeds/tockify/toronto-distillery_events.ics", "bad-refresh"),
        ("ics/feeds/other/toronto-repair_cafe_toronto.ics", "bad-calscale"),
        ("ics/city-scrapers/city-scrapers/chi_low_income_housing_trust_fund.ics", "zone-with-two-ids"),
        ("lists/developers.events/developer-conference-2025.ics", "duplicate-uid"),
        ("lists/developers.events/developer-conference-2025.ics", "date-without-value"),
        ("lists/developers.events/developer-conference-2025.ics", "uid-from-name"),
        ("ics/feeds/the-events-calendar/toronto-gardiner_museum.ics", "very-long"),
        ("ics/feeds/google/raleighdurham-gizmo_brew_works.ics", "dtstamp-is-clock"),
    ] {
        let linted = checked(&std::fs::read(root.join(file)).unwrap());
        let ids: Vec<&str> = linted.findings.iter().map(|finding| finding.rule.id).collect();
        assert!(ids.contains(&id), "{file}: {id} is not among {ids:?}");
    }
}

#[test]
fn errors_dressed_as_calendars_are_told_from_calendars() {
    let Some(root) = corpus() else { return };
    for file in dump::files(&root.join("bad-responses")) {
        let is_index = file.file_name().is_some_and(|name| name == "index.json");
        let linted = checked(&std::fs::read(&file).unwrap());
        let is_named = linted.findings.iter().any(|finding| finding.rule.id == "not-a-calendar");
        assert!(is_index || is_named || linted.events > 0 || linted.format.is_some(), "{file:?}: {linted:?}");
    }
}

#[test]
fn every_real_calendar_can_be_checked() {
    let Some(root) = corpus() else { return };
    let mut found: BTreeMap<&str, usize> = BTreeMap::new();
    let mut files = 0;
    for file in dump::files(&root).into_iter().filter(|file| file.extension().is_some_and(|kind| kind == "ics")) {
        files += 1;
        checked(&std::fs::read(&file).unwrap())
            .findings
            .iter()
            .for_each(|finding| *found.entry(finding.rule.id).or_default() += 1);
    }
    println!("{files} calendars: {found:#?}");
    assert!(files > 400 && found.len() > 60, "{files} files, {} rules", found.len());
}
