//! Which drafts are about the same event.

use chrono::TimeDelta;
use hobnob_domain::{Draft, OrganizerWords, PlaceWords, Words};
use hobnob_resolve::{cluster, fold, identity_keys};

use crate::sample::{draft_of, now, place, time, words};

const URL: Option<&str> = Some("https://rust.example/nights/7");

fn night(name: &str, town: &str) -> Words {
    Words { places: place(town), ..words(name, "2026-07-01T18:00") }
}

/// The clusters as lists of listing ids.
fn clustered(drafts: &[Draft]) -> Vec<Vec<i64>> {
    let id = |place: usize| drafts[place].listing_id.get();
    cluster(drafts, &[]).parts.into_iter().map(|part| part.into_iter().map(id).collect()).collect()
}

#[track_caller]
fn are_one(one: Draft, two: Draft) {
    assert_eq!(clustered(&[one.clone(), two.clone()]), [[1, 2]]);
    assert!(identity_keys(&one).iter().any(|key| identity_keys(&two).contains(key)), "they share a key");
}

#[track_caller]
fn are_two(one: Draft, two: Draft) {
    assert_eq!(clustered(&[one, two]), [[1], [2]]);
}

#[test]
fn keys_are_what_two_listings_of_one_event_have_in_common() {
    let drafted = draft_of(
        1,
        7,
        Some("http://www.Rust.example/nights/7/?utm_source=x"),
        Words { uid: Some("uid-1".into()), ..night("3rd Rust Nation 2026 Berlin", "Berlin, Germany") },
    );
    assert_eq!(
        identity_keys(&drafted),
        [
            "at:29715360:2950159",
            "name:rustnation:2026-07-01",
            "name:rustnationberlin:2026-07-01",
            "source:7:uid-1",
            "url:rust.example/nights/7:2026-07-01",
            "word:berlin:2026-07-01:2950159",
            "word:rust:2026-07-01:2950159",
        ]
    );
}

#[test]
fn a_country_in_a_name_is_where_it_is_and_not_which_it_is() {
    let listed = |id, url, name: &str, country: &str| {
        let town = format!("Melbourne, {country}");
        let days = Words { end: time("2026-07-03"), places: place(&town), ..words(name, "2026-07-02") };
        draft_of(id, id, Some(url), days)
    };
    let long = listed(1, "https://ruby.example/", "RubyConf Australia", "Australia");
    are_one(long.clone(), listed(2, "https://ruby.example/2026", "RubyConf AU 2026", "Australia"));
    are_two(long, listed(2, "https://other.example/", "PHPConf AU 2026", "Australia"));
}

#[test]
fn a_night_that_is_another_day_in_utc_has_keys_for_both() {
    let late = Words { places: place("San Francisco, CA, USA"), ..words("Rust Night", "2026-07-01T18:00") };
    let keys = identity_keys(&draft_of(1, 7, URL, late));
    assert_eq!(keys.iter().filter(|key| key.starts_with("url:")).count(), 2);
    let in_utc = words("Rust Night", "2026-07-02T01:00:00Z");
    let placed = Words { places: place("San Francisco, CA, USA"), ..words("Rust Night", "2026-07-01T18:00:00-07:00") };
    are_one(draft_of(1, 1, URL, in_utc), draft_of(2, 2, URL, placed));
}

#[test]
fn keys_are_bounded() {
    let url = format!("https://rust.example/{}", "x".repeat(1_500));
    let keys = identity_keys(&draft_of(1, 7, Some(&url), words("Rust", "2026-07-01")));
    assert_eq!(keys.iter().filter(|key| key.len() > 240).count(), 0);
}

#[test]
fn one_address_on_one_day_is_one_event() {
    let one = draft_of(1, 1, URL, night("PHP Tek", "Berlin, Germany"));
    are_one(
        one.clone(),
        draft_of(2, 2, Some("http://www.rust.example/nights/7/"), night("PHP Tek 2026", "Berlin, DE")),
    );
    are_one(one.clone(), draft_of(2, 2, URL, night("PHP Tek Conference", "")));
    are_two(one.clone(), draft_of(2, 2, URL, night("PHP Tek", "Paris, France")));
    are_two(one.clone(), draft_of(2, 2, URL, night("Kotlin Evening", "Berlin, Germany")));
    let next_day = Words { start: time("2026-07-02T18:00"), ..night("PHP Tek", "Berlin, Germany") };
    are_two(one, draft_of(2, 2, URL, next_day));
}

#[test]
fn an_address_in_other_capitals_is_one_page_for_one_name() {
    let at = |id, url, name: &str, start: &str| draft_of(id, id, Some(url), words(name, start));
    let one = at(1, "https://rust.example/Nights/Seven", "Borrowing by the lake", "2026-07-01T18:00");
    are_one(one.clone(), at(2, "https://rust.example/nights/seven", "Borrowing by the lake", "2026-07-01T18:30"));
    are_two(one.clone(), at(2, "https://rust.example/nights/eight", "Borrowing by the lake", "2026-07-01T18:30"));
    are_two(one, at(2, "https://rust.example/nights/seven", "Macros on a boat", "2026-07-01T18:30"));
}

