//! Programs and services that show calendars for others.

use super::{Place, over_http, parsed};
use crate::sites::paging;
use crate::suggest::{Suggestions, base64};
use hobnob_domain::Format;
use url::Url;

/// The address of a calendar elsewhere that a link subscribes to.
fn subscribed(written: &str) -> Option<Url> {
    let url = over_http(&Url::parse(written).ok()?);
    matches!(url.scheme(), "http" | "https").then_some(url)
}

/// Why that is better than the link.
const SUBSCRIBED: &str = "the calendar that the link subscribes to";

/// The calendars of an embedded view (`src=`, several) or of a link to share (`cid=`, in Base64, or an address elsewhere).
pub(super) fn google(place: &Place<'_>, found: &mut Suggestions) {
    if place.host != "calendar.google.com" && !(place.host == "google.com" && place.part(0) == Some("calendar")) {
        return;
    }
    for (name, value) in place.url.query_pairs() {
        if let Some(elsewhere) = subscribed(&value).filter(|_| name == "cid") {
            found.add(Some(elsewhere), Some(Format::Ical), SUBSCRIBED);
            continue;
        }
        let id = match &*name {
            "src" => Some(value.into_owned()),
            "cid" if value.contains('@') => Some(value.into_owned()),
            "cid" => base64::decoded(&value),
            _ => None,
        };
        let feed = id.filter(|id| id.contains('@') || id.contains('.')).and_then(|id| {
            let mut feed = Url::parse("https://calendar.google.com/calendar/ical/").ok()?;
            feed.path_segments_mut().ok()?.pop_if_empty().extend([id.as_str(), "public", "basic.ics"]);
            Some(feed)
        });
        found.add(feed, Some(Format::Ical), "the public address of the calendar, if it is public");
    }
}

/// A published calendar is shown at `.html`, and given at `.ics` beside it; `…/addfromweb?url=` subscribes to one elsewhere.
pub(super) fn outlook(place: &Place<'_>, found: &mut Suggestions) {
    let is_outlook = ["outlook.office365.com", "outlook.office.com", "outlook.live.com"].contains(&place.host);
    if !is_outlook || !place.path.contains(&"calendar") {
        return;
    }
    if place.path.contains(&"addfromweb") {
        let elsewhere = paging::parameter(place.url, "url").and_then(|url| subscribed(&url));
        found.add(elsewhere, Some(Format::Ical), SUBSCRIBED);
    }
    if let Some(path) = place.url.path().strip_suffix(".html") {
        let mut feed = place.url.clone();
        feed.set_path(&format!("{path}.ics"));
        feed.set_query(None);
        found.add(Some(feed), Some(Format::Ical), "the published calendar itself");
    }
}

pub(super) fn teamup(place: &Place<'_>, found: &mut Suggestions) {
    if place.host != "teamup.com" {
        return;
    }
    let is_key =
        |part: &&&str| part.len() >= 12 && part.starts_with("ks") && part.bytes().all(|b| b.is_ascii_alphanumeric());
    let key = place.path.iter().find(is_key);
    let feed = key.and_then(|key| parsed(format!("https://ics.teamup.com/feed/{key}/0.ics")));
    found.add(feed, Some(Format::Ical), "the calendar's own feed, with all its parts");
}

/// First parts of Tockify's addresses that are no calendar.
const TOCKIFY_OWN: [&str; 8] = ["account", "api", "blog", "help", "i", "login", "pricing", "tkf2"];

pub(super) fn tockify(place: &Place<'_>, found: &mut Suggestions) {
    let name = place.part(0).filter(|name| place.host == "tockify.com" && !TOCKIFY_OWN.contains(name));
    found.add(name.and_then(tockify_feed), Some(Format::Ical), "the calendar's own feed");
}

/// The feed of a calendar of that name.
pub(in crate::suggest) fn tockify_feed(name: &str) -> Option<Url> {
    let is_name =
        name.len() <= 64 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'));
    is_name.then(|| parsed(format!("https://tockify.com/api/feeds/ics/{name}"))).flatten()
}

pub(super) fn libcal(place: &Place<'_>, found: &mut Suggestions) {
    let id = paging::parameter(place.url, "cid").filter(|id| id.bytes().all(|byte| byte.is_ascii_digit()));
    let id = id.filter(|_| place.is_at("libcal.com") && place.part(0) != Some("ical_subscribe.php"));
    let feed = id.and_then(|id| parsed(format!("https://{}/ical_subscribe.php?src=p&cid={id}", place.host)));
    found.add(feed, Some(Format::Ical), "the calendar's own feed");
}

pub(super) fn localist(place: &Place<'_>, found: &mut Suggestions) {
    if place.is_at("localist.com") && place.part(0) != Some("api") {
        localist_at(place.url, found);
    }
}

/// The list and the feed of a Localist site.
pub(in crate::suggest) fn localist_at(url: &Url, found: &mut Suggestions) {
    let list = url.join("/api/2/events?days=365&pp=100").ok();
    found.add(list, Some(Format::Localist), "Localist's list, a year ahead, page by page");
    found.add(url.join("/calendar.ics").ok(), Some(Format::Ical), "Localist's own feed");
}

/// A pretix organizer has a calendar of all its events.
pub(super) fn pretix(place: &Place<'_>, found: &mut Suggestions) {
    let is_pretix = place.host.split('.').any(|label| label == "pretix");
    let is_own = |part: &&str| matches!(*part, "about" | "api" | "control" | "static" | "media");
    let organizer = place.part(0).filter(|part| is_pretix && !is_own(part) && place.path.len() == 1);
    let feed = organizer.and_then(|organizer| place.url.join(&format!("/{organizer}/events/ical/")).ok());
    found.add(feed, Some(Format::Ical), "the organizer's calendar");
}
