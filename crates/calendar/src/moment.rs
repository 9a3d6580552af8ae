//! How instants and days are written (RFC 5545 §3.3.4, §3.3.5).

use crate::lines::Lines;
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Timelike, Utc};
use chrono_tz::Tz;
use hobnob_domain::{Span, schedule::ASSUMED_DURATION};

/// Years of starts that are written in local time; the rules of clocks before and after are lore.
const LOCAL_YEARS: std::ops::RangeInclusive<i32> = 1973..=2060;

/// Years that fit the four digits of the format and every reader's dates.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

/// How the instants of an event are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// `20260504T160000Z`.
    Utc,
    /// `TZID=Europe/Berlin:20260504T180000`, beside a VTIMEZONE.
    Local(Tz),
}

/// A value of DTSTART and its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moment {
    Day(NaiveDate),
    At(DateTime<Utc>, Form),
}

impl Moment {
    pub(crate) fn write(self, lines: &mut Lines, name: &str) {
        match self {
            Self::Day(on) => lines.pieces([name, ";VALUE=DATE:", &day(on)]),
            Self::At(at, Form::Utc) => lines.plain(name, &utc(at)),
            Self::At(at, Form::Local(zone)) => {
                let local = clock(at.with_timezone(&zone).naive_local());
                lines.pieces([name, ";TZID=", zone.name(), ":", &local]);
            }
        }
    }
}

/// An instant in UTC, as `DTSTAMP` wants it; the epoch where no reader would take it.
pub(crate) fn utc(at: DateTime<Utc>) -> String {
    let at = if is_writable_at(at) { at } else { DateTime::UNIX_EPOCH };
    let mut digits = Digits::default();
    digits.clock(at.naive_utc());
    digits.0.push(b'Z');
    digits.text()
}

/// A day: `20260504`.
pub(crate) fn day(on: NaiveDate) -> String {
    let mut digits = Digits::default();
    digits.day(on);
    digits.text()
}

/// A date and time without a zone: `20260504T180000`.
pub(crate) fn clock(at: NaiveDateTime) -> String {
    let mut digits = Digits::default();
    digits.clock(at);
    digits.text()
}

/// Digits as they are written: `format!` takes many times as long, for each of the six numbers of each of the six
/// instants of an event.
pub(crate) struct Digits(Vec<u8>);

impl Default for Digits {
    fn default() -> Self {
        Self(Vec::with_capacity("20260504T180000Z".len()))
    }
}

impl Digits {
    fn clock(&mut self, at: NaiveDateTime) {
        self.day(at.date());
        self.0.push(b'T');
        [at.hour(), at.minute(), at.second()].into_iter().for_each(|number| self.put::<2>(number));
    }

    fn day(&mut self, on: NaiveDate) {
        self.put::<4>(on.year().unsigned_abs());
        [on.month(), on.day()].into_iter().for_each(|number| self.put::<2>(number));
    }

    /// The last digits of a number.
    pub(crate) fn put<const DIGITS: usize>(&mut self, number: u32) {
        let mut digits = [b'0'; DIGITS];
        let mut rest = number;
        for digit in digits.iter_mut().rev() {
            *digit = b'0' + u8::try_from(rest % 10).unwrap_or_default();
            rest /= 10;
        }
        self.0.extend(digits);
    }

    pub(crate) fn text(self) -> String {
        String::from_utf8(self.0).unwrap_or_default()
    }
}

/// A start, an end after it, and whether somebody said when that is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sitting {
    pub(crate) start: Moment,
    /// Exclusive, always after the start.
    pub(crate) end: Moment,
    pub(crate) is_end_known: bool,
    pub(crate) starts_at: DateTime<Utc>,
    pub(crate) ends_at: DateTime<Utc>,
}

/// Whether its dates can be written at all.
pub(crate) fn is_writable(span: &Span) -> bool {
    match span {
        Span::Timed { starts_at, ends_at } => is_writable_at(*starts_at) && ends_at.is_none_or(is_writable_at),
        Span::AllDay { starts_on, ends_on } => YEARS.contains(&starts_on.year()) && YEARS.contains(&ends_on.year()),
    }
}

/// Whether an instant's date can be written in any zone.
pub(crate) fn is_writable_at(at: DateTime<Utc>) -> bool {
    YEARS.contains(&at.year())
}

/// The form for one sitting that starts and ends then: local, but for an hour that comes twice, where readers differ.
fn form(zone: Tz, starts_at: DateTime<Utc>, ends_at: DateTime<Utc>) -> Form {
    let is_clear =
        |at: DateTime<Utc>| zone.from_local_datetime(&at.with_timezone(&zone).naive_local()).single().is_some();
    if is_clear(starts_at) && is_clear(ends_at) { series_form(zone, starts_at) } else { Form::Utc }
}

