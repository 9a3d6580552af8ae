//! How many events there are of each sort.

use std::collections::BTreeMap;

use crate::Snapshot;
use chrono::{DateTime, Datelike, Utc};
use hobnob_domain::{AttendanceMode, CountryCode, EventFilter, EventKind, Facts, Goal, NicheId, Occurrence};

/// How many of the matching events there are of each sort; sorts of which there is none are absent. An event counts
/// once in each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// By niche, the broader ones too: an event of `django` counts for `python`.
    pub niches: BTreeMap<NicheId, usize>,
    /// By what it does for a career.
    pub goals: BTreeMap<Goal, usize>,
    /// By sort of gathering.
    pub kinds: BTreeMap<EventKind, usize>,
    /// By way to take part.
    pub modes: BTreeMap<AttendanceMode, usize>,
    /// By the venue's country.
    pub countries: BTreeMap<CountryCode, usize>,
    /// By month of start in the event's own zone: "2026-05".
    pub months: BTreeMap<String, usize>,
}

impl Snapshot {
    /// Counts the events that match by sort.
    pub fn facets(&self, filter: &EventFilter, now: DateTime<Utc>) -> Facets {
        let question = self.question(filter, now);
        let mut tally = Tally::default();
        for held in self.slots.iter() {
            if let Some(occurrence) = question.row(held) {
                tally.add(&held.event.facts, occurrence);
            }
        }
        tally.facets()
    }
}

/// Facets on the way: niches by position, months by number.
#[derive(Default)]
struct Tally {
    niches: Vec<usize>,
    months: BTreeMap<(i32, u32), usize>,
    rest: Facets,
}

impl Tally {
    fn add(&mut self, facts: &Facts, occurrence: &Occurrence) {
        let mut niches: Vec<usize> = Vec::new();
        for niche in facts.niches.iter().flat_map(|niche| niche.closure()) {
            if !niches.contains(&niche.position()) {
                niches.push(niche.position());
            }
        }
        for position in niches {
            if self.niches.len() <= position {
                self.niches.resize(position + 1, 0);
            }
            self.niches.get_mut(position).into_iter().for_each(|count| *count += 1);
        }
        for goal in Goal::ALL.iter().filter(|goal| facts.goals.contains(goal)) {
            bump(&mut self.rest.goals, *goal);
        }
        bump(&mut self.rest.kinds, facts.kind);
        bump(&mut self.rest.modes, facts.attendance_mode);
        if let Some(country) = facts.venue.as_ref().and_then(|venue| venue.country) {
            bump(&mut self.rest.countries, country);
        }
        bump(&mut self.months, (occurrence.starts_on.year(), occurrence.starts_on.month()));
    }

    fn facets(self) -> Facets {
        let counted = NicheId::all().zip(self.niches).filter(|(_, count)| *count > 0);
        let months = self.months.into_iter().map(|((year, month), count)| (format!("{year:04}-{month:02}"), count));
        Facets { niches: counted.collect(), months: months.collect(), ..self.rest }
    }
}

fn bump<K: Ord>(counts: &mut BTreeMap<K, usize>, key: K) {
    *counts.entry(key).or_default() += 1;
}
