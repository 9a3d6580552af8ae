//! How many events there are of each sort.

use std::collections::BTreeMap;

use crate::{
    Snapshot,
    bitmaps::{Bitmaps, By},
    brief::Brief,
    doc::Doc,
    matching::Matching,
    question::Question,
    segment::Segment,
    window::instant,
};
use chrono::{DateTime, Datelike, Utc};
use hobnob_domain::{AttendanceMode, CountryCode, EventFilter, EventKind, Goal, NicheId};
use roaring::RoaringBitmap;

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

/// Fewer events are counted one by one; with more, bitmaps are quicker.
const FEW: u64 = 1_000;

impl Snapshot {
    /// Counts the events that match by sort.
    pub fn facets(&self, filter: &EventFilter, now: DateTime<Utc>) -> Facets {
        let question = Question::new(filter, self.horizon, now);
        let mut tally = Tally::default();
        for segment in &self.segments {
            let matching = Matching::new(segment, &question);
            let singles = matching.bitmap();
            if singles.len() < FEW {
                for number in &singles {
                    tally.add_once(segment, number);
                }
            } else {
                tally.add_all(&segment.body.bitmaps, &singles);
            }
            for (number, sitting) in matching.specials() {
                let special = segment.special(number).zip(segment.body.brief(number));
                let month = special.and_then(|(special, brief)| {
                    let takes = |sitting: &_| question.takes(special, sitting);
                    let occurrence = special.occurrence(brief.id, sitting.starts, takes)?;
                    Some((occurrence.starts_on.year(), occurrence.starts_on.month()))
                });
                let utc = instant(sitting.starts);
                tally.add(segment, number, month.unwrap_or((utc.year(), utc.month())));
            }
        }
        tally.facets()
    }
}

/// Facets on the way.
#[derive(Default)]
struct Tally {
    months: BTreeMap<(i32, u32), usize>,
    rest: Facets,
}

impl Tally {
    fn add_once(&mut self, segment: &Segment, number: Doc) {
        if let Some(Brief { starts_on, .. }) = segment.body.brief(number) {
            self.add(segment, number, (starts_on.year(), starts_on.month()));
        }
    }

    fn add(&mut self, segment: &Segment, number: Doc, month: (i32, u32)) {
        let Some(brief) = segment.body.brief(number) else { return };
        for niche in segment.body.niches.of(number) {
            add(&mut self.rest.niches, *niche, 1);
        }
        for goal in Goal::ALL.iter().enumerate().filter(|(bit, _)| brief.goals & (1 << bit) != 0).map(|(_, goal)| goal)
        {
            add(&mut self.rest.goals, *goal, 1);
        }
        add(&mut self.rest.kinds, brief.kind, 1);
        add(&mut self.rest.modes, brief.mode, 1);
        if let Some(country) = brief.country() {
            add(&mut self.rest.countries, country, 1);
        }
        add(&mut self.months, month, 1);
    }

    /// Adds many events that take place once, from the bitmaps of each value.
    fn add_all(&mut self, bitmaps: &Bitmaps, found: &RoaringBitmap) {
        let Facets { niches, goals, kinds, modes, countries, months: _ } = &mut self.rest;
        add_each(niches, &bitmaps.niches, found);
        add_each(goals, &bitmaps.goals, found);
        add_each(kinds, &bitmaps.kinds, found);
        add_each(modes, &bitmaps.modes, found);
        add_each(countries, &bitmaps.countries, found);
        add_each(&mut self.months, &bitmaps.months, found);
    }

    fn facets(self) -> Facets {
        let months = self.months.into_iter().map(|((year, month), count)| (format!("{year:04}-{month:02}"), count));
        Facets { months: months.collect(), ..self.rest }
    }
}

fn add_each<K: Ord + Copy>(counts: &mut BTreeMap<K, usize>, by: &By<K>, found: &RoaringBitmap) {
    for (key, bitmap) in by {
        add(counts, *key, usize::try_from(bitmap.intersection_len(found)).unwrap_or(usize::MAX));
    }
}

fn add<K: Ord>(counts: &mut BTreeMap<K, usize>, key: K, more: usize) {
    if more > 0 {
        *counts.entry(key).or_default() += more;
    }
}
