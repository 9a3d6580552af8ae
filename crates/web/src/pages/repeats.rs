//! How a series repeats, in words: "The second Tuesday of every month". A rule that is not simple has none, and its dates
//! speak for themselves.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate, Weekday};
use hobnob_domain::{Recurrence, RecurrenceRule, Schedule, clock_words::weekday_name, last_start, weekday_of_code};

/// Monday to Friday.
const WORKING_DAYS: &[Weekday] = &[Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];

/// How a schedule repeats; none where it does not, or not by one simple rule.
pub(crate) fn repeats(schedule: &Schedule) -> Option<String> {
    let Recurrence { rules, additions, exclusions: _, overrides: _ } = schedule.recurrence.as_ref()?;
    match rules.as_slice() {
        [rule] if additions.is_empty() => in_words(rule, schedule),
        _ => None,
    }
}

/// The parts of a rule that are told; what is left over makes it none that is.
struct Parts<'a>(BTreeMap<&'a str, &'a str>);

impl<'a> Parts<'a> {
    fn of(rule: &'a RecurrenceRule) -> Option<Self> {
        let parts = rule.as_str().split(';').map(|part| part.split_once('='));
        parts.collect::<Option<BTreeMap<_, _>>>().map(Self).filter(|_| rule.is_understood())
    }

    fn take(&mut self, name: &str) -> Option<&'a str> {
        self.0.remove(name)
    }
}

fn in_words(rule: &RecurrenceRule, schedule: &Schedule) -> Option<String> {
    let mut parts = Parts::of(rule)?;
    let first = schedule.span.starts_on(schedule.zone);
    let week_start = parts.take("WKST");
    let frequency = parts.take("FREQ")?;
    let until = parts.take("UNTIL").map(|until| last_start(until, schedule));
    let count = parts.take("COUNT");
    let every: u32 = parts.take("INTERVAL").map_or(Some(1), |every| every.parse().ok())?;
    let words = match frequency {
        // Which days share a week depends on where it begins.
        "WEEKLY" if every > 1 && week_start.is_some_and(|day| day != "MO") && parts.0.contains_key("BYDAY") => None,
        "WEEKLY" => weekly(every, &weekdays(&mut parts, first)?),
        "DAILY" if every == 1 && parts.0.contains_key("BYDAY") => weekly(1, &weekdays(&mut parts, first)?),
        "DAILY" => Some(if every == 1 { "Every day".to_owned() } else { format!("Every {} days", number(every)) }),
        "MONTHLY" => monthly(every, &mut parts, first),
        "YEARLY" if every == 1 && (first.month(), first.day()) != (2, 29) => {
            Some(format!("Every year on {}", first.format("%-d %B")))
        }
        _ => None,
    }?;
    if !parts.0.is_empty() {
        return None;
    }
    let end = match (until, count) {
        (None, None) => String::new(),
        (Some(until), _) => format!(", until {}", until?.with_timezone(&schedule.zone).format("%-d %B %Y")),
        (None, Some("1")) => return None,
        (None, Some(count)) => format!(", {count} times in all"),
    };
    Some(words + &end)
}

/// The weekdays of a rule, Monday first; that of the first sitting where it names none. None where they are numbered.
fn weekdays(parts: &mut Parts<'_>, first: NaiveDate) -> Option<Vec<Weekday>> {
    let Some(days) = parts.take("BYDAY") else { return Some(vec![first.weekday()]) };
    let mut days: Vec<Weekday> = days.split(',').map(weekday_of_code).collect::<Option<_>>()?;
    days.sort_by_key(Weekday::num_days_from_monday);
    days.dedup();
    Some(days)
}

fn weekly(every: u32, days: &[Weekday]) -> Option<String> {
    let names = || joined(days.iter().map(|day| weekday_name(*day).to_owned()).collect());
    Some(match (every, days) {
        (1, WORKING_DAYS) => "Monday to Friday".to_owned(),
        (1, days) if days.len() == 7 => "Every day".to_owned(),
        (1, _) => format!("Every {}", names()),
        (_, days) if days.len() > 3 => return None,
        _ => format!("Every {} weeks on {}", number(every), names()),
    })
}

fn monthly(every: u32, parts: &mut Parts<'_>, first: NaiveDate) -> Option<String> {
    let which = match (parts.take("BYDAY"), parts.take("BYMONTHDAY"), parts.take("BYSETPOS")) {
        (Some(days), None, place) => match numbered(days, place)? {
            (places, Some(day)) => format!("The {} {}", joined(places), weekday_name(day)),
            // Every Tuesday of every month is every Tuesday.
            (_, None) if every == 1 => {
                parts.0.insert("BYDAY", days);
                return weekly(1, &weekdays(parts, first)?);
            }
            (_, None) => return None,
        },
        (None, Some("-1"), None) => "The last day".to_owned(),
        (None, Some(day), None) => format!("The {}", ordinal_digits(day.parse().ok()?)?),
        (None, None, None) => format!("The {}", ordinal_digits(first.day())?),
        _ => return None,
    };
    Some(match every {
        1 => format!("{which} of every month"),
        _ => format!("{which} of every {} month", ordinal(&every.to_string())?),
    })
}