/// The form for a series that begins then: local, since that is the time its rule keeps.
pub(crate) fn series_form(zone: Tz, starts_at: DateTime<Utc>) -> Form {
    if is_utc(zone) || !LOCAL_YEARS.contains(&starts_at.year()) { Form::Utc } else { Form::Local(zone) }
}

/// Zones that are UTC under another name.
const fn is_utc(zone: Tz) -> bool {
    use Tz::{
        Etc__GMT, Etc__GMT0, Etc__GMTMinus0, Etc__GMTPlus0, Etc__Greenwich, Etc__UCT, Etc__UTC, Etc__Universal,
        Etc__Zulu, GMT, GMT0, GMTMinus0, GMTPlus0, Greenwich, UCT, UTC, Universal, Zulu,
    };
    matches!(
        zone,
        Etc__GMT
            | Etc__GMT0
            | Etc__GMTMinus0
            | Etc__GMTPlus0
            | Etc__Greenwich
            | Etc__UCT
            | Etc__UTC
            | Etc__Universal
            | Etc__Zulu
            | GMT
            | GMT0
            | GMTMinus0
            | GMTPlus0
            | Greenwich
            | UCT
            | UTC
            | Universal
            | Zulu
    )
}

/// The two ends of a span, the end exclusive and never before the start.
pub(crate) fn sitting(zone: Tz, span: Span, series: Option<Form>) -> Sitting {
    match span {
        Span::AllDay { starts_on, ends_on } => {
            let last = ends_on.max(starts_on);
            let (starts_at, ends_at) = (span.starts_at(zone), span.over_at(zone));
            let end = Moment::Day(last.succ_opt().unwrap_or(last));
            Sitting { start: Moment::Day(starts_on), end, is_end_known: true, starts_at, ends_at }
        }
        Span::Timed { starts_at, ends_at } => {
            let starts_at = whole_second(starts_at);
            let known = ends_at.map(whole_second).filter(|end| *end > starts_at);
            let ends_at = known.unwrap_or(starts_at + ASSUMED_DURATION);
            let form = series.unwrap_or_else(|| form(zone, starts_at, ends_at));
            let (start, end) = (Moment::At(starts_at, form), Moment::At(ends_at, form));
            Sitting { start, end, is_end_known: known.is_some(), starts_at, ends_at }
        }
    }
}

fn whole_second(at: DateTime<Utc>) -> DateTime<Utc> {
    at - TimeDelta::nanoseconds(i64::from(at.timestamp_subsec_nanos()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::Europe::Berlin;

    fn written(moment: Moment) -> String {
        let mut lines = Lines::default();
        moment.write(&mut lines, "DTSTART");
        lines.into_text()
    }

    fn timed(zone: Tz, start: &str, end: Option<&str>) -> Sitting {
        let at = |text: &str| text.parse().unwrap();
        sitting(zone, Span::Timed { starts_at: at(start), ends_at: end.map(at) }, None)
    }

    #[test]
    fn an_evening_is_written_in_local_time() {
        let evening = timed(Berlin, "2026-05-04T16:00:00Z", None);
        assert_eq!(written(evening.start), "DTSTART;TZID=Europe/Berlin:20260504T180000\r\n");
        assert_eq!(evening.end, Moment::At("2026-05-04T18:00:00Z".parse().unwrap(), Form::Local(Berlin)));
        assert!(!evening.is_end_known);
    }

    #[test]
    fn whole_days_end_on_the_day_after() {
        let days = |a: &str, b: &str| Span::AllDay { starts_on: a.parse().unwrap(), ends_on: b.parse().unwrap() };
        let end = |span| sitting(Berlin, span, None).end;
        assert_eq!(end(days("2026-01-30", "2026-01-31")), Moment::Day("2026-02-01".parse().unwrap()));
        assert_eq!(end(days("2026-01-30", "2026-01-29")), Moment::Day("2026-01-31".parse().unwrap()));
    }

    #[test]
    fn an_hour_that_comes_twice_is_written_in_utc() {
        assert_eq!(written(timed(Berlin, "2026-10-25T00:30:00Z", None).start), "DTSTART:20261025T003000Z\r\n");
        assert_eq!(written(timed(Berlin, "2026-10-25T01:30:00Z", None).start), "DTSTART:20261025T013000Z\r\n");
        assert_eq!(written(timed(Tz::Etc__GMT, "2026-10-25T01:30:00Z", None).start), "DTSTART:20261025T013000Z\r\n");
    }

    #[test]
    fn an_end_that_is_not_after_the_start_is_unknown() {
        for end in ["2026-05-04T16:00:00.9Z", "2026-05-04T15:00:00Z"] {
            let evening = timed(Berlin, "2026-05-04T16:00:00.5Z", Some(end));
            assert!(!evening.is_end_known);
            assert_eq!(evening.ends_at - evening.starts_at, ASSUMED_DURATION);
        }
    }
}
