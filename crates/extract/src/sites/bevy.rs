//! Bevy runs the chapters of Google's developer groups, CNCF and others. Its event pages say all in JSON-LD, and that is
//! where suggestions lead, since its robots.txt closes `/api/`; a list of that API is read where an operator has one.

use crate::decode::Content;
use crate::fields::{self, Fields};
use crate::reading::Reading;
use hobnob_domain::{Listing, OrganizerWords, PlaceWords, Words};
use serde_json::Value;
use url::Url;

/// Fields of which a row has at least one; which of them was for the asker to say.
const MARKS: [&str; 5] =
    ["/chapter_title", "/audience_type", "/event_type_title", "/cohost_registration_url", "/chapter"];

/// Whether this is a list of Bevy's events.
pub(crate) fn fits(content: &Content<'_>, is_wanted: bool) -> bool {
    rows(content, is_wanted).is_some()
}

fn rows<'a>(content: &'a Content<'_>, is_wanted: bool) -> Option<&'a [Value]> {
    let answer = content.json()?;
    let is_answer = is_wanted || answer.pointer("/pagination/page_size").is_some();
    let rows = fields::rows(answer.get("results")?, is_answer, &["/title", "/start_date"])?;
    rows.first().is_none_or(|row| MARKS.iter().any(|mark| Fields(row).has(mark))).then_some(rows)
}

/// Reads every event that is not hidden.
pub(crate) fn read(content: &Content<'_>, reading: &mut Reading) {
    let base = &content.page.url;
    let rows = rows(content, true).unwrap_or_default();
    let is_public =
        |row: &&Value| !Fields(row).is("/is_hidden") && Fields(row).word("/status").as_deref() != Some("Draft");
    reading.rows(rows.iter().filter(is_public), |row| listing(row, base));
    let next = content.json().and_then(|answer| Fields(answer).link("/links/next", base));
    if let Some(next) = next.and_then(|next| Url::parse(&next).ok()) {
        reading.next_page(next);
    }
}

fn listing(event: Fields<'_>, base: &Url) -> Option<Listing> {
    let url = ["/url", "/static_url", "/cohost_registration_url"].iter().find_map(|name| event.link(name, base));
    let mode = event.word("/audience_type");
    // What may be joined online is only said beside a mode: the flag `is_virtual_event` is on for rooms with walls, too.
    let is_online = mode.as_deref().is_some_and(|mode| mode != "IN_PERSON");
    let words = Words {
        name: Some(event.phrase("/title")?),
        description: event.prose("/description").or_else(|| event.prose("/description_short")),
        start: event.time("/start_date_iso").or_else(|| event.time("/start_date")),
        end: event.time("/end_date_iso").or_else(|| event.time("/end_date")),
        zone: event.word("/event_timezone"),
        status: event.word("/status"),
        mode,
        kind: event.phrase("/event_type_title"),
        places: fields::places(place(event)),
        join_url: event.link("/join_virtual_event_url", base).filter(|_| is_online),
        organizer: organizer(event, base),
        image_url: ["/picture", "/cropped_picture_url", "/banner"].iter().find_map(|name| event.link(name, base)),
        keywords: event.keywords(&["/tags"], &["/name"]),
        ..Words::default()
    };
    let key = event.word("/id").or_else(|| url.clone())?;
    Some(Listing { key, url, words })
}

fn place(event: Fields<'_>) -> PlaceWords {
    PlaceWords {
        name: event.phrase("/venue_name"),
        address: event.phrase("/venue_address"),
        locality: event.phrase("/venue_city").or_else(|| event.phrase("/chapter/city")),
        postal_code: event.phrase("/venue_zip_code"),
        country: event.phrase("/chapter/country_name").or_else(|| event.phrase("/chapter/country")),
        ..PlaceWords::default()
    }
}

fn organizer(event: Fields<'_>, base: &Url) -> Option<OrganizerWords> {
    let name = event.phrase("/chapter_title").or_else(|| event.phrase("/chapter/title"))?;
    Some(OrganizerWords { name: Some(name), url: event.link("/chapter/url", base) })
}