/// Which ones of a weekday in a month: "2TU,4TU", or "TU" and "2,4" beside it; no weekday where none is numbered.
fn numbered(days: &str, places: Option<&str>) -> Option<(Vec<String>, Option<Weekday>)> {
    let split = |day| -> Option<(&str, Weekday)> {
        let (place, code) = str::split_at_checked(day, day.len().checked_sub(2)?)?;
        Some((place, weekday_of_code(code)?))
    };
    let days: Vec<(&str, Weekday)> = days.split(',').map(split).collect::<Option<_>>()?;
    let (_, day) = *days.first()?;
    let is_plain = days.iter().all(|(place, _)| place.is_empty());
    let is_one = days.iter().all(|(_, other)| *other == day);
    let written: Vec<&str> = match places {
        Some(places) if is_plain && is_one => places.split(',').collect(),
        None if is_plain => return Some((Vec::new(), None)),
        None if is_one => days.iter().map(|(place, _)| *place).collect(),
        _ => return None,
    };
    Some((written.into_iter().map(ordinal).collect::<Option<_>>()?, Some(day)))
}

/// "second", "last".
fn ordinal(number: &str) -> Option<String> {
    let word = match number.trim_start_matches('+') {
        "1" => "first",
        "2" => "second",
        "3" => "third",
        "4" => "fourth",
        "5" => "fifth",
        "6" => "sixth",
        "-1" => "last",
        "-2" => "last but one",
        _ => return None,
    };
    Some(word.to_owned())
}

/// "1st", "22nd"; none for days that some months lack.
fn ordinal_digits(day: u32) -> Option<String> {
    let ending = match day {
        1 | 21 => "st",
        2 | 22 => "nd",
        3 | 23 => "rd",
        4..=28 => "th",
        _ => return None,
    };
    Some(format!("{day}{ending}"))
}

/// "two", "13".
fn number(number: u32) -> String {
    match number {
        2 => "two".to_owned(),
        3 => "three".to_owned(),
        4 => "four".to_owned(),
        5 => "five".to_owned(),
        6 => "six".to_owned(),
        number => number.to_string(),
    }
}

/// "a", "a and b", "a, b and c".
fn joined(words: Vec<String>) -> String {
    match words.as_slice() {
        [before @ .., last] if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => words.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hobnob_domain::Span;

    /// A series that begins on Tuesday, 3 March 2026 in Berlin.
    fn told(rule: &str) -> Option<String> {
        let span = Span::Timed { starts_at: "2026-03-03T18:00:00Z".parse().unwrap(), ends_at: None };
        let recurrence = Recurrence { rules: vec![RecurrenceRule::new(rule).unwrap()], ..Recurrence::default() };
        repeats(&Schedule { recurrence: Some(recurrence), ..Schedule::once(chrono_tz::Europe::Berlin, span) })
    }

    #[test]
    fn a_simple_rule_is_put_in_words() {
        for (rule, words) in [
            ("FREQ=WEEKLY", "Every Tuesday"),
            ("FREQ=WEEKLY;BYDAY=TH,TU", "Every Tuesday and Thursday"),
            ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;WKST=MO", "Every two weeks on Tuesday"),
            ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "Monday to Friday"),
            ("FREQ=DAILY;BYDAY=TU,WE", "Every Tuesday and Wednesday"),
            ("FREQ=DAILY", "Every day"),
            ("FREQ=DAILY;INTERVAL=10", "Every 10 days"),
            ("FREQ=WEEKLY;UNTIL=20260630", "Every Tuesday, until 30 June 2026"),
            ("FREQ=WEEKLY;UNTIL=20260630T223000Z", "Every Tuesday, until 1 July 2026"),
            ("FREQ=WEEKLY;COUNT=9", "Every Tuesday, 9 times in all"),
            ("FREQ=MONTHLY;BYDAY=2TU", "The second Tuesday of every month"),
            ("FREQ=MONTHLY;BYDAY=+1TU,3TU", "The first and third Tuesday of every month"),
            ("FREQ=MONTHLY;BYDAY=TH;BYSETPOS=-1", "The last Thursday of every month"),
            ("FREQ=MONTHLY;INTERVAL=2;BYDAY=1TU", "The first Tuesday of every second month"),
            ("FREQ=MONTHLY;BYDAY=TU", "Every Tuesday"),
            ("FREQ=MONTHLY", "The 3rd of every month"),
            ("FREQ=MONTHLY;BYMONTHDAY=-1", "The last day of every month"),
            ("FREQ=MONTHLY;BYMONTHDAY=22", "The 22nd of every month"),
            ("FREQ=YEARLY", "Every year on 3 March"),
        ] {
            assert_eq!(told(rule).as_deref(), Some(words), "{rule}");
        }
    }

    #[test]
    fn what_is_not_simple_is_left_to_the_dates() {
        for rule in [
            "FREQ=HOURLY",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU",
            "FREQ=WEEKLY;BYMONTH=3",
            "FREQ=WEEKLY;COUNT=1",
            "FREQ=MONTHLY;BYDAY=1TU,2TH",
            "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1",
            "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU",
            "FREQ=MONTHLY;BYMONTHDAY=31",
            "FREQ=MONTHLY;BYMONTHDAY=1,15",
            "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
            "FREQ=YEARLY;BYDAY=1TU",
            "FREQ=DAILY;INTERVAL=2;BYDAY=TU",
        ] {
            assert_eq!(told(rule), None, "{rule}");
        }
        assert_eq!(
            repeats(&Schedule::once(
                chrono_tz::Tz::UTC,
                Span::AllDay { starts_on: NaiveDate::MIN, ends_on: NaiveDate::MIN }
            )),
            None
        );
    }

    proptest::proptest! {
        #[test]
        fn no_rule_panics(rest in "(;(UNTIL|COUNT|INTERVAL|BYDAY|BYMONTHDAY|BYSETPOS|WKST)=[A-Z0-9,+-]{0,9}){0,4}") {
            for frequency in ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"] {
                if RecurrenceRule::new(&format!("FREQ={frequency}{rest}")).is_ok() {
                    let _ = told(&format!("FREQ={frequency}{rest}"));
                }
            }
        }
    }
}
