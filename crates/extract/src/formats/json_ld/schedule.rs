//! `eventSchedule` (<https://schema.org/Schedule>), and `courseSchedule` of courses: alone, or beside a `startDate` that
//! is the first sitting's, or the first of a whole season's.

use super::node::{self, Node};
use chrono::NaiveDate;
use hobnob_domain::{TimeWords, Words};
use serde_json::Value;

/// So many excepted dates are kept.
const EXCEPTIONS_MAX: usize = 500;

/// So many schedules of one event are looked at.
const SCHEDULES_MAX: usize = 50;

/// Fills start, end, zone, rule, dates and exclusions from the schedules of an event.
pub(super) fn fill(words: &mut Words, event: &Node) {
    let written = event.get("eventSchedule").or_else(|| event.get("courseSchedule"));
    let schedules: Vec<&Node> = node::items(written).iter().take(SCHEDULES_MAX).filter_map(Value::as_object).collect();
    let repeats = schedules.iter().copied().find(|schedule| rule(schedule).is_some());
    match (words.start.take(), repeats) {
        (Some(start), None) => words.start = Some(start),
        (Some(start), Some(schedule)) => beside(words, start, schedule),
        (None, repeats) => {
            let dated = schedules.iter().copied().filter(|schedule| first_day(schedule).is_some());
            let Some(first) = repeats.filter(|schedule| first_day(schedule).is_some()).or_else(|| dated.clone().next())
            else {
                return;
            };
            alone(words, first);
            if rule(first).is_none() {
                // Several schedules that don't repeat are a sitting each.
                let others = dated.filter(|schedule| !std::ptr::eq(*schedule, first)).filter_map(start);
                words.dates.extend(others);
            }
        }
    }
}

/// An event that says nothing of when but its schedule.
fn alone(words: &mut Words, schedule: &Node) {
    words.start = start(schedule);
    words.end = first_day(schedule).and_then(|day| Some(at(schedule, &day, &word(schedule, "endTime")?)));
    let lasts = word(schedule, "duration");
    words.duration = words.duration.take().or(lasts);
    words.rules.extend(rule(schedule));
    except(words, schedule);
}

/// An event that has a start, and a schedule beside it.
fn beside(words: &mut Words, start: TimeWords, schedule: &Node) {
    let Some(rule) = rule(schedule) else { return words.start = Some(start) };
    let last = words.end.as_ref().and_then(|end| day(&end.text));
    let is_sitting = last.is_none() || last == day(&start.text);
    let first = first_day(schedule).unwrap_or_else(|| start.text.get(..10).unwrap_or(&start.text).to_owned());
    if is_sitting {
        // The sitting that comes next does not begin the count anew.
        let is_first = day(&first) == day(&start.text);
        let parts: Vec<&str> = rule.split(';').filter(|part| is_first || !part.starts_with("COUNT=")).collect();
        words.rules.push(parts.join(";"));
        words.start = Some(start);
    } else {
        // From the first day of a season to its last.
        let until = words.end.take().and_then(|end| end.text.get(..10).map(|day| day.replace('-', "")));
        let is_bounded = rule.contains(";COUNT=") || rule.contains(";UNTIL=");
        let until = until.filter(|_| !is_bounded).map(|until| format!(";UNTIL={until}"));
        words.rules.push(format!("{rule}{}", until.unwrap_or_default()));
        let clock = word(schedule, "startTime");
        words.start = Some(clock.map_or(start, |clock| at(schedule, &first, &clock)));
        words.end = word(schedule, "endTime").map(|clock| at(schedule, &first, &clock));
        words.duration = words.duration.take().or_else(|| word(schedule, "duration"));
    }
    except(words, schedule);
}

fn word(schedule: &Node, key: &str) -> Option<String> {
    schedule.get(key).and_then(node::word)
}

/// The day that a schedule begins on.
fn first_day(schedule: &Node) -> Option<String> {
    word(schedule, "startDate").map(|first| first.split(['T', 't']).next().unwrap_or(&first).to_owned())
}

fn day(text: &str) -> Option<NaiveDate> {
    text.get(..10)?.parse().ok()
}

/// When a schedule begins.
fn start(schedule: &Node) -> Option<TimeWords> {
    match word(schedule, "startTime") {
        Some(clock) => Some(at(schedule, &first_day(schedule)?, &clock)),
        None => Some(TimeWords { text: word(schedule, "startDate")?, zone: word(schedule, "scheduleTimezone") }),
    }
}

fn at(schedule: &Node, day: &str, clock: &str) -> TimeWords {
    // Some write the whole moment where the time of day belongs.
    let clock = clock.rsplit(['T', 't']).next().unwrap_or(clock);
    TimeWords { text: format!("{day}T{clock}"), zone: word(schedule, "scheduleTimezone") }
}

