//! When an event takes place.

use crate::Recurrence;
use chrono::{DateTime, Days, LocalResult, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

/// How long an event takes when nobody says: two hours.
pub const ASSUMED_DURATION: TimeDelta = TimeDelta::hours(2);

/// What is shorter and ends on the next day is one long evening.
const NIGHT: TimeDelta = TimeDelta::hours(20);

/// One sitting on the time line. All-day is a variant, not a flag: it has no hours that could be shown by mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Span {
    /// From an instant to an instant; without an end nobody said how long.
    Timed {
        /// The first instant.
        starts_at: DateTime<Utc>,
        /// The first instant after.
        ends_at: Option<DateTime<Utc>>,
    },
    /// Whole days.
    AllDay {
        /// The first day.
        starts_on: NaiveDate,
        /// The last day, not the one after.
        ends_on: NaiveDate,
    },
}

/// When an event takes place: the first sitting, the zone it is meant in, and how it repeats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// The zone of the place, or of the organizer when there is no place.
    pub zone: Tz,
    /// The first sitting.
    pub span: Span,
    /// How it repeats, if it does.
    pub recurrence: Option<Recurrence>,
}

/// The instant of a local time. One that occurs twice (clocks go back) is the first; one that is skipped (clocks go
/// forward) is as much later as the gap is long, as RFC 5545 §3.3.5 says.
pub fn instant(zone: Tz, local: NaiveDateTime) -> DateTime<Utc> {
    match zone.from_local_datetime(&local) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => at.to_utc(),
        LocalResult::None => {
            let before = local - TimeDelta::hours(3);
            match zone.from_local_datetime(&before).earliest() {
                Some(at) => at.to_utc() + TimeDelta::hours(3),
                None => local.and_utc(),
            }
        }
    }
}

/// The first instant of a day.
pub fn midnight(zone: Tz, day: NaiveDate) -> DateTime<Utc> {
    instant(zone, day.and_time(chrono::NaiveTime::MIN))
}

impl Span {
    /// The first instant, in a zone for whole days.
    pub fn starts_at(&self, zone: Tz) -> DateTime<Utc> {
        match *self {
            Self::Timed { starts_at, .. } => starts_at,
            Self::AllDay { starts_on, .. } => midnight(zone, starts_on),
        }
    }

    /// The first instant after, as far as it is known: `None` for a timed span without an end.
    pub fn ends_at(&self, zone: Tz) -> Option<DateTime<Utc>> {
        match *self {
            Self::Timed { ends_at, .. } => ends_at,
            Self::AllDay { ends_on, .. } => ends_on.checked_add_days(Days::new(1)).map(|day| midnight(zone, day)),
        }
    }

    /// The first instant after, with [`ASSUMED_DURATION`] where nobody says.
    pub fn over_at(&self, zone: Tz) -> DateTime<Utc> {
        self.ends_at(zone).unwrap_or_else(|| self.starts_at(zone) + ASSUMED_DURATION)
    }

    /// The first day, in the zone.
    pub fn starts_on(&self, zone: Tz) -> NaiveDate {
        match *self {
            Self::Timed { starts_at, .. } => starts_at.with_timezone(&zone).date_naive(),
            Self::AllDay { starts_on, .. } => starts_on,
        }
    }

    /// The last day, in the zone: an event over at midnight ended the day before.
    pub fn ends_on(&self, zone: Tz) -> NaiveDate {
        match *self {
            Self::Timed { starts_at, ends_at } => {
                let last = ends_at.map_or(starts_at, |at| (at - TimeDelta::nanoseconds(1)).max(starts_at));
                last.with_timezone(&zone).date_naive()
            }
            Self::AllDay { ends_on, .. } => ends_on,
        }
    }

    /// Whether it is whole days.
    pub const fn is_all_day(&self) -> bool {
        matches!(self, Self::AllDay { .. })
    }
}

impl Schedule {
    /// A schedule that does not repeat.
    pub const fn once(zone: Tz, span: Span) -> Self {
        Self { zone, span, recurrence: None }
    }

    /// Whether it takes two days to a week and does not repeat, as conferences do. A night of less than 20 hours does
    /// not, though it ends on another day.
    pub fn takes_days(&self) -> bool {
        let days = (self.span.ends_on(self.zone) - self.span.starts_on(self.zone)).num_days() + 1;
        let is_night = matches!(self.span, Span::Timed { starts_at, ends_at: Some(over) } if over - starts_at < NIGHT);
        self.recurrence.is_none() && (2..=7).contains(&days) && !is_night
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::Europe::Berlin;

    fn local(text: &str) -> Option<DateTime<Utc>> {
        text.parse().ok().map(|local| instant(Berlin, local))
    }

    #[test]
    fn a_night_is_one_evening_and_two_days_of_talks_are_days() {
        let hours = |from: &str, to: &str| {
            let (starts_at, ends_at) = (local(from).unwrap(), local(to));
            Schedule::once(Berlin, Span::Timed { starts_at, ends_at }).takes_days()
        };
        assert!(!hours("2026-05-04T18:00:00", "2026-05-05T02:00:00"));
        assert!(hours("2026-05-04T09:00:00", "2026-05-05T17:00:00"));
        assert!(hours("2026-05-04T09:00:00", "2026-05-10T17:00:00"));
        assert!(!hours("2026-05-04T09:00:00", "2026-05-11T17:00:00"));
        let day = |day: u32| NaiveDate::from_ymd_opt(2026, 5, day).unwrap();
        let days = |last| Schedule::once(Berlin, Span::AllDay { starts_on: day(4), ends_on: day(last) }).takes_days();
        assert_eq!([4, 5, 10, 11].map(days), [false, true, true, false]);
    }

    #[test]
    fn a_skipped_hour_is_as_much_later_as_the_gap() {
        assert_eq!(local("2026-03-29T02:30:00"), "2026-03-29T01:30:00Z".parse().ok());
    }

    #[test]
    fn an_hour_that_occurs_twice_is_the_first() {
        assert_eq!(local("2026-10-25T02:30:00"), "2026-10-25T00:30:00Z".parse().ok());
    }

    #[test]
    fn an_evening_that_ends_at_midnight_ends_on_its_day() {
        let span = local("2026-05-01T18:00:00")
            .map(|starts_at| Span::Timed { starts_at, ends_at: local("2026-05-02T00:00:00") });
        assert_eq!(span.map(|s| s.ends_on(Berlin)), NaiveDate::from_ymd_opt(2026, 5, 1));
    }
}
