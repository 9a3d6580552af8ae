//! When an event takes place: the words about its times made one schedule.

mod disguise;
mod in_utc;
mod periods;
mod repeats;

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;
use hobnob_domain::{
    Schedule, Span, TimeWords, Words,
    schedule::{instant, midnight},
};

use crate::{
    when::{self, Length, Moment, Reading},
    zones::{self, Zone},
};
use disguise::{days_in_disguise, over_midnight};
use in_utc::InUtc;
pub(crate) use in_utc::{by_clock, count_hours};

/// A timed event that takes longer is probably a series given as one event.
const LONG: TimeDelta = TimeDelta::days(31);

/// One that takes longer than this is certainly one: only its start is kept.
const TOO_LONG: TimeDelta = TimeDelta::days(92);

/// Of what has a UID, as in calendars, the end is what it says and not the end of a season of tickets; up to this long.
const TOO_LONG_IN_CALENDARS: TimeDelta = TimeDelta::days(400);

/// The same for what is an evening by its name: some sites give a series as one event from its first evening to its last.
const TOO_LONG_FOR_AN_EVENING: TimeDelta = TimeDelta::days(14);

/// What is known beside the words about times.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Light {
    /// The zone of the place.
    pub(crate) place: Option<Tz>,
    /// The zone of the source, for times that have no other.
    pub(crate) home: Option<Tz>,
    /// Whether it is something that may go on for weeks.
    pub(crate) may_last: bool,
}

/// Reads times in the light of what is known beside them, and notes what is odd.
pub(crate) struct Reader<'a> {
    words: &'a Words,
    light: Light,
    problems: &'a mut Vec<String>,
}

/// The zone that a listing's own words name: beside its start, else for all its times.
fn zone_of_words(words: &Words) -> Option<Tz> {
    let start = words.start.as_ref().or(words.recurrence_id.as_ref());
    let beside = start
        .and_then(|start| when::read(start, None).ok())
        .and_then(|reading| reading.zone)
        .filter(|zone| zones::is_of_people(*zone));
    beside.or_else(|| named(words.zone.as_deref(), None))
}

/// What the clocks show where an event is, as far as its listing says.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Clocks {
    /// The zone that its times name.
    pub(crate) zone: Option<Tz>,
    /// The instant of its start, and how far ahead of UTC the clocks are then, where another offset than none is written.
    pub(crate) start: Option<(DateTime<Utc>, TimeDelta)>,
}

impl Clocks {
    /// What a listing's own words say.
    pub(crate) fn of(words: &Words) -> Self {
        let start = words.start.as_ref().and_then(|start| when::read(start, None).ok());
        // An offset that may be an hour off contradicts nobody.
        let start = start.filter(|reading| reading.unsure_zone.is_none());
        let offset = start.and_then(|reading| match reading.moment {
            Moment::Instant { at, wall } => Some((at, wall - at.naive_utc())),
            Moment::Day(_) | Moment::Local(_) => None,
        });
        Self { zone: zone_of_words(words), start: offset.filter(|(_, offset)| !offset.is_zero()) }
    }
}

fn named(text: Option<&str>, place: Option<Tz>) -> Option<Tz> {
    text.and_then(|text| zones::named(text, place)).and_then(Zone::tz).filter(|tz| zones::is_of_people(*tz))
}

/// What is odd about a zone whose name nobody knows but for the offset before it.
fn of_offset_alone(zone: &str) -> String {
    format!("of the zone `{zone}` only the offset is known: in summer it may be an hour off")
}

impl<'a> Reader<'a> {
    /// A reader of a listing's words.
    pub(crate) fn new(words: &'a Words, light: Light, problems: &'a mut Vec<String>) -> Self {
        Self { words, light, problems }
    }

    fn odd(&mut self, message: String) {
        self.problems.push(message);
    }

