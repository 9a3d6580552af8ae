//! Where events are.

use std::collections::BTreeMap;

use crate::{
    StoreError,
    batch::{IDS_MAX, padded},
    entity::{events, venues},
    hash::{id, maybe_storable},
    json::VenueJson,
};
use hobnob_domain::Venue;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait as _, Query},
};

/// A venue's row. Its id is a hash of what it says: the same venue is one row, and a row never changes.
pub(crate) fn row(venue: VenueJson) -> Result<venues::Model, StoreError> {
    let whole = serde_json::to_vec(&venue)?;
    let VenueJson { name, address, locality, region, country, latitude, longitude, is_town_centre, geoname_id } = venue;
    Ok(venues::Model {
        id: id("venue", &[&whole]),
        name: maybe_storable(name.as_deref()),
        address: maybe_storable(address.as_deref()),
        locality: maybe_storable(locality.as_deref()),
        region: maybe_storable(region.as_deref()),
        country,
        latitude,
        longitude,
        geoname_id: geoname_id.map(i64::from),
        is_town_centre,
    })
}

fn venue(row: venues::Model) -> Result<Venue, StoreError> {
    let venues::Model { id, name, address, locality, region, country, latitude, longitude, geoname_id, is_town_centre } =
        row;
    let geoname_id = geoname_id.and_then(|id| u32::try_from(id).ok());
    VenueJson { name, address, locality, region, country, latitude, longitude, is_town_centre, geoname_id }
        .try_into()
        .map_err(|unfit: crate::json::Unfit| StoreError::Row { table: "venue", id, reason: unfit.to_string() })
}

/// Venues by id.
pub(crate) async fn load(db: &impl ConnectionTrait, ids: &[i64]) -> Result<BTreeMap<i64, Venue>, StoreError> {
    let mut found = BTreeMap::new();
    for chunk in ids.chunks(IDS_MAX) {
        let wanted = venues::Column::Id.is_in(padded(chunk.iter().copied()));
        let rows = venues::Entity::find().filter(wanted).all(db).await?;
        for row in rows {
            found.insert(row.id, venue(row)?);
        }
    }
    Ok(found)
}

/// Forgets those of the given venues at which no event is any more.
pub(crate) async fn forget(db: &impl ConnectionTrait, ids: &[i64]) -> Result<(), StoreError> {
    for chunk in ids.chunks(IDS_MAX) {
        let there = Query::select()
            .expr(Expr::val(1))
            .from(events::Entity)
            .and_where(
                Expr::col((events::Entity, events::Column::VenueId)).equals((venues::Entity, venues::Column::Id)),
            )
            .take();
        venues::Entity::delete_many()
            .filter(venues::Column::Id.is_in(chunk.iter().copied()))
            .filter(Expr::exists(there).not())
            .exec(db)
            .await?;
    }
    Ok(())
}
