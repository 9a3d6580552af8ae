//! One object of a page's state to one claim, by the names that such objects use.

use crate::formats::json_ld::node;
use crate::formats::same::Claim;
use crate::formats::same::start::Start;
use crate::{links, text};
use hobnob_domain::{Format, OrganizerWords, PlaceWords, Prose, TimeWords, Words};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use url::Url;

/// An object of a page's state.
type Node = Map<String, Value>;

/// Objects by what others call them.
pub(super) type References<'a> = BTreeMap<&'a str, &'a Node>;

const NAMES: [&str; 3] = ["title", "name", "headline"];
const STARTS: [&str; 13] = [
    "dateTime",
    "start_at",
    "startAt",
    "starts_at",
    "startsAt",
    "startDateTime",
    "start_datetime",
    "startDate",
    "start_date",
    "startTime",
    "start_time",
    "startUtc",
    "start",
];
const ENDS: [&str; 13] = [
    "endTime",
    "end_at",
    "endAt",
    "ends_at",
    "endsAt",
    "endDateTime",
    "end_datetime",
    "endDate",
    "end_date",
    "end_time",
    "endUtc",
    "end",
    "finish",
];
const ZONES: [&str; 4] = ["timezone", "timeZone", "time_zone", "tz"];
const LINKS: [&str; 7] = ["eventUrl", "event_url", "permalink", "canonicalUrl", "url", "link", "href"];
const PLACES: [&str; 6] = ["venue", "location", "place", "geo_address_info", "address", "geo_address_json"];

/// Whether an object says what it is called and when it starts.
pub(super) fn is_complete(node: &Node) -> bool {
    phrase(node, &NAMES).is_some() && time(node, &STARTS, None).is_some()
}

/// What an object says.
pub(super) fn claim(event: &Node, references: &References<'_>, base: &Url) -> Option<Claim> {
    let zone = word(event, &ZONES);
    let place = place(event, references);
    let url = LINKS.iter().find_map(|key| link(base, event.get(*key)?.as_str()?));
    let is_online = event.get("isOnline").or_else(|| event.get("is_online")).and_then(Value::as_bool);
    let mode = word(event, &["eventType", "location_type", "attendanceMode"]);
    let description = ["description", "description_short", "summary"].iter().find_map(|key| event.get(*key)?.as_str());
    let words = Words {
        name: phrase(event, &NAMES),
        description: description.and_then(text::prose).filter(|prose| !is_reference(prose)),
        start: Some(time(event, &STARTS, zone.as_deref())?),
        end: time(event, &ENDS, zone.as_deref()),
        zone,
        status: word(event, &["status", "eventStatus"]),
        mode: mode.or_else(|| is_online.filter(|is_online| *is_online).map(|_| "online".to_owned())),
        places: place.into_iter().collect(),
        organizer: organizer(event, references, base),
        image_url: image(event, references, base),
        ..Words::default()
    };
    let id = word(event, &["token", "api_id", "id", "slug"]).filter(|_| url.is_none());
    Some(Claim { syntax: Format::NextData, id, url, words })
}

fn is_reference(prose: &Prose) -> bool {
    matches!(prose, Prose::Plain(text) if text.starts_with('$'))
}

fn phrase(node: &Node, keys: &[&str]) -> Option<String> {
    keys.iter().find_map(|key| match node.get(*key)? {
        Value::String(written) => text::phrase(written),
        // Some wrap text: `{"text": "…", "html": "…"}`.
        Value::Object(inner) => inner.get("text").and_then(Value::as_str).and_then(text::phrase),
        _ => None,
    })
}

fn word(node: &Node, keys: &[&str]) -> Option<String> {
    keys.iter().find_map(|key| match node.get(*key)? {
        Value::String(written) => text::line(written, text::WORD_BYTES_MAX),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    })
}

/// A moment: ISO 8601, seconds or milliseconds since 1970, or an object with a local time and a zone.
fn time(node: &Node, keys: &[&str], zone: Option<&str>) -> Option<TimeWords> {
    keys.iter().find_map(|key| match node.get(*key)? {
        Value::String(written) => {
            let text = text::line(written, text::WORD_BYTES_MAX)?;
            // A zone beside a time that says its offset tells where it is, not when.
            Start::of(&text).has_day().then(|| TimeWords { text, zone: zone.map(str::to_owned) })
        }
        Value::Number(number) => {
            let text = number.as_u64()?.to_string();
            matches!(text.len(), 10 | 13).then(|| TimeWords { text, zone: zone.map(str::to_owned) })
        }
        Value::Object(inner) => {
            let zone = word(inner, &ZONES).or_else(|| zone.map(str::to_owned));
            time(inner, &["local", "dateTime", "date", "utc"], zone.as_deref())
        }
        _ => None,
    })
}

