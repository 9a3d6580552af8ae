//! The official cases of microformats, property by property.

use super::structured::{moment, told_by};
use super::{dump, json, read};
use hobnob_domain::{Format, Listing, PlaceWords, Prose};
use serde_json::Value;
use std::fmt::Debug;
use std::path::Path;

/// Where the suite is.
pub(crate) const SUITE: &str = "microformats/microformats-v2";

/// What differs from what is expected.
#[derive(Default)]
struct Differences(Vec<String>);

impl Differences {
    fn compare<T: PartialEq + Debug>(&mut self, what: &str, found: &T, expected: &T) {
        if found != expected {
            self.0.push(format!("{what}: {found:?}, expected {expected:?}"));
        }
    }
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

fn compare_event(properties: &Value, listing: &Listing, out: &mut Differences) {
    let words = &listing.words;
    let known = ["name", "url", "start", "end", "location", "description"];
    let unknown: Vec<&String> =
        properties.as_object().unwrap().keys().filter(|name| !known.contains(&name.as_str())).collect();
    out.compare("properties that are not compared", &unknown, &Vec::new());
    out.compare("name", &words.name, &said(properties, "name"));
    let url = said(properties, "url").or_else(|| listing.url.clone());
    out.compare("url", &listing.url, &url);
    let starts = words.start.iter().chain(&words.dates).map(|time| time.text.clone());
    let mut expected: Vec<String> = Vec::new();
    for start in properties["start"].as_array().into_iter().flatten().map(|start| start.as_str().unwrap()) {
        if !expected.iter().any(|known| moment(known) == moment(start)) {
            expected.push(start.to_owned());
        }
    }
    out.compare("start", &starts.collect::<Vec<_>>(), &expected);
    out.compare("end", &words.end.as_ref().map(|end| end.text.clone()), &said(properties, "end"));
    let description = words.description.as_ref().map(|prose| match prose {
        Prose::Plain(text) | Prose::Html(text) => text.clone(),
    });
    out.compare("description", &description, &said(properties, "description"));
    let place = words.places.first().cloned().unwrap_or_default();
    if let Some(location) = properties.get("location").map(|location| &location[0]) {
        let inner = &location["properties"];
        let name = inner.get("name").map_or_else(|| said(properties, "location"), |_| said(inner, "name"));
        out.compare("location", &place.name.clone().or(place.text.clone()), &name);
        compare_place(inner, &place, out);
    } else {
        out.compare("locations", &words.places, &Vec::new());
    }
}

fn compare_place(inner: &Value, place: &PlaceWords, out: &mut Differences) {
    let fields = [
        ("street-address", &place.address),
        ("locality", &place.locality),
        ("region", &place.region),
        ("postal-code", &place.postal_code),
        ("country-name", &place.country),
    ];
    for (name, ours) in fields {
        out.compare(name, ours, &said(inner, name));
    }
    let number = |name: &str| said(inner, name).map(|number| number.parse::<f64>().unwrap());
    let geo = said(inner, "geo").or_else(|| said(inner, "name").filter(|name| name.contains(';')));
    let mut geo =
        geo.iter().flat_map(|geo| geo.trim_start_matches("geo:").split(';')).map(|number| number.parse::<f64>());
    let latitude = number("latitude").or_else(|| geo.next()?.ok());
    let longitude = number("longitude").or_else(|| geo.next()?.ok());
    out.compare("coordinates", &(place.latitude, place.longitude), &(latitude, longitude));
}

/// The event cases, each with what differs: events, and the events within reviews.
pub(crate) fn event_cases(root: &Path) -> Vec<(String, Vec<String>)> {
    let mut cases = Vec::new();
    for directory in ["h-event", "h-review-aggregate"] {
        for file in dump::files(&root.join("html").join(SUITE).join(directory)) {
            let name = format!("{directory}/{}", file.file_stem().unwrap().to_str().unwrap());
            let differing = event_case(root, &file, &name);
            cases.push((name, differing));
        }
    }
    cases
}

fn event_case(root: &Path, file: &Path, name: &str) -> Vec<String> {
    let extraction = read(file, None);
    let mut out = Differences::default();
    out.compare("format", &extraction.format, &Some(Format::Microformats));
    let expectation = root.join("expected").join(SUITE).join(format!("{name}.json"));
    if expectation.is_file() {
        let expectation = json(&expectation);
        let mut expected = Vec::new();
        h_events(&expectation["items"], &mut expected);
        out.compare("events", &extraction.listings.len(), &expected.len());
        for (event, listing) in expected.iter().zip(&extraction.listings) {
            compare_event(event, listing, &mut out);
        }
    } else {
        // Its expectation is not at hand; the page has one event, with a name and a start.
        let dated: Vec<bool> = extraction.listings.iter().map(|listing| told_by(listing).1.is_some()).collect();
        out.compare("events with a start", &dated, &vec![true]);
    }
    out.0
}

/// What differs between a place as it was read and as the suite says.
pub(crate) fn place_differences(inner: &Value, place: &PlaceWords) -> Vec<String> {
    let mut out = Differences::default();
    compare_place(inner, place, &mut out);
    out.0
}
