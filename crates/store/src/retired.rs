//! Events that went into another, and events that are no more: whoever knows the old id finds the new one.

use std::collections::BTreeMap;

use crate::{
    Store, StoreError,
    batch::{IDS_MAX, insert_all, replacing},
    entity::{retired, tombstones},
    identities,
};
use hobnob_domain::EventId;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::Expr};

/// How many times an event may have gone into another that went into another.
const HOPS_MAX: usize = 32;

/// The event that stands in the place of one that is no more, if there is one.
pub(crate) async fn successor(db: &impl ConnectionTrait, id: i64) -> Result<Option<i64>, StoreError> {
    let mut last = None;
    for _ in 0..HOPS_MAX {
        match retired::Entity::find_by_id(last.unwrap_or(id)).one(db).await? {
            Some(row) => last = Some(row.successor_id),
            None => break,
        }
    }
    Ok(last)
}

impl Store {
    /// The events that stand in the place of those of these that are no more, by one statement for every thousand.
    pub async fn successors_of(&self, ids: &[EventId]) -> Result<BTreeMap<EventId, EventId>, StoreError> {
        let mut found = BTreeMap::new();
        for chunk in ids.chunks(IDS_MAX) {
            let theirs = retired::Column::EventId.is_in(chunk.iter().map(|id| id.get()));
            let rows = retired::Entity::find().filter(theirs).all(&self.reader).await?;
            found.extend(rows.into_iter().map(|row| (EventId::new(row.event_id), EventId::new(row.successor_id))));
        }
        Ok(found)
    }
}

/// Retires events in favour of others; those that went into a retired one go on to its successor.
pub(crate) async fn retire(db: &impl ConnectionTrait, successors: &BTreeMap<i64, i64>) -> Result<(), StoreError> {
    let ids: Vec<i64> = successors.keys().copied().collect();
    let known = identities::load(db, &ids).await?;
    let mut rows = Vec::new();
    for (event_id, successor_id) in successors.iter().map(|(old, new)| (*old, *new)).filter(|(old, new)| old != new) {
        retired::Entity::update_many()
            .col_expr(retired::Column::SuccessorId, Expr::val(successor_id))
            .filter(retired::Column::SuccessorId.eq(event_id))
            .exec(db)
            .await?;
        let uid = known.get(&event_id).map(|identity| identity.uid.clone()).unwrap_or_default();
        rows.push(retired::Model { event_id, uid, successor_id });
    }
    Ok(insert_all::<retired::Entity, _>(db, rows, &replacing::<retired::Entity>()).await?)
}

/// Events that are there (again) are neither retired nor removed.
pub(crate) async fn revive(db: &impl ConnectionTrait, ids: &[i64]) -> Result<(), StoreError> {
    for chunk in ids.chunks(IDS_MAX) {
        let theirs = retired::Column::EventId.is_in(chunk.iter().copied());
        retired::Entity::delete_many().filter(theirs).exec(db).await?;
        let theirs = tombstones::Column::EventId.is_in(chunk.iter().copied());
        tombstones::Entity::delete_many().filter(theirs).exec(db).await?;
    }
    Ok(())
}
