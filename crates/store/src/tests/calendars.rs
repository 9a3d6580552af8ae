//! People's own calendars.

use crate::tests::samples::later;
use crate::{
    CALENDARS_AN_HOUR_MAX, CalendarDoor, ChoiceKept, Store, secrets::TOMBSTONES_MAX,
    tests::databases::for_each_database,
};
use hobnob_domain::{
    CalendarChoice, CalendarOptions, CalendarSettings, CancelledPolicy, Colour, EventFilter, EventId, KeptChoice, Near,
    OrganizerId, PersonalCalendar, Point, Secret, personal_calendar::CHOICES_MAX,
};

fn settings() -> CalendarSettings {
    let near = Near { text: "Berlin".into(), point: Point::new(52.52, 13.405).unwrap(), radius_km: 30.0 };
    let meetups = EventFilter {
        niches: vec!["rust".parse().unwrap()],
        near: Some(near),
        call_for_papers_open: Some(true),
        ..EventFilter::default()
    };
    CalendarSettings {
        name: "Rust, nearby".into(),
        colour: Some(Colour::Indigo),
        filters: vec![meetups, EventFilter { query: Some("tokio & co".into()), ..EventFilter::default() }],
        options: CalendarOptions {
            cancelled: CancelledPolicy::Rfc,
            includes_calls_for_papers: true,
            ..CalendarOptions::default()
        },
    }
}

async fn made(store: &Store) -> (PersonalCalendar, Secret) {
    let made = store.calendar_create(&settings(), None, later(0)).await.unwrap().unwrap();
    (made.calendar, made.secret)
}

async fn opened(store: &Store, secret: &Secret) -> CalendarDoor {
    store.calendar_opened(&secret.hash(), None).await.unwrap()
}

fn said(choice: CalendarChoice, hour: i64) -> KeptChoice {
    KeptChoice { choice, label: "What it is called".into(), chosen_at: later(hour) }
}

