//! The last resort: a page whose Open Graph properties (ogp.me) say that it is an event, with a start that can be nothing
//! else. A page about anything else is none, however many dates it has.

use super::html::{Found, Html};
use super::same::Claim;
use super::same::start::Start;
use crate::reading::Reading;
use crate::{links, text};
use hobnob_domain::{Format, PlaceWords, TimeWords, Words};
use memchr::memmem;
use std::collections::BTreeMap;

/// So many properties of a page are looked at.
const PROPERTIES_MAX: usize = 200;

/// So many `<time>` elements may tell of the same start and end.
const TIMES_MAX: usize = 50;

const STARTS: [&str; 6] =
    ["event:start_time", "event:start_date", "event:start", "og:event:start_time", "og:start_time", "event:starts_at"];
const ENDS: [&str; 6] =
    ["event:end_time", "event:end_date", "event:end", "og:event:end_time", "og:end_time", "event:ends_at"];

/// Whether a property says that the page is an event.
pub(super) fn may_be_in(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_start = |at: usize| STARTS.iter().any(|name| text.get(at..).is_some_and(|rest| rest.starts_with(name)));
    memmem::find_iter(bytes, b"og:type").any(|at| {
        let tag = text.get(at..).unwrap_or_default();
        // The content may stand on either side of the name.
        let before = text.get(..at).and_then(|before| before.get(before.rfind('<')?..)).unwrap_or_default();
        let after = text::cut(tag, 256).split('>').next().unwrap_or_default();
        before.len() < 256 && (before.contains("event") || after.contains("event"))
    }) || memmem::find_iter(bytes, b"event:start").any(|at| is_start(at) || is_start(at.saturating_sub(3)))
        || memmem::find(bytes, b"og:start_time").is_some()
}

/// Finds the one event that the page is.
pub(super) fn find(html: &Html<'_>, _reading: &mut Reading) -> Found {
    Found { claims: claim(html).into_iter().collect(), ..Found::default() }
}

fn claim(html: &Html<'_>) -> Option<Claim> {
    let said = properties(html);
    let first = |names: &[&str]| names.iter().find_map(|name| said.get(*name));
    let name = first(&["og:title", "twitter:title"]).and_then(|name| text::phrase(name))?;
    let time = |written: &String| {
        let text = text::line(written, text::WORD_BYTES_MAX)?;
        Start::of(&text).has_day().then_some(TimeWords { text, zone: None })
    };
    let stated = first(&STARTS).and_then(time).map(|start| (start, first(&ENDS).and_then(time)));
    let is_event = said.get("og:type").is_some_and(|kind| is_event(kind));
    let (start, end) = stated.or_else(|| if is_event { only_times(html) } else { None })?;
    let link = |names: &[&str]| first(names).and_then(|written| links::absolute(&html.base, written));
    let words = Words {
        name: Some(name),
        description: first(&["og:description", "twitter:description", "description"])
            .and_then(|description| text::prose(description)),
        start: Some(start),
        end,
        places: place(&said).into_iter().collect(),
        image_url: link(&["og:image", "og:image:url", "twitter:image"]),
        ..Words::default()
    };
    Some(Claim { syntax: Format::OpenGraph, id: None, url: link(&["og:url"]), words })
}

/// `event`, `events.event`, `my_app:event`.
fn is_event(kind: &str) -> bool {
    kind.trim()
        .to_ascii_lowercase()
        .split([':', '.', '/'])
        .next_back()
        .is_some_and(|last| last == "event" || last == "events")
}

/// What the page says of itself, the first of each name.
fn properties(html: &Html<'_>) -> BTreeMap<String, String> {
    let metas = html.tree().elements().filter(|element| element.is_one_of(&["meta"])).take(PROPERTIES_MAX);
    let mut said = BTreeMap::new();
    for meta in metas {
        let name = meta.word("property").or_else(|| meta.word("name"));
        if let (Some(name), Some(content)) = (name, meta.word("content")) {
            said.entry(name.trim().to_ascii_lowercase()).or_insert_with(|| content.into_owned());
        }
    }
    said
}

/// Start and end, if all that the page marks as time is one moment or a pair side by side.
fn only_times(html: &Html<'_>) -> Option<(TimeWords, Option<TimeWords>)> {
    let mut times: Vec<(Start, String, Option<usize>)> = Vec::new();
    let marked = html.tree().elements().filter(|element| element.is_one_of(&["time"]));
    for (number, element) in marked.enumerate() {
        let written = element.word("datetime")?;
        let written = text::line(&written, text::WORD_BYTES_MAX)?;
        let start = Start::of(&written);
        if number >= TIMES_MAX || !start.has_day() {
            return None;
        }
        if !times.iter().any(|(known, ..)| known.is_same(&start)) {
            times.push((start, written, element.parent().map(|parent| parent.at())));
        }
    }
    let words = |text: &String| TimeWords { text: text.clone(), zone: None };
    match times.as_slice() {
        [(_, only, _)] => Some((words(only), None)),
        [(_, first, a), (_, second, b)] if a == b => Some((words(first), Some(words(second)))),
        _ => None,
    }
}

fn place(said: &BTreeMap<String, String>) -> Option<PlaceWords> {
    let phrase = |names: [&str; 3]| {
        let written = names.iter().find_map(|name| said.get(*name));
        written.and_then(|written| text::phrase(written))
    };
    let number = |names: [&str; 2]| names.iter().find_map(|name| said.get(*name)?.trim().parse::<f64>().ok());
    let point =
        number(["place:location:latitude", "og:latitude"]).zip(number(["place:location:longitude", "og:longitude"]));
    let point = point.filter(|(latitude, longitude)| latitude.abs() <= 90.0 && longitude.abs() <= 180.0);
    let place = PlaceWords {
        text: phrase(["event:location", "event:venue", "og:location"]),
        address: phrase(["og:street-address", "business:contact_data:street_address", "place:street_address"]),
        locality: phrase(["og:locality", "business:contact_data:locality", "place:locality"]),
        region: phrase(["og:region", "business:contact_data:region", "place:region"]),
        country: phrase(["og:country-name", "business:contact_data:country_name", "place:country"]),
        postal_code: phrase(["og:postal-code", "business:contact_data:postal_code", "place:postal_code"]),
        latitude: point.map(|(latitude, _)| latitude),
        longitude: point.map(|(_, longitude)| longitude),
        name: None,
    };
    (place != PlaceWords::default()).then_some(place)
}
