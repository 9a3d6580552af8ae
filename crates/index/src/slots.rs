//! Where events are kept: numbered slots in pages that snapshots share.

use std::{collections::HashMap, sync::Arc};

use crate::held::Held;
use hobnob_domain::EventId;

/// How many slots a page has: what is copied when one of its events changes.
const PAGE: usize = 1_024;

type Page = Vec<Option<Arc<Held>>>;

/// Held events by number. A copy shares every page until one of the two changes it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Slots {
    pages: Vec<Arc<Page>>,
    free: Vec<usize>,
    /// Looked up, never walked: its order says nothing.
    by_id: HashMap<EventId, usize>,
}

impl Slots {
    pub(crate) fn len(&self) -> usize {
        self.by_id.len()
    }

    /// One more than the highest slot.
    pub(crate) fn end(&self) -> usize {
        self.pages.len() * PAGE
    }

    pub(crate) fn slot_of(&self, id: EventId) -> Option<usize> {
        self.by_id.get(&id).copied()
    }

    pub(crate) fn get(&self, slot: usize) -> Option<&Arc<Held>> {
        self.pages.get(slot / PAGE)?.get(slot % PAGE)?.as_ref()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Arc<Held>> {
        self.pages.iter().flat_map(|page| page.iter().flatten())
    }

    /// Every held event with its slot.
    pub(crate) fn numbered(&self) -> impl Iterator<Item = (usize, &Arc<Held>)> {
        (0..self.end()).filter_map(|slot| self.get(slot).map(|held| (slot, held)))
    }

    /// Puts an event in the slot it has, or in a free one, and says which.
    pub(crate) fn insert(&mut self, held: Arc<Held>) -> usize {
        let slot = match self.slot_of(held.id()) {
            Some(slot) => slot,
            None => self.free.pop().unwrap_or_else(|| self.add_page()),
        };
        self.by_id.insert(held.id(), slot);
        self.put(slot, Some(held));
        slot
    }

    /// Empties the event's slot and says which it was.
    pub(crate) fn remove(&mut self, id: EventId) -> Option<usize> {
        let slot = self.by_id.remove(&id)?;
        self.put(slot, None);
        self.free.push(slot);
        Some(slot)
    }

    fn put(&mut self, slot: usize, held: Option<Arc<Held>>) {
        if let Some(place) = self.pages.get_mut(slot / PAGE).and_then(|page| Arc::make_mut(page).get_mut(slot % PAGE)) {
            *place = held;
        }
    }

    /// Adds an empty page and gives its first slot.
    fn add_page(&mut self) -> usize {
        let first = self.end();
        self.pages.push(Arc::new(vec![None; PAGE]));
        self.free.extend((first + 1..first + PAGE).rev());
        first
    }
}
