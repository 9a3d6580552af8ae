//! The outbox, round by round.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    Leaving, LetterEnd, Plan, PlannedLetter, SignUp, Store,
    tests::{
        databases::for_each_database,
        letters::{LEASE, ask, assert_balanced, end, keys, plan, reader_without_question, words},
    },
};
use chrono::{DateTime, TimeDelta, Utc, Weekday};
use chrono_tz::Tz;
use hobnob_domain::{EventFilter, EventId, EventStatus, LetterKind, LetterState, ToldEvent, Venue, WeeklyHour, Wishes};

#[tokio::test]
async fn what_came_to_an_end_and_what_leaves_is_one_write_and_what_never_left_waits_as_before() {
    for_each_database(|store| async move {
        let id = reader_without_question(&store).await;
        let due = store.subscriber(id).await.unwrap().unwrap().next_due_at.unwrap();
        plan(&store, id, "2026-W10", words(), due).await;
        plan(&store, id, "2026-W11", words(), due).await;
        ask(&store, "another@example.org", "c", due).await;
        let claimed = store.letters_claim(due, 10, "w", LEASE, None).await.unwrap();
        let [first, second] =
            [0, 1].map(|place| claimed.iter().filter(|one| one.subscriber_id == id).nth(place).unwrap().id);
        let question = claimed.iter().find(|one| one.kind == LetterKind::Confirmation).unwrap().id;
        let leaving = |id, name: Option<&str>| Leaving { id, message_id: name.map(str::to_owned) };
        let until = due + LEASE;
        let out = [leaving(first, None), leaving(question, Some("<q@x>")), leaving(7, None)];
        let ours = store.letters_note(&[], &out, "w", due, until).await.unwrap();
        assert_eq!(ours, BTreeSet::from([first, question]), "one that is not there does not leave");
        let ends = [(first, LetterEnd::Sent), (question, LetterEnd::Returned)];
        let ours = store.letters_note(&ends, &[leaving(second, None)], "w", due, until).await.unwrap();
        assert_eq!(ours, BTreeSet::from([second]));
        let mut states: Vec<_> = store.letters(None, None, 10).await.unwrap();
        states.retain(|letter| [first, second, question].contains(&letter.id));
        let of = |id| states.iter().find(|letter| letter.id == id).map(|one| (one.state, one.attempts)).unwrap();
        assert_eq!([of(first), of(second)], [(LetterState::Sent, 1), (LetterState::HandedOver, 1)]);
        assert_eq!(of(question), (LetterState::Planned, 0), "it was no try");
        end(&store, &[(second, LetterEnd::Returned)], "w", due).await;
        let again = store.letters_claim(due, 10, "other", LEASE, None).await.unwrap();
        let ids: BTreeSet<i64> = again.iter().map(|one| one.id).collect();
        assert_eq!(ids, BTreeSet::from([second, question]));
        assert!(again.iter().all(|one| one.attempts == 0 && one.message_id.is_some()));
        assert!(again.iter().all(|one| one.content.is_some() == (one.kind == LetterKind::Weekly)), "words are kept");
        assert_balanced(&store).await;
    })
    .await;
}

#[tokio::test]
async fn what_letters_told_is_remembered_together_until_it_is_long_over() {
    for_each_database(|store| async move {
        let id = reader_without_question(&store).await;
        let due = store.subscriber(id).await.unwrap().unwrap().next_due_at.unwrap();
        let told = |number, days, name: &str| {
            let venue = Venue { name: Some("Mill".to_owned()), ..Venue::default() };
            let (status, starts_at, name) = (EventStatus::Scheduled, due + TimeDelta::days(days), name.to_owned());
            (
                EventId::new(number),
                ToldEvent { sequence: 0, status, starts_at, name, venue: Some(venue), call_closes_at: None },
            )
        };
        let weeks = [
            (0, vec![told(1, 2, "first"), told(2, 9, "second")]),
            (7, vec![told(2, 9, "second, renamed"), told(3, 99, "third")]),
            (63, vec![told(4, 70, "fourth")]),
        ];
        for (days, told) in weeks {
            let at = due + TimeDelta::days(days);
            let content = "{}".to_owned();
            let words = Plan::Send { message_id: "<1@x>".to_owned(), content, told: BTreeMap::from_iter(told) };
            plan(&store, id, &format!("week {days}"), words, at).await;
            let letter = store.letters_claim(at, 10, "w", LEASE, None).await.unwrap().remove(0);
            end(&store, &[(letter.id, LetterEnd::Sent)], "w", at).await;
        }
        let known = store.told_events(&[id]).await.unwrap().remove(&id).unwrap();
        let known: Vec<_> = known.into_iter().map(|(id, told)| (id.get(), told.name, told.venue.is_some())).collect();
        let expected = [(2, "second, renamed", false), (3, "third", true), (4, "fourth", true)];
        assert_eq!(known, expected.map(|(id, name, has_venue)| (id, name.to_owned(), has_venue)));
    })
    .await;
}

