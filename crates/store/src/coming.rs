//! Which listings are about what is still to come: a list that drops what is over lacks nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    StoreError,
    batch::IDS_MAX,
    entity::{claims, occurrences},
    instant::micros,
    run::{HELD_ABOVE, Known},
};
use chrono::{DateTime, Utc};
use sea_orm::{
    ConnectionTrait, ExprTrait as _,
    sea_query::{Expr, Func, Query},
};

/// What a run lacks of what was to come.
#[derive(Clone, Copy)]
pub(crate) struct Lost {
    /// So many of its listings it lacks for the first time…
    pub(crate) vanished: usize,
    /// …of so many that were there.
    pub(crate) present: usize,
}

/// Counts what a run lacks of what was to come. A listing that nobody has understood yet counts as such.
pub(crate) async fn lost(
    db: &impl ConnectionTrait,
    known: &BTreeMap<i64, Known>,
    vanished: &[i64],
    now: DateTime<Utc>,
) -> Result<Lost, StoreError> {
    let present: Vec<i64> = known.iter().filter(|(_, known)| known.missing_runs == 0).map(|(id, _)| *id).collect();
    if vanished.len() <= HELD_ABOVE {
        return Ok(Lost { vanished: vanished.len(), present: present.len() });
    }
    let over = over(db, &present, now).await?;
    let vanished = vanished.iter().filter(|id| !over.contains(id)).count();
    Ok(Lost { vanished, present: present.len() - over.len() })
}

/// Those whose event has had its last sitting.
async fn over(db: &impl ConnectionTrait, ids: &[i64], now: DateTime<Utc>) -> Result<BTreeSet<i64>, StoreError> {
    let listing = (claims::Entity, claims::Column::ListingId);
    let ends_at = || Expr::col((occurrences::Entity, occurrences::Column::EndsAt));
    let mut over = BTreeSet::new();
    for chunk in ids.chunks(IDS_MAX) {
        let query = Query::select()
            .column(listing)
            .from(claims::Entity)
            .inner_join(
                occurrences::Entity,
                Expr::col((occurrences::Entity, occurrences::Column::EventId))
                    .equals((claims::Entity, claims::Column::EventId)),
            )
            .and_where(Expr::col(listing).is_in(chunk.iter().copied()))
            .group_by_col(listing)
            .and_having(Expr::expr(Func::max(ends_at())).lt(micros(now)))
            .take();
        for row in db.query_all(&query).await? {
            over.insert(row.try_get_by_index(0)?);
        }
    }
    Ok(over)
}
