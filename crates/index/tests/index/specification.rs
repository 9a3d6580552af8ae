//! Every answer equals what the domain's predicate says of the domain's occurrences.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::OnceLock,
};

use crate::made::{self, event, filter, now};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use hobnob_domain::{
    Cursor, Event, EventFilter, EventId, EventOrder, Goal, NicheId, Occurrence, Recurrence, RecurrenceRule, Schedule,
    Slice, Span, Standing, occurrences_around,
};
use hobnob_index::{Facets, Index, SERIES_AHEAD, SERIES_PAST};
use proptest::prelude::*;

/// What the filter means, asked event by event without an index: the first matching sitting of each.
pub(crate) fn naive(
    events: &[Event],
    filter: &EventFilter,
    horizon: Option<TimeDelta>,
    now: DateTime<Utc>,
) -> BTreeMap<Cursor, Occurrence> {
    let filter = EventFilter { from: Some(filter.from.unwrap_or(now)), ..filter.clone() };
    let sittings = events.iter().map(|event| sittings(event, horizon, now));
    let first = |(event, sittings): (&Event, Vec<Occurrence>)| {
        sittings.into_iter().find(|occurrence| filter.matches(event, occurrence, now))
    };
    let rows = events.iter().zip(sittings).filter_map(first);
    rows.map(|row| (Cursor::by_start(row.starts_at, row.event_id), row)).collect()
}

/// The sittings of an event that can be found.
fn sittings(event: &Event, horizon: Option<TimeDelta>, now: DateTime<Utc>) -> Vec<Occurrence> {
    let is_series = event.facts.schedule.recurrence.is_some();
    let past = if is_series { Some(horizon.map_or(SERIES_PAST, |h| h.min(SERIES_PAST))) } else { horizon };
    let from = past.map_or(DateTime::<Utc>::MIN_UTC, |past| now - past);
    let to = if is_series { now + SERIES_AHEAD } else { DateTime::<Utc>::MAX_UTC };
    occurrences_around(event.id, &event.facts.schedule, event.facts.status, now, (from, to))
}

fn months(rows: &BTreeMap<Cursor, Occurrence>) -> BTreeMap<String, usize> {
    counted(rows.values().map(|row| row.starts_on.to_string()[..7].to_owned()))
}

fn counted<K: Ord>(keys: impl Iterator<Item = K>) -> BTreeMap<K, usize> {
    let mut counts = BTreeMap::new();
    keys.for_each(|key| *counts.entry(key).or_default() += 1);
    counts
}

/// What the facets of these rows are, counted event by event.
fn facets(rows: &BTreeMap<Cursor, Occurrence>, events: &[Event]) -> Facets {
    let ids: BTreeSet<EventId> = rows.keys().map(|row| row.event_id).collect();
    let held: Vec<&Event> = events.iter().filter(|event| ids.contains(&event.id)).collect();
    let within = |event: &Event, niche| event.facts.niches.iter().any(|own| own.is_within(niche));
    let counts = NicheId::all().map(|niche| (niche, held.iter().filter(|e| within(e, niche)).count()));
    let goals = held.iter().flat_map(|event| event.facts.goals.iter().copied().collect::<BTreeSet<Goal>>());
    Facets {
        niches: counts.filter(|(_, count)| *count > 0).collect(),
        goals: counted(goals),
        kinds: counted(held.iter().map(|event| event.facts.kind)),
        modes: counted(held.iter().map(|event| event.facts.attendance_mode)),
        countries: counted(held.iter().filter_map(|event| event.facts.venue.as_ref()?.country)),
        months: months(rows),
    }
}

/// The rows in an order.
fn ranked(
    rows: &BTreeMap<Cursor, Occurrence>,
    events: &[Event],
    filter: &EventFilter,
    order: EventOrder,
) -> Vec<(Cursor, Occurrence)> {
    let rank = |row: &Cursor| {
        let event = events.iter().find(|event| event.id == row.event_id).unwrap();
        Cursor { rank: order.rank(filter, event), ..*row }
    };
    rows.iter().map(|(row, sitting)| (rank(row), sitting.clone())).collect::<BTreeMap<_, _>>().into_iter().collect()
}

fn horizons() -> impl Strategy<Value = Option<TimeDelta>> {
    prop_oneof![
        Just(None),
        Just(Some(TimeDelta::days(400))),
        Just(Some(TimeDelta::days(500))),
        Just(Some(TimeDelta::days(10)))
    ]
}

