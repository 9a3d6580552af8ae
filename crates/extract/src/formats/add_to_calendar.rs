//! "Add to calendar": pages that mark up nothing else often have a link or a button for each event that tells all of it to a
//! calendar. Links open Google's, Outlook's or Yahoo's calendar at a new event, or hold a file; buttons are those of
//! add-to-calendar-button, AddEvent and AddToCalendar.

mod buttons;
mod links;

use super::html::{Found, Html};
use super::same::Claim;
use super::same::start::Start;
use super::{events_list, ical};
use crate::markup::{Element, Tree};
use crate::reading::{LISTINGS_MAX, Reading};
use crate::weight::{self, WORDS_BYTES_MAX};
use data_url::DataUrl;
use hobnob_domain::{Format, Listing, Words, text::folded};
use links::Kind;
use memchr::memmem;
use serde_json::Value;
use std::collections::BTreeMap;
use url::Url;

/// What a page that has such a link or button has in it.
const MARKS: [&[u8]; 10] = [
    b"action=TEMPLATE",
    b"/eventedit",
    b"deeplink/compose",
    b"action/compose",
    b"calendar.yahoo.com",
    b"data:text/calendar",
    b"add-to-calendar-button",
    b"addeventatc",
    b"atc_event",
    b"atcb",
];

/// The longest text of a link that may be an event's name, in bytes.
const NAME_BYTES_MAX: usize = 512;

/// The largest file that a link may hold, in bytes as written.
const FILE_BYTES_MAX: usize = 256 * 1024;

/// Whether the page may have such a link or button.
pub(super) fn may_be_in(text: &str) -> bool {
    MARKS.iter().any(|mark| memmem::find(text.as_bytes(), mark).is_some())
}

/// Finds every event that is offered. One event is offered for several calendars, and they don't write its times alike: the
/// calendar counts for which most are offered.
pub(super) fn find(html: &Html<'_>, reading: &mut Reading) -> Found {
    let mut offered: BTreeMap<Kind, Vec<Offer>> = BTreeMap::new();
    let mut bytes = 0_usize;
    for (kind, offer) in html.tree().elements().flat_map(|element| offers(element, html)) {
        bytes = bytes.saturating_add(weight::of_words(&offer.words));
        if bytes > WORDS_BYTES_MAX {
            reading.incomplete("the page says more of what it offers to calendars than is read");
            break;
        }
        let offers = offered.entry(kind).or_default();
        if offers.len() <= LISTINGS_MAX {
            offers.push(offer);
        }
    }
    let most = offered.into_values().rev().max_by_key(Vec::len).unwrap_or_default();
    if most.len() > LISTINGS_MAX {
        reading.incomplete("the page offers more events to calendars than are read");
    }
    let is_list = most.len() > 1;
    let pages = if most.iter().any(|offer| offer.url.is_none()) { Pages::of(html) } else { Pages::default() };
    let claims = most.into_iter().take(LISTINGS_MAX).map(|Offer { at, id, url, words }| {
        let url = url.or_else(|| pages.of_event(words.name.as_deref()?, at));
        Claim { syntax: Format::AddToCalendar, id, url, words }
    });
    Found { claims: claims.collect(), is_list, ..Found::default() }
}

/// Whether a claim says less than a calendar is usually told.
pub(super) fn may_complete(claim: &Claim) -> bool {
    is_bare_day(&claim.words) || has_no_place(&claim.words)
}

/// Adds to what the page says of an event what it tells a calendar of it: the time of the day, the place, the text. Two
/// are one that have the same name and begin on one day, as far as zones let that be told, if no other has and does.
pub(super) fn complete(claims: &mut [Claim], html: &Html<'_>, reading: &mut Reading) {
    let mut offered: BTreeMap<String, Vec<Words>> = BTreeMap::new();
    for claim in find(html, reading).claims {
        offered.entry(folded(claim.words.name.as_deref().unwrap_or_default())).or_default().push(claim.words);
    }
    for claim in claims.iter_mut().filter(|claim| may_complete(claim)) {
        let named = offered.get(&folded(claim.words.name.as_deref().unwrap_or_default())).into_iter().flatten();
        let day = start(&claim.words).day();
        let is_near = |words: &&Words| {
            day.zip(start(words).day())
                .is_some_and(|(one, other)| one.signed_duration_since(other).num_days().abs() <= 1)
        };
        let mut near = named.filter(is_near);
        if let (Some(only), None) = (near.next(), near.next()) {
            add(&mut claim.words, only);
        }
    }
}

