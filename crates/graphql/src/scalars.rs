//! Instants and days as clients write and read them.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::{DateTime, FixedOffset, NaiveDate, SecondsFormat, TimeZone, Utc};

/// An instant, with the offset it is told in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Instant(pub(crate) DateTime<FixedOffset>);

impl Instant {
    /// The instant as clocks show it in a zone.
    pub(crate) fn local<Z: TimeZone>(at: DateTime<Utc>, zone: &Z) -> Self {
        Self(at.with_timezone(zone).fixed_offset())
    }

    /// The instant in UTC.
    pub(crate) fn utc(at: DateTime<Utc>) -> Self {
        Self(at.fixed_offset())
    }

    /// As clients are told it.
    pub(crate) fn written(&self) -> String {
        self.0.to_rfc3339_opts(SecondsFormat::AutoSi, true)
    }
}

/// An instant with its offset from UTC, as RFC 3339 writes it: `2026-05-31T18:00:00+02:00`. Events carry the offset of
/// their own zone, everything else UTC.
#[Scalar(name = "DateTime", specified_by_url = "https://scalars.graphql.org/andimarek/date-time.html")]
impl ScalarType for Instant {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        DateTime::parse_from_rfc3339(text).map(Self).map_err(|_| {
            InputValueError::custom(format!("`{text}` is not an instant such as 2026-05-31T18:00:00+02:00"))
        })
    }

    fn to_value(&self) -> Value {
        Value::String(self.written())
    }
}

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Day(pub(crate) NaiveDate);

/// A day without a time or a zone, as RFC 3339 writes it: `2026-05-31`.
#[Scalar(name = "Date", specified_by_url = "https://scalars.graphql.org/andimarek/local-date.html")]
impl ScalarType for Day {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        text.parse::<NaiveDate>()
            .map(Self)
            .map_err(|_| InputValueError::custom(format!("`{text}` is not a day such as 2026-05-31")))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}
