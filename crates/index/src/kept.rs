//! Whole events at hand: a bounded store of those that were told or asked for last.

use std::{
    collections::VecDeque,
    sync::{
        Arc, PoisonError, RwLock, RwLockReadGuard,
        atomic::{AtomicBool, Ordering},
    },
};

use hobnob_domain::{Event, EventId};
use rustc_hash::FxHashMap;

/// Whole events at hand, at most so many. What has not been asked for since the last round makes room (second chance).
#[derive(Debug)]
pub(crate) struct Kept {
    max: usize,
    held: RwLock<Held>,
}

#[derive(Debug, Default)]
struct Held {
    events: FxHashMap<EventId, Place>,
    /// In which order room is made. An event that was forgotten may still stand here.
    round: VecDeque<EventId>,
}

#[derive(Debug)]
struct Place {
    state: u32,
    event: Arc<Event>,
    was_asked_for: AtomicBool,
}

impl Kept {
    pub(crate) fn new(max: usize) -> Self {
        Self { max, held: RwLock::default() }
    }

    pub(crate) fn max(&self) -> usize {
        self.max
    }

    /// The event in this state.
    pub(crate) fn get(&self, id: EventId, state: u32) -> Option<Arc<Event>> {
        self.reader().get(id, state)
    }

    /// For whoever asks for many.
    pub(crate) fn reader(&self) -> Reader<'_> {
        Reader(self.held.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes events as they were told: those that are new while there is room, others in the place of what they were.
    pub(crate) fn told(&self, events: impl Iterator<Item = Arc<Event>>) {
        let mut held = self.held.write().unwrap_or_else(PoisonError::into_inner);
        for event in events {
            if held.events.len() < self.max || held.events.contains_key(&event.id) {
                held.put(event);
            }
        }
    }

    /// Takes an event that was asked for and had to be fetched, and makes room for it.
    pub(crate) fn fetched(&self, event: Arc<Event>) {
        let mut held = self.held.write().unwrap_or_else(PoisonError::into_inner);
        if self.max == 0 {
            return;
        }
        while held.events.len() >= self.max && !held.events.contains_key(&event.id) {
            if !held.make_room() {
                return;
            }
        }
        held.put(event);
    }

    pub(crate) fn forget(&self, ids: impl Iterator<Item = EventId>) {
        let mut held = self.held.write().unwrap_or_else(PoisonError::into_inner);
        for id in ids {
            held.events.remove(&id);
        }
    }
}

/// What is at hand, for as long as it is looked at.
pub(crate) struct Reader<'a>(RwLockReadGuard<'a, Held>);

impl Reader<'_> {
    /// The event in this state.
    pub(crate) fn get(&self, id: EventId, state: u32) -> Option<Arc<Event>> {
        let place = self.0.events.get(&id).filter(|place| place.state == state)?;
        place.was_asked_for.store(true, Ordering::Relaxed);
        Some(Arc::clone(&place.event))
    }
}

impl Held {
    fn put(&mut self, event: Arc<Event>) {
        let id = event.id;
        let place = Place { state: event.state(), event, was_asked_for: AtomicBool::new(false) };
        if self.events.insert(id, place).is_none() {
            self.round.push_back(id);
        }
        // Ids that were forgotten pile up only so far.
        if self.round.len() > 2 * self.events.len() + 16 {
            let mut once = rustc_hash::FxHashSet::default();
            self.round.retain(|id| self.events.contains_key(id) && once.insert(*id));
        }
    }

    /// Lets go of one event; `false` when there is none.
    fn make_room(&mut self) -> bool {
        while let Some(id) = self.round.pop_front() {
            let Some(place) = self.events.get_mut(&id) else { continue };
            if std::mem::take(place.was_asked_for.get_mut()) {
                self.round.push_back(id);
            } else {
                self.events.remove(&id);
                return true;
            }
        }
        false
    }
}
