//! Real feeds and lists, where they are at hand: how many events each has, and what their names and days are.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    reason = "a test that can't go on should stop"
)]

mod dump;

use chrono::DateTime;
use hobnob_domain::{Extraction, Format, Listing, Words};
use hobnob_extract::extract;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

#[expect(clippy::disallowed_methods, reason = "tests find the corpus by it")]
fn corpus() -> Option<PathBuf> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/corpus");
    let root = PathBuf::from(std::env::var("HOBNOB_CORPUS").unwrap_or_else(|_| beside.to_owned()));
    let is_there = root.join("COUNTS.json").is_file();
    if !is_there {
        assert!(std::env::var("HOBNOB_REQUIRE_STORIES").is_err(), "there is no corpus to read");
        println!("skipped: no corpus");
    }
    is_there.then_some(root)
}

fn counts(root: &Path, prefix: &str) -> Vec<(String, usize)> {
    let counts: Map<String, Value> = serde_json::from_slice(&std::fs::read(root.join("COUNTS.json")).unwrap()).unwrap();
    let counted = counts.into_iter().filter(|(file, _)| file.starts_with(prefix));
    let counted: Vec<_> = counted.map(|(file, count)| (file, count["events"].as_u64().unwrap() as usize)).collect();
    assert!(!counted.is_empty(), "{prefix} is in COUNTS.json");
    counted
}

fn read_as(root: &Path, file: &str, format: Option<Format>) -> Extraction {
    let url = format!("https://example.org/{file}");
    extract(&dump::page(&url, None, &std::fs::read(root.join(file)).unwrap()), format)
}

fn json(root: &Path, file: &str) -> Value {
    serde_json::from_slice(&std::fs::read(root.join(file)).unwrap()).unwrap()
}

fn text(root: &Path, file: &str) -> String {
    std::fs::read_to_string(root.join(file)).unwrap()
}

fn start(words: &Words) -> &str {
    words.start.as_ref().map_or("", |start| start.text.as_str())
}

/// Text that need not be UTF-8.
fn text_of(root: &Path, file: &str) -> String {
    String::from_utf8_lossy(&std::fs::read(root.join(file)).unwrap()).into_owned()
}

fn said(listing: &Listing) -> (String, String) {
    (listing.words.name.clone().unwrap_or_default(), start(&listing.words).to_owned())
}

/// How many of the pairs are equal, in percent of all; the others are printed.
fn agreement(what: &str, found: &[(String, String)], expected: &[(String, String)]) -> f64 {
    let equal = found.iter().zip(expected).filter(|(found, expected)| found == expected).count();
    for (found, expected) in found.iter().zip(expected).filter(|(found, expected)| found != expected).take(20) {
        println!("{what}: {found:?}, expected {expected:?}");
    }
    println!("{what}: {} of {} equal, {equal} names and days", found.len(), expected.len());
    assert_eq!(found.len(), expected.len(), "{what}");
    100.0 * equal as f64 / expected.len().max(1) as f64
}

/// The files of a part, each read by its content as the format it is of.
fn all(root: &Path, prefix: &str, format: Format) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (file, count) in counts(root, prefix) {
        let extraction = read_as(root, &file, None);
        assert_eq!(extraction.format, Some(format), "{file}: {:?}", extraction.problems);
        assert_eq!(extraction.listings.len(), count, "{file}");
        assert!(extraction.is_complete, "{file}: {:?}", extraction.problems);
        found.extend(extraction.listings.iter().map(said));
    }
    found
}

/// The value of `key: value` in a line of YAML.
fn of_line(line: &str, key: &str) -> Option<String> {
    let value = line.trim_start().trim_start_matches("- ").strip_prefix(key)?.strip_prefix(':')?.trim();
    let quotes = ['"', '\''];
    Some(value.trim_start_matches(quotes).trim_end_matches(quotes).replace("''", "'"))
}

fn iso(milliseconds: &Value) -> String {
    DateTime::from_timestamp_millis(milliseconds.as_i64().unwrap()).unwrap().date_naive().to_string()
}