#[tokio::test]
async fn a_calendar_is_opened_by_its_secret_and_nothing_else() {
    for_each_database(|store| async move {
        let (calendar, secret) = made(&store).await;
        assert_eq!(calendar.settings, settings());
        assert_eq!(opened(&store, &secret).await, CalendarDoor::Open(Box::new(calendar.clone())));
        let known = Some((calendar.id, calendar.revision));
        assert_eq!(store.calendar_opened(&secret.hash(), known).await.unwrap(), CalendarDoor::Unchanged);
        let stranger = Secret::from_random([9; hobnob_domain::SECRET_BYTES]);
        assert_eq!(opened(&store, &stranger).await, CalendarDoor::Unknown);
        assert_eq!(store.calendars(None, 10).await.unwrap(), std::slice::from_ref(&calendar));
        assert_eq!(store.calendars(Some(calendar.id), 10).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn a_calendar_changes_its_settings_and_keeps_its_secret() {
    for_each_database(|store| async move {
        let (calendar, secret) = made(&store).await;
        let settings = CalendarSettings { name: "Go".into(), colour: None, ..settings() };
        assert!(store.calendar_update(calendar.id, &settings, later(2)).await.unwrap());
        let changed = PersonalCalendar { settings, revision: 2, changed_at: later(2), ..calendar };
        assert_eq!(opened(&store, &secret).await, CalendarDoor::Open(Box::new(changed.clone())));
        assert_eq!(store.calendar(changed.id).await.unwrap(), Some(changed));
    })
    .await;
}

#[tokio::test]
async fn another_address_shuts_the_one_before_and_revoking_shuts_all() {
    for_each_database(|store| async move {
        let (calendar, first) = made(&store).await;
        let second = store.calendar_rotate(calendar.id, later(1)).await.unwrap().unwrap();
        assert_eq!(opened(&store, &first).await, CalendarDoor::Revoked);
        let rotated = PersonalCalendar { revision: 2, changed_at: later(1), rotated_at: later(1), ..calendar };
        assert_eq!(opened(&store, &second).await, CalendarDoor::Open(Box::new(rotated.clone())));
        assert!(store.calendar_revoke(rotated.id, later(2)).await.unwrap());
        assert_eq!(opened(&store, &second).await, CalendarDoor::Revoked);
        assert_eq!(store.calendar(rotated.id).await.unwrap(), None);
        assert!(!store.calendar_revoke(rotated.id, later(3)).await.unwrap());
        assert_eq!(store.calendar_rotate(rotated.id, later(3)).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn only_the_latest_addresses_are_remembered() {
    for_each_database(|store| async move {
        let (calendar, first) = made(&store).await;
        for hour in 0..i64::try_from(TOMBSTONES_MAX).unwrap() {
            assert_eq!(opened(&store, &first).await == CalendarDoor::Revoked, hour > 0);
            store.calendar_rotate(calendar.id, later(hour + 1)).await.unwrap().unwrap();
        }
        assert_eq!(opened(&store, &first).await, CalendarDoor::Revoked);
        store.calendar_rotate(calendar.id, later(30)).await.unwrap().unwrap();
        assert_eq!(opened(&store, &first).await, CalendarDoor::Unknown);
    })
    .await;
}

#[tokio::test]
async fn a_choice_takes_its_opposite_back() {
    for_each_database(|store| async move {
        let (calendar, secret) = made(&store).await;
        let (id, event, organizer) = (calendar.id, EventId::new(7), OrganizerId::new(8));
        let choose =
            async |choice, hour, is_said| store.calendar_choose(id, &said(choice, hour), is_said).await.unwrap();
        assert_eq!(choose(CalendarChoice::Hide(event), 1, true).await, ChoiceKept::Done);
        assert_eq!(choose(CalendarChoice::Hide(event), 2, true).await, ChoiceKept::AsBefore);
        assert_eq!(choose(CalendarChoice::Follow(organizer), 3, true).await, ChoiceKept::Done);
        assert_eq!(choose(CalendarChoice::Pin(event), 4, true).await, ChoiceKept::Done);
        let kept = [said(CalendarChoice::Pin(event), 4), said(CalendarChoice::Follow(organizer), 3)];
        assert_eq!(store.calendar_choices(id).await.unwrap(), kept);
        let choices = kept.iter().map(|kept| kept.choice).collect();
        let chosen = PersonalCalendar { choices, revision: 4, changed_at: later(4), ..calendar.clone() };
        assert_eq!(opened(&store, &secret).await, CalendarDoor::Open(Box::new(chosen)));
        assert_eq!(choose(CalendarChoice::Pin(event), 5, false).await, ChoiceKept::Done);
        assert_eq!(choose(CalendarChoice::Pin(event), 6, false).await, ChoiceKept::AsBefore);
        assert_eq!(store.calendar_choices(id).await.unwrap(), kept[1..]);
        store.calendar_revoke(id, later(7)).await.unwrap();
        assert_eq!(choose(CalendarChoice::Pin(event), 8, true).await, ChoiceKept::Unknown);
    })
    .await;
}

#[tokio::test]
async fn no_more_is_chosen_than_fits() {
    for_each_database(|store| async move {
        let (calendar, _) = made(&store).await;
        for event in 0..i64::try_from(CHOICES_MAX).unwrap() {
            let choice = said(CalendarChoice::Hide(EventId::new(event)), 1);
            assert_eq!(store.calendar_choose(calendar.id, &choice, true).await.unwrap(), ChoiceKept::Done);
        }
        let one_more = said(CalendarChoice::Hide(EventId::new(1 << 40)), 2);
        assert_eq!(store.calendar_choose(calendar.id, &one_more, true).await.unwrap(), ChoiceKept::Full);
        let other = said(CalendarChoice::Pin(EventId::new(1 << 40)), 2);
        assert_eq!(store.calendar_choose(calendar.id, &other, true).await.unwrap(), ChoiceKept::Done);
    })
    .await;
}

#[tokio::test]
async fn the_same_creation_is_made_once() {
    for_each_database(|store| async move {
        let key = Some("0b5f7f0e-7d7c-4f57-9d7e-2f1c");
        let first = store.calendar_create(&settings(), key, later(0)).await.unwrap().unwrap();
        assert_eq!(store.calendar_create(&settings(), key, later(1)).await.unwrap(), Some(first.clone()));
        assert_eq!(opened(&store, &first.secret).await, CalendarDoor::Open(Box::new(first.calendar.clone())));
        let other = CalendarSettings { name: "Other".into(), ..settings() };
        let second = store.calendar_create(&other, key, later(1)).await.unwrap().unwrap();
        assert_ne!(second.secret, first.secret);
        let next_day = store.calendar_create(&settings(), key, later(25)).await.unwrap().unwrap();
        assert_ne!(next_day.calendar.id, first.calendar.id);
        assert_eq!(store.calendars_total().await.unwrap(), 3);
    })
    .await;
}

#[tokio::test]
async fn the_same_creation_sent_many_times_at_once_is_made_once() {
    for_each_database(|store| async move {
        let made = (0..8).map(|_| {
            let store = store.clone();
            tokio::spawn(async move { store.calendar_create(&settings(), Some("0b5f7f0e"), later(0)).await })
        });
        let mut secrets = std::collections::BTreeSet::new();
        for made in made.collect::<Vec<_>>() {
            secrets.insert(made.await.unwrap().unwrap().unwrap().secret.as_str().to_owned());
        }
        assert_eq!((secrets.len(), store.calendars_total().await.unwrap()), (1, 1));
    })
    .await;
}

#[tokio::test]
async fn nobody_fills_the_disk_with_calendars() {
    for_each_database(|store| async move {
        for _ in 0..CALENDARS_AN_HOUR_MAX {
            assert!(store.calendar_create(&settings(), None, later(0)).await.unwrap().is_some());
        }
        assert_eq!(store.calendar_create(&settings(), None, later(0)).await.unwrap(), None);
        assert!(store.calendar_create(&settings(), None, later(2)).await.unwrap().is_some());
    })
    .await;
}

#[tokio::test]
async fn no_secret_and_no_calendar_is_exported() {
    for_each_database(|store| async move {
        let (calendar, secret) = made(&store).await;
        let mut lines = Vec::new();
        store.export(&mut lines).await.unwrap();
        let text = String::from_utf8(lines).unwrap();
        for private in [secret.as_str(), secret.hash().as_str(), &calendar.settings.name] {
            assert!(!text.contains(private), "{text}");
        }
    })
    .await;
}
