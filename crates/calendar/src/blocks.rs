//! Texts of events kept from one feed to the next: an event that did not change is written once, and a calendar is mostly
//! copying.

use std::{
    collections::BTreeMap,
    hash::{Hash, Hasher},
    sync::{Arc, Mutex, PoisonError},
};

use crate::{
    lines::Lines,
    text::{Layer, Text},
    vtimezone::ZoneUse,
};
use chrono::Datelike;
use hobnob_domain::{CalendarOptions, Occurrence, Spot};
use rustc_hash::{FxHashMap, FxHasher};

/// The most texts of zones kept: all that a few years of all zones need.
const ZONES_MAX: usize = 2_000;

/// As long as all of this is the same, so is the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Key {
    event_id: i64,
    state: u32,
    layer: Layer,
    /// Which options matter.
    options: u64,
    /// At which sitting a series stands.
    starts_at: i64,
    recurrence_id: i64,
}

impl Key {
    fn of(layer: Layer, options: u64, spot: &Spot) -> Self {
        let Occurrence { event_id, recurrence_id, starts_at, .. } = &spot.occurrence;
        Self {
            event_id: event_id.get(),
            state: spot.state,
            layer,
            options,
            starts_at: starts_at.timestamp(),
            recurrence_id: recurrence_id.map_or(i64::MIN, |at| at.timestamp()),
        }
    }
}

fn options_digest(options: &CalendarOptions) -> u64 {
    let CalendarOptions { past: _, cancelled, alarms, includes_calls_for_papers: _, includes_tentative, grace } =
        options;
    let mut hasher = FxHasher::default();
    (cancelled, alarms, includes_tentative, grace.is_zero()).hash(&mut hasher);
    hasher.finish()
}

/// The texts kept by a process, for all of its feeds. Bounded in bytes: what no feed asked for lately goes first.
#[derive(Debug)]
pub struct Blocks {
    kept: Mutex<Kept>,
    bytes_max: usize,
}

#[derive(Debug, Default)]
struct Kept {
    /// What was asked for since the last turn of generations…
    young: FxHashMap<Key, Text>,
    young_bytes: usize,
    /// …and what was asked for before.
    old: FxHashMap<Key, Text>,
    zones: BTreeMap<(&'static str, i32, i32), Arc<str>>,
}

impl Blocks {
    /// Keeps at most so many bytes of text, about.
    pub fn keeping(bytes_max: usize) -> Self {
        Self { kept: Mutex::default(), bytes_max }
    }

    /// The texts of these entries, in their order; none where one has to be [made](Text::new) and [kept](Blocks::keep).
    /// All are looked up at once, so that feeds hardly wait for each other.
    ///
    /// A spot's sitting is the one an event is listed for.
    pub fn texts(&self, layer: Layer, options: &CalendarOptions, spots: &[Spot]) -> Vec<Option<Text>> {
        let options = options_digest(options);
        let mut kept = self.lock();
        spots.iter().map(|spot| kept.get(&Key::of(layer, options, spot))).collect()
    }

    /// Keeps texts that were made for entries.
    pub fn keep<'a>(
        &self,
        layer: Layer,
        options: &CalendarOptions,
        made: impl IntoIterator<Item = (&'a Spot, &'a Text)>,
    ) {
        let options = options_digest(options);
        let mut kept = self.lock();
        made.into_iter().for_each(|(spot, text)| kept.put(Key::of(layer, options, spot), text.clone()));
        kept.turn(self.bytes_max);
    }

    /// The text of a zone. It depends on the years of its use and nothing else.
    pub(crate) fn zone(&self, zone: &ZoneUse) -> Arc<str> {
        let key = (zone.zone.name(), zone.from.year(), zone.until.year());
        if let Some(text) = self.lock().zones.get(&key) {
            return Arc::clone(text);
        }
        let mut lines = Lines::default();
        zone.write(&mut lines);
        let text: Arc<str> = lines.into_text().into();
        let zones = &mut self.lock().zones;
        if zones.len() >= ZONES_MAX {
            zones.clear();
        }
        zones.insert(key, Arc::clone(&text));
        text
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn get(&mut self, key: &Key) -> Option<Text> {
        if let Some(text) = self.young.get(key) {
            return Some(text.clone());
        }
        let text = self.old.remove(key)?;
        self.put(*key, text.clone());
        Some(text)
    }

    fn put(&mut self, key: Key, text: Text) {
        self.young_bytes += text.weight();
        self.young.insert(key, text);
    }

    /// Half of the room is for each generation.
    fn turn(&mut self, bytes_max: usize) {
        if self.young_bytes > bytes_max / 2 {
            self.old = std::mem::take(&mut self.young);
            self.young_bytes = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(event_id: i64) -> Key {
        Key { event_id, state: 0, layer: Layer::Events, options: 0, starts_at: 0, recurrence_id: 0 }
    }

    #[test]
    fn what_no_feed_asked_for_lately_goes_first() {
        let mut kept = Kept::default();
        kept.put(key(0), Text::untold());
        for id in 1..100 {
            assert!(kept.get(&key(0)).is_some(), "it is asked for again and again");
            kept.put(key(id), Text::untold());
            kept.turn(4_000);
        }
        assert!(kept.young.len() + kept.old.len() <= 24, "{} and {}", kept.young.len(), kept.old.len());
        assert!(kept.young.contains_key(&key(99)) || kept.old.contains_key(&key(99)));
        assert!(kept.get(&key(1)).is_none());
    }

    #[test]
    fn a_text_is_kept_for_its_state_sitting_layer_and_options() {
        let blocks = Blocks::keeping(1_000_000);
        let options = CalendarOptions::default();
        let at = |text: &str| text.parse::<chrono::DateTime<chrono::Utc>>().unwrap();
        let occurrence = Occurrence {
            event_id: hobnob_domain::EventId::new(1),
            recurrence_id: None,
            starts_at: at("2026-05-01T18:00:00Z"),
            ends_at: at("2026-05-01T20:00:00Z"),
            starts_on: "2026-05-01".parse().unwrap(),
            ends_on: "2026-05-01".parse().unwrap(),
            is_all_day: false,
            status: hobnob_domain::EventStatus::Scheduled,
        };
        let spot = Spot { state: 1, occurrence };
        let is_kept = |layer, options: &CalendarOptions, spot: &Spot| {
            blocks.texts(layer, options, std::slice::from_ref(spot)).iter().all(Option::is_some)
        };
        assert!(!is_kept(Layer::Events, &options, &spot));
        blocks.keep(Layer::Events, &options, [(&spot, &Text::untold())]);
        assert!(is_kept(Layer::Events, &options, &spot));
        assert!(!is_kept(Layer::Calls, &options, &spot));
        assert!(!is_kept(Layer::Events, &options, &Spot { state: 2, ..spot.clone() }));
        assert!(!is_kept(
            Layer::Events,
            &CalendarOptions { includes_tentative: !options.includes_tentative, ..options.clone() },
            &spot
        ));
        let later = Occurrence { starts_at: at("2026-05-08T18:00:00Z"), ..spot.occurrence.clone() };
        assert!(!is_kept(Layer::Events, &options, &Spot { occurrence: later, ..spot }));
    }
}
