//! When a weekly letter is due, and of which week it is: by the reader's clock, through every change of it.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};
use chrono_tz::Tz;

use crate::schedule::instant;

/// Letters of one hour are spread over so many seconds of it.
const SPREAD: u64 = 50 * 60;

/// A day of the week and an hour, by a zone's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WeeklyHour {
    /// The zone.
    pub zone: Tz,
    /// The day.
    pub weekday: Weekday,
    /// The hour, 0 to 23; a later one counts as 23.
    pub hour: u8,
}

impl WeeklyHour {
    /// The first instant after `after` that lies in this hour of the week, some minutes into it: so many as `spread`
    /// says, which is any number and best another for each reader. An hour that a change of clocks leaves out begins
    /// where the clocks go on; one that comes twice is its first.
    pub fn next_after(&self, after: DateTime<Utc>, spread: u64) -> DateTime<Utc> {
        let into = i64::try_from(spread % SPREAD).unwrap_or_default();
        let today = after.with_timezone(&self.zone).date_naive();
        let behind = i64::from(today.weekday().num_days_from_monday());
        let ahead = i64::from(self.weekday.num_days_from_monday());
        let first = today.checked_add_signed(TimeDelta::days(ahead - behind - 7)).unwrap_or(today);
        let days = (0..5).filter_map(|week| first.checked_add_days(Days::new(week * 7)));
        let mut due = days.map(|day| self.on(day) + TimeDelta::seconds(into));
        // Without a calendar to go on, a letter would be due for ever: far away is never.
        due.find(|due| *due > after).unwrap_or(DateTime::<Utc>::MAX_UTC)
    }

    /// The hour's first instant on a day.
    fn on(&self, day: NaiveDate) -> DateTime<Utc> {
        let time = NaiveTime::from_hms_opt(u32::from(self.hour.min(23)), 0, 0).unwrap_or_default();
        instant(self.zone, day.and_time(time))
    }

    /// The week an instant lies in, by ISO 8601 and the zone's clock: `2026-W48`.
    pub fn week_of(&self, at: DateTime<Utc>) -> String {
        let week = at.with_timezone(&self.zone).iso_week();
        format!("{:04}-W{:02}", week.year(), week.week())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{Offset as _, Timelike};
    use std::collections::BTreeSet;

    /// Zones of every kind: far east and west, with and without summer time, of half and quarter hours.
    const ZONES: [Tz; 40] = [
        Tz::UTC,
        Tz::Pacific__Kiritimati,
        Tz::Pacific__Apia,
        Tz::Pacific__Auckland,
        Tz::Pacific__Chatham,
        Tz::Australia__Lord_Howe,
        Tz::Australia__Sydney,
        Tz::Australia__Adelaide,
        Tz::Australia__Eucla,
        Tz::Asia__Tokyo,
        Tz::Asia__Shanghai,
        Tz::Asia__Kathmandu,
        Tz::Asia__Kolkata,
        Tz::Asia__Karachi,
        Tz::Asia__Kabul,
        Tz::Asia__Tehran,
        Tz::Asia__Dubai,
        Tz::Asia__Beirut,
        Tz::Asia__Gaza,
        Tz::Asia__Jerusalem,
        Tz::Africa__Cairo,
        Tz::Africa__Casablanca,
        Tz::Africa__Nairobi,
        Tz::Africa__Lagos,
        Tz::Europe__Moscow,
        Tz::Europe__Berlin,
        Tz::Europe__London,
        Tz::Europe__Dublin,
        Tz::Europe__Chisinau,
        Tz::Atlantic__Azores,
        Tz::America__St_Johns,
        Tz::America__Nuuk,
        Tz::America__New_York,
        Tz::America__Sao_Paulo,
        Tz::America__Santiago,
        Tz::America__Asuncion,
        Tz::America__Havana,
        Tz::America__Chicago,
        Tz::America__Los_Angeles,
        Tz::Pacific__Pago_Pago,
    ];

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn for_two_years_there_is_one_letter_a_week_whatever_clocks_do() {
        let (begin, end) = (at("2026-01-01T00:00:00Z"), at("2028-01-01T00:00:00Z"));
        let names: BTreeSet<&str> = ZONES.iter().map(|zone| zone.name()).collect();
        assert_eq!(names.len(), 40);
        let mut changing = BTreeSet::new();
        for zone in ZONES {
            for (weekday, hour) in [(Weekday::Mon, 8), (Weekday::Sun, 2), (Weekday::Sat, 0), (Weekday::Sun, 23)] {
                let weekly = WeeklyHour { zone, weekday, hour };
                let (mut weeks, mut offsets) = (Vec::new(), BTreeSet::new());
                let mut due = weekly.next_after(begin, 1_234);
                while due < end {
                    let local = due.with_timezone(&zone);
                    assert_eq!(local.weekday(), weekday, "{zone} {local}");
                    let slip = (local.hour() + 24 - u32::from(hour)) % 24;
                    assert!(slip <= 1, "{zone} {local}: only an hour that is left out begins later");
                    weeks.push(weekly.week_of(due));
                    offsets.insert(local.offset().fix().local_minus_utc());
                    // Whoever looks late still finds the next one.
                    due = weekly.next_after(due + TimeDelta::hours(i64::from(hour) % 5), 1_234);
                }
                assert!((104..=105).contains(&weeks.len()), "{zone}: {}", weeks.len());
                assert_eq!(weeks.iter().collect::<BTreeSet<_>>().len(), weeks.len(), "{zone} {weekday} {hour}");
                if offsets.len() > 1 {
                    changing.insert(zone.name());
                }
            }
        }
        assert!(changing.len() > 20, "clocks change in {changing:?}");
    }

    #[test]
    fn an_hour_that_is_left_out_begins_where_clocks_go_on() {
        let weekly = WeeklyHour { zone: Tz::Europe__Berlin, weekday: Weekday::Sun, hour: 2 };
        assert_eq!(weekly.next_after(at("2026-03-28T12:00:00Z"), 0), at("2026-03-29T01:00:00Z"));
        assert_eq!(weekly.next_after(at("2026-10-24T12:00:00Z"), 0), at("2026-10-25T00:00:00Z"));
    }

    proptest::proptest! {
        #[test]
        fn the_next_hour_is_within_eight_days(
            seconds in 0_i64..4_000_000_000, zone in 0..ZONES.len(), day in 0_u8..7, hour in 0_u8..24, spread: u64,
        ) {
            let after = DateTime::from_timestamp(seconds, 0).unwrap();
            let weekly = WeeklyHour { zone: ZONES[zone], weekday: Weekday::try_from(day).unwrap(), hour };
            let due = weekly.next_after(after, spread);
            proptest::prop_assert!(due > after && due <= after + TimeDelta::days(8), "{after} {due}");
        }
    }
}
