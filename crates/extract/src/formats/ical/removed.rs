//! Changed sittings that a later version of their series takes out again (SEQUENCE and EXDATE, RFC 5545 §3.8.7.4, §3.8.5.1):
//! some programs leave them in the calendar.

use super::names::Name;
use super::tree::{Calendar, Event};
use std::collections::{BTreeMap, BTreeSet};

/// The newest version of each series that takes sittings out.
#[derive(Default)]
pub(super) struct Removed<'a>(BTreeMap<&'a str, Version<'a>>);

struct Version<'a> {
    sequence: u64,
    exclusions: BTreeSet<&'a str>,
}

impl<'a> Removed<'a> {
    /// Looks at a calendar.
    pub(super) fn of(calendar: &Calendar<'a>) -> Self {
        let mut newest: BTreeMap<&'a str, Version<'a>> = BTreeMap::new();
        for event in calendar.events().filter(|event| event.first(Name::RRule).is_some()) {
            let (Some(uid), sequence) = (event.value(Name::Uid), sequence(&event)) else { continue };
            if newest.get(uid).is_some_and(|known| known.sequence >= sequence) || sequence == 0 {
                continue;
            }
            let exclusions = event.all(Name::ExDate).flat_map(|property| property.value.split(',')).collect();
            newest.insert(uid, Version { sequence, exclusions });
        }
        newest.retain(|_, version| !version.exclusions.is_empty());
        Self(newest)
    }

    /// Whether an event is a sitting that is none any more.
    pub(super) fn holds(&self, event: &Event) -> bool {
        let series = || self.0.get(event.value(Name::Uid)?);
        let instance = event.value(Name::RecurrenceId).filter(|_| !self.0.is_empty());
        instance
            .zip(series())
            .is_some_and(|(instance, series)| series.exclusions.contains(instance) && sequence(event) < series.sequence)
    }
}

/// How often an event has been changed.
pub(super) fn sequence(event: &Event) -> u64 {
    event.value(Name::Sequence).and_then(|number| number.trim().parse().ok()).unwrap_or(0)
}
