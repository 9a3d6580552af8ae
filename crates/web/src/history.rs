//! What events were before, as calendars remark it: read from the store together and kept as long as it holds.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, PoisonError},
};

use crate::limits::HISTORIES_KEPT;
use hobnob_calendar::{Remark, Remarks};
use hobnob_domain::{ChangeKind, Event, EventId};
use hobnob_store::Store;

/// The changes that are remarked.
const KINDS: [ChangeKind; 2] = [ChangeKind::Moved, ChangeKind::CfpExtended];

/// The remarks that are known, each with the sequence its event had.
#[derive(Debug, Default)]
pub(crate) struct History(Mutex<BTreeMap<EventId, (u32, Option<Remark>)>>);

impl History {
    /// The remarks on these events, and whether all are known: what is not is read by one statement for every thousand.
    /// While the store is away the events are told without.
    pub(crate) async fn remarks(&self, store: &Store, events: impl Iterator<Item = &Event>) -> (Remarks, bool) {
        // An event that never changed was nothing before.
        let changed: Vec<(EventId, u32)> =
            events.filter(|event| event.sequence > 0).map(|event| (event.id, event.sequence)).collect();
        let missing: BTreeSet<EventId> = {
            let known = self.lock();
            let is_known = |(id, sequence): &&(EventId, u32)| known.get(id).is_some_and(|(at, _)| at == sequence);
            changed.iter().filter(|one| !is_known(one)).map(|(id, _)| *id).collect()
        };
        let mut are_known = true;
        if !missing.is_empty() {
            let asked: Vec<EventId> = missing.iter().copied().collect();
            match store.changes_latest(&asked, &KINDS).await {
                Ok(latest) => {
                    let mut known = self.lock();
                    if known.len() + missing.len() > HISTORIES_KEPT {
                        known.clear();
                    }
                    for (id, sequence) in changed.iter().filter(|(id, _)| missing.contains(id)) {
                        let theirs = KINDS.iter().filter_map(|kind| latest.get(&(*id, *kind)));
                        known.insert(*id, (*sequence, Remark::of(theirs)));
                    }
                }
                Err(error) => {
                    tracing::warn!(%error, "what events were before can't be read");
                    are_known = false;
                }
            }
        }
        let known = self.lock();
        let told = changed.iter().filter_map(|(id, _)| Some((*id, known.get(id)?.1.clone()?)));
        (told.collect(), are_known)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<EventId, (u32, Option<Remark>)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
