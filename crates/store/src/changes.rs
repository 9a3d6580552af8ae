//! What became of events: written when an event is told, in the transaction that writes down who it is now, and never
//! again; so telling events anew writes nothing.

use std::collections::BTreeMap;

use crate::{
    Store, StoreError,
    batch::{IDS_MAX, insert_all, keeping, limited},
    entity::changes,
    event_rows::Told,
    hash::maybe_storable,
    instant::{instant, micros, small},
};
use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{Change, ChangeKind, EventId, Identity};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

/// A place in the list of all changes: by instant, event, sequence and kind, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ChangePlace {
    /// When we knew.
    pub changed_at: DateTime<Utc>,
    /// Which event.
    pub event_id: EventId,
    /// The sequence it reached.
    pub sequence: u32,
    /// In what way it changed.
    pub kind: ChangeKind,
}

impl From<&Change> for ChangePlace {
    fn from(change: &Change) -> Self {
        let Change { event_id, sequence, kind, changed_at, before: _, after: _ } = change;
        Self { changed_at: *changed_at, event_id: *event_id, sequence: *sequence, kind: *kind }
    }
}

impl Store {
    /// Changes of events at or after an instant, and behind a place where one is given: the oldest first, at most `limit`
    /// and at least one. They are kept for ever; those of one instant are ordered by event, sequence and kind.
    pub async fn changes_since(
        &self,
        since: DateTime<Utc>,
        after: Option<ChangePlace>,
        limit: u64,
    ) -> Result<Vec<Change>, StoreError> {
        slice(&self.reader, Some(since), after, limit).await
    }

    /// Changes of all events, the latest first: those before a place where one is given, at most `limit` and at least one.
    /// It is [`Store::changes_since`] read backwards.
    pub async fn changes_before(&self, before: Option<ChangePlace>, limit: u64) -> Result<Vec<Change>, StoreError> {
        use changes::Column::{ChangedAt, EventId as Event, Kind, Sequence};
        let rows = changes::Entity::find()
            .apply_if(before, |query, before| query.filter(ahead_of(before)))
            .order_by_desc(ChangedAt)
            .order_by_desc(Event)
            .order_by_desc(Sequence)
            .order_by_desc(Kind)
            .limit(limited(limit))
            .all(&self.reader)
            .await?;
        rows.into_iter().map(change).collect()
    }

    /// The latest change of each of these kinds of these events, by one statement for every thousand events.
    pub async fn changes_latest(
        &self,
        ids: &[EventId],
        kinds: &[ChangeKind],
    ) -> Result<BTreeMap<(EventId, ChangeKind), Change>, StoreError> {
        use changes::Column::{EventId as Event, Kind, Sequence};
        let mut latest = BTreeMap::new();
        for chunk in ids.chunks(IDS_MAX) {
            let rows = changes::Entity::find()
                .filter(Event.is_in(chunk.iter().map(|id| id.get())))
                .filter(Kind.is_in(kinds.iter().map(|kind| kind.as_str())))
                .order_by_asc(Sequence)
                .all(&self.reader)
                .await?;
            for row in rows {
                let change = change(row)?;
                latest.insert((change.event_id, change.kind), change);
            }
        }
        Ok(latest)
    }

    /// The latest changes of one event, the latest first, at most `limit` and at least one.
    pub async fn changes_of(&self, id: EventId, limit: u64) -> Result<Vec<Change>, StoreError> {
        use changes::Column::{ChangedAt, EventId as Event, Kind, Sequence};
        let rows = changes::Entity::find()
            .filter(Event.eq(id.get()))
            .order_by_desc(ChangedAt)
            .order_by_desc(Sequence)
            .order_by_asc(Kind)
            .limit(limited(limit))
            .all(&self.reader)
            .await?;
        rows.into_iter().map(change).collect()
    }
}

/// Changes in order, from an instant on and behind a place.
pub(crate) async fn slice(
    db: &impl ConnectionTrait,
    since: Option<DateTime<Utc>>,
    after: Option<ChangePlace>,
    limit: u64,
) -> Result<Vec<Change>, StoreError> {
    use changes::Column::{ChangedAt, EventId as Event, Kind, Sequence};
    let rows = changes::Entity::find()
        .apply_if(since, |query, since| query.filter(ChangedAt.gte(micros(since))))
        .apply_if(after, |query, after| query.filter(behind(after)))
        .order_by_asc(ChangedAt)
        .order_by_asc(Event)
        .order_by_asc(Sequence)
        .order_by_asc(Kind)
        .limit(limited(limit))
        .all(db)
        .await?;
    rows.into_iter().map(change).collect()
}

/// Rows behind a place, in a shape that both databases answer from the key: a bound on its first column, then the rest.
fn behind(place: ChangePlace) -> Condition {
    use changes::Column::{ChangedAt, EventId as Event, Kind, Sequence};
    let ChangePlace { changed_at, event_id, sequence, kind } = place;
    let (at, event, sequence) = (micros(changed_at), event_id.get(), i64::from(sequence));
    let same_event = Condition::all().add(ChangedAt.eq(at)).add(Event.eq(event));
    let rest = Condition::any()
        .add(ChangedAt.gt(at))
        .add(Condition::all().add(ChangedAt.eq(at)).add(Event.gt(event)))
        .add(same_event.clone().add(Sequence.gt(sequence)))
        .add(same_event.add(Sequence.eq(sequence)).add(Kind.gt(kind.as_str())));
    Condition::all().add(ChangedAt.gte(at)).add(rest)
}