/// Zones of every kind, more than half of which change their clocks.
const ZONES: [Tz; 40] = [
    Tz::UTC,
    Tz::Pacific__Kiritimati,
    Tz::Pacific__Apia,
    Tz::Pacific__Auckland,
    Tz::Pacific__Chatham,
    Tz::Australia__Lord_Howe,
    Tz::Australia__Sydney,
    Tz::Australia__Adelaide,
    Tz::Australia__Eucla,
    Tz::Asia__Tokyo,
    Tz::Asia__Shanghai,
    Tz::Asia__Kathmandu,
    Tz::Asia__Kolkata,
    Tz::Asia__Karachi,
    Tz::Asia__Kabul,
    Tz::Asia__Tehran,
    Tz::Asia__Dubai,
    Tz::Asia__Beirut,
    Tz::Asia__Gaza,
    Tz::Asia__Jerusalem,
    Tz::Africa__Cairo,
    Tz::Africa__Casablanca,
    Tz::Africa__Nairobi,
    Tz::Africa__Lagos,
    Tz::Europe__Moscow,
    Tz::Europe__Berlin,
    Tz::Europe__London,
    Tz::Europe__Dublin,
    Tz::Europe__Chisinau,
    Tz::Atlantic__Azores,
    Tz::America__St_Johns,
    Tz::America__Nuuk,
    Tz::America__New_York,
    Tz::America__Sao_Paulo,
    Tz::America__Santiago,
    Tz::America__Asuncion,
    Tz::America__Havana,
    Tz::America__Chicago,
    Tz::America__Los_Angeles,
    Tz::Pacific__Pago_Pago,
];

/// A reader in each zone, each at another hour of the week.
async fn reader_in_each_zone(store: &Store, now: DateTime<Utc>) {
    for (number, zone) in (0_u8..).zip(ZONES) {
        let weekday = Weekday::try_from(number % 7).unwrap();
        let when = WeeklyHour { zone, weekday, hour: number * 5 % 24 };
        let wishes = Wishes { filters: vec![EventFilter::default()], goals: BTreeMap::new(), when };
        let text = format!("reader-{number}@example.org");
        let asked = SignUp { address: text.parse().unwrap(), wishes, client_hash: text };
        store.subscriber_sign_up(&keys(), &asked, now).await.unwrap();
    }
    for question in store.letters_claim(now, 100, "w", LEASE, None).await.unwrap() {
        store.subscriber_confirm(&keys().confirmation(question.id).hash(), now).await.unwrap().unwrap();
        end(store, &[(question.id, LetterEnd::Sent)], "w", now).await;
    }
}

/// What a worker does that looks once.
async fn look(store: &Store, now: DateTime<Utc>) {
    let due = store.subscribers_due(now, 100, None).await.unwrap().known;
    if due.is_empty() {
        return;
    }
    let planned = due.iter().map(|known| {
        let due_at = known.next_due_at.unwrap();
        assert!(now - due_at < TimeDelta::hours(24), "{}", known.wishes.when.zone);
        let (next_due_at, period) = (known.due_after(now), known.wishes.when.week_of(due_at));
        PlannedLetter { subscriber_id: known.id, due_at, at: now, next_due_at, period, plan: words() }
    });
    let report = store.letters_plan(planned.collect(), now).await.unwrap();
    assert_eq!((report.excluded, report.skipped), (0, 0), "no week has two letters: {now}");
    let letters = store.letters_claim(now, 100, "w", LEASE, None).await.unwrap();
    let leaving: Vec<Leaving> = letters.iter().map(|one| Leaving { id: one.id, message_id: None }).collect();
    let ours = store.letters_note(&[], &leaving, "w", now, now + LEASE).await.unwrap();
    let ends: Vec<_> = ours.into_iter().map(|id| (id, LetterEnd::Sent)).collect();
    end(store, &ends, "w", now).await;
}

#[tokio::test]
async fn for_two_years_readers_in_forty_zones_have_one_letter_for_each_week() {
    for_each_database(|store| async move {
        let [begin, last] =
            ["2026-01-04T12:00:00Z", "2028-01-02T12:00:00Z"].map(|text| text.parse::<DateTime<Utc>>().unwrap());
        reader_in_each_zone(&store, begin).await;
        let mut now = begin;
        while now < last {
            look(&store, now).await;
            now += TimeDelta::hours(23);
        }
        let mut weeks: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
        let letters = store.letters(None, Some(LetterState::Sent), 100_000).await.unwrap();
        for letter in letters.into_iter().filter(|letter| letter.kind == LetterKind::Weekly) {
            assert!(weeks.entry(letter.subscriber_id).or_default().insert(letter.period.clone()), "{letter:?}");
        }
        assert_eq!(weeks.len(), ZONES.len());
        // From the Monday after the first day to the Sunday of the last there are 104 weeks.
        for (reader, weeks) in weeks {
            let zone = store.subscriber(reader).await.unwrap().unwrap().wishes.when.zone;
            assert!((103..=105).contains(&weeks.len()), "{zone}: {} weeks", weeks.len());
            let missing = expected(begin).filter(|week| !weeks.contains(week)).count();
            assert!(missing <= 1, "{zone}: only the last week may be still to come");
        }
        assert_balanced(&store).await;
    })
    .await;
}

/// The weeks that lie within the two years.
fn expected(begin: DateTime<Utc>) -> impl Iterator<Item = String> {
    let week = WeeklyHour { zone: Tz::UTC, weekday: Weekday::Mon, hour: 0 };
    (0..104).map(move |number| week.week_of(begin + TimeDelta::days(3 + 7 * number)))
}
