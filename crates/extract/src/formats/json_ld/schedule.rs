//! `eventSchedule` (<https://schema.org/Schedule>) for events that have no `startDate` of their own.

use super::node::{self, Node};
use hobnob_domain::{TimeWords, Words};
use serde_json::Value;

/// So many excepted dates are kept.
const EXCEPTIONS_MAX: usize = 500;

/// Fills start, end, zone, rule and exclusions from a schedule, unless the event has a start.
pub(super) fn fill(words: &mut Words, event: &Node) {
    if words.start.is_some() {
        return;
    }
    let Some(schedule) = node::items(event.get("eventSchedule")).iter().find_map(Value::as_object) else { return };
    let word = |key: &str| schedule.get(key).and_then(node::word);
    let Some(first) = word("startDate") else { return };
    let zone = word("scheduleTimezone");
    let day = first.split(['T', 't']).next().unwrap_or(&first).to_owned();
    let at = |time: Option<String>| {
        let text = time.map_or_else(|| first.clone(), |time| format!("{day}T{time}"));
        TimeWords { text, zone: zone.clone() }
    };
    words.start = Some(at(word("startTime")));
    words.end = word("endTime").map(|time| at(Some(time)));
    words.rules.extend(rule(schedule));
    let excepted = node::items(schedule.get("exceptDate")).iter().filter_map(node::word);
    words.exclusions.extend(excepted.take(EXCEPTIONS_MAX).map(|text| TimeWords { text, zone: zone.clone() }));
}

/// The schedule as an RRULE. None when it does not repeat, or in a way that rules can't say.
fn rule(schedule: &Node) -> Option<String> {
    let every = schedule.get("repeatFrequency").and_then(node::word)?;
    let (number, unit) = every.strip_prefix('P')?.split_at_checked(every.len().checked_sub(2)?)?;
    let frequency = match unit {
        "D" => "DAILY",
        "W" => "WEEKLY",
        "M" => "MONTHLY",
        "Y" => "YEARLY",
        _ => return None,
    };
    let mut rule = format!("FREQ={frequency}");
    let interval: u32 = number.parse().ok()?;
    if interval > 1 {
        rule.push_str(&format!(";INTERVAL={interval}"));
    }
    let days = node::items(schedule.get("byDay")).iter().filter_map(|day| weekday(&node::word(day)?));
    let days: Vec<&str> = days.collect();
    if !days.is_empty() && frequency != "DAILY" {
        rule.push_str(&format!(";BYDAY={}", days.join(",")));
    }
    let count = schedule.get("repeatCount").and_then(node::number).filter(|count| *count >= 1.0);
    let until = schedule.get("endDate").and_then(node::word).map(|date| date.replace('-', ""));
    match (count, until) {
        (Some(count), _) => rule.push_str(&format!(";COUNT={count:.0}")),
        (None, Some(until)) if until.len() == 8 => rule.push_str(&format!(";UNTIL={until}")),
        _ => {}
    }
    Some(rule)
}

fn weekday(name: &str) -> Option<&'static str> {
    Some(match node::local_name(name) {
        "Monday" | "MO" => "MO",
        "Tuesday" | "TU" => "TU",
        "Wednesday" | "WE" => "WE",
        "Thursday" | "TH" => "TH",
        "Friday" | "FR" => "FR",
        "Saturday" | "SA" => "SA",
        "Sunday" | "SU" => "SU",
        _ => return None,
    })
}
