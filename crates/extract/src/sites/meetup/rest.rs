//! Answers of Meetup's REST API as archives and mirrors keep them: Unix milliseconds, the group's coordinates beside the
//! venue's.

use crate::fields::{self, Fields};
use hobnob_domain::{Listing, OrganizerWords, PlaceWords, Words};
use serde_json::Value;
use url::Url;

/// The events of an answer: one, a list, or a list in `results`.
pub(super) fn events(answer: &Value, is_wanted: bool) -> Option<&[Value]> {
    let marks = ["/name", "/time", "/group/urlname"];
    if answer.is_object() && marks.iter().all(|mark| Fields(answer).has(mark)) {
        return Some(std::slice::from_ref(answer));
    }
    fields::rows(answer.get("results").unwrap_or(answer), is_wanted && answer.is_array(), &marks)
}

/// The listing of an event.
pub(super) fn listing(event: Fields<'_>, base: &Url) -> Option<Listing> {
    let venue = event.at("/venue");
    let place = PlaceWords {
        name: venue.phrase("/name"),
        address: venue.phrase("/address_1"),
        locality: venue.phrase("/city"),
        region: venue.phrase("/state"),
        country: venue.phrase("/country"),
        postal_code: venue.phrase("/zip"),
        ..PlaceWords::default()
    };
    let words = Words {
        name: Some(event.phrase("/name")?),
        description: event.prose("/description"),
        start: event.time("/time"),
        duration: milliseconds(event),
        zone: event.word("/group/timezone"),
        status: event.word("/status"),
        mode: event.is("/is_online_event").then(|| "online".to_owned()),
        places: fields::places(fields::placed(place, venue.point("/lat", "/lon"))),
        organizer: event.phrase("/group/name").map(|name| OrganizerWords {
            name: Some(name),
            url: event.word("/group/urlname").map(|urlname| format!("https://www.meetup.com/{urlname}/")),
        }),
        keywords: event.keywords(&["/group/topics"], &["/name"]),
        ..Words::default()
    };
    let url = event.link("/event_url", base).or_else(|| event.link("/link", base));
    Some(Listing { key: event.word("/id")?, url, words })
}

/// A duration in milliseconds, as ISO 8601.
fn milliseconds(event: Fields<'_>) -> Option<String> {
    let minutes = event.number("/duration").filter(|duration| *duration > 0.0)? / 60_000.0;
    Some(format!("PT{minutes:.0}M"))
}
