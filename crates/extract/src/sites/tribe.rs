//! The Events Calendar, a plugin of WordPress, answers `GET /wp-json/tribe/events/v1/events` with events and the address
//! of the next page; how many a page has is the server's choice, whatever was asked for. Names have their entities
//! escaped. A post keeps its id when its date moves.

use crate::decode::Content;
use crate::fields::{self, Fields};
use crate::reading::Reading;
use hobnob_domain::{Listing, OfferWords, OrganizerWords, PlaceWords, Words};
use serde_json::Value;
use url::Url;

const MARKS: [&str; 3] = ["/title", "/start_date", "/rest_url"];

/// Whether this is a list of the plugin's events, or one of them.
pub(crate) fn fits(content: &Content<'_>, is_wanted: bool) -> bool {
    rows(content, is_wanted).is_some()
}

fn rows<'a>(content: &'a Content<'_>, is_wanted: bool) -> Option<&'a [Value]> {
    let answer = content.document()?;
    if MARKS.iter().all(|mark| answer.pointer(mark).is_some()) && !answer.is_array() {
        return Some(std::slice::from_ref(answer));
    }
    let is_answer = is_wanted || answer.get("total_pages").is_some() && answer.get("rest_url").is_some();
    fields::rows(answer.get("events")?, is_answer, &MARKS)
}

/// Reads every event.
pub(crate) fn read(content: &Content<'_>, reading: &mut Reading) {
    let base = &content.page.url;
    let rows = rows(content, true).unwrap_or_default();
    let is_public =
        |row: &&Value| !matches!(Fields(row).word("/status").as_deref(), Some("draft" | "trash" | "private"));
    let zone = zone_of_list(rows);
    reading.rows(rows.iter().filter(is_public), |row| listing(row, zone.as_ref(), base));
    let next = content.document().and_then(|answer| Fields(answer).link("/next_rest_url", base));
    if let Some(next) = next.and_then(|next| Url::parse(&next).ok()) {
        reading.next_page(next);
    }
}

/// What WordPress writes until somebody chooses a zone. Times are the town's all the same.
const UNSET: &str = "UTC+0";

/// The zone that all events name which name one of a place.
fn zone_of_list(rows: &[Value]) -> Option<String> {
    let mut zones = rows.iter().filter_map(|row| Fields(row).word("/timezone")).filter(|zone| is_of_place(zone));
    let first = zones.next()?;
    zones.all(|zone| zone == first).then_some(first)
}

fn is_of_place(zone: &str) -> bool {
    zone.contains('/') && !zone.starts_with("Etc/")
}

/// The zone of an event; where none was chosen, that of its venue or of the other events.
fn zone(event: Fields<'_>, of_list: Option<&String>) -> Option<String> {
    let own = event.word("/timezone")?;
    if own != UNSET {
        return Some(own);
    }
    let of_venue = venue(event).word("/timezone").filter(|zone| is_of_place(zone));
    of_venue.or_else(|| of_list.cloned()).or(Some(own))
}

/// The venue; some versions give a list of them.
fn venue(event: Fields<'_>) -> Fields<'_> {
    event.items("/venue").first().map_or_else(|| event.at("/venue"), Fields)
}

fn listing(event: Fields<'_>, of_list: Option<&String>, base: &Url) -> Option<Listing> {
    let zone = zone(event, of_list);
    let time = |pointer| if event.is("/all_day") { event.day(pointer) } else { event.time_in(pointer, zone.as_ref()) };
    let id = event.word("/id")?;
    let url = event.link("/url", base);
    let words = Words {
        name: Some(event.phrase("/title")?),
        description: event.prose("/description"),
        start: time("/start_date"),
        end: time("/end_date"),
        mode: event.is("/is_virtual").then(|| "online".to_owned()),
        places: fields::places(place(venue(event))),
        join_url: event.link("/virtual_url", base),
        organizer: organizer(event, base),
        offers: offers(event),
        image_url: event.link("/image/url", base),
        keywords: event.keywords(&["/categories", "/tags"], &["/name"]),
        revised: event.time_in("/modified_utc", Some(&"UTC".to_owned())),
        ..Words::default()
    };
    Some(Listing { key: id, url, words })
}

fn place(venue: Fields<'_>) -> PlaceWords {
    let place = PlaceWords {
        name: venue.phrase("/venue"),
        address: venue.phrase("/address"),
        locality: venue.phrase("/city"),
        region: ["/state", "/stateprovince", "/province"].iter().find_map(|name| venue.phrase(name)),
        country: venue.phrase("/country"),
        postal_code: venue.phrase("/zip"),
        ..PlaceWords::default()
    };
    fields::placed(place, venue.point("/geo_lat", "/geo_lng"))
}

fn organizer(event: Fields<'_>, base: &Url) -> Option<OrganizerWords> {
    let first = event.at("/organizer/0");
    let name = first.phrase("/organizer")?;
    Some(OrganizerWords { name: Some(name), url: first.link("/website", base).or_else(|| first.link("/url", base)) })
}

fn offers(event: Fields<'_>) -> Vec<OfferWords> {
    let price = event.word("/cost_details/values/0").filter(|_| event.items("/cost_details/values").len() == 1);
    let currency = event.word("/cost_details/currency_code").filter(|_| price.is_some());
    let written = event.word("/cost");
    let price = if currency.is_some() { price.or(written) } else { written.or(price) };
    price.map(|price| vec![OfferWords { price: Some(price), currency, ..OfferWords::default() }]).unwrap_or_default()
}
