//! Indico, the event manager of research, answers `GET /export/categ/{ids}.json?from=today` with meetings, lectures and
//! conferences: date, time and zone of a moment stand apart (<https://docs.getindico.io/en/stable/http-api/>).

use super::paging;
use crate::decode::Content;
use crate::fields::{self, Fields};
use crate::reading::Reading;
use hobnob_domain::{Listing, PlaceWords, TimeWords, Words};
use serde_json::Value;
use url::Url;

/// Whether this is an export of Indico's.
pub(crate) fn fits(content: &Content<'_>, is_wanted: bool) -> bool {
    rows(content, is_wanted).is_some()
}

fn rows<'a>(content: &'a Content<'_>, is_wanted: bool) -> Option<&'a [Value]> {
    let answer = content.json()?;
    let is_answer = is_wanted || answer.get("_type").and_then(Value::as_str) == Some("HTTPAPIResult");
    fields::rows(answer.get("results")?, is_answer, &["/title", "/startDate/date", "/startDate/tz"])
}

/// Reads every event. An export that is as long as was asked for goes on.
pub(crate) fn read(content: &Content<'_>, reading: &mut Reading) {
    let base = &content.page.url;
    let rows = rows(content, true).unwrap_or_default();
    reading.rows(rows, |row| listing(row, base));
    let number = |name| paging::parameter(base, name).and_then(|number| number.parse::<usize>().ok());
    if let Some(limit) = number("limit").filter(|limit| *limit > 0 && rows.len() >= *limit) {
        let offset = number("offset").unwrap_or(0).saturating_add(limit);
        reading.next_page(paging::with(base, "offset", &offset.to_string()));
    }
}

fn listing(event: Fields<'_>, base: &Url) -> Option<Listing> {
    let url = event.link("/url", base);
    let words = Words {
        name: Some(event.phrase("/title")?),
        description: event.prose("/description"),
        start: time(event.at("/startDate")),
        end: time(event.at("/endDate")),
        zone: event.word("/timezone"),
        kind: kind(event),
        places: fields::places(PlaceWords {
            name: fields::joined([
                event.phrase("/roomFullname").or_else(|| event.phrase("/room")),
                event.phrase("/location"),
            ]),
            text: event.phrase("/address"),
            ..PlaceWords::default()
        }),
        keywords: event.keywords(&["/keywords"], &[]),
        language: event.word("/language"),
        revised: time(event.at("/modificationDate")),
        ..Words::default()
    };
    Some(Listing { key: event.word("/id").or_else(|| url.clone())?, url, words })
}

/// `2026-03-01T10:00:00` of its parts.
fn time(parts: Fields<'_>) -> Option<TimeWords> {
    let date = parts.word("/date")?;
    let text = parts.word("/time").map_or_else(|| date.clone(), |time| format!("{date}T{time}"));
    Some(TimeWords { text, zone: parts.word("/tz") })
}

/// What Indico calls a simple event is a lecture on its pages.
fn kind(event: Fields<'_>) -> Option<String> {
    let kind = event.word("/type")?;
    Some(if kind == "simple_event" { "lecture".to_owned() } else { kind })
}
