//! Which events belong together: by keys in an indexed table, so that finding them costs what they are, however many
//! events are stored.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    Store, StoreError,
    batch::{IDS_MAX, insert_all, keeping},
    entity::event_keys,
    event_rows::Told,
    hash::key_hash,
    instant::instant,
};
use chrono::{DateTime, Utc};
use hobnob_domain::{EventId, EventKey, KeyRole, Relations, relation::PARTS_MAX, relation::editions};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// The most events that are looked at for the relations of one slice of events.
const ROWS_MAX: u64 = 20_000;

impl Store {
    /// The events that these belong with: two statements for every thousand of them.
    pub async fn relations_of(&self, ids: &[EventId]) -> Result<BTreeMap<EventId, Relations>, StoreError> {
        let mut found = BTreeMap::new();
        for chunk in ids.chunks(IDS_MAX) {
            let own = of_events(&self.reader, chunk.iter().map(|id| id.get())).await?;
            let keys: BTreeSet<i64> = own.iter().map(|row| row.key_hash).collect();
            let others = event_keys::Entity::find()
                .filter(event_keys::Column::KeyHash.is_in(keys))
                .order_by_asc(event_keys::Column::KeyHash)
                .order_by_asc(event_keys::Column::Role)
                .order_by_asc(event_keys::Column::StartsAt)
                .limit(ROWS_MAX)
                .all(&self.reader)
                .await?;
            found.extend(related(&own, &others));
        }
        Ok(found)
    }
}

async fn of_events(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = i64>,
) -> Result<Vec<event_keys::Model>, StoreError> {
    Ok(event_keys::Entity::find().filter(event_keys::Column::EventId.is_in(ids)).all(db).await?)
}

type Others<'a> = BTreeMap<(i64, &'a str), Vec<(DateTime<Utc>, EventId)>>;

fn related(own: &[event_keys::Model], others: &[event_keys::Model]) -> BTreeMap<EventId, Relations> {
    let mut by_key: Others<'_> = BTreeMap::new();
    for row in others {
        let other = (instant(row.starts_at), EventId::new(row.event_id));
        by_key.entry((row.key_hash, row.role.as_str())).or_default().push(other);
    }
    let with = |row: &event_keys::Model, role: KeyRole| {
        by_key.get(&(row.key_hash, role.as_str())).map(Vec::as_slice).unwrap_or_default()
    };
    let mut found: BTreeMap<EventId, Relations> = BTreeMap::new();
    for row in own {
        let (id, starts_at) = (EventId::new(row.event_id), instant(row.starts_at));
        let relations = found.entry(id).or_default();
        let is_other = |other: &&(DateTime<Utc>, EventId)| other.1 != id;
        match row.role.parse() {
            Ok(KeyRole::Edition) => {
                let (previous, next) = editions(id, starts_at, with(row, KeyRole::Edition));
                relations.previous = relations.previous.or(previous);
                relations.next = relations.next.or(next);
            }
            Ok(KeyRole::Whole) => {
                let whole = with(row, KeyRole::Own).iter().find(is_other);
                relations.whole = relations.whole.or(whole.map(|(_, whole)| *whole));
            }
            Ok(KeyRole::Own) => {
                let parts = with(row, KeyRole::Whole).iter().filter(is_other).map(|(_, part)| *part);
                relations.parts.extend(parts.take(PARTS_MAX));
            }
            Err(_) => {}
        }
    }
    found
}

/// Makes the keys of these events what is told.
pub(crate) async fn save(
    db: &impl ConnectionTrait,
    told: &BTreeMap<i64, i64>,
    keys: &[EventKey],
) -> Result<(), StoreError> {
    let mut wanted: BTreeMap<i64, BTreeSet<event_keys::Model>> = BTreeMap::new();
    for EventKey { event_id, role, key } in keys {
        let Some(starts_at) = told.get(&event_id.get()) else { continue };
        let (event_id, role) = (event_id.get(), role.to_string());
        let row = event_keys::Model { event_id, role, key_hash: key_hash(key), starts_at: *starts_at };
        wanted.entry(event_id).or_default().insert(row);
    }
    let ids: Vec<i64> = told.keys().copied().collect();
    let mut outdated = Vec::new();
    for chunk in ids.chunks(IDS_MAX) {
        let mut before: BTreeMap<i64, BTreeSet<event_keys::Model>> = BTreeMap::new();
        for row in of_events(db, chunk.iter().copied()).await? {
            before.entry(row.event_id).or_default().insert(row);
        }
        for (event_id, rows) in before {
            if wanted.get(&event_id) == Some(&rows) {
                wanted.remove(&event_id);
            } else {
                outdated.push(event_id);
            }
        }
    }
    for chunk in outdated.chunks(IDS_MAX) {
        let theirs = event_keys::Column::EventId.is_in(chunk.iter().copied());
        event_keys::Entity::delete_many().filter(theirs).exec(db).await?;
    }
    let rows = wanted.into_values().flatten().collect();
    Ok(insert_all::<event_keys::Entity, _>(db, rows, &keeping::<event_keys::Entity>()).await?)
}

/// When each of the events that are told starts.
pub(crate) fn starts(told: &BTreeMap<i64, Told>) -> BTreeMap<i64, i64> {
    told.iter().map(|(id, told)| (*id, told.row.starts_at)).collect()
}