/// An index of these events that has come about in several changes, some of them merged.
fn grown(events: &[Event], horizon: Option<TimeDelta>) -> Index {
    let index = Index::new(horizon);
    for (revision, part) in (1..).zip(events.chunks(events.len() / 5 + 1)) {
        let earlier: Vec<Event> = part.iter().map(|event| made::event(event.id.get(), 7)).collect();
        assert!(index.apply(earlier, &[EventId::new(1_000_000)], revision, now()));
        assert!(index.apply(part.to_vec(), &[], revision, now()));
        if revision % 2 == 0 {
            index.settle();
        }
    }
    index
}

/// Three hundred events, each world with an index.
pub(crate) fn worlds() -> &'static [(Option<TimeDelta>, Vec<Event>, Index)] {
    type World = (Option<TimeDelta>, Vec<Event>, Index);
    static WORLDS: OnceLock<Vec<World>> = OnceLock::new();
    WORLDS.get_or_init(|| {
        let world = |number: u64| {
            let events: Vec<Event> = (1..=300).map(|id| made::event(id, number * 1_000 + id.unsigned_abs())).collect();
            let horizon =
                [None, Some(TimeDelta::days(400)), Some(TimeDelta::days(10))][usize::try_from(number % 3).unwrap()];
            let index = grown(&events, horizon);
            (horizon, events, index)
        };
        (0..6).map(world).collect()
    })
}

/// The same filter, for what is not over now.
fn from_now(filter: &EventFilter) -> EventFilter {
    EventFilter { from: Some(filter.from.map_or(now(), |from| from.max(now()))), ..filter.clone() }
}

/// Each event at its next sitting, where it has one.
fn by_next(all: &BTreeMap<Cursor, Occurrence>, mut next: BTreeMap<Cursor, Occurrence>) -> BTreeMap<Cursor, Occurrence> {
    let ahead: BTreeSet<EventId> = next.keys().map(|row| row.event_id).collect();
    next.extend(
        all.iter().filter(|(row, _)| !ahead.contains(&row.event_id)).map(|(row, sitting)| (*row, sitting.clone())),
    );
    next
}

fn asked_of_a_world(world: prop::sample::Index, asked: u64) -> Result<(), TestCaseError> {
    let (horizon, events, index) = world.get(worlds());
    let filter = filter(asked);
    let expected = naive(events, &filter, *horizon, now());
    let snapshot = index.snapshot();
    let ids: Vec<EventId> = events.iter().step_by(3).map(|event| event.id).chain([EventId::new(1_000_000)]).collect();
    let found: BTreeSet<EventId> = expected.keys().map(|row| row.event_id).filter(|id| ids.contains(id)).collect();
    prop_assert_eq!(snapshot.matching(&filter, &ids, now()), found);
    let closes = |id: EventId| {
        let call = events.iter().find(|event| event.id == id).and_then(|event| event.facts.call_for_papers.as_ref());
        call.is_some_and(|call| call.closes_at.is_some())
    };
    let (calls, spots) = (snapshot.spots_with_calls(&filter, now()), snapshot.spots(&filter, now()));
    let told = by_next(&expected, naive(events, &from_now(&filter), *horizon, now()));
    prop_assert!(spots.iter().map(|spot| &spot.occurrence).eq(told.values()));
    prop_assert!(calls.iter().map(|(spot, _)| spot).eq(spots.iter().filter(|spot| closes(spot.occurrence.event_id))));
    for order in EventOrder::ALL {
        let slice = Slice { order: *order, ..Slice::first(usize::MAX) };
        let rows = snapshot.query(&filter, &slice, now()).rows;
        let given: Vec<(Cursor, Occurrence)> = rows.iter().map(|row| (row.cursor, row.occurrence.clone())).collect();
        let expected = ranked(&expected, events, &filter, *order);
        prop_assert_eq!(&given, &expected, "{:?}", order);
        let middle = Slice { after: expected.get(1).map(|(row, _)| *row), ..Slice { limit: 3, ..slice } };
        let given: Vec<Cursor> = snapshot.query(&filter, &middle, now()).rows.iter().map(|row| row.cursor).collect();
        let behind = usize::from(middle.after.is_some()) * 2;
        let few: Vec<Cursor> = expected.iter().skip(behind).take(3).map(|(row, _)| *row).collect();
        prop_assert_eq!(given, few, "{:?}", order);
    }
    prop_assert_eq!(snapshot.count(&filter, now()), expected.len());
    prop_assert_eq!(snapshot.facets(&filter, now()), facets(&expected, events));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, ..ProptestConfig::default() })]

    #[test]
    fn every_answer_over_hundreds_of_events_is_what_the_predicate_says(
        world in any::<prop::sample::Index>(),
        asked in any::<u64>(),
    ) {
        asked_of_a_world(world, asked)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, ..ProptestConfig::default() })]

    #[test]
    fn every_answer_is_what_the_predicate_says(
        seeds in prop::collection::vec(any::<u64>(), 0..24),
        asked in any::<u64>(),
        horizon in horizons(),
    ) {
        let events: Vec<Event> = (1..).zip(&seeds).map(|(id, seed)| event(id, *seed)).collect();
        let filter = filter(asked);
        let index = Index::new(horizon);
        prop_assert!(index.apply(events.clone(), &[], 1, now()));
        let snapshot = index.snapshot();
        let expected = naive(&events, &filter, horizon, now());

        let all = snapshot.all(&filter, now());
        let given: Vec<(Cursor, Occurrence)> = all.iter().map(|row| (row.cursor, row.occurrence.clone())).collect();
        let told = by_next(&expected, naive(&events, &from_now(&filter), horizon, now()));
        prop_assert_eq!(&given, &told.into_iter().collect::<Vec<_>>());
        prop_assert_eq!(snapshot.count(&filter, now()), expected.len());
        prop_assert_eq!(&snapshot.facets(&filter, now()), &facets(&expected, &events));
    }
}