#[test]
fn an_address_that_its_own_source_gives_to_many_events_is_no_identity() {
    let site = Some("https://tech.example/");
    let drafts = [
        draft_of(1, 1, site, night("Rust Evening Berlin", "Berlin, Germany")),
        draft_of(2, 1, site, night("Kotlin Evening Berlin", "Berlin, Germany")),
        draft_of(3, 2, site, night("Rust Evening Berlin", "")),
        draft_of(4, 3, site, night("Evening of Swift in Berlin", "")),
    ];
    assert_eq!(clustered(&drafts), [vec![1, 3], vec![2], vec![4]]);
}

#[test]
fn one_host_with_many_events_on_a_day_keeps_them_apart() {
    let at = |id, path: &str, name| {
        draft_of(id, 1, Some(&format!("https://tech.example/{path}")), night(name, "Berlin, Germany"))
    };
    are_two(at(1, "a", "Rust Evening"), at(2, "b", "Kotlin Evening"));
}

#[test]
fn a_site_with_two_pages_knows_how_it_writes_a_name() {
    let page = |id, path: &str, name: &str| {
        draft_of(id, id, Some(&format!("https://groups.example/{path}")), night(name, "Berlin, Germany"))
    };
    are_two(page(1, "own/0", "PostgreSQL Meetup of Mokania"), page(2, "own/7", "PostgreSQL Meetup of Bokania"));
    are_one(page(1, "own/0", "PostgreSQL Meetup of Mokania"), page(2, "own/0", "PostgreSQL Meetup of Bokania"));
}

#[test]
fn one_name_day_and_town_is_one_event() {
    let one = draft_of(1, 1, None, night("DevOps Days Berlin 2026", "Berlin, Germany"));
    are_one(one.clone(), draft_of(2, 2, None, night("DevOpsDays Berlin", "10115 Berlin")));
    are_two(one.clone(), draft_of(2, 2, None, night("DevOpsDays Berlin", "Hamburg, Germany")));
    are_two(one, draft_of(2, 2, None, night("DevOpsDays Berlin", "")));
    let online = |id, source| draft_of(id, source, None, night("Rust Nation", "Online"));
    are_one(online(1, 1), online(2, 2));
}

#[test]
fn a_common_name_needs_the_same_organizer() {
    let evening = |id, source, who: &str| {
        let organizer = Some(OrganizerWords { name: Some(who.to_owned()), url: None });
        draft_of(id, source, None, Words { organizer, ..night("Monthly Meetup #12", "Berlin, Germany") })
    };
    are_two(evening(1, 1, "Rust Berlin"), evening(2, 2, "Go Berlin"));
    are_one(evening(1, 1, "Rust Berlin"), evening(2, 2, "RUST Berlin"));
}

#[test]
fn a_name_without_town_needs_the_same_site() {
    let evening = |id, source, url| draft_of(id, source, Some(url), night("Rust Evening", ""));
    are_one(evening(1, 1, "https://a.example/1"), evening(2, 2, "https://a.example/2"));
    are_two(evening(1, 1, "https://a.example/1"), evening(2, 2, "https://b.example/2"));
}

#[test]
fn two_sittings_of_one_name_in_one_source_are_two_events() {
    let tour = |id, start| {
        draft_of(id, 1, None, Words { start: time(start), ..night("Tour of the data centre", "Berlin, Germany") })
    };
    are_two(tour(1, "2026-07-01T10:00"), tour(2, "2026-07-01T14:00"));
    are_one(tour(1, "2026-07-01T10:00"), tour(2, "2026-07-01T10:00"));
}

fn of_series(id: i64, source: i64, recurrence_id: Option<&str>, rule: Option<&str>) -> Draft {
    let words = Words {
        uid: Some("series".into()),
        recurrence_id: recurrence_id.and_then(time),
        rules: rule.map(str::to_owned).into_iter().collect(),
        start: time(recurrence_id.unwrap_or("2026-07-01T18:00")),
        ..night("Rust Evening", "Berlin, Germany")
    };
    draft_of(id, source, None, words)
}

#[test]
fn instances_belong_to_their_series() {
    let drafts = [
        of_series(3, 1, Some("20260715T160000Z"), None),
        of_series(2, 1, Some("20260708T160000Z"), None),
        of_series(1, 1, None, Some("FREQ=WEEKLY")),
        of_series(4, 2, Some("20260708T160000Z"), None),
    ];
    assert_eq!(clustered(&drafts), [vec![1, 2, 3], vec![4]]);
}

#[test]
fn instances_without_their_series_are_events_of_their_own() {
    let drafts = [
        of_series(1, 1, Some("20260708T160000Z"), None),
        of_series(2, 1, Some("20260715T160000Z"), None),
        of_series(3, 1, Some("20260708T160000Z"), None),
    ];
    assert_eq!(clustered(&drafts), [vec![1, 3], vec![2]]);
}

#[test]
fn a_series_is_not_the_single_evening_of_another_source() {
    are_two(of_series(1, 1, None, Some("FREQ=WEEKLY")), draft_of(2, 2, None, night("Rust Evening", "Berlin, Germany")));
}

