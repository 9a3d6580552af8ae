//! Changes: what the index holds after them, and what a reader sees meanwhile.

use crate::{
    made::{event, now},
    specification::naive,
};
use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{Event, EventFilter, EventId, Recurrence, RecurrenceRule, Schedule, Slice, Span, Standing};
use hobnob_index::Index;
use proptest::prelude::*;

fn evening(id: i64, days_from_now: i64) -> Event {
    let starts_at = now() + TimeDelta::days(days_from_now);
    let mut event = event(id, 3);
    event.standing = Standing::Confirmed;
    event.facts.schedule = Schedule::once(chrono_tz::Tz::Europe__Berlin, Span::Timed { starts_at, ends_at: None });
    event
}

fn weekly(id: i64) -> Event {
    let mut event = evening(id, -7);
    let rules = vec![RecurrenceRule::new("FREQ=WEEKLY").unwrap()];
    event.facts.schedule.recurrence = Some(Recurrence { rules, ..Recurrence::default() });
    event
}

fn ids(index: &Index, filter: &EventFilter, days_later: i64) -> Vec<i64> {
    let rows = index.snapshot().all(filter, now() + TimeDelta::days(days_later));
    rows.iter().map(|row| row.event_id().get()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn batches_end_where_one_batch_ends(
        told in prop::collection::vec((1_i64..12, any::<u64>()), 0..24),
        gone in prop::collection::vec(1_i64..12, 0..4),
        cut in any::<prop::sample::Index>(),
    ) {
        let events: Vec<Event> = told.iter().map(|(id, seed)| event(*id, *seed)).collect();
        let (first, second) = events.split_at(cut.index(events.len() + 1));
        let gone: Vec<EventId> = gone.into_iter().map(EventId::new).collect();
        let index = Index::new(None);
        index.apply(first.to_vec(), &[], 1, now());
        index.apply(second.to_vec(), &[], 2, now());
        index.settle();
        index.apply(Vec::new(), &gone, 3, now());

        let mut last: Vec<Event> = Vec::new();
        for event in events {
            last.retain(|held| held.id != event.id);
            last.push(event);
        }
        last.retain(|event| !gone.contains(&event.id));
        let filter = EventFilter { from: "2020-01-01T00:00:00Z".parse().ok(), ..EventFilter::default() };
        let expected = naive(&last, &filter, None, now()).into_keys().collect::<Vec<_>>();
        let rows = index.snapshot().query(&filter, &Slice::first(usize::MAX), now()).rows;
        prop_assert_eq!(rows.iter().map(|row| row.cursor).collect::<Vec<_>>(), expected);
        for row in rows {
            prop_assert_eq!(row.event.as_deref(), last.iter().find(|event| event.id == row.event_id()));
            prop_assert_eq!(index.snapshot().event(row.event_id()), row.event);
        }
    }
}

#[test]
fn a_revision_never_goes_backwards() {
    let index = Index::new(None);
    assert!(index.apply(vec![evening(1, 1)], &[], 5, now()));
    assert!(!index.apply(Vec::new(), &[EventId::new(1)], 4, now()));
    assert!(index.apply(vec![evening(2, 2)], &[], 5, now()));
    assert_eq!((index.snapshot().revision(), ids(&index, &EventFilter::default(), 0)), (5, vec![1, 2]));
}

#[test]
fn a_reader_keeps_what_it_began_with() {
    let index = Index::new(None);
    index.apply(vec![evening(1, 1)], &[], 1, now());
    let before = index.snapshot();
    index.clone().apply(vec![evening(2, 2)], &[EventId::new(1)], 2, now());
    assert_eq!((before.count(&EventFilter::default(), now()), before.revision()), (1, 1));
    assert_eq!(ids(&index, &EventFilter::default(), 0), [2]);
}

#[test]
fn an_event_before_the_horizon_is_not_held_and_one_that_passes_it_is_not_found() {
    let index = Index::new(Some(TimeDelta::days(10)));
    index.apply(vec![evening(1, -11), evening(2, -9), evening(3, 1)], &[], 1, now());
    let long_ago = EventFilter { from: Some(now() - TimeDelta::days(99)), ..EventFilter::default() };
    assert_eq!(index.snapshot().event(EventId::new(1)), None);
    assert_eq!(
        (ids(&index, &long_ago, 0), ids(&index, &long_ago, 5), index.snapshot().len()),
        (vec![2, 3], vec![3], 2)
    );
    index.apply(Vec::new(), &[], 2, now() + TimeDelta::days(31));
    assert_eq!(index.snapshot().len(), 0);
}

#[test]
fn a_weekly_series_goes_on_for_years_without_being_told_again() {
    let index = Index::new(Some(TimeDelta::days(30)));
    index.apply(vec![weekly(1)], &[], 1, now());
    for months in 1..=40 {
        index.apply(Vec::new(), &[], 1, now() + TimeDelta::days(31 * months));
    }
    let later = now() + TimeDelta::days(31 * 40);
    let rows = index.snapshot().all(&EventFilter::default(), later);
    let starts: Vec<_> = rows.iter().map(|row| row.occurrence.starts_at).collect();
    assert_eq!(starts.len(), 1);
    assert!(starts[0] > later - TimeDelta::hours(2) && starts[0] <= later + TimeDelta::days(7), "{starts:?}");
    let far = EventFilter { from: Some(later + TimeDelta::days(729 - 7)), ..EventFilter::default() };
    assert_eq!(index.snapshot().count(&far, later), 1);
}

#[test]
fn a_gone_event_is_held_but_matches_nothing() {
    let index = Index::new(None);
    let gone = Event { standing: Standing::Gone, ..evening(1, 1) };
    index.apply(vec![gone.clone()], &[], 1, now());
    assert_eq!(index.snapshot().event(gone.id).as_deref(), Some(&gone));
    assert_eq!(index.snapshot().count(&EventFilter::default(), now()), 0);
}

fn series(rule: &str, starts_at: &str) -> Event {
    let mut event = evening(1, 0);
    event.facts.schedule.span = Span::Timed { starts_at: starts_at.parse().unwrap(), ends_at: None };
    let rules = vec![RecurrenceRule::new(rule).unwrap()];
    event.facts.schedule.recurrence = Some(Recurrence { rules, ..Recurrence::default() });
    event
}

fn next_start(index: &Index, days_later: i64) -> Option<DateTime<Utc>> {
    let rows = index.snapshot().all(&EventFilter::default(), now() + TimeDelta::days(days_later));
    rows.first().map(|row| row.occurrence.starts_at)
}

#[test]
fn a_series_of_many_sittings_a_day_is_found_however_long_it_has_run() {
    let index = Index::new(None);
    let tours = series("FREQ=DAILY;BYHOUR=10,13,16", "2025-03-01T09:00:00Z");
    index.apply(vec![tours.clone()], &[], 1, now());
    assert_eq!(next_start(&index, 0), "2026-05-04T11:00:00Z".parse().ok());
    assert_eq!(next_start(&index, 29), "2026-06-02T11:00:00Z".parse().ok());
    let past = EventFilter { from: "2025-06-01T00:00:00Z".parse().ok(), ..EventFilter::default() };
    for filter in [EventFilter::default(), past] {
        let expected: Vec<_> = naive(std::slice::from_ref(&tours), &filter, None, now()).into_values().collect();
        let rows = index.snapshot().query(&filter, &Slice::first(usize::MAX), now()).rows;
        assert_eq!(rows.iter().map(|row| row.occurrence.clone()).collect::<Vec<_>>(), expected);
    }
}

#[test]
fn a_series_whose_next_sitting_is_years_ahead_is_found_when_it_comes() {
    let index = Index::new(None);
    index.apply(vec![series("FREQ=YEARLY;INTERVAL=4", "2024-09-01T16:00:00Z")], &[], 1, now());
    assert_eq!((index.snapshot().len(), next_start(&index, 0)), (1, None));
    index.apply(Vec::new(), &[], 2, now() + TimeDelta::days(200));
    assert_eq!(next_start(&index, 200), "2028-09-01T16:00:00Z".parse().ok());
    index.apply(vec![series("FREQ=YEARLY;INTERVAL=4;COUNT=1", "2024-09-01T16:00:00Z")], &[], 3, now());
    assert!(index.snapshot().is_empty());
}

#[test]
fn a_sharp_s_is_found_by_two_and_two_by_one() {
    let named = |id, name: &str| {
        let mut event = evening(id, 1);
        event.facts.name = name.to_owned();
        event
    };
    let index = Index::new(None);
    index.apply(vec![named(1, "Torstraße walk"), named(2, "TORSTRASSE talk")], &[], 1, now());
    for asked in ["torstrasse", "Torstraße", "\"TORSTRAẞE\""] {
        let filter = EventFilter { query: Some(asked.to_owned()), ..EventFilter::default() };
        let mut found = ids(&index, &filter, 0);
        found.sort_unstable();
        assert_eq!(found, [1, 2], "{asked}");
    }
}
