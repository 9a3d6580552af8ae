//! Events in the pages of a corpus, in every syntax, against what reference readers found: precision and recall by name
//! and start for each set of pages, and the official cases of microformats property by property.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    reason = "a test that can't go on should stop"
)]

mod dump;

use hobnob_domain::{Extraction, Format, Listing, Prose, text};
use hobnob_extract::extract;
use serde_json::Value;
use std::path::{Path, PathBuf};

#[expect(clippy::disallowed_methods, reason = "tests find the corpus by it")]
fn corpus() -> Option<PathBuf> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/corpus");
    let root = PathBuf::from(std::env::var("HOBNOB_CORPUS").unwrap_or_else(|_| beside.to_owned()));
    let is_there = root.join("COUNTS.json").is_file();
    assert!(is_there || std::env::var_os("HOBNOB_REQUIRE_STORIES").is_none(), "the corpus is required");
    if !is_there {
        println!("skipped: no corpus");
    }
    is_there.then_some(root)
}

fn json(file: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap()
}

fn read(file: &Path, format: Option<Format>) -> Extraction {
    let name = file.file_name().unwrap().to_str().unwrap().replace(' ', "%20");
    extract(&dump::page(&format!("https://example.org/{name}"), None, &std::fs::read(file).unwrap()), format)
}

/// The first of what may be a list.
fn first(value: &Value) -> Option<&str> {
    value.as_str().or_else(|| value.as_array()?.first()?.as_str())
}

/// A moment in one spelling: `2026-05-01 18:00:00-0700`.
fn moment(text: &str) -> String {
    let text = text.trim().replacen(['T', 't'], " ", 1).replace(".000", "");
    let (date, time) = text.split_once(' ').unwrap_or((&text, ""));
    let at = time.find(['+', '-', 'Z']).unwrap_or(time.len());
    let (clock, offset) = time.split_at(at);
    let clock = clock.replace(':', "");
    let clock = if clock.len() == 4 { format!("{clock}00") } else { clock };
    let offset = offset.replace(':', "");
    let offset = if offset.len() == 3 { format!("{offset}00") } else { offset };
    format!("{} {clock}{offset}", date.replace('-', ""))
}

type Told = (Option<String>, Option<String>);

fn told(name: Option<&str>, start: Option<&str>) -> Told {
    // Names in JSON-LD may have references, which are decoded by then.
    let name = name.map(|name| scraper::Html::parse_fragment(name).root_element().text().collect::<String>());
    (name.map(|name| text::folded(&name)), start.map(moment))
}

fn told_by(listing: &Listing) -> Told {
    let start = listing.words.start.as_ref().map(|start| start.text.as_str());
    (listing.words.name.as_deref().map(text::folded), start.map(moment))
}

/// What an expectation says: the events of the first syntax whose starts can be read, which is what a reader of several
/// should believe.
fn expected(expectation: &Value) -> Vec<Told> {
    let syntaxes = ["json-ld", "microdata", "h-event"].map(|syntax| expectation[syntax].as_array());
    let events: Vec<Vec<Told>> = syntaxes
        .into_iter()
        .flatten()
        .map(|events| {
            let told = |event: &Value| {
                told(first(&event["name"]), first(&event["startDate"]).or_else(|| first(&event["start"])))
            };
            events.iter().map(told).collect()
        })
        .collect();
    let is_broken = |(_, start): &Told| start.as_ref().is_some_and(|start| start.matches(['-', ':']).count() > 2);
    let readable = events.iter().find(|events| !events.iter().any(is_broken));
    readable.or(events.first()).cloned().unwrap_or_default()
}

#[derive(Default)]
struct Score {
    found: usize,
    missed: Vec<String>,
    invented: Vec<String>,
}

impl Score {
    fn add(&mut self, file: &str, expected: Vec<Told>, listings: &[Listing]) {
        let mut left: Vec<Told> = listings.iter().map(told_by).collect();
        for event in expected {
            // An event that is repeated starts when its schedule says, which reference readers don't look at.
            let is_it = |told: &Told| *told == event || (event.1.is_none() && told.0 == event.0);
            match left.iter().position(is_it) {
                Some(at) => {
                    left.remove(at);
                    self.found += 1;
                }
                None => self.missed.push(format!("{file}: {event:?}")),
            }
        }
        self.invented.extend(left.iter().map(|told| format!("{file}: {told:?}")));
    }

    fn print(&self, set: &str) {
        let share =
            |other: usize| if self.found + other == 0 { 1.0 } else { self.found as f64 / (self.found + other) as f64 };
        println!(
            "{set}: {} events found, precision {:.4}, recall {:.4}",
            self.found,
            share(self.invented.len()),
            share(self.missed.len())
        );
    }
}

/// How many events each set has; all of them are found, and no other.
const SETS: [(&str, usize); 5] =
    [("calagator", 9), ("city-scrapers", 13), ("extruct", 77), ("platforms", 34), ("schemaorg", 57)];

