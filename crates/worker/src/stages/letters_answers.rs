//! What the index answers to readers' filters. Equal filters are asked once, and answers are kept from batch to batch for
//! as long as they hold: until an event changes or the minute is over.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::WorkerError;
use chrono::{DateTime, TimeDelta, Utc};
use hobnob_digest::{HEIR_APART, is_due, is_news, may_be_heir};
use hobnob_domain::{
    AttendanceMode, Event, EventFilter, EventId, EventKind, Occurrence, Slice, SourceId, Standing, Wishes, filter_line,
};
use hobnob_index::{Row, Snapshot};
use hobnob_store::Store;
use rustc_hash::FxHashMap;

/// The most rows of a filter: far more than a letter tells, for the nearest in time come first.
const ROWS_MAX: usize = 3_000;

/// The most rows with an open call for papers, and of conferences: those that lie beyond the first.
const AHEAD_MAX: usize = 1_000;

/// The most rows from which the one outside somebody's bubble comes.
const BEYOND_MAX: usize = 300;

/// The most rows among which another name of an event is looked for: its sources' of a week.
const HEIRS_MAX: usize = 300;

/// The most rows kept: some eighty megabytes. One batch may need more; then the next begins anew.
const KEPT_MAX: usize = 500_000;

/// The most whole events kept when rows are not: some two hundred megabytes, of which the index has half at hand anyway.
const EVENTS_MAX: usize = 100_000;

/// How long rows are kept at most.
const KEPT_FOR: TimeDelta = TimeDelta::minutes(1);

/// How far the sittings of told events are looked for.
const TOLD_AHEAD: TimeDelta = TimeDelta::days(730);

/// An event at a sitting.
pub(super) type Sitting = (Arc<Event>, Occurrence);

/// What whole events hold for: the index's epoch and revision.
type State = (u64, i64);

/// What a filter finds.
#[derive(Default)]
pub(super) struct Rows {
    /// What any reader's letter may tell.
    due: Vec<Sitting>,
    /// What only those are told who know nothing of it yet, newest first.
    others: Vec<Sitting>,
}

impl Rows {
    /// As the chooser wants them: it sorts what is sorted in no time.
    fn of_anybody(mut rows: Vec<Sitting>) -> Self {
        rows.sort_by_key(|(_, sitting)| (sitting.event_id, sitting.starts_at, sitting.recurrence_id));
        Self { due: rows, others: Vec::new() }
    }

    /// Of each event all or none: the chooser looks at its sittings together.
    fn new(rows: Vec<Sitting>, now: DateTime<Utc>) -> Self {
        let Self { due: rows, .. } = Self::of_anybody(rows);
        let is_due = |(event, sitting): &Sitting| is_due(event, sitting, now) || is_due(event, sitting, now + KEPT_FOR);
        let due = rows.chunk_by(|(one, _), (other, _)| one.id == other.id).filter(|rows| rows.iter().any(is_due));
        let due: BTreeSet<EventId> = due.flatten().map(|(event, _)| event.id).collect();
        let (due, mut others): (Vec<_>, Vec<_>) = rows.into_iter().partition(|(event, _)| due.contains(&event.id));
        others.sort_by_key(|(event, _)| Reverse(event.created_at));
        Self { due, others }
    }

    fn len(&self) -> usize {
        self.due.len() + self.others.len()
    }

    /// What a reader whose last letter was composed then may be told; none had no letter yet.
    pub(super) fn since(&self, last_at: Option<DateTime<Utc>>) -> impl Iterator<Item = &Sitting> {
        let is_news = move |(event, _): &&Sitting| last_at.is_none_or(|last_at| is_news(event, last_at));
        self.due.iter().chain(self.others.iter().take_while(is_news))
    }
}

/// What one reader's letter is chosen from.
#[derive(Default)]
pub(super) struct Found {
    /// What each of their filters finds.
    pub(super) asked: Vec<Arc<Rows>>,
    /// What they were told and is not over, and what may be another name of it where it is not listed any more.
    pub(super) told: Vec<Arc<Sitting>>,
    /// What those have gone into that are one with others by now.
    pub(super) successors: BTreeMap<EventId, EventId>,
    /// What lies around them.
    pub(super) beyond: Arc<Rows>,
}

/// What the index answered.
#[derive(Default)]
pub(crate) struct Answers {
    state: State,
    /// What rows hold for.
    minute: i64,
    rows: BTreeMap<String, Arc<Rows>>,
    told: BTreeMap<EventId, Option<Arc<Sitting>>>,
    /// What told events have gone into.
    successors: BTreeMap<EventId, EventId>,
    /// What may be another name of an event that was told and is not listed any more.
    heirs: BTreeMap<EventId, Vec<Arc<Sitting>>>,
    /// Every event that was asked for: readers of one town ask for the same ones, and the index does not have all at hand.
    events: FxHashMap<EventId, Arc<Event>>,
}

