//! Sitemaps (sitemaps.org/protocol): the pages of a site in XML or as lines, and indexes of sitemaps. They have no
//! events, but lead to their pages.

use crate::decode::Content;
use crate::links;
use crate::reading::{NEXT_PAGES_MAX, Reading};
use crate::{text, xml};
use std::cmp::Reverse;
use url::Url;

/// How far into a document its root element is looked for, in bytes.
const ROOT_WITHIN_BYTES: usize = 4096;

/// So many pages of a sitemap are looked at; the protocol allows as many.
const PAGES_MAX: usize = 50_000;

/// What a part of an address holds that leads to an event, in the languages of many sites.
const SIGNS: [&str; 16] = [
    "event",
    "meetup",
    "conference",
    "veranstaltung",
    "termin",
    "workshop",
    "hackathon",
    "webinar",
    "agenda",
    "evenement",
    "evento",
    "wydarzeni",
    "evenimente",
    "tapahtum",
    "arrangement",
    "calendar",
];

/// Whether the document is a sitemap or an index of them; lines of addresses are one if the source says so.
pub(crate) fn fits(content: &Content<'_>, is_wanted: bool) -> bool {
    if content.first() != Some(b'<') {
        return is_wanted && content.start(8).starts_with("http");
    }
    let start = content.start(ROOT_WITHIN_BYTES);
    start.contains("<urlset") || start.contains("<sitemapindex")
}

/// A page or a sitemap.
struct Entry {
    url: Url,
    /// When it was last changed, as written; ISO 8601 sorts as text.
    changed: Option<String>,
    is_sitemap: bool,
}

/// Gives the pages that look like events', the newest first, and the sitemaps of an index.
pub(crate) fn read(content: &Content<'_>, reading: &mut Reading) {
    let entries = if content.first() == Some(b'<') { of_xml(content, reading) } else { of_lines(content) };
    let total = entries.len();
    let (sitemaps, pages): (Vec<Entry>, Vec<Entry>) = entries.into_iter().partition(|entry| entry.is_sitemap);
    // Where one sitemap is named after events, they are not in the others.
    let sitemaps = chosen(sitemaps, true, named_after_events);
    let pages = chosen(pages, content.is_wanted, leads_to_event);
    if total == 0 {
        reading.incomplete("the sitemap is empty");
    } else if sitemaps.is_empty() && pages.is_empty() {
        reading.incomplete(format!("none of the sitemap's {total} pages looks like one of an event"));
    }
    let found = sitemaps.len() + pages.len();
    if found > NEXT_PAGES_MAX {
        reading.incomplete(format!("the sitemap leads to {found} pages: the {NEXT_PAGES_MAX} newest are read"));
    }
    sitemaps.into_iter().chain(pages).for_each(|entry| reading.next_page(entry.url));
}

/// Those that have the sign, else all if `or_all`; the newest first.
fn chosen(entries: Vec<Entry>, or_all: bool, has_sign: fn(&Url) -> bool) -> Vec<Entry> {
    let (with, without): (Vec<Entry>, Vec<Entry>) = entries.into_iter().partition(|entry| has_sign(&entry.url));
    let mut chosen = if with.is_empty() && or_all { without } else { with };
    chosen.sort_by_cached_key(|entry| (Reverse(month(&entry.url)), Reverse(entry.changed.clone())));
    chosen
}

fn named_after_events(url: &Url) -> bool {
    let name = url.path().to_ascii_lowercase();
    SIGNS.iter().any(|sign| name.contains(sign))
}

/// Whether a part of the path, or the whole of one that is short (`/e/123`), is what sites call events.
fn leads_to_event(url: &Url) -> bool {
    let path = url.path().to_ascii_lowercase();
    path.split('/').any(|part| part == "e" || SIGNS.iter().any(|sign| part.contains(sign)))
}

/// The month in a sitemap's name, as Bevy writes it: `2026-03` of `/sitemap-events-2026-03.xml`.
fn month(url: &Url) -> Option<String> {
    let name = url.path().strip_suffix(".xml")?;
    let month = name.get(name.len().checked_sub(7)?..)?;
    let (year, number) = month.split_once('-')?;
    let is_month = [year, number].iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    (is_month && year.len() == 4).then(|| month.to_owned())
}

fn of_xml(content: &Content<'_>, reading: &mut Reading) -> Vec<Entry> {
    let mut entries = Vec::new();
    let end = xml::walk(content.text(), &["url", "sitemap"], &mut |element| {
        if let Some(url) = element.text_of("loc").and_then(|url| links::resolved(&content.page.url, url)) {
            let changed = element.text_of("lastmod").and_then(|changed| text::line(changed, text::WORD_BYTES_MAX));
            entries.push(Entry { url, changed, is_sitemap: element.name == "sitemap" });
        }
        entries.len() < PAGES_MAX
    });
    if let Some(fault) = end.fault {
        reading.incomplete(format!("the sitemap can't be read to its end: {fault}"));
    }
    entries
}

fn of_lines(content: &Content<'_>) -> Vec<Entry> {
    let urls = content.text().lines().take(PAGES_MAX).filter_map(links::sole);
    urls.map(|url| Entry { is_sitemap: url.path().ends_with(".xml"), url, changed: None }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(path: &str) -> Url {
        Url::parse("https://example.org").unwrap().join(path).unwrap()
    }

    #[test]
    fn pages_of_events_are_known_by_their_path() {
        let found =
            ["/events/rust", "/e/1", "/de/veranstaltungen/x", "/about", "/tee/1", "/"].map(|p| leads_to_event(&url(p)));
        assert_eq!(found, [true, true, true, false, false, false]);
    }

    #[test]
    fn the_month_is_in_the_name() {
        assert_eq!(month(&url("/sitemap-events-2026-03.xml")).as_deref(), Some("2026-03"));
        assert_eq!((month(&url("/sitemap.xml")), month(&url("/é.xml"))), (None, None));
    }
}
