//! "Add to calendar": pages that mark up nothing else often have a link or a button for each event that tells all of it to a
//! calendar. Links open Google's, Outlook's or Yahoo's calendar at a new event, or hold a file; buttons are those of
//! add-to-calendar-button, AddEvent and AddToCalendar.

mod buttons;
mod links;

use super::html::{Found, Html};
use super::same::Claim;
use super::{events_list, ical};
use crate::markup::{Element, Tree};
use crate::reading::{LISTINGS_MAX, Reading};
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
    for element in html.tree().elements() {
        for (kind, offer) in offers(element, html) {
            offered.entry(kind).or_default().push(offer);
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
