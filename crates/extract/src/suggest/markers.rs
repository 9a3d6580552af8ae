//! Marks that programs leave in the pages they make, and calendars that pages embed.

use super::{Suggestions, hosts};
use crate::decode::Content;
use crate::links;
use crate::sites::paging;
use crate::text;
use hobnob_domain::{Format, Page};
use memchr::memmem;
use url::Url;

/// How much of a page is looked at, in bytes.
const LOOK_BYTES_MAX: usize = 2 * 1024 * 1024;

/// So many links and embedded pages are looked at, each of so many bytes at most.
const LINKS_MAX: usize = 5_000;
const LINK_BYTES_MAX: usize = 2_000;

/// A page and what it says.
struct Marked<'a> {
    url: &'a Url,
    text: &'a str,
}

impl Marked<'_> {
    fn has(&self, mark: &str) -> bool {
        memmem::find(self.text.as_bytes(), mark.as_bytes()).is_some()
    }

    fn has_any(&self, marks: &[&str]) -> bool {
        marks.iter().any(|mark| self.has(mark))
    }

    /// An address of the same site.
    fn at(&self, path: &str) -> Option<Url> {
        self.url.join(path).ok()
    }

    /// The id that stands behind a mark.
    fn id_behind(&self, mark: &str) -> Option<&str> {
        let at = memmem::find(self.text.as_bytes(), mark.as_bytes())?;
        let rest = self.text.get(at + mark.len()..)?;
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
        rest.get(..rest.bytes().take(64).take_while(is_part).count()).filter(|id| !id.is_empty())
    }

    /// The directory of the page, where a program may be installed.
    fn directory(&self) -> Url {
        self.url.join(".").unwrap_or_else(|_| self.url.clone())
    }
}

/// What the page shows to have.
pub(super) fn suggest(page: &Page, found: &mut Suggestions) {
    let content = Content::new(page);
    if content.first() != Some(b'<') {
        return;
    }
    let marked = Marked { url: &page.url, text: text::cut(content.text(), LOOK_BYTES_MAX) };
    for suggest in [luma, tribe, calendar_plugins, localist, livewhale, gancio, mobilizon, pretalx, indico, squarespace]
    {
        suggest(&marked, found);
    }
    embedded(&marked, found);
}

/// The calendar that the page of a calendar, or of an event, belongs to.
fn luma(page: &Marked<'_>, found: &mut Suggestions) {
    if !page.url.host_str().is_some_and(|host| ["lu.ma", "luma.com", "www.luma.com"].contains(&host)) {
        return;
    }
    let marks = ["luma://calendar/", "\"calendar\":{\"api_id\":\"", "\"calendar_api_id\":\""];
    let calendar = marks.iter().find_map(|mark| page.id_behind(mark).filter(|id| id.starts_with("cal-")));
    let feed = calendar.and_then(|id| hosts::luma_feed("calendar", id));
    found.add(feed, Some(Format::Ical), "the calendar's own feed");
    let town = page.id_behind("discplace-").and_then(|id| hosts::luma_feed("discover", &format!("discplace-{id}")));
    found.add(town, Some(Format::Ical), "the feed of all that Luma shows for the town");
}

/// The Events Calendar: its REST interface stands where WordPress says its own does.
fn tribe(page: &Marked<'_>, found: &mut Suggestions) {
    if !page.has_any(&["tribe-events", "tribe_events", "/wp-json/tribe/"]) {
        return;
    }
    let root = link_with(page, "https://api.w.org/").or_else(|| page.at("/wp-json/"));
    let list = root.and_then(|root| root.join("tribe/events/v1/events?per_page=50").ok());
    found.add(list, Some(Format::Tribe), "The Events Calendar as JSON, page by page");
    let feed = Some(paging::with(page.url, "ical", "1"));
    found.add(feed, Some(Format::Ical), "The Events Calendar's own feed (at most 30 events)");
}

/// The address of the `<link>` with that relation.
fn link_with(page: &Marked<'_>, relation: &str) -> Option<Url> {
    let at = memmem::find(page.text.as_bytes(), relation.as_bytes())?;
    let from = page.text.get(..at)?.rfind('<')?;
    let tag = page.text.get(from..)?.split('>').next()?;
    let (_, after) = tag.split_once("href=")?;
    let quote = after.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    links::resolved(page.url, after.get(1..)?.split(quote).next()?)
}

/// Other calendars of WordPress.
fn calendar_plugins(page: &Marked<'_>, found: &mut Suggestions) {
    if page.has_any(&["mec-wrap", "modern-events-calendar"]) {
        found.add(page.at("/?mec-ical-feed=1"), Some(Format::Ical), "Modern Events Calendar's own feed");
    }
    if page.has_any(&["plugins/events-manager", "em-events-list"]) {
        found.add(page.at("/events.ics"), Some(Format::Ical), "Events Manager's own feed");
    }
    if page.has_any(&["ai1ec_", "all-in-one-event-calendar"]) {
        let feed = "/?plugin=all-in-one-event-calendar&controller=ai1ec_exporter_controller&action=export_events";
        found.add(page.at(feed), Some(Format::Ical), "All-in-One Event Calendar's own feed");
    }
}

