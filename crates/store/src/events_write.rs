//! Events into their tables, each change with a revision of its own.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    EventsReport, StoreError,
    batch::{IDS_MAX, insert_all, keeping, replacing},
    claims::Abandoned,
    entity::{events, organizers, tombstones, venues},
    event_rows::Told,
    events::{count_up, newest},
    events_commit::Stored,
    identities, occurrences, organizers as inviters, retired, venues as places,
};
use hobnob_domain::EventStatus;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

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

async fn forget(db: &impl ConnectionTrait, venues: BTreeSet<i64>, organizers: BTreeSet<i64>) -> Result<(), StoreError> {
    places::forget(db, &venues.into_iter().collect::<Vec<_>>()).await?;
    inviters::forget(db, &organizers.into_iter().collect::<Vec<_>>()).await
}

/// Sorts events into new, changed and unchanged ones, gives each change a revision of its own, and writes them.
pub(crate) async fn write(
    db: &impl ConnectionTrait,
    told: BTreeMap<i64, Told>,
    stored: &BTreeMap<i64, Stored>,
    abandoned: Abandoned,
) -> Result<EventsReport, StoreError> {
    let mut report = EventsReport::default();
    let differs =
        |(id, told): &(&i64, &Told)| stored.get(*id).is_none_or(|stored| stored.content_hash != told.row.content_hash);
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
pub(crate) async fn remove(db: &impl ConnectionTrait, ids: &[i64]) -> Result<(), StoreError> {
    let first = count_up(db, ids.len()).await?;
    let rows =
        (first..).zip(ids).map(|(revision, event_id)| tombstones::Model { event_id: *event_id, revision }).collect();
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
