//! What came back: who is not written to any more, and whose word counts.

use std::collections::BTreeMap;

use crate::{
    ReturnedEnd, SignedUp, Store,
    tests::{
        databases::for_each_database,
        letters::{ADDRESS, ask, assert_balanced, keys, plan, reader, reader_without_question, token, words},
        samples::{later, noon},
    },
};
use chrono::{DateTime, TimeDelta, Utc};
use hobnob_domain::{Returned, ReturnedKind, SubscriberState};

fn returned(kind: ReturnedKind, id: &str, at: Option<DateTime<Utc>>) -> Returned {
    let (address, id, says) = (ADDRESS.to_owned(), id.to_owned(), "5.1.1 no such user".to_owned());
    Returned { kind, address, link: String::new(), message_id: String::new(), is_vouched: true, id, at, says }
}

async fn note(store: &Store, one: &Returned, now: DateTime<Utc>) -> ReturnedEnd {
    store.returned_note(&keys(), one, now).await.unwrap()
}

#[tokio::test]
async fn the_third_soft_bounce_within_a_fortnight_suppresses_and_so_does_one_hard_bounce() {
    use ReturnedEnd::{Noted, Suppressed};
    for_each_database(|store| async move {
        let id = reader(&store).await;
        let day = |days| noon() + TimeDelta::days(days);
        let soft = |id| returned(ReturnedKind::Soft, id, None);
        assert_eq!(note(&store, &soft("1"), day(0)).await, Noted);
        assert_eq!(note(&store, &soft("1"), day(0)).await, Noted, "told twice");
        assert_eq!(note(&store, &soft("2"), day(1)).await, Noted);
        assert_eq!(note(&store, &soft("3"), day(16)).await, Noted, "too far apart");
        assert_eq!(store.subscriber(id).await.unwrap().unwrap().state, SubscriberState::Confirmed);
        assert_eq!(note(&store, &returned(ReturnedKind::Hard, "4", None), day(16)).await, Suppressed);
        let known = store.subscriber(id).await.unwrap().unwrap();
        assert_eq!((known.state, known.next_due_at), (SubscriberState::Suppressed, None));
        assert_eq!(store.subscriber_addresses(&[id]).await.unwrap(), BTreeMap::new());
        assert_eq!(ask(&store, ADDRESS, "c", day(17)).await, SignedUp::Suppressed, "asking anew does not lift it");
        assert!(store.subscriber_forget(id, day(18)).await.unwrap());
        assert_eq!(ask(&store, ADDRESS, "c", day(19)).await, SignedUp::Suppressed, "nor does being forgotten");
        assert_balanced(&store).await;
    })
    .await;
}

#[tokio::test]
async fn an_address_that_was_given_up_may_be_lifted_and_asks_anew() {
    for_each_database(|store| async move {
        let id = reader(&store).await;
        let hash = keys().address_hash(&ADDRESS.parse().unwrap());
        assert!(!store.suppression_lift(&hash).await.unwrap());
        note(&store, &returned(ReturnedKind::Complaint, "1", None), later(1)).await;
        assert_eq!(ask(&store, ADDRESS, "c", later(2)).await, SignedUp::Suppressed);
        assert!(store.suppression_lift(&hash).await.unwrap());
        assert_eq!(
            store.subscriber(id).await.unwrap().unwrap().state,
            SubscriberState::Suppressed,
            "no letter comes yet"
        );
        assert_eq!(ask(&store, ADDRESS, "c", later(2)).await, SignedUp::Asked);
        let token = token(&store).await;
        assert_eq!(store.subscriber_confirm(&token, later(2)).await.unwrap(), Some(id));
        assert_eq!(note(&store, &returned(ReturnedKind::Soft, "2", None), later(3)).await, ReturnedEnd::Noted);
        assert_balanced(&store).await;
    })
    .await;
}

#[tokio::test]
async fn letters_of_three_weeks_that_come_back_suppress_and_reports_count_from_when_they_were_written() {
    for_each_database(|store| async move {
        let id = reader(&store).await;
        let day = |days| noon() + TimeDelta::days(days);
        // A mailbox that is read once in a while: the newest report first, those of other months among them.
        for (number, days) in [98_i64, 70, 63, 14, 0].into_iter().enumerate() {
            let one = returned(ReturnedKind::Soft, &number.to_string(), Some(day(days)));
            assert_eq!(note(&store, &one, day(100)).await, ReturnedEnd::Noted, "{days}");
        }
        assert_eq!(store.subscriber(id).await.unwrap().unwrap().state, SubscriberState::Confirmed);
        let between = returned(ReturnedKind::Soft, "7", Some(day(7) + TimeDelta::hours(2)));
        assert_eq!(note(&store, &between, day(100)).await, ReturnedEnd::Suppressed);
        assert_eq!(store.subscriber(id).await.unwrap().unwrap().state, SubscriberState::Suppressed);
    })
    .await;
}

