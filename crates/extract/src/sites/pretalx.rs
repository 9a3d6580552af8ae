//! pretalx, which conferences collect and schedule their talks with: the list of a server's events (`GET /api/events/`,
//! <https://docs.pretalx.org/api/>), and the schedule of one, as JSON or as Pentabarf XML, which many other programs write
//! too. A schedule is one conference here; its talks are no events of their own.

use crate::decode::Content;
use crate::fields::{self, Fields};
use crate::reading::Reading;
use crate::{entities, links, text};
use hobnob_domain::{Listing, PlaceWords, TimeWords, Words};
use serde_json::Value;
use url::Url;

/// How far into a schedule what concerns the whole conference stands, in bytes.
const HEAD_BYTES_MAX: usize = 16 * 1024;

/// Whether this is a list of events or a schedule.
pub(crate) fn fits(content: &Content<'_>, is_wanted: bool) -> bool {
    match content.first() {
        Some(b'<') => is_xml_schedule(content),
        _ => rows(content, is_wanted).is_some() || conference(content).is_some(),
    }
}

fn is_xml_schedule(content: &Content<'_>) -> bool {
    let start = content.start(HEAD_BYTES_MAX);
    start.contains("<schedule") && start.contains("<conference") && !start.contains("<html")
}

fn rows<'a>(content: &'a Content<'_>, is_wanted: bool) -> Option<&'a [Value]> {
    let answer = content.document()?;
    let rows = fields::rows(
        answer.get("results").unwrap_or(answer),
        is_wanted,
        &["/slug", "/name", "/date_from", "/timezone"],
    )?;
    // pretix, which sells the tickets, has the same names, times of day and addresses of its own.
    let is_of_tickets = |row: &Value| ["/public_url", "/has_subevents"].iter().any(|field| Fields(row).has(field));
    (!rows.first().is_some_and(is_of_tickets)).then_some(rows)
}

fn conference<'a>(content: &'a Content<'_>) -> Option<Fields<'a>> {
    let conference = Fields(content.document()?).at("/schedule/conference");
    (conference.has("/title") && conference.has("/start")).then_some(conference)
}

/// Reads the events of a list, or the conference of a schedule.
pub(crate) fn read(content: &Content<'_>, reading: &mut Reading) {
    let base = &content.page.url;
    if content.first() == Some(b'<') {
        return match of_xml(content.text(), base) {
            Some(listing) => reading.push(listing),
            None => reading.incomplete("the schedule's conference has no title"),
        };
    }
    if let Some(conference) = conference(content) {
        let address = ["/url", "/base_url"].iter().find_map(|name| conference.link(name, base));
        let schedule = content.document().and_then(|answer| Fields(answer).link("/schedule/url", base));
        let told = Told {
            name: conference.phrase("/title"),
            acronym: conference.word("/acronym"),
            start: conference.day("/start"),
            end: conference.day("/end"),
            zone: conference.word("/time_zone_name"),
            url: address.or(schedule),
        };
        return match told.listing(base) {
            Some(listing) => reading.push(listing),
            None => reading.incomplete("the schedule's conference has no title"),
        };
    }
    let is_public = |row: &&Value| Fields(row).truth("/is_public") != Some(false);
    reading.rows(rows(content, true).unwrap_or_default().iter().filter(is_public), |row| listing(row, base));
    let next = content.document().and_then(|answer| Fields(answer).link("/next", base));
    if let Some(next) = next.and_then(|next| Url::parse(&next).ok()) {
        reading.next_page(next);
    }
}

fn listing(event: Fields<'_>, base: &Url) -> Option<Listing> {
    let slug = event.word("/slug")?;
    let told = Told {
        name: in_english(event.at("/name")).or_else(|| event.phrase("/name")),
        start: event.day("/date_from"),
        end: event.day("/date_to"),
        zone: event.word("/timezone"),
        url: event.link("/urls/base", base).or_else(|| base.join(&format!("/{slug}/")).ok().map(String::from)),
        acronym: Some(slug),
    };
    told.listing(base)
}

/// A text of several languages: in English, else in the first by its code.
fn in_english(text: Fields<'_>) -> Option<String> {
    let mut languages: Vec<&String> = text.0.as_object()?.keys().collect();
    languages.sort_by_key(|language| (*language != "en", *language));
    languages.iter().find_map(|language| Fields(text.0.get(*language)?).phrase(""))
}

/// What a schedule or a list tells about a conference.
struct Told {
    name: Option<String>,
    acronym: Option<String>,
    start: Option<TimeWords>,
    end: Option<TimeWords>,
    zone: Option<String>,
    url: Option<String>,
}

impl Told {
    fn listing(self, base: &Url) -> Option<Listing> {
        let name = self.name?;
        let url = self.url.or_else(|| root(base));
        let key = self.acronym.or_else(|| url.clone()).unwrap_or_else(|| name.clone());
        let words = Words {
            name: Some(name),
            start: self.start,
            end: self.end,
            zone: self.zone,
            kind: Some("conference".to_owned()),
            ..Words::default()
        };
        Some(Listing { key, url, words })
    }
}

/// The event's own page, from the address of its schedule: `/conf-2026/` of `/conf-2026/schedule/export/schedule.json`.
fn root(schedule: &Url) -> Option<String> {
    let (event, _) = schedule.path().split_once("/schedule/")?;
    schedule.join(&format!("{event}/")).ok().map(String::from)
}

/// The conference of `<schedule>`, whose elements are looked for by name: only the head is read, however long it is.
fn of_xml(text: &str, base: &Url) -> Option<Listing> {
    let head = text::cut(text.split_once("<conference")?.1, HEAD_BYTES_MAX);
    let head = head.split_once("</conference>").map_or(head, |(head, _)| head);
    let day = |name: &str| {
        let written = element(head, name)?;
        let day = written.split(['T', ' ']).next()?.to_owned();
        Some(TimeWords { text: day, zone: None })
    };
    let told = Told {
        name: element(head, "title"),
        acronym: element(head, "acronym"),
        start: day("start"),
        end: day("end"),
        zone: element(head, "time_zone_name"),
        url: ["url", "base_url"].iter().find_map(|name| links::absolute(base, &element(head, name)?)),
    };
    let place = PlaceWords { name: element(head, "venue"), locality: element(head, "city"), ..PlaceWords::default() };
    let mut listing = told.listing(base)?;
    listing.words.places = fields::places(place);
    Some(listing)
}

/// The text of the first element of that name.
fn element(xml: &str, name: &str) -> Option<String> {
    let (_, after) = xml.split_once(&format!("<{name}>"))?;
    let (content, _) = after.split_once(&format!("</{name}>"))?;
    let content = content.trim().trim_start_matches("<![CDATA[").trim_end_matches("]]>");
    text::line(&entities::decoded(content), text::LINE_BYTES_MAX)
}
