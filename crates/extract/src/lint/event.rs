//! What an event must say, and what it must not say so.

use super::{
    report::Report,
    rules::event as rules,
    tree::{Component, Property},
};

/// The longest UID that every client keeps, in octets.
const UID_MAX: usize = 255;

/// A UID shorter than this is unique at home only.
const UID_MIN: usize = 8;

/// Properties whose values are words of a list.
const WORDS: &[(&str, &[&str])] = &[
    ("STATUS", &["TENTATIVE", "CONFIRMED", "CANCELLED"]),
    ("TRANSP", &["OPAQUE", "TRANSPARENT"]),
    ("CLASS", &["PUBLIC", "PRIVATE", "CONFIDENTIAL"]),
];

/// How a cancellation is written where STATUS should say it.
const CANCELLED: &[&str] = &["cancelled", "canceled", "abgesagt", "annulé", "cancelado", "postponed"];

pub(super) fn check(event: &Component, report: &mut Report) {
    check_presence(event, report);
    if let Some(uid) = event.get("UID") {
        check_uid(uid, event, report);
    }
    for (name, words) in WORDS {
        for property in event.all(name) {
            let is_known = words.contains(&property.value.trim().to_ascii_uppercase().as_str());
            let told = format!("{name}:{}", property.value);
            report.add_if(!is_known, &rules::UNKNOWN_WORD, property.line, &told);
        }
    }
    check_status(event, report);
    check_links(event, report);
    check_geo(event, report);
    for sequence in event.all("SEQUENCE") {
        let is_number = sequence.value.trim().parse::<u32>().is_ok_and(|number| i32::try_from(number).is_ok());
        report.add_if(!is_number, &rules::BAD_SEQUENCE, sequence.line, &sequence.value);
    }
    for organizer in event.all("ORGANIZER") {
        let is_address =
            organizer.value.split_once(':').is_some_and(|(scheme, rest)| !scheme.is_empty() && !rest.is_empty());
        report.add_if(!is_address, &rules::BAD_ORGANIZER, organizer.line, &organizer.value);
    }
    if let Some(attendee) = event.get("ATTENDEE") {
        report.add(&rules::ATTENDEES, attendee.line, None);
    }
    for property in event.properties.iter().filter(|property| property.value.trim().is_empty()) {
        let is_harmful = !matches!(property.name.as_str(), "DESCRIPTION" | "LOCATION" | "SUMMARY");
        report.add_if(is_harmful, &rules::EMPTY_VALUE, property.line, &property.name);
    }
}

fn check_presence(event: &Component, report: &mut Report) {
    for (name, rule) in [
        ("UID", &rules::NO_UID),
        ("DTSTAMP", &rules::NO_DTSTAMP),
        ("DTSTART", &rules::NO_DTSTART),
        ("SUMMARY", &rules::NO_SUMMARY),
        ("SEQUENCE", &rules::NO_SEQUENCE),
        ("LAST-MODIFIED", &rules::NO_LAST_MODIFIED),
        ("STATUS", &rules::NO_STATUS),
        ("URL", &rules::NO_URL),
    ] {
        if event.value(name).is_none_or(|value| value.trim().is_empty()) {
            report.add(rule, event.line, Some(event.told()));
        }
    }
}

