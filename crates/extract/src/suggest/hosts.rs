//! Sites that are known by their host.

use super::{Suggestions, base64};
use crate::sites::paging;
use hobnob_domain::Format;
use url::Url;

/// The address over HTTP of what was to be opened with a calendar program.
pub(super) fn over_http(url: &Url) -> Url {
    let https = |rest: &str| Url::parse(&format!("https:{rest}")).ok();
    let (scheme, rest) = url.as_str().split_once(':').unwrap_or_default();
    match scheme {
        "webcal" | "webcals" => https(rest).unwrap_or_else(|| url.clone()),
        _ => url.clone(),
    }
}

/// An address in parts.
struct Place<'a> {
    url: &'a Url,
    host: &'a str,
    path: Vec<&'a str>,
}

impl Place<'_> {
    fn is_at(&self, host: &str) -> bool {
        self.host.strip_suffix(host).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    }

    fn part(&self, number: usize) -> Option<&str> {
        self.path.get(number).copied()
    }
}

/// What is known of the host of an address.
pub(super) fn suggest(url: &Url, found: &mut Suggestions) {
    let Some(host) = url.host_str() else { return };
    let path: Vec<&str> = url.path_segments().into_iter().flatten().filter(|part| !part.is_empty()).collect();
    let place = Place { url, host: host.strip_prefix("www.").unwrap_or(host), path };
    for suggest in [
        meetup, luma, google, outlook, teamup, tockify, libcal, code_host, eventbrite, indico, pretalx, mobilizon,
        bevy, guild, lists,
    ] {
        suggest(&place, found);
    }
}

fn parsed(text: String) -> Option<Url> {
    Url::parse(&text).ok()
}

/// First parts of Meetup's addresses that are no group.
const MEETUP_OWN: [&str; 20] = [
    "about",
    "apps",
    "blog",
    "cities",
    "find",
    "help",
    "home",
    "login",
    "lp",
    "members",
    "messages",
    "meetup_api",
    "pro",
    "register",
    "settings",
    "signup",
    "start",
    "topics",
    "your-events",
    "graphql",
];

fn meetup(place: &Place<'_>, found: &mut Suggestions) {
    if place.host != "meetup.com" {
        return;
    }
    // `/de-DE/<group>/` is `/<group>/` in German.
    let is_locale = |part: &str| part.len() == 5 && part.as_bytes().get(2) == Some(&b'-');
    let group = place.path.iter().find(|part| !is_locale(part)).filter(|part| !MEETUP_OWN.contains(part));
    let feed = group.and_then(|group| parsed(format!("https://www.meetup.com/{group}/events/ical/")));
    found.add(feed, Some(Format::Ical), "the group's own calendar, with all its upcoming events");
}

fn luma(place: &Place<'_>, found: &mut Suggestions) {
    if !["lu.ma", "luma.com", "luma.co"].iter().any(|host| place.is_at(host)) {
        return;
    }
    let named = |start: &str| {
        let in_query = place.url.query_pairs().map(|(_, value)| value.into_owned()).find(|id| id.starts_with(start));
        in_query.or_else(|| place.path.iter().find(|part| part.starts_with(start)).map(|id| (*id).to_owned()))
    };
    for (start, entity) in [("cal-", "calendar"), ("discplace-", "discover")] {
        if let Some(id) = named(start) {
            found.add(luma_feed(entity, &id), Some(Format::Ical), "the calendar's own feed");
        }
    }
}

/// The feed of a calendar or a town; none for what is no id.
pub(super) fn luma_feed(entity: &str, id: &str) -> Option<Url> {
    let is_id = id.len() <= 64 && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    is_id.then(|| parsed(format!("https://api.lu.ma/ics/get?entity={entity}&id={id}"))).flatten()
}

