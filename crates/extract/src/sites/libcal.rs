//! LibCal, the calendar of libraries, answers `GET /1.1/events` (with a token) and the list of its own calendar pages with
//! events (<https://ask.springshare.com/libcal/faq/1407>).

use super::paging;
use crate::decode::Content;
use crate::fields::{self, Fields};
use crate::reading::Reading;
use hobnob_domain::{Listing, OfferWords, OrganizerWords, PlaceWords, TimeWords, Words};
use serde_json::Value;
use url::Url;

/// Whether this is a list of LibCal's events.
pub(crate) fn fits(content: &Content<'_>, is_wanted: bool) -> bool {
    rows(content, is_wanted).is_some()
}

fn rows<'a>(content: &'a Content<'_>, is_wanted: bool) -> Option<&'a [Value]> {
    let answer = content.json()?;
    let api =
        answer.get("events").and_then(|list| fields::rows(list, is_wanted, &["/title", "/allday", "/url/public"]));
    let is_answer = is_wanted || answer.get("perpage").is_some();
    let pages = || fields::rows(answer.get("results")?, is_answer, &["/title", "/startdt"]);
    api.or_else(pages)
}

/// Reads every event.
pub(crate) fn read(content: &Content<'_>, reading: &mut Reading) {
    let base = &content.page.url;
    let rows = rows(content, true).unwrap_or_default();
    reading.rows(rows, |row| listing(row, base));
    let Some(answer) = content.json().map(Fields) else { return };
    let page = paging::parameter(base, "page").and_then(|page| page.parse::<f64>().ok()).unwrap_or(1.0);
    if let Some((total, size)) = answer.number("/total_results").zip(answer.number("/perpage"))
        && size > 0.0
        && !rows.is_empty()
        && page * size < total
    {
        reading.next_page(paging::with(base, "page", &format!("{:.0}", page + 1.0)));
    }
}

fn listing(event: Fields<'_>, base: &Url) -> Option<Listing> {
    let is_all_day = event.is("/allday") || event.is("/all_day");
    let time = |name: &str, other: &str| -> Option<TimeWords> {
        let read = |pointer| if is_all_day { event.day(pointer) } else { event.time(pointer) };
        read(name).or_else(|| read(other))
    };
    let room = event.phrase("/location/name").or_else(|| event.phrase("/location"));
    let campus = event.phrase("/campus/name").or_else(|| event.phrase("/campus"));
    let join_url = event.link("/online_join_url", base).or_else(|| event.link("/online_meeting/join_url", base));
    let words = Words {
        name: Some(event.phrase("/title")?),
        description: event.prose("/description").or_else(|| event.prose("/shortdesc")),
        start: time("/start", "/startdt"),
        end: time("/end", "/enddt"),
        zone: event.word("/timezone"),
        mode: (event.is("/online_event") && room.is_none()).then(|| "online".to_owned()),
        places: fields::places(fields::placed(
            PlaceWords { name: fields::joined([room, campus]), ..PlaceWords::default() },
            event.point("/geolocation/latitude", "/geolocation/longitude"),
        )),
        join_url,
        organizer: event.phrase("/calendar/name").map(|name| OrganizerWords { name: Some(name), url: None }),
        offers: event.word("/registration_cost").map(offer).into_iter().collect(),
        image_url: event.link("/featured_image", base),
        keywords: event.keywords(&["/category", "/categories_arr", "/audiences", "/audience"], &["/name", "/cat"]),
        ..Words::default()
    };
    let url = event.link("/url/public", base).or_else(|| event.link("/url", base));
    Some(Listing { key: event.word("/id")?, url, words })
}

fn offer(cost: String) -> OfferWords {
    OfferWords { price: Some(cost), ..OfferWords::default() }
}
