//! The year of a day that was written without one.

use super::days::Day;
use chrono::{Datelike, NaiveDate};

/// How a year that is not written is found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum YearRule {
    /// The day nearest to the one it was read on.
    #[default]
    Nearest,
    /// The first such day from the one it was read on.
    Next,
    /// The last such day until the one it was read on.
    Previous,
    /// This year.
    Fixed(i32),
}

/// The day meant; one that was written with its weekday falls on it, if some year near allows.
pub(super) fn dated(day: &Day, read_on: NaiveDate, rule: YearRule) -> Option<NaiveDate> {
    let on = |year| NaiveDate::from_ymd_opt(year, day.month, day.day);
    if let Some(year) = day.year {
        return on(year);
    }
    if let YearRule::Fixed(year) = rule {
        return on(year);
    }
    let is_that_weekday =
        |date: &NaiveDate| day.weekday.is_none_or(|weekday| weekday == date.weekday().num_days_from_monday());
    // Eight years hold a 29 February even around 2100; the calendar comes back to a weekday within six.
    let candidates = || (read_on.year() - 8..=read_on.year() + 8).filter_map(on);
    let distance = |date: &NaiveDate| {
        let days = date.signed_duration_since(read_on).num_days();
        match rule {
            YearRule::Next if days < 0 => 100_000 - days,
            YearRule::Previous if days > 0 => 100_000 + days,
            _ => days.abs(),
        }
    };
    let nearest = candidates().min_by_key(distance)?;
    if is_that_weekday(&nearest) {
        return Some(nearest);
    }
    // A weekday that only fits years away is a slip of the pen, not another year.
    let fitting = candidates().filter(is_that_weekday).min_by_key(distance);
    fitting.filter(|date| (date.year() - nearest.year()).abs() <= 1).or(Some(nearest))
}
