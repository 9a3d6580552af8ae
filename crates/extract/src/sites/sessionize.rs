//! Sessionize answers `GET /api/universal/open-cfps`, with a speaker's key, with the events that look for speakers. Days
//! of the event are inclusive; the call closes at an instant.

use crate::decode::Content;
use crate::fields::{self, Fields};
use crate::reading::Reading;
use hobnob_domain::{CallForPapersWords, Listing, OrganizerWords, PlaceWords, TimeWords, Words};
use serde_json::Value;
use url::Url;

/// Whether this is a list of Sessionize's calls.
pub(crate) fn fits(content: &Content<'_>, is_wanted: bool) -> bool {
    rows(content, is_wanted).is_some()
}

fn rows<'a>(content: &'a Content<'_>, is_wanted: bool) -> Option<&'a [Value]> {
    fields::rows(content.json()?, is_wanted, &["/name", "/cfpLink", "/cfpDates", "/eventDates"])
}

/// Reads every event that is no test.
pub(crate) fn read(content: &Content<'_>, reading: &mut Reading) {
    let base = &content.page.url;
    let rows = rows(content, true).unwrap_or_default();
    reading.rows(rows.iter().filter(|row| !Fields(row).is("/isTest")), |row| listing(row, base));
}

fn listing(event: Fields<'_>, base: &Url) -> Option<Listing> {
    let url = event.link("/website", base).or_else(|| event.link("/cfpLink", base));
    let words = Words {
        name: Some(event.phrase("/name")?),
        start: event.day("/eventDates/start"),
        end: event.day("/eventDates/end"),
        zone: event.word("/timezone/iana").or_else(|| event.word("/timezone/windows")),
        mode: event.is("/isOnline").then(|| "online".to_owned()),
        kind: Some(if event.is("/isUserGroup") { "meetup" } else { "conference" }.to_owned()),
        places: fields::places(place(event.at("/location"))),
        organizer: event.phrase("/organizer").map(|name| OrganizerWords { name: Some(name), url: None }),
        call_for_papers: call(event, base),
        ..Words::default()
    };
    Some(Listing { key: event.word("/eventId").or_else(|| url.clone())?, url, words })
}

fn place(location: Fields<'_>) -> PlaceWords {
    let place = PlaceWords {
        text: location.phrase("/full"),
        locality: location.phrase("/city"),
        region: location.phrase("/state"),
        country: location.phrase("/country"),
        ..PlaceWords::default()
    };
    let written = location.word("/coordinates").unwrap_or_default();
    let point = written.split_once(',').and_then(|(latitude, longitude)| {
        let pair = serde_json::json!([latitude.trim(), longitude.trim()]);
        Fields(&pair).point("/0", "/1")
    });
    fields::placed(place, point)
}

fn call(event: Fields<'_>, base: &Url) -> Option<CallForPapersWords> {
    let zone = event.word("/timezone/iana");
    let dates = event.at("/cfpDates");
    let time = |utc: &str, local: &str| -> Option<TimeWords> {
        dates.time_in(utc, Some(&"UTC".to_owned())).or_else(|| dates.time_in(local, zone.as_ref()))
    };
    let call = CallForPapersWords {
        opens: time("/startUtc", "/start"),
        closes: time("/endUtc", "/end"),
        url: event.link("/cfpLink", base),
    };
    (call != CallForPapersWords::default()).then_some(call)
}
