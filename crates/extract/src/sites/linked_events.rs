//! Linked Events, the event register of Finnish cities, answers `GET /v1/event/?include=location,keywords` with events
//! whose texts are told in several languages, and with the address of the next page
//! (<https://dev.hel.fi/apis/linkedevents>). A recurring parent only spans its sittings, which are events of their own.

use super::paging;
use crate::decode::Content;
use crate::fields::{self, Fields};
use crate::reading::Reading;
use hobnob_domain::{Listing, OfferWords, OrganizerWords, PlaceWords, TimeWords, Words};
use serde_json::Value;
use url::Url;

/// So many offers of one event are kept.
const OFFERS_MAX: usize = 32;

/// Whether this is a list of such events.
pub(crate) fn fits(content: &Content<'_>, is_wanted: bool) -> bool {
    rows(content, is_wanted).is_some()
}

fn rows<'a>(content: &'a Content<'_>, is_wanted: bool) -> Option<&'a [Value]> {
    let answer = content.json()?;
    answer.pointer("/meta/count")?;
    fields::rows(answer.get("data")?, is_wanted, &["/name", "/start_time", "/event_status"])
}

/// Reads every event that is public.
pub(crate) fn read(content: &Content<'_>, reading: &mut Reading) {
    let base = &content.page.url;
    let tongue = Tongue { wanted: paging::parameter(base, "language") };
    let is_event = |row: &&Value| {
        let event = Fields(row);
        event.value("/super_event_type").as_str() != Some("recurring")
            && event.value("/publication_status").as_str() != Some("draft")
            && !event.is("/deleted")
    };
    let rows = rows(content, true).unwrap_or_default();
    reading.rows(rows.iter().filter(is_event), |row| listing(row, &tongue, base));
    let next = content.json().and_then(|answer| Fields(answer).link("/meta/next", base));
    if let Some(next) = next.and_then(|next| Url::parse(&next).ok()) {
        reading.next_page(next);
    }
}

/// The language in which texts are taken.
struct Tongue {
    wanted: Option<String>,
}

impl Tongue {
    /// The text in the wanted language, else in English, else in the first there is; a text that is no choice is taken.
    fn pick<'a>(&self, text: Fields<'a>) -> Fields<'a> {
        let Some(choice) = text.0.as_object() else { return text };
        let said =
            |language: &str| choice.get(language).filter(|text| text.as_str().is_some_and(|text| !text.is_empty()));
        let mut languages: Vec<&String> = choice.keys().collect();
        // The order must not hang on how the JSON parser keeps its maps.
        languages.sort();
        let first = languages.iter().find_map(|language| said(language));
        let picked = self.wanted.as_deref().and_then(said).or_else(|| said("en")).or(first);
        picked.map_or(Fields(&Value::Null), Fields)
    }
}

fn listing(event: Fields<'_>, tongue: &Tongue, base: &Url) -> Option<Listing> {
    let text = |name: &str| tongue.pick(event.at(name));
    let is_online =
        event.word("/location/@id").or_else(|| event.word("/location/id")).is_some_and(|id| id.contains("internet"));
    let words = Words {
        name: Some(text("/name").phrase("")?),
        description: text("/description").prose("").or_else(|| text("/short_description").prose("")),
        start: time(event, "start_time"),
        end: time(event, "end_time"),
        status: event.word("/event_status"),
        mode: is_online.then(|| "online".to_owned()),
        places: if is_online { Vec::new() } else { fields::places(place(event.at("/location"), tongue)) },
        organizer: text("/provider").phrase("").map(|name| OrganizerWords { name: Some(name), url: None }),
        offers: offers(event, tongue, base),
        is_free: event.items("/offers").iter().find_map(|offer| Fields(offer).truth("/is_free")),
        image_url: event.link("/images/0/url", base),
        keywords: keywords(event, tongue),
        language: languages(event),
        revised: event.time("/last_modified_time"),
        ..Words::default()
    };
    let url = text("/info_url").link("", base).or_else(|| event.link("/@id", base));
    Some(Listing { key: event.word("/id")?, url, words })
}

/// A moment, of which only the day counts where the register says so.
fn time(event: Fields<'_>, name: &str) -> Option<TimeWords> {
    let pointer = format!("/{name}");
    match event.truth(&format!("/has_{name}")) {
        Some(false) => event.day(&pointer),
        _ => event.time(&pointer),
    }
}

/// A place that was expanded; GeoJSON has the longitude first.
fn place(location: Fields<'_>, tongue: &Tongue) -> PlaceWords {
    let text = |name: &str| tongue.pick(location.at(name)).phrase("");
    let place = PlaceWords {
        name: text("/name"),
        address: text("/street_address"),
        locality: text("/address_locality"),
        region: location.phrase("/address_region"),
        country: location.phrase("/address_country"),
        postal_code: location.phrase("/postal_code"),
        ..PlaceWords::default()
    };
    fields::placed(place, location.point("/position/coordinates/1", "/position/coordinates/0"))
}

fn offers(event: Fields<'_>, tongue: &Tongue, base: &Url) -> Vec<OfferWords> {
    let offers = event.items("/offers").iter().take(OFFERS_MAX).map(Fields).map(|offer| OfferWords {
        name: tongue.pick(offer.at("/description")).phrase(""),
        price: tongue.pick(offer.at("/price")).word(""),
        currency: None,
        url: tongue.pick(offer.at("/info_url")).link("", base),
    });
    offers.filter(|offer| *offer != OfferWords::default()).collect()
}

fn keywords(event: Fields<'_>, tongue: &Tongue) -> Vec<String> {
    let names = event.items("/keywords").iter().map(|keyword| tongue.pick(Fields(keyword).at("/name")).0.clone());
    let names = Value::from_iter(names);
    Fields(&names).keywords(&[""], &[])
}

/// `fi` of `https://register.example/v1/language/fi/`.
fn languages(event: Fields<'_>) -> Option<String> {
    let ids = event.items("/in_language").iter().filter_map(|language| Fields(language).word("/@id"));
    let codes: Vec<String> =
        ids.take(8).filter_map(|id| id.trim_end_matches('/').rsplit('/').next().map(str::to_owned)).collect();
    (!codes.is_empty()).then(|| codes.join(","))
}
