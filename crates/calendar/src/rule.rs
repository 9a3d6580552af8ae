//! Recurrence rules as strict readers take them (RFC 5545 §3.3.10), and nothing else.

use std::collections::BTreeMap;

use crate::moment::{day, is_writable_at, utc};
use hobnob_domain::{RecurrenceRule, Schedule, last_start};

/// What becomes of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Written {
    /// The value of RRULE.
    Rule(String),
    /// The rule ends before it begins: there is nothing to say.
    Nothing,
    /// Readers disagree about it or refuse it: its sittings must be told one by one.
    OneByOne,
}

/// The parts in the order they are written.
const PARTS: &[&str] = &[
    "FREQ",
    "UNTIL",
    "COUNT",
    "INTERVAL",
    "BYMONTH",
    "BYWEEKNO",
    "BYYEARDAY",
    "BYMONTHDAY",
    "BYDAY",
    "BYSETPOS",
    "WKST",
];

const DAYS: &[&str] = &["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/// Writes a rule for a schedule: UNTIL gets the type DTSTART has, everything else is checked.
pub(crate) fn written(rule: &RecurrenceRule, schedule: &Schedule) -> Written {
    let Some(mut parts) = parts(rule.as_str()) else { return Written::OneByOne };
    let until = match parts.remove("UNTIL").map(|value| last_start(value, schedule)) {
        Some(None) => return Written::OneByOne,
        Some(Some(until)) => Some(until),
        None => None,
    };
    let frequency = parts.get("FREQ").copied().unwrap_or_default();
    let has_by = parts.keys().any(|name| name.starts_with("BY") && *name != "BYSETPOS");
    let is_sound = parts.iter().all(|(name, value)| is_sound(frequency, name, value))
        && !(until.is_some() && parts.contains_key("COUNT"))
        && (has_by || !parts.contains_key("BYSETPOS"))
        && !(parts.contains_key("BYWEEKNO")
            && parts.get("BYDAY").is_some_and(|days| days.contains(|c: char| c.is_ascii_digit())));
    if !is_sound {
        return Written::OneByOne;
    }
    if until.is_some_and(|until| until < schedule.span.starts_at(schedule.zone)) {
        return Written::Nothing;
    }
    let until = until.filter(|until| is_writable_at(*until)).map(|until| {
        let is_all_day = schedule.span.is_all_day();
        if is_all_day { day(until.with_timezone(&schedule.zone).date_naive()) } else { utc(until) }
    });
    let value = |name: &&str| match *name {
        "UNTIL" => until.clone(),
        name => parts.get(name).map(|value| (*value).to_owned()),
    };
    let told = PARTS.iter().filter_map(|name| value(name).map(|value| format!("{name}={value}")));
    Written::Rule(told.collect::<Vec<_>>().join(";"))
}

/// The parts by name; `None` for a part nobody knows or one that comes twice.
fn parts(rule: &str) -> Option<BTreeMap<&str, &str>> {
    let mut parts = BTreeMap::new();
    for part in rule.split(';') {
        let (name, value) = part.split_once('=')?;
        if !PARTS.contains(&name) || parts.insert(name, value).is_some() {
            return None;
        }
    }
    Some(parts)
}

fn is_sound(frequency: &str, name: &str, value: &str) -> bool {
    let list = |is_sound: &dyn Fn(&str) -> bool| value.split(',').count() <= 400 && value.split(',').all(is_sound);
    let number =
        |text: &str, most: i64| text.parse().is_ok_and(|n: i64| (1..=most).contains(&n) && !text.starts_with('+'));
    let signed = |text: &str, most: i64| number(text.strip_prefix(['-', '+']).unwrap_or(text), most);
    let day = |text: &str| {
        let (nth, name) = text.split_at_checked(text.len().saturating_sub(2)).unwrap_or(("?", ""));
        let takes_number = matches!(frequency, "MONTHLY" | "YEARLY");
        DAYS.contains(&name) && (nth.is_empty() || (takes_number && signed(nth, 53)))
    };
    match name {
        "FREQ" => matches!(value, "DAILY" | "WEEKLY" | "MONTHLY" | "YEARLY"),
        "COUNT" => number(value, 10_000),
        "INTERVAL" => number(value, 1_000),
        "BYMONTH" => list(&|text| number(text, 12)),
        "BYWEEKNO" => frequency == "YEARLY" && list(&|text| signed(text, 53)),
        "BYYEARDAY" => frequency == "YEARLY" && list(&|text| signed(text, 366)),
        "BYMONTHDAY" => frequency != "WEEKLY" && list(&|text| signed(text, 31)),
        "BYSETPOS" => list(&|text| signed(text, 366)),
        "BYDAY" => list(&day),
        "WKST" => DAYS.contains(&value),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::Europe::Berlin;
    use hobnob_domain::Span;
    use proptest::prelude::*;

    fn timed() -> Schedule {
        Schedule::once(Berlin, Span::Timed { starts_at: "2026-05-05T16:30:00Z".parse().unwrap(), ends_at: None })
    }

    fn of(rule: &str, schedule: &Schedule) -> Written {
        written(&RecurrenceRule::new(rule).unwrap(), schedule)
    }

    fn rule(text: &str) -> Written {
        Written::Rule(text.to_owned())
    }

    #[test]
    fn until_takes_the_type_of_the_start() {
        let day = "2026-05-05".parse().unwrap();
        let days = Schedule::once(Berlin, Span::AllDay { starts_on: day, ends_on: day });
        let day = "FREQ=WEEKLY;UNTIL=20260630;BYDAY=TU";
        assert_eq!(of(day, &timed()), rule("FREQ=WEEKLY;UNTIL=20260630T215959Z;BYDAY=TU"));
        assert_eq!(of(day, &days), rule(day));
        assert_eq!(
            of("BYDAY=TU;FREQ=WEEKLY;UNTIL=20260630T000000", &timed()),
            rule("FREQ=WEEKLY;UNTIL=20260629T220000Z;BYDAY=TU")
        );
        assert_eq!(of("FREQ=WEEKLY;UNTIL=20260629T220000Z", &days), rule("FREQ=WEEKLY;UNTIL=20260630"));
    }

    #[test]
    fn a_rule_that_ends_before_it_begins_says_nothing() {
        assert_eq!(of("FREQ=WEEKLY;UNTIL=20250101", &timed()), Written::Nothing);
    }

    #[test]
    fn a_rule_readers_refuse_is_told_one_by_one() {
        for refused in [
            "FREQ=HOURLY",
            "FREQ=WEEKLY;BYDAY=XX",
            "FREQ=WEEKLY;BYDAY=2TU",
            "FREQ=WEEKLY;INTERVAL=0",
            "FREQ=WEEKLY;INTERVAL=+2",
            "FREQ=WEEKLY;COUNT=3;UNTIL=20260630",
            "FREQ=WEEKLY;X-HOBBY=1",
            "FREQ=WEEKLY;FREQ=DAILY",
            "FREQ=WEEKLY;UNTIL=SOON",
            "FREQ=MONTHLY;BYSETPOS=1",
            "FREQ=WEEKLY;",
            "FREQ=MONTHLY;BYMONTHDAY=32",
        ] {
            let expected = if refused.ends_with(';') { rule("FREQ=WEEKLY") } else { Written::OneByOne };
            assert_eq!(of(refused, &timed()), expected, "{refused}");
        }
    }

    #[test]
    fn the_third_thursday_stays_the_third_thursday() {
        assert_eq!(of("FREQ=MONTHLY;BYDAY=3TH;WKST=SU", &timed()), rule("FREQ=MONTHLY;BYDAY=3TH;WKST=SU"));
        assert_eq!(of("FREQ=MONTHLY;BYDAY=TH;BYSETPOS=-1", &timed()), rule("FREQ=MONTHLY;BYDAY=TH;BYSETPOS=-1"));
    }

    proptest! {
        #[test]
        fn no_rule_panics(rest in "(;(UNTIL|COUNT|BYDAY|BYMONTHDAY|BYSETPOS|WKST)=[A-Z0-9,+-]{0,17}){0,3}") {
            if let Ok(parsed) = RecurrenceRule::new(&format!("FREQ=MONTHLY{rest}")) {
                let _ = written(&parsed, &timed());
            }
        }
    }
}
