//! What resolving brought: derived state, written whole or not at all.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    Store, StoreError,
    batch::{IDS_MAX, insert_all, keeping, replacing},
    claims::{self, Abandoned},
    entity::{events, organizers, tombstones, venues},
    event_rows::Told,
    events::{count_up, newest},
    identities,
    instant::{count, number},
    listings::mark,
    occurrences, organizers as inviters, retired, settle, venues as places,
};
use chrono::{DateTime, Utc};
use hobnob_domain::{Event, EventId, EventStatus, ListingId, Occurrence};
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
    /// The events of all clusters the resolved listings are in. Each has all its claims.
    pub events: Vec<Event>,
    /// All sittings of these events; those of other events are left alone and ignored.
    pub occurrences: Vec<Occurrence>,
    /// The listings that were read for it.
    pub resolved: Vec<Resolved>,
    /// Events that went into another: the old id and the new.
    pub retired: Vec<(EventId, EventId)>,
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
struct Stored {
    revision: i64,
    status: String,
    venue_id: Option<i64>,
    organizer_id: Option<i64>,
    content_hash: i64,
    occurrences_hash: i64,
}

impl Store {
    /// Writes what resolving brought, in one transaction. Events that are told as they stand are not written. Events
    /// that lost all their claims leave a tombstone, and a successor where their listings went to another event.
    pub async fn events_commit(&self, commit: EventsCommit) -> Result<EventsReport, StoreError> {
        let EventsCommit { events, occurrences, resolved, retired, now: _ } = commit;
        let mut told = told(events, occurrences)?;
        let retired: BTreeMap<i64, i64> = retired.into_iter().map(|(old, new)| (old.get(), new.get())).collect();
        let transaction = self.begin_events().await?;
        let db = &transaction;
        let alive = settle::alive(db, &told, &resolved).await?;
        let stored = stored(db, &told).await?;
        carry_on(db, &mut told, &stored).await?;
        let moves = claims::rewrite(db, &told, &resolved).await?;
        settle::settle(db, &resolved, &alive).await?;
        mark(db, moves.orphans.iter().copied()).await?;
        let abandoned = claims::abandoned(db, &told, &moves, &retired).await?;
        let report = write(db, told, &stored, abandoned).await?;
        transaction.commit().await?;
        Ok(report)
    }

    /// Throws all events and occurrences away and marks every listing, so that resolving tells them again: with the
    /// same ids, UIDs and sequences, since who they are is kept apart. Says how many there were.
    pub async fn events_clear(&self) -> Result<u64, StoreError> {
        let transaction = self.begin_events().await?;
        let ids: Vec<i64> = events::Entity::find()
            .select_only()
            .column(events::Column::Id)
            .into_tuple()
            .all(&transaction)
            .await?;
        remove(&transaction, &ids).await?;
        transaction.commit().await?;
        self.listings_mark_all_dirty().await?;
        Ok(count(number(ids.len())))
    }
}

fn told(events: Vec<Event>, occurrences: Vec<Occurrence>) -> Result<BTreeMap<i64, Told>, StoreError> {
    let mut sittings: BTreeMap<EventId, Vec<Occurrence>> = BTreeMap::new();
    for occurrence in occurrences {
        sittings.entry(occurrence.event_id).or_default().push(occurrence);
    }
    let told = events.into_iter().map(|event| {
        let occurrences = sittings.remove(&event.id).unwrap_or_default();
        Ok((event.id.get(), Told::new(event, occurrences)?))
    });
    told.collect()
}

