//! What is known of all events from one look to the next, and what must hold between two looks whatever happens.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use hobnob_domain::{Change, ChangeKind, Event, EventId, EventStatus, Standing};
use hobnob_tests::App;

/// What was known at the last look.
#[derive(Default)]
pub(crate) struct Diary {
    known: BTreeMap<EventId, Event>,
    /// All that was ever known.
    ever: BTreeSet<EventId>,
    changes: usize,
}

/// All events, the ones that are gone included, by id.
pub(crate) async fn all(app: &App) -> BTreeMap<EventId, Event> {
    let events = app.store.events_changed_since(0, 100_000).await.expect("events").events;
    events.into_iter().map(|event| (event.id, event)).collect()
}

/// All changes, the oldest first.
pub(crate) async fn changes(app: &App) -> Vec<Change> {
    app.store.changes_since(DateTime::<Utc>::UNIX_EPOCH, None, 100_000).await.expect("changes")
}

impl Diary {
    /// Looks again, and gives what changed since: the kind and the name of the event.
    ///
    /// UIDs stay; a sequence grows by one exactly where something else is said, and a change says what; nobody is told twice
    /// of a new event; an id that is no more leads to an event that is, unless its sources were removed.
    pub(crate) async fn look(&mut self, app: &App, when: &str, may_go: bool) -> Vec<(&'static str, String)> {
        let now = all(app).await;
        let all_changes = changes(app).await;
        let new: Vec<&Change> = all_changes.iter().skip(self.changes).collect();
        for (id, event) in &now {
            let name = &event.facts.name;
            let told: BTreeSet<u32> = new.iter().filter(|one| one.event_id == *id).map(|one| one.sequence).collect();
            let Some(before) = self.known.get(id) else {
                // One that was told of, went into another and is back is no news.
                let is_told = told.contains(&event.sequence) || self.ever.contains(id);
                assert!(is_told, "{when}: {name} is new and nobody is told");
                continue;
            };
            assert_eq!(event.uid, before.uid, "{when}: {name}: a UID is for ever");
            let is_same = event.facts == before.facts && event.standing == before.standing;
            let grown = u32::from(!is_same);
            assert_eq!(event.sequence, before.sequence + grown, "{when}: {name}: {before:#?} {event:#?}");
            assert_eq!(event.revised_at == before.revised_at, is_same, "{when}: {name}");
            assert_eq!(told.len(), usize::try_from(grown).expect("small"), "{when}: {name}: {new:#?}");
        }
        for (id, before) in self.known.iter().filter(|(id, _)| !now.contains_key(id)) {
            let successor = app.store.event(*id).await.expect("an answer");
            assert!(successor.is_some() || may_go, "{when}: {} leads nowhere", before.facts.name);
        }
        let mut added = BTreeSet::new();
        for change in all_changes.iter().filter(|change| change.kind == ChangeKind::Added) {
            assert!(added.insert(change.event_id), "{when}: {change:?} is announced twice");
        }
        let name = |change: &Change| {
            let event = now.get(&change.event_id).or_else(|| self.known.get(&change.event_id));
            event.map_or_else(String::new, |event| event.facts.name.clone())
        };
        let told = new.iter().map(|change| (change.kind.as_str(), name(change))).collect();
        self.ever.extend(now.keys());
        (self.known, self.changes) = (now, all_changes.len());
        told
    }

    /// The events that are shown: name, sequence, whether it takes place, whether its sources stand by it.
    pub(crate) fn shown(&self) -> Vec<(String, u32, EventStatus, Standing)> {
        let shown = self.known.values().filter(|event| event.standing != Standing::Gone);
        let mut shown: Vec<_> =
            shown.map(|event| (event.facts.name.clone(), event.sequence, event.facts.status, event.standing)).collect();
        shown.sort_by(|one, other| one.0.cmp(&other.0).then_with(|| one.1.cmp(&other.1)));
        shown
    }

    /// The ids of what is shown.
    pub(crate) fn ids(&self) -> BTreeSet<EventId> {
        self.known.values().filter(|event| event.standing != Standing::Gone).map(|event| event.id).collect()
    }

    /// The one event of that name.
    pub(crate) fn named(&self, name: &str) -> &Event {
        let mut found = self.known.values().filter(|event| event.facts.name == name);
        let event = found.next().unwrap_or_else(|| panic!("{name} is not known: {:#?}", self.shown()));
        assert!(found.next().is_none(), "{name} is there twice");
        event
    }
}

/// Throws all events away and tells them again: the same to the last byte, and nobody hears of it.
pub(crate) async fn replay(app: &App) {
    let (before, told) = (all(app).await, changes(app).await);
    app.store.events_clear().await.expect("events are forgotten");
    let worker = hobnob_tests::worker(&app.store, app.clock.clone(), "replay");
    worker.resolve_all().await.expect("they are told again");
    let after = all(app).await;
    assert_eq!(after, before, "a replay tells the same");
    assert_eq!(changes(app).await, told, "and tells nobody");
}
