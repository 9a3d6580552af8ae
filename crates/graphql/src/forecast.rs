//! What a calendar would be like: too quiet, too loud, or right.

use chrono::{DateTime, TimeDelta, Utc};

/// How many weeks ahead are counted.
pub const FORECAST_WEEKS: u8 = 8;

/// Fewer events in those weeks are too few.
const FEW: usize = 2;

/// More events a week are too many to be read.
const MANY_A_WEEK: f64 = 25.0;

/// How many of the next events are shown.
pub(crate) const SHOWN: usize = 5;

/// What is to be expected of a calendar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Forecast {
    /// How many events are ahead.
    pub total: usize,
    /// How many of them begin within [`FORECAST_WEEKS`] weeks.
    pub soon: usize,
}

impl Forecast {
    /// Counts the starts of the events ahead.
    pub fn of(starts: impl IntoIterator<Item = DateTime<Utc>>, now: DateTime<Utc>) -> Self {
        let end = Self::end(now);
        let mut forecast = Self { total: 0, soon: 0 };
        for start in starts {
            forecast.total += 1;
            forecast.soon += usize::from(end.is_none_or(|end| start < end));
        }
        forecast
    }

    /// Until when is counted.
    pub(crate) fn end(now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        now.checked_add_signed(TimeDelta::weeks(i64::from(FORECAST_WEEKS)))
    }

    /// How many a week.
    pub fn per_week(self) -> f64 {
        u32::try_from(self.soon).map_or(f64::MAX, f64::from) / f64::from(FORECAST_WEEKS)
    }

    /// Whether hardly anything would ever come.
    pub fn is_too_few(self) -> bool {
        self.soon < FEW
    }

    /// Whether nobody could read it all.
    pub fn is_too_many(self) -> bool {
        self.per_week() > MANY_A_WEEK
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forecast(days: impl IntoIterator<Item = i64>) -> Forecast {
        let now = DateTime::UNIX_EPOCH;
        Forecast::of(days.into_iter().map(|day| now + TimeDelta::days(day)), now)
    }

    #[test]
    fn only_the_next_eight_weeks_say_how_many_come_a_week() {
        let found = forecast([1, 8, 15, 22, 55, 56, 300]);
        assert_eq!((found, found.per_week()), (Forecast { total: 7, soon: 5 }, 0.625));
    }

    #[test]
    fn one_event_is_too_few_and_hundreds_are_too_many() {
        assert!(forecast([1, 90, 200]).is_too_few() && !forecast([1, 2]).is_too_few());
        assert!(!forecast((0..200).map(|_| 3)).is_too_many() && forecast((0..201).map(|_| 3)).is_too_many());
    }
}
