//! What resolving brought: derived state, written whole or not at all.

use std::collections::{BTreeMap, btree_map::Entry};

use crate::{
    Store, StoreError,
    batch::IDS_MAX,
    changes, claims,
    entity::events,
    event_rows::Told,
    events_write::{remove, write},
    identities,
    instant::{count, number},
    lease,
    listings::{mark, mark_all},
    pairs, provenance, relations, retired, settle,
};
use chrono::{DateTime, Utc};
use hobnob_domain::{Event, EventId, EventKey, FieldProvenance, Identity, ListingId, Occurrence, Pair};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

/// A listing that was resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// Which.
    pub listing_id: ListingId,
    /// When it had last changed when it was read; if it has changed since, it is resolved again.
    pub changed_at: DateTime<Utc>,
    /// By which keys it can be found to be about the same event as another.
    pub identity_keys: Vec<String>,
    /// Why it is about no event.
    pub rejection: Option<String>,
}

/// What [`Store::events_commit`] writes.
#[derive(Clone, Debug, PartialEq)]
pub struct EventsCommit {
    /// The events of all clusters the resolved listings are in. Each has all its claims. Of two with one id, which is a
    /// fault, the first is kept.
    pub events: Vec<Event>,
    /// All sittings of these events; those of other events are left alone and ignored.
    pub occurrences: Vec<Occurrence>,
    /// The listings that were read for it.
    pub resolved: Vec<Resolved>,
    /// Events that went into another: the old id and the new.
    pub retired: Vec<(EventId, EventId)>,
    /// Where the fields of events come from that several listings are about.
    pub provenance: BTreeMap<EventId, Vec<FieldProvenance>>,
    /// By what the events are found to belong with others.
    pub keys: Vec<EventKey>,
    /// What is known of the resolved listings beside each other and beside listings that were not resolved.
    pub pairs: Vec<Pair>,
    /// When.
    pub now: DateTime<Utc>,
}

/// What [`Store::events_commit`] did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EventsReport {
    /// Events that were unknown.
    pub new: u64,
    /// Events that say something else now, the cancelled ones included.
    pub changed: u64,
    /// Events that were not cancelled before and are now.
    pub cancelled: u64,
    /// Events that were told as they are known already; nothing was written for them.
    pub unchanged: u64,
    /// The newest revision.
    pub revision: i64,
}

/// An event as it stands in the store, as far as it matters here.
pub(crate) struct Stored {
    pub(crate) revision: i64,
    pub(crate) status: String,
    pub(crate) venue_id: Option<i64>,
    pub(crate) organizer_id: Option<i64>,
    pub(crate) content_hash: i64,
    pub(crate) occurrences_hash: i64,
}

impl Store {
    /// Writes what resolving brought, in one transaction. Events that are told as they stand are not written. Events
    /// that lost all their claims leave a tombstone, and a successor where their listings went to another event.
    pub async fn events_commit(&self, commit: EventsCommit) -> Result<EventsReport, StoreError> {
        self.commit_under(None, commit).await
    }

    /// The same, unless the named claim was lost to another meanwhile: who took it over has read what became known since, and
    /// what was made of older listings and older identities must not be written over it.
    pub async fn events_commit_as(
        &self,
        name: &str,
        owner: &str,
        commit: EventsCommit,
    ) -> Result<EventsReport, StoreError> {
        self.commit_under(Some((name, owner)), commit).await
    }

    async fn commit_under(
        &self,
        claim: Option<(&str, &str)>,
        commit: EventsCommit,
    ) -> Result<EventsReport, StoreError> {
        let EventsCommit { events, occurrences, resolved, retired, provenance, keys, pairs, now } = commit;
        let mut told = told(events, occurrences)?;
        let retired: BTreeMap<i64, i64> = retired.into_iter().map(|(old, new)| (old.get(), new.get())).collect();
        let transaction = self.begin_events().await?;
        let db = &transaction;
        if let Some((name, owner)) = claim
            && !lease::is_held(db, name, owner).await?
        {
            return Err(StoreError::ClaimLost(name.to_owned()));
        }
        let alive = settle::alive(db, &told, &resolved, &pairs).await?;
        let stored = stored(db, &told).await?;
        let differing = differing(&told, &stored);
        let known = identities::load(db, &differing).await?;
        carry_on(db, &mut told, &stored, &known).await?;
        changes::record(db, &told, &differing, &known, now).await?;
        let (ids, starts) = (told.keys().copied().collect::<Vec<_>>(), relations::starts(&told));
        let moves = claims::rewrite(db, &told, &resolved).await?;
        settle::settle(db, &resolved, &alive).await?;
        let settled = resolved.iter().map(|one| one.listing_id.get()).collect();
        pairs::rewrite(db, &pairs, &settled, &alive).await?;
        mark(db, moves.orphans.iter().copied()).await?;
        let abandoned = claims::abandoned(db, &told, &moves, &retired).await?;
        let report = write(db, told, &stored, abandoned).await?;
        provenance::save(db, &ids, &provenance).await?;
        relations::save(db, &starts, &keys).await?;
        transaction.commit().await?;
        Ok(report)
    }

