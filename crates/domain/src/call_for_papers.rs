//! The invitation to speak.

use crate::{Facts, Schedule};
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

impl Facts {
    /// Until when proposals are taken: until the call closes, but nobody takes one for what has begun, whatever its source says. Of
    /// what repeats there are later sittings. None where nobody says when the call closes.
    pub fn call_open_until(&self) -> Option<DateTime<Utc>> {
        let closes_at = self.call_for_papers.as_ref()?.closes_at?;
        let Schedule { span, zone, recurrence } = &self.schedule;
        Some(if recurrence.is_some() { closes_at } else { closes_at.min(span.starts_at(*zone)) })
    }

    /// The call for papers, if a proposal can be handed in at `now`. One without a closing instant is not known to be open.
    pub fn open_call(&self, now: DateTime<Utc>) -> Option<&CallForPapers> {
        let is_before_its_end = self.call_open_until().is_some_and(|until| now < until);
        let call = self.call_for_papers.as_ref().filter(|_| is_before_its_end)?;
        call.opens_at.is_none_or(|opens_at| opens_at <= now).then_some(call)
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
