//! Chooses and writes the letters that are due. Equal filters are asked once.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{MailParts, WorkerError, mail::written};
use chrono::{DateTime, TimeDelta, Utc};
use hobnob_digest::{choose, compose};
use hobnob_domain::{
    Event, EventFilter, EventId, EventKind, Occurrence, Slice, SubscriberId, Told, filter_line, occurrences,
};
use hobnob_index::{Row, Snapshot};
use hobnob_store::{KnownSubscriber, Plan, PlannedLetter, Store, told_of};

/// A letter later than this is not sent.
pub(crate) const LATE: TimeDelta = TimeDelta::hours(24);

/// The most rows of a filter: far more than a letter tells, for the nearest in time come first.
const ROWS_MAX: usize = 3_000;

/// The most rows with an open call for papers, and of conferences: those that lie beyond the first.
const AHEAD_MAX: usize = 1_000;

/// The most rows from which the one outside somebody's bubble comes.
const BEYOND_MAX: usize = 300;

/// How far the sittings of told events are looked for.
const TOLD_AHEAD: TimeDelta = TimeDelta::days(730);

/// An event at a sitting.
type Sitting = (Arc<Event>, Occurrence);

/// What the index answered, by filter.
#[derive(Default)]
struct Answers {
    rows: BTreeMap<String, Vec<Sitting>>,
    told: BTreeMap<EventId, Sitting>,
}

/// A reader with all that a letter to them takes.
struct Reader {
    known: KnownSubscriber,
    address: Option<String>,
    told: Told,
}

/// What is to become of the letters of these readers.
pub(super) async fn planned(
    store: &Store,
    mail: &MailParts,
    due: Vec<KnownSubscriber>,
    now: DateTime<Utc>,
) -> Result<Vec<PlannedLetter>, WorkerError> {
    let ids: Vec<SubscriberId> = due.iter().map(|known| known.id).collect();
    let mut addresses = store.subscriber_addresses(&ids).await?;
    let mut told = store.told_events(&ids).await?;
    let readers = due.into_iter().map(|known| {
        let told = told_of(&known, told.remove(&known.id));
        Reader { address: addresses.remove(&known.id), told, known }
    });
    let readers: Arc<Vec<Reader>> = Arc::new(readers.collect());
    let snapshot = mail.index.snapshot();
    let (asking, asked) = (Arc::clone(&readers), Arc::clone(&snapshot));
    let rows = tokio::task::spawn_blocking(move || rows_of(&asking, &asked, now)).await?;
    let answers = with_events(store, &snapshot, rows, &readers, now).await?;
    let mail = mail.clone();
    Ok(tokio::task::spawn_blocking(move || readers.iter().map(|reader| letter(&mail, reader, &answers, now)).collect())
        .await?)
}

/// What lies around a reader, whatever it is about: from there comes the one event outside their bubble.
fn around(filters: &[EventFilter]) -> EventFilter {
    let near = filters.iter().find_map(|filter| filter.near.clone());
    EventFilter { near, ..EventFilter::default() }
}

/// Asks the index once for each filter there is among the readers.
fn rows_of(readers: &[Reader], snapshot: &Snapshot, now: DateTime<Utc>) -> BTreeMap<String, Vec<Row>> {
    let mut rows = BTreeMap::new();
    for reader in readers {
        let filters = &reader.known.wishes.filters;
        for filter in filters {
            rows.entry(filter_line::write_line(filter)).or_insert_with(|| found(snapshot, filter, now));
        }
        let around = around(filters);
        let beyond = || snapshot.query(&around, &Slice::first(BEYOND_MAX), now).rows;
        rows.entry(beyond_line(&around)).or_insert_with(beyond);
    }
    rows
}

/// The key of rows that are beyond somebody's filters: no filter's line begins like it.
fn beyond_line(around: &EventFilter) -> String {
    format!("beyond {}", filter_line::write_line(around))
}