    fn read(&mut self, what: &str, words: &TimeWords) -> Option<Reading> {
        match when::read(words, self.light.place.or(self.light.home)) {
            Ok(reading) => {
                if let Some(zone) = &reading.unknown_zone {
                    self.odd(format!("{what}: the zone `{zone}` is not known"));
                }
                if let Some(zone) = &reading.unsure_zone {
                    self.odd(format!("{what}: {}", of_offset_alone(zone)));
                }
                Some(reading)
            }
            Err(bad) => {
                self.odd(format!("{what} {bad}"));
                None
            }
        }
    }

    /// The schedule. An instance of a series that names no start has the one it would have had. Without a start that can
    /// be read there is none.
    pub(crate) fn schedule(&mut self) -> Result<Schedule, String> {
        let words = self.words.start.as_ref().or(self.words.recurrence_id.as_ref()).ok_or("it has no start")?;
        let start =
            when::read(words, self.light.place.or(self.light.home)).map_err(|bad| format!("its start {bad}"))?;
        if let Some(zone) = &start.unknown_zone {
            self.odd(format!("the start's zone `{zone}` is not known"));
        }
        if let Some(zone) = &start.unsure_zone {
            self.odd(format!("the start: {}", of_offset_alone(zone)));
        }
        let zone = self.zone(&start);
        let span = self.span(&start, zone);
        let in_utc = InUtc::of(&start, span, zone);
        let recurrence = self.recurrence(span, zone, in_utc);
        if recurrence.is_none() && self.is_excluded(span, zone) {
            return Err("its only date is taken out (EXDATE)".to_owned());
        }
        Ok(Schedule { zone, span, recurrence })
    }

    /// The zone the event is meant in: named beside its start, of its place, named for all its times, of its source; else
    /// UTC, which is odd for a time that is so late "wherever the event is".
    fn zone(&mut self, start: &Reading) -> Tz {
        let known = start
            .zone
            .filter(|zone| zones::is_of_people(*zone))
            .or(self.light.place)
            .or_else(|| named(self.words.zone.as_deref(), None));
        let known = known.or(self.light.home);
        if let Some(zone) = known {
            return zone;
        }
        let is_named = self.words.zone.as_deref().is_some_and(|zone| zones::named(zone, None).is_some());
        match start.moment {
            Moment::Local(_) if !is_named => {
                self.odd("the start has no zone that is known and no place: it is taken for UTC".to_owned());
            }
            Moment::Instant { at, wall } => {
                // An offset of whole hours at least shows the time as the source shows it.
                let seconds = (wall - at.naive_utc()).num_seconds();
                let offset = i32::try_from(seconds).ok().and_then(chrono::FixedOffset::east_opt);
                return offset.and_then(zones::etc).unwrap_or(Tz::UTC);
            }
            Moment::Local(_) | Moment::Day(_) => {}
        }
        Tz::UTC
    }

    fn span(&mut self, start: &Reading, zone: Tz) -> Span {
        let end = self.words.end.as_ref().and_then(|end| self.read("the end", end));
        let length = match (&end, &self.words.duration) {
            (None, Some(text)) => {
                let length = when::length(text);
                if length.is_none() {
                    self.odd(format!("`{}` is not a duration such as PT2H", text.chars().take(40).collect::<String>()));
                }
                length
            }
            _ => None,
        };
        match start.moment {
            Moment::Day(first) => self.whole_days(first, end.as_ref(), length, zone),
            Moment::Local(_) | Moment::Instant { .. } => self.timed(start, end.as_ref(), length, zone),
        }
    }

