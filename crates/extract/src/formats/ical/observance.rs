//! When a time zone changes its offset: the STANDARD and DAYLIGHT parts of a VTIMEZONE.

use super::names::Name;
use chrono::{Datelike, NaiveDate, NaiveDateTime, TimeDelta, Weekday};
use hobnob_domain::weekday_of_code;

/// STANDARD or DAYLIGHT.
#[derive(Clone, Default)]
pub(super) struct Observance {
    /// First onset and RDATEs, local.
    pub(super) onsets: Vec<NaiveDateTime>,
    rule: Option<Yearly>,
    /// Seconds east.
    pub(super) offset_from: Option<i32>,
    pub(super) offset_to: Option<i32>,
}

/// A rule such as `FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU`.
#[derive(Clone, Copy)]
struct Yearly {
    month: u32,
    weekday: Weekday,
    /// 1…5, or −1…−5 from the end of the month.
    nth: i8,
    until: Option<NaiveDateTime>,
}

impl Observance {
    /// Takes a property; at most so many onsets more.
    pub(super) fn property(&mut self, name: Name, value: &str, onsets_left: usize) {
        match name {
            Name::DtStart | Name::RDate => {
                self.onsets.extend(value.split(',').filter_map(local).take(onsets_left));
            }
            Name::RRule => self.rule = Yearly::read(value),
            Name::OffsetFrom => self.offset_from = seconds(value),
            Name::OffsetTo => self.offset_to = seconds(value),
            _ => {}
        }
    }

    /// The month in which it usually begins.
    pub(super) fn month(&self) -> Option<u32> {
        self.rule.map(|rule| rule.month).or_else(|| Some(self.onsets.last()?.month()))
    }

    /// Whether it begins on the last Sunday of a month, as in Europe.
    pub(super) fn begins_as_in_europe(&self) -> bool {
        self.rule.is_some_and(|rule| rule.nth == -1 && rule.weekday == Weekday::Sun)
    }

    /// When it last began at or before a local time.
    pub(super) fn last_onset(&self, at: NaiveDateTime) -> Option<NaiveDateTime> {
        let first = *self.onsets.first()?;
        let by_rule = self.rule.and_then(|rule| {
            [at.year(), at.year() - 1]
                .into_iter()
                .filter_map(|year| Some(rule.day(year)?.and_time(first.time())))
                .find(|onset| *onset <= at && *onset >= first && rule.until.is_none_or(|until| *onset <= until))
        });
        self.onsets.iter().copied().filter(|onset| *onset <= at).chain(by_rule).max()
    }
}

impl Yearly {
    fn read(rule: &str) -> Option<Self> {
        let part = |name: &str| {
            rule.split(';')
                .find_map(|part| part.split_once('=').filter(|(key, _)| key.eq_ignore_ascii_case(name)))
                .map(|(_, v)| v)
        };
        if !part("FREQ")?.eq_ignore_ascii_case("YEARLY") {
            return None;
        }
        let day = part("BYDAY")?;
        let (nth, weekday) = day.split_at_checked(day.len().checked_sub(2)?)?;
        let weekday = weekday_of_code(&weekday.to_ascii_uppercase())?;
        let until = part("UNTIL").and_then(local);
        Some(Self { month: part("BYMONTH")?.parse().ok()?, weekday, nth: nth.parse().ok()?, until })
    }

    fn day(self, year: i32) -> Option<NaiveDate> {
        let nth = self.nth.unsigned_abs();
        if self.nth > 0 {
            return NaiveDate::from_weekday_of_month_opt(year, self.month, self.weekday, nth);
        }
        let (next_year, next_month) = if self.month == 12 { (year + 1, 1) } else { (year, self.month + 1) };
        let last = NaiveDate::from_ymd_opt(next_year, next_month, 1)?.pred_opt()?;
        let back = i64::from((7 + last.weekday().num_days_from_monday() - self.weekday.num_days_from_monday()) % 7);
        let day = last.checked_sub_signed(TimeDelta::days(back + 7 * i64::from(nth.checked_sub(1)?)))?;
        (day.month() == self.month).then_some(day)
    }
}

/// A local date-time or date.
pub(super) fn local(text: &str) -> Option<NaiveDateTime> {
    let text = text.trim().trim_end_matches(['Z', 'z']);
    NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%S").ok().or_else(|| {
        let day = NaiveDate::parse_from_str(text.get(..8)?, "%Y%m%d").ok()?;
        (text.len() == 8).then(|| day.and_time(chrono::NaiveTime::MIN))
    })
}

/// `+0100`, `-045602` in seconds.
fn seconds(text: &str) -> Option<i32> {
    let digits = text.trim_start_matches(['+', '-']);
    let part = |from: usize| digits.get(from..from + 2).map_or(Some(0), |part| part.parse::<i32>().ok());
    let total = part(0)? * 3600 + part(2)? * 60 + part(4)?;
    (digits.len() >= 4 && total < 24 * 3600).then_some(if text.starts_with('-') { -total } else { total })
}
