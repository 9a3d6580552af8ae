//! Ticket Tailor's API answers `GET /v1/events` with events whose times are told in five ways, whose truths are texts and
//! whose prices are in the smallest coin (<https://developers.tickettailor.com>).

use crate::decode::Content;
use crate::fields::{self, Fields};
use crate::reading::Reading;
use hobnob_domain::{Listing, OfferWords, PlaceWords, Words};
use serde_json::Value;
use url::Url;

/// So many ticket types of one event are kept.
const OFFERS_MAX: usize = 32;

/// Whether this is a list of Ticket Tailor's events.
pub(crate) fn fits(content: &Content<'_>, is_wanted: bool) -> bool {
    rows(content, is_wanted).is_some()
}

fn rows<'a>(content: &'a Content<'_>, is_wanted: bool) -> Option<&'a [Value]> {
    fields::rows(content.json()?.get("data")?, is_wanted, &["/object", "/name", "/start/iso", "/checkout_url"])
}

/// Reads every event that is for everybody.
pub(crate) fn read(content: &Content<'_>, reading: &mut Reading) {
    let base = &content.page.url;
    let is_public = |row: &&Value| {
        let event = Fields(row);
        // `hidden` only takes a sitting out of the shop's own list.
        !event.is("/private") && event.word("/status").as_deref() != Some("draft")
    };
    let rows = rows(content, true).unwrap_or_default();
    reading.rows(rows.iter().filter(is_public), |row| listing(row, base));
    let next = content.json().and_then(|answer| Fields(answer).link("/links/next", base));
    if let Some(next) = next.and_then(|next| Url::parse(&next).ok()) {
        reading.next_page(next);
    }
}

fn listing(event: Fields<'_>, base: &Url) -> Option<Listing> {
    let venue = event.at("/venue");
    let words = Words {
        name: Some(event.phrase("/name")?),
        description: event.prose("/description"),
        start: event.time("/start/iso"),
        end: event.time("/end/iso"),
        zone: event.word("/timezone"),
        mode: event.is("/online_event").then(|| "online".to_owned()),
        places: fields::places(PlaceWords {
            name: venue.phrase("/name"),
            postal_code: venue.phrase("/postal_code"),
            country: venue.phrase("/country"),
            ..PlaceWords::default()
        }),
        offers: offers(event),
        image_url: event.link("/images/header", base),
        ..Words::default()
    };
    // The page is the series'; what distinguishes a sitting is its checkout.
    let url = event.link("/checkout_url", base).filter(|_| event.word("/event_series_id").is_some());
    Some(Listing { key: event.word("/id")?, url: event.link("/url", base).or(url), words })
}

fn offers(event: Fields<'_>) -> Vec<OfferWords> {
    let currency = event.word("/currency").map(|currency| currency.to_ascii_uppercase());
    let offers = event.items("/ticket_types").iter().take(OFFERS_MAX).map(Fields).map(|ticket| OfferWords {
        name: ticket.phrase("/name"),
        price: ticket.number("/price").map(fields::from_cents),
        currency: currency.clone(),
        url: None,
    });
    offers.collect()
}
