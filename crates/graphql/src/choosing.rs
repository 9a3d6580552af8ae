//! What somebody chooses in their calendar, by the ids that surfaces show.

use std::{fmt, sync::Arc};

use crate::shown::shown;
use chrono::{DateTime, Utc};
use hobnob_domain::{
    CalendarChoice, ChoiceKind, Event, EventFilter, EventId, KeptChoice, Organizer, OrganizerId, SeriesId, Slice,
};
use hobnob_index::Snapshot;
use hobnob_store::{Store, StoreError};

/// Why an id is nothing that can be chosen so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChoiceFault {
    /// It is no id of the sort.
    NoId(String),
    /// Nothing has that id.
    NotThere(String),
    /// Nobody says who invites to the event.
    NoOrganizer,
}

impl fmt::Display for ChoiceFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoId(id) => write!(f, "`{id:.40}` is not the id of an event, such as event_1c2d3e"),
            Self::NotThere(id) => write!(f, "there is no {id} (any more)"),
            Self::NoOrganizer => f.write_str("nobody says who invites to this event; hide it instead"),
        }
    }
}

impl std::error::Error for ChoiceFault {}

/// Where choices are looked up.
#[derive(Clone, Copy, Debug)]
pub struct Choosing<'a> {
    /// Events that are not at hand.
    pub store: &'a Store,
    /// Events that are.
    pub snapshot: &'a Snapshot,
    /// The present.
    pub now: DateTime<Utc>,
}

impl Choosing<'_> {
    /// The choice of a kind about an id: of an event, of an organizer where the choice is about one, or of a series that
    /// was ended. Taking back needs nothing to be there any more.
    pub async fn choice(
        self,
        kind: ChoiceKind,
        id: &str,
        is_undone: bool,
    ) -> Result<Result<KeptChoice, ChoiceFault>, StoreError> {
        let kept = |choice: CalendarChoice, label: &str| KeptChoice {
            choice,
            label: label.chars().take(200).collect(),
            chosen_at: self.now,
        };
        if is_undone && let Some(choice) = directly(kind, id) {
            return Ok(Ok(kept(choice, "")));
        }
        if let Some(organizer) = of_kind::<OrganizerId>(id, OrganizerId::KIND) {
            let Some(choice) = about_organizer(kind, organizer) else { return Ok(Err(no_id(id))) };
            let known = self.organizer(organizer).await?;
            return Ok(known.map(|known| kept(choice, &known.name)).ok_or_else(|| not_there(id)));
        }
        let Ok(event) = id.parse::<EventId>() else { return Ok(Err(no_id(id))) };
        let Some(event) = self.event(event).await? else { return Ok(Err(not_there(id))) };
        Ok(about_event(kind, &event).map(|(choice, label)| kept(choice, label)))
    }

    async fn event(self, id: EventId) -> Result<Option<Arc<Event>>, StoreError> {
        match self.snapshot.event(id) {
            Some(event) => Ok(Some(event)),
            None => Ok(self.store.event(id).await?.map(Arc::new)),
        }
    }

    async fn organizer(self, id: OrganizerId) -> Result<Option<Organizer>, StoreError> {
        let from = Some(DateTime::<Utc>::MIN_UTC);
        let theirs = EventFilter { organizers: vec![id], from, ..EventFilter::default() };
        let rows = self.snapshot.query(&theirs, &Slice::first(1), self.now).rows;
        let found = shown(self.store, self.snapshot, rows).await?;
        Ok(found.first().and_then(|row| row.event.facts.organizer.clone()))
    }
}

fn no_id(id: &str) -> ChoiceFault {
    ChoiceFault::NoId(id.to_owned())
}

fn not_there(id: &str) -> ChoiceFault {
    ChoiceFault::NotThere(id.to_owned())
}

/// An id that says of what kind it is.
fn of_kind<T: std::str::FromStr>(id: &str, kind: &str) -> Option<T> {
    let (said, _) = id.split_once('_')?;
    (said == kind).then(|| id.parse().ok()).flatten()
}

/// The choice that an id names by itself.
fn directly(kind: ChoiceKind, id: &str) -> Option<CalendarChoice> {
    let event = || of_kind::<EventId>(id, EventId::KIND);
    let organizer = || of_kind::<OrganizerId>(id, OrganizerId::KIND);
    match kind {
        ChoiceKind::Hidden => event().map(CalendarChoice::Hide),
        ChoiceKind::Pinned => event().map(CalendarChoice::Pin),
        ChoiceKind::Muted => organizer().map(CalendarChoice::Mute),
        ChoiceKind::Followed => organizer().map(CalendarChoice::Follow),
        ChoiceKind::Ended => of_kind::<SeriesId>(id, SeriesId::KIND).map(CalendarChoice::End),
    }
}

const fn about_organizer(kind: ChoiceKind, id: OrganizerId) -> Option<CalendarChoice> {
    match kind {
        ChoiceKind::Muted => Some(CalendarChoice::Mute(id)),
        ChoiceKind::Followed => Some(CalendarChoice::Follow(id)),
        ChoiceKind::Hidden | ChoiceKind::Pinned | ChoiceKind::Ended => None,
    }
}

fn about_event(kind: ChoiceKind, event: &Event) -> Result<(CalendarChoice, &str), ChoiceFault> {
    let name = event.facts.name.as_str();
    match kind {
        ChoiceKind::Hidden => Ok((CalendarChoice::Hide(event.id), name)),
        ChoiceKind::Pinned => Ok((CalendarChoice::Pin(event.id), name)),
        ChoiceKind::Ended => Ok((CalendarChoice::End(SeriesId::of(event)), name)),
        ChoiceKind::Muted | ChoiceKind::Followed => {
            let organizer = event.facts.organizer.as_ref().ok_or(ChoiceFault::NoOrganizer)?;
            let choice = about_organizer(kind, organizer.id).ok_or(ChoiceFault::NoOrganizer)?;
            Ok((choice, &organizer.name))
        }
    }
}
