//! Luma: the state its pages carry for their own scripts (`__NEXT_DATA__`), and the answers of its APIs, which list
//! entries behind a cursor. The cursor must be handed back as `pagination_cursor`: any other name is taken and ignored, and
//! the first page comes again. While an address is hidden only the town is told.

use super::paging;
use crate::decode::Content;
use crate::embedded;
use crate::fields::{self, Fields};
use crate::reading::Reading;
use hobnob_domain::{Listing, OfferWords, OrganizerWords, PlaceWords, Words};
use memchr::memmem;
use serde_json::Value;
use std::collections::BTreeMap;
use url::Url;

/// How deep events may stand in a page's state.
const DEPTH_MAX: usize = 8;

/// Where an event's address starts when it is only its last part.
const HOME: &str = "https://luma.com/";

/// Whether this is a page with events in its state, or a list of entries.
pub(crate) fn fits(content: &Content<'_>, is_wanted: bool) -> bool {
    match content.first() {
        Some(b'{') => rows(content, is_wanted).is_some(),
        Some(b'<') => {
            let has = |what: &str| memmem::find(content.text().as_bytes(), what.as_bytes()).is_some();
            has("__NEXT_DATA__") && has("\"initialData\"") && (has("\"evt-") || is_wanted)
        }
        _ => false,
    }
}

fn rows<'a>(content: &'a Content<'_>, is_wanted: bool) -> Option<&'a [Value]> {
    let answer = content.document()?;
    let is_answer = is_wanted || answer.get("has_more").is_some();
    fields::rows(answer.get("entries")?, is_answer, &["/event/name", "/event/start_at", "/event/timezone"])
}

/// Reads every event that is for everybody.
pub(crate) fn read(content: &Content<'_>, reading: &mut Reading) {
    let base = &content.page.url;
    let Some(answer) = content.document() else { return read_page(content, reading) };
    let entries = rows(content, true).unwrap_or_default().iter().filter(|entry| is_public(Fields(entry)));
    reading.rows(entries, |entry| listing(entry, base));
    let answer = Fields(answer);
    if let Some(cursor) = answer.written("/next_cursor").filter(|_| answer.is("/has_more")) {
        if paging::parameter(base, "pagination_cursor").as_deref() == Some(&cursor) {
            return reading.incomplete("Luma's cursor does not move on");
        }
        reading.next_page(paging::with(base, "pagination_cursor", &cursor));
    }
}

fn read_page(content: &Content<'_>, reading: &mut Reading) {
    let Some(page) = embedded::script(content.text(), "__NEXT_DATA__") else {
        return reading.incomplete("the page's state (__NEXT_DATA__) can't be read");
    };
    let mut entries = Vec::new();
    collect(Fields(&page).value("/props/pageProps/initialData"), 0, &mut entries);
    // An event may be told more than once: at length where it is listed, in short where it is pointed to.
    let mut fullest: BTreeMap<Option<String>, &Value> = BTreeMap::new();
    for entry in entries.into_iter().filter(|entry| is_public(Fields(entry))) {
        let length = |entry: &Value| Fields(entry).value("/event").as_object().map_or(0, serde_json::Map::len);
        let known = fullest.entry(Fields(entry).word("/event/api_id")).or_insert(entry);
        if length(entry) > length(known) {
            *known = entry;
        }
    }
    reading.rows(fullest.into_values(), |entry| listing(entry, &content.page.url));
}

/// All objects that have an event.
fn collect<'a>(value: &'a Value, depth: usize, entries: &mut Vec<&'a Value>) {
    if depth > DEPTH_MAX {
        return;
    }
    let is_entry = |value: &Value| {
        let event = Fields(value).at("/event");
        event.has("/start_at") && event.word("/api_id").is_some_and(|id| id.starts_with("evt-"))
    };
    match value {
        Value::Object(_) if is_entry(value) => entries.push(value),
        Value::Object(fields) => fields.values().for_each(|value| collect(value, depth + 1, entries)),
        Value::Array(values) => values.iter().for_each(|value| collect(value, depth + 1, entries)),
        _ => {}
    }
}

