//! Starts, ends and stamps of one event.

use super::{
    report::Report,
    rules::times as rules,
    tree::{Component, Property},
};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

/// Longer than this one event does not take: it is a series that was written as one.
const LONG: TimeDelta = TimeDelta::days(60);

/// A date or date-time as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    Day(NaiveDate),
    Local(NaiveDateTime),
    Utc(NaiveDateTime),
}

impl Written {
    pub(super) const fn is_day(self) -> bool {
        matches!(self, Self::Day(_))
    }

    fn clock(self) -> NaiveDateTime {
        match self {
            Self::Day(day) => day.and_time(NaiveTime::MIN),
            Self::Local(at) | Self::Utc(at) => at,
        }
    }
}

/// Reads `20260301`, `20260301T180000` or `20260301T180000Z`; none for a moment that there is not.
pub(super) fn moment(text: &str) -> Option<Written> {
    let text = text.trim();
    let (day, time) = match text.split_once('T') {
        Some((day, time)) => (day, Some(time)),
        None => (text, None),
    };
    let all_digits = |text: &str, length: usize| text.len() == length && text.bytes().all(|b| b.is_ascii_digit());
    let day = NaiveDate::parse_from_str(day, "%Y%m%d").ok().filter(|_| all_digits(day, 8))?;
    let Some(time) = time else { return Some(Written::Day(day)) };
    let digits = time.strip_suffix('Z').unwrap_or(time);
    // A leap second is one that there is.
    let digits = digits.strip_suffix("60").map_or_else(|| digits.to_owned(), |minutes| format!("{minutes}59"));
    let clock = NaiveTime::parse_from_str(&digits, "%H%M%S").ok().filter(|_| all_digits(&digits, 6))?;
    let at = day.and_time(clock);
    Some(if time.ends_with('Z') { Written::Utc(at) } else { Written::Local(at) })
}

/// The seconds of a duration (RFC 5545 §3.3.6); none where it is none.
pub(super) fn duration(text: &str) -> Option<i64> {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let rest = rest.strip_prefix('P')?;
    let (mut seconds, mut number, mut in_time, mut any, mut last) = (0_i64, String::new(), false, false, 0);
    for c in rest.chars() {
        let (rank, unit) = match (c, in_time) {
            ('0'..='9', _) if number.len() < 9 => {
                number.push(c);
                continue;
            }
            ('T', false) if number.is_empty() => {
                in_time = true;
                continue;
            }
            ('W', false) => (1, 604_800),
            ('D', false) => (2, 86_400),
            ('H', true) => (3, 3_600),
            ('M', true) => (4, 60),
            ('S', true) => (5, 1),
            _ => return None,
        };
        if rank <= last {
            return None;
        }
        last = rank;
        seconds += number.parse::<i64>().ok()? * unit;
        number.clear();
        any = true;
    }
    let is_whole = any && number.is_empty() && !rest.ends_with('T');
    is_whole.then_some(sign * seconds)
}

pub(super) fn check(event: &Component, report: &mut Report) {
    let start = event.get("DTSTART").filter(|start| !start.value.trim().is_empty());
    let end = event.get("DTEND").filter(|end| !end.value.trim().is_empty());
    let lasts = event.get("DURATION");
    for property in ["DTSTART", "DTEND", "RECURRENCE-ID"].iter().filter_map(|name| event.get(name)) {
        check_form(property, report);
    }
    for name in ["DTSTAMP", "CREATED", "LAST-MODIFIED"] {
        for stamp in event.all(name).filter(|stamp| !stamp.value.trim().is_empty()) {
            let told = format!("{name}:{}", stamp.value);
            match moment(&stamp.value) {
                None => report.add(&rules::BAD_MOMENT, stamp.line, Some(told)),
                Some(Written::Utc(_)) => {}
                Some(_) => report.add(&rules::STAMP_NOT_UTC, stamp.line, Some(told)),
            }
        }
    }
    if let Some(lasts) = lasts {
        report.add_if(end.is_some(), &rules::END_AND_DURATION, lasts.line, &event.told());
        let is_sound = duration(lasts.value.trim()).is_some_and(|seconds| seconds >= 0);
        report.add_if(!is_sound, &rules::BAD_DURATION, lasts.line, &lasts.value);
    }
    let Some((at, line)) = start.and_then(|start| Some((moment(&start.value)?, start.line))) else { return };
    if let Some((to, end_line)) = end.and_then(|end| Some((moment(&end.value)?, end.line))) {
        let has_one_zone = start.and_then(|start| start.param("TZID")) == end.and_then(|end| end.param("TZID"));
        check_span(at, to, end_line, has_one_zone, event, report);
    } else if end.is_none() && lasts.is_none() && !at.is_day() {
        report.add(&rules::NO_END, line, Some(event.told()));
    }
}

/// Whether a moment is one, and says how it is meant.
fn check_form(property: &Property, report: &mut Report) {
    let value = property.value.trim();
    if value.is_empty() {
        return;
    }
    let told = format!("{}:{value}", property.name);
    let is_date = property.param("VALUE").is_some_and(|kind| kind.eq_ignore_ascii_case("DATE"));
    match moment(value) {
        None => report.add(&rules::BAD_MOMENT, property.line, Some(told)),
        Some(Written::Day(_)) => report.add_if(!is_date, &rules::DATE_WITHOUT_VALUE, property.line, &told),
        Some(_) if is_date => report.add(&rules::BAD_MOMENT, property.line, Some(told)),
        Some(Written::Local(_)) => {
            report.add_if(property.param("TZID").is_none(), &rules::FLOATING, property.line, &told);
        }
        Some(Written::Utc(_)) => {
            report.add_if(property.param("TZID").is_some(), &rules::ZONE_ON_UTC, property.line, &told);
        }
    }
}

fn check_span(start: Written, end: Written, line: usize, has_one_zone: bool, event: &Component, report: &mut Report) {
    let told = event.told();
    if start.is_day() != end.is_day() {
        report.add(&rules::END_OF_ANOTHER_KIND, line, Some(told));
        return;
    }
    let is_comparable = has_one_zone
        && matches!(
            (start, end),
            (Written::Day(_), Written::Day(_))
                | (Written::Utc(_), Written::Utc(_))
                | (Written::Local(_), Written::Local(_))
        );
    if !is_comparable {
        return;
    }
    let lasts = end.clock() - start.clock();
    if lasts < TimeDelta::zero() {
        report.add(&rules::END_BEFORE_START, line, Some(told));
    } else if lasts.is_zero() {
        report.add(if start.is_day() { &rules::INCLUSIVE_END } else { &rules::NO_LENGTH }, line, Some(told));
    } else {
        report.add_if(lasts > LONG, &rules::VERY_LONG, line, &format!("{} days: {told}", lasts.num_days()));
        let at_midnight = |at: NaiveDateTime| at.time() == NaiveTime::MIN;
        let is_last_minute = end.clock().format("%H%M").to_string() == "2359";
        let is_days = !start.is_day() && at_midnight(start.clock()) && (at_midnight(end.clock()) || is_last_minute);
        report.add_if(is_days, &rules::DAYS_AS_HOURS, line, &told);
    }
}
