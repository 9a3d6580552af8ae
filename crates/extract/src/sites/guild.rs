//! Guild answers `GET /api/next/<group>/events/upcoming` with events behind a cursor, five at a time.

use super::paging;
use crate::decode::Content;
use crate::fields::{self, Fields};
use crate::reading::Reading;
use hobnob_domain::{Listing, OrganizerWords, PlaceWords, Words};
use serde_json::Value;
use url::Url;

/// Whether this is a list of Guild's events.
pub(crate) fn fits(content: &Content<'_>, is_wanted: bool) -> bool {
    rows(content, is_wanted).is_some()
}

fn rows<'a>(content: &'a Content<'_>, is_wanted: bool) -> Option<&'a [Value]> {
    let events = content.json()?.get("events")?;
    let is_answer = is_wanted || events.get("pageInfo").is_some();
    fields::rows(events.get("edges")?, is_answer, &["/node/name", "/node/startAt", "/node/timeZone"])
}

/// Reads every event that is listed.
pub(crate) fn read(content: &Content<'_>, reading: &mut Reading) {
    let base = &content.page.url;
    let is_public = |row: &&Value| Fields(row).word("/node/visibility").as_deref() != Some("UNLISTED");
    let rows = rows(content, true).unwrap_or_default();
    reading.rows(rows.iter().filter(is_public), |row| listing(row.at("/node"), base));
    let Some(page) = content.json().map(|answer| Fields(answer).at("/events/pageInfo")) else { return };
    if let Some(cursor) = page.written("/endCursor").filter(|_| page.is("/hasNextPage")) {
        reading.next_page(paging::with(base, "after", &cursor));
    }
}

fn listing(event: Fields<'_>, base: &Url) -> Option<Listing> {
    let url = ["/fullUrl", "/prettyUrl"].iter().find_map(|name| event.link(name, base));
    let address = event.at("/venue/address");
    let place = PlaceWords {
        name: event.phrase("/venue/name"),
        text: address.phrase("/label").or_else(|| address.phrase("")),
        ..PlaceWords::default()
    };
    let words = Words {
        name: Some(event.phrase("/name")?),
        description: event.prose("/description"),
        start: event.time("/startAt"),
        end: event.time("/endAt"),
        zone: event.word("/timeZone"),
        mode: mode(event).map(str::to_owned),
        // GeoJSON has the longitude first.
        places: fields::places(fields::placed(
            place,
            address.at("/location/geojson").point("/coordinates/1", "/coordinates/0"),
        )),
        organizer: event.phrase("/owner/name").map(|name| OrganizerWords { name: Some(name), url: None }),
        image_url: event.link("/uploadedSocialCard/url", base),
        ..Words::default()
    };
    Some(Listing { key: event.word("/id").or_else(|| event.word("/slug"))?, url, words })
}

/// A room, an address on the network, or both.
fn mode(event: Fields<'_>) -> Option<&'static str> {
    match (event.truth("/hasVenue")?, event.truth("/hasExternalUrl")?) {
        (true, true) => Some("hybrid"),
        (true, false) => Some("offline"),
        (false, true) => Some("online"),
        (false, false) => None,
    }
}
