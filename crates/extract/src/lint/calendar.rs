//! What a calendar says of itself.

use super::{
    report::Report,
    rules::calendar as rules,
    rules::{ONCE_IN_CALENDAR, ONCE_IN_EVENT},
    times::duration,
    tree::{Component, Property},
};

/// The most events that Google was seen to show.
const EVENTS_MAX: usize = 1_111;

/// Methods of RFC 5546.
const METHODS: &[&str] = &["PUBLISH", "REQUEST", "REPLY", "ADD", "CANCEL", "REFRESH", "COUNTER", "DECLINECOUNTER"];

pub(super) fn check(calendar: &Component, report: &mut Report) {
    let line = calendar.line;
    match calendar.get("VERSION") {
        None => report.add(&rules::NO_VERSION, line, None),
        Some(version) => {
            report.add_if(version.value.trim() != "2.0", &rules::BAD_VERSION, version.line, &version.value);
        }
    }
    if calendar.value("PRODID").is_none_or(|id| id.trim().is_empty()) {
        report.add(&rules::NO_PRODID, line, None);
    }
    for scale in calendar.all("CALSCALE") {
        let is_known = scale.value.trim().eq_ignore_ascii_case("GREGORIAN");
        report.add_if(!is_known, &rules::BAD_CALSCALE, scale.line, &scale.value);
    }
    for method in calendar.all("METHOD") {
        check_method(method, report);
    }
    let has_name =
        ["NAME", "X-WR-CALNAME"].iter().any(|name| calendar.value(name).is_some_and(|v| !v.trim().is_empty()));
    report.add_if(!has_name, &rules::NO_NAME, line, "neither NAME nor X-WR-CALNAME");
    check_refresh(calendar, report);
    for zone in calendar.all("X-WR-TIMEZONE") {
        let is_known = zone.value.trim().parse::<chrono_tz::Tz>().is_ok();
        report.add_if(!is_known, &rules::BAD_ZONE_OF_ALL, zone.line, &zone.value);
    }
    let events = calendar.children("VEVENT").count();
    report.add_if(calendar.children.is_empty(), &rules::EMPTY, line, "no component");
    report.add_if(events > EVENTS_MAX, &rules::TOO_MANY, line, &format!("{events} events"));
    check_once(calendar, ONCE_IN_CALENDAR, report);
    calendar.children("VEVENT").for_each(|event| check_once(event, ONCE_IN_EVENT, report));
}

fn check_method(method: &Property, report: &mut Report) {
    let word = method.value.trim().to_ascii_uppercase();
    if !METHODS.contains(&word.as_str()) {
        report.add(&rules::UNKNOWN_METHOD, method.line, Some(word));
    } else if word != "PUBLISH" {
        report.add(&rules::INVITING_METHOD, method.line, Some(word));
    }
}

fn check_refresh(calendar: &Component, report: &mut Report) {
    let names = ["REFRESH-INTERVAL", "X-PUBLISHED-TTL"];
    for property in names.iter().filter_map(|name| calendar.get(name)) {
        let is_sound = duration(property.value.trim()).is_some_and(|seconds| seconds > 0);
        report.add_if(!is_sound, &rules::BAD_REFRESH, property.line, &format!("{}:{}", property.name, property.value));
    }
    if let Some(refresh) = calendar.get("REFRESH-INTERVAL") {
        let says_so = refresh.param("VALUE").is_some_and(|value| value.eq_ignore_ascii_case("DURATION"));
        report.add_if(!says_so, &rules::REFRESH_WITHOUT_VALUE, refresh.line, &refresh.value);
    }
    let has_any = names.iter().any(|name| calendar.get(name).is_some());
    report.add_if(!has_any, &rules::NO_REFRESH, calendar.line, "neither REFRESH-INTERVAL nor X-PUBLISHED-TTL");
}

fn check_once(component: &Component, once: &[&str], report: &mut Report) {
    for name in once {
        if let Some(second) = component.all(name).nth(1) {
            report.add(&rules::TWICE, second.line, Some(format!("{name} of {}", component.told())));
        }
    }
}
