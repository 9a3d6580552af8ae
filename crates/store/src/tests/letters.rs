//! Readers, their consent, and the outbox.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    Leaving, LetterEnd, Plan, PlannedLetter, SignUp, SignedUp, Store,
    tests::{
        databases::for_each_database,
        samples::{later, noon},
    },
};
use chrono::{DateTime, TimeDelta, Utc, Weekday};
use hobnob_domain::{
    EventFilter, EventId, EventStatus, Goal, LetterKind, LetterState, MailKeys, Near, Point, SealingKey, SubscriberId,
    SubscriberState, ToldEvent, Venue, WeeklyHour, Wishes,
};

pub(super) const ADDRESS: &str = "Reader@example.org";

pub(super) fn keys() -> MailKeys {
    MailKeys::new(SealingKey::new("the secret of a test"))
}

pub(super) fn wishes() -> Wishes {
    let near = Near { text: "Köln".into(), point: Point::new(50.933_33, 6.95).unwrap(), radius_km: 50.0 };
    Wishes {
        filters: vec![EventFilter { near: Some(near), ..EventFilter::default() }, EventFilter::default()],
        goals: BTreeMap::from([(Goal::Skills, 3), (Goal::Networking, 0)]),
        when: WeeklyHour { zone: chrono_tz::Tz::Europe__Berlin, weekday: Weekday::Mon, hour: 8 },
    }
}

pub(super) async fn ask(store: &Store, address: &str, client: &str, now: DateTime<Utc>) -> SignedUp {
    let (address, client_hash) = (address.parse().unwrap(), keys().client_hash(client));
    let asked = SignUp { address, wishes: wishes(), client_hash };
    store.subscriber_sign_up(&keys(), &asked, now).await.unwrap()
}

/// The token of the newest question.
pub(super) async fn token(store: &Store) -> hobnob_domain::SecretHash {
    let letters = store.letters(None, Some(LetterState::Planned), 10).await.unwrap();
    let question = letters.iter().find(|letter| letter.kind == LetterKind::Confirmation).unwrap();
    keys().confirmation(question.id).hash()
}

pub(super) async fn reader(store: &Store) -> SubscriberId {
    assert_eq!(ask(store, ADDRESS, "c", noon()).await, SignedUp::Asked);
    store.subscriber_confirm(&token(store).await, noon()).await.unwrap().unwrap()
}

pub(super) async fn assert_balanced(store: &Store) {
    for kind in LetterKind::ALL {
        let totals = store.letter_totals(*kind).await.unwrap();
        assert!(totals.is_balanced(), "{kind} {totals:?}");
    }
}

#[tokio::test]
async fn one_yes_within_a_day_makes_a_reader_with_all_that_was_wished() {
    for_each_database(|store| async move {
        ask(&store, ADDRESS, "c", noon()).await;
        let token = token(&store).await;
        let asked = store.confirmation(&token, noon()).await.unwrap().unwrap();
        assert_eq!((asked.wishes.clone(), asked.is_used), (wishes(), false));
        let day = TimeDelta::hours(24);
        assert_eq!(store.subscriber_confirm(&token, noon() + day).await.unwrap(), None, "a day later it is too late");
        let in_time = noon() + day - TimeDelta::seconds(1);
        assert_eq!(store.subscriber_confirm(&token, in_time).await.unwrap(), Some(asked.id));
        assert_eq!(store.subscriber_confirm(&token, in_time).await.unwrap(), None, "a token is for once");
        let known = store.subscriber(asked.id).await.unwrap().unwrap();
        assert_eq!((known.state, &known.wishes, known.told_at), (SubscriberState::Confirmed, &wishes(), None));
        assert_eq!(known.next_due_at, Some(known.due_after(in_time)));
        let addresses = store.subscriber_addresses(&[asked.id]).await.unwrap();
        assert_eq!(addresses, BTreeMap::from([(asked.id, ADDRESS.to_owned())]));
    })
    .await;
}

#[tokio::test]
async fn an_address_is_asked_three_times_an_hour_and_a_client_asks_twenty_times() {
    for_each_database(|store| async move {
        for client in ["a", "b", "c"] {
            assert_eq!(ask(&store, ADDRESS, client, noon()).await, SignedUp::Asked);
        }
        assert_eq!(ask(&store, "READER@example.ORG", "d", noon()).await, SignedUp::TooMany);
        assert_eq!(ask(&store, ADDRESS, "d", noon() + TimeDelta::hours(1)).await, SignedUp::Asked);
        for number in 0..20 {
            assert_eq!(ask(&store, &format!("r{number}@example.org"), "one", noon()).await, SignedUp::Asked);
        }
        assert_eq!(ask(&store, "r20@example.org", "one", noon()).await, SignedUp::Busy);
        let total: u64 = store.subscribers_count().await.unwrap().iter().map(|(_, count)| count).sum();
        assert_eq!(total, 21, "who was refused left nothing behind");
        assert_balanced(&store).await;
    })
    .await;
}