#[tokio::test]
async fn a_letters_link_tells_whom_it_is_about_wherever_the_letter_went() {
    for_each_database(|store| async move {
        let id = reader(&store).await;
        let complaint = |link: String| Returned {
            address: "passed-on@elsewhere.example".to_owned(),
            link,
            is_vouched: false,
            ..returned(ReturnedKind::Complaint, "1", None)
        };
        let leave = |link: String| Returned { kind: ReturnedKind::Leave, address: String::new(), ..complaint(link) };
        let forged = keys().link(id).replace('.', ".0");
        assert_eq!(note(&store, &leave(forged.clone()), later(1)).await, ReturnedEnd::Unread);
        assert_eq!(note(&store, &complaint(forged), later(1)).await, ReturnedEnd::Unread, "anybody may write that");
        assert_eq!(store.subscriber(id).await.unwrap().unwrap().state, SubscriberState::Confirmed);
        for _ in 0..2 {
            assert_eq!(note(&store, &leave(keys().link(id)), later(2)).await, ReturnedEnd::Left);
        }
        assert_eq!(store.subscriber(id).await.unwrap().unwrap().state, SubscriberState::Left);
        assert_eq!(note(&store, &complaint(keys().link(id)), later(3)).await, ReturnedEnd::Suppressed);
        assert_eq!(store.subscriber(id).await.unwrap().unwrap().state, SubscriberState::Suppressed);
        assert_balanced(&store).await;
    })
    .await;
}

#[tokio::test]
async fn a_mail_that_looks_like_a_report_counts_only_where_it_names_a_letter_to_that_address() {
    for_each_database(|store| async move {
        let id = reader_without_question(&store).await;
        plan(&store, id, "2026-W10", words(), later(1)).await;
        let mail = |address: &str, message_id: &str| Returned {
            address: address.to_owned(),
            message_id: message_id.to_owned(),
            is_vouched: false,
            ..returned(ReturnedKind::Hard, "1", None)
        };
        for (address, message_id) in [(ADDRESS, ""), (ADDRESS, "<2@x>"), ("other@example.org", "<1@x>"), ("", "<1@x>")]
        {
            let end = note(&store, &mail(address, message_id), later(2)).await;
            assert_eq!(end, ReturnedEnd::Unread, "{address} {message_id}");
        }
        assert_eq!(store.subscriber(id).await.unwrap().unwrap().state, SubscriberState::Confirmed);
        assert_eq!(note(&store, &mail(ADDRESS, "<1@x>"), later(2)).await, ReturnedEnd::Suppressed);
        assert_eq!(store.subscriber(id).await.unwrap().unwrap().state, SubscriberState::Suppressed);
        assert_balanced(&store).await;
    })
    .await;
}

#[tokio::test]
async fn a_mailbox_that_is_read_again_undoes_neither_a_new_yes_nor_a_persons_word() {
    for_each_database(|store| async move {
        let id = reader(&store).await;
        let state = async || store.subscriber(id).await.unwrap().unwrap().state;
        let say_yes = async |now| {
            assert_eq!(ask(&store, ADDRESS, "c", now).await, SignedUp::Asked);
            let token = token(&store).await;
            assert_eq!(store.subscriber_confirm(&token, now).await.unwrap(), Some(id));
        };
        let leave =
            Returned { link: keys().link(id), is_vouched: false, ..returned(ReturnedKind::Leave, "<1@x>", None) };
        assert_eq!(note(&store, &leave, later(1)).await, ReturnedEnd::Left);
        say_yes(later(2)).await;
        assert_eq!(note(&store, &leave, later(3)).await, ReturnedEnd::Noted);
        assert_eq!(state().await, SubscriberState::Confirmed, "they said yes since");
        let again = Returned { id: "<2@x>".to_owned(), ..leave };
        assert_eq!(note(&store, &again, later(4)).await, ReturnedEnd::Left);

        say_yes(later(5)).await;
        let soft = returned(ReturnedKind::Soft, "<3@x>", None);
        assert_eq!(note(&store, &soft, later(5)).await, ReturnedEnd::Noted, "what follows has the same name");
        let (hard, hash) =
            (returned(ReturnedKind::Hard, "<3@x>", None), keys().address_hash(&ADDRESS.parse().unwrap()));
        for _ in 0..2 {
            assert_eq!(note(&store, &hard, later(6)).await, ReturnedEnd::Suppressed);
        }
        assert!(store.suppression_lift(&hash).await.unwrap());
        say_yes(later(7)).await;
        assert_eq!(note(&store, &hard, later(8)).await, ReturnedEnd::Noted, "a person lifted that");
        assert_eq!(state().await, SubscriberState::Confirmed);
        let unnamed = returned(ReturnedKind::Hard, "", None);
        assert_eq!(note(&store, &unnamed, later(9)).await, ReturnedEnd::Suppressed, "what has no name is new");
        assert_balanced(&store).await;
    })
    .await;
}

#[tokio::test]
async fn who_proved_who_they_are_says_by_the_address_alone_that_a_reader_leaves() {
    for_each_database(|store| async move {
        let id = reader(&store).await;
        let leave = returned(ReturnedKind::Leave, "", None);
        let mail = Returned { is_vouched: false, message_id: "<1@x>".to_owned(), ..leave.clone() };
        assert_eq!(note(&store, &mail, later(1)).await, ReturnedEnd::Unread);
        let other = Returned { address: "other@example.org".to_owned(), ..leave.clone() };
        assert_eq!(note(&store, &other, later(1)).await, ReturnedEnd::Unread);
        assert_eq!(note(&store, &leave, later(1)).await, ReturnedEnd::Left);
        assert_eq!(store.subscriber(id).await.unwrap().unwrap().state, SubscriberState::Left);
        assert_balanced(&store).await;
    })
    .await;
}

#[tokio::test]
async fn what_comes_back_within_a_day_counts_once() {
    for_each_database(|store| async move {
        let id = reader(&store).await;
        for minute in 0..5 {
            let soft = returned(ReturnedKind::Soft, &minute.to_string(), None);
            assert_eq!(note(&store, &soft, noon() + TimeDelta::minutes(minute)).await, ReturnedEnd::Noted);
        }
        assert_eq!(store.subscriber(id).await.unwrap().unwrap().state, SubscriberState::Confirmed);
    })
    .await;
}