fn localist(page: &Marked<'_>, found: &mut Suggestions) {
    if page.has_any(&["localist-images", "localist.com"]) {
        hosts::localist_at(page.url, found);
    }
}

fn livewhale(page: &Marked<'_>, found: &mut Suggestions) {
    if page.has_any(&["/_ingredients/", "livewhale.", "/live/json/events", "lwcal"]) {
        found.add(page.at("/live/json/events/max/200"), Some(Format::Livewhale), "LiveWhale's list as JSON");
        found.add(page.at("/live/ical/events"), Some(Format::Ical), "LiveWhale's own feed");
    }
}

fn gancio(page: &Marked<'_>, found: &mut Suggestions) {
    if page.has_any(&["gancio.org", "content=\"gancio", "content=\"Gancio", "<gancio-event"]) {
        found.add(page.at("/api/events"), Some(Format::Gancio), "Gancio's list, with places and tags");
        found.add(page.at("/feed/ics"), Some(Format::Ical), "Gancio's own feed");
    }
}

fn mobilizon(page: &Marked<'_>, found: &mut Suggestions) {
    if page.has_any(&["content=\"Mobilizon", "joinmobilizon.org", "name=\"mobilizon"]) {
        hosts::mobilizon_at(page.url, found);
    }
}

fn pretalx(page: &Marked<'_>, found: &mut Suggestions) {
    if page.has_any(&["content=\"pretalx", "powered by <a href=\"https://pretalx.com", "href=\"https://pretalx.com\""])
    {
        hosts::pretalx_at(page.url, found);
    }
}

fn indico(page: &Marked<'_>, found: &mut Suggestions) {
    if page.has_any(&["getindico.io", "content=\"Indico", "Powered by Indico"]) {
        hosts::indico_at(page.url, found);
    }
}

/// The JSON of a collection (`?format=json`) is closed by the robots.txt of all sites; the list of the page is not.
fn squarespace(page: &Marked<'_>, found: &mut Suggestions) {
    let is_squarespace = page.has_any(&["<!-- This is Squarespace. -->", "static1.squarespace.com"]);
    let is_filtered = page.url.query().is_some();
    if is_squarespace && page.has("eventlist-event") && is_filtered {
        let mut whole = page.url.clone();
        whole.set_query(None);
        found.add(Some(whole), Some(Format::Squarespace), "the whole list of events");
    }
}

/// Hosts whose calendars are embedded in pages of others, or linked to from them as the calendar of the page.
const EMBEDDED: [&str; 9] = [
    "calendar.google.com",
    "google.com",
    "lu.ma",
    "luma.com",
    "outlook.live.com",
    "outlook.office.com",
    "outlook.office365.com",
    "teamup.com",
    "tockify.com",
];

/// Calendars in frames and behind links; `webcal:` links, which are made to be subscribed to.
fn embedded(page: &Marked<'_>, found: &mut Suggestions) {
    let base = page.directory();
    let begins = memmem::find_iter(page.text.as_bytes(), b"src=").map(|at| at + 4);
    let begins = begins.chain(memmem::find_iter(page.text.as_bytes(), b"href=").map(|at| at + 5));
    for begin in begins.take(LINKS_MAX) {
        let Some(url) = written_at(page.text, begin, &base) else { continue };
        let http = hosts::over_http(&url);
        let host = url.host_str().unwrap_or_default();
        let is_known = EMBEDDED.contains(&host.strip_prefix("www.").unwrap_or(host));
        if is_known {
            hosts::suggest(&http, found);
        } else if http != url {
            found.add(Some(http), Some(Format::Ical), "a calendar that the page offers to subscribe to");
        }
    }
    let tockify = page.id_behind("data-tockify-calendar=\"").and_then(hosts::tockify_feed);
    found.add(tockify, Some(Format::Ical), "the feed of the calendar that the page embeds");
}

/// The address in quotes that begins there; a page has no other schemes that matter.
fn written_at(text: &str, begin: usize, base: &Url) -> Option<Url> {
    let rest = text.get(begin..)?;
    let quote = rest.bytes().next().filter(|quote| matches!(quote, b'"' | b'\''))?;
    let length = rest.bytes().skip(1).take(LINK_BYTES_MAX).position(|byte| byte == quote)?;
    let written = rest.get(1..=length)?.trim();
    if written.starts_with("webcal:") || written.starts_with("webcals:") {
        return Url::parse(&written.replace("&amp;", "&")).ok();
    }
    let is_absolute = written.starts_with("http") || written.starts_with("//");
    is_absolute.then(|| links::resolved(base, written)).flatten()
}