fn add(words: &mut Words, told: &Words) {
    let last = words.end.as_ref().and_then(|end| Start::of(&end.text).day());
    let is_of_one_day = last.is_none_or(|last| Some(last) == start(words).day());
    if is_of_one_day && is_bare_day(words) && start(told).has_time() {
        words.start.clone_from(&told.start);
        words.end.clone_from(&told.end);
        words.end_is_exclusive = told.end_is_exclusive;
        words.zone = words.zone.take().or_else(|| told.zone.clone());
    }
    if has_no_place(words) {
        words.places.clone_from(&told.places);
        words.join_url.clone_from(&told.join_url);
    }
    words.description = words.description.take().or_else(|| told.description.clone());
}

fn start(words: &Words) -> Start {
    words.start.as_ref().map(|start| Start::of(&start.text)).unwrap_or_default()
}

/// Whether it starts on a day and no word is said of the hour.
fn is_bare_day(words: &Words) -> bool {
    start(words).has_day()
        && words.start.as_ref().is_some_and(|start| !start.text.trim().contains(['T', 't', ' ', ':']))
}

fn has_no_place(words: &Words) -> bool {
    words.places.is_empty() && words.join_url.is_none()
}

/// An event that is offered to a calendar.
struct Offer {
    /// The place of its element.
    at: usize,
    /// What it is called for ever, where that is told.
    id: Option<String>,
    /// Its page, alike.
    url: Option<String>,
    words: Words,
}

/// What an element offers.
fn offers(element: Element<'_, '_>, html: &Html<'_>) -> Vec<(Kind, Offer)> {
    let at = element.at();
    let listed = |listing: Listing| Offer { at, id: listing.words.uid.clone(), url: listing.url, words: listing.words };
    if element.is_one_of(&["a", "area"]) {
        let Some(written) = element.word("href") else { return Vec::new() };
        let written = written.trim();
        if written.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:")) {
            return file(written, &html.base).into_iter().map(|one| (Kind::File, listed(one))).collect();
        }
        let offered = links::read(written, &html.base);
        return offered.map(|(kind, url, words)| (kind, Offer { at, id: None, url, words })).into_iter().collect();
    }
    let rows = buttons::rows(element);
    if rows.is_empty() {
        return Vec::new();
    }
    let rows = events_list::rows(&[Value::Array(rows)], &html.base);
    rows.into_iter().map(|row| (Kind::Button, listed(row))).collect()
}

/// The events of a file that a link holds (RFC 2397).
fn file(written: &str, base: &Url) -> Vec<Listing> {
    let Some(data) = DataUrl::process(written).ok().filter(|_| written.len() <= FILE_BYTES_MAX) else {
        return Vec::new();
    };
    if !data.mime_type().matches("text", "calendar") {
        return Vec::new();
    }
    data.decode_to_vec().map(|(body, _)| ical::listings(body, base)).unwrap_or_default()
}

/// The pages that the page's links lead to, by what the links say.
#[derive(Default)]
struct Pages(BTreeMap<String, Vec<(usize, String)>>);

impl Pages {
    fn of(html: &Html<'_>) -> Self {
        let mut pages: BTreeMap<String, Vec<(usize, String)>> = BTreeMap::new();
        for element in named(html.tree()) {
            let Some(url) = element.word("href").and_then(|href| crate::links::resolved(&html.base, &href)) else {
                continue;
            };
            let name = element.text();
            if name.len() <= NAME_BYTES_MAX && links::kind(&url).is_none() {
                pages.entry(folded(&name)).or_default().push((element.at(), url.into()));
            }
        }
        Self(pages)
    }

    /// The page of an event: where the link leads that is called like it and stands next before it, or behind.
    fn of_event(&self, name: &str, at: usize) -> Option<String> {
        let named = self.0.get(&folded(name))?;
        let before = named.iter().take_while(|(place, _)| *place < at).last();
        before.or(named.first()).map(|(_, url)| url.clone())
    }
}

fn named<'t, 'a>(tree: &'t Tree<'a>) -> impl Iterator<Item = Element<'t, 'a>> {
    tree.elements().filter(|element| element.is_one_of(&["a"]))
}
