//! Lists of events on pages that mark nothing up, as groups and small conferences write them by hand: entries with a link
//! and a day, tables whose columns are called name and day, headings with a link and a day below. It is the last that is
//! tried, and it is strict, since pages have lists of everything: a heading or the address speaks of events and nothing
//! nearer of news, every day has its year, every event has a page of its own or stands in a table with its place, and
//! some of it is still to come, which is true of no list of articles.

use super::inline::Inline;
use super::rows::rows_of;
use super::{dates::Dates, page};
use crate::formats::html::{Found, Html};
use crate::formats::same::Claim;
use crate::prose_date::words::is_date;
use crate::rows::Row;
use chrono::NaiveDate;
use hobnob_domain::text::folded;
use hobnob_domain::{Format, Page};
use memchr::memmem;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Fewer are no list.
const EVENTS_MIN: usize = 2;

/// The days of one event's programme: a list of several within so few is one, and any within a night.
const PROGRAMME_DAYS: i64 = 5;
const NIGHT_DAYS: i64 = 1;

/// Beginnings of words in the names of what is dated and no event, folded.
const STEPS: [&str; 14] = [
    "deadline",
    "submission",
    "notification",
    "camera",
    "registration",
    "acceptance",
    "abstract",
    "proposal",
    "einreichung",
    "anmeldeschluss",
    "minutes",
    "newsletter",
    "release",
    "recording",
];

/// What links are called that lead on, folded.
const LEADS: [&str; 26] = [
    "more",
    "read more",
    "learn more",
    "more info",
    "more information",
    "details",
    "here",
    "link",
    "website",
    "rsvp",
    "tickets",
    "agenda",
    "minutes",
    "pdf",
    "video",
    "slides",
    "mehr",
    "weiterlesen",
    "hier",
    "schedule",
    "program",
    "programme",
    "home",
    "permalink",
    "leer mas",
    "en savoir plus",
];

/// Words with which such links begin.
const DOS: [&str; 11] =
    ["download", "view", "watch", "register", "export", "subscribe", "add", "buy", "sign", "anmelden", "herunterladen"];

/// What headings of lists are made of, and no event is called so. Folded.
const PARTS: [&str; 35] = [
    "past",
    "upcoming",
    "previous",
    "next",
    "future",
    "all",
    "our",
    "the",
    "latest",
    "recent",
    "archive",
    "and",
    "event",
    "events",
    "meetup",
    "meetups",
    "meeting",
    "meetings",
    "conference",
    "conferences",
    "calendar",
    "termine",
    "veranstaltungen",
    "kommende",
    "vergangene",
    "nachste",
    "eventos",
    "proximos",
    "pasados",
    "evenements",
    "agenda",
    "workshops",
    "talks",
    "featured",
    "more",
];

/// How the names of files end that are no page of an event.
const FILES: [&str; 12] =
    [".pdf", ".doc", ".docx", ".zip", ".mp3", ".mp4", ".ppt", ".pptx", ".xls", ".xlsx", ".jpg", ".png"];

/// Whether a page may have such a list: a year, and entries, headings or rows.
pub(in crate::formats) fn may_be_in(text: &str) -> bool {
    let has = |word: &str| memmem::find(text.as_bytes(), word.as_bytes()).is_some();
    has("20") && ["<li", "<h2", "<h3", "<h4", "<tr", "<LI", "<H2", "<H3", "<TR"].iter().any(|tag| has(tag))
}

/// Finds every event, or none.
pub(in crate::formats) fn find(html: &Html<'_>, page: &Page, is_wanted: bool) -> Found {
    let today = page.fetched_at.date_naive();
    let rows = rows_of(&page::blocks(html.tree()), page, Dates::strictly_on);
    let mut known = BTreeSet::new();
    let rows = rows.into_iter().filter(|row| {
        let name = text(row, "name");
        is_name(name) && known.insert((folded(name), text(row, "start").to_owned()))
    });
    let rows: Vec<Map<String, Value>> = rows.collect();
    if !is_wanted && !is_list(&rows, today) {
        return Found::default();
    }
    let claims = rows.iter().filter_map(|row| {
        let listing = Row::of(row).listing(&html.base)?;
        Some(Claim { syntax: Format::HtmlList, id: None, url: listing.url, words: listing.words })
    });
    Found { claims: claims.collect(), is_list: true, ..Found::default() }
}

fn text<'r>(row: &'r Map<String, Value>, name: &str) -> &'r str {
    row.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// Whether these are events and nothing else that has a day: several, one at least still to come, and not the programme
/// of one.
fn is_list(rows: &[Map<String, Value>], today: NaiveDate) -> bool {
    let day = |row: &Map<String, Value>| text(row, "start").get(..10)?.parse::<NaiveDate>().ok();
    let days: Vec<NaiveDate> = rows.iter().filter_map(day).collect();
    let (Some(first), Some(last)) = (days.iter().min(), days.iter().max()) else { return false };
    let days_max = if rows.len() > EVENTS_MIN { PROGRAMME_DAYS } else { NIGHT_DAYS };
    rows.len() >= EVENTS_MIN && *last >= today && (*last - *first).num_days() > days_max
}

/// Whether an event may be called so.
fn is_name(name: &str) -> bool {
    let folded = folded(name);
    let words = || folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_step = words().any(|word| STEPS.iter().any(|step| word.starts_with(step)));
    let is_part = words().all(|word| PARTS.contains(&word) || word.bytes().all(|byte| byte.is_ascii_digit()));
    folded.chars().filter(|c| c.is_alphabetic()).count() >= 3 && !is_step && !is_part && !leads_on(name)
}

/// The link of an entry that leads to the page of an event.
pub(super) fn page(inline: &Inline) -> Option<&(String, String)> {
    let is_file = |address: &str| {
        let path = address.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
        FILES.iter().any(|end| path.ends_with(end))
    };
    let is_page = |(name, address): &&(String, String)| {
        !name.is_empty() && !address.is_empty() && !address.starts_with('#') && !is_file(address) && !leads_on(name)
    };
    inline.links.iter().find(is_page)
}

/// A name without the day that it begins with: `2027/05/04: Night of tests`.
pub(super) fn without_day(name: &str) -> &str {
    let parted = [": ", " - ", " – ", " | "].iter().find_map(|mark| name.split_once(mark));
    parted.filter(|(day, rest)| is_date(day) && !rest.trim().is_empty()).map_or(name, |(_, rest)| rest.trim())
}

/// Whether a link's text only says that there is more.
fn leads_on(name: &str) -> bool {
    let folded = folded(name);
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let does = words.len() <= 4 && words.first().is_some_and(|word| DOS.contains(word));
    does || LEADS.contains(&words.join(" ").as_str())
}
