//! `eventSchedule` (<https://schema.org/Schedule>), and `courseSchedule` of courses: alone, or beside a `startDate` that
//! is the first sitting's, or the first of a whole season's.

use super::node::{self, Node};
use chrono::{NaiveDate, NaiveTime};
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
    words.end = first_day(schedule).and_then(|day| end(schedule, &day));
    let lasts = word(schedule, "duration");
    words.duration = words.duration.take().or(lasts);
    words.rules.extend(rule(schedule));
    except(words, schedule);
}

/// An event that has a start, and a schedule beside it.
fn beside(words: &mut Words, start: TimeWords, schedule: &Node) {
    let Some(rule) = rule(schedule) else { return words.start = Some(start) };
    let last = words.end.as_ref().and_then(|end| day(&end.text));
    let is_night = is_night(&start.text, words.end.as_ref().map(|end| end.text.as_str()), schedule, &rule);
    let is_sitting = is_night || last.is_none() || last == day(&start.text);
    let first = first_day(schedule).unwrap_or_else(|| start.text.get(..10).unwrap_or(&start.text).to_owned());
    if is_sitting {
        // The sitting that comes next does not begin the count anew.
        let is_first = day(&first) == day(&start.text);
        let parts: Vec<&str> = rule.split(';').filter(|part| is_first || !part.starts_with("COUNT=")).collect();
        words.rules.push(parts.join(";"));
        let clock = word(schedule, "startTime").filter(|_| is_night && clock(&start.text).is_none());
        if let Some(clock) = clock {
            words.end = end(schedule, &start.text);
            words.start = Some(at(schedule, &start.text, &clock));
        } else {
            words.start = Some(start);
        }
    } else {
        // From the first day of a season to its last.
        let until = words.end.take().and_then(|end| last_day(&end.text, schedule));
        let until = until.map(|last| last.format("%Y%m%d").to_string());
        let is_bounded = rule.contains(";COUNT=") || rule.contains(";UNTIL=");
        let until = until.filter(|_| !is_bounded).map(|until| format!(";UNTIL={until}"));
        words.rules.push(format!("{rule}{}", until.unwrap_or_default()));
        let clock = word(schedule, "startTime");
        words.start = Some(clock.map_or(start, |clock| at(schedule, &first, &clock)));
        words.end = end(schedule, &first);
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

/// The time of day at the end of a text, as machines write it.
fn clock(text: &str) -> Option<NaiveTime> {
    let clock = text.rsplit(['T', 't', ' ']).next()?.trim_end_matches(['Z', 'z']);
    let is_plain = clock.chars().all(|c| c.is_ascii_digit() || [':', '.', '+', '-'].contains(&c));
    let mut parts = clock.split(':').filter(|_| is_plain);
    let (hour, minute) = (parts.next()?.parse().ok()?, parts.next()?.get(..2)?.parse().ok()?);
    NaiveTime::from_hms_opt(hour, minute, 0)
}

/// Whether the sittings of a schedule end on the day after: from 22:00 until 02:00.
fn crosses_midnight(schedule: &Node) -> bool {
    let clock = |key: &str| word(schedule, key).and_then(|text| clock(&text));
    clock("startTime").zip(clock("endTime")).is_some_and(|(start, end)| end < start)
}

/// Whether start and end are those of one sitting that ends on the day after, and not the first and the last day of two.
/// Bare days are, where the hours of the schedule cross midnight and its rule can't mean both of them.
fn is_night(start: &str, end: Option<&str>, schedule: &Node, rule: &str) -> bool {
    let Some(end) = end else { return false };
    let is_next_day = day(start).and_then(|first| first.succ_opt()).is_some_and(|next| day(end) == Some(next));
    let is_short = match (clock(start), clock(end)) {
        (Some(from), Some(until)) => until < from,
        (None, None) => crosses_midnight(schedule) && !rule.starts_with("FREQ=DAILY") && !rule.contains(','),
        _ => false,
    };
    is_next_day && is_short
}

/// The day of the last sitting of a season that ends then: its last night began the evening before.
fn last_day(end: &str, schedule: &Node) -> Option<NaiveDate> {
    let last = day(end)?;
    let starts_at = word(schedule, "startTime").and_then(|text| clock(&text));
    let is_morning_after =
        crosses_midnight(schedule) && clock(end).zip(starts_at).is_some_and(|(until, from)| until < from);
    if is_morning_after { last.pred_opt() } else { Some(last) }
}

/// When a schedule begins.
fn start(schedule: &Node) -> Option<TimeWords> {
    match word(schedule, "startTime") {
        Some(clock) => Some(at(schedule, &first_day(schedule)?, &clock)),
        None => Some(TimeWords { text: word(schedule, "startDate")?, zone: word(schedule, "scheduleTimezone") }),
    }
}

/// When a sitting ends that begins on a day.
fn end(schedule: &Node, begins_on: &str) -> Option<TimeWords> {
    let next = day(begins_on).filter(|_| crosses_midnight(schedule)).and_then(|day| day.succ_opt());
    let ends_on = next.map_or_else(|| begins_on.to_owned(), |day| day.to_string());
    Some(at(schedule, &ends_on, &word(schedule, "endTime")?))
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// Start, end and rules of an event.
    fn told(start: &str, end: &str, schedule: &Value) -> String {
        let time = |text: &str| (!text.is_empty()).then(|| TimeWords { text: text.to_owned(), zone: None });
        let mut words = Words { start: time(start), end: time(end), ..Words::default() };
        fill(&mut words, json!({ "eventSchedule": schedule }).as_object().unwrap());
        let text = |time: Option<TimeWords>| time.map(|time| time.text).unwrap_or_default();
        format!("{} – {} {}", text(words.start), text(words.end), words.rules.join(" "))
    }

    fn night(more: &Value) -> Value {
        let mut night = json!({"repeatFrequency": "P1W", "byDay": "Friday", "startTime": "22:00", "endTime": "02:00"});
        night.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        night
    }

    #[test]
    fn a_night_ends_on_the_day_after_and_repeats() {
        let rule = "FREQ=WEEKLY;BYDAY=FR";
        let beside = told("2027-03-05T22:00:00+01:00", "2027-03-06T02:00:00+01:00", &night(&json!({})));
        assert_eq!(beside, format!("2027-03-05T22:00:00+01:00 – 2027-03-06T02:00:00+01:00 {rule}"));
        let by_days = told("2027-03-05", "2027-03-06", &night(&json!({})));
        assert_eq!(by_days, format!("2027-03-05T22:00 – 2027-03-06T02:00 {rule}"));
        let alone = told("", "", &night(&json!({"startDate": "2027-03-05", "endDate": "2027-06-25"})));
        assert_eq!(alone, format!("2027-03-05T22:00 – 2027-03-06T02:00 {rule};UNTIL=20270625"));
        let at_midnight = told("", "", &night(&json!({"startDate": "2027-03-05", "endTime": "00:00:00"})));
        assert_eq!(at_midnight, format!("2027-03-05T22:00 – 2027-03-06T00:00:00 {rule}"));
    }

    #[test]
    fn a_season_of_nights_ends_with_the_night_that_began_the_evening_before() {
        let daily = night(&json!({"repeatFrequency": "P1D", "byDay": []}));
        let season = told("2027-03-05T22:00", "2027-03-09T02:00", &daily);
        assert_eq!(season, "2027-03-05T22:00 – 2027-03-06T02:00 FREQ=DAILY;UNTIL=20270308");
        // Two bare days may be those of two nights.
        let two = told("2027-03-05", "2027-03-06", &daily);
        assert_eq!(two, "2027-03-05T22:00 – 2027-03-06T02:00 FREQ=DAILY;UNTIL=20270306");
    }

    #[test]
    fn two_days_with_hours_are_two_days() {
        let days = json!({"repeatFrequency": "P1D", "startTime": "09:00", "endTime": "17:00"});
        let told = told("2027-03-05T09:00", "2027-03-06T17:00", &days);
        assert_eq!(told, "2027-03-05T09:00 – 2027-03-05T17:00 FREQ=DAILY;UNTIL=20270306");
    }
}