fn except(words: &mut Words, schedule: &Node) {
    let zone = word(schedule, "scheduleTimezone");
    let excepted = node::items(schedule.get("exceptDate")).iter().filter_map(node::word);
    words.exclusions.extend(excepted.take(EXCEPTIONS_MAX).map(|text| TimeWords { text, zone: zone.clone() }));
}

/// The schedule as an RRULE. None when it does not repeat, or in a way that rules can't say.
fn rule(schedule: &Node) -> Option<String> {
    let (frequency, interval) = frequency(&word(schedule, "repeatFrequency")?)?;
    let mut rule = format!("FREQ={frequency}");
    if interval > 1 {
        rule.push_str(&format!(";INTERVAL={interval}"));
    }
    let numbers = |key: &str, largest: f64| {
        let numbers = node::items(schedule.get(key)).iter().filter_map(node::number);
        numbers.filter(|number| number.fract() == 0.0 && *number != 0.0 && number.abs() <= largest).collect::<Vec<_>>()
    };
    let listed = |numbers: &[f64]| numbers.iter().map(|number| format!("{number:.0}")).collect::<Vec<_>>().join(",");
    let months = numbers("byMonth", 12.0);
    if !months.is_empty() {
        rule.push_str(&format!(";BYMONTH={}", listed(&months)));
    }
    let days_of_month = numbers("byMonthDay", 31.0);
    if !days_of_month.is_empty() && frequency != "WEEKLY" {
        rule.push_str(&format!(";BYMONTHDAY={}", listed(&days_of_month)));
    }
    let weeks = if matches!(frequency, "MONTHLY" | "YEARLY") { numbers("byMonthWeek", 5.0) } else { Vec::new() };
    let days = node::items(schedule.get("byDay")).iter().filter_map(|day| weekday(&node::word(day)?));
    let days: Vec<String> = days
        .flat_map(|day| match weeks.as_slice() {
            [] => vec![day],
            weeks => weeks.iter().map(|week| format!("{week:.0}{day}")).collect(),
        })
        .collect();
    if !days.is_empty() && frequency != "DAILY" {
        rule.push_str(&format!(";BYDAY={}", days.join(",")));
    }
    let count = schedule.get("repeatCount").and_then(node::number).filter(|count| *count >= 1.0);
    let until = word(schedule, "endDate").and_then(|date| date.get(..10).map(|date| date.replace('-', "")));
    match (count, until) {
        (Some(count), _) => rule.push_str(&format!(";COUNT={count:.0}")),
        (None, Some(until)) if until.len() == 8 => rule.push_str(&format!(";UNTIL={until}")),
        _ => {}
    }
    Some(rule)
}

/// How often: `P1W`, and in a word.
fn frequency(every: &str) -> Option<(&'static str, u32)> {
    let lower = every.to_ascii_lowercase();
    match node::local_name(&lower) {
        "daily" => return Some(("DAILY", 1)),
        "weekly" => return Some(("WEEKLY", 1)),
        "biweekly" | "fortnightly" => return Some(("WEEKLY", 2)),
        "monthly" => return Some(("MONTHLY", 1)),
        "yearly" | "annually" => return Some(("YEARLY", 1)),
        _ => {}
    }
    let (number, unit) = every.strip_prefix('P')?.split_at_checked(every.len().checked_sub(2)?)?;
    let number: u32 = number.parse().ok().filter(|number| *number > 0)?;
    Some(match unit {
        "D" if number.is_multiple_of(7) => ("WEEKLY", number / 7),
        "D" => ("DAILY", number),
        "W" => ("WEEKLY", number),
        "M" => ("MONTHLY", number),
        "Y" => ("YEARLY", number),
        _ => return None,
    })
}

/// `https://schema.org/Monday`, `MO`, and the second Monday, `2MO`.
fn weekday(name: &str) -> Option<String> {
    let name = node::local_name(name);
    let (ordinal, code) = name.split_at_checked(name.len().saturating_sub(2))?;
    let is_ordinal =
        ordinal.is_empty() || ordinal.parse::<i8>().is_ok_and(|number| (-5..=5).contains(&number) && number != 0);
    if is_ordinal && ["MO", "TU", "WE", "TH", "FR", "SA", "SU"].contains(&code) {
        return Some(format!("{ordinal}{code}"));
    }
    let code = match name {
        "Monday" => "MO",
        "Tuesday" => "TU",
        "Wednesday" => "WE",
        "Thursday" => "TH",
        "Friday" => "FR",
        "Saturday" => "SA",
        "Sunday" => "SU",
        _ => return None,
    };
    Some(code.to_owned())
}
