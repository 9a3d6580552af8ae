//! Who events are, for ever: ground state that outlives them.

use std::collections::BTreeMap;

use crate::{
    Store, StoreError,
    batch::{IDS_MAX, insert_all, replacing},
    entity::{claims, identities},
    hash::storable,
    instant::{instant, micros, small},
    json::SummaryJson,
};
use hobnob_domain::{Event, EventId, Identity, ListingId};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

impl Store {
    /// The identities of the events that listings were about when they were last resolved. Listings that were about
    /// none are left out.
    pub async fn identities_of(&self, ids: &[ListingId]) -> Result<BTreeMap<ListingId, Identity>, StoreError> {
        let mut about = BTreeMap::new();
        let ids: Vec<i64> = ids.iter().map(|id| id.get()).collect();
        for chunk in ids.chunks(IDS_MAX) {
            let theirs = claims::Entity::find().filter(claims::Column::ListingId.is_in(chunk.iter().copied()));
            about.extend(theirs.all(&self.reader).await?.into_iter().map(|row| (row.listing_id, row.event_id)));
        }
        let mut events: Vec<i64> = about.values().copied().collect();
        events.sort_unstable();
        events.dedup();
        let known = load(&self.reader, &events).await?;
        let found = about.into_iter().filter_map(|(listing, event)| {
            known.get(&event).map(|identity| (ListingId::new(listing), identity.clone()))
        });
        Ok(found.collect())
    }
}

/// Identities by event.
pub(crate) async fn load(db: &impl ConnectionTrait, ids: &[i64]) -> Result<BTreeMap<i64, Identity>, StoreError> {
    let mut found = BTreeMap::new();
    for chunk in ids.chunks(IDS_MAX) {
        let rows = identities::Entity::find().filter(identities::Column::EventId.is_in(chunk.iter().copied()));
        found.extend(rows.all(db).await?.into_iter().map(|row| (row.event_id, identity(row))));
    }
    Ok(found)
}

/// An identity from its row.
pub(crate) fn identity(row: identities::Model) -> Identity {
    let identities::Model { event_id, uid, sequence, created_at, revised_at, fingerprint, summary } = row;
    Identity {
        event_id: EventId::new(event_id),
        uid,
        sequence: small(sequence),
        created_at: instant(created_at),
        revised_at: instant(revised_at),
        fingerprint,
        // What is written otherwise was written by another version: then nothing is known of what it said.
        summary: summary.and_then(|text| serde_json::from_str::<SummaryJson>(&text).ok()?.try_into().ok()),
    }
}

/// A row from an identity.
pub(crate) fn row(identity: &Identity) -> identities::Model {
    let Identity { event_id, uid, sequence, created_at, revised_at, fingerprint, summary } = identity;
    identities::Model {
        event_id: event_id.get(),
        uid: storable(uid),
        sequence: i64::from(*sequence),
        created_at: micros(*created_at),
        revised_at: micros(*revised_at),
        fingerprint: storable(fingerprint),
        summary: summary.as_ref().and_then(|summary| serde_json::to_string(&SummaryJson::from(summary)).ok()),
    }
}

/// Stores identities.
pub(crate) async fn save(db: &impl ConnectionTrait, rows: Vec<identities::Model>) -> Result<(), StoreError> {
    Ok(insert_all::<identities::Entity, _>(db, rows, &replacing::<identities::Entity>()).await?)
}

/// An event that comes back after everything about it was removed goes on where it stood: its UID stays, and its
/// sequence does not go back. Says whether the event had to be changed for that.
pub(crate) fn carried_on(event: &mut Event, known: &Identity) -> bool {
    let is_same = event.fingerprint == known.fingerprint;
    let goes_back = event.sequence < known.sequence || (event.sequence == known.sequence && !is_same);
    if event.uid == known.uid && !goes_back {
        return false;
    }
    event.uid.clone_from(&known.uid);
    event.created_at = event.created_at.min(known.created_at);
    if goes_back {
        event.sequence = if is_same { known.sequence } else { known.sequence.saturating_add(1) };
        event.revised_at = if is_same { known.revised_at } else { event.revised_at };
    }
    true
}