#[test]
fn the_generated_filters_leave_something_often_enough_to_tell() {
    let events: Vec<Event> = (1..=24_u64).map(|id| event(i64::try_from(id).unwrap(), id * 77)).collect();
    let found = (0..300).map(|seed| naive(&events, &filter(seed), None, now()).len());
    let telling = found.filter(|count| *count > 0 && *count < events.len()).count();
    assert!(telling > 60, "only {telling} of 300 filters tell events apart");
}

#[test]
fn a_series_is_one_row_at_its_next_sitting() {
    let mut series = (0..).map(|seed| event(1, seed)).find(|event| event.standing == Standing::Confirmed).unwrap();
    series.facts.schedule = Schedule {
        zone: Tz::Europe__Berlin,
        span: Span::Timed { starts_at: "2026-04-01T16:00:00Z".parse().unwrap(), ends_at: None },
        recurrence: Some(Recurrence { rules: vec![RecurrenceRule::new("FREQ=WEEKLY").unwrap()], ..Default::default() }),
    };
    let index = Index::new(None);
    index.apply(vec![series], &[], 1, now());
    let rows = index.snapshot().all(&EventFilter::default(), now());
    let starts: Vec<_> = rows.iter().map(|row| row.occurrence.starts_at.to_rfc3339()).collect();
    assert_eq!(starts, ["2026-05-06T16:00:00+00:00"]);
    assert_eq!(
        index.snapshot().facets(&EventFilter::default(), now()).months,
        BTreeMap::from([("2026-05".to_owned(), 1)])
    );
}

#[test]
fn an_empty_index_answers_with_nothing() {
    let snapshot = Index::new(None).snapshot();
    assert_eq!(snapshot.count(&EventFilter::default(), now()), 0);
    assert_eq!(snapshot.query(&EventFilter::default(), &Slice::first(10), now()), hobnob_index::Answer::default());
    assert_eq!(snapshot.facets(&EventFilter::default(), now()), Facets::default());
    assert_eq!(snapshot.event(EventId::new(1)), None);
    assert!(snapshot.is_empty());
}

#[test]
fn an_event_beyond_every_calendar_is_not_held_and_breaks_nothing() {
    let (first, last) = (DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC);
    let recurrence = Recurrence {
        rules: vec![RecurrenceRule::new("FREQ=WEEKLY").unwrap()],
        additions: vec![first, last],
        ..Recurrence::default()
    };
    let spans = [
        Span::Timed { starts_at: first, ends_at: Some(last) },
        Span::Timed { starts_at: last, ends_at: None },
        Span::AllDay { starts_on: NaiveDate::MIN, ends_on: NaiveDate::MAX },
    ];
    let index = Index::new(None);
    for (zone, span) in
        [Tz::Asia__Tokyo, Tz::America__New_York, Tz::UTC].iter().flat_map(|zone| spans.map(|s| (*zone, s)))
    {
        for recurrence in [None, Some(recurrence.clone())] {
            let mut event = event(1, 3);
            event.facts.schedule = Schedule { zone, span, recurrence };
            index.apply(vec![event], &[], 1, now());
            assert!(index.snapshot().is_empty(), "{zone} {span:?}");
        }
    }
}
