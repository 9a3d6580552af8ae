//! What is to be expected of a personal calendar, in words and by its next events.

use super::row::Row;
use crate::{State, words};
use chrono::{DateTime, Utc};
use hobnob_graphql::{FORECAST_WEEKS, Forecast, Shown};

/// How many of the next events are shown.
const NEXT: usize = 5;

/// What is to be expected of a calendar.
#[derive(Clone, Debug)]
pub(crate) struct Expected {
    /// "34 events are ahead, about 3 a week."
    pub(crate) text: String,
    /// Whether it would be too quiet or too loud, and what to do.
    pub(crate) warning: Option<&'static str>,
    /// The next events, each with its day in full.
    pub(crate) next: Vec<(super::when::Time, Row)>,
}

impl Expected {
    pub(crate) fn new(state: &State, rows: &[Shown], now: DateTime<Utc>) -> Self {
        let forecast = Forecast::of(rows.iter().map(|row| row.occurrence.starts_at), now);
        let row = |row: &Shown| (super::when::alone(&row.event, &row.occurrence), Row::new(state, row, None, now));
        Self { text: told(forecast), warning: warning(forecast), next: rows.iter().take(NEXT).map(row).collect() }
    }

    /// "about 3 a week".
    pub(crate) fn pace(rows: &[Shown], now: DateTime<Utc>) -> String {
        pace(Forecast::of(rows.iter().map(|row| row.occurrence.starts_at), now))
    }
}

fn pace(forecast: Forecast) -> String {
    match (forecast.soon, forecast.soon.div_ceil(usize::from(FORECAST_WEEKS))) {
        (0, _) => format!("none in the next {FORECAST_WEEKS} weeks"),
        (soon, 1) => format!("{soon} in the next {FORECAST_WEEKS} weeks"),
        (_, each) => format!("about {} a week", words::number(each)),
    }
}

fn told(forecast: Forecast) -> String {
    match forecast.total {
        0 => "No event is ahead.".to_owned(),
        1 => format!("One event is ahead: {}.", pace(forecast)),
        total => format!("{} events are ahead: {}.", words::number(total), pace(forecast)),
    }
}

fn warning(forecast: Forecast) -> Option<&'static str> {
    if forecast.is_too_few() {
        Some("Hardly anything would ever come. Go farther, or drop a niche.")
    } else if forecast.is_too_many() {
        Some("Nobody reads so many. Name a niche or a place, or stay nearer.")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_to_be_expected_is_told_in_words() {
        let told = |total, soon| told(Forecast { total, soon });
        assert_eq!(told(0, 0), "No event is ahead.");
        assert_eq!(told(1, 1), "One event is ahead: 1 in the next 8 weeks.");
        assert_eq!(told(1_200, 17), "1,200 events are ahead: about 3 a week.");
    }

    #[test]
    fn too_few_and_too_many_are_said() {
        let has_warning = |soon| warning(Forecast { total: soon, soon }).is_some();
        assert_eq!([1, 2, 200, 201].map(has_warning), [true, false, false, true]);
    }
}