impl Answers {
    /// Gives each reader, by their wishes and what they were told, what their letter is chosen from. What was not asked
    /// yet is asked now.
    pub(super) async fn find<'a>(
        &mut self,
        store: &Store,
        snapshot: &Arc<Snapshot>,
        readers: impl Iterator<Item = (&'a Wishes, BTreeSet<EventId>)>,
        now: DateTime<Utc>,
    ) -> Result<Vec<Found>, WorkerError> {
        self.forget(snapshot, now);
        let (mut lines, mut missing, mut told) = (Vec::new(), BTreeMap::new(), BTreeSet::new());
        for (wishes, events) in readers {
            let around = around(&wishes.filters);
            let mut line_of = |filter: &EventFilter, is_beyond: bool| {
                let line = line(filter, is_beyond);
                if !self.rows.contains_key(&line) {
                    missing.entry(line.clone()).or_insert_with(|| (filter.clone(), is_beyond));
                }
                line
            };
            let asked: Vec<String> = wishes.filters.iter().map(|filter| line_of(filter, false)).collect();
            let beyond = line_of(&around, true);
            told.extend(events.iter().copied().filter(|id| !self.told.contains_key(id)));
            lines.push((asked, events, beyond));
        }
        let asked = Arc::clone(snapshot);
        let rows = tokio::task::spawn_blocking(move || {
            let answer = |(line, (filter, is_beyond))| match is_beyond {
                true => (line, is_beyond, asked.query(&filter, &Slice::first(BEYOND_MAX), now).rows),
                false => (line, is_beyond, found(&asked, &filter, now)),
            };
            missing.into_iter().map(answer).collect::<Vec<(String, bool, Vec<Row>)>>()
        });
        self.keep(store, snapshot, rows.await?, told, now).await?;
        let rows = |line: &String| self.rows.get(line).map(Arc::clone).unwrap_or_default();
        let of_reader = |(asked, told, beyond): &(Vec<String>, BTreeSet<EventId>, String)| Found {
            asked: asked.iter().map(rows).collect(),
            told: told.iter().flat_map(|id| self.told_as(*id)).cloned().collect(),
            successors: told.iter().filter_map(|id| Some((*id, *self.successors.get(id)?))).collect(),
            beyond: rows(beyond),
        };
        Ok(lines.iter().map(of_reader).collect())
    }

    /// An event that was told, or the one that it has gone into, where it is not over, with what may be another name of it.
    fn told_as(&self, id: EventId) -> impl Iterator<Item = &Arc<Sitting>> {
        let id = self.successors.get(&id).copied().unwrap_or(id);
        let heirs = self.heirs.get(&id).into_iter().flatten();
        self.told.get(&id).into_iter().flatten().chain(heirs)
    }

    /// Forgets what does not hold any more, and everything when it has become too much.
    fn forget(&mut self, snapshot: &Snapshot, now: DateTime<Utc>) {
        let (state, minute) = ((snapshot.epoch(), snapshot.revision()), now.timestamp().div_euclid(60));
        let kept = self.rows.values().map(|rows| rows.len()).sum::<usize>() + self.told.len();
        if (self.state, self.minute) != (state, minute) || kept > KEPT_MAX {
            let events = std::mem::take(&mut self.events);
            let is_good = self.state == state && events.len() <= EVENTS_MAX;
            *self =
                Self { state, minute, events: if is_good { events } else { FxHashMap::default() }, ..Self::default() };
        }
    }

    /// An event that answers name.
    fn known(&mut self, event: Arc<Event>) {
        self.events.entry(event.id).or_insert(event);
    }

    /// Keeps rows with their events: those the index does not have at hand are read together.
    async fn keep(
        &mut self,
        store: &Store,
        snapshot: &Arc<Snapshot>,
        rows: Vec<(String, bool, Vec<Row>)>,
        mut told: BTreeSet<EventId>,
        now: DateTime<Utc>,
    ) -> Result<(), WorkerError> {
        let at_hand = rows.iter().flat_map(|(.., rows)| rows).filter_map(|row| row.event.as_ref());
        at_hand.for_each(|event| self.known(Arc::clone(event)));
        told.iter().filter_map(|id| snapshot.event(*id)).for_each(|event| self.known(event));
        let asked = rows.iter().flat_map(|(.., rows)| rows).map(Row::event_id).chain(told.iter().copied());
        self.read(store, asked).await?;
        self.follow(store, &mut told).await?;
        let whole = |row: Row| {
            let event = row.event.as_ref().or_else(|| self.events.get(&row.event_id())).map(Arc::clone)?;
            Some((event, row.occurrence))
        };
        for (line, is_beyond, rows) in rows {
            let rows = rows.into_iter().filter_map(whole).collect();
            let rows = if is_beyond { Rows::of_anybody(rows) } else { Rows::new(rows, now) };
            self.rows.insert(line, Arc::new(rows));
        }
        let next = |id: EventId| {
            let event = self.events.get(&id).map(Arc::clone)?;
            let sitting = event.next_sitting(now, now + TOLD_AHEAD)?;
            Some(Arc::new((event, sitting)))
        };
        let told: Vec<(EventId, Option<Arc<Sitting>>)> = told.into_iter().map(|id| (id, next(id))).collect();
        let left = told.iter().filter_map(|(_, told)| told.as_ref());
        let left = left.filter(|told| told.0.standing != Standing::Confirmed).map(Arc::clone).collect();
        self.told.extend(told);
        self.keep_heirs(store, snapshot, left, now).await
    }

