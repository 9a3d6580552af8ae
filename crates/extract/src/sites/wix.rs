//! Wix Events: the pages carry their events for their own scripts (`wix-warmup-data`), and nowhere else.

use crate::decode::Content;
use crate::embedded;
use crate::fields::{self, Fields};
use crate::links;
use crate::reading::Reading;
use hobnob_domain::{Listing, OfferWords, PlaceWords, Words};
use memchr::memmem;
use serde_json::Value;
use std::collections::BTreeMap;
use url::Url;

/// How deep events may stand in the data.
const DEPTH_MAX: usize = 12;

/// So many links to events are remembered.
const LINKS_MAX: usize = 2_000;

/// The longest link, in bytes.
const LINK_BYTES_MAX: usize = 500;

/// Whether a page has such data with events in it.
pub(crate) fn fits(content: &Content<'_>, is_wanted: bool) -> bool {
    let has = |what: &str| memmem::find(content.text().as_bytes(), what.as_bytes()).is_some();
    content.first() == Some(b'<') && has("wix-warmup-data") && (is_wanted || has("\"scheduling\""))
}

/// Reads every event that is no draft.
pub(crate) fn read(content: &Content<'_>, reading: &mut Reading) {
    let Some(data) = embedded::script(content.text(), "wix-warmup-data") else {
        return reading.incomplete("the page's data (wix-warmup-data) can't be read");
    };
    let mut events = Vec::new();
    collect(&data, 0, &mut events);
    let mut seen = std::collections::BTreeSet::new();
    events.retain(|event| seen.insert(Fields(event).word("/id")) && status(Fields(event)) != Some("draft"));
    let pages = pages(content.text(), &content.page.url);
    reading.rows(events, |event| listing(event, &pages, &content.page.url));
}

/// All objects that have a schedule and a title, in the order of the data.
fn collect<'a>(value: &'a Value, depth: usize, events: &mut Vec<&'a Value>) {
    if depth > DEPTH_MAX {
        return;
    }
    match value {
        Value::Object(fields) if fields.contains_key("scheduling") && fields.contains_key("title") => {
            events.push(value)
        }
        Value::Object(fields) => fields.values().for_each(|value| collect(value, depth + 1, events)),
        Value::Array(values) => values.iter().for_each(|value| collect(value, depth + 1, events)),
        _ => {}
    }
}

/// The pages of events that the page links to, by their last part.
fn pages(text: &str, base: &Url) -> BTreeMap<String, String> {
    let links = memmem::find_iter(text.as_bytes(), b"href=\"").filter_map(|at| {
        let rest = text.get(at + 6..)?;
        let written = rest.get(..rest.bytes().take(LINK_BYTES_MAX).position(|byte| byte == b'"')?)?;
        let url = links::resolved(base, written).filter(|url| url.path().contains("event"))?;
        Some((url.path_segments()?.next_back()?.to_owned(), String::from(url)))
    });
    links.take(LINKS_MAX).collect()
}

/// States are told by number or by name.
fn status(event: Fields<'_>) -> Option<&'static str> {
    match event.word("/status")?.to_ascii_uppercase().as_str() {
        "3" | "CANCELED" => Some("cancelled"),
        "4" | "DRAFT" => Some("draft"),
        _ => None,
    }
}

fn listing(event: Fields<'_>, pages: &BTreeMap<String, String>, base: &Url) -> Option<Listing> {
    let schedule = event.at("/scheduling/config");
    let zone = schedule.word("/timeZoneId");
    let slug = event.word("/slug");
    let is_decided = !schedule.is("/scheduleTbd");
    let is_online = matches!(event.word("/location/type").as_deref(), Some("1" | "ONLINE"));
    let words = Words {
        name: Some(event.phrase("/title")?),
        description: event.prose("/description").or_else(|| event.prose("/about")),
        start: schedule.time_in("/startDate", zone.as_ref()).filter(|_| is_decided),
        end: schedule.time_in("/endDate", zone.as_ref()).filter(|_| is_decided && !schedule.is("/endDateHidden")),
        status: status(event).map(str::to_owned),
        mode: is_online.then(|| "online".to_owned()),
        places: if is_online { Vec::new() } else { fields::places(place(event.at("/location"))) },
        offers: offers(event, base),
        image_url: event.link("/mainImage/url", base),
        keywords: event.keywords(&["/categories"], &["/name"]),
        language: event.word("/language"),
        revised: event.time("/modified"),
        ..Words::default()
    };
    let page = slug.as_ref().and_then(|slug| pages.get(slug).cloned());
    Some(Listing { key: event.word("/id").or(slug)?, url: page, words })
}

fn place(location: Fields<'_>) -> PlaceWords {
    let address = location.at("/fullAddress");
    let place = PlaceWords {
        text: address.phrase("/formattedAddress").or_else(|| location.phrase("/address")),
        name: location.phrase("/name"),
        locality: address.phrase("/city"),
        country: address.phrase("/country"),
        postal_code: address.phrase("/postalCode"),
        ..PlaceWords::default()
    };
    let point = location.point("/coordinates/lat", "/coordinates/lng");
    fields::placed(place, point.or_else(|| address.point("/geocode/latitude", "/geocode/longitude")))
}

fn offers(event: Fields<'_>, base: &Url) -> Vec<OfferWords> {
    let cheapest = event.at("/registration/ticketing/lowestTicketPrice");
    let external = event.link("/registration/external/registration", base);
    let offer =
        OfferWords { price: cheapest.word("/amount"), currency: cheapest.word("/currency"), url: external, name: None };
    if offer == OfferWords::default() { Vec::new() } else { vec![offer] }
}
