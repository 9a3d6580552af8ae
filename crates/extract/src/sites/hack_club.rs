//! Hack Club answers `GET /api/events/upcoming` with an array of hackathons of high-school students.

use crate::decode::Content;
use crate::fields::{self, Fields};
use crate::reading::Reading;
use hobnob_domain::{Listing, PlaceWords, Words};
use serde_json::Value;
use url::Url;

/// Whether this is a list of Hack Club's hackathons.
pub(crate) fn fits(content: &Content<'_>, is_wanted: bool) -> bool {
    rows(content, is_wanted).is_some()
}

fn rows<'a>(content: &'a Content<'_>, is_wanted: bool) -> Option<&'a [Value]> {
    fields::rows(content.json()?, is_wanted, &["/name", "/website", "/start", "/virtual", "/hybrid"])
}

/// Reads every hackathon.
pub(crate) fn read(content: &Content<'_>, reading: &mut Reading) {
    let base = &content.page.url;
    reading.rows(rows(content, true).unwrap_or_default(), |row| listing(row, base));
}

fn listing(event: Fields<'_>, base: &Url) -> Option<Listing> {
    let mode = match (event.is("/hybrid"), event.is("/virtual")) {
        (true, _) => "hybrid",
        (false, true) => "online",
        (false, false) => "offline",
    };
    let place = PlaceWords {
        locality: event.phrase("/city"),
        region: event.phrase("/state"),
        country: event.phrase("/countryCode").or_else(|| event.phrase("/country")),
        ..PlaceWords::default()
    };
    let words = Words {
        name: Some(event.phrase("/name")?),
        start: event.time("/start"),
        end: event.time("/end"),
        mode: Some(mode.to_owned()),
        kind: Some("hackathon".to_owned()),
        places: if mode == "online" {
            Vec::new()
        } else {
            fields::places(fields::placed(place, event.point("/latitude", "/longitude")))
        },
        image_url: event.link("/banner", base).or_else(|| event.link("/logo", base)),
        ..Words::default()
    };
    let url = event.link("/website", base);
    Some(Listing { key: event.word("/id").or_else(|| url.clone())?, url, words })
}
