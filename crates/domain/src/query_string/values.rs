//! Single values of a query string: words, lists, truths, instants, durations.

use std::{fmt::Display, str::FromStr};

use super::{FilterError, RADIUS_KM_MAX, VALUES_MAX};
use crate::{Point, schedule::midnight, search::TextQuery};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

/// Words to look for. Signs and words that nearly every event has find nothing, and that is not everything.
pub(super) fn words_asked_for(key: &str, value: &str) -> Result<String, FilterError> {
    let value = value.trim();
    if TextQuery::read(value).items.is_empty() {
        return Err(bad(key, format!("`{value}` has no word that tells events apart; write one that does")));
    }
    Ok(value.to_owned())
}

pub(super) fn bad(key: &str, fault: impl Display) -> FilterError {
    FilterError::BadValue { key: key.to_owned(), fault: fault.to_string() }
}

pub(super) fn parts(value: &str) -> impl Iterator<Item = &str> {
    value.split(',').map(str::trim).filter(|part| !part.is_empty())
}

pub(super) fn list<T: FromStr<Err: Display> + PartialEq>(
    into: &mut Vec<T>,
    key: &str,
    value: &str,
) -> Result<(), FilterError> {
    list_of(into, key, value, str::parse)
}

pub(super) fn list_of<T: PartialEq, E: Display>(
    into: &mut Vec<T>,
    key: &str,
    value: &str,
    read: impl Fn(&str) -> Result<T, E>,
) -> Result<(), FilterError> {
    for part in parts(value) {
        let item = read(part).map_err(|fault| bad(key, fault))?;
        if into.len() >= VALUES_MAX {
            return Err(bad(key, format!("more than {VALUES_MAX} values")));
        }
        if !into.contains(&item) {
            into.push(item);
        }
    }
    Ok(())
}

/// Takes what can be said only once. Saying it again in the same words does no harm.
pub(super) fn once<T: PartialEq>(into: &mut Option<T>, key: &str, value: T) -> Result<(), FilterError> {
    if into.as_ref().is_some_and(|said| *said != value) {
        return Err(bad(key, "takes one value; two different ones are given"));
    }
    *into = Some(value);
    Ok(())
}

pub(super) fn truth(key: &str, value: &str) -> Result<bool, FilterError> {
    match value.trim().to_ascii_lowercase().as_str() {
        "true" | "yes" | "1" | "" => Ok(true),
        "false" | "no" | "0" => Ok(false),
        other => Err(bad(key, format!("`{other}` is neither true nor false"))),
    }
}

pub(super) fn moment(key: &str, value: &str) -> Result<DateTime<Utc>, FilterError> {
    let text = value.trim();
    let day = || text.parse::<NaiveDate>().ok().map(|day| midnight(Tz::UTC, day));
    let at = DateTime::parse_from_rfc3339(text).or_else(|_| DateTime::parse_from_rfc3339(&text.replace(' ', "+")));
    at.ok().map(|at| at.to_utc()).or_else(day).ok_or_else(|| {
        bad(key, format!("`{text}` is neither a date such as 2026-05-31 nor an instant such as 2026-05-31T18:00:00Z"))
    })
}

/// The greatest number of a unit in a duration.
const DURATION_NUMBER_MAX: i64 = 100_000;

/// Reads `90d`, `2h`, `15m`, `1w`: a whole number and a unit.
pub fn duration(text: &str) -> Option<TimeDelta> {
    let text = text.trim();
    let unit = text.chars().next_back()?;
    let number: i64 = text.strip_suffix(unit)?.trim().parse().ok().filter(|n| (0..=DURATION_NUMBER_MAX).contains(n))?;
    match unit.to_ascii_lowercase() {
        'm' => TimeDelta::try_minutes(number),
        'h' => TimeDelta::try_hours(number),
        'd' => TimeDelta::try_days(number),
        'w' => TimeDelta::try_weeks(number),
        _ => None,
    }
}

/// Writes what [`duration`] reads, in the largest unit that leaves no rest.
pub fn duration_text(duration: TimeDelta) -> String {
    let minutes = duration.num_minutes();
    match minutes {
        m if m % (24 * 60) == 0 => format!("{}d", m / (24 * 60)),
        m if m % 60 == 0 => format!("{}h", m / 60),
        m => format!("{m}m"),
    }
}

pub(super) fn duration_of(key: &str, value: &str) -> Result<TimeDelta, FilterError> {
    duration(value).ok_or_else(|| {
        let most = DURATION_NUMBER_MAX;
        bad(key, format!("`{value}` is not a duration such as 90d, 2h or 15m, with a number up to {most}"))
    })
}

pub(super) fn radius(value: &str) -> Result<f64, FilterError> {
    let number = value.trim().parse::<f64>().ok().filter(|km| *km > 0.0 && *km <= RADIUS_KM_MAX);
    number.ok_or_else(|| {
        bad("radius_km", format!("`{value}` is not a number of kilometres above 0 and up to {RADIUS_KM_MAX}"))
    })
}

/// Reads "52.52,13.405".
pub fn coordinates(text: &str) -> Option<Point> {
    let (latitude, longitude) = text.split_once(',')?;
    Point::new(latitude.trim().parse().ok()?, longitude.trim().parse().ok()?)
}
