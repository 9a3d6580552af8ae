//! Sittings that take as long as they say: an added date that is a period (RFC 5545 §3.8.5.2).

use super::{LONG, Reader, at, repeats::start_of};
use crate::when;
use chrono::{DateTime, Days, TimeDelta, Utc};
use chrono_tz::Tz;
use hobnob_domain::{EventStatus, Override, Span, TimeWords, schedule::instant};
use std::collections::BTreeMap;

/// The most of them in one series.
const PERIODS_MAX: usize = 500;

impl Reader<'_> {
    /// The added sittings that do not take as long as the first.
    pub(super) fn sittings_of_own_length(&mut self, span: Span, zone: Tz) -> Vec<Override> {
        let Span::Timed { starts_at: first, ends_at: over } = span else { return Vec::new() };
        let usual = over.map(|over| over - first);
        let mut found = BTreeMap::new();
        let said = self.words;
        for words in said.dates.iter().filter(|words| words.text.contains('/')) {
            for (start, end) in words.text.split(',').filter_map(|period| period.split_once('/')) {
                let timed = |text: &str| TimeWords { text: text.to_owned(), zone: words.zone.clone() };
                let Some(start) = self.read("an added date", &timed(start)) else { continue };
                let starts_at = start_of(start.moment, span, zone);
                let ends_at = match when::length(end) {
                    Some(length) => later(starts_at, length, zone),
                    None => self.read("the end of an added date", &timed(end)).map(|end| at(end.moment, zone)),
                };
                let length = ends_at.map(|ends_at| ends_at - starts_at);
                let is_own =
                    length.is_some_and(|length| length > TimeDelta::zero() && length <= LONG) && length != usual;
                if is_own && found.len() < PERIODS_MAX {
                    found.entry(starts_at).or_insert(Span::Timed { starts_at, ends_at });
                }
            }
        }
        let changed = |(recurrence_id, span)| Override {
            recurrence_id,
            span,
            status: EventStatus::Scheduled,
            name: None,
            description: None,
            url: None,
        };
        found.into_iter().map(changed).collect()
    }
}

/// An instant by so much later: days by the calendar of the zone, hours by the clock.
fn later(from: DateTime<Utc>, length: when::Length, zone: Tz) -> Option<DateTime<Utc>> {
    let days = Days::new(u64::try_from(length.days).ok()?);
    let moved = from.with_timezone(&zone).naive_local().checked_add_days(days)?;
    let moved = if length.days == 0 { from } else { instant(zone, moved) };
    moved.checked_add_signed(length.time)
}
