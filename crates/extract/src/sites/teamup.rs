//! Teamup's API answers `GET /{calendar}/events?startDate=…&endDate=…`, with a token, with every sitting in that time
//! (<https://apidocs.teamup.com>): a series is told as its sittings, so its rule is not followed once more.

use crate::decode::Content;
use crate::fields::{self, Fields};
use crate::reading::Reading;
use hobnob_domain::{Listing, OrganizerWords, PlaceWords, Words};
use serde_json::Value;
use url::Url;

/// Whether this is a list of Teamup's events.
pub(crate) fn fits(content: &Content<'_>, is_wanted: bool) -> bool {
    rows(content, is_wanted).is_some()
}

fn rows<'a>(content: &'a Content<'_>, is_wanted: bool) -> Option<&'a [Value]> {
    fields::rows(content.json()?.get("events")?, is_wanted, &["/title", "/start_dt", "/all_day"])
}

/// Reads every sitting.
pub(crate) fn read(content: &Content<'_>, reading: &mut Reading) {
    let base = &content.page.url;
    reading.rows(rows(content, true).unwrap_or_default(), |row| listing(row, base));
}

fn listing(event: Fields<'_>, base: &Url) -> Option<Listing> {
    let zone = event.word("/tz");
    let time = |pointer| if event.is("/all_day") { event.day(pointer) } else { event.time_in(pointer, zone.as_ref()) };
    let (start, end) = (time("/start_dt"), time("/end_dt"));
    // The midnight that ends the last day belongs to the next.
    let ends_at_midnight = event.word("/end_dt").is_some_and(|end| end.contains("T00:00:00"));
    let words = Words {
        name: Some(event.phrase("/title")?),
        description: event.prose("/notes"),
        end_is_exclusive: event.is("/all_day") && ends_at_midnight && start != end,
        start,
        end,
        places: fields::places(PlaceWords { text: event.phrase("/location"), ..PlaceWords::default() }),
        organizer: event.phrase("/who").map(|name| OrganizerWords { name: Some(name), url: None }),
        revised: event.time("/update_dt"),
        ..Words::default()
    };
    Some(Listing { key: event.word("/id")?, url: event.link("/link", base), words })
}
