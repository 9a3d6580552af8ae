//! Where the fields of events come from: derived state, read only when somebody asks.

use std::collections::BTreeMap;

use crate::{
    Store, StoreError,
    batch::{IDS_MAX, insert_all, replacing},
    entity::provenance,
    json::{ProvenanceJson, Unfit},
};
use hobnob_domain::{EventId, FieldProvenance};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

impl Store {
    /// Where the fields of these events come from, of those that several listings are about; of any other its one
    /// listing is believed ([`hobnob_domain::provenance::of_one_claim`]). One statement for every thousand events.
    pub async fn provenance_of(&self, ids: &[EventId]) -> Result<BTreeMap<EventId, Vec<FieldProvenance>>, StoreError> {
        let ids: Vec<i64> = ids.iter().map(|id| id.get()).collect();
        let told = stored(&self.reader, &ids).await?;
        told.into_iter().map(|(id, fields)| Ok((EventId::new(id), fields_read(id, &fields)?))).collect()
    }
}

fn fields_read(id: i64, fields: &str) -> Result<Vec<FieldProvenance>, StoreError> {
    let fault = |reason: String| StoreError::Row { table: "provenance of event", id, reason };
    let fields: Vec<ProvenanceJson> = serde_json::from_str(fields).map_err(|error| fault(error.to_string()))?;
    let fields: Result<_, Unfit> = fields.into_iter().map(TryInto::try_into).collect();
    fields.map_err(|unfit| fault(unfit.to_string()))
}

async fn stored(db: &impl ConnectionTrait, ids: &[i64]) -> Result<BTreeMap<i64, String>, StoreError> {
    let mut found = BTreeMap::new();
    for chunk in ids.chunks(IDS_MAX) {
        let rows = provenance::Entity::find().filter(provenance::Column::EventId.is_in(chunk.iter().copied()));
        found.extend(rows.all(db).await?.into_iter().map(|row| (row.event_id, row.fields)));
    }
    Ok(found)
}

/// Makes what is stored about these events what is told; of events that are told without it nothing is kept.
pub(crate) async fn save(
    db: &impl ConnectionTrait,
    events: &[i64],
    told: &BTreeMap<EventId, Vec<FieldProvenance>>,
) -> Result<(), StoreError> {
    let mut before = stored(db, events).await?;
    let mut rows = Vec::new();
    for event_id in events {
        let Some(fields) = told.get(&EventId::new(*event_id)).filter(|fields| !fields.is_empty()) else { continue };
        let fields = serde_json::to_string(&fields.iter().map(ProvenanceJson::from).collect::<Vec<_>>())?;
        if before.remove(event_id).as_ref() != Some(&fields) {
            rows.push(provenance::Model { event_id: *event_id, fields });
        }
    }
    let outdated: Vec<i64> = before.into_keys().collect();
    for chunk in outdated.chunks(IDS_MAX) {
        let theirs = provenance::Column::EventId.is_in(chunk.iter().copied());
        provenance::Entity::delete_many().filter(theirs).exec(db).await?;
    }
    Ok(insert_all::<provenance::Entity, _>(db, rows, &replacing::<provenance::Entity>()).await?)
}