    /// Throws all events and occurrences away and marks every listing, so that resolving tells them again: with the
    /// same ids, UIDs and sequences, since who they are is kept apart. Says how many there were.
    pub async fn events_clear(&self) -> Result<u64, StoreError> {
        let transaction = self.begin_events().await?;
        let ids: Vec<i64> =
            events::Entity::find().select_only().column(events::Column::Id).into_tuple().all(&transaction).await?;
        remove(&transaction, &ids).await?;
        mark_all(&transaction).await?;
        transaction.commit().await?;
        Ok(count(number(ids.len())))
    }
}

fn told(events: Vec<Event>, occurrences: Vec<Occurrence>) -> Result<BTreeMap<i64, Told>, StoreError> {
    let mut sittings: BTreeMap<EventId, Vec<Occurrence>> = BTreeMap::new();
    for occurrence in occurrences {
        sittings.entry(occurrence.event_id).or_default().push(occurrence);
    }
    let mut told = BTreeMap::new();
    for event in events {
        match told.entry(event.id.get()) {
            Entry::Vacant(place) => {
                let occurrences = sittings.remove(&event.id).unwrap_or_default();
                place.insert(Told::new(event, occurrences)?);
            }
            // A fault of the resolver's; stopping all resolving for it would be the greater harm.
            Entry::Occupied(_) => {
                tracing::error!(event = %event.id, name = event.facts.name, "two events have one id; the first is kept");
            }
        }
    }
    Ok(told)
}

async fn stored(db: &impl ConnectionTrait, told: &BTreeMap<i64, Told>) -> Result<BTreeMap<i64, Stored>, StoreError> {
    use events::Column::{ContentHash, Id, OccurrencesHash, OrganizerId, Revision, Status, VenueId};
    type Row = (i64, i64, String, Option<i64>, Option<i64>, i64, i64);
    let ids: Vec<i64> = told.keys().copied().collect();
    let mut stored = BTreeMap::new();
    for chunk in ids.chunks(IDS_MAX) {
        let rows: Vec<Row> = events::Entity::find()
            .select_only()
            .columns([Id, Revision, Status, VenueId, OrganizerId, ContentHash, OccurrencesHash])
            .filter(Id.is_in(chunk.iter().copied()))
            .into_tuple()
            .all(db)
            .await?;
        stored.extend(rows.into_iter().map(
            |(id, revision, status, venue_id, organizer_id, content_hash, occurrences_hash)| {
                (id, Stored { revision, status, venue_id, organizer_id, content_hash, occurrences_hash })
            },
        ));
    }
    Ok(stored)
}

/// The events that are new, or not what is stored.
fn differing(told: &BTreeMap<i64, Told>, stored: &BTreeMap<i64, Stored>) -> Vec<i64> {
    let differs =
        |id: &i64, told: &Told| stored.get(id).is_none_or(|stored| stored.content_hash != told.row.content_hash);
    told.iter().filter(|(id, told)| differs(id, told)).map(|(id, _)| *id).collect()
}

/// Events that were removed with everything about them and come back go on where they stood.
async fn carry_on(
    db: &impl ConnectionTrait,
    told: &mut BTreeMap<i64, Told>,
    stored: &BTreeMap<i64, Stored>,
    known: &BTreeMap<i64, Identity>,
) -> Result<(), StoreError> {
    let new: Vec<i64> = told.keys().filter(|id| !stored.contains_key(*id)).copied().collect();
    for id in &new {
        if let (Some(told), Some(identity)) = (told.get_mut(id), known.get(id)) {
            let mut event = told.event.clone();
            if identities::carried_on(&mut event, identity) {
                told.retold(event)?;
            }
        }
    }
    retired::revive(db, &new).await
}
