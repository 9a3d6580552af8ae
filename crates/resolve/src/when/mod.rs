//! Moments as listings write them.

mod clock;
mod cursor;
mod date;
mod duration;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use chrono_tz::Tz;
use hobnob_domain::{TimeWords, schedule::instant};

use crate::zones::{self, Zone};
use clock::Beside;
use cursor::Cursor;
pub use duration::{Length, length};

/// The longest text read as a moment, in bytes.
const BYTES_MAX: usize = 120;

/// The first and last year an event may be in. Before lie placeholders (1601, 1970 is `0`), after lie typing errors.
const YEARS: std::ops::RangeInclusive<i32> = 1970..=2199;

/// What was written about a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// A day, and no time of it.
    Day(NaiveDate),
    /// A time without zone: it is so late wherever the event is.
    Local(NaiveDateTime),
    /// An instant.
    Instant {
        /// The instant.
        at: DateTime<Utc>,
        /// The time as it was written, before its offset was taken off.
        wall: NaiveDateTime,
    },
}

/// A moment, with the zone named beside or within it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The moment.
    pub moment: Moment,
    /// The zone that was named, unless it was UTC: feeds write that for want of a better one.
    pub zone: Option<Tz>,
    /// A zone's name that nobody knows; the moment was read as if it was not there.
    pub unknown_zone: Option<String>,
    /// A zone's name of which nothing but the offset is known; an hour may be wrong in summer.
    pub unsure_zone: Option<String>,
}

/// A text that is no moment.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadTime {
    /// Nothing is written.
    #[error("is empty")]
    Empty,
    /// It is not written as moments are.
    #[error("`{0}` is not a date or time such as 2026-03-01T18:00+01:00")]
    Form(String),
    /// It is, but there is no such day or hour.
    #[error("`{0}` is no day or hour there is")]
    Impossible(String),
    /// No event is in that year.
    #[error("`{0}` is in a year no event is in")]
    Year(String),
}

/// Reads a moment: iCalendar's basic forms, ISO 8601 as people write it, RFC 2822 and its like, and Unix time.
///
/// `place` is the zone of the place if it is known; it decides what an ambiguous abbreviation (`IST`) means.
pub fn read(words: &TimeWords, place: Option<Tz>) -> Result<Reading, BadTime> {
    let text = words.text.trim();
    if text.is_empty() {
        return Err(BadTime::Empty);
    }
    let quoted = || text.chars().take(80).collect::<String>();
    if text.len() > BYTES_MAX {
        return Err(BadTime::Form(quoted()));
    }
    let written = parse(text, place).map_err(|fault| match fault {
        Fault::Form => BadTime::Form(quoted()),
        Fault::Impossible => BadTime::Impossible(quoted()),
    })?;
    if !YEARS.contains(&written.year()) {
        return Err(BadTime::Year(quoted()));
    }
    Ok(placed(written, words.zone.as_deref(), place))
}

/// Why a text is no moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    Form,
    Impossible,
}

/// A moment as far as its own text goes.
struct Written {
    day: NaiveDate,
    time: Option<NaiveTime>,
    beside: Beside,
}

impl Written {
    fn year(&self) -> i32 {
        chrono::Datelike::year(&self.day)
    }
}

fn parse(text: &str, place: Option<Tz>) -> Result<Written, Fault> {
    if let Some(at) = unix(text) {
        return Ok(Written { day: at.date_naive(), time: Some(at.time()), beside: Beside::utc() });
    }
    let mut cursor = Cursor::new(text);
    let (day, early) = date::read(&mut cursor)?;
    if let Some(time) = early {
        cursor.skip_blanks();
        let beside = clock::beside(&mut cursor, place)?;
        return Ok(Written { day, time: Some(time), beside });
    }
    if !clock::separator(&mut cursor) {
        // Some programs write a day as they write an instant: `20260527Z`.
        return if cursor.is_done() || matches!(cursor.rest(), "Z" | "z") {
            Ok(Written { day, time: None, beside: Beside::default() })
        } else {
            Err(Fault::Form)
        };
    }
    let (time, is_next_day) = clock::time(&mut cursor)?;
    let beside = clock::beside(&mut cursor, place)?;
    let day = if is_next_day { day.succ_opt().ok_or(Fault::Impossible)? } else { day };
    Ok(Written { day, time: Some(time), beside })
}

/// Seconds (ten digits) or milliseconds (thirteen) since 1970.
fn unix(text: &str) -> Option<DateTime<Utc>> {
    let is_number = text.bytes().all(|b| b.is_ascii_digit());
    match text.len() {
        10 if is_number => DateTime::from_timestamp(text.parse().ok()?, 0),
        13 if is_number => DateTime::from_timestamp_millis(text.parse().ok()?),
        _ => None,
    }
}

/// Gives what was written its place on the time line, as far as a zone is known.
fn placed(written: Written, zone_beside: Option<&str>, place: Option<Tz>) -> Reading {
    let name = zone_beside.map(str::trim).filter(|name| !name.is_empty());
    let named = name.and_then(|name| zones::named(name, place));
    let quoted = |name: &str| name.chars().take(80).collect::<String>();
    let unknown_zone = name.filter(|_| named.is_none()).map(quoted);
    let is_unsure = |name: &&str| named.is_some_and(|zone| zones::is_by_offset_alone(name, zone));
    let unsure_zone = name.filter(is_unsure).map(quoted);
    let useful = |tz: Option<Tz>| tz.filter(|tz| !zones::is_utc(*tz));
    let Some(time) = written.time else {
        let zone = useful(named.and_then(Zone::tz));
        return Reading { moment: Moment::Day(written.day), zone, unknown_zone, unsure_zone: None };
    };
    let wall = written.day.and_time(time);
    let within = written.beside.zone.or(named);
    let moment = match within {
        None => Moment::Local(wall),
        Some(Zone::Named(tz)) => Moment::Instant { at: instant(tz, wall), wall },
        Some(Zone::Fixed(offset)) => match wall.and_local_timezone(offset).earliest() {
            Some(at) => Moment::Instant { at: at.to_utc(), wall },
            None => Moment::Local(wall),
        },
    };
    // A bare offset tells the instant, not the place.
    let zone = useful(named.and_then(Zone::rules).or(written.beside.named).or_else(|| within.and_then(Zone::rules)));
    Reading { moment, zone, unknown_zone, unsure_zone }
}

#[cfg(test)]
mod tests;
