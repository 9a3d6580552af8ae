//! Events in the pages of a corpus, in every syntax, against what reference readers found: precision and recall by name
//! and start for each set of pages, and the official cases of microformats property by property.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    reason = "a test that can't go on should stop"
)]

mod measure;

use hobnob_domain::{Format, Listing, Prose};
use hobnob_extract::extract;
use measure::structured::{SETS, told_by};
use measure::{corpus, dump, json, microformats, read};
use std::path::PathBuf;

#[test]
fn every_event_of_the_reference_readers_is_found_and_no_other() {
    let Some(root) = corpus() else { return };
    for (set, events) in SETS {
        let score = measure::structured::score(&root, set);
        let (precision, recall) = score.precision_recall();
        println!("{set}: {} events found, precision {precision:.4}, recall {recall:.4}", score.found);
        let none = Vec::<String>::new();
        assert_eq!((&score.missed, &score.invented, score.found), (&none, &none, events), "{set}");
    }
}

/// RDFa has no expectation of its own; the same example in JSON-LD says what is in it.
#[test]
fn every_example_in_rdfa_says_what_it_says_in_another_syntax() {
    let Some(root) = corpus() else { return };
    let counts = json(&root.join("COUNTS.json"));
    let mut compared = 0;
    for file in dump::files(&root.join("html/schemaorg")) {
        let Some(stem) = file.to_str().and_then(|file| file.strip_suffix(".rdfa.html")) else { continue };
        let within = format!("html/schemaorg/{}", file.file_name().unwrap().to_str().unwrap());
        let extraction = read(&file, None);
        assert_eq!(extraction.format, Some(Format::Rdfa), "{within}");
        let in_json = counts[&within.replace(".rdfa.", ".json.")]["by"]["json-ld"]["all"].as_u64();
        // What was counted in RDFa leaves out the courses that JSON-LD counts.
        let expected = counts[&within]["by"]["rdfa"]["all"].as_u64().or(in_json).unwrap();
        assert_eq!(extraction.listings.len() as u64, expected, "{within}");
        let twin = PathBuf::from(format!("{stem}.microdata.html"));
        if twin.is_file() {
            let starts = |listings: &[Listing]| listings.iter().map(|listing| told_by(listing).1).collect::<Vec<_>>();
            assert_eq!(starts(&extraction.listings), starts(&read(&twin, None).listings), "{within}");
            compared += 1;
        }
    }
    assert_eq!(compared, 13);
}

/// It marks up nothing, but a link adds its event to a calendar.
#[test]
fn a_page_that_offers_its_event_to_a_calendar_tells_it_so() {
    let Some(root) = corpus() else { return };
    let extraction = read(&root.join("html/city-scrapers/city-scrapers/chi_schools.html"), None);
    assert_eq!(extraction.format, Some(Format::AddToCalendar));
    let told = extraction.listings.first().map(|listing| &listing.words).unwrap();
    assert_eq!(told.name.as_deref(), Some("CPS Board Meeting"));
    assert_eq!(told.start.as_ref().map(|start| start.text.as_str()), Some("20191120T163000Z"));
}

#[test]
fn pages_without_structured_events_have_none() {
    let Some(root) = corpus() else { return };
    let counts = json(&root.join("COUNTS.json"));
    let counts = counts.as_object().unwrap().iter().filter(|(file, count)| {
        let is_plain =
            file.starts_with("html/city-scrapers/") || file.starts_with("html/extruct/") || file.contains("no-events");
        is_plain && file.ends_with(".html") && count["events"] == 0
    });
    let mut pages = 0;
    let mut invented = Vec::new();
    for (file, _) in counts {
        let extraction = read(&root.join(file), None);
        pages += 1;
        // A site may be read by a reader of its own.
        let is_syntax = matches!(
            extraction.format,
            Some(
                Format::JsonLd
                    | Format::Microdata
                    | Format::Rdfa
                    | Format::Microformats
                    | Format::NextData
                    | Format::OpenGraph
            )
        );
        if is_syntax && !extraction.listings.is_empty() {
            invented.push(format!("{file}: {}", extraction.listings.len()));
        }
    }
    assert_eq!((pages, invented), (54, Vec::new()));
}

/// Events, and the events within reviews.
#[test]
fn every_event_case_of_the_microformats_suite_is_read() {
    let Some(root) = corpus() else { return };
    let cases = microformats::event_cases(&root);
    assert_eq!(cases.len(), 10);
    let differing: Vec<_> = cases.into_iter().filter(|(_, differing)| !differing.is_empty()).collect();
    assert_eq!(differing, []);
}

/// The suite's addresses and coordinates, as the location of an event.
#[test]
fn every_place_of_the_microformats_suite_can_be_a_location() {
    let Some(root) = corpus() else { return };
    let suite = microformats::SUITE;
    let mut cases = 0;
    for directory in ["h-adr", "h-geo"] {
        for file in dump::files(&root.join("html").join(suite).join(directory)) {
            let name = format!("{directory}/{}", file.file_stem().unwrap().to_str().unwrap());
            let expectation = root.join("expected").join(suite).join(format!("{name}.json"));
            if !expectation.is_file() {
                continue;
            }
            let expectation = json(&expectation);
            let page = std::fs::read_to_string(&file).unwrap();
            let place = page.split_inclusive("</p>").next().unwrap();
            let place = place.replace(&format!("\"{directory}\""), &format!("\"p-location {directory}\""));
            let page = format!("<div class=\"h-event\"><p class=\"p-name\">x</p><div>{place}</div></div>");
            let extraction = extract(&dump::page("https://example.org/", None, page.as_bytes()), None);
            assert_eq!(extraction.listings.len(), 1, "{name}");
            let inner = &expectation["items"][0]["properties"];
            let differing = microformats::place_differences(inner, &extraction.listings[0].words.places[0]);
            assert_eq!(differing, Vec::<String>::new(), "{name}");
            cases += 1;
        }
    }
    assert_eq!(cases, 10);
}

#[test]
fn a_meetup_page_says_what_its_state_says() {
    let Some(root) = corpus() else { return };
    let expected = json(&root.join("expected/platforms/meetup-event-with-next-data.json"));
    let page = root.join("html/platforms/meetup-event-with-next-data.html");
    let [listing] = &read(&page, Some(Format::NextData)).listings[..] else { panic!("one event") };
    let words = &listing.words;
    assert_eq!(words.name.as_deref(), expected["name"].as_str());
    assert_eq!(listing.url.as_deref(), expected["url"].as_str());
    assert_eq!(words.places[0].address.as_deref(), Some("1720 W 4th Ave Unit B"));
    let start = &words.start.as_ref().unwrap().text;
    assert_eq!(start.get(..19), expected["start"].as_str());
    let minutes = |time: &str| chrono::DateTime::parse_from_rfc3339(time).unwrap().timestamp() / 60;
    let length = minutes(&words.end.as_ref().unwrap().text) - minutes(start);
    assert_eq!(Some(length), expected["duration_minutes"].as_i64());
    assert_eq!(
        words
            .description
            .iter()
            .filter(|prose| matches!(prose, Prose::Plain(text) | Prose::Html(text)
        if text.starts_with(expected["description_startswith"].as_str().unwrap())))
            .count(),
        1
    );
}
