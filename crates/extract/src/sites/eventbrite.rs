//! Eventbrite's API v3 answers `GET /v3/organizers/{id}/events/?expand=venue` (and its like for venues, organizations and
//! series) with events, 50 a page whatever was asked for (<https://www.eventbrite.com/platform/api>). A series is a
//! parent, which spans all its sittings and is passed over, and one event for each sitting.

use super::paging;
use crate::decode::Content;
use crate::fields::{self, Fields};
use crate::reading::Reading;
use hobnob_domain::{Listing, OfferWords, OrganizerWords, PlaceWords, Words};
use serde_json::Value;
use url::Url;

const MARKS: [&str; 4] = ["/name/text", "/start/local", "/start/timezone", "/url"];

/// Whether this is a list of Eventbrite's events, or one of them.
pub(crate) fn fits(content: &Content<'_>, is_wanted: bool) -> bool {
    rows(content, is_wanted).is_some()
}

fn rows<'a>(content: &'a Content<'_>, is_wanted: bool) -> Option<&'a [Value]> {
    let answer = content.json()?;
    if !answer.is_array() && MARKS.iter().all(|mark| answer.pointer(mark).is_some()) {
        return Some(std::slice::from_ref(answer));
    }
    let is_answer = is_wanted || answer.pointer("/pagination/object_count").is_some();
    fields::rows(answer.get("events")?, is_answer, &MARKS)
}

/// Reads every event that is for everybody.
pub(crate) fn read(content: &Content<'_>, reading: &mut Reading) {
    let base = &content.page.url;
    let is_public = |row: &&Value| {
        let event = Fields(row);
        !event.is("/is_series_parent")
            && event.truth("/listed") != Some(false)
            && event.word("/status").as_deref() != Some("draft")
    };
    let rows = rows(content, true).unwrap_or_default();
    reading.rows(rows.iter().filter(is_public), |row| listing(row, base));
    if let Some(next) = content.json().and_then(|answer| next_page(Fields(answer).at("/pagination"), base)) {
        reading.next_page(next);
    }
}

fn next_page(pagination: Fields<'_>, base: &Url) -> Option<Url> {
    if !pagination.is("/has_more_items") {
        return None;
    }
    match pagination.written("/continuation") {
        Some(continuation) => Some(paging::with(&paging::without(base, "page"), "continuation", &continuation)),
        None => Some(paging::with(base, "page", &format!("{:.0}", pagination.number("/page_number")? + 1.0))),
    }
}

fn listing(event: Fields<'_>, base: &Url) -> Option<Listing> {
    let time = |side: &str| {
        let at = event.at(side);
        at.time_in("/local", at.word("/timezone").as_ref())
    };
    let words = Words {
        name: Some(event.phrase("/name/text")?),
        description: event.prose("/description/html").or_else(|| event.prose("/summary")),
        start: time("/start"),
        end: time("/end").filter(|_| !event.is("/hide_end_date")),
        status: event.word("/status"),
        mode: event.is("/online_event").then(|| "online".to_owned()),
        kind: event.phrase("/format/short_name"),
        places: fields::places(place(event.at("/venue"))),
        organizer: event
            .phrase("/organizer/name")
            .map(|name| OrganizerWords { name: Some(name), url: event.link("/organizer/url", base) }),
        offers: offers(event),
        is_free: event.truth("/is_free"),
        image_url: event.link("/logo/original/url", base).or_else(|| event.link("/logo/url", base)),
        keywords: event.phrase("/category/short_name").into_iter().collect(),
        revised: event.time("/changed"),
        ..Words::default()
    };
    Some(Listing { key: event.word("/id")?, url: event.link("/url", base), words })
}

fn place(venue: Fields<'_>) -> PlaceWords {
    let address = venue.at("/address");
    let place = PlaceWords {
        name: venue.phrase("/name"),
        address: fields::joined([address.phrase("/address_1"), address.phrase("/address_2")]),
        locality: address.phrase("/city"),
        region: address.phrase("/region"),
        country: address.phrase("/country"),
        postal_code: address.phrase("/postal_code"),
        ..PlaceWords::default()
    };
    let point = address.point("/latitude", "/longitude").or_else(|| venue.point("/latitude", "/longitude"));
    fields::placed(place, point)
}

fn offers(event: Fields<'_>) -> Vec<OfferWords> {
    let cheapest = event.at("/ticket_availability/minimum_ticket_price");
    let Some(price) = cheapest.word("/major_value") else { return Vec::new() };
    vec![OfferWords { price: Some(price), currency: cheapest.word("/currency"), ..OfferWords::default() }]
}
