//! What became of the events of a filter lately.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{Article, became::article};
use crate::{
    State,
    limits::{ARTICLES_MAX, CHANGES_SCANNED_MAX},
};
use chrono::{DateTime, Utc};
use hobnob_domain::{Change, Event, EventFilter, EventId};
use hobnob_index::Snapshot;
use hobnob_store::{ChangePlace, StoreError};

/// Changes read by one statement.
const BATCH: u64 = 500;

/// The latest changes of events that match the filter; all events' where it asks for nothing. What changed at once is
/// one article.
pub(crate) async fn latest(
    state: &State,
    snapshot: &Snapshot,
    filter: &EventFilter,
    tick: DateTime<Utc>,
) -> Result<Vec<Article>, StoreError> {
    let (mut turns, mut place, mut scanned): (Vec<Vec<Change>>, Option<ChangePlace>, usize) = (Vec::new(), None, 0);
    let mut stand_ins = BTreeMap::new();
    loop {
        let batch = state.store.changes_before(place, BATCH).await?;
        let is_last = u64::try_from(batch.len()).unwrap_or(u64::MAX) < BATCH;
        scanned += batch.len();
        place = batch.last().map(ChangePlace::from).or(place);
        let found = matching(state, snapshot, filter, tick, &batch, &mut stand_ins).await?;
        for change in batch.into_iter().filter(|change| found.contains(&change.event_id)) {
            let key = |change: &Change| (change.event_id, change.sequence);
            match turns.last_mut() {
                Some(turn) if turn.first().map(key) == Some(key(&change)) => turn.push(change),
                _ => turns.push(vec![change]),
            }
        }
        if is_last {
            break;
        }
        if turns.len() > ARTICLES_MAX || scanned >= CHANGES_SCANNED_MAX {
            // The last one may go on behind what was read.
            turns.pop();
            break;
        }
    }
    turns.truncate(ARTICLES_MAX);
    turns.iter_mut().for_each(|turn| turn.sort_by_key(|change| change.kind));
    let events = events(state, snapshot, &turns, &stand_ins).await?;
    let told = turns.iter().filter_map(|turn| {
        let id = turn.first()?.event_id;
        let event = events.get(stand_ins.get(&id).unwrap_or(&id))?;
        Some(article(state, turn, event, tick))
    });
    Ok(told.collect())
}

/// Which events of a batch match now; one that went into another matches if that one does.
async fn matching(
    state: &State,
    snapshot: &Snapshot,
    filter: &EventFilter,
    tick: DateTime<Utc>,
    batch: &[Change],
    stand_ins: &mut BTreeMap<EventId, EventId>,
) -> Result<BTreeSet<EventId>, StoreError> {
    let ids: BTreeSet<EventId> = batch.iter().map(|change| change.event_id).collect();
    let ids: Vec<EventId> = ids.into_iter().collect();
    stand_ins.extend(state.store.successors_of(&ids).await?);
    if *filter == EventFilter::default() {
        return Ok(ids.into_iter().collect());
    }
    let stand_in = |id: &EventId| stand_ins.get(id).copied().unwrap_or(*id);
    let wanted: Vec<EventId> = ids.iter().map(stand_in).collect();
    let found = snapshot.matching(filter, &wanted, tick);
    Ok(ids.into_iter().filter(|id| found.contains(&stand_in(id))).collect())
}

/// The events as they are now.
async fn events(
    state: &State,
    snapshot: &Snapshot,
    turns: &[Vec<Change>],
    stand_ins: &BTreeMap<EventId, EventId>,
) -> Result<BTreeMap<EventId, Arc<Event>>, StoreError> {
    let ids = turns.iter().filter_map(|turn| turn.first()).map(|change| change.event_id);
    let ids: BTreeSet<EventId> = ids.map(|id| stand_ins.get(&id).copied().unwrap_or(id)).collect();
    let mut events: BTreeMap<EventId, Arc<Event>> =
        ids.iter().filter_map(|id| Some((*id, snapshot.event(*id)?))).collect();
    let missing: Vec<EventId> = ids.into_iter().filter(|id| !events.contains_key(id)).collect();
    if !missing.is_empty() {
        events.extend(state.store.events(&missing).await?.into_iter().map(|(id, event)| (id, Arc::new(event))));
    }
    Ok(events)
}