/// Names as they are written into one line.
fn line(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn developers_events_says_what_it_says() {
    let Some(root) = corpus() else { return };
    let file = "lists/developers.events/all-events.json";
    let row = |row: &Value| (line(row["name"].as_str().unwrap()), iso(&row["date"][0]));
    let expected: Vec<_> = json(&root, file).as_array().unwrap().iter().map(row).collect();
    assert!(agreement(file, &all(&root, file, Format::DevelopersEvents), &expected) >= 99.0);
    let ends = |row: &Value| row["date"].get(1).map_or_else(String::new, iso);
    let expected: Vec<_> = json(&root, file).as_array().unwrap().iter().map(ends).collect();
    let end = |listing: &Listing| listing.words.end.as_ref().map_or_else(String::new, |end| end.text.clone());
    assert_eq!(read_as(&root, file, None).listings.iter().map(end).collect::<Vec<_>>(), expected);

    let file = "lists/developers.events/all-cfps.json";
    let row = |row: &Value| (line(row["conf"]["name"].as_str().unwrap()), iso(&row["untilDate"]));
    let expected: Vec<_> = json(&root, file).as_array().unwrap().iter().map(row).collect();
    let closes = |listing: &Listing| listing.words.call_for_papers.clone().unwrap().closes.unwrap().text;
    let found: Vec<_> = read_as(&root, file, None).listings.iter().map(|l| (said(l).0, closes(l))).collect();
    assert_eq!(all(&root, file, Format::DevelopersEvents).len(), 3_039);
    assert!(agreement(file, &found, &expected) >= 99.0);
}

#[test]
fn feeds_that_tell_their_day_in_a_sentence_are_events() {
    let Some(root) = corpus() else { return };
    let events = json(&root, "lists/developers.events/all-events.json");
    let mut days: BTreeMap<(&str, String), Vec<String>> = BTreeMap::new();
    for row in events.as_array().unwrap() {
        let key = (row["hyperlink"].as_str().unwrap(), line(row["name"].as_str().unwrap()));
        days.entry(key).or_default().push(iso(&row["date"][0]));
    }
    // An address and a name may be those of several years' events: the entry's day is one of theirs.
    let day_of = |url: &str, name: &str, found: &str| {
        let days = days.get(&(url, name.to_owned())).map_or(&[][..], Vec::as_slice);
        days.iter().find(|day| *day == found).or(days.last()).cloned().unwrap_or_default()
    };
    let entries = json(&root, "expected/feedparser/feed-events.json");
    let expected = entries.as_array().unwrap().iter().map(|entry| line(entry["title"].as_str().unwrap()));
    let expected: Vec<String> = expected.collect();
    for (extension, format) in [("xml", Format::Atom), ("json", Format::JsonFeed)] {
        let file = format!("lists/developers.events/feed-events.{extension}");
        let found = all(&root, &file, format);
        assert_eq!(found.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>(), expected, "{file}");
        let links = entries.as_array().unwrap().iter().map(|entry| entry["link"].as_str().unwrap());
        let days = found.iter().zip(links).map(|((name, day), link)| (name.clone(), day_of(link, name, day)));
        let days: Vec<_> = days.collect();
        assert!(agreement(&file, &found, &days) >= 99.0);
    }
}

/// An entry that does not date its event is no event; its page is what is read next.
#[test]
fn entries_without_a_day_lead_to_their_pages() {
    let Some(root) = corpus() else { return };
    let file = "feeds/community-calendar-davis-latest.xml";
    let extraction = read_as(&root, file, None);
    let expected = json(&root, "expected/feedparser/community-calendar-davis-latest.json");
    let mut links: Vec<&str> = Vec::new();
    for entry in expected.as_array().unwrap() {
        let link = entry["link"].as_str().unwrap();
        if !links.contains(&link) {
            links.push(link);
        }
    }
    assert_eq!((extraction.format, extraction.listings.len()), (Some(Format::Rss), 0));
    let found: Vec<&str> = extraction.next_pages.iter().map(url::Url::as_str).collect();
    assert_eq!(found, links);

    let mut files = 0;
    for (file, count) in counts(&root, "feeds/feed-rs/") {
        if file.contains("/xml/") {
            continue;
        }
        let extraction = read_as(&root, &file, None);
        let written = text_of(&root, &file);
        let format = match &file {
            // The folders say what the suite is for, not always what a file is.
            _ if written.contains("<feed xmlns") || file.contains("/atom/") => Format::Atom,
            file if file.contains("/jsonfeed/") => Format::JsonFeed,
            _ => Format::Rss,
        };
        assert_eq!(extraction.format, Some(format), "{file}");
        let message = extraction.problems.first().map_or("", |problem| problem.message.as_str());
        let total =
            message.split(" of ").nth(1).and_then(|rest| rest.split(' ').next()?.parse().ok()).unwrap_or(0_usize);
        assert_eq!((extraction.listings.len(), total), (0, count), "{file}: {:?}", extraction.problems);
        files += 1;
    }
    println!("{files} feeds of a parser suite: as many entries in each as expected");
}

#[test]
fn ruby_lists_say_what_they_say() {
    let Some(root) = corpus() else { return };
    let file = "lists/ruby-conferences/conferences.yml";
    let written = text(&root, file);
    let names = written.lines().filter_map(|line| of_line(line, "name"));
    let days = written.lines().filter_map(|line| of_line(line, "start_date"));
    let expected: Vec<_> = names.zip(days).collect();
    assert!(agreement(file, &all(&root, file, Format::RubyConferences), &expected) >= 99.0);

    let prefix = "lists/rubyevents/";
    let mut expected = Vec::new();
    for (file, _) in counts(&root, prefix).into_iter().filter(|(_, count)| *count == 1) {
        let written = text(&root, &file);
        let field = |key: &str| written.lines().find_map(|line| of_line(line, key));
        expected.push((line(&field("title").unwrap()), field("start_date").unwrap_or_default()));
    }
    assert!(agreement(prefix, &all(&root, prefix, Format::RubyEvents), &expected) >= 99.0);
}

#[test]
fn ccf_deadlines_says_what_it_says() {
    let Some(root) = corpus() else { return };
    let prefix = "lists/ccf-deadlines/";
    let mut expected = Vec::new();
    for (file, _) in counts(&root, prefix) {
        let written = text(&root, &file);
        let title = written.lines().find_map(|line| of_line(line, "title")).unwrap();
        expected.extend(written.lines().filter_map(|line| of_line(line, "year")).map(|year| format!("{title} {year}")));
    }
    let found = all(&root, prefix, Format::CcfDeadlines);
    assert_eq!(found.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>(), expected);
    let is_day = |(_, day): &&(String, String)| day.parse::<chrono::NaiveDate>().is_ok();
    let undated: Vec<_> = found.iter().filter(|found| !is_day(found)).collect();
    println!("{prefix}: {} of {} with a day; without: {undated:?}", found.len() - undated.len(), found.len());
    assert!(undated.len() * 100 <= found.len() * 4, "{undated:?}");
    let acl = &read_as(&root, "lists/ccf-deadlines/AI/acl.yml", None).listings[4].words;
    let closes = acl.call_for_papers.clone().unwrap().closes.unwrap();
    assert_eq!((closes.text.as_str(), closes.zone.as_deref()), ("2026-01-05 23:59:59", Some("UTC-12")));
}

#[test]
fn plain_lists_say_what_they_say() {
    let Some(root) = corpus() else { return };
    let file = "lists/python-organizers/2025.csv";
    let expected: Vec<_> = text(&root, file)
        .lines()
        .skip(1)
        .filter_map(|row| {
            let day = row.split(',').find(|field| field.parse::<chrono::NaiveDate>().is_ok())?;
            let name = row.split_once(&format!(",{day}"))?.0;
            Some((name.trim_matches('"').replace("\"\"", "\""), day.to_owned()))
        })
        .collect();
    assert!(agreement(file, &all(&root, file, Format::EventsList), &expected) >= 99.0);

    for (file, format, list, name, day) in [
        ("lists/cron-quiles/manual_events.json", Format::EventsList, "", "title", "/dtstart"),
        ("api/tickettailor/events.json", Format::TicketTailor, "/data", "name", "/start/iso"),
    ] {
        let whole = json(&root, file);
        let row =
            |row: &Value| (line(row[name].as_str().unwrap()), row.pointer(day).unwrap().as_str().unwrap().to_owned());
        let expected: Vec<_> = whole.pointer(list).unwrap().as_array().unwrap().iter().map(row).collect();
        assert!(agreement(file, &all(&root, file, format), &expected) >= 99.0);
    }
}

/// Answers of other calendars and APIs that are lists like any other.
#[test]
fn other_lists_have_as_many_events_as_expected() {
    let Some(root) = corpus() else { return };
    let parts = ["api/bevy/", "api/calagator/", "api/city-scrapers/", "feeds/city-scrapers/"];
    let counted = parts.iter().flat_map(|part| counts(&root, part));
    let mut equal = 0;
    let mut differing = Vec::new();
    for (file, count) in counted {
        let found = read_as(&root, &file, Some(Format::EventsList)).listings.len();
        if found == count {
            equal += 1;
        } else {
            differing.push(format!("{file}: {found} of {count}"));
        }
    }
    // One list's rows have no names; one's names are those of committees, in fields of their own; one is counted by page.
    println!("{equal} lists equal; {differing:#?}");
    assert!(equal >= 11 && differing.len() <= 3, "{differing:#?}");
}

#[test]
fn this_week_in_rust_says_what_it_says() {
    let Some(root) = corpus() else { return };
    let prefix = "lists/this-week-in-rust/";
    let file = counts(&root, prefix)[0].0.clone();
    let written = text(&root, &file);
    let events = written.split("## Upcoming Events").nth(1).unwrap().split("## Jobs").next().unwrap();
    let lines: Vec<&str> = events.lines().filter(|line| line.trim_start().starts_with("* ")).collect();
    let name = |line: &str| line.split("[**").nth(1).unwrap().split("**]").next().unwrap().to_owned();
    let expected: Vec<_> = lines.chunks(2).map(|pair| (name(pair[1]), pair[0][2..12].to_owned())).collect();
    assert!(agreement(&file, &all(&root, prefix, Format::ThisWeekInRust), &expected) >= 99.0);
}

/// What is neither a list of events nor anything else we read stays unread.
#[test]
fn other_documents_are_no_lists() {
    let Some(root) = corpus() else { return };
    let mut read = 0;
    for part in ["expected", "recurrence", "bad-responses", "api/activitypub"] {
        for path in
            dump::files(&root.join(part)).into_iter().filter(|path| path.extension().is_some_and(|e| e == "json"))
        {
            let page = dump::page("https://example.org/", None, &std::fs::read(&path).unwrap());
            let extraction = extract(&page, None);
            if extraction.format == Some(Format::EventsList) {
                println!("{}: {} listings", path.display(), extraction.listings.len());
            }
            let is_events = part == "expected" || path.ends_with("gancio-event-activity.json");
            assert!(is_events || extraction.format != Some(Format::EventsList), "{}", path.display());
            read += 1;
        }
    }
    println!("{read} documents read");
}
