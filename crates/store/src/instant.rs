//! Instants as whole microseconds since 1970, in which both databases agree and sort alike.

use chrono::{DateTime, Utc};

/// An instant as it stands in a row.
pub(crate) fn micros(at: DateTime<Utc>) -> i64 {
    at.timestamp_micros()
}

/// An instant from a row; one beyond what can be told is the last that can.
pub(crate) fn instant(micros: i64) -> DateTime<Utc> {
    let edge = if micros < 0 { DateTime::<Utc>::MIN_UTC } else { DateTime::<Utc>::MAX_UTC };
    DateTime::from_timestamp_micros(micros).unwrap_or(edge)
}

/// A count from a row.
pub(crate) fn count(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}

/// A small count from a row.
pub(crate) fn small(number: i64) -> u32 {
    u32::try_from(number.max(0)).unwrap_or(u32::MAX)
}

/// A length as a row keeps it.
pub(crate) fn number(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}
