//! What stands in a personal calendar: what its filters find, and what its owner chose.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::shown::{Shown, shown};
use chrono::{DateTime, Utc};
use hobnob_domain::{CalendarChoices, Cursor, Event, EventFilter, EventId, PersonalCalendar, Standing};
use hobnob_index::{Row, Snapshot};
use hobnob_store::{Store, StoreError};

/// The events of a calendar that are not over at `from`, each at the first sitting that any of the filters finds: the next one
/// at `now`, where it has one; by start. Where a filter has a `from` of its own, that one counts.
///
/// [`PersonalCalendar::shows`] says which; a story holds the two equal.
pub async fn selected(
    store: &Store,
    snapshot: &Snapshot,
    calendar: &PersonalCalendar,
    from: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Vec<Shown>, StoreError> {
    let choices = current(store, snapshot, &calendar.choices, now).await?;
    let mut rows: BTreeMap<EventId, Row> = BTreeMap::new();
    for filter in filters(calendar, from) {
        for row in snapshot.all(&filter, now) {
            let is_earlier = rows.get(&row.event_id()).is_none_or(|known| row.cursor < known.cursor);
            if is_earlier && !choices.hidden.contains(&row.event_id()) {
                rows.insert(row.event_id(), row);
            }
        }
    }
    let unfound: Vec<EventId> = choices.pinned.iter().filter(|id| !rows.contains_key(*id)).copied().collect();
    let mut found = shown(store, snapshot, rows.into_values().collect()).await?;
    found.retain(|row| choices.says(&row.event) != Some(false));
    found.extend(pinned(store, snapshot, &unfound, from, now).await?);
    found.sort_by_key(|row| row.cursor);
    Ok(found)
}

/// Every filter from an instant on, and one for the organizers that are followed.
fn filters(calendar: &PersonalCalendar, from: DateTime<Utc>) -> Vec<EventFilter> {
    let followed: Vec<_> = calendar.choices.followed.iter().copied().collect();
    let of_followed = (!followed.is_empty()).then(|| EventFilter { organizers: followed, ..EventFilter::default() });
    let all = calendar.settings.filters.iter().cloned().chain(of_followed);
    all.map(|filter| EventFilter { from: Some(filter.from.unwrap_or(from)), ..filter }).collect()
}

/// Pinned events that no filter found.
async fn pinned(
    store: &Store,
    snapshot: &Snapshot,
    ids: &[EventId],
    from: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Vec<Shown>, StoreError> {
    let events = events(store, snapshot, ids).await?;
    let living = events.into_iter().filter(|event| event.standing != Standing::Gone);
    let rows = living.map(|event| {
        let occurrence = event.sitting_at(now);
        Shown { cursor: Cursor::by_start(occurrence.starts_at, event.id), event, occurrence }
    });
    Ok(rows.filter(|row| row.occurrence.ends_at > from).collect())
}

/// These events, as far as they are there.
async fn events(store: &Store, snapshot: &Snapshot, ids: &[EventId]) -> Result<Vec<Arc<Event>>, StoreError> {
    let at_hand: Vec<Arc<Event>> = ids.iter().filter_map(|id| snapshot.event(*id)).collect();
    let known: BTreeSet<EventId> = at_hand.iter().map(|event| event.id).collect();
    let missing: Vec<EventId> = ids.iter().filter(|id| !known.contains(*id)).copied().collect();
    let read = if missing.is_empty() { BTreeMap::new() } else { store.events(&missing).await? };
    Ok(at_hand.into_iter().chain(read.into_values().map(Arc::new)).collect())
}

/// The choices as they are meant today: what was said of an event that went into another holds for that one.
async fn current(
    store: &Store,
    snapshot: &Snapshot,
    choices: &CalendarChoices,
    now: DateTime<Utc>,
) -> Result<CalendarChoices, StoreError> {
    let ids: Vec<EventId> = choices.hidden.union(&choices.pinned).copied().collect();
    if ids.is_empty() {
        return Ok(choices.clone());
    }
    let ever = EventFilter { from: Some(DateTime::<Utc>::MIN_UTC), ..EventFilter::default() };
    let living = snapshot.matching(&ever, &ids, now);
    let missing: Vec<EventId> = ids.into_iter().filter(|id| !living.contains(id)).collect();
    let successors = if missing.is_empty() { BTreeMap::new() } else { store.successors_of(&missing).await? };
    let with_successors = |ids: &BTreeSet<EventId>| {
        let heirs = ids.iter().filter_map(|id| successors.get(id)).copied();
        heirs.chain(ids.iter().copied()).collect::<BTreeSet<EventId>>()
    };
    let (hidden, pinned) = (with_successors(&choices.hidden), with_successors(&choices.pinned));
    Ok(CalendarChoices { hidden, pinned, ..choices.clone() })
}
