//! Which event each listing is about, and which events nobody claims any more.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    Resolved, StoreError,
    batch::{IDS_MAX, insert_all, replacing},
    entity::{claims, events},
    event_rows::Told,
    listings::mark,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::Expr};

/// What became of listings when claims were rewritten.
#[derive(Default)]
pub(crate) struct Moves {
    /// Listings that left an event, and the event they are about now.
    pub(crate) left: Vec<(i64, i64, Option<i64>)>,
    /// Listings whose event was told without them: nobody has said yet what they are about.
    pub(crate) orphans: Vec<i64>,
}

/// Events that are no more.
#[derive(Default)]
pub(crate) struct Abandoned {
    /// Those that had a row.
    pub(crate) removed: Vec<i64>,
    /// Which event stands in whose place.
    pub(crate) successors: BTreeMap<i64, i64>,
}

/// Makes the claims what the events say; listings that were rejected are about nothing.
pub(crate) async fn rewrite(
    db: &impl ConnectionTrait,
    told: &BTreeMap<i64, Told>,
    resolved: &[Resolved],
) -> Result<Moves, StoreError> {
    let claims_of = |(event, told): (&i64, &Told)| -> Vec<(i64, i64)> {
        told.event.claims.iter().map(|claim| (claim.listing_id.get(), *event)).collect()
    };
    let wanted: BTreeMap<i64, i64> = told.iter().flat_map(claims_of).collect();
    let rejected = resolved.iter().filter(|one| one.rejection.is_some()).map(|one| one.listing_id.get());
    let rejected: BTreeSet<i64> = rejected.filter(|id| !wanted.contains_key(id)).collect();
    let settled: BTreeSet<i64> = resolved.iter().map(|one| one.listing_id.get()).collect();
    let listings: Vec<i64> = wanted.keys().chain(&rejected).copied().collect();
    let events: Vec<i64> = told.keys().copied().collect();
    let mut current = stored(db, claims::Column::ListingId, &listings).await?;
    current.extend(stored(db, claims::Column::EventId, &events).await?);

    let mut moves = Moves::default();
    let mut dropped = Vec::new();
    for (listing, event) in &current {
        match wanted.get(listing) {
            Some(now) if now == event => {}
            Some(now) => moves.left.push((*listing, *event, Some(*now))),
            None => {
                dropped.push(*listing);
                moves.left.push((*listing, *event, None));
                if !settled.contains(listing) {
                    moves.orphans.push(*listing);
                }
            }
        }
    }
    for chunk in dropped.chunks(IDS_MAX) {
        claims::Entity::delete_many().filter(claims::Column::ListingId.is_in(chunk.iter().copied())).exec(db).await?;
    }
    let rows = wanted
        .into_iter()
        .filter(|(listing, event)| current.get(listing) != Some(event))
        .map(|(listing_id, event_id)| claims::Model { listing_id, event_id })
        .collect();
    insert_all::<claims::Entity, _>(db, rows, &replacing::<claims::Entity>()).await?;
    Ok(moves)
}

/// Claims by one of their columns, as listing → event.
async fn stored(
    db: &impl ConnectionTrait,
    column: claims::Column,
    ids: &[i64],
) -> Result<BTreeMap<i64, i64>, StoreError> {
    let mut found = BTreeMap::new();
    for chunk in ids.chunks(IDS_MAX) {
        let rows = claims::Entity::find().filter(column.is_in(chunk.iter().copied())).all(db).await?;
        found.extend(rows.into_iter().map(|row| (row.listing_id, row.event_id)));
    }
    Ok(found)
}

/// Finds the events that lost their last claim, or are said to be retired. Listings that an event lost some of its
/// company to are marked: what is left of the event has to be told anew.
pub(crate) async fn abandoned(
    db: &impl ConnectionTrait,
    told: &BTreeMap<i64, Told>,
    moves: &Moves,
    retired: &BTreeMap<i64, i64>,
) -> Result<Abandoned, StoreError> {
    let mut successors: BTreeMap<i64, i64> =
        retired.iter().filter(|(old, _)| !told.contains_key(old)).map(|(old, new)| (*old, *new)).collect();
    for (old, new) in &successors {
        inherit(db, *old, *new).await?;
    }
    let candidates: BTreeSet<i64> =
        moves.left.iter().map(|(_, old, _)| *old).chain(successors.keys().copied()).collect();
    let candidates: Vec<i64> = candidates.into_iter().filter(|id| !told.contains_key(id)).collect();
    let left = stored(db, claims::Column::EventId, &candidates).await?;
    mark(db, left.keys().copied()).await?;
    let claimed: BTreeSet<i64> = left.into_values().collect();
    let gone: Vec<i64> = candidates.into_iter().filter(|id| !claimed.contains(id)).collect();
    for (_, old, new) in &moves.left {
        if let (Some(new), true) = (new, gone.binary_search(old).is_ok()) {
            successors.entry(*old).or_insert(*new);
        }
    }
    Ok(Abandoned { removed: with_row(db, &gone).await?, successors })
}

/// A retired event's last listings go where the event goes, and are resolved again.
async fn inherit(db: &impl ConnectionTrait, old: i64, new: i64) -> Result<(), StoreError> {
    let theirs = stored(db, claims::Column::EventId, &[old]).await?;
    if theirs.is_empty() {
        return Ok(());
    }
    claims::Entity::update_many()
        .col_expr(claims::Column::EventId, Expr::val(new))
        .filter(claims::Column::EventId.eq(old))
        .exec(db)
        .await?;
    mark(db, theirs.into_keys()).await
}

async fn with_row(db: &impl ConnectionTrait, ids: &[i64]) -> Result<Vec<i64>, StoreError> {
    let mut found = Vec::new();
    for chunk in ids.chunks(IDS_MAX) {
        let rows = events::Entity::find()
            .select_only()
            .column(events::Column::Id)
            .filter(events::Column::Id.is_in(chunk.iter().copied()));
        found.extend(rows.into_tuple::<i64>().all(db).await?);
    }
    found.sort_unstable();
    Ok(found)
}

/// The events that rest on the given listings alone, and the listings that share an event with them: what has to be
/// removed, and what has to be resolved again, when the given ones go.
pub(crate) async fn resting_on(
    db: &impl ConnectionTrait,
    listings: &[i64],
) -> Result<(Vec<i64>, BTreeSet<i64>), StoreError> {
    let theirs: BTreeSet<i64> = listings.iter().copied().collect();
    let events: BTreeSet<i64> = stored(db, claims::Column::ListingId, listings).await?.into_values().collect();
    let events: Vec<i64> = events.into_iter().collect();
    let mut beside = stored(db, claims::Column::EventId, &events).await?;
    beside.retain(|listing, _| !theirs.contains(listing));
    let shared: BTreeSet<i64> = beside.values().copied().collect();
    let alone: Vec<i64> = events.into_iter().filter(|event| !shared.contains(event)).collect();
    Ok((with_row(db, &alone).await?, beside.into_keys().collect()))
}