#[tokio::test]
async fn who_leaves_is_known_by_a_mark_and_comes_back_by_asking_only() {
    for_each_database(|store| async move {
        let id = reader(&store).await;
        for _ in 0..2 {
            assert!(store.subscriber_leave(id, later(1)).await.unwrap());
        }
        let known = store.subscriber(id).await.unwrap().unwrap();
        assert_eq!((known.state, known.left_at, known.next_due_at), (SubscriberState::Left, Some(later(1)), None));
        assert_eq!(store.subscriber_addresses(&[id]).await.unwrap(), BTreeMap::new());
        ask(&store, ADDRESS, "c", later(2)).await;
        let token = token(&store).await;
        assert_eq!(store.subscriber_confirm(&token, later(2)).await.unwrap(), Some(id));
        assert!(store.subscriber_forget(id, later(3)).await.unwrap());
        assert_eq!(store.subscriber(id).await.unwrap(), None);
        assert!(!store.subscriber_forget(id, later(3)).await.unwrap());
        assert_balanced(&store).await;
    })
    .await;
}

#[tokio::test]
async fn who_never_answers_is_forgotten() {
    for_each_database(|store| async move {
        let id = reader(&store).await;
        ask(&store, "never@example.org", "c", noon()).await;
        let week = noon() + TimeDelta::days(7);
        assert_eq!(store.subscribers_forget_pending(noon(), week, 10).await.unwrap(), 0);
        assert_eq!(store.subscribers_forget_pending(later(1), week, 10).await.unwrap(), 1);
        let left: Vec<_> = store.subscribers(None, 10).await.unwrap().0.iter().map(|known| known.id).collect();
        assert_eq!(left, [id]);
        assert_balanced(&store).await;
    })
    .await;
}

#[tokio::test]
async fn who_asks_for_other_events_begins_anew_and_who_asks_for_another_hour_goes_on() {
    for_each_database(|store| async move {
        let id = reader_without_question(&store).await;
        plan(&store, id, "2026-W10", words(), later(1)).await;
        let letter = store.letters_claim(later(1), 10, "w", LEASE, None).await.unwrap().remove(0);
        end(&store, &[(letter.id, LetterEnd::Sent)], "w", later(1)).await;
        let told_at = async || store.subscriber(id).await.unwrap().unwrap().told_at;
        let evening = Wishes { when: WeeklyHour { hour: 19, ..wishes().when }, ..wishes() };
        assert!(store.subscriber_wishes_set(id, &evening, later(2)).await.unwrap());
        assert_eq!(told_at().await, Some(later(1)));
        let everything = Wishes { filters: vec![EventFilter::default()], ..evening };
        assert!(store.subscriber_wishes_set(id, &everything, later(2)).await.unwrap());
        assert_eq!(told_at().await, None);
        let known = store.told_events(&[id]).await.unwrap();
        assert_eq!(known.get(&id), Some(&told()), "nothing is told twice");
    })
    .await;
}

#[tokio::test]
async fn a_letter_that_is_due_comes_by_the_new_wishes() {
    for_each_database(|store| async move {
        let id = reader_without_question(&store).await;
        let known = async || store.subscriber(id).await.unwrap().unwrap();
        let due = known().await.next_due_at.unwrap();
        let late = due + TimeDelta::minutes(10);
        let being_written = PlannedLetter {
            subscriber_id: id,
            due_at: due,
            at: late,
            next_due_at: known().await.due_after(late),
            period: "2026-W10".to_owned(),
            plan: words(),
        };
        let evening = Wishes { when: WeeklyHour { hour: 19, ..wishes().when }, ..wishes() };
        assert!(store.subscriber_wishes_set(id, &evening, late).await.unwrap());
        assert_eq!(
            store.letters_plan(vec![being_written], late).await.unwrap().planned,
            0,
            "it goes by the old wishes"
        );
        assert_eq!(store.subscribers_due(late, 10, None).await.unwrap().known.len(), 1);
        assert_eq!(plan(&store, id, "2026-W10", words(), late).await.planned, 1);
        assert_eq!(known().await.next_due_at, Some(known().await.due_after(late)));
    })
    .await;
}