#[test]
fn one_uid_given_to_different_events_keeps_them_apart() {
    let event = |id, name, start| {
        draft_of(id, 1, None, Words { uid: Some("637".into()), start: time(start), ..night(name, "Berlin, Germany") })
    };
    are_two(event(1, "Rust Evening", "2026-07-01T18:00"), event(2, "Kotlin Evening", "2026-08-01T18:00"));
    are_one(event(1, "Rust Evening", "2026-07-01T18:00"), event(2, "Rust Evening", "2026-07-02T18:00"));
}

#[test]
fn editions_under_one_uid_are_events_of_their_own() {
    let edition =
        |id, day: &str| draft_of(id, 1, None, Words { uid: Some("fest".into()), ..words("Lantern Fest", day) });
    let (old, new) = (edition(1, "2025-06-21"), edition(2, "2027-06-12"));
    are_two(old.clone(), new.clone());
    // They were listed side by side once: that one of them went says nothing.
    let gone = Draft { missing_runs: 1, missing_since: Some(new.first_seen_at + TimeDelta::days(90)), ..old.clone() };
    are_two(gone, new.clone());
    // The one came when the other went: that is the same event on another day.
    let replaced = Draft { missing_runs: 1, missing_since: Some(new.first_seen_at), ..old.clone() };
    are_one(replaced.clone(), new.clone());
    // Keys may change once a second edition is listed: what was said of the first is said by one of them.
    let again = Draft { first_seen_at: new.first_seen_at, ..edition(3, "2025-06-21") };
    assert_eq!(clustered(&[replaced, new.clone(), again]), [vec![1, 3], vec![2]]);
    let keyed = Draft { key: "fest#2".to_owned(), ..new };
    assert_ne!(fold(&[&old], None, now()).uid, fold(&[&keyed], None, now()).uid);
}

#[test]
fn a_day_in_many_towns_under_one_uid_is_an_event_in_each() {
    let day = |id, town: &str| {
        let words =
            Words { uid: Some("lantern-day@2026".into()), places: place(town), ..words("Lantern Day", "2026-05-12") };
        draft_of(id, 1, Some("https://lantern.example/"), words)
    };
    are_two(day(1, "Lille, France"), day(2, "Lyon, France"));
    assert_eq!(
        clustered(&[day(1, "Lille, France"), day(2, "Lyon, France"), day(3, "Lille, France")]),
        [vec![1, 3], vec![2]]
    );
    // Of a listing that came when another went, too: its key changed when the second town was listed.
    let old = Draft { missing_runs: 1, missing_since: Some(day(2, "").first_seen_at), ..day(1, "Lille, France") };
    assert_eq!(clustered(&[old, day(2, "Lyon, France"), day(3, "Lille, France")]), [vec![1, 3], vec![2]]);
}

#[test]
fn the_page_of_a_calendar_is_the_page_of_none_of_its_events() {
    let at = |id, source, name: &str| {
        let words = Words {
            uid: Some(format!("u{id}")),
            places: place("Town House, Hauptstr. 3, 10827 Berlin"),
            ..words(name, "2026-07-01")
        };
        draft_of(id, source, Some("https://town.example/calendar"), words)
    };
    are_two(at(1, 1, "Chess Club"), at(2, 1, "Chess Club for Beginners"));
    are_two(at(1, 1, "Harvest Day"), at(2, 1, "Harvest Day Dinner"));
    let drafts = [
        at(1, 1, "Chess Club"),
        at(2, 1, "Harvest Day"),
        at(3, 1, "Pottery Class"),
        at(4, 2, "Chess Club for Beginners"),
        at(5, 2, "Pottery Class"),
    ];
    let found = clustered(&drafts);
    assert!(!found.contains(&vec![1, 4]), "{found:?}");
    assert!(found.contains(&vec![3, 5]), "{found:?}");
}

#[test]
fn a_number_in_brackets_parts_what_one_source_lists() {
    let station = |id, source, name: &str| {
        draft_of(id, source, None, Words { uid: Some(format!("u{id}")), ..night(name, "Berlin, Germany") })
    };
    are_two(station(1, 1, "Maker Station - Robots"), station(2, 1, "Maker Station (2) - Robots"));
    are_one(station(1, 1, "Maker Station (2) - Robots"), station(2, 2, "Maker Station (2) - Robots"));
    let three = [
        station(1, 1, "Maker Station - Robots"),
        station(2, 1, "Maker Station (2) - Robots"),
        station(3, 2, "Maker Station - Robots"),
    ];
    assert_eq!(clustered(&three), [vec![1, 3], vec![2]]);
}

#[test]
fn an_unplaced_listing_does_not_bridge_towns_far_apart() {
    let somewhere = PlaceWords::default();
    let drafts = [
        draft_of(1, 1, URL, night("FooConf Berlin", "Berlin, Germany")),
        draft_of(2, 2, URL, night("FooConf Paris", "Paris, France")),
        draft_of(3, 3, URL, Words { places: vec![somewhere], ..night("FooConf", "") }),
    ];
    assert_eq!(clustered(&drafts), [vec![1], vec![2], vec![3]]);
}
