//! What we believe, read.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    Store, StoreError,
    batch::{IDS_MAX, limited},
    entity::{events, revisions, tombstones},
    event_rows::whole,
    retired,
    transaction::COUNTER,
};
use hobnob_domain::{Event, EventId, Standing};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

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
    /// What changed after `revision`, at most `limit` changes, at least one, oldest first. From 0 on, that is every event.
    pub async fn events_changed_since(&self, revision: i64, limit: u64) -> Result<Changes, StoreError> {
        let db = &self.reader;
        let limit = limited(limit);
        // The counter first: whatever is committed while we read has a greater revision and comes next time.
        let newest = newest(db).await?;
        let rows = events::Entity::find()
            .filter(events::Column::Revision.gt(revision))
            .filter(events::Column::Revision.lte(newest))
            .order_by_asc(events::Column::Revision)
            .limit(limit)
            .all(db)
            .await?;
        let mut gone = Vec::new();
        if revision > 0 {
            gone = tombstones::Entity::find()
                .filter(tombstones::Column::Revision.gt(revision))
                .filter(tombstones::Column::Revision.lte(newest))
                .order_by_asc(tombstones::Column::Revision)
                .limit(limit)
                .all(db)
                .await?;
        }
        let (rows, gone, last) = first(rows, gone, limit);
        Ok(Changes {
            events: whole(db, rows).await?,
            removed: gone.into_iter().map(|row| EventId::new(row.event_id)).collect(),
            revision: last.unwrap_or(newest),
            is_last: last.is_none(),
        })
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
            let wanted = events::Column::Id.is_in(chunk.iter().map(|id| id.get()));
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

/// The first `limit` changes of two ordered lists, and the last revision among them if the limit was reached.
fn first(
    mut rows: Vec<events::Model>,
    mut gone: Vec<tombstones::Model>,
    limit: u64,
) -> (Vec<events::Model>, Vec<tombstones::Model>, Option<i64>) {
    let mut revisions: Vec<i64> =
        rows.iter().map(|row| row.revision).chain(gone.iter().map(|row| row.revision)).collect();
    revisions.sort_unstable();
    let last = usize::try_from(limit).ok().and_then(|limit| revisions.get(limit.checked_sub(1)?)).copied();
    if let Some(last) = last {
        rows.retain(|row| row.revision <= last);
        gone.retain(|row| row.revision <= last);
    }
    (rows, gone, last)
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
