//! What a page was that no reader can read: an error dressed as a calendar should be told apart from an empty one.

use crate::decode::Content;
use crate::{alternates, text};
use hobnob_domain::Format;
use scraper::{Html, Selector};
use serde_json::Value;

/// How much of a page is looked at, in bytes.
const LOOK_BYTES_MAX: usize = 16 * 1024;

/// How much of what it says is repeated, in bytes.
const EXCERPT_BYTES_MAX: usize = 120;

/// What the page was, and what was expected.
pub(crate) fn described(content: &Content<'_>, wanted: Option<Format>) -> String {
    let expected = match wanted {
        Some(Format::Ical) => "not a calendar (no BEGIN:VCALENDAR)",
        Some(Format::JsonLd) => "without events as JSON-LD (no application/ld+json)",
        Some(Format::Microdata) => "without events as microdata (no itemtype that is an Event)",
        Some(Format::Rdfa) => "without events as RDFa (no typeof that is an Event)",
        Some(Format::Microformats) => "without events as microformats (no class h-event or vevent)",
        Some(Format::NextData) => "without events in the state of its scripts (no __NEXT_DATA__ with a start)",
        Some(Format::AddToCalendar) => "without links that add an event to a calendar",
        Some(Format::OpenGraph) => "not an event by its Open Graph properties (no og:type event with a start)",
        Some(Format::ConfsTech) => "not a topic file of confs.tech (a JSON array of conferences)",
        Some(Format::Rss) => "not an RSS feed (no <rss> or <rdf:RDF>)",
        Some(Format::Atom) => "not an Atom feed (no <feed>)",
        Some(Format::JsonFeed) => "not a JSON Feed (no version of jsonfeed.org)",
        Some(Format::Sitemap) => "not a sitemap (no <urlset> or <sitemapindex>)",
        Some(Format::DevelopersEvents) => "not a list of developers.events (a JSON array with dates in milliseconds)",
        Some(Format::PythonDeadlines) => "not the list of python-deadlines (YAML with conference, year, cfp, place)",
        Some(Format::RubyConferences) => "not a list of ruby-conferences (YAML with name, location and dates)",
        Some(Format::RubyEvents) => "not a file of rubyevents (YAML with id, title, kind, location)",
        Some(Format::AiDeadlines) => "not a list of ai-deadlines (YAML with title, year, deadline, date)",
        Some(Format::CcfDeadlines) => "not a file of ccf-deadlines (YAML with title, confs, timeline)",
        Some(Format::CallingAllPapers) => "not an answer of callingallpapers.com (JSON with cfps)",
        Some(Format::ThisWeekInRust) => "not an issue of This Week in Rust (no Upcoming Events)",
        Some(Format::Markdown) => "not a list of events in Markdown (a table with a name and a date, or dated entries)",
        Some(Format::HtmlList) => "without a list of events that have a day each (in headings, lists or tables)",
        Some(Format::EventsList) => "not a list of events (JSON, YAML or CSV with a name and a start in most rows)",
        Some(Format::Rules) => "to be read by rules, and the source has none",
        Some(Format::Activitypub) => "not an event of ActivityPub (no object of type Event)",
        Some(Format::Bevy) => "not a list of Bevy's events (no `results` with titles and dates)",
        Some(Format::Ctftime) => "not a list of CTFtime's contests",
        Some(Format::Eventbrite) => "not a list of Eventbrite's API (no `events` with `start.local`)",
        Some(Format::Gancio) => "not a list of Gancio's events (a JSON array with `start_datetime`)",
        Some(Format::GrowthZone) => "not a page of GrowthZone's events (no `gz-events-card`)",
        Some(Format::Guild) => "not a list of Guild's events (no `events.edges`)",
        Some(Format::HackClub) => "not a list of Hack Club's hackathons",
        Some(Format::Indico) => "not an export of Indico's (no `results` with `startDate`)",
        Some(Format::Libcal) => "not a list of LibCal's events",
        Some(Format::LinkedEvents) => "not a list of Linked Events (no `meta` and `data`)",
        Some(Format::Livewhale) => "not a list of LiveWhale's events",
        Some(Format::Localist) => "not a list of Localist's events (no `events` with `event_instances`)",
        Some(Format::Luma) => "neither a page of Luma's with events nor a list of its entries",
        Some(Format::Meetup) => "neither a page of Meetup's with events nor an answer about a group",
        Some(Format::Mobilizon) => "not an answer of Mobilizon's (no `data.searchEvents.elements`)",
        Some(Format::Pretalx) => "neither a list of pretalx's events nor a schedule",
        Some(Format::Sessionize) => "not a list of Sessionize's open calls",
        Some(Format::Squarespace) => "neither a Squarespace collection of events nor a page with `.eventlist` markup",
        Some(Format::Teamup) => "not a list of Teamup's events (no `events` with `start_dt`)",
        Some(Format::TicketTailor) => "not a list of Ticket Tailor's events",
        Some(Format::Tribe) => "not a list of The Events Calendar (no `events` with `start_date` and `rest_url`)",
        Some(Format::Wix) => "not a page of Wix Events (no wix-warmup-data)",
        None => "neither a calendar, nor a page with events in its markup, nor a feed or a list that we know",
    };
    format!("the page is {}: {expected}", nature(content))
}

/// What to do about a page without events: add what it declares to be its calendar or feed.
pub(crate) fn cure(content: &Content<'_>) -> Option<String> {
    if content.first() != Some(b'<') {
        return None;
    }
    let alternate = alternates::of(content).into_iter().find(|found| found.media_type != "application/json")?;
    let what = if alternate.media_type == "text/calendar" { "calendar" } else { "feed" };
    Some(format!("the page declares a {what} at {}: add that", alternate.url))
}

fn nature(content: &Content<'_>) -> String {
    let bytes = content.bytes().trim_ascii();
    match bytes.first() {
        None => "empty".to_owned(),
        Some(b'<') => markup(content),
        Some(b'{' | b'[') => json(content.text()),
        Some(_) if bytes.iter().take(LOOK_BYTES_MAX).any(|byte| *byte == 0) => "binary data".to_owned(),
        Some(_) => quoted("plain text", Some(content.text())),
    }
}

fn markup(content: &Content<'_>) -> String {
    let start = text::cut(content.text(), LOOK_BYTES_MAX);
    let what = if start.trim_start().starts_with("<?xml") { "an XML document" } else { "an HTML page" };
    let html = Html::parse_document(start);
    let titled = |name| {
        let element = Selector::parse(name).ok().and_then(|selector| html.select(&selector).next())?;
        text::line(&element.text().collect::<String>(), EXCERPT_BYTES_MAX)
    };
    quoted(what, titled("title").or_else(|| titled("h1")).or_else(|| titled("h2")).as_deref())
}

fn json(text: &str) -> String {
    let Ok(value) = serde_json::from_str::<Value>(text) else {
        return quoted("JSON that is broken", Some(text));
    };
    let said = ["message", "error_description", "error", "detail", "title", "errors"]
        .iter()
        .find_map(|key| value.get(key).filter(|said| !said.is_null()))
        .map(|said| said.as_str().map_or_else(|| said.to_string(), str::to_owned));
    match said {
        Some(said) => quoted("a JSON message", Some(&said)),
        None => quoted("JSON", Some(text)),
    }
}

fn quoted(what: &str, said: Option<&str>) -> String {
    match said.and_then(|said| text::line(said, EXCERPT_BYTES_MAX)) {
        Some(said) => format!("{what} “{said}”"),
        None => what.to_owned(),
    }
}
