//! Who invites.

use std::collections::BTreeMap;

use crate::{
    StoreError,
    batch::{IDS_MAX, padded},
    entity::{events, organizers},
    hash::{id, maybe_storable, storable},
    json::{OrganizerJson, Unfit},
};
use hobnob_domain::{Organizer, OrganizerId};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait as _, Query},
};

/// An organizer's row. Its id is a hash of what it says: a row never changes, and one organizer whose name is written
/// in two ways has two rows.
pub(crate) fn row(organizer: OrganizerJson) -> Result<organizers::Model, StoreError> {
    let whole = serde_json::to_vec(&organizer)?;
    let row = id("organizer", &[&whole]);
    let fault = |unfit: Unfit| StoreError::Row { table: "organizer", id: row, reason: unfit.to_string() };
    let Organizer { id, name, url } = organizer.try_into().map_err(fault)?;
    Ok(organizers::Model {
        id: row,
        organizer_id: id.get(),
        name: storable(&name),
        url: maybe_storable(url.as_deref()),
    })
}

fn organizer(row: organizers::Model) -> Organizer {
    let organizers::Model { id: _, organizer_id, name, url } = row;
    Organizer { id: OrganizerId::new(organizer_id), name, url }
}

/// Organizers by id.
pub(crate) async fn load(db: &impl ConnectionTrait, ids: &[i64]) -> Result<BTreeMap<i64, Organizer>, StoreError> {
    let mut found = BTreeMap::new();
    for chunk in ids.chunks(IDS_MAX) {
        let rows = organizers::Entity::find()
            .filter(organizers::Column::Id.is_in(padded(chunk.iter().copied())))
            .all(db)
            .await?;
        for row in rows {
            found.insert(row.id, organizer(row));
        }
    }
    Ok(found)
}

/// Forgets those of the given organizers that invite to no event any more.
pub(crate) async fn forget(db: &impl ConnectionTrait, ids: &[i64]) -> Result<(), StoreError> {
    for chunk in ids.chunks(IDS_MAX) {
        let there = Query::select()
            .expr(Expr::val(1))
            .from(events::Entity)
            .and_where(
                Expr::col((events::Entity, events::Column::OrganizerId))
                    .equals((organizers::Entity, organizers::Column::Id)),
            )
            .take();
        organizers::Entity::delete_many()
            .filter(organizers::Column::Id.is_in(chunk.iter().copied()))
            .filter(Expr::exists(there).not())
            .exec(db)
            .await?;
    }
    Ok(())
}