/// The calendars of an embedded view (`src=`, several) or of a link to share (`cid=`, in Base64).
fn google(place: &Place<'_>, found: &mut Suggestions) {
    if place.host != "calendar.google.com" && !(place.host == "google.com" && place.part(0) == Some("calendar")) {
        return;
    }
    for (name, value) in place.url.query_pairs() {
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

/// A published calendar is shown at `.html`, and given at `.ics` beside it.
fn outlook(place: &Place<'_>, found: &mut Suggestions) {
    let is_outlook = ["outlook.office365.com", "outlook.office.com", "outlook.live.com"].contains(&place.host);
    if !is_outlook || !place.path.contains(&"calendar") {
        return;
    }
    if let Some(path) = place.url.path().strip_suffix(".html") {
        let mut feed = place.url.clone();
        feed.set_path(&format!("{path}.ics"));
        feed.set_query(None);
        found.add(Some(feed), Some(Format::Ical), "the published calendar itself");
    }
}

fn teamup(place: &Place<'_>, found: &mut Suggestions) {
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

fn tockify(place: &Place<'_>, found: &mut Suggestions) {
    let name = place.part(0).filter(|name| place.host == "tockify.com" && !TOCKIFY_OWN.contains(name));
    found.add(name.and_then(tockify_feed), Some(Format::Ical), "the calendar's own feed");
}

/// The feed of a calendar of that name.
pub(super) fn tockify_feed(name: &str) -> Option<Url> {
    let is_name =
        name.len() <= 64 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'));
    is_name.then(|| parsed(format!("https://tockify.com/api/feeds/ics/{name}"))).flatten()
}

fn libcal(place: &Place<'_>, found: &mut Suggestions) {
    let id = paging::parameter(place.url, "cid").filter(|id| id.bytes().all(|byte| byte.is_ascii_digit()));
    let id = id.filter(|_| place.is_at("libcal.com") && place.part(0) != Some("ical_subscribe.php"));
    let feed = id.and_then(|id| parsed(format!("https://{}/ical_subscribe.php?src=p&cid={id}", place.host)));
    found.add(feed, Some(Format::Ical), "the calendar's own feed");
}

/// A file that is shown in a page, as it is.
fn code_host(place: &Place<'_>, found: &mut Suggestions) {
    let why = "the file itself, without the page around it";
    let raw = match (place.host, place.path.as_slice()) {
        ("github.com", [owner, name, "blob", rest @ ..]) if rest.len() > 1 => {
            parsed(format!("https://raw.githubusercontent.com/{owner}/{name}/{}", rest.join("/")))
        }
        ("gist.github.com", [owner, id]) => parsed(format!("https://gist.githubusercontent.com/{owner}/{id}/raw")),
        (host, path) => {
            let says = |old: &str, new: &str| {
                let joined = path.join("/");
                joined
                    .contains(old)
                    .then(|| parsed(format!("https://{host}/{}", joined.replacen(old, new, 1))))
                    .flatten()
            };
            match host {
                _ if place.is_at("gitlab.com") => says("/-/blob/", "/-/raw/"),
                "codeberg.org" => says("/src/branch/", "/raw/branch/"),
                _ => None,
            }
        }
    };
    found.add(raw, None, why);
}

/// The page of an organizer says all in JSON-LD, the API more.
fn eventbrite(place: &Place<'_>, found: &mut Suggestions) {
    let [kind @ ("o" | "cc"), name, ..] = place.path.as_slice() else { return };
    let id = name.rsplit('-').next().filter(|id| id.len() > 5 && id.bytes().all(|byte| byte.is_ascii_digit()));
    let Some(id) = id.filter(|_| place.host.starts_with("eventbrite.") && *kind == "o") else { return };
    let page = parsed(format!("https://www.{}/o/{name}", place.host));
    found.add(page, Some(Format::JsonLd), "the organizer's page, which tells its events in JSON-LD");
    let api =
        format!("https://www.eventbriteapi.com/v3/organizers/{id}/events/?expand=venue&status=live&order_by=start_asc");
    found.add(parsed(api), Some(Format::Eventbrite), "with a free token: every sitting of a series, with its zone");
}

fn indico(place: &Place<'_>, found: &mut Suggestions) {
    if place.host.split('.').any(|label| label.contains("indico")) {
        indico_at(place.url, found);
    }
}

/// The exports of an Indico category or event.
pub(super) fn indico_at(url: &Url, found: &mut Suggestions) {
    let path: Vec<&str> = url.path_segments().into_iter().flatten().filter(|part| !part.is_empty()).collect();
    let is_number = |id: &str| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
    let Some(at) = path.iter().position(|part| matches!(*part, "category" | "event" | "e")) else { return };
    let (Some(kind), Some(id)) = (path.get(at), path.get(at + 1).filter(|id| is_number(id))) else { return };
    let before: String = path.iter().take(at).map(|part| format!("/{part}")).collect();
    if *kind == "category" {
        let json = url.join(&format!("{before}/export/categ/{id}.json?from=today&limit=100&order=start")).ok();
        found.add(json, Some(Format::Indico), "the category's export, with rooms and keywords");
        let feed = url.join(&format!("{before}/category/{id}/events.ics")).ok();
        found.add(feed, Some(Format::Ical), "the category's calendar");
    } else {
        let json = url.join(&format!("{before}/export/event/{id}.json")).ok();
        found.add(json, Some(Format::Indico), "the event's export");
    }
}

fn pretalx(place: &Place<'_>, found: &mut Suggestions) {
    if place.host.split('.').any(|label| label == "pretalx") {
        pretalx_at(place.url, found);
    }
}

/// First parts of pretalx' addresses that are no event.
const PRETALX_OWN: [&str; 6] = ["api", "media", "orga", "p", "redirect", "static"];

/// The schedule of a conference; the list of a server's events is closed by its robots.txt.
pub(super) fn pretalx_at(url: &Url, found: &mut Suggestions) {
    let event = url.path_segments().and_then(|mut path| path.next()).filter(|part| !part.is_empty());
    let Some(event) = event.filter(|event| !PRETALX_OWN.contains(event)) else { return };
    let schedule = url.join(&format!("/{event}/schedule/export/schedule.json")).ok();
    found.add(schedule, Some(Format::Pretalx), "the conference's schedule, once there is one");
}

fn mobilizon(place: &Place<'_>, found: &mut Suggestions) {
    if place.host.contains("mobilizon") || place.host.contains("mobilisons") {
        mobilizon_at(place.url, found);
    }
}

/// The calendar of a group or of the whole server, and its search.
pub(super) fn mobilizon_at(url: &Url, found: &mut Suggestions) {
    let first = url.path_segments().and_then(|mut path| path.next()).unwrap_or_default();
    if first.starts_with('@') {
        let feed = url.join(&format!("/{first}/feed/ics")).ok();
        return found.add(feed, Some(Format::Ical), "the group's calendar");
    }
    let api = url.join("/api").ok().filter(|_| first != "api");
    found.add(
        api,
        Some(Format::Mobilizon),
        "the server's search, page by page; narrow it with ?term=, ?location=, ?radius=",
    );
    found.add(url.join("/feed/instance/ics").ok(), Some(Format::Ical), "the calendar of the whole server");
}

/// Hosts that Bevy runs under names of others; `bevy.com` and its subdomains are known by name.
const BEVY_HOSTS: [&str; 8] = [
    "gdg.community.dev",
    "community.cncf.io",
    "trailblazercommunitygroups.com",
    "ace.atlassian.com",
    "friends.figma.com",
    "usergroups.snowflake.com",
    "usergroups.tableau.com",
    "startupgrind.com",
];

/// The API is closed by robots.txt, the site map is made for programs, and its event pages tell all in JSON-LD.
fn bevy(place: &Place<'_>, found: &mut Suggestions) {
    let is_page = place.part(0) != Some("sitemap.xml") && !place.path.contains(&"details");
    if is_page && (place.is_at("bevy.com") || BEVY_HOSTS.contains(&place.host)) {
        let map = place.url.join("/sitemap.xml").ok();
        found.add(map, None, "the site map, which lists all event pages; each tells its event in JSON-LD");
    }
}

fn guild(place: &Place<'_>, found: &mut Suggestions) {
    let is_own = |part: &&str| matches!(*part, "api" | "events" | "explore" | "about" | "pricing");
    let group = place.part(0).filter(|part| place.host == "guild.host" && !is_own(part));
    let list = group.and_then(|group| parsed(format!("https://guild.host/api/next/{group}/events/upcoming")));
    found.add(list, Some(Format::Guild), "the group's upcoming events as JSON");
}

/// Sites that are one list.
const LISTS: [(&str, &str, Format, &str); 3] = [
    ("ctftime.org", "https://ctftime.org/api/v1/events/?limit=100", Format::Ctftime, "upcoming contests as JSON"),
    (
        "hackathons.hackclub.com",
        "https://hackathons.hackclub.com/api/events/upcoming",
        Format::HackClub,
        "upcoming hackathons as JSON",
    ),
    (
        "sessionize.com",
        "https://sessionize.com/api/universal/open-cfps",
        Format::Sessionize,
        "with a speaker's key: all open calls for papers",
    ),
];

fn lists(place: &Place<'_>, found: &mut Suggestions) {
    for (host, list, format, why) in LISTS {
        if place.host == host {
            found.add(Url::parse(list).ok(), Some(format), why);
        }
    }
}
