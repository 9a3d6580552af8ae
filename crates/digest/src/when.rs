//! Instants in words, on the reader's clock.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Utc, Weekday};
use chrono_tz::Tz;
use hobnob_domain::{ClosingDay, Event, Occurrence};

/// A weekday's whole name.
pub(crate) const fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

/// The reader's clock.
pub(crate) struct ReaderClock {
    /// Their zone.
    zone: Tz,
    /// The year that goes without saying.
    year: i32,
}

/// The local time of an instant; of one that no calendar reaches, the first or last that it does.
fn local(zone: Tz, at: DateTime<Utc>) -> NaiveDateTime {
    const FIRST: i64 = -62_135_510_400; // 0001-01-02
    const LAST: i64 = 253_402_214_400; // 9999-12-31
    let within = DateTime::from_timestamp(at.timestamp().clamp(FIRST, LAST), 0).unwrap_or_default();
    within.with_timezone(&zone).naive_local()
}

impl ReaderClock {
    pub(crate) fn new(zone: Tz, at: DateTime<Utc>) -> Self {
        Self { zone, year: local(zone, at).year() }
    }

    /// The day of an instant.
    pub(crate) fn day_of(&self, at: DateTime<Utc>) -> String {
        self.day(local(self.zone, at).date())
    }

    /// The day and the minute of an instant.
    pub(crate) fn moment(&self, at: DateTime<Utc>) -> String {
        self.day_and_time(local(self.zone, at))
    }

    fn day(&self, day: NaiveDate) -> String {
        let words = day.format("%a %-d %B");
        if day.year() == self.year { words.to_string() } else { format!("{words} {}", day.year()) }
    }

    fn day_and_time(&self, at: NaiveDateTime) -> String {
        format!("{}, {}", self.day(at.date()), at.format("%H:%M"))
    }

    /// When a sitting takes place. Whole days are the days there; hours are the reader's, and where the event is meant
    /// in another zone that one is named.
    pub(crate) fn sitting(&self, event: &Event, sitting: &Occurrence) -> String {
        if sitting.is_all_day {
            let first = self.day(sitting.starts_on);
            let (from, to) = (sitting.starts_on, sitting.ends_on);
            let is_one_month = (from.year(), from.month()) == (to.year(), to.month());
            return match () {
                () if to <= from => first,
                () if is_one_month => format!("{} – {}", from.format("%a %-d"), self.day(to)),
                () => format!("{first} – {}", self.day(to)),
            };
        }
        let (start, end) = (local(self.zone, sitting.starts_at), local(self.zone, sitting.ends_at));
        let mut words = self.day_and_time(start);
        if event.is_end_known(sitting) && sitting.ends_at > sitting.starts_at {
            let is_same_day = start.date() == end.date();
            let end = if is_same_day {
                format!("–{}", end.format("%H:%M"))
            } else {
                format!(" – {}", self.day_and_time(end))
            };
            words.push_str(&end);
        }
        words + &self.there(event.facts.schedule.zone, sitting.starts_at)
    }

    /// The event's own clock, where it is another.
    fn there(&self, zone: Tz, at: DateTime<Utc>) -> String {
        let (here, there) = (local(self.zone, at), local(zone, at));
        match () {
            () if zone == self.zone => String::new(),
            () if here == there => format!(" ({zone})"),
            () if here.date() == there.date() => format!(" ({} {zone})", there.format("%H:%M")),
            () => format!(" ({} {zone})", self.day_and_time(there)),
        }
    }

    /// When a call closes. The end of a day Anywhere on Earth is told as that day too.
    pub(crate) fn closing(&self, closes_at: DateTime<Utc>) -> String {
        let words = self.day_and_time(local(self.zone, closes_at));
        match ClosingDay::of(closes_at) {
            ClosingDay { on, is_anywhere: true } => format!("{words} (end of {} anywhere on Earth)", self.day(on)),
            ClosingDay { on: _, is_anywhere: false } => words,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn closing(zone: Tz, at: &str) -> String {
        let at = at.parse().unwrap();
        ReaderClock::new(zone, at).closing(at)
    }

    #[test]
    fn a_call_that_ends_with_a_day_anywhere_on_earth_says_which_day() {
        let berlin = |at| closing(Tz::Europe__Berlin, at);
        assert_eq!(berlin("2026-06-13T12:00:00Z"), "Sat 13 June, 14:00 (end of Fri 12 June anywhere on Earth)");
        assert_eq!(berlin("2026-06-13T11:59:59Z"), "Sat 13 June, 13:59 (end of Fri 12 June anywhere on Earth)");
        assert_eq!(berlin("2026-06-13T22:00:00Z"), "Sun 14 June, 00:00");
    }

    #[test]
    fn an_instant_that_no_calendar_reaches_is_still_told() {
        for at in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
            let clock = ReaderClock::new(Tz::Pacific__Kiritimati, at);
            assert!(!clock.day_of(at).is_empty() && !clock.closing(at).is_empty());
        }
    }
}
