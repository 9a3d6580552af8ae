//! Every answer equals what the domain's predicate says of the domain's occurrences.

use std::collections::BTreeMap;

use crate::made::{event, filter, now};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use hobnob_domain::{
    Cursor, Event, EventFilter, EventId, NicheId, Occurrence, Recurrence, RecurrenceRule, Schedule, Slice, Span,
    Standing, occurrences,
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
    let first = |event: &Event| {
        let is_series = event.facts.schedule.recurrence.is_some();
        let past = if is_series { Some(horizon.map_or(SERIES_PAST, |h| h.min(SERIES_PAST))) } else { horizon };
        let from = past.map_or(DateTime::<Utc>::MIN_UTC, |past| now - past);
        let to = if is_series { now + SERIES_AHEAD } else { DateTime::<Utc>::MAX_UTC };
        occurrences(event, from, to).into_iter().find(|occurrence| filter.matches(event, occurrence, now))
    };
    let rows = events.iter().filter_map(first);
    rows.map(|row| (Cursor { starts_at: row.starts_at, event_id: row.event_id }, row)).collect()
}

fn months(rows: &BTreeMap<Cursor, Occurrence>) -> BTreeMap<String, usize> {
    let mut months = BTreeMap::new();
    for row in rows.values() {
        *months.entry(row.starts_on.to_string()[..7].to_owned()).or_default() += 1;
    }
    months
}

fn niches(rows: &BTreeMap<Cursor, Occurrence>, events: &[Event]) -> BTreeMap<NicheId, usize> {
    let held: Vec<&Event> = events.iter().filter(|event| rows.keys().any(|row| row.event_id == event.id)).collect();
    let within = |event: &Event, niche| event.facts.niches.iter().any(|own| own.is_within(niche));
    let counts = NicheId::all().map(|niche| (niche, held.iter().filter(|e| within(e, niche)).count()));
    counts.filter(|(_, count)| *count > 0).collect()
}

fn horizons() -> impl Strategy<Value = Option<TimeDelta>> {
    prop_oneof![
        Just(None),
        Just(Some(TimeDelta::days(400))),
        Just(Some(TimeDelta::days(500))),
        Just(Some(TimeDelta::days(10)))
    ]
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
        let given: Vec<(Cursor, Occurrence)> = all.iter().map(|row| (row.cursor(), row.occurrence.clone())).collect();
        prop_assert_eq!(&given, &expected.clone().into_iter().collect::<Vec<_>>());
        prop_assert_eq!(&snapshot.query(&filter, &Slice::first(usize::MAX), now()).rows, &all);
        prop_assert_eq!(snapshot.count(&filter, now()), expected.len());
        let facets = snapshot.facets(&filter, now());
        prop_assert_eq!(facets.kinds.values().sum::<usize>(), expected.len());
        prop_assert_eq!(&facets.months, &months(&expected));
        prop_assert_eq!(&facets.niches, &niches(&expected, &events));
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
