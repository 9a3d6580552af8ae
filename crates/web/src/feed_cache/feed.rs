//! One feed: what it was made from, and what was given out.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicU64, Ordering},
};

use super::Stamp;
use crate::http::{Entity, Validators};
use chrono::{DateTime, Utc};
use tokio::sync::OnceCell;

/// A feed that somebody makes while others wait for it.
pub(super) type Cell = Arc<OnceCell<Arc<Entity>>>;

/// One feed.
#[derive(Debug, Default)]
pub(super) struct Feed {
    /// When it was last asked for, by the cache's clock.
    asked: AtomicU64,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// What is being made, or was.
    cell: Option<(Stamp, Cell)>,
    given: Option<Given>,
    /// How many bytes the cache reckons for the body.
    weighed: usize,
}

/// What was last given out.
#[derive(Debug)]
struct Given {
    stamp: Stamp,
    validators: Validators,
    /// None where there was no room for it.
    entity: Option<Arc<Entity>>,
}

impl Feed {
    pub(super) fn touch(&self, clock: u64) {
        self.asked.store(clock, Ordering::Relaxed);
    }

    pub(super) fn asked(&self) -> u64 {
        self.asked.load(Ordering::Relaxed)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where it is made for a stamp. Who comes with an older snapshot than others is given what is newer.
    pub(super) fn cell(&self, stamp: Stamp) -> Cell {
        let mut state = self.lock();
        match &state.cell {
            Some((there, cell)) if *there == stamp || stamp.is_older_than(there) => Arc::clone(cell),
            _ => {
                let cell = Cell::default();
                state.cell = Some((stamp, Arc::clone(&cell)));
                cell
            }
        }
    }

    /// Takes what was made, and dates it: by `newest` the first time, by `now` when its bytes have changed since. Equal
    /// bytes are the body that is there, with its compressed forms.
    pub(super) fn took(&self, made: Entity, stamp: Stamp, newest: DateTime<Utc>, now: DateTime<Utc>) -> Arc<Entity> {
        let mut state = self.lock();
        let before = state.given.take();
        let same = before.as_ref().filter(|given| given.validators.digest() == made.digest());
        let entity = match (same, &before) {
            (Some(Given { entity: Some(entity), .. }), _) => Arc::clone(entity),
            (Some(given), _) => Arc::new(made.modified_at(given.validators.date().unwrap_or(newest))),
            (None, Some(_)) => Arc::new(made.modified_at(now)),
            (None, None) => Arc::new(made.modified_at(newest)),
        };
        let validators = entity.validators().clone();
        state.given = Some(Given { stamp, validators, entity: Some(Arc::clone(&entity)) });
        entity
    }

    /// What was last given out, if it is kept and its stamp will do.
    pub(super) fn made(&self, will_do: impl Fn(&Stamp) -> bool) -> Option<Arc<Entity>> {
        self.lock().given.as_ref().filter(|given| will_do(&given.stamp))?.entity.clone()
    }

    /// What clients keep of it, if it was last made for this stamp.
    pub(super) fn validators(&self, stamp: Stamp) -> Option<Validators> {
        let state = self.lock();
        state.given.as_ref().filter(|given| given.stamp == stamp).map(|given| given.validators.clone())
    }

    /// How many bytes were reckoned for the body, and how many are from now on.
    pub(super) fn weigh(&self) -> (usize, usize) {
        let mut state = self.lock();
        let now = state.given.as_ref().and_then(|given| given.entity.as_ref()).map_or(0, |entity| entity.bytes());
        (std::mem::replace(&mut state.weighed, now), now)
    }

    /// Lets go of the body; says how many bytes were reckoned for it.
    pub(super) fn forget(&self) -> usize {
        let mut state = self.lock();
        if let Some(given) = &mut state.given {
            given.entity = None;
        }
        if state.cell.as_ref().is_some_and(|(_, cell)| cell.initialized()) {
            state.cell = None;
        }
        std::mem::take(&mut state.weighed)
    }
}
