//! Listings that have been resolved.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    Resolved, StoreError,
    batch::{IDS_MAX, insert_all, keeping, limited, replacing},
    entity::{dirty_listings, listing_keys, listings, rejections},
    event_rows::Told,
    hash::key_hash,
    instant::micros,
    problems::message,
};
use hobnob_domain::{EventId, Pair, Rejection, SourceId};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait as _, Order, QueryFilter, QueryResult, QuerySelect,
    sea_query::{Expr, Query},
};

/// When each listing that is spoken of last changed. An event that rests on a listing that is no more is refused.
pub(crate) async fn alive(
    db: &impl ConnectionTrait,
    told: &BTreeMap<i64, Told>,
    resolved: &[Resolved],
    pairs: &[Pair],
) -> Result<BTreeMap<i64, i64>, StoreError> {
    let claimed = told.values().flat_map(|told| &told.event.claims).map(|claim| claim.listing_id.get());
    let compared = pairs.iter().flat_map(|pair| [pair.one.get(), pair.other.get()]);
    let ids: BTreeSet<i64> = claimed.chain(compared).chain(resolved.iter().map(|one| one.listing_id.get())).collect();
    let ids: Vec<i64> = ids.into_iter().collect();
    let mut alive: BTreeMap<i64, i64> = BTreeMap::new();
    for chunk in ids.chunks(IDS_MAX) {
        let rows = listings::Entity::find()
            .select_only()
            .columns([listings::Column::Id, listings::Column::ChangedAt])
            .filter(listings::Column::Id.is_in(chunk.iter().copied()));
        alive.extend(rows.into_tuple::<(i64, i64)>().all(db).await?);
    }
    for (event, told) in told {
        let missing = told.event.claims.iter().find(|claim| !alive.contains_key(&claim.listing_id.get()));
        if let Some(claim) = missing {
            return Err(StoreError::Stale { event: EventId::new(*event), listing: claim.listing_id });
        }
    }
    Ok(alive)
}

/// Writes down by which keys resolved listings are found and why they were rejected, and settles those that have not
/// changed since they were read.
pub(crate) async fn settle(
    db: &impl ConnectionTrait,
    resolved: &[Resolved],
    alive: &BTreeMap<i64, i64>,
) -> Result<(), StoreError> {
    let resolved: BTreeMap<i64, &Resolved> =
        resolved.iter().map(|one| (one.listing_id.get(), one)).filter(|(id, _)| alive.contains_key(id)).collect();
    let ids: Vec<i64> = resolved.keys().copied().collect();
    settle_keys(db, &ids, &resolved).await?;
    settle_rejections(db, &ids, &resolved).await?;
    let unchanged = |id: &&i64| resolved.get(*id).is_some_and(|one| alive.get(*id) == Some(&micros(one.changed_at)));
    let settled: Vec<i64> = ids.iter().filter(unchanged).copied().collect();
    for chunk in settled.chunks(IDS_MAX) {
        dirty_listings::Entity::delete_many()
            .filter(dirty_listings::Column::IsTaken.eq(true))
            .filter(dirty_listings::Column::ListingId.is_in(chunk.iter().copied()))
            .exec(db)
            .await?;
    }
    Ok(())
}

async fn settle_keys(
    db: &impl ConnectionTrait,
    ids: &[i64],
    resolved: &BTreeMap<i64, &Resolved>,
) -> Result<(), StoreError> {
    let mut stored: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
    for chunk in ids.chunks(IDS_MAX) {
        let theirs = listing_keys::Column::ListingId.is_in(chunk.iter().copied());
        for row in listing_keys::Entity::find().filter(theirs).all(db).await? {
            stored.entry(row.listing_id).or_default().insert(row.key_hash);
        }
    }
    let mut outdated = Vec::new();
    let mut rows = Vec::new();
    for (listing_id, one) in resolved {
        let wanted: BTreeSet<i64> = one.identity_keys.iter().map(|key| key_hash(key)).collect();
        let before = stored.remove(listing_id).unwrap_or_default();
        if wanted == before {
            continue;
        }
        if !before.is_empty() {
            outdated.push(*listing_id);
        }
        rows.extend(wanted.into_iter().map(|key_hash| listing_keys::Model { listing_id: *listing_id, key_hash }));
    }
    for chunk in outdated.chunks(IDS_MAX) {
        let theirs = listing_keys::Column::ListingId.is_in(chunk.iter().copied());
        listing_keys::Entity::delete_many().filter(theirs).exec(db).await?;
    }
    Ok(insert_all::<listing_keys::Entity, _>(db, rows, &keeping::<listing_keys::Entity>()).await?)
}

async fn settle_rejections(
    db: &impl ConnectionTrait,
    ids: &[i64],
    resolved: &BTreeMap<i64, &Resolved>,
) -> Result<(), StoreError> {
    let mut stored: BTreeMap<i64, String> = BTreeMap::new();
    for chunk in ids.chunks(IDS_MAX) {
        let theirs = rejections::Column::ListingId.is_in(chunk.iter().copied());
        let rows = rejections::Entity::find().filter(theirs).all(db).await?;
        stored.extend(rows.into_iter().map(|row| (row.listing_id, row.reason)));
    }
    let reasons: BTreeMap<i64, String> =
        resolved.iter().filter_map(|(id, one)| one.rejection.as_deref().map(|reason| (*id, message(reason)))).collect();
    let over: Vec<i64> = stored.keys().filter(|id| !reasons.contains_key(*id)).copied().collect();
    for chunk in over.chunks(IDS_MAX) {
        let theirs = rejections::Column::ListingId.is_in(chunk.iter().copied());
        rejections::Entity::delete_many().filter(theirs).exec(db).await?;
    }
    let rows = reasons
        .into_iter()
        .filter(|(id, reason)| stored.get(id) != Some(reason))
        .map(|(listing_id, reason)| rejections::Model { listing_id, reason })
        .collect();
    Ok(insert_all::<rejections::Entity, _>(db, rows, &replacing::<rejections::Entity>()).await?)
}

impl crate::Store {
    /// Why listings of a source give no draft, ordered by key, at most `limit`.
    pub async fn rejections_of(&self, source_id: SourceId, limit: u64) -> Result<Vec<Rejection>, StoreError> {
        let query = Query::select()
            .column((listings::Entity, listings::Column::Key))
            .column((rejections::Entity, rejections::Column::Reason))
            .from(listings::Entity)
            .inner_join(
                rejections::Entity,
                Expr::col((rejections::Entity, rejections::Column::ListingId))
                    .equals((listings::Entity, listings::Column::Id)),
            )
            .and_where(Expr::col((listings::Entity, listings::Column::SourceId)).eq(source_id.get()))
            .and_where(Expr::col((listings::Entity, listings::Column::MissingRuns)).eq(0))
            .order_by((listings::Entity, listings::Column::Key), Order::Asc)
            .limit(limited(limit))
            .take();
        let rows = self.reader.query_all(&query).await?;
        let rejection =
            |row: &QueryResult| Ok(Rejection { key: row.try_get_by_index(0)?, reason: row.try_get_by_index(1)? });
        rows.iter().map(rejection).collect()
    }
}