/// The object that a value is or refers to.
fn object<'a>(value: &'a Value, references: &References<'a>) -> Option<&'a Node> {
    let node = value.as_object()?;
    match node.get("__ref").and_then(Value::as_str) {
        Some(id) => references.get(id).copied(),
        None => Some(node),
    }
}

fn place(event: &Node, references: &References<'_>) -> Option<PlaceWords> {
    let values = PLACES.iter().filter_map(|key| event.get(*key));
    let mut place = PlaceWords::default();
    for value in values {
        match value {
            Value::String(written) if place == PlaceWords::default() => place.text = text::phrase(written),
            value => match object(value, references) {
                Some(node) => details(&mut place, node, references),
                None => continue,
            },
        }
        if place != PlaceWords::default() {
            break;
        }
    }
    point(&mut place, event.get("coordinate").and_then(Value::as_object));
    (place != PlaceWords::default()).then_some(place)
}

fn details(place: &mut PlaceWords, node: &Node, references: &References<'_>) {
    place.name = phrase(node, &["name", "title"]);
    let address = node.get("address").and_then(|address| object(address, references)).unwrap_or(node);
    place.text = phrase(address, &["full_address", "localized_address_display"]);
    place.address = phrase(address, &["address", "address1", "address_1", "streetAddress", "street"]);
    place.locality = phrase(address, &["city", "locality", "addressLocality", "town"]);
    place.region = phrase(address, &["state", "region", "addressRegion", "province"]);
    place.country = phrase(address, &["country", "country_code", "countryCode", "addressCountry"]);
    place.postal_code = phrase(address, &["postalCode", "postal_code", "zip", "zipCode"]);
    point(place, Some(node));
    point(place, node.get("geo").or_else(|| node.get("coordinates")).and_then(Value::as_object));
}

fn point(place: &mut PlaceWords, node: Option<&Node>) {
    let number = |keys: [&str; 3]| keys.iter().find_map(|key| node?.get(*key).and_then(node::number));
    let point = number(["latitude", "lat", "y"]).zip(number(["longitude", "lng", "lon"]));
    // 0, 0 is nobody's.
    let is_place = |(latitude, longitude): &(f64, f64)| {
        latitude.abs() <= 90.0 && longitude.abs() <= 180.0 && (*latitude != 0.0 || *longitude != 0.0)
    };
    if let (None, Some((latitude, longitude))) = (place.latitude, point.filter(is_place)) {
        place.latitude = Some(latitude);
        place.longitude = Some(longitude);
    }
}

fn organizer(event: &Node, references: &References<'_>, base: &Url) -> Option<OrganizerWords> {
    ["group", "organizer", "organiser", "host", "calendar", "organization"].iter().find_map(|key| {
        let node = object(event.get(*key)?, references)?;
        let name = phrase(node, &["name", "title"])?;
        let url = ["url", "link", "website"].iter().find_map(|key| link(base, node.get(*key)?.as_str()?));
        Some(OrganizerWords { name: Some(name), url })
    })
}

fn image(event: &Node, references: &References<'_>, base: &Url) -> Option<String> {
    ["cover_url", "coverUrl", "imageUrl", "image_url", "image", "featuredEventPhoto", "cover"].iter().find_map(|key| {
        let value = event.get(*key)?;
        let written = value.as_str().or_else(|| {
            let node = object(value, references)?;
            ["highResUrl", "url", "source", "src"].iter().find_map(|key| node.get(*key)?.as_str())
        });
        link(base, written?)
    })
}

/// A link; a bare word is the address of a page at the top of the site.
fn link(base: &Url, written: &str) -> Option<String> {
    let is_bare = !written.is_empty() && !written.contains(['/', ':', '.', ' ', '?', '#']);
    if is_bare { links::absolute(base, &format!("/{written}")) } else { links::absolute(base, written) }
}
