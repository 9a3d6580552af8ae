//! Series that are written in UTC: their dates, their days and their ends as they are where the event is.
//!
//! A calendar that knows no zones writes `DTSTART:20260902T170000Z` for 19:00 in Berlin and counts all the rest in UTC too
//! (RFC 5545 §3.3.10): its sitting in November is still the one of 17:00Z. People come by their own clock, which is what
//! rules are followed by, so that what such a calendar says of single sittings has to be brought to that clock.

mod days;

use chrono::{DateTime, NaiveDateTime, NaiveTime, Timelike as _, Utc};
use chrono_tz::Tz;
use hobnob_domain::{RecurrenceRule, Span, schedule::instant};

use crate::when::{Moment, Reading};

/// How a time in UTC is written in a rule.
const UTC_TIME: &str = "%Y%m%dT%H%M%SZ";

/// A series whose first start is written in UTC.
#[derive(Clone, Copy, Debug)]
pub(super) struct InUtc {
    first: DateTime<Utc>,
    zone: Tz,
}

impl InUtc {
    /// Where the first start is written so, and no zone beside it.
    pub(super) fn of(start: &Reading, span: Span, zone: Tz) -> Option<Self> {
        (is_utc(start.moment) && start.zone.is_none()).then(|| Self { first: span.starts_at(zone), zone })
    }

    /// The start of the sitting that a time in UTC names; none of a time that is not the series' own.
    pub(super) fn start_of(self, moment: Moment) -> Option<DateTime<Utc>> {
        match moment {
            Moment::Instant { at, .. } if is_utc(moment) => by_clock(at, self.first, self.zone),
            Moment::Instant { .. } | Moment::Local(_) | Moment::Day(_) => None,
        }
    }

    /// A rule as it is by the clock of the zone.
    pub(super) fn rule(self, rule: RecurrenceRule) -> RecurrenceRule {
        let Some(mut parts) = parts(&rule) else { return rule };
        parts.retain(|(name, value)| !self.is_own_time(&rule, name, value));
        let here = self.first.with_timezone(&self.zone).date_naive();
        let mut parts = days::local(&parts, self.first.date_naive(), here).unwrap_or(parts);
        let counts_hours = parts.iter().any(|(name, value)| is_of_hours(name, value));
        for (_, value) in parts.iter_mut().filter(|(name, _)| *name == "UNTIL" && !counts_hours) {
            let until = NaiveDateTime::parse_from_str(value, UTC_TIME).ok();
            if let Some(until) = until.and_then(|until| by_clock(until.and_utc(), self.first, self.zone)) {
                *value = until.format(UTC_TIME).to_string();
            }
        }
        let parts: Vec<String> = parts.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
        RecurrenceRule::new(&parts.join(";")).unwrap_or(rule)
    }

    /// Whether a part of a rule says no more than the time of the first start, in UTC.
    fn is_own_time(self, rule: &RecurrenceRule, name: &str, value: &str) -> bool {
        let local = self.first.with_timezone(&self.zone);
        let (own, here) = match name {
            "BYHOUR" => (self.first.hour(), local.hour()),
            "BYMINUTE" => (self.first.minute(), local.minute()),
            _ => return false,
        };
        own != here && value.parse() == Ok(own) && !rule.as_str().contains("FREQ=HOURLY")
    }
}

/// The start that a rule gives on the day of a time in UTC, if that is the time of day, in UTC, of the first start.
pub(crate) fn by_clock(at: DateTime<Utc>, first: DateTime<Utc>, zone: Tz) -> Option<DateTime<Utc>> {
    let local = first.with_timezone(&zone).naive_local();
    let days = at.date_naive() - first.date_naive();
    (at.time() == first.time()).then(|| local.checked_add_signed(days).map(|local| instant(zone, local)))?
}

/// Whether rules count hours: then the same time in UTC may be another sitting's.
pub(crate) fn count_hours(rules: &[RecurrenceRule]) -> bool {
    rules.iter().filter_map(parts).flatten().any(|(name, value)| is_of_hours(name, &value))
}

fn is_of_hours(name: &str, value: &str) -> bool {
    matches!((name, value), ("BYHOUR", _) | ("FREQ", "HOURLY"))
}

/// Whether a time is written in UTC.
pub(super) fn is_utc(moment: Moment) -> bool {
    matches!(moment, Moment::Instant { at, wall } if at.naive_utc() == wall)
}

/// Whether a time is how a day is written in UTC.
pub(super) fn is_day(moment: Moment) -> bool {
    matches!(moment, Moment::Instant { wall, .. } if is_utc(moment) && wall.time() == NaiveTime::MIN)
}

/// The parts of a rule, by name.
fn parts(rule: &RecurrenceRule) -> Option<Vec<(&str, String)>> {
    let parts = rule.as_str().split(';').map(|part| part.split_once('='));
    parts.map(|part| part.map(|(name, value)| (name, value.to_owned()))).collect()
}
