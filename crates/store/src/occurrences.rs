//! Sittings on the time line.

use crate::{
    Store, StoreError,
    batch::{IDS_MAX, insert_all, keeping},
    entity::occurrences,
    hash::digest,
    instant::{instant, micros},
};
use hobnob_domain::{EventId, Occurrence};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

impl Store {
    /// The sittings of an event that were written when it was last resolved, in order of start.
    pub async fn occurrences_of(&self, id: EventId) -> Result<Vec<Occurrence>, StoreError> {
        let rows = occurrences::Entity::find()
            .filter(occurrences::Column::EventId.eq(id.get()))
            .order_by_asc(occurrences::Column::Position)
            .all(&self.reader)
            .await?;
        rows.into_iter().map(occurrence).collect()
    }
}

/// Rows of one event's sittings, in order of start.
pub(crate) fn rows(mut sittings: Vec<Occurrence>) -> Vec<occurrences::Model> {
    sittings.sort_by_key(|sitting| (sitting.starts_at, sitting.recurrence_id));
    (0_i64..).zip(sittings).map(|(position, sitting)| row(position, &sitting)).collect()
}

fn row(position: i64, sitting: &Occurrence) -> occurrences::Model {
    let Occurrence { event_id, recurrence_id, starts_at, ends_at, starts_on, ends_on, is_all_day, status } = sitting;
    occurrences::Model {
        event_id: event_id.get(),
        position,
        recurrence_id: recurrence_id.map(micros),
        starts_at: micros(*starts_at),
        ends_at: micros(*ends_at),
        starts_on: starts_on.to_string(),
        ends_on: ends_on.to_string(),
        is_all_day: *is_all_day,
        status: status.to_string(),
    }
}

fn occurrence(row: occurrences::Model) -> Result<Occurrence, StoreError> {
    let fault = |reason: String| StoreError::Row { table: "occurrence of event", id: row.event_id, reason };
    Ok(Occurrence {
        event_id: EventId::new(row.event_id),
        recurrence_id: row.recurrence_id.map(instant),
        starts_at: instant(row.starts_at),
        ends_at: instant(row.ends_at),
        starts_on: row.starts_on.parse().map_err(|error| fault(format!("`{}`: {error}", row.starts_on)))?,
        ends_on: row.ends_on.parse().map_err(|error| fault(format!("`{}`: {error}", row.ends_on)))?,
        is_all_day: row.is_all_day,
        status: row.status.parse().map_err(|error: hobnob_domain::UnknownWord| fault(error.to_string()))?,
    })
}

/// A digest of an event's sittings, so that the same ones are not written again.
pub(crate) fn hash(rows: &[occurrences::Model]) -> i64 {
    let mut text = String::new();
    for row in rows {
        let occurrences::Model {
            event_id: _,
            position: _,
            recurrence_id,
            starts_at,
            ends_at,
            starts_on,
            ends_on,
            is_all_day,
            status,
        } = row;
        text.push_str(&format!(
            "{recurrence_id:?} {starts_at} {ends_at} {starts_on} {ends_on} {is_all_day} {status}\n"
        ));
    }
    digest("occurrences", &[text.as_bytes()])
}

/// Puts rows in the place of those the given events had.
pub(crate) async fn replace(
    db: &impl ConnectionTrait,
    event_ids: &[i64],
    rows: Vec<occurrences::Model>,
) -> Result<(), StoreError> {
    for chunk in event_ids.chunks(IDS_MAX) {
        let theirs = occurrences::Column::EventId.is_in(chunk.iter().copied());
        occurrences::Entity::delete_many().filter(theirs).exec(db).await?;
    }
    Ok(insert_all::<occurrences::Entity, _>(db, rows, &keeping::<occurrences::Entity>()).await?)
}
