//! Listings as they are known, and which of them must be resolved again.
//!
//! A listing is *dirty* when something about it changed since it was resolved. Reading a dirty listing for resolving
//! *takes* it; becoming dirty again gives it back. Only a taken one can be settled, so nothing that happened between
//! reading and settling is lost.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    Store, StoreError,
    batch::{IDS_MAX, insert_all, limited, replacing},
    entity::{claims, dirty_listings, listing_keys, listings, sources},
    hash::{key_hash, maybe_storable, storable},
    instant::{instant, micros, small},
    json::WordsJson,
    sources::spec,
};
use hobnob_domain::{KnownListing, Listing, ListingId, SourceId, SourceSpec};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, Query},
};

impl Store {
    /// Listings that must be resolved, at most `limit`, with what the operator says about their source.
    pub async fn listings_dirty(&self, limit: u64) -> Result<Vec<(KnownListing, SourceSpec)>, StoreError> {
        let ids: Vec<i64> = dirty_listings::Entity::find()
            .select_only()
            .column(dirty_listings::Column::ListingId)
            .order_by_asc(dirty_listings::Column::ListingId)
            .limit(limited(limit))
            .into_tuple()
            .all(&self.reader)
            .await?;
        self.taken(ids).await
    }

    /// Which listings share an identity key, ordered by id. A key that more than `sharers_max` listings have says
    /// nothing and gives none.
    pub async fn listings_sharing(&self, keys: &[String], sharers_max: usize) -> Result<Vec<ListingId>, StoreError> {
        let hashes: Vec<i64> = keys.iter().map(|key| key_hash(key)).collect::<BTreeSet<_>>().into_iter().collect();
        let mut ids = BTreeSet::new();
        for chunk in hashes.chunks(IDS_MAX) {
            let found: Vec<(i64, i64)> = listing_keys::Entity::find()
                .select_only()
                .columns([listing_keys::Column::KeyHash, listing_keys::Column::ListingId])
                .filter(listing_keys::Column::KeyHash.is_in(chunk.iter().copied()))
                .into_tuple()
                .all(&self.reader)
                .await?;
            let mut sharers: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
            for (key, listing) in found {
                sharers.entry(key).or_default().push(listing);
            }
            ids.extend(sharers.into_values().filter(|sharers| sharers.len() <= sharers_max).flatten());
        }
        Ok(ids.into_iter().map(ListingId::new).collect())
    }

    /// Listings by id, to be looked at but not resolved; ordered by id. Those that are no more are left out.
    pub async fn listings_read(&self, ids: &[ListingId]) -> Result<Vec<(KnownListing, SourceSpec)>, StoreError> {
        self.known(&ids.iter().map(|id| id.get()).collect::<Vec<_>>()).await
    }

    /// Listings by id, to be resolved; ordered by id. Those that are no more are left out.
    pub async fn listings_take(&self, ids: &[ListingId]) -> Result<Vec<(KnownListing, SourceSpec)>, StoreError> {
        self.taken(ids.iter().map(|id| id.get()).collect()).await
    }

    /// Listings that were about the same events as the given ones when they were last resolved, the given ones
    /// included, ordered by id.
    pub async fn listings_beside(&self, ids: &[ListingId]) -> Result<Vec<(KnownListing, SourceSpec)>, StoreError> {
        let ids: Vec<i64> = ids.iter().map(|id| id.get()).collect();
        let mut beside = BTreeSet::new();
        for chunk in ids.chunks(IDS_MAX) {
            let theirs = Query::select()
                .column(claims::Column::EventId)
                .from(claims::Entity)
                .and_where(claims::Column::ListingId.is_in(chunk.iter().copied()))
                .take();
            let found: Vec<i64> = claims::Entity::find()
                .select_only()
                .column(claims::Column::ListingId)
                .filter(claims::Column::EventId.in_subquery(theirs))
                .into_tuple()
                .all(&self.reader)
                .await?;
            beside.extend(found);
        }
        self.taken(beside.into_iter().collect()).await
    }

    /// Marks every listing as one to be resolved; says how many there are.
    pub async fn listings_mark_all_dirty(&self) -> Result<u64, StoreError> {
        let transaction = self.begin_events().await?;
        let marked = mark_all(&transaction).await?;
        transaction.commit().await?;
        Ok(marked)
    }

    /// Reads listings for resolving. Those among them that are dirty are taken *before* they are read.
    async fn taken(&self, ids: Vec<i64>) -> Result<Vec<(KnownListing, SourceSpec)>, StoreError> {
        let mut waiting: Vec<i64> = Vec::new();
        for chunk in ids.chunks(IDS_MAX) {
            let dirty = dirty_listings::Entity::find()
                .select_only()
                .column(dirty_listings::Column::ListingId)
                .filter(dirty_listings::Column::IsTaken.eq(false))
                .filter(dirty_listings::Column::ListingId.is_in(chunk.iter().copied()));
            waiting.extend(dirty.into_tuple::<i64>().all(&self.reader).await?);
        }
        if !waiting.is_empty() {
            let transaction = self.begin_events().await?;
            for chunk in waiting.chunks(IDS_MAX) {
                dirty_listings::Entity::update_many()
                    .col_expr(dirty_listings::Column::IsTaken, Expr::val(true))
                    .filter(dirty_listings::Column::ListingId.is_in(chunk.iter().copied()))
                    .exec(&transaction)
                    .await?;
            }
            transaction.commit().await?;
        }
        self.known(&ids).await
    }

