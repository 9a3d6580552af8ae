//! Texts of events kept from one feed to the next: an event that did not change is written once, and a calendar is mostly
//! copying.

use std::{
    collections::BTreeMap,
    hash::{Hash, Hasher},
    sync::{Arc, Mutex, PoisonError},
};

use crate::{block::Block, lines::Lines, remark::Remark, render::Entry, vtimezone::ZoneUse};
use chrono::Datelike;
use hobnob_domain::CalendarOptions;
use rustc_hash::{FxHashMap, FxHasher};

/// The most texts of zones kept: all that a few years of all zones need.
const ZONES_MAX: usize = 2_000;

/// Which text of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Part {
    /// The event.
    Event,
    /// Its call for papers.
    CallForPapers,
}

/// As long as all of this is the same, so is the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    part: Part,
    event_id: i64,
    sequence: u32,
    revised_at: i64,
    /// What the event says, what is remarked, which options matter, and at which sitting a series stands.
    digest: u64,
}

impl Key {
    pub(crate) fn new(part: Part, entry: &Entry<'_>, remark: Option<&Remark>, options: &CalendarOptions) -> Self {
        let event = entry.event;
        let mut hasher = FxHasher::default();
        event.fingerprint.hash(&mut hasher);
        event.standing.hash(&mut hasher);
        remark.hash(&mut hasher);
        let CalendarOptions { past: _, cancelled, alarms, includes_calls_for_papers: _, includes_tentative, grace } =
            options;
        (cancelled, alarms, includes_tentative, grace.is_zero()).hash(&mut hasher);
        if event.facts.schedule.recurrence.is_some() {
            (entry.occurrence.recurrence_id, entry.occurrence.starts_at).hash(&mut hasher);
        }
        Self {
            part,
            event_id: event.id.get(),
            sequence: event.sequence,
            revised_at: event.revised_at.timestamp(),
            digest: hasher.finish(),
        }
    }
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
    young: FxHashMap<Key, Option<Arc<Block>>>,
    young_bytes: usize,
    /// …and what was asked for before.
    old: FxHashMap<Key, Option<Arc<Block>>>,
    zones: BTreeMap<(&'static str, i32, i32), Arc<str>>,
}

impl Blocks {
    /// Keeps at most so many bytes of text, about.
    pub fn keeping(bytes_max: usize) -> Self {
        Self { kept: Mutex::default(), bytes_max }
    }

    /// The texts of these keys, those that are not kept made by `make`: all looked up at once, so that feeds hardly wait
    /// for each other.
    pub(crate) fn all(&self, keys: &[Key], make: impl Fn(usize) -> Option<Block>) -> Vec<Option<Arc<Block>>> {
        let mut found: Vec<Option<Option<Arc<Block>>>> = {
            let mut kept = self.lock();
            keys.iter().map(|key| kept.get(key)).collect()
        };
        let mut made = Vec::new();
        for (number, (key, found)) in keys.iter().zip(&mut found).enumerate() {
            if found.is_none() {
                let block = make(number).map(Arc::new);
                made.push((*key, block.clone()));
                *found = Some(block);
            }
        }
        if !made.is_empty() {
            let mut kept = self.lock();
            made.into_iter().for_each(|(key, block)| kept.put(key, block));
            kept.turn(self.bytes_max);
        }
        found.into_iter().map(Option::flatten).collect()
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

/// What a text takes in memory, in bytes, with its key and the rest.
fn weight(block: Option<&Arc<Block>>) -> usize {
    block.map_or(0, |block| block.bytes()) + 300
}

impl Kept {
    fn get(&mut self, key: &Key) -> Option<Option<Arc<Block>>> {
        if let Some(block) = self.young.get(key) {
            return Some(block.clone());
        }
        let block = self.old.remove(key)?;
        self.put(*key, block.clone());
        Some(block)
    }

    fn put(&mut self, key: Key, block: Option<Arc<Block>>) {
        self.young_bytes += weight(block.as_ref());
        self.young.insert(key, block);
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
        Key { part: Part::Event, event_id, sequence: 0, revised_at: 0, digest: 0 }
    }

    #[test]
    fn what_no_feed_asked_for_lately_goes_first() {
        let blocks = Blocks::keeping(6_000);
        for id in 1..100 {
            blocks.all(&[key(0), key(id)], |_| None);
        }
        let kept = blocks.lock();
        assert!(kept.young.len() + kept.old.len() <= 24, "{} and {}", kept.young.len(), kept.old.len());
        assert!(kept.young.contains_key(&key(0)) && kept.young.contains_key(&key(99)));
        assert!(!kept.old.contains_key(&key(1)));
    }

    #[test]
    fn a_text_is_made_once_while_there_is_room() {
        let blocks = Blocks::keeping(1_000_000);
        let made = std::cell::Cell::new(0);
        for _ in 0..3 {
            blocks.all(&[key(1), key(2)], |_| {
                made.set(made.get() + 1);
                None
            });
        }
        assert_eq!(made.get(), 2);
    }
}
