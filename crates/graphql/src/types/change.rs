//! What became of events.

use super::{ChangeKind, EventNode};
use crate::{
    company::{Company, at_hand},
    context::{moment, store},
    error::internal,
    node::{event_id, global},
    scalars::Instant,
};
use async_graphql::{Context, ID, Object, Result};
use hobnob_domain::{Change, Event, EventId};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use tokio::sync::OnceCell;

/// The events of a slice of changes, looked up together when the first of them is asked for.
pub(crate) struct Changed {
    ids: BTreeSet<EventId>,
    found: OnceCell<Found>,
}

struct Found {
    events: BTreeMap<EventId, Arc<Event>>,
    /// Events that went into another.
    successors: BTreeMap<EventId, EventId>,
    company: Arc<Company>,
}

impl Changed {
    pub(crate) fn new(changes: &[Change]) -> Arc<Self> {
        Arc::new(Self { ids: changes.iter().map(|change| change.event_id).collect(), found: OnceCell::new() })
    }

    async fn found(&self, ctx: &Context<'_>) -> Result<&Found> {
        let (store, moment) = (store(ctx)?, moment(ctx)?);
        let load = || async {
            let ids: Vec<EventId> = self.ids.iter().copied().collect();
            let successors = store.successors_of(&ids).await.map_err(internal)?;
            let wanted = ids.iter().map(|id| successors.get(id).copied().unwrap_or(*id)).collect();
            let events = at_hand(store, moment, &wanted).await?;
            let company = Company::new(events.values().map(|event| &**event));
            Ok(Found { events, successors, company })
        };
        self.found.get_or_try_init(load).await
    }
}

/// One change of one event.
#[derive(Clone)]
pub(crate) struct ChangeNode {
    pub(crate) change: Change,
    pub(crate) changed: Arc<Changed>,
}

/// One change of one event, as those who follow it see it. An event's sequence grows by one at a time; all changes of one
/// sequence came at once.
#[Object(name = "Change")]
impl ChangeNode {
    /// The change, for caches of clients.
    async fn id(&self) -> ID {
        let Change { event_id, sequence, kind, changed_at: _, before: _, after: _ } = &self.change;
        global("change", format_args!("{event_id}-{sequence}-{kind}"))
    }

    /// In what way it changed.
    async fn kind(&self) -> ChangeKind {
        self.change.kind.into()
    }

    /// When we knew.
    async fn recorded_at(&self) -> Instant {
        Instant::utc(self.change.changed_at)
    }

    /// The sequence that the event reached by it (SEQUENCE of RFC 5545).
    async fn sequence(&self) -> u32 {
        self.change.sequence
    }

    /// What it said before, as text of at most 200 characters; none where it said nothing.
    async fn before(&self) -> Option<&str> {
        self.change.before.as_deref()
    }

    /// What it said then, as text of at most 200 characters; none where it said nothing.
    async fn after(&self) -> Option<&str> {
        self.change.after.as_deref()
    }

    /// The event's id; cheaper than `event { id }`.
    async fn event_id(&self) -> ID {
        event_id(self.change.event_id)
    }

    /// The event as it is now, or the one it went into; none when it is no more, or no longer shown.
    #[graphql(complexity = "child_complexity + 2")]
    async fn event(&self, ctx: &Context<'_>) -> Result<Option<EventNode>> {
        let Found { events, successors, company } = self.changed.found(ctx).await?;
        let id = self.change.event_id;
        let event = events.get(successors.get(&id).unwrap_or(&id));
        let now = moment(ctx)?.now;
        Ok(event.map(|event| EventNode::asked_for(Arc::clone(event), now, company)))
    }
}