    fn whole_days(&mut self, first: NaiveDate, end: Option<&Reading>, length: Option<Length>, zone: Tz) -> Span {
        let last = match end.map(|end| end.moment) {
            Some(Moment::Day(day)) if self.words.end_is_exclusive && day > first => day.pred_opt(),
            Some(Moment::Day(day)) => Some(day),
            Some(moment) => {
                let local = local(moment, zone);
                // Midnight is where the day before ends.
                if local.time() == NaiveTime::MIN && local.date() > first {
                    local.date().pred_opt()
                } else {
                    Some(local.date())
                }
            }
            None => length.and_then(|length| {
                // Hours of whole days are days too: `PT48H`.
                let hours = length.time.num_hours().saturating_add(23) / 24;
                let days = u64::try_from(length.days.saturating_add(hours).saturating_sub(1)).unwrap_or(0);
                first.checked_add_days(Days::new(days))
            }),
        };
        let last = last.unwrap_or(first);
        if last < first {
            self.odd("it ends before it starts: the end is ignored".to_owned());
            return Span::AllDay { starts_on: first, ends_on: first };
        }
        self.note_length(first, last);
        Span::AllDay { starts_on: first, ends_on: last }
    }

    fn note_length(&mut self, first: NaiveDate, last: NaiveDate) {
        if last - first > LONG {
            self.odd(format!("it takes {} days: is it a series?", (last - first).num_days() + 1));
        }
    }

    fn timed(&mut self, start: &Reading, end: Option<&Reading>, length: Option<Length>, zone: Tz) -> Span {
        let starts_at = at(start.moment, zone);
        if let Some(span) = end.and_then(|end| days_in_disguise(start.moment, end.moment, zone)) {
            if let Span::AllDay { starts_on, ends_on } = span {
                self.note_length(starts_on, ends_on);
            }
            return span;
        }
        let ends_at = match end.map(|end| end.moment) {
            Some(Moment::Day(day)) => self.end_of_day(starts_at, day, zone),
            Some(moment) => Some(at(moment, zone)),
            None => length.and_then(|length| {
                let later = local(start.moment, zone).checked_add_days(Days::new(u64::try_from(length.days).ok()?))?;
                let moved = if length.days == 0 { starts_at } else { instant(zone, later) };
                moved.checked_add_signed(length.time)
            }),
        };
        let ends_at = ends_at.map(|ends_at| over_midnight(starts_at, ends_at, zone).unwrap_or(ends_at));
        Span::Timed { starts_at, ends_at: self.sensible(starts_at, ends_at) }
    }

    /// The end of a timed event whose end is a day: unknown if it is the day it starts on.
    fn end_of_day(&self, starts_at: DateTime<Utc>, day: NaiveDate, zone: Tz) -> Option<DateTime<Utc>> {
        let first = starts_at.with_timezone(&zone).date_naive();
        let over = if self.words.end_is_exclusive { day } else { day.succ_opt()? };
        (over > first.succ_opt()? || day < first).then(|| midnight(zone, over))
    }

    fn sensible(&mut self, starts_at: DateTime<Utc>, ends_at: Option<DateTime<Utc>>) -> Option<DateTime<Utc>> {
        let ends_at = ends_at?;
        let length = ends_at - starts_at;
        if length < TimeDelta::zero() {
            self.odd("it ends before it starts: the end is ignored".to_owned());
            return None;
        }
        let longest = match (self.words.uid.is_some(), self.light.may_last) {
            (true, _) => TOO_LONG_IN_CALENDARS,
            (false, true) => TOO_LONG,
            (false, false) => TOO_LONG_FOR_AN_EVENING,
        };
        if length > LONG.min(longest) {
            let fate = if length > longest { " Only the start is kept" } else { "" };
            self.odd(format!("it takes {} days: is it a series?{fate}", length.num_days()));
        }
        (length > TimeDelta::zero() && length <= longest).then_some(ends_at)
    }
}

/// The local time of a moment.
fn local(moment: Moment, zone: Tz) -> NaiveDateTime {
    match moment {
        Moment::Day(day) => day.and_time(NaiveTime::MIN),
        Moment::Local(wall) => wall,
        Moment::Instant { at, .. } => at.with_timezone(&zone).naive_local(),
    }
}

/// The instant of a moment.
pub(crate) fn at(moment: Moment, zone: Tz) -> DateTime<Utc> {
    match moment {
        Moment::Day(day) => midnight(zone, day),
        Moment::Local(wall) => instant(zone, wall),
        Moment::Instant { at, .. } => at,
    }
}