#[tokio::test]
async fn a_letter_that_was_on_its_way_when_its_reader_asked_for_other_events_does_not_keep_them_from_beginning_anew() {
    for_each_database(|store| async move {
        let id = reader_without_question(&store).await;
        let told_at = async || store.subscriber(id).await.unwrap().unwrap().told_at;
        let everything = Wishes { filters: vec![EventFilter::default()], ..wishes() };
        plan(&store, id, "2026-W10", words(), later(1)).await;
        let letter = store.letters_claim(later(1), 10, "w", LEASE, None).await.unwrap().remove(0);
        assert!(store.subscriber_wishes_set(id, &everything, later(2)).await.unwrap());
        let evening = Wishes { when: WeeklyHour { hour: 19, ..wishes().when }, ..everything };
        assert!(store.subscriber_wishes_set(id, &evening, later(3)).await.unwrap());
        end(&store, &[(letter.id, LetterEnd::Sent)], "w", later(3)).await;
        assert_eq!(told_at().await, None);
        assert_eq!(store.told_events(&[id]).await.unwrap().get(&id), Some(&told()), "what it told is known");

        plan(&store, id, "2026-W11", words(), later(4)).await;
        let letter = store.letters_claim(later(4), 10, "w", LEASE, None).await.unwrap().remove(0);
        end(&store, &[(letter.id, LetterEnd::Sent)], "w", later(4)).await;
        assert_eq!(told_at().await, Some(later(4)), "the letter after the change is one of what they ask for");
    })
    .await;
}

fn told() -> BTreeMap<EventId, ToldEvent> {
    let venue = Venue { name: Some("Old \"Mill\"".into()), point: Point::new(52.52, 13.4), ..Venue::default() };
    let one = ToldEvent {
        sequence: 2,
        status: EventStatus::Rescheduled,
        starts_at: later(9),
        name: "Rust \"night\"".into(),
        venue: Some(venue),
        call_closes_at: Some(later(5)),
    };
    BTreeMap::from([(EventId::new(7), one)])
}

pub(super) async fn plan(
    store: &Store,
    id: SubscriberId,
    period: &str,
    plan: Plan,
    now: DateTime<Utc>,
) -> crate::PlanReport {
    let known = store.subscriber(id).await.unwrap().unwrap();
    let planned = PlannedLetter {
        subscriber_id: id,
        due_at: known.next_due_at.unwrap(),
        at: now,
        next_due_at: known.due_after(now),
        period: period.to_owned(),
        plan,
    };
    store.letters_plan(vec![planned], now).await.unwrap()
}

pub(super) fn words() -> Plan {
    Plan::Send { message_id: "<1@x>".to_owned(), content: "{\"subject\":\"Your events\"}".to_owned(), told: told() }
}

/// A reader whose question is out of the way.
pub(super) async fn reader_without_question(store: &Store) -> SubscriberId {
    let id = reader(store).await;
    let questions = store.letters_claim(noon(), 10, "w", TimeDelta::minutes(1), None).await.unwrap();
    let ends: Vec<_> = questions.iter().map(|letter| (letter.id, LetterEnd::Sent)).collect();
    end(store, &ends, "w", noon()).await;
    id
}

pub(super) const LEASE: TimeDelta = TimeDelta::minutes(3);

/// Says that a letter is handed over; whether it is still ours.
async fn hand_over(store: &Store, id: i64, owner: &str, until: DateTime<Utc>) -> bool {
    let leaving = [Leaving { id, message_id: None }];
    store.letters_note(&[], &leaving, owner, noon(), until).await.unwrap().contains(&id)
}

/// Says what became of letters.
pub(super) async fn end(store: &Store, ends: &[(i64, LetterEnd)], owner: &str, now: DateTime<Utc>) {
    assert_eq!(store.letters_note(ends, &[], owner, now, now).await.unwrap(), BTreeSet::new());
}

#[tokio::test]
async fn a_week_has_one_letter_and_what_it_told_is_known_once_it_is_sent() {
    for_each_database(|store| async move {
        let id = reader_without_question(&store).await;
        let due = store.subscriber(id).await.unwrap().unwrap().next_due_at.unwrap();
        assert!(store.subscribers_due(due - TimeDelta::seconds(1), 10, None).await.unwrap().is_empty());
        assert_eq!(store.subscribers_due(due, 10, None).await.unwrap().known.len(), 1);
        let report = plan(&store, id, "2026-W10", words(), due).await;
        assert_eq!((report.planned, report.excluded), (1, 0));
        assert!(store.subscribers_due(due, 10, None).await.unwrap().is_empty(), "the next one is a week away");
        let report = plan(&store, id, "2026-W10", words(), due).await;
        assert_eq!((report.planned, report.excluded), (0, 1), "the week has its letter");

        let claimed = store.letters_claim(due, 10, "w", LEASE, None).await.unwrap();
        assert_eq!(store.letters_claim(due, 10, "other", LEASE, None).await.unwrap(), []);
        let letter = &claimed[0];
        assert_eq!((letter.address.as_deref(), letter.at), (Some(ADDRESS), due));
        assert!(!hand_over(&store, letter.id, "other", due + LEASE).await, "it is not theirs");
        assert!(hand_over(&store, letter.id, "w", due + LEASE).await);
        assert_eq!(store.told_events(&[id]).await.unwrap(), BTreeMap::new());
        end(&store, &[(letter.id, LetterEnd::Sent)], "w", due).await;
        assert_eq!(store.told_events(&[id]).await.unwrap(), BTreeMap::from([(id, told())]));
        let known = store.subscriber(id).await.unwrap().unwrap();
        assert_eq!(known.told_at, Some(due));
        let totals = store.letter_totals(LetterKind::Weekly).await.unwrap();
        assert_eq!((totals.candidates, totals.excluded, totals.sent, totals.open), (2, 1, 1, 0));
    })
    .await;
}

