//! What only all events together show.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    report::Report,
    rules::together as rules,
    times::{Written, moment},
    tree::Component,
};
use chrono::{DateTime, TimeDelta, Utc};

/// So close to when it was fetched a stamp is the clock of the server.
const JUST_NOW: TimeDelta = TimeDelta::minutes(10);

/// So many events must agree before it is a habit.
const HABIT_MIN: usize = 3;

/// `fetched_at` where it has just been fetched.
pub(super) fn check(events: &[&Component], fetched_at: Option<DateTime<Utc>>, report: &mut Report) {
    check_uids(events, report);
    check_stamps(events, fetched_at, report);
    let Some(first) = events.first().filter(|_| events.len() >= HABIT_MIN) else { return };
    let all_say = |name: &str, word: &str| {
        events.iter().all(|event| event.value(name).is_some_and(|value| value.trim().eq_ignore_ascii_case(word)))
    };
    report.add_if(all_say("STATUS", "TENTATIVE"), &rules::ALL_TENTATIVE, first.line, "every event");
    let is_its_start = |event: &&Component| {
        let start = event.value("DTSTART").unwrap_or_default();
        !start.is_empty()
            && event.value("DTSTAMP").is_some_and(|stamp| stamp.trim_end_matches('Z') == start.trim_end_matches('Z'))
    };
    report.add_if(events.iter().all(is_its_start), &rules::STAMP_IS_START, first.line, "every event");
}

fn check_uids(events: &[&Component], report: &mut Report) {
    let mut known: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut series: BTreeSet<&str> = BTreeSet::new();
    for event in events {
        let Some(uid) = event.value("UID").map(str::trim).filter(|uid| !uid.is_empty()) else { continue };
        let instance = event.value("RECURRENCE-ID").map(str::trim).unwrap_or_default();
        let line = event.get("UID").map_or(event.line, |uid| uid.line);
        match known.get(&(uid, instance)) {
            Some(first) => report.add(&rules::DUPLICATE_UID, line, Some(format!("{uid}, also at line {first}"))),
            None => drop(known.insert((uid, instance), line)),
        }
        if instance.is_empty() {
            series.insert(uid);
        }
    }
    for event in events.iter().filter(|event| event.get("RECURRENCE-ID").is_some()) {
        let is_alone = event.value("UID").is_some_and(|uid| !series.contains(uid.trim()));
        report.add_if(is_alone, &rules::ORPHAN, event.line, &event.told());
    }
}

/// Stamps that are the clock and not the event: a client sees every event change with every fetch, or none ever.
fn check_stamps(events: &[&Component], fetched_at: Option<DateTime<Utc>>, report: &mut Report) {
    for (name, rule) in [("DTSTAMP", &rules::STAMP_IS_CLOCK), ("LAST-MODIFIED", &rules::REVISION_IS_CLOCK)] {
        let stamps: Vec<&str> = events.iter().filter_map(|event| event.value(name)).map(str::trim).collect();
        let Some(first) = stamps.first() else { continue };
        // What was never changed since it was written down has one stamp by right.
        let is_new =
            events.iter().all(|event| event.value("CREATED").is_some() && event.value("CREATED") == event.value(name));
        if is_new {
            continue;
        }
        let line = events.iter().find_map(|event| event.get(name)).map_or(0, |property| property.line);
        let is_now = match (moment(first), fetched_at) {
            (Some(Written::Utc(at)), Some(now)) => (now - at.and_utc()).abs() <= JUST_NOW,
            _ => false,
        };
        let is_one = stamps.iter().all(|stamp| stamp == first);
        let is_habit = is_one && stamps.len() >= HABIT_MIN;
        report.add_if(
            (is_one && is_now) || is_habit,
            rule,
            line,
            &format!("{name}:{first} on {} events", stamps.len()),
        );
    }
}
