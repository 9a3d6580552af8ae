//! From one snapshot to the next.

use std::sync::Arc;

use crate::{
    Snapshot,
    held::{Held, Window},
    slots::Slots,
    snapshot::Sitting,
};
use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{Event, EventId};

impl Snapshot {
    /// The snapshot after these changes.
    pub(crate) fn next(&self, events: Vec<Event>, removed: &[EventId], revision: i64, now: DateTime<Utc>) -> Self {
        let window = Window::new(self.horizon, now);
        let mut slots = self.slots.clone();
        let mut touched: Vec<usize> = removed.iter().filter_map(|id| slots.remove(*id)).collect();
        for event in events {
            let held = Held::new(event, &window);
            if held.is_over(&window) {
                touched.extend(slots.remove(held.id()));
            } else {
                touched.push(slots.insert(Arc::new(held)));
            }
        }
        let is_stale = now > self.fresh_until;
        let sittings = if is_stale {
            move_on(&mut slots, &window);
            in_order(slots.numbered().flat_map(|(slot, held)| sittings(slot, held)))
        } else {
            self.sittings_with(&slots, touched)
        };
        let longest = if is_stale { TimeDelta::zero() } else { self.longest };
        let longest = sittings.iter().map(|sitting| sitting.ends_at - sitting.starts_at).fold(longest, Ord::max);
        let fresh_until = if is_stale { window.fresh_until } else { self.fresh_until };
        Self { revision, horizon: self.horizon, fresh_until, longest, slots, sittings }
    }

    /// The sittings with those of the touched slots in the place of what was there: one merge of two ordered lists.
    fn sittings_with(&self, slots: &Slots, mut touched: Vec<usize>) -> Vec<Sitting> {
        touched.sort_unstable();
        touched.dedup();
        let fresh = touched.iter().filter_map(|slot| Some((*slot, slots.get(*slot)?)));
        let fresh = in_order(fresh.flat_map(|(slot, held)| sittings(slot, held)));
        let mut is_touched = vec![false; slots.end()];
        for slot in touched {
            if let Some(flag) = is_touched.get_mut(slot) {
                *flag = true;
            }
        }
        let mut merged = Vec::with_capacity(self.sittings.len() + fresh.len());
        let mut fresh = fresh.into_iter().peekable();
        for kept in self.sittings.iter().filter(|kept| !is_touched.get(kept.slot).copied().unwrap_or_default()) {
            while let Some(earlier) = fresh.next_if(|fresh| key(fresh) < key(kept)) {
                merged.push(earlier);
            }
            merged.push(*kept);
        }
        merged.extend(fresh);
        merged
    }
}

/// Expands every series from here on and lets go of what the horizon has passed.
fn move_on(slots: &mut Slots, window: &Window) {
    let all: Vec<Arc<Held>> = slots.iter().cloned().collect();
    for held in all {
        let held = if held.is_series() { Arc::new(held.moved_on(window)) } else { held };
        if held.is_over(window) {
            slots.remove(held.id());
        } else if held.is_series() {
            slots.insert(held);
        }
    }
}

fn key(sitting: &Sitting) -> (hobnob_domain::Cursor, usize) {
    (sitting.cursor(), sitting.position)
}

fn in_order(sittings: impl Iterator<Item = Sitting>) -> Vec<Sitting> {
    let mut sittings: Vec<Sitting> = sittings.collect();
    sittings.sort_unstable_by_key(key);
    sittings
}

fn sittings(slot: usize, held: &Arc<Held>) -> impl Iterator<Item = Sitting> {
    held.sittings.iter().enumerate().map(move |(position, occurrence)| Sitting {
        starts_at: occurrence.starts_at,
        ends_at: occurrence.ends_at,
        event_id: held.id(),
        slot,
        position,
    })
}
