//! How an event repeats.

use super::{
    report::Report,
    rules::repeats as rules,
    times::{Written, moment},
    tree::{Component, Property},
};
use chrono::Datelike as _;

const FREQUENCIES: &[&str] = &["SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"];

/// Parts whose values are numbers, with the largest.
const NUMBERS: &[(&str, i32)] = &[
    ("BYSECOND", 60),
    ("BYMINUTE", 59),
    ("BYHOUR", 23),
    ("BYMONTHDAY", 31),
    ("BYYEARDAY", 366),
    ("BYWEEKNO", 53),
    ("BYMONTH", 12),
    ("BYSETPOS", 366),
];

const DAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

pub(super) fn check(event: &Component, report: &mut Report) {
    let start = event.get("DTSTART").and_then(|start| moment(&start.value));
    let has_zone = event.get("DTSTART").is_some_and(|start| start.param("TZID").is_some());
    for rule in event.all("RRULE") {
        check_rule(rule, start, has_zone, report);
    }
    if let Some(second) = event.all("RRULE").nth(1) {
        report.add(&rules::TWO_RULES, second.line, Some(event.told()));
    }
    for name in ["EXDATE", "RDATE"] {
        for property in event.all(name) {
            for part in property.value.split(',').map(str::trim).filter(|part| !part.contains('/')) {
                let told = format!("{name}:{part}");
                match (moment(part), start) {
                    (None, _) => report.add(&rules::BAD_DATE, property.line, Some(told)),
                    (Some(date), Some(start)) => {
                        report.add_if(
                            date.is_day() != start.is_day(),
                            &rules::DATE_OF_ANOTHER_KIND,
                            property.line,
                            &told,
                        );
                    }
                    (Some(_), None) => {}
                }
            }
        }
    }
}

fn check_rule(rule: &Property, start: Option<Written>, has_zone: bool, report: &mut Report) {
    let text = rule.value.trim().to_ascii_uppercase();
    let parts: Vec<(&str, &str)> = text
        .split(';')
        .filter(|part| !part.is_empty())
        .map(|part| part.split_once('=').unwrap_or((part, "")))
        .collect();
    let of = |name: &str| parts.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
    let is_twice =
        parts.iter().enumerate().any(|(at, (name, _))| parts.iter().skip(at + 1).any(|(other, _)| other == name));
    let is_sound = of("FREQ").is_some_and(|frequency| FREQUENCIES.contains(&frequency))
        && parts.iter().all(|(name, value)| is_part(name, value))
        && !is_twice
        && !text.ends_with(';');
    report.add_if(!is_sound, &rules::BAD_RULE, rule.line, &rule.value);
    report.add_if(of("COUNT").is_some() && of("UNTIL").is_some(), &rules::COUNT_AND_UNTIL, rule.line, &rule.value);
    report.add_if(matches!(of("FREQ"), Some("SECONDLY" | "MINUTELY")), &rules::TOO_OFTEN, rule.line, &rule.value);
    if let (Some(until), Some(start)) = (of("UNTIL").and_then(moment), start) {
        let is_alike = match until {
            Written::Day(_) => start.is_day(),
            Written::Utc(_) => !start.is_day(),
            Written::Local(_) => !start.is_day() && !has_zone && !matches!(start, Written::Utc(_)),
        };
        report.add_if(!is_alike, &rules::UNTIL_OF_ANOTHER_KIND, rule.line, &rule.value);
    }
    check_first(rule, of("FREQ"), of("BYDAY"), start, report);
}

/// A weekly rule that leaves out the day it begins on: readers differ in whether that day counts.
fn check_first(
    rule: &Property,
    frequency: Option<&str>,
    days: Option<&str>,
    start: Option<Written>,
    report: &mut Report,
) {
    let (Some("WEEKLY"), Some(days), Some(start)) = (frequency, days, start) else { return };
    let day = match start {
        Written::Day(day) => day.weekday(),
        Written::Local(at) => at.weekday(),
        // In UTC it may be another day than in the zone that is meant.
        Written::Utc(_) => return,
    };
    let number = usize::try_from(day.num_days_from_monday()).unwrap_or_default();
    let is_in = DAYS.get(number).is_some_and(|day| days.split(',').any(|other| other.trim() == *day));
    report.add_if(!is_in, &rules::START_OUTSIDE, rule.line, &rule.value);
}

fn is_part(name: &str, value: &str) -> bool {
    match name {
        "FREQ" => true,
        "INTERVAL" | "COUNT" => value.parse::<u32>().is_ok_and(|number| number > 0),
        "UNTIL" => moment(value).is_some(),
        "WKST" => DAYS.contains(&value),
        "BYDAY" => value.split(',').all(|day| {
            let digits = day.len().checked_sub(2).and_then(|at| day.split_at_checked(at));
            digits.is_some_and(|(number, day)| {
                DAYS.contains(&day)
                    && (number.is_empty() || number.parse::<i32>().is_ok_and(|n| n != 0 && n.abs() <= 53))
            })
        }),
        _ => NUMBERS.iter().any(|(known, most)| {
            *known == name && value.split(',').all(|number| number.parse::<i32>().is_ok_and(|n| n.abs() <= *most))
        }),
    }
}
