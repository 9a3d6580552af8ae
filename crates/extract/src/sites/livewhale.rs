//! LiveWhale, a calendar of universities, answers `GET /live/json/events/…` with an array of events, or, as version 2, with
//! an object around it.

use crate::decode::Content;
use crate::fields::{self, Fields};
use crate::reading::Reading;
use hobnob_domain::{Listing, OfferWords, OrganizerWords, PlaceWords, TimeWords, Words};
use serde_json::Value;
use url::Url;

/// Whether this is a list of LiveWhale's events.
pub(crate) fn fits(content: &Content<'_>, is_wanted: bool) -> bool {
    rows(content, is_wanted).is_some()
}

fn rows<'a>(content: &'a Content<'_>, is_wanted: bool) -> Option<&'a [Value]> {
    let answer = content.json()?;
    let list = answer.get("data").unwrap_or(answer);
    let rows = fields::rows(list, is_wanted, &["/title", "/url", "/is_all_day"])?;
    let has_date = |row: &Value| ["/date_iso", "/date_utc", "/date_ts"].iter().any(|date| Fields(row).has(date));
    rows.first().is_none_or(has_date).then_some(rows)
}

/// Reads every event.
pub(crate) fn read(content: &Content<'_>, reading: &mut Reading) {
    let base = &content.page.url;
    reading.rows(rows(content, true).unwrap_or_default(), |row| listing(row, base));
    let next = content.json().and_then(|answer| Fields(answer).link("/links/next", base));
    if let Some(next) = next.and_then(|next| Url::parse(&next).ok()) {
        reading.next_page(next);
    }
}

fn listing(event: Fields<'_>, base: &Url) -> Option<Listing> {
    let words = Words {
        name: Some(event.phrase("/title")?),
        description: event.prose("/description").or_else(|| event.prose("/summary")),
        start: time(event, "date"),
        end: time(event, "date2"),
        zone: event.word("/timezone"),
        status: (event.is("/is_canceled") || event.is("/is_cancelled")).then(|| "cancelled".to_owned()),
        mode: event.is("/is_online").then(|| "online".to_owned()),
        places: fields::places(fields::placed(
            PlaceWords {
                text: event.phrase("/location"),
                name: event.phrase("/location_title").filter(|title| Some(title) != event.phrase("/location").as_ref()),
                ..PlaceWords::default()
            },
            event.point("/location_latitude", "/location_longitude"),
        )),
        join_url: event.link("/online_url", base),
        organizer: event.phrase("/group_title").map(|name| OrganizerWords { name: Some(name), url: None }),
        offers: event
            .word("/cost")
            .map(|cost| OfferWords { price: Some(cost), ..OfferWords::default() })
            .into_iter()
            .collect(),
        image_url: event.link("/thumbnail", base),
        keywords: event.keywords(&["/event_types", "/tags", "/categories"], &["/title", "/name"]),
        revised: event.time("/last_modified_iso"),
        ..Words::default()
    };
    Some(Listing { key: event.word("/id")?, url: event.link("/url", base), words })
}

/// A moment in whichever way it is told: with its offset, in UTC, as Unix time.
fn time(event: Fields<'_>, name: &str) -> Option<TimeWords> {
    let written = event.time(&format!("/{name}_iso"));
    if event.is("/is_all_day") {
        return event.day(&format!("/{name}_iso")).or_else(|| event.day(&format!("/{name}_utc")));
    }
    let utc = || event.time_in(&format!("/{name}_utc"), Some(&"UTC".to_owned()));
    written.or_else(utc).or_else(|| event.time(&format!("/{name}_ts")))
}
