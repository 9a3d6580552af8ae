//! A recurrence rule taken apart (RFC 5545 §3.3.10).

use std::str::FromStr;

use chrono::{NaiveDate, NaiveDateTime, Weekday};

/// How often.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Frequency {
    Hourly,
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// The last moment a rule allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Until {
    /// An instant in UTC.
    Utc(NaiveDateTime),
    /// A local time.
    Local(NaiveDateTime),
    /// A local day, whole: feeds write it so whatever DTSTART is.
    Day(NaiveDate),
}

/// A rule. Empty lists say nothing; the others are sorted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rule {
    pub(super) frequency: Frequency,
    pub(super) interval: u32,
    pub(super) count: Option<u32>,
    pub(super) until: Option<Until>,
    pub(super) week_start: Weekday,
    pub(super) months: Vec<u32>,
    pub(super) weeks: Vec<i32>,
    pub(super) year_days: Vec<i32>,
    pub(super) month_days: Vec<i32>,
    /// Weekdays; the number counts them within month or year, 0 is every one.
    pub(super) weekdays: Vec<(i32, Weekday)>,
    pub(super) hours: Vec<u32>,
    pub(super) minutes: Vec<u32>,
    pub(super) seconds: Vec<u32>,
    pub(super) positions: Vec<i32>,
}

impl Rule {
    /// Reads a rule; `None` when a part of it can't be understood, since half a rule is another rule.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut rule = Self {
            frequency: Frequency::Yearly,
            interval: 1,
            count: None,
            until: None,
            week_start: Weekday::Mon,
            months: Vec::new(),
            weeks: Vec::new(),
            year_days: Vec::new(),
            month_days: Vec::new(),
            weekdays: Vec::new(),
            hours: Vec::new(),
            minutes: Vec::new(),
            seconds: Vec::new(),
            positions: Vec::new(),
        };
        let mut has_frequency = false;
        for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=')?;
            has_frequency |= name == "FREQ";
            rule.set(name, value)?;
        }
        has_frequency.then_some(rule)
    }

    fn set(&mut self, name: &str, value: &str) -> Option<()> {
        match name {
            "FREQ" => self.frequency = frequency(value)?,
            "INTERVAL" => self.interval = value.parse().ok().filter(|interval| *interval > 0)?,
            "COUNT" => self.count = Some(value.parse().ok()?),
            "UNTIL" => self.until = Some(until(value)?),
            "WKST" => self.week_start = weekday_of_code(value)?,
            "BYMONTH" => self.months = numbers(value, |month: &u32| (1..=12).contains(month))?,
            "BYWEEKNO" => self.weeks = numbers(value, |week: &i32| *week != 0 && week.abs() <= 53)?,
            "BYYEARDAY" => self.year_days = numbers(value, |day: &i32| *day != 0 && day.abs() <= 366)?,
            "BYMONTHDAY" => self.month_days = numbers(value, |day: &i32| *day != 0 && day.abs() <= 31)?,
            "BYDAY" | "BYWEEKDAY" => {
                self.weekdays = value.split(',').map(numbered_weekday).collect::<Option<_>>()?;
            }
            "BYHOUR" => self.hours = numbers(value, |hour: &u32| *hour < 24)?,
            "BYMINUTE" => self.minutes = numbers(value, |minute: &u32| *minute < 60)?,
            "BYSECOND" => self.seconds = numbers(value, |second: &u32| *second <= 60)?,
            "BYSETPOS" => self.positions = numbers(value, |position: &i32| *position != 0)?,
            // RFC 7529: other calendars, and days that a month lacks moved instead of left out.
            "RSCALE" if value == "GREGORIAN" => {}
            "SKIP" if value == "OMIT" => {}
            name if name.starts_with("X-") => {}
            _ => return None,
        }
        Some(())
    }

    /// Whether anything says which days are meant.
    pub(super) fn names_days(&self) -> bool {
        !(self.weeks.is_empty() && self.year_days.is_empty() && self.month_days.is_empty() && self.weekdays.is_empty())
    }
}

fn frequency(value: &str) -> Option<Frequency> {
    Some(match value {
        "HOURLY" => Frequency::Hourly,
        "DAILY" => Frequency::Daily,
        "WEEKLY" => Frequency::Weekly,
        "MONTHLY" => Frequency::Monthly,
        "YEARLY" => Frequency::Yearly,
        _ => return None,
    })
}

fn numbers<T: FromStr + Ord>(value: &str, is_possible: impl Fn(&T) -> bool) -> Option<Vec<T>> {
    let mut numbers = value
        .split(',')
        .map(|number| number.trim_start_matches('+').parse().ok().filter(&is_possible))
        .collect::<Option<Vec<T>>>()?;
    numbers.sort();
    numbers.dedup();
    Some(numbers)
}

/// The weekday of a code (RFC 5545 §3.3.10): `MO`, in capitals; none of anything else.
pub fn weekday_of_code(code: &str) -> Option<Weekday> {
    Some(match code {
        "MO" => Weekday::Mon,
        "TU" => Weekday::Tue,
        "WE" => Weekday::Wed,
        "TH" => Weekday::Thu,
        "FR" => Weekday::Fri,
        "SA" => Weekday::Sat,
        "SU" => Weekday::Sun,
        _ => return None,
    })
}

fn numbered_weekday(value: &str) -> Option<(i32, Weekday)> {
    let (number, day) = value.split_at_checked(value.len().checked_sub(2)?)?;
    let number: i32 = if number.is_empty() { 0 } else { number.trim_start_matches('+').parse().ok()? };
    (number.abs() <= 53).then_some((number, weekday_of_code(day)?))
}

/// Reads UNTIL; years of more than four digits are none.
pub(super) fn until(value: &str) -> Option<Until> {
    if value.contains(['+', '-']) {
        return None;
    }
    match NaiveDateTime::parse_from_str(value.trim_end_matches('Z'), "%Y%m%dT%H%M%S") {
        Ok(time) if value.ends_with('Z') => Some(Until::Utc(time)),
        Ok(time) => Some(Until::Local(time)),
        Err(_) => NaiveDate::parse_from_str(value, "%Y%m%d").ok().map(Until::Day),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_taken_apart() {
        let rule = Rule::read("FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR,+2MO,SU;BYSETPOS=-1;UNTIL=20260101;WKST=SU");
        let rule = rule.map(|rule| (rule.interval, rule.weekdays, rule.positions, rule.until, rule.week_start));
        let days = vec![(-1, Weekday::Fri), (2, Weekday::Mon), (0, Weekday::Sun)];
        let until = NaiveDate::from_ymd_opt(2026, 1, 1).map(Until::Day);
        assert_eq!(rule, Some((2, days, vec![-1], until, Weekday::Sun)));
    }

    #[test]
    fn half_a_rule_is_no_rule() {
        for text in [
            "FREQ=DAILY;INTERVAL=0",
            "FREQ=DAILY;BYHOUR=24",
            "FREQ=DAILY;BYDAY=XX",
            "INTERVAL=2",
            "FREQ=DAILY;BYMOON=1",
        ] {
            assert_eq!(Rule::read(text), None, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_breaks_a_rule(text in "[A-Z0-9=,;+-]{0,60}") {
            let _ = Rule::read(&text);
        }
    }
}
