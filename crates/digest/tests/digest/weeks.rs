//! Many letters to one reader, each remembering the ones before.

use std::collections::BTreeMap;

use crate::made::{ana, at, borrowed, calling, conference, meetup, rows_at};
use chrono::TimeDelta;
use hobnob_digest::{Section, choose, compose};
use hobnob_domain::{Event, EventId, EventStatus, Told};
use proptest::prelude::*;

/// A change of an event, as far as a letter shows it.
#[derive(Clone, Copy, Debug)]
enum Step {
    Cancel,
    Revive,
    Move(i64),
    Rename(u8),
    Edit,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        Just(Step::Cancel),
        Just(Step::Revive),
        (24_i64..2_000).prop_map(Step::Move),
        any::<u8>().prop_map(Step::Rename),
        Just(Step::Edit),
    ]
}

fn take(event: &mut Event, step: Step, number: i64) {
    event.sequence += 1;
    match step {
        Step::Cancel => event.facts.status = EventStatus::Cancelled,
        Step::Revive => event.facts.status = EventStatus::Scheduled,
        Step::Move(hours) => event.facts.schedule = meetup(number, hours).facts.schedule,
        Step::Rename(name) => event.facts.name = format!("Evening, the {name}th"),
        Step::Edit => event.facts.description = Some("More.".to_owned()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    /// Each event is found in one week and changes in others; twelve letters tell of them.
    #[test]
    fn no_event_is_new_twice_no_change_is_told_twice_and_each_is_told_once_a_letter(
        events in proptest::collection::vec((0_i64..12, 1_i64..2_500, 0_u8..3), 1..60),
        steps in proptest::collection::vec((0_usize..60, 0_i64..12, step()), 0..60),
    ) {
        let mut known: Vec<(i64, Event)> = (1..).zip(&events).map(|(number, (week, hours, sort))| {
            let mut event = match sort {
                0 => meetup(number, *hours),
                1 => conference(number, hours / 24 + 1),
                _ => calling(conference(number, hours / 24 + 1), hours / 30),
            };
            event.created_at = at() + TimeDelta::days(7 * week) - TimeDelta::hours(5);
            (*week, event)
        }).collect();
        let (mut told, mut new) = (Told::default(), BTreeMap::<EventId, i64>::new());
        for week in 0..12 {
            let now = at() + TimeDelta::days(7 * week);
            for (number, at_week, step) in &steps {
                if let Some((_, event)) = known.get_mut(*number).filter(|(found, _)| *at_week == week && *found < week) {
                    take(event, *step, event.id.get());
                }
            }
            let found: Vec<Event> = known.iter().filter(|(found, _)| *found <= week).map(|(_, e)| e.clone()).collect();
            let rows: Vec<_> = rows_at(&found, now).into_iter().filter(|(_, sitting)| sitting.ends_at > now).collect();
            let choice = choose(&ana(), borrowed(&rows), [], &told, now);
            let mut once = BTreeMap::new();
            for chosen in &choice.chosen {
                *once.entry(chosen.event.id).or_insert(0) += 1;
                if chosen.section == Section::New {
                    prop_assert_eq!(new.insert(chosen.event.id, week), None, "event {} is new twice", chosen.event.id);
                }
                prop_assert_eq!(chosen.section == Section::Changed, !chosen.changes.is_empty());
            }
            prop_assert!(once.values().all(|times| *times == 1) && choice.chosen.len() <= hobnob_digest::EVENTS_MAX);
            let links = crate::made::links();
            prop_assert_eq!(compose(&ana(), &choice, now, &links).is_none(), choice.chosen.is_empty());
            let remembered = choice.told();
            let further: usize = choice.chosen.iter().map(|chosen| chosen.also.len() + chosen.alongside.len()).sum();
            prop_assert_eq!(remembered.len(), choice.chosen.len() + further);
            told.last_at = Some(now);
            told.events.extend(remembered);
            let again = choose(&ana(), borrowed(&rows), [], &told, now);
            let is_news = |section| matches!(section, Section::New | Section::Changed);
            let twice = again.chosen.iter().filter(|chosen| is_news(chosen.section) && once.contains_key(&chosen.event.id));
            prop_assert_eq!(twice.count(), 0);
        }
    }
}
