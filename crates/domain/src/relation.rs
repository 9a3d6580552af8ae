//! Events that belong together without being one: last year's edition, the conference a workshop is part of.

use crate::EventId;
use chrono::{DateTime, TimeDelta, Utc};

/// Sittings closer together are of one edition.
const ONE_EDITION: TimeDelta = TimeDelta::days(7);

/// Editions are at least so far apart…
const EDITIONS_APART_MIN: TimeDelta = TimeDelta::days(150);

/// …and at most so far.
const EDITIONS_APART_MAX: TimeDelta = TimeDelta::days(900);

/// The most parts of an event that are told.
pub const PARTS_MAX: usize = 50;

words! {
    /// What a key says of an event.
    pub enum KeyRole {
        /// Events that share it are editions of one series.
        Edition = "edition",
        /// It is the event's own address.
        Own = "own",
        /// It is the address of the event that this one is part of.
        Whole = "whole",
    }
}

/// A key by which an event is found to belong with others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct EventKey {
    /// Whose.
    pub event_id: EventId,
    /// What it says.
    pub role: KeyRole,
    /// The key.
    pub key: String,
}

/// The events that one belongs with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Relations {
    /// The edition before.
    pub previous: Option<EventId>,
    /// The edition after.
    pub next: Option<EventId>,
    /// What it is part of.
    pub whole: Option<EventId>,
    /// Its parts, in order of start; at most [`PARTS_MAX`].
    pub parts: Vec<EventId>,
}

/// The editions before and after one that starts at `starts_at`, of `others` that share its key, as start and event.
///
/// What starts within a week is of the same edition. The nearest other one is the neighbour if it is five to thirty months
/// away: what takes place more often is a series of evenings, and has no editions.
pub fn editions(
    id: EventId,
    starts_at: DateTime<Utc>,
    others: &[(DateTime<Utc>, EventId)],
) -> (Option<EventId>, Option<EventId>) {
    let nearest = |is_before: bool| {
        let gaps = others.iter().filter(|(_, other)| *other != id).map(|(start, other)| {
            let gap = if is_before { starts_at - *start } else { *start - starts_at };
            (gap, *other)
        });
        let (gap, other) = gaps.filter(|(gap, _)| *gap > ONE_EDITION).min()?;
        (EDITIONS_APART_MIN..=EDITIONS_APART_MAX).contains(&gap).then_some(other)
    };
    (nearest(true), nearest(false))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::days(20_000 + day)
    }

    fn found(starts: &[i64]) -> (Option<i64>, Option<i64>) {
        let others: Vec<_> = (1..).zip(starts).map(|(id, day)| (at(*day), EventId::new(id))).collect();
        let (previous, next) = editions(EventId::new(99), at(0), &others);
        (previous.map(EventId::get), next.map(EventId::get))
    }

    #[test]
    fn the_nearest_year_is_the_edition() {
        assert_eq!(found(&[-730, -364, 371, 700]), (Some(2), Some(3)));
        assert_eq!(found(&[]), (None, None));
        assert_eq!(found(&[0, 1, -6]), (None, None));
        assert_eq!(found(&[-364, -363, 2]), (Some(2), None));
    }

    #[test]
    fn what_takes_place_every_month_has_no_editions() {
        assert_eq!(found(&[-364, -28, 28, 365]), (None, None));
        assert_eq!(found(&[-1_000, 1_000]), (None, None));
    }
}
