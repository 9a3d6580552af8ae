//! What a page declares to be the same in another form: calendars and feeds of what it lists.

use crate::decode::Content;
use crate::links;
use crate::markup::{Element, Tree};
use hobnob_domain::Page;
use memchr::memmem;
use url::Url;

/// So many are told.
const ALTERNATES_MAX: usize = 20;

/// So many elements that may declare one are looked at.
const CANDIDATES_MAX: usize = 2_000;

/// The longest title, in bytes.
const TITLE_BYTES_MAX: usize = 200;

/// Another form of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternate {
    /// Where it is.
    pub url: Url,
    /// What it is: `text/calendar`, `application/rss+xml`.
    pub media_type: String,
    /// What the page calls it.
    pub title: Option<String>,
}

/// The media types that are told, in order of preference.
const MEDIA_TYPES: [&str; 5] =
    ["text/calendar", "application/feed+json", "application/atom+xml", "application/rss+xml", "application/json"];

/// What a page declares by `<link rel=alternate>`, and links to calendars; calendars first, at most 20. Pages that are no
/// HTML declare nothing.
pub fn alternates(page: &Page) -> Vec<Alternate> {
    of(&Content::new(page))
}

/// The same, of a page that has been decoded.
pub(crate) fn of(content: &Content<'_>) -> Vec<Alternate> {
    let text = content.text();
    if !["alternate", ".ics", "webcal:", "ALTERNATE"]
        .iter()
        .any(|sign| memmem::find(text.as_bytes(), sign.as_bytes()).is_some())
    {
        return Vec::new();
    }
    let tree = Tree::of(text);
    let base = tree.elements().find(|element| element.is_one_of(&["base"])).and_then(|base| base.word("href"));
    let base = base.and_then(|href| links::resolved(&content.page.url, &href)).unwrap_or(content.page.url.clone());
    let mut found: Vec<(usize, Alternate)> = Vec::new();
    let candidates = tree.elements().filter(|element| element.is_one_of(&["link", "a"])).take(CANDIDATES_MAX);
    for (rank, alternate) in candidates.filter_map(|element| declared(element, &base)) {
        if alternate.url != content.page.url && !found.iter().any(|(_, known)| known.url == alternate.url) {
            found.push((rank, alternate));
        }
    }
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, alternate)| alternate).take(ALTERNATES_MAX).collect()
}

/// What an element declares, with its rank.
fn declared(element: Element<'_, '_>, base: &Url) -> Option<(usize, Alternate)> {
    let href = element.word("href")?;
    let url = address(base, &href)?;
    let is_link = element.is_one_of(&["link"]);
    let is_alternate = element
        .word("rel")
        .is_some_and(|rel| rel.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case("alternate")));
    let stated = element.word("type").filter(|_| is_alternate);
    let stated = stated.and_then(|stated| {
        let stated = stated.split(';').next()?.trim().to_ascii_lowercase();
        MEDIA_TYPES.iter().position(|known| *known == stated)
    });
    let place = stated.or_else(|| (!is_link && is_calendar(&url, &href)).then_some(0))?;
    let title = element.word("title").map(|title| title.into_owned());
    let title = title.or_else(|| (!is_link).then(|| element.text()));
    let alternate = Alternate {
        media_type: MEDIA_TYPES.get(place)?.to_string(),
        title: title.and_then(|title| crate::text::line(&title, TITLE_BYTES_MAX)),
        url,
    };
    // What readers say below an article is no event.
    let is_comments = alternate.url.path().contains("comments") && place > 0;
    let rank = 2 * place + usize::from(!is_link) + if is_comments { 2 * MEDIA_TYPES.len() } else { 0 };
    Some((rank, alternate))
}

/// A link, also one with the scheme of calendars.
fn address(base: &Url, href: &str) -> Option<Url> {
    let href = href.trim();
    let scheme = href.get(..7).filter(|scheme| scheme.eq_ignore_ascii_case("webcal:"));
    let rest = scheme.and_then(|_| href.get(7..));
    match rest {
        Some(rest) => links::resolved(base, &format!("https:{rest}")),
        None => links::resolved(base, href),
    }
}

fn is_calendar(url: &Url, href: &str) -> bool {
    let is_webcal = href.trim().get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("webcal:"));
    is_webcal || url.path().to_ascii_lowercase().ends_with(".ics")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(body: &str) -> Vec<(String, String, Option<String>)> {
        let url = Url::parse("https://example.org/events/").unwrap();
        let page =
            Page { url, media_type: None, body: body.as_bytes().to_vec(), fetched_at: chrono::DateTime::UNIX_EPOCH };
        alternates(&page).into_iter().map(|found| (found.url.to_string(), found.media_type, found.title)).collect()
    }

    #[test]
    fn calendars_come_first_and_comments_last() {
        let page = "<head><link rel=alternate type=application/rss+xml title='Comments' href=/comments/feed>\
            <LINK REL='alternate home' TYPE='application/rss+xml; charset=utf-8' href=/feed title='R&amp;D'>\
            <link rel=alternate hreflang=de href=/de><link rel=stylesheet type=text/calendar href=/x.ics>\
            <link rel=alternate type=application/json href=/wp-json/1></head>\
            <a href=\"webcal://example.org/all.ics?x=1\"><b>Subscribe</b> now</a><a href=one.ICS>One</a><a href=/all.ics>no</a>\
            <link rel=alternate type=text/calendar href='cal/'><a href=/feed>feed</a>";
        let expected = [
            ("https://example.org/events/cal/", "text/calendar", None),
            ("https://example.org/all.ics?x=1", "text/calendar", Some("Subscribe now")),
            ("https://example.org/events/one.ICS", "text/calendar", Some("One")),
            ("https://example.org/all.ics", "text/calendar", Some("no")),
            ("https://example.org/feed", "application/rss+xml", Some("R&D")),
            ("https://example.org/wp-json/1", "application/json", None),
            ("https://example.org/comments/feed", "application/rss+xml", Some("Comments")),
        ];
        let expected =
            expected.map(|(url, media_type, title)| (url.to_owned(), media_type.to_owned(), title.map(str::to_owned)));
        assert_eq!(told(page), expected);
    }

    #[test]
    fn twenty_are_enough() {
        let page: String = (0..50).map(|n| format!("<a href=/{n}.ics>{n}</a>")).collect();
        assert_eq!(told(&page).len(), 20);
    }

    #[test]
    fn what_is_no_page_declares_nothing() {
        assert_eq!(told("BEGIN:VCALENDAR\nURL:https://example.org/a.ics"), []);
    }
}