fn check_uid(uid: &Property, event: &Component, report: &mut Report) {
    let value = uid.value.trim();
    report.add_if(value.len() > UID_MAX, &rules::LONG_UID, uid.line, value);
    let is_bare = !value.is_empty() && (value.len() < UID_MIN || value.bytes().all(|b| b.is_ascii_digit()));
    report.add_if(is_bare, &rules::BARE_UID, uid.line, value);
    let day: String = event.value("DTSTART").unwrap_or_default().chars().take_while(char::is_ascii_digit).collect();
    let dashed = match (day.get(..4), day.get(4..6), day.get(6..8)) {
        (Some(year), Some(month), Some(day)) => format!("{year}-{month}-{day}"),
        _ => String::new(),
    };
    let has = |part: &str| part.len() >= 8 && value.contains(part);
    let is_series = event.get("RRULE").is_some();
    report.add_if(!is_series && (has(&day) || has(&dashed)), &rules::UID_FROM_DATE, uid.line, value);
    let name = event.value("SUMMARY").unwrap_or_default().trim();
    report.add_if(name.len() >= 4 && value.contains(name), &rules::UID_FROM_NAME, uid.line, value);
    report.add_if(value.contains(char::is_whitespace), &rules::UID_WITH_BLANKS, uid.line, value);
}

/// A cancellation that only people can read.
fn check_status(event: &Component, report: &mut Report) {
    let status = event.value("STATUS").unwrap_or_default().trim().to_ascii_uppercase();
    let Some(name) = event.get("SUMMARY") else { return };
    let lower = name.value.to_lowercase();
    let is_said = CANCELLED.iter().any(|word| {
        let rest = lower.trim_start_matches(['*', '[', '(', ' ']);
        rest.starts_with(word) || lower.trim_end_matches(['*', ']', ')', '!', ' ']).ends_with(word)
    });
    // One that is marked and takes nobody's time is a choice: Google hides what STATUS says is cancelled.
    let takes_time = !event.value("TRANSP").is_some_and(|value| value.trim().eq_ignore_ascii_case("TRANSPARENT"));
    let is_hidden = is_said && takes_time && matches!(status.as_str(), "" | "CONFIRMED");
    report.add_if(is_hidden, &rules::CANCELLED_IN_NAME, name.line, &name.value);
}

fn check_links(event: &Component, report: &mut Report) {
    for name in ["URL", "CONFERENCE", "IMAGE", "ATTACH", "SOURCE"] {
        for link in event.all(name) {
            let is_inline = link.param("VALUE").is_some_and(|value| value.eq_ignore_ascii_case("BINARY"));
            let value = link.value.trim();
            let parsed = url::Url::parse(value);
            let is_script = parsed.as_ref().is_ok_and(|url| matches!(url.scheme(), "javascript" | "vbscript" | "data"));
            let is_sound = parsed.is_ok() && !value.contains(char::is_whitespace);
            if is_inline || value.is_empty() {
                continue;
            }
            report.add_if(is_script, &rules::SCRIPT_URL, link.line, value);
            report.add_if(!is_sound, &rules::BAD_URL, link.line, value);
        }
    }
}

fn check_geo(event: &Component, report: &mut Report) {
    let degrees = |text: &str, part: char| -> Option<(f64, f64)> {
        let (first, second) = text.split_once(part)?;
        Some((first.trim().parse().ok()?, second.trim().parse().ok()?))
    };
    let is_place = |(latitude, longitude): (f64, f64)| latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
    let Some(geo) = event.get("GEO").filter(|geo| !geo.value.trim().is_empty()) else { return };
    let Some(point) = degrees(&geo.value, ';').filter(|point| is_place(*point)) else {
        report.add(&rules::BAD_GEO, geo.line, Some(geo.value.clone()));
        return;
    };
    report.add_if(point == (0.0, 0.0), &rules::ZERO_GEO, geo.line, &geo.value);
    let apple = event.get("X-APPLE-STRUCTURED-LOCATION").and_then(|place| {
        let other = degrees(place.value.trim().strip_prefix("geo:")?, ',')?;
        Some((place.line, other))
    });
    if let Some((line, (first, second))) = apple {
        let is_near = |a: f64, b: f64| (a - b).abs() < 0.01;
        let is_swapped = is_near(first, point.1) && is_near(second, point.0) && !is_near(point.0, point.1);
        report.add_if(is_swapped, &rules::SWAPPED_GEO, line, &format!("geo:{first},{second} beside GEO:{}", geo.value));
    }
}
