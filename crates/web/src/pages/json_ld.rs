//! The event as schema.org tells it, for machines that read pages.

use chrono::SecondsFormat;
use hobnob_domain::{AttendanceMode, Event, EventStatus, Occurrence, Offer, Venue};
use serde_json::{Map, Value, json};

/// The event as JSON-LD, safe within a script element: no `<` can end it.
pub(crate) fn json_ld(event: &Event, sitting: &Occurrence, page: &str) -> String {
    let facts = &event.facts;
    let mut told = Map::new();
    let mut put = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            told.insert(key.to_owned(), value);
        }
    };
    put("@context", Some(json!("https://schema.org")));
    put("@type", Some(json!("Event")));
    put("@id", Some(json!(page)));
    put("name", Some(json!(facts.name)));
    put("description", facts.description.as_ref().map(|text| json!(text)));
    put("url", Some(json!(facts.url)));
    put("startDate", Some(json!(start(event, sitting))));
    put("endDate", event.is_end_known(sitting).then(|| json!(end(event, sitting))));
    put("eventStatus", Some(json!(status(sitting.status))));
    put("eventAttendanceMode", Some(json!(mode(facts.attendance_mode))));
    put("location", location(event));
    put(
        "organizer",
        facts
            .organizer
            .as_ref()
            .map(|organizer| json!({"@type": "Organization", "name": organizer.name, "url": organizer.url})),
    );
    put("image", facts.image_url.as_ref().map(|url| json!(url)));
    put("inLanguage", facts.language.as_ref().map(|code| json!(code)));
    put("isAccessibleForFree", facts.is_free.map(|is_free| json!(is_free)));
    put("keywords", (!facts.keywords.is_empty()).then(|| json!(facts.keywords.join(", "))));
    put("offers", (!facts.offers.is_empty()).then(|| facts.offers.iter().map(offer).collect()));
    Value::Object(told).to_string().replace('<', "\\u003c")
}

fn start(event: &Event, sitting: &Occurrence) -> String {
    let zone = event.facts.schedule.zone;
    match sitting.is_all_day {
        true => sitting.starts_on.to_string(),
        false => sitting.starts_at.with_timezone(&zone).to_rfc3339_opts(SecondsFormat::Secs, false),
    }
}

fn end(event: &Event, sitting: &Occurrence) -> String {
    let zone = event.facts.schedule.zone;
    match sitting.is_all_day {
        true => sitting.ends_on.to_string(),
        false => sitting.ends_at.with_timezone(&zone).to_rfc3339_opts(SecondsFormat::Secs, false),
    }
}

const fn status(status: EventStatus) -> &'static str {
    match status {
        EventStatus::Scheduled => "https://schema.org/EventScheduled",
        EventStatus::Postponed => "https://schema.org/EventPostponed",
        EventStatus::Rescheduled => "https://schema.org/EventRescheduled",
        EventStatus::MovedOnline => "https://schema.org/EventMovedOnline",
        EventStatus::Cancelled => "https://schema.org/EventCancelled",
    }
}

const fn mode(mode: AttendanceMode) -> &'static str {
    match mode {
        AttendanceMode::Offline => "https://schema.org/OfflineEventAttendanceMode",
        AttendanceMode::Online => "https://schema.org/OnlineEventAttendanceMode",
        AttendanceMode::Mixed => "https://schema.org/MixedEventAttendanceMode",
    }
}

fn location(event: &Event) -> Option<Value> {
    let place = event.facts.venue.as_ref().map(place);
    let join = event.facts.join_url.as_ref().map(|url| json!({"@type": "VirtualLocation", "url": url}));
    match (place, join) {
        (Some(place), Some(join)) => Some(json!([place, join])),
        (place, join) => place.or(join),
    }
}

fn place(venue: &Venue) -> Value {
    let Venue { name: _, address: _, locality, region, country, point: _, is_town_centre: _, geoname_id: _ } = venue;
    json!({
        "@type": "Place",
        "name": venue.house().or(locality.as_deref()),
        "address": {
            "@type": "PostalAddress",
            "streetAddress": venue.street(),
            "addressLocality": locality,
            "addressRegion": region,
            "addressCountry": country.map(|code| code.to_string()),
        },
        "geo": venue.exact_point().map(|point| {
            json!({"@type": "GeoCoordinates", "latitude": point.latitude(), "longitude": point.longitude()})
        }),
    })
}

fn offer(offer: &Offer) -> Value {
    let Offer { name, price, currency, url } = offer;
    json!({"@type": "Offer", "name": name, "price": price, "priceCurrency": currency, "url": url})
}
