//! Personal calendars as their secrets open them, kept for when the database is away.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use crate::{
    http::Entity,
    limits::{CALENDARS_KEPT, LAST_GOOD_BYTES_KEPT},
};
use hobnob_domain::{PersonalCalendar, SecretHash};
use hobnob_store::{CalendarDoor, Store, StoreError};

/// What a secret opens.
#[derive(Clone, Debug)]
pub(crate) enum Opened {
    /// Nothing, and never did.
    Unknown,
    /// Nothing any more.
    Revoked,
    /// A calendar, as it is or as it was when the database last answered.
    Calendar(Arc<PersonalCalendar>),
}

/// A calendar that was opened.
#[derive(Clone, Debug)]
struct Known {
    asked: u64,
    calendar: Arc<PersonalCalendar>,
    /// Its feed as it was last given out.
    last_good: Option<Arc<Entity>>,
}

/// The calendars that were opened lately. Bounded in number and bytes; those not asked for longest go first.
#[derive(Debug, Default)]
pub(crate) struct Personal {
    /// Counts what was asked.
    clock: AtomicU64,
    known: Mutex<BTreeMap<SecretHash, Known>>,
}

impl Personal {
    /// What a secret opens. The database is asked each time, so that a revoked secret opens nothing from then on; only if
    /// it does not answer what it said last is believed.
    pub(crate) async fn opened(&self, store: &Store, secret: &SecretHash) -> Result<Opened, StoreError> {
        let known = self.known(secret);
        let revision = known.as_ref().map(|calendar| (calendar.id, calendar.revision));
        match (store.calendar_opened(secret, revision).await, known) {
            (Ok(CalendarDoor::Open(calendar)), _) => {
                let calendar = Arc::new(*calendar);
                self.keep(secret, &calendar);
                Ok(Opened::Calendar(calendar))
            }
            (Ok(CalendarDoor::Unchanged), Some(calendar)) => Ok(Opened::Calendar(calendar)),
            (Ok(CalendarDoor::Unchanged | CalendarDoor::Unknown), _) => Ok(self.shut(secret, Opened::Unknown)),
            (Ok(CalendarDoor::Revoked), _) => Ok(self.shut(secret, Opened::Revoked)),
            (Err(error), Some(calendar)) => {
                tracing::warn!(%error, "the database is away: a personal calendar is given as it was");
                Ok(Opened::Calendar(calendar))
            }
            (Err(error), None) => Err(error),
        }
    }

    /// Remembers the feed that was given out.
    pub(crate) fn gave(&self, secret: &SecretHash, entity: &Arc<Entity>) {
        let mut known = self.lock();
        let Some(given) = known.get_mut(secret) else { return };
        if given.last_good.as_ref().is_some_and(|last| Arc::ptr_eq(last, entity)) {
            return;
        }
        given.last_good = Some(Arc::clone(entity));
        let bytes = |known: &BTreeMap<SecretHash, Known>| -> usize {
            known.values().filter_map(|known| known.last_good.as_ref()).map(|entity| entity.bytes()).sum()
        };
        while bytes(&known) > LAST_GOOD_BYTES_KEPT {
            let kept = known.iter_mut().filter(|(_, known)| known.last_good.is_some());
            match kept.min_by_key(|(_, known)| known.asked) {
                Some((_, oldest)) => oldest.last_good = None,
                None => return,
            }
        }
    }

    /// The feed that was last given out.
    pub(crate) fn last_good(&self, secret: &SecretHash) -> Option<Arc<Entity>> {
        self.lock().get(secret)?.last_good.clone()
    }

    fn tick(&self) -> u64 {
        self.clock.fetch_add(1, Ordering::Relaxed)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<SecretHash, Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn known(&self, secret: &SecretHash) -> Option<Arc<PersonalCalendar>> {
        let mut known = self.lock();
        let found = known.get_mut(secret)?;
        found.asked = self.tick();
        Some(Arc::clone(&found.calendar))
    }

    fn keep(&self, secret: &SecretHash, calendar: &Arc<PersonalCalendar>) {
        let asked = self.tick();
        let mut known = self.lock();
        let last_good = known.get(secret).and_then(|known| known.last_good.clone());
        known.insert(secret.clone(), Known { asked, calendar: Arc::clone(calendar), last_good });
        while known.len() > CALENDARS_KEPT {
            let oldest = known.iter().min_by_key(|(_, known)| known.asked).map(|(secret, _)| secret.clone());
            let Some(oldest) = oldest else { return };
            known.remove(&oldest);
        }
    }

    fn shut(&self, secret: &SecretHash, opened: Opened) -> Opened {
        self.lock().remove(secret);
        opened
    }
}
