//! Which sources list something that is about to happen.

use std::collections::BTreeSet;

use crate::{
    Store, StoreError,
    batch::IDS_MAX,
    entity::{claims, listings, occurrences},
    instant::micros,
};
use chrono::{DateTime, Utc};
use hobnob_domain::SourceId;
use sea_orm::{
    ConnectionTrait as _, ExprTrait as _,
    sea_query::{Expr, Query},
};

impl Store {
    /// Those of the sources that stand by an event with an occurrence that begins from `from` on and before `to`.
    pub async fn sources_with_events_between(
        &self,
        ids: &[SourceId],
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Result<BTreeSet<SourceId>, StoreError> {
        let mut found = BTreeSet::new();
        let starts_at = || Expr::col((occurrences::Entity, occurrences::Column::StartsAt));
        let source_id = (listings::Entity, listings::Column::SourceId);
        for chunk in ids.chunks(IDS_MAX) {
            let query = Query::select()
                .distinct()
                .column(source_id)
                .from(listings::Entity)
                .inner_join(
                    claims::Entity,
                    Expr::col((claims::Entity, claims::Column::ListingId))
                        .equals((listings::Entity, listings::Column::Id)),
                )
                .inner_join(
                    occurrences::Entity,
                    Expr::col((occurrences::Entity, occurrences::Column::EventId))
                        .equals((claims::Entity, claims::Column::EventId)),
                )
                .and_where(Expr::col(source_id).is_in(chunk.iter().map(|id| id.get())))
                .and_where(Expr::col((listings::Entity, listings::Column::MissingRuns)).eq(0))
                .and_where(starts_at().gte(micros(from)))
                .and_where(starts_at().lt(micros(to)))
                .take();
            for row in self.reader.query_all(&query).await? {
                found.insert(SourceId::new(row.try_get_by_index(0)?));
            }
        }
        Ok(found)
    }
}
