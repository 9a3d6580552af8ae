//! The invitation to speak.

use chrono::{DateTime, NaiveDate, TimeDelta, Timelike as _, Utc};

/// How far behind UTC a day ends last: Anywhere on Earth is UTC−12.
const BEHIND: TimeDelta = TimeDelta::hours(12);

/// A call for papers. It closes at an instant; where the source names a day and no zone, that is the end of the day
/// Anywhere on Earth (UTC−12).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CallForPapers {
    /// When proposals are first taken.
    pub opens_at: Option<DateTime<Utc>>,
    /// When they are last taken; none: unknown or always open.
    pub closes_at: Option<DateTime<Utc>>,
    /// Where to propose.
    pub url: Option<String>,
}

impl CallForPapers {
    /// Whether a proposal can be handed in at `now`. One without a closing instant is not known to be open.
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        self.opens_at.is_none_or(|opens_at| opens_at <= now) && self.closes_at.is_some_and(|closes_at| now < closes_at)
    }
}

/// The day on which a call closes, as people say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClosingDay {
    /// The day.
    pub on: NaiveDate,
    /// Whether the call closes with the end of that day Anywhere on Earth (UTC−12); else it is the day in UTC.
    pub is_anywhere: bool,
}

impl ClosingDay {
    /// The day of a call that closes at this instant. The end of a day Anywhere on Earth is that day: it is how calls
    /// without a zone are meant, though it is noon of the next day in UTC.
    pub fn of(closes_at: DateTime<Utc>) -> Self {
        let is_day_end =
            matches!((closes_at.hour(), closes_at.minute(), closes_at.second()), (12, 0, 0) | (11, 59, 0 | 59));
        let last_second = closes_at.naive_utc().checked_sub_signed(BEHIND + TimeDelta::seconds(1));
        match last_second.filter(|_| is_day_end) {
            Some(last_second) => Self { on: last_second.date(), is_anywhere: true },
            None => Self { on: closes_at.date_naive(), is_anywhere: false },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_closes_on_the_day_that_ends_anywhere_on_earth() {
        let day = |at: &str| {
            let ClosingDay { on, is_anywhere } = ClosingDay::of(at.parse().unwrap());
            (on.to_string(), is_anywhere)
        };
        assert_eq!(day("2026-12-28T12:00:00Z"), ("2026-12-27".to_owned(), true));
        assert_eq!(day("2026-12-28T11:59:59Z"), ("2026-12-27".to_owned(), true));
        assert_eq!(day("2026-12-28T11:59:00Z"), ("2026-12-27".to_owned(), true));
        assert_eq!(day("2026-12-28T12:00:01Z"), ("2026-12-28".to_owned(), false));
        assert_eq!(day("2026-12-28T22:59:59Z"), ("2026-12-28".to_owned(), false));
    }

    #[test]
    fn the_first_and_the_last_instant_have_a_day() {
        for at in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
            assert_eq!(ClosingDay::of(at), ClosingDay { on: at.date_naive(), is_anywhere: false });
        }
    }
}
