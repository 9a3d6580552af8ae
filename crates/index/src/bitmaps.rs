//! Which events have a value, for every value that filters ask for.

use std::collections::BTreeMap;

use crate::{
    brief::{Brief, Language},
    doc::Doc,
};
use chrono::Datelike as _;
use hobnob_domain::{AttendanceMode, CountryCode, EventKind, EventStatus, Goal, NicheId, SourceId};
use roaring::RoaringBitmap;

/// The events of each value.
pub(crate) type By<K> = BTreeMap<K, RoaringBitmap>;

/// Which events have a value.
#[derive(Debug, Default)]
pub(crate) struct Bitmaps {
    /// Narrower niches' events too.
    pub(crate) niches: By<NicheId>,
    pub(crate) goals: By<Goal>,
    pub(crate) kinds: By<EventKind>,
    pub(crate) modes: By<AttendanceMode>,
    pub(crate) countries: By<CountryCode>,
    pub(crate) languages: By<Language>,
    pub(crate) sources: By<SourceId>,
    pub(crate) statuses: By<EventStatus>,
    pub(crate) free: By<bool>,
    /// By year and month of the start, in the event's own zone; of the first sitting where there are several.
    pub(crate) months: By<(i32, u32)>,
}

impl Bitmaps {
    /// Adds the next event.
    pub(crate) fn push(&mut self, doc: Doc, brief: &Brief, niches: &[NicheId], sources: &[SourceId]) {
        for niche in niches {
            set(&mut self.niches, *niche, doc);
        }
        for goal in Goal::ALL.iter().enumerate().filter(|(bit, _)| brief.goals & (1 << bit) != 0).map(|(_, goal)| goal)
        {
            set(&mut self.goals, *goal, doc);
        }
        set(&mut self.kinds, brief.kind, doc);
        set(&mut self.modes, brief.mode, doc);
        set(&mut self.statuses, brief.status, doc);
        set(&mut self.languages, brief.language, doc);
        set(&mut self.months, (brief.starts_on.year(), brief.starts_on.month()), doc);
        if let Some(country) = brief.country() {
            set(&mut self.countries, country, doc);
        }
        if let Some(is_free) = brief.is_free {
            set(&mut self.free, is_free, doc);
        }
        for source in sources {
            set(&mut self.sources, *source, doc);
        }
    }

    /// Gives back what growing took too much.
    pub(crate) fn shrink(&mut self) {
        let Self { niches, goals, kinds, modes, countries, languages, sources, statuses, free, months } = self;
        shrink(niches);
        shrink(goals);
        shrink(kinds);
        shrink(modes);
        shrink(countries);
        shrink(languages);
        shrink(sources);
        shrink(statuses);
        shrink(free);
        shrink(months);
    }
}

fn set<K: Ord>(by: &mut By<K>, key: K, doc: Doc) {
    // Numbers come in order, so this never fails.
    let _ = by.entry(key).or_default().try_push(doc);
}

fn shrink<K>(by: &mut By<K>) {
    for bitmap in by.values_mut() {
        bitmap.optimize();
    }
}