/// Rows before a place, alike.
fn ahead_of(place: ChangePlace) -> Condition {
    use changes::Column::{ChangedAt, EventId as Event, Kind, Sequence};
    let ChangePlace { changed_at, event_id, sequence, kind } = place;
    let (at, event, sequence) = (micros(changed_at), event_id.get(), i64::from(sequence));
    let same_event = Condition::all().add(ChangedAt.eq(at)).add(Event.eq(event));
    let rest = Condition::any()
        .add(ChangedAt.lt(at))
        .add(Condition::all().add(ChangedAt.eq(at)).add(Event.lt(event)))
        .add(same_event.clone().add(Sequence.lt(sequence)))
        .add(same_event.add(Sequence.eq(sequence)).add(Kind.lt(kind.as_str())));
    Condition::all().add(ChangedAt.lte(at)).add(rest)
}

fn change(row: changes::Model) -> Result<Change, StoreError> {
    let changes::Model { changed_at, event_id, sequence, kind, before, after } = row;
    let fault = |error: hobnob_domain::UnknownWord| StoreError::Row {
        table: "change of event",
        id: event_id,
        reason: error.to_string(),
    };
    Ok(Change {
        event_id: EventId::new(event_id),
        sequence: small(sequence),
        kind: kind.parse().map_err(fault)?,
        changed_at: instant(changed_at),
        before,
        after,
    })
}

/// A row from a change.
pub(crate) fn row(change: Change) -> changes::Model {
    let Change { event_id, sequence, kind, changed_at, before, after } = change;
    changes::Model {
        changed_at: micros(changed_at),
        event_id: event_id.get(),
        sequence: i64::from(sequence),
        kind: kind.to_string(),
        before: maybe_storable(before.as_deref()),
        after: maybe_storable(after.as_deref()),
    }
}

/// Writes down what the events that are told change. `known` is who they were until now.
///
/// Who follows changes stands at the newest one they know, so each commit's come behind all that are there, whatever the
/// clock of who writes says: several machines' clocks differ, and one may be set back. Commits come one by one.
pub(crate) async fn record(
    db: &impl ConnectionTrait,
    told: &BTreeMap<i64, Told>,
    differing: &[i64],
    known: &BTreeMap<i64, Identity>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let told = differing.iter().filter_map(|id| Some((id, told.get(id)?)));
    let changes: Vec<Change> =
        told.flat_map(|(id, told)| hobnob_domain::changes(known.get(id), &told.event, now)).collect();
    if changes.is_empty() {
        return Ok(());
    }
    // What is further ahead than clocks differ was written by one that went wrong, and draws no other after it.
    let newest = newest(db, micros(now + CLOCKS_APART)).await?;
    let changed_at = newest.map_or(micros(now), |newest| micros(now).max(newest.saturating_add(1)));
    let rows = changes.into_iter().map(|change| changes::Model { changed_at, ..row(change) });
    save(db, rows.collect()).await
}

/// How far apart the clocks of several machines may be.
const CLOCKS_APART: TimeDelta = TimeDelta::days(1);

/// When the newest change up to an instant was written down, in microseconds.
async fn newest(db: &impl ConnectionTrait, until: i64) -> Result<Option<i64>, StoreError> {
    use changes::Column::ChangedAt;
    let known = changes::Entity::find().select_only().column(ChangedAt).filter(ChangedAt.lte(until));
    let newest = known.order_by_desc(ChangedAt).limit(1);
    Ok(newest.into_tuple().one(db).await?)
}

/// Stores changes; those that are there stay as they are.
async fn save(db: &impl ConnectionTrait, rows: Vec<changes::Model>) -> Result<(), StoreError> {
    Ok(insert_all::<changes::Entity, _>(db, rows, &keeping::<changes::Entity>()).await?)
}

/// Stores changes that somebody else wrote down; of one kind at one sequence of an event the one known first stays: an
/// import that broke off, and was taken for all there is, says nothing for ever.
pub(crate) async fn take_over(db: &impl ConnectionTrait, rows: Vec<changes::Model>) -> Result<(), StoreError> {
    use changes::Column::{ChangedAt, EventId as Event, Kind, Sequence};
    let mut events: Vec<i64> = rows.iter().map(|row| row.event_id).collect();
    events.sort_unstable();
    events.dedup();
    let mut there: BTreeMap<(i64, i64, String), i64> = BTreeMap::new();
    for chunk in events.chunks(IDS_MAX) {
        let theirs = changes::Entity::find()
            .select_only()
            .columns([Event, Sequence, Kind, ChangedAt])
            .filter(Event.is_in(chunk.iter().copied()));
        let theirs = theirs.into_tuple::<(i64, i64, String, i64)>().all(db).await?;
        there.extend(theirs.into_iter().map(|(event, sequence, kind, at)| ((event, sequence, kind), at)));
    }
    let known_at = |row: &changes::Model| there.get(&(row.event_id, row.sequence, row.kind.clone())).copied();
    let earlier = rows.into_iter().filter(|row| known_at(row).is_none_or(|at| row.changed_at < at));
    let earlier: Vec<changes::Model> = earlier.collect();
    for row in &earlier {
        if let Some(at) = known_at(row) {
            changes::Entity::delete_by_id((at, row.event_id, row.sequence, row.kind.clone())).exec(db).await?;
        }
    }
    save(db, earlier).await
}