async fn stored(
    db: &impl ConnectionTrait,
    told: &BTreeMap<i64, Told>,
) -> Result<BTreeMap<i64, Stored>, StoreError> {
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

/// Events that were removed with everything about them and come back go on where they stood.
async fn carry_on(
    db: &impl ConnectionTrait,
    told: &mut BTreeMap<i64, Told>,
    stored: &BTreeMap<i64, Stored>,
) -> Result<(), StoreError> {
    let new: Vec<i64> = told.keys().filter(|id| !stored.contains_key(*id)).copied().collect();
    let known = identities::load(db, &new).await?;
    for (id, identity) in known {
        if let Some(told) = told.get_mut(&id) {
            let mut event = told.event.clone();
            if identities::carried_on(&mut event, &identity) {
                told.retold(event)?;
            }
        }
    }
    retired::revive(db, &new).await
}

/// Rows to be written.
#[derive(Default)]
struct Written {
    events: Vec<events::Model>,
    venues: BTreeMap<i64, venues::Model>,
    organizers: BTreeMap<i64, organizers::Model>,
    identities: Vec<crate::entity::identities::Model>,
    reseated: Vec<i64>,
    occurrences: Vec<crate::entity::occurrences::Model>,
    venues_left: BTreeSet<i64>,
    organizers_left: BTreeSet<i64>,
}

impl Written {
    /// Takes in an event that is new, or differs from what is stored.
    fn add(&mut self, told: Told, stored: Option<&Stored>) {
        let Told { event, row, venue, organizer, occurrences } = told;
        if stored.is_none_or(|stored| stored.occurrences_hash != row.occurrences_hash) {
            self.reseated.push(row.id);
            self.occurrences.extend(occurrences);
        }
        if let Some(stored) = stored {
            self.venues_left.extend(stored.venue_id.filter(|id| row.venue_id != Some(*id)));
            self.organizers_left.extend(stored.organizer_id.filter(|id| row.organizer_id != Some(*id)));
        }
        if stored.is_none_or(|stored| stored.content_hash != row.content_hash) {
            self.identities.push(identities::row(&event.identity()));
        }
        self.venues.extend(venue.map(|row| (row.id, row)));
        self.organizers.extend(organizer.map(|row| (row.id, row)));
        self.events.push(row);
    }

    async fn save(self, db: &impl ConnectionTrait) -> Result<(), StoreError> {
        let Self { events, venues, organizers, identities, reseated, occurrences, venues_left, organizers_left } = self;
        let venues = venues.into_values().collect();
        insert_all::<venues::Entity, _>(db, venues, &keeping::<venues::Entity>()).await?;
        let organizers = organizers.into_values().collect();
        insert_all::<organizers::Entity, _>(db, organizers, &keeping::<organizers::Entity>()).await?;
        insert_all::<events::Entity, _>(db, events, &replacing::<events::Entity>()).await?;
        occurrences::replace(db, &reseated, occurrences).await?;
        identities::save(db, identities).await?;
        forget(db, venues_left, organizers_left).await
    }
}

async fn forget(
    db: &impl ConnectionTrait,
    venues: BTreeSet<i64>,
    organizers: BTreeSet<i64>,
) -> Result<(), StoreError> {
    places::forget(db, &venues.into_iter().collect::<Vec<_>>()).await?;
    inviters::forget(db, &organizers.into_iter().collect::<Vec<_>>()).await
}

/// Sorts events into new, changed and unchanged ones, gives each change a revision of its own, and writes them.
async fn write(
    db: &impl ConnectionTrait,
    told: BTreeMap<i64, Told>,
    stored: &BTreeMap<i64, Stored>,
    abandoned: Abandoned,
) -> Result<EventsReport, StoreError> {
    let mut report = EventsReport::default();
    let differs = |(id, told): &(&i64, &Told)| {
        stored.get(*id).is_none_or(|stored| stored.content_hash != told.row.content_hash)
    };
    let mut revision = count_up(db, told.iter().filter(differs).count()).await?;
    let mut written = Written::default();
    for (id, mut one) in told {
        let before = stored.get(&id);
        match before {
            None => report.new += 1,
            Some(before) if before.content_hash != one.row.content_hash => {
                report.changed += 1;
                let cancelled = EventStatus::Cancelled.as_str();
                report.cancelled += u64::from(one.row.status == cancelled && before.status != cancelled);
            }
            Some(before) => {
                report.unchanged += 1;
                if before.occurrences_hash != one.row.occurrences_hash {
                    one.row.revision = before.revision;
                    written.add(one, Some(before));
                }
                continue;
            }
        }
        one.row.revision = revision;
        revision += 1;
        written.add(one, before);
    }
    written.save(db).await?;
    let Abandoned { removed, successors } = abandoned;
    remove(db, &removed).await?;
    retired::retire(db, &successors).await?;
    report.revision = newest(db).await?;
    Ok(report)
}

/// Removes events and leaves tombstones, so that readers learn of it.
pub(crate) async fn remove(
    db: &impl ConnectionTrait,
    ids: &[i64],
) -> Result<(), StoreError> {
    let first = count_up(db, ids.len()).await?;
    let rows = (first..)
        .zip(ids)
        .map(|(revision, event_id)| tombstones::Model { event_id: *event_id, revision })
        .collect();
    insert_all::<tombstones::Entity, _>(db, rows, &replacing::<tombstones::Entity>()).await?;
    let (mut venues, mut organizers) = (BTreeSet::new(), BTreeSet::new());
    for chunk in ids.chunks(IDS_MAX) {
        let theirs = events::Column::Id.is_in(chunk.iter().copied());
        let rows: Vec<(Option<i64>, Option<i64>)> = events::Entity::find()
            .select_only()
            .columns([events::Column::VenueId, events::Column::OrganizerId])
            .filter(theirs.clone())
            .into_tuple()
            .all(db)
            .await?;
        for (venue, organizer) in rows {
            venues.extend(venue);
            organizers.extend(organizer);
        }
        events::Entity::delete_many().filter(theirs).exec(db).await?;
    }
    forget(db, venues, organizers).await
}