    async fn known(&self, ids: &[i64]) -> Result<Vec<(KnownListing, SourceSpec)>, StoreError> {
        let mut rows = Vec::new();
        for chunk in ids.chunks(IDS_MAX) {
            let found = listings::Entity::find().filter(listings::Column::Id.is_in(chunk.iter().copied()));
            rows.extend(found.all(&self.reader).await?);
        }
        rows.sort_by_key(|row| row.id);
        let theirs: BTreeSet<i64> = rows.iter().map(|row| row.source_id).collect();
        let specs = specs(&self.reader, theirs.into_iter().collect()).await?;
        rows.into_iter()
            .filter_map(|row| specs.get(&row.source_id).cloned().map(|spec| Ok((known(row)?, spec))))
            .collect()
    }
}

async fn specs(db: &impl ConnectionTrait, ids: Vec<i64>) -> Result<BTreeMap<i64, SourceSpec>, StoreError> {
    let mut specs = BTreeMap::new();
    for chunk in ids.chunks(IDS_MAX) {
        let found = sources::Entity::find().filter(sources::Column::Id.is_in(chunk.iter().copied())).all(db).await?;
        for row in found {
            specs.insert(row.id, spec(&row)?);
        }
    }
    Ok(specs)
}

/// A listing from its row.
pub(crate) fn known(row: listings::Model) -> Result<KnownListing, StoreError> {
    let words = serde_json::from_str::<WordsJson>(&row.words).map_err(|error| StoreError::Row {
        table: "listing",
        id: row.id,
        reason: error.to_string(),
    })?;
    Ok(KnownListing {
        id: ListingId::new(row.id),
        source_id: SourceId::new(row.source_id),
        listing: Listing { key: row.key, url: row.url, words: words.into() },
        first_seen_at: instant(row.first_seen_at),
        changed_at: instant(row.changed_at),
        missing_runs: small(row.missing_runs),
        missing_since: row.missing_since.map(instant),
    })
}

/// A row from a listing.
pub(crate) fn row(known: &KnownListing) -> Result<listings::Model, StoreError> {
    let KnownListing { id, source_id, listing, first_seen_at, changed_at, missing_runs, missing_since } = known;
    let Listing { key, url, words } = listing;
    let words = serde_json::to_string(&WordsJson::from(words))?;
    let url = maybe_storable(url.as_deref());
    let parts = [words.as_bytes(), url.as_deref().unwrap_or_default().as_bytes()];
    Ok(listings::Model {
        id: id.get(),
        source_id: source_id.get(),
        words_hash: crate::hash::digest("words", &parts),
        first_seen_at: micros(*first_seen_at),
        changed_at: micros(*changed_at),
        missing_runs: i64::from(*missing_runs),
        missing_since: missing_since.map(micros),
        key: storable(key),
        url,
        words,
    })
}

/// Marks listings as ones to be resolved.
pub(crate) async fn mark(db: &impl ConnectionTrait, ids: impl IntoIterator<Item = i64>) -> Result<(), StoreError> {
    let ids: BTreeSet<i64> = ids.into_iter().collect();
    let rows = ids.into_iter().map(|listing_id| dirty_listings::Model { listing_id, is_taken: false }).collect();
    Ok(insert_all::<dirty_listings::Entity, _>(db, rows, &replacing::<dirty_listings::Entity>()).await?)
}

/// Marks every listing; says how many there are.
pub(crate) async fn mark_all(db: &impl ConnectionTrait) -> Result<u64, StoreError> {
    // SQLite reads the ON of ON CONFLICT as a join's where a query has no WHERE.
    let all = Query::select()
        .column(listings::Column::Id)
        .expr(Expr::val(false))
        .from(listings::Entity)
        .and_where(listings::Column::Id.gte(0))
        .take();
    insert_dirty(db, all).await
}

/// Marks all listings of a source.
pub(crate) async fn mark_source(db: &impl ConnectionTrait, source_id: i64) -> Result<(), StoreError> {
    let theirs = Query::select()
        .column(listings::Column::Id)
        .expr(Expr::val(false))
        .from(listings::Entity)
        .and_where(listings::Column::SourceId.eq(source_id))
        .take();
    insert_dirty(db, theirs).await?;
    Ok(())
}

/// Marks the listings a query gives: their ids, and `false`.
async fn insert_dirty(
    db: &impl ConnectionTrait,
    chosen: sea_orm::sea_query::SelectStatement,
) -> Result<u64, StoreError> {
    let mut insert = Query::insert();
    insert
        .into_table(dirty_listings::Entity)
        .columns([dirty_listings::Column::ListingId, dirty_listings::Column::IsTaken])
        .on_conflict(replacing::<dirty_listings::Entity>());
    insert.select_from(chosen).map_err(|error| sea_orm::DbErr::Custom(error.to_string()))?;
    Ok(db.execute(&insert).await?.rows_affected())
}
