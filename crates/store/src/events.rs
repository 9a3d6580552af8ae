//! What we believe, read.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    Store, StoreError,
    batch::{IDS_MAX, padded},
    entity::{events, revisions, tombstones},
    event_rows::whole,
    retired,
    transaction::COUNTER,
};
use hobnob_domain::{Event, EventId, Standing};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseConnection, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

/// Events read by one statement.
const PAGE: u64 = 2_000;

/// What has changed since a revision.
#[derive(Clone, Debug, PartialEq)]
pub struct Changes {
    /// Events that are new or say something else, in the order they changed.
    pub events: Vec<Event>,
    /// Events that are no more.
    pub removed: Vec<EventId>,
    /// Where to go on. Smaller than what was asked for when the database is not the one it was: then begin at 0.
    pub revision: i64,
    /// Whether there was nothing more when it was asked.
    pub is_last: bool,
}

impl Store {
    /// What changed after `revision`, about oldest first: at most `limit` events, at least one, and whatever went
    /// meanwhile. From 0 on, that is every event. Many are read by several connections at once.
    pub async fn events_changed_since(&self, revision: i64, limit: u64) -> Result<Changes, StoreError> {
        // The counter first: whatever is committed while we read has a greater revision and comes next time.
        let newest = newest(&self.reader).await?;
        let (mut pages, mut reached, mut left) = (Vec::new(), revision.min(newest), limit.max(1));
        while reached < newest && left > 0 {
            let many = left.min(PAGE);
            let until = nth_change(&self.reader, reached, many).await?.map_or(newest, |until| until.min(newest));
            pages.push(tokio::spawn(changed_between(self.reader.clone(), reached, until, revision > 0)));
            (reached, left) = (until, left - many);
        }
        let mut changes =
            Changes { events: Vec::new(), removed: Vec::new(), revision: reached, is_last: reached >= newest };
        for page in pages {
            let (events, removed) = page.await.map_err(|error| StoreError::Io(std::io::Error::other(error)))??;
            changes.events.extend(events);
            changes.removed.extend(removed);
        }
        Ok(changes)
    }

    /// One event; one that was retired is answered by its successor.
    pub async fn event(&self, id: EventId) -> Result<Option<Event>, StoreError> {
        let db = &self.reader;
        let row = match events::Entity::find_by_id(id.get()).one(db).await? {
            Some(row) => Some(row),
            None => match retired::successor(db, id.get()).await? {
                Some(successor) => events::Entity::find_by_id(successor).one(db).await?,
                None => None,
            },
        };
        Ok(whole(db, row.into_iter().collect()).await?.pop())
    }

    /// These events, those of them that are there, by few statements.
    pub async fn events(&self, ids: &[EventId]) -> Result<BTreeMap<EventId, Event>, StoreError> {
        let mut events = BTreeMap::new();
        for chunk in ids.chunks(IDS_MAX) {
            let wanted = events::Column::Id.is_in(padded(chunk.iter().map(|id| id.get())));
            let rows = events::Entity::find().filter(wanted).all(&self.reader).await?;
            events.extend(whole(&self.reader, rows).await?.into_iter().map(|event| (event.id, event)));
        }
        Ok(events)
    }

    /// Which of these ids are events that live.
    pub async fn events_living(&self, ids: &[EventId]) -> Result<BTreeSet<EventId>, StoreError> {
        let mut living = BTreeSet::new();
        for chunk in ids.chunks(IDS_MAX) {
            let rows = events::Entity::find()
                .select_only()
                .column(events::Column::Id)
                .filter(events::Column::Id.is_in(chunk.iter().map(|id| id.get())));
            living.extend(rows.into_tuple::<i64>().all(&self.reader).await?.into_iter().map(EventId::new));
        }
        Ok(living)
    }

    /// The newest revision: that of the latest change.
    pub async fn revision(&self) -> Result<i64, StoreError> {
        newest(&self.reader).await
    }

    /// How many events there are, those no longer shown left out.
    pub async fn events_total(&self) -> Result<u64, StoreError> {
        let shown = events::Entity::find().filter(events::Column::Standing.ne(Standing::Gone.as_str()));
        Ok(shown.count(&self.reader).await?)
    }
}

/// The revision of the `many`th event behind a revision, in their order; none where there are fewer.
async fn nth_change(db: &impl ConnectionTrait, after: i64, many: u64) -> Result<Option<i64>, StoreError> {
    let behind = events::Entity::find()
        .select_only()
        .column(events::Column::Revision)
        .filter(events::Column::Revision.gt(after))
        .order_by_asc(events::Column::Revision)
        .offset(many.saturating_sub(1));
    Ok(behind.limit(1).into_tuple::<i64>().one(db).await?)
}

/// Events that changed after one revision and up to another, and those that went.
async fn changed_between(
    db: DatabaseConnection,
    after: i64,
    until: i64,
    with_removed: bool,
) -> Result<(Vec<Event>, Vec<EventId>), StoreError> {
    let rows = events::Entity::find()
        .filter(events::Column::Revision.gt(after))
        .filter(events::Column::Revision.lte(until))
        .order_by_asc(events::Column::Revision)
        .all(&db)
        .await?;
    let mut removed = Vec::new();
    if with_removed {
        removed = tombstones::Entity::find()
            .filter(tombstones::Column::Revision.gt(after))
            .filter(tombstones::Column::Revision.lte(until))
            .order_by_asc(tombstones::Column::Revision)
            .all(&db)
            .await?;
    }
    let removed = removed.into_iter().map(|row| EventId::new(row.event_id)).collect();
    Ok((whole(&db, rows).await?, removed))
}

/// The newest revision.
pub(crate) async fn newest(db: &impl ConnectionTrait) -> Result<i64, StoreError> {
    Ok(revisions::Entity::find_by_id(COUNTER).one(db).await?.map_or(0, |row| row.revision))
}

/// Counts so many changes and gives the revision of the first.
pub(crate) async fn count_up(db: &impl ConnectionTrait, changes: usize) -> Result<i64, StoreError> {
    let before = newest(db).await?;
    let after = before.saturating_add(crate::instant::number(changes));
    if changes > 0 {
        let row =
            revisions::ActiveModel { id: sea_orm::ActiveValue::NotSet, revision: sea_orm::ActiveValue::Set(after) };
        let only = revisions::Column::Id.eq(COUNTER);
        revisions::Entity::update_many().set(row).filter(only).exec(db).await?;
    }
    Ok(before.saturating_add(1))
}