#[tokio::test]
async fn a_letter_whose_worker_died_is_sent_by_another_unless_it_was_handed_over() {
    for_each_database(|store| async move {
        let id = reader_without_question(&store).await;
        let due = store.subscriber(id).await.unwrap().unwrap().next_due_at.unwrap();
        plan(&store, id, "2026-W10", words(), due).await;
        let first = store.letters_claim(due, 10, "dead", LEASE, None).await.unwrap();
        let second = store.letters_claim(due + LEASE, 10, "w", LEASE, None).await.unwrap();
        assert_eq!(first[0].id, second[0].id, "it was only claimed");
        let until = due + LEASE * 2;
        assert!(!hand_over(&store, first[0].id, "dead", until).await);
        assert!(hand_over(&store, second[0].id, "w", until).await);
        assert_eq!(store.letters_claim(until, 10, "third", LEASE, None).await.unwrap(), []);
        assert_eq!(store.letters_give_up(until - TimeDelta::seconds(1)).await.unwrap(), Vec::<i64>::new());
        assert_eq!(store.letters_give_up(until).await.unwrap(), [second[0].id]);
        end(&store, &[(second[0].id, LetterEnd::Sent)], "w", until).await;
        let letter = &store.letters(Some(id), Some(LetterState::Unknown), 10).await.unwrap()[0];
        assert_eq!((letter.attempts, letter.message_id.as_deref()), (1, Some("<1@x>")));
        assert_eq!(store.told_events(&[id]).await.unwrap().len(), 1, "it may have been read");
        assert_balanced(&store).await;
    })
    .await;
}

#[tokio::test]
async fn a_letter_that_is_put_off_waits_and_a_refused_address_is_given_up() {
    for_each_database(|store| async move {
        let id = reader_without_question(&store).await;
        let due = store.subscriber(id).await.unwrap().unwrap().next_due_at.unwrap();
        plan(&store, id, "2026-W10", words(), due).await;
        let letter = store.letters_claim(due, 10, "w", LEASE, None).await.unwrap().remove(0);
        hand_over(&store, letter.id, "w", due + LEASE).await;
        let again = due + TimeDelta::minutes(5);
        end(&store, &[(letter.id, LetterEnd::Later("451".into(), again))], "w", due).await;
        assert_eq!(store.letters_claim(due, 10, "w", LEASE, None).await.unwrap(), []);
        assert_eq!(store.letter_next_at().await.unwrap(), Some(again));
        let sendable = async |at| store.letters_sendable(at).await.unwrap();
        assert_eq!((sendable(due).await, sendable(again).await, store.letters_open().await.unwrap()), (0, 1, 1));
        let letter = store.letters_claim(again, 10, "w", LEASE, None).await.unwrap().remove(0);
        assert_eq!((letter.attempts, letter.content.is_some()), (1, true));
        // That the relay could not be reached counts as a try too.
        end(&store, &[(letter.id, LetterEnd::Later("away".into(), again))], "w", again).await;
        let letter = store.letters_claim(again, 10, "w", LEASE, None).await.unwrap().remove(0);
        assert_eq!((letter.attempts, letter.content.is_some()), (2, true));
        hand_over(&store, letter.id, "w", again + LEASE).await;
        let gone = LetterEnd::NoSuchAddress("5.1.1 no such user".to_owned());
        end(&store, &[(letter.id, gone)], "w", again).await;
        assert_eq!(store.subscriber(id).await.unwrap().unwrap().state, SubscriberState::Suppressed);
        assert_eq!(store.letters(Some(id), Some(LetterState::Failed), 10).await.unwrap().len(), 1);
        assert_balanced(&store).await;
    })
    .await;
}

#[tokio::test]
async fn all_processes_over_a_database_have_one_key() {
    for_each_database(|store| async move {
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let store = store.clone();
            tasks.spawn(async move { store.key("sealing").await.unwrap() });
        }
        let keys: std::collections::BTreeSet<String> = tasks.join_all().await.into_iter().collect();
        assert_eq!(keys.len(), 1);
        assert_ne!(store.key("another").await.unwrap(), store.key("sealing").await.unwrap());
    })
    .await;
}
