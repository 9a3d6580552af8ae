//! The parts of an XML entry that tell of an event: the event module, xCal, Google's `gd:when`, and what calendars of
//! their own write, whatever the prefix, under the names that lists use too.

use crate::rows::Row;
use crate::xml::Element;
use hobnob_domain::Words;
use serde_json::{Map, Value};
use url::Url;

/// Prefixes in the order they are believed; all others come after.
const FIRST: [&str; 2] = ["ev:", "xcal:"];

/// Prefixes that tell of the entry, not of an event.
const OTHERS: [&str; 9] =
    ["dc:", "dcterms:", "content:", "atom:", "media:", "itunes:", "slash:", "wfw:", "feedburner:"];

/// What plain elements of entries are called that tell of an event.
const PLAIN: [&str; 12] = [
    "start",
    "startdate",
    "start_date",
    "dtstart",
    "end",
    "enddate",
    "end_date",
    "dtend",
    "eventdate",
    "event_date",
    "location",
    "status",
];

/// What an entry's extensions say of an event; none if nothing dates it.
pub(crate) fn event(entry: &Element, base: &Url) -> Option<Words> {
    let mut fields = Map::new();
    for prefix in FIRST {
        entry.children.iter().for_each(|child| take(child, child.name.strip_prefix(prefix), &mut fields));
    }
    for child in &entry.children {
        let is_other = OTHERS.iter().any(|prefix| child.name.starts_with(prefix));
        let local = child.name.split_once(':').map(|(_, local)| local);
        let plain = PLAIN.contains(&child.name.as_str()).then_some(child.name.as_str());
        take(child, local.filter(|_| !is_other).or(plain), &mut fields);
    }
    if let Some(point) = entry.text_of("georss:point") {
        let mut numbers = point.split_whitespace().map(|number| Value::String(number.to_owned()));
        fields.insert("lat".to_owned(), numbers.next().unwrap_or_default());
        fields.insert("long".to_owned(), numbers.next().unwrap_or_default());
    }
    let row = Row::of(&fields);
    if !row.has_start() {
        return None;
    }
    let words = row.words(base);
    let kind = words.kind.clone().or_else(|| row.phrase(&["type"]));
    Some(Words { kind, ..words })
}

/// Notes a field under its local name, unless one that is believed more has said it.
fn take(element: &Element, local: Option<&str>, fields: &mut Map<String, Value>) {
    let Some(local) = local else { return };
    let mut note = |name: &str, text: &str| {
        if !text.trim().is_empty() {
            fields.entry(name.to_owned()).or_insert_with(|| Value::String(text.trim().to_owned()));
        }
    };
    match local {
        "when" => {
            note("start", element.attribute("starttime").unwrap_or_default());
            note("end", element.attribute("endtime").unwrap_or_default());
        }
        "where" => note("location", element.attribute("valuestring").unwrap_or(&element.text)),
        "summary" => note("name", &element.whole_text()),
        local => note(local, &element.whole_text()),
    }
}