#[test]
fn every_event_of_the_reference_readers_is_found_and_no_other() {
    let Some(root) = corpus() else { return };
    for (set, events) in SETS {
        let mut score = Score::default();
        for expectation in dump::files(&root.join("expected/structured").join(set)) {
            let within = expectation.strip_prefix(root.join("expected/structured")).unwrap().with_extension("html");
            let extraction = read(&root.join("html").join(&within), None);
            score.add(within.to_str().unwrap(), expected(&json(&expectation)), &extraction.listings);
        }
        score.print(set);
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

/// The h-events among items and what is in them.
fn h_events<'a>(items: &'a Value, found: &mut Vec<&'a Value>) {
    match items {
        Value::Array(items) => items.iter().for_each(|item| h_events(item, found)),
        Value::Object(item) => {
            if item.get("type").is_some_and(|types| types.as_array().unwrap().iter().any(|name| name == "h-event")) {
                found.push(&items["properties"]);
            }
            item.values().for_each(|value| h_events(value, found));
        }
        _ => {}
    }
}

/// What a property of the suite says, in one line.
fn said(properties: &Value, name: &str) -> Option<String> {
    let value = properties.get(name)?.get(0)?;
    let text = value.as_str().or_else(|| value["value"].as_str())?;
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn check_event(file: &str, properties: &Value, listing: &Listing) {
    let words = &listing.words;
    let known = ["name", "url", "start", "end", "location", "description"];
    let names: Vec<&String> = properties.as_object().unwrap().keys().collect();
    assert!(names.iter().all(|name| known.contains(&name.as_str())), "{file}: {names:?} are compared");
    assert_eq!(words.name, said(properties, "name"), "{file}");
    let url = said(properties, "url").unwrap_or_else(|| listing.url.clone().unwrap());
    assert_eq!(listing.url.as_deref(), Some(url.as_str()), "{file}");
    let starts = words.start.iter().chain(&words.dates).map(|time| time.text.clone());
    let mut expected: Vec<String> = Vec::new();
    for start in properties["start"].as_array().into_iter().flatten().map(|start| start.as_str().unwrap()) {
        if !expected.iter().any(|known| moment(known) == moment(start)) {
            expected.push(start.to_owned());
        }
    }
    assert_eq!(starts.collect::<Vec<_>>(), expected, "{file}");
    assert_eq!(words.end.as_ref().map(|end| end.text.clone()), said(properties, "end"), "{file}");
    let description = words.description.as_ref().map(|prose| match prose {
        Prose::Plain(text) | Prose::Html(text) => text.clone(),
    });
    assert_eq!(description, said(properties, "description"), "{file}");
    let place = words.places.first().cloned().unwrap_or_default();
    if let Some(location) = properties.get("location").map(|location| &location[0]) {
        let inner = &location["properties"];
        let name = inner.get("name").map_or_else(|| said(properties, "location"), |_| said(inner, "name"));
        assert_eq!(place.name.clone().or(place.text.clone()), name, "{file}");
        check_place(file, inner, &place);
    } else {
        assert_eq!(words.places, [], "{file}");
    }
}

fn check_place(file: &str, inner: &Value, place: &hobnob_domain::PlaceWords) {
    let fields = [
        ("street-address", &place.address),
        ("locality", &place.locality),
        ("region", &place.region),
        ("postal-code", &place.postal_code),
        ("country-name", &place.country),
    ];
    for (name, ours) in fields {
        assert_eq!(*ours, said(inner, name), "{file}: {name}");
    }
    let number = |name: &str| said(inner, name).map(|number| number.parse::<f64>().unwrap());
    let geo = said(inner, "geo").or_else(|| said(inner, "name").filter(|name| name.contains(';')));
    let mut geo =
        geo.iter().flat_map(|geo| geo.trim_start_matches("geo:").split(';')).map(|number| number.parse::<f64>());
    let latitude = number("latitude").or_else(|| geo.next()?.ok());
    let longitude = number("longitude").or_else(|| geo.next()?.ok());
    assert_eq!((place.latitude, place.longitude), (latitude, longitude), "{file}");
}

/// Events, and the events within reviews.
#[test]
fn every_event_case_of_the_microformats_suite_is_read() {
    let Some(root) = corpus() else { return };
    let suite = "microformats/microformats-v2";
    let mut cases = 0;
    for directory in ["h-event", "h-review-aggregate"] {
        for file in dump::files(&root.join("html").join(suite).join(directory)) {
            let name = format!("{directory}/{}", file.file_stem().unwrap().to_str().unwrap());
            let extraction = read(&file, None);
            assert_eq!(extraction.format, Some(Format::Microformats), "{name}");
            let expectation = root.join("expected").join(suite).join(format!("{name}.json"));
            if expectation.is_file() {
                let expectation = json(&expectation);
                let mut expected = Vec::new();
                h_events(&expectation["items"], &mut expected);
                assert_eq!(extraction.listings.len(), expected.len(), "{name}");
                expected
                    .iter()
                    .zip(&extraction.listings)
                    .for_each(|(event, listing)| check_event(&name, event, listing));
            } else {
                // Its expectation is not at hand; the page has one event, with a name and a start.
                assert_eq!(
                    extraction.listings.iter().map(|l| told_by(l).1.is_some()).collect::<Vec<_>>(),
                    [true],
                    "{name}"
                );
            }
            cases += 1;
        }
    }
    assert_eq!(cases, 10);
}

/// The suite's addresses and coordinates, as the location of an event.
#[test]
fn every_place_of_the_microformats_suite_can_be_a_location() {
    let Some(root) = corpus() else { return };
    let suite = "microformats/microformats-v2";
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
            check_place(&name, &expectation["items"][0]["properties"], &extraction.listings[0].words.places[0]);
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