/// The next rows of a filter, and of those further away the calls for papers and conferences.
fn found(snapshot: &Snapshot, filter: &EventFilter, now: DateTime<Utc>) -> Vec<Row> {
    let filter = EventFilter { from: filter.from.max(Some(now)), ..filter.clone() };
    let mut rows = snapshot.query(&filter, &Slice::first(ROWS_MAX), now).rows;
    if rows.len() < ROWS_MAX {
        return rows;
    }
    let mut seen: BTreeSet<EventId> = rows.iter().map(Row::event_id).collect();
    let calls = EventFilter { call_for_papers_open: Some(true), ..filter.clone() };
    let conferences = EventFilter { kinds: vec![EventKind::Conference, EventKind::Unconference], ..filter.clone() };
    let asks_for_kinds = !filter.kinds.is_empty();
    for more in [Some(calls), (!asks_for_kinds).then_some(conferences)].into_iter().flatten() {
        let more = snapshot.query(&more, &Slice::first(AHEAD_MAX), now).rows;
        rows.extend(more.into_iter().filter(|row| seen.insert(row.event_id())));
    }
    rows
}

/// The rows with their events: those the index does not have at hand are read together.
async fn with_events(
    store: &Store,
    snapshot: &Snapshot,
    rows: BTreeMap<String, Vec<Row>>,
    readers: &[Reader],
    now: DateTime<Utc>,
) -> Result<Answers, WorkerError> {
    let told: BTreeSet<EventId> = readers.iter().flat_map(|reader| reader.told.events.keys().copied()).collect();
    let missing = rows.values().flatten().filter(|row| row.event.is_none()).map(Row::event_id);
    let missing: BTreeSet<EventId> =
        missing.chain(told.iter().copied().filter(|id| snapshot.event(*id).is_none())).collect();
    let missing: Vec<EventId> = missing.into_iter().collect();
    let read = store.events(&missing).await?;
    let read: BTreeMap<EventId, Arc<Event>> = read.into_iter().map(|(id, event)| (id, Arc::new(event))).collect();
    read.values().for_each(|event| snapshot.keep(event));
    let whole = |row: Row| {
        let Row { cursor, occurrence, event } = row;
        let event = event.or_else(|| read.get(&cursor.event_id).map(Arc::clone))?;
        Some((event, occurrence))
    };
    let rows = rows.into_iter().map(|(line, rows)| (line, rows.into_iter().filter_map(whole).collect())).collect();
    let next = |id: EventId| {
        let event = snapshot.event(id).or_else(|| read.get(&id).map(Arc::clone))?;
        let sitting = occurrences(&event, now, now + TOLD_AHEAD).into_iter().next()?;
        Some((id, (event, sitting)))
    };
    Ok(Answers { rows, told: told.into_iter().filter_map(next).collect() })
}

/// What is to become of one letter.
fn letter(mail: &MailParts, reader: &Reader, answers: &Answers, now: DateTime<Utc>) -> PlannedLetter {
    let Reader { known, address, told } = reader;
    let due_at = known.next_due_at.unwrap_or(now);
    let is_late = now.signed_duration_since(due_at) > LATE;
    let plan = match address {
        _ if is_late => Plan::Late,
        Some(address) => content(mail, known, address, told, answers, now),
        None => Plan::Nothing,
    };
    PlannedLetter {
        subscriber_id: known.id,
        due_at,
        at: if is_late { due_at } else { now },
        next_due_at: known.due_after(now),
        period: known.wishes.when.week_of(due_at),
        plan,
    }
}

fn content(
    mail: &MailParts,
    known: &KnownSubscriber,
    address: &str,
    told: &Told,
    answers: &Answers,
    now: DateTime<Utc>,
) -> Plan {
    let filters = &known.wishes.filters;
    let rows_at = |line: &str| answers.rows.get(line).into_iter().flatten();
    let found = filters.iter().flat_map(|filter| rows_at(&filter_line::write_line(filter)));
    let told_rows = told.events.keys().filter_map(|id| answers.told.get(id));
    let beyond = rows_at(&beyond_line(&around(filters)));
    let subscriber = known.wishes.clone().of(known.id, address.to_owned());
    let rows = found.chain(told_rows).map(|(event, sitting)| (&**event, sitting));
    let choice = choose(&subscriber, rows, beyond.map(|(event, sitting)| (&**event, sitting)), told, now);
    match compose(&subscriber, &choice, now, &mail.links(known.id)) {
        Some(letter) => Plan::Send { content: written(&letter), told: choice.told() },
        None => Plan::Nothing,
    }
}
