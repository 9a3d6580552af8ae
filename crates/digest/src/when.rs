//! Instants in words, on the reader's clock.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use chrono_tz::Tz;
use hobnob_domain::{
    ClosingDay, Event, Occurrence,
    clock_words::{is_nowhere, utc_offset},
};

/// The most further days that are named, where more than one more is not.
const ALSO_MAX: usize = 6;

/// The reader's clock.
pub(crate) struct ReaderClock {
    /// Their zone.
    zone: Tz,
    /// The year that goes without saying.
    year: i32,
}

/// The local time of an instant; of one that no calendar reaches, the first or last that it does.
pub(crate) fn local(zone: Tz, at: DateTime<Utc>) -> NaiveDateTime {
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

    /// The day that begins at an instant in a zone, or in UTC, where that was not known yet; the reader's own day of one that
    /// begins none.
    pub(crate) fn whole_day(&self, zone: Tz, at: DateTime<Utc>) -> String {
        let begins =
            [zone, Tz::UTC].map(|zone| local(zone, at)).into_iter().find(|there| there.time() == NaiveTime::MIN);
        begins.map_or_else(|| self.moment(at), |there| self.day(there.date()))
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
            // A night ends on its evening, as people see it.
            let is_same_day = start.date() == end.date() || sitting.is_one_evening();
            let end = if is_same_day {
                format!("–{}", end.format("%H:%M"))
            } else {
                format!(" – {}", self.day_and_time(end))
            };
            words.push_str(&end);
        }
        words + &self.there(event.facts.schedule.zone, sitting.starts_at)
    }

    /// Further days in a sentence: "Also on Wed 18, Thu 19 and Fri 20 February."; none where there are none.
    pub(crate) fn also<'a>(&self, sittings: impl Iterator<Item = &'a Occurrence>) -> Option<String> {
        let day = |one: &Occurrence| match one.is_all_day {
            true => one.starts_on,
            false => local(self.zone, one.starts_at).date(),
        };
        let days: BTreeSet<NaiveDate> = sittings.map(day).collect();
        let last = days.last()?;
        let shown = if days.len() <= ALSO_MAX + 1 { days.len() } else { ALSO_MAX };
        let shown: Vec<NaiveDate> = days.iter().copied().take(shown).collect();
        // A month is said once, behind the last of its days.
        let words = |(place, day): (usize, &NaiveDate)| match shown.get(place + 1) {
            Some(next) if (next.year(), next.month()) == (day.year(), day.month()) => day.format("%a %-d").to_string(),
            _ => self.day(*day),
        };
        let mut listed: Vec<String> = shown.iter().enumerate().map(words).collect();
        let more = days.len() - shown.len();
        if more > 0 {
            return Some(format!("Also on {} and {more} more days until {}.", listed.join(", "), self.day(*last)));
        }
        let end = listed.pop().unwrap_or_default();
        Some(if listed.is_empty() {
            format!("Also on {end}.")
        } else {
            format!("Also on {} and {end}.", listed.join(", "))
        })
    }

    /// The event's own clock, where it is another.
    fn there(&self, zone: Tz, at: DateTime<Utc>) -> String {
        let (here, there) = (local(self.zone, at), local(zone, at));
        match () {
            () if zone == self.zone => String::new(),
            () if here == there => format!(" ({})", name(zone, at)),
            () if here.date() == there.date() => format!(" ({} {})", there.format("%H:%M"), name(zone, at)),
            () => format!(" ({} {})", self.day_and_time(there), name(zone, at)),
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

/// A zone's name; of one that is nowhere, its clocks.
fn name(zone: Tz, at: DateTime<Utc>) -> String {
    match utc_offset(&at.with_timezone(&zone)) {
        _ if !is_nowhere(zone) => zone.name().to_owned(),
        clocks if clocks == "UTC+0" => "UTC".to_owned(),
        clocks => clocks,
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
    fn further_days_say_each_month_once_and_many_of_them_are_counted() {
        let clock = ReaderClock::new(Tz::Europe__Berlin, "2026-02-16T08:00:00Z".parse().unwrap());
        let also = |days: &[&str]| {
            let sittings: Vec<Occurrence> = days.iter().map(|day| on(day)).collect();
            clock.also(sittings.iter())
        };
        let said = |days: &[&str]| also(days).unwrap();
        assert_eq!(also(&[]), None);
        assert_eq!(said(&["2026-02-18"]), "Also on Wed 18 February.");
        assert_eq!(said(&["2026-02-19", "2026-02-18", "2026-02-18"]), "Also on Wed 18 and Thu 19 February.");
        assert_eq!(
            said(&["2026-02-25", "2026-02-26", "2026-03-04", "2027-01-06"]),
            "Also on Wed 25, Thu 26 February, Wed 4 March and Wed 6 January 2027."
        );
        let many = [
            "2026-03-01",
            "2026-03-02",
            "2026-03-03",
            "2026-03-04",
            "2026-03-05",
            "2026-03-06",
            "2026-03-07",
            "2026-04-01",
        ];
        assert_eq!(
            said(&many),
            "Also on Sun 1, Mon 2, Tue 3, Wed 4, Thu 5, Fri 6 March and 2 more days until Wed 1 April."
        );
    }

    /// A sitting that begins at ten in the evening of a day in Berlin.
    fn on(day: &str) -> Occurrence {
        let starts_at: DateTime<Utc> = format!("{day}T21:00:00Z").parse().unwrap();
        let starts_on: NaiveDate = day.parse().unwrap();
        Occurrence {
            event_id: hobnob_domain::EventId::new(1),
            recurrence_id: None,
            starts_at,
            ends_at: starts_at,
            starts_on,
            ends_on: starts_on,
            is_all_day: false,
            status: hobnob_domain::EventStatus::Scheduled,
        }
    }

    #[test]
    fn an_instant_that_no_calendar_reaches_is_still_told() {
        for at in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
            let clock = ReaderClock::new(Tz::Pacific__Kiritimati, at);
            assert!(!clock.day_of(at).is_empty() && !clock.closing(at).is_empty());
        }
    }
}
