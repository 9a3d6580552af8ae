//! CTFtime answers `GET /api/v1/events/` with an array of security contests (<https://ctftime.org/api/>).

use crate::decode::Content;
use crate::fields::{self, Fields};
use crate::reading::Reading;
use hobnob_domain::{Listing, OrganizerWords, PlaceWords, Words};
use serde_json::Value;
use url::Url;

/// Whether this is a list of CTFtime's contests.
pub(crate) fn fits(content: &Content<'_>, is_wanted: bool) -> bool {
    rows(content, is_wanted).is_some()
}

fn rows<'a>(content: &'a Content<'_>, is_wanted: bool) -> Option<&'a [Value]> {
    fields::rows(content.json()?, is_wanted, &["/title", "/ctftime_url", "/start", "/finish"])
}

/// Reads every contest.
pub(crate) fn read(content: &Content<'_>, reading: &mut Reading) {
    let base = &content.page.url;
    reading.rows(rows(content, true).unwrap_or_default(), |row| listing(row, base));
}

fn listing(contest: Fields<'_>, base: &Url) -> Option<Listing> {
    let is_onsite = contest.is("/onsite");
    let words = Words {
        name: Some(contest.phrase("/title")?),
        description: contest.prose("/description"),
        start: contest.time("/start"),
        end: contest.time("/finish"),
        mode: Some(if is_onsite { "onsite" } else { "online" }.to_owned()),
        kind: Some("CTF".to_owned()),
        places: fields::places(PlaceWords {
            text: contest.phrase("/location").filter(|_| is_onsite),
            ..PlaceWords::default()
        }),
        organizer: contest.phrase("/organizers/0/name").map(|name| OrganizerWords { name: Some(name), url: None }),
        image_url: contest.link("/logo", base),
        keywords: contest.phrase("/format").into_iter().collect(),
        ..Words::default()
    };
    let url = contest.link("/url", base).or_else(|| contest.link("/ctftime_url", base));
    Some(Listing { key: contest.word("/id")?, url, words })
}