fn is_public(entry: Fields<'_>) -> bool {
    entry.value("/event/visibility").as_str() != Some("private")
}

fn listing(entry: Fields<'_>, base: &Url) -> Option<Listing> {
    let event = entry.at("/event");
    let id = event.word("/api_id").or_else(|| entry.word("/api_id"))?;
    let home = Url::parse(HOME).ok()?;
    let location = event.word("/location_type");
    let is_online = location.as_deref().is_some_and(|location| !matches!(location, "offline" | "unknown" | "missing"));
    let words = Words {
        // As the calendar feed has it.
        uid: Some(format!("{id}@events.lu.ma")),
        name: Some(event.phrase("/name")?),
        description: event.prose("/description").or_else(|| event.prose("/description_md")),
        start: event.time("/start_at"),
        end: event.time("/end_at"),
        duration: event.word("/duration_interval").filter(|_| !event.has("/end_at")),
        zone: event.word("/timezone"),
        status: event.word("/status"),
        mode: if is_online { Some("online".to_owned()) } else { location.filter(|location| location == "offline") },
        places: if is_online { Vec::new() } else { fields::places(place(event)) },
        organizer: organizer(entry, &home),
        offers: offers(entry.at("/ticket_info")),
        is_free: entry.truth("/ticket_info/is_free"),
        image_url: event.link("/cover_url", base),
        keywords: entry.keywords(&["/tags", "/categories"], &["/name"]),
        ..Words::default()
    };
    Some(Listing { key: id, url: event.link("/url", &home), words })
}

fn place(event: Fields<'_>) -> PlaceWords {
    let address = event.at("/geo_address_info");
    let is_hidden = address.value("/mode").as_str() == Some("obfuscated");
    let told = |name: &str| address.phrase(name).filter(|_| !is_hidden);
    let (line, short, full) = (told("/address"), told("/short_address"), told("/full_address"));
    let (street, house) = match line {
        Some(line) if is_street(&line, short.as_deref(), full.as_deref()) => (Some(line), None),
        line => (None, line),
    };
    let place = PlaceWords {
        text: full.or(short),
        name: house,
        address: street,
        locality: address.phrase("/city"),
        region: address.phrase("/region"),
        country: address.phrase("/country_code").or_else(|| address.phrase("/country")),
        ..PlaceWords::default()
    };
    let point = event
        .point("/coordinate/latitude", "/coordinate/longitude")
        .or_else(|| event.point("/geo_latitude", "/geo_longitude"));
    fields::placed(place, point)
}

/// Whether what stands where the name of a house would is the street: the short address begins with no house, and where it
/// is not told, a number comes first.
fn is_street(line: &str, short: Option<&str>, full: Option<&str>) -> bool {
    let has_number = line.starts_with(|c: char| c.is_ascii_digit());
    match short {
        Some(short) => short.starts_with(line),
        None => has_number && full.is_none_or(|full| full.starts_with(line)),
    }
}

/// The calendar that lists it, unless that is a person's own; else its first host.
fn organizer(entry: Fields<'_>, home: &Url) -> Option<OrganizerWords> {
    let calendar = entry.at("/calendar");
    let name = calendar.phrase("/name").filter(|_| !calendar.is("/is_personal"));
    let page = calendar.link("/slug", home).filter(|_| name.is_some());
    let name = name.or_else(|| entry.phrase("/hosts/0/name"))?;
    Some(OrganizerWords { name: Some(name), url: page })
}

fn offers(tickets: Fields<'_>) -> Vec<OfferWords> {
    let Some(cents) = tickets.number("/price/cents") else { return Vec::new() };
    let currency = tickets.word("/price/currency").map(|currency| currency.to_ascii_uppercase());
    vec![OfferWords { price: Some(fields::from_cents(cents)), currency, ..OfferWords::default() }]
}