    /// Keeps what may be another name of these events, which are not listed any more.
    async fn keep_heirs(
        &mut self,
        store: &Store,
        snapshot: &Arc<Snapshot>,
        left: Vec<Arc<Sitting>>,
        now: DateTime<Utc>,
    ) -> Result<(), WorkerError> {
        if left.is_empty() {
            return Ok(());
        }
        let asked = Arc::clone(snapshot);
        let beside = move |one: Arc<Sitting>| {
            let rows = asked.query(&beside(&one, now), &Slice::first(HEIRS_MAX), now).rows;
            (one, rows)
        };
        let found = tokio::task::spawn_blocking(move || left.into_iter().map(beside).collect::<Vec<_>>()).await?;
        let rows = || found.iter().flat_map(|(_, rows)| rows);
        rows().filter_map(|row| row.event.as_ref()).for_each(|event| self.known(Arc::clone(event)));
        self.read(store, rows().map(Row::event_id)).await?;
        for (one, rows) in found {
            let (event, sitting) = one.as_ref();
            let heir = |row: Row| {
                let other = self.events.get(&row.event_id())?;
                let is_fit = may_be_heir(event, sitting, other, &row.occurrence);
                is_fit.then(|| Arc::new((Arc::clone(other), row.occurrence)))
            };
            let heirs: Vec<Arc<Sitting>> = rows.into_iter().filter_map(heir).collect();
            self.heirs.insert(event.id, heirs);
        }
        Ok(())
    }

    /// What was told and is no more may have gone into another event: that one is told of, too.
    async fn follow(&mut self, store: &Store, told: &mut BTreeSet<EventId>) -> Result<(), WorkerError> {
        let gone: Vec<EventId> = told.iter().copied().filter(|id| !self.events.contains_key(id)).collect();
        if gone.is_empty() {
            return Ok(());
        }
        let successors = store.successors_of(&gone).await?;
        self.read(store, successors.values().copied()).await?;
        told.extend(successors.values().filter(|id| !self.told.contains_key(id)));
        self.successors.extend(successors);
        Ok(())
    }

    /// Reads those of these events that are not known yet.
    async fn read(&mut self, store: &Store, asked: impl Iterator<Item = EventId>) -> Result<(), WorkerError> {
        let missing: BTreeSet<EventId> = asked.filter(|id| !self.events.contains_key(id)).collect();
        let missing: Vec<EventId> = missing.into_iter().collect();
        if !missing.is_empty() {
            store.events(&missing).await?.into_values().for_each(|event| self.known(Arc::new(event)));
        }
        Ok(())
    }
}

/// What lies around a reader, whatever it is about: from there comes the one event outside their bubble. Online, where they
/// name no place.
fn around(filters: &[EventFilter]) -> EventFilter {
    let near = filters.iter().find_map(|filter| filter.near.clone());
    let modes = if near.is_none() { vec![AttendanceMode::Online] } else { Vec::new() };
    EventFilter { near, modes, ..EventFilter::default() }
}

/// What the sources of an event list for the same days.
fn beside((event, sitting): &Sitting, now: DateTime<Utc>) -> EventFilter {
    let sources: BTreeSet<SourceId> = event.claims.iter().map(|claim| claim.source_id).collect();
    let from = sitting.starts_at.checked_sub_signed(HEIR_APART).map_or(now, |from| from.max(now));
    // Up to the last instant, which `to` itself is not.
    let to = sitting.starts_at.checked_add_signed(HEIR_APART + TimeDelta::seconds(1));
    EventFilter { sources: sources.into_iter().collect(), from: Some(from), to, ..EventFilter::default() }
}

/// The key of what a filter finds. No filter's line begins like that of what is beyond somebody's filters.
fn line(filter: &EventFilter, is_beyond: bool) -> String {
    let line = filter_line::write_line(filter);
    if is_beyond { format!("beyond {line}") } else { line }
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

#[cfg(test)]
#[path = "../../../index/tests/index/made.rs"]
#[allow(dead_code, reason = "the index's tests use more of it")]
mod made;

#[cfg(test)]
mod tests {
    use super::*;
    use hobnob_index::Index;

    #[test]
    fn whole_events_outlast_the_minute_and_no_change() {
        let (index, now) = (Index::new(None), made::now());
        index.apply(Vec::new(), &[], 7, now);
        let mut answers = Answers::default();
        answers.forget(&index.snapshot(), now);
        answers.known(Arc::new(made::event(1, 1)));
        answers.rows.insert("niche=rust".to_owned(), Arc::default());
        answers.forget(&index.snapshot(), now);
        assert_eq!((answers.rows.len(), answers.events.len()), (1, 1));
        answers.forget(&index.snapshot(), now + TimeDelta::minutes(1));
        assert_eq!((answers.rows.len(), answers.events.len()), (0, 1));
        index.apply(Vec::new(), &[], 8, now);
        answers.forget(&index.snapshot(), now + TimeDelta::minutes(1));
        assert_eq!(answers.events.len(), 0);
    }
}
