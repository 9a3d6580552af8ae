//! A source that is watched no more.

use crate::{
    Store, StoreError, claims,
    entity::{listings, sources},
    events_write::remove,
    listings::mark,
};
use hobnob_domain::SourceId;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

impl Store {
    /// Removes a source with its pages, problems, listings and claims; says whether there was one.
    ///
    /// Events that rested on its listings alone leave a tombstone. Events that other sources claim too keep standing;
    /// the listings of those sources are marked, so that the next resolving tells the events without this source. Who
    /// the events were is kept: if the source comes back, so do their UIDs and sequences.
    pub async fn source_remove(&self, id: SourceId) -> Result<bool, StoreError> {
        let transaction = self.begin_events().await?;
        let db = &transaction;
        let theirs: Vec<i64> = listings::Entity::find()
            .select_only()
            .column(listings::Column::Id)
            .filter(listings::Column::SourceId.eq(id.get()))
            .into_tuple()
            .all(db)
            .await?;
        let (alone, beside) = claims::resting_on(db, &theirs).await?;
        mark(db, beside).await?;
        remove(db, &alone).await?;
        // Everything else of the source hangs on its row or on its listings' rows, and goes with them.
        let removed = sources::Entity::delete_by_id(id.get()).exec(db).await?;
        transaction.commit().await?;
        Ok(removed.rows_affected > 0)
    }
}
