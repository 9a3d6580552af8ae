//! Localist, the calendar of many universities, answers `GET /api/2/events?days=90` with events that have instances
//! (<https://developer.localist.com/doc/api>). Each instance is a listing, as it is an event of its own in Localist's
//! calendar feed, whose UID it shares.

use super::paging;
use crate::decode::Content;
use crate::fields::{self, Fields};
use crate::reading::Reading;
use hobnob_domain::{Listing, OfferWords, OrganizerWords, PlaceWords, TimeWords, Words};
use serde_json::Value;
use url::Url;

/// Whether this is a list of Localist's events.
pub(crate) fn fits(content: &Content<'_>, is_wanted: bool) -> bool {
    rows(content, is_wanted).is_some()
}

fn rows<'a>(content: &'a Content<'_>, is_wanted: bool) -> Option<&'a [Value]> {
    let is_empty_list = content.json()?.pointer("/page/size").is_some();
    fields::rows(
        content.json()?.get("events")?,
        is_wanted || is_empty_list,
        &["/event/title", "/event/event_instances"],
    )
}

/// Reads every instance of every event.
pub(crate) fn read(content: &Content<'_>, reading: &mut Reading) {
    let base = &content.page.url;
    for event in rows(content, true).unwrap_or_default() {
        let event = Fields(event).at("/event");
        let instances = event.items("/event_instances");
        reading.rows(instances, |instance| listing(event, instance.at("/event_instance"), base));
    }
    let Some(answer) = content.json().map(Fields) else { return };
    if let Some((page, pages)) = answer.number("/page/current").zip(answer.number("/page/total"))
        && page < pages
    {
        reading.next_page(paging::with(base, "page", &format!("{:.0}", page + 1.0)));
    }
}

fn listing(event: Fields<'_>, instance: Fields<'_>, base: &Url) -> Option<Listing> {
    let is_all_day = instance.is("/all_day");
    let time = |pointer| if is_all_day { instance.day(pointer) } else { instance.time(pointer) };
    let id = instance.word("/id")?;
    let words = Words {
        // As the calendar feed has it.
        uid: Some(format!("tag:localist.com,2008:EventInstance_{id}")),
        name: Some(event.phrase("/title")?),
        description: event.prose("/description_text").or_else(|| event.prose("/description")),
        start: time("/start"),
        end: time("/end"),
        status: event.word("/status"),
        mode: event.word("/experience"),
        places: fields::places(place(event)),
        join_url: event.link("/stream_url", base),
        organizer: organizer(event, base),
        offers: offers(event, base),
        is_free: event.truth("/free"),
        image_url: event.link("/photo_url", base),
        keywords: event.keywords(&["/keywords", "/tags", "/filters/event_types", "/filters/event_topic"], &["/name"]),
        revised: event.word("/updated_at").map(|text| TimeWords { text, zone: None }),
        ..Words::default()
    };
    let url = event.link("/localist_url", base).or_else(|| event.link("/url", base));
    Some(Listing { key: format!("EventInstance_{id}"), url, words })
}

fn place(event: Fields<'_>) -> PlaceWords {
    let geo = event.at("/geo");
    let room = event.phrase("/room_number");
    let name = event.phrase("/location_name").or_else(|| event.phrase("/location"));
    let place = PlaceWords {
        name: name.map(|name| room.map_or_else(|| name.clone(), |room| format!("{name}, {room}"))),
        address: geo.phrase("/street").or_else(|| event.phrase("/address")),
        locality: geo.phrase("/city"),
        region: geo.phrase("/state"),
        country: geo.phrase("/country"),
        postal_code: geo.phrase("/zip"),
        ..PlaceWords::default()
    };
    fields::placed(place, geo.point("/latitude", "/longitude"))
}

fn organizer(event: Fields<'_>, base: &Url) -> Option<OrganizerWords> {
    let first = event.at("/groups/0");
    let first = if first.has("/name") { first } else { event.at("/departments/0") };
    let name = first.phrase("/name").or_else(|| event.at("/filters/departments/0").phrase("/name"))?;
    Some(OrganizerWords { name: Some(name), url: first.link("/localist_url", base) })
}

fn offers(event: Fields<'_>, base: &Url) -> Vec<OfferWords> {
    let price = event.word("/ticket_cost");
    let url = event.link("/ticket_url", base);
    let is_offer = price.is_some() || url.is_some();
    if is_offer { vec![OfferWords { price, url, ..OfferWords::default() }] } else { Vec::new() }
}
