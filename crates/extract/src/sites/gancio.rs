//! Gancio answers `GET /api/events` with an array of events: Unix seconds, a place of its own, tags as words
//! (<https://gancio.org/dev/api>).

use crate::decode::Content;
use crate::fields::{self, Fields};
use crate::reading::Reading;
use crate::text;
use hobnob_domain::{Listing, PlaceWords, Words};
use serde_json::Value;
use url::Url;

/// Whether this is a list of Gancio's events.
pub(crate) fn fits(content: &Content<'_>, is_wanted: bool) -> bool {
    rows(content, is_wanted).is_some()
}

fn rows<'a>(content: &'a Content<'_>, is_wanted: bool) -> Option<&'a [Value]> {
    fields::rows(content.json()?, is_wanted, &["/title", "/start_datetime", "/place"])
}

/// Reads every event.
pub(crate) fn read(content: &Content<'_>, reading: &mut Reading) {
    let base = &content.page.url;
    reading.rows(rows(content, true).unwrap_or_default(), |row| listing(row, base));
}

fn listing(event: Fields<'_>, base: &Url) -> Option<Listing> {
    let place = event.at("/place");
    let words = Words {
        name: Some(event.phrase("/title")?),
        description: event.prose("/description"),
        start: event.time("/start_datetime"),
        // 0 is no end.
        end: event.time("/end_datetime").filter(|end| end.text != "0"),
        places: fields::places(fields::placed(
            PlaceWords { name: place.phrase("/name"), text: place.phrase("/address"), ..PlaceWords::default() },
            place.point("/latitude", "/longitude"),
        )),
        join_url: event.items("/online_locations").iter().find_map(|room| Fields(room).link("", base)),
        image_url: image(event, base),
        keywords: event.keywords(&["/tags"], &["/tag"]),
        ..Words::default()
    };
    let page = event.word("/slug").or_else(|| event.word("/id"))?;
    let url = base.join(&format!("/event/{page}")).ok().map(String::from);
    Some(Listing { key: event.word("/id").unwrap_or(page), url, words })
}

fn image(event: Fields<'_>, base: &Url) -> Option<String> {
    let written = event.word("/media/0/url").or_else(|| event.word("/image_path"))?;
    let path = if written.contains('/') { written } else { format!("/media/{written}") };
    text::line(base.join(&path).ok()?.as_str(), text::LINE_BYTES_MAX)
}
