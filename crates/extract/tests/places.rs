//! Where lists say that their events take place, in the fields that people and programs give to it.

#![allow(clippy::unwrap_used, reason = "a test that can't go on should stop")]

mod dump;
mod told;

use hobnob_domain::{Extraction, Format};
use told::{places, read, when};

fn list(rows: &str) -> Extraction {
    read("https://club.example/api/list", Format::EventsList, rows)
}

#[test]
fn a_house_stands_beside_its_address() {
    let rows = r#"[{"name": "Go Days", "site": "/a", "city": "Linz", "address": "Mill Lane 4", "location": "Old Mill", "start_date": "2027-05-12"},
        {"name": "Zig Days", "site": "/b", "city": "Wels", "address": "Barn Row 2", "location": "Wels, Austria", "start_date": "2027-05-13"},
        {"name": "Rust Days", "site": "/c", "address": "250 S 4th St, Akron, OH", "location": "Room 350, Town Hall", "start_date": "2027-05-14"},
        {"name": "Ada Days", "site": "/d", "address": "Barn Row 2", "location": "Wels", "start_date": "2027-05-15"}]"#;
    let expected = [
        "name=Old Mill | address=Mill Lane 4 | town=Linz",
        "address=Barn Row 2 | town=Wels",
        "text=250 S 4th St, Akron, OH | name=Room 350, Town Hall",
        "text=Barn Row 2",
    ];
    assert_eq!(places(&list(rows)), expected);
}

#[test]
fn a_venue_may_be_called_a_venue_within_and_its_parts_stand_beside_its_point() {
    let within = r#"[{"name": "Go Night", "start": "2027-05-12T19:00", "venue": {"venue": "Capilla del Lago", "address": "Calle 4", "city": "Lugo"}},
        {"name": "Zig Night", "start": "2027-05-13T19:00", "venue": {"venue": "La Noria", "address": "Calle 5", "city": "Lugo"}}]"#;
    let expected =
        ["name=Capilla del Lago | address=Calle 4 | town=Lugo", "name=La Noria | address=Calle 5 | town=Lugo"];
    assert_eq!(places(&list(within)), expected);
    let beside = r#"[{"name": "Go Night", "start": "2027-05-12T19:00", "venue_name": "Lake Hall", "venue_address": "Sector 12, Noida",
        "location": {"lat": 28.5, "lon": 77.25}}, {"name": "Zig Night", "start": "2027-05-13T19:00", "venue_name": "Theatre",
        "venue_address": "Sector 8", "location": {"lat": 28.25, "lon": 77.5}}]"#;
    let expected = [
        "name=Lake Hall | address=Sector 12, Noida | at=28.5,77.25",
        "name=Theatre | address=Sector 8 | at=28.25,77.5",
    ];
    assert_eq!(places(&list(beside)), expected);
}

#[test]
fn a_place_that_says_that_the_event_is_off_is_a_status() {
    let rows = r#"[{"name": "Go Night", "start": "2027-05-12T19:00", "location": "CANCELLED!"},
        {"name": "Zig Night", "start": "2027-05-13T19:00", "venue": "fällt aus", "city": "Linz"},
        {"name": "Rust Night", "start": "2027-05-14T19:00", "location": "Old Mill"}]"#;
    let extraction = list(rows);
    let expected = [
        "Go Night | 2027-05-12T19:00 | CANCELLED!",
        "Zig Night | 2027-05-13T19:00 | fällt aus",
        "Rust Night | 2027-05-14T19:00",
    ];
    assert_eq!(when(&extraction), expected);
    assert_eq!(places(&extraction), ["", "town=Linz", "text=Old Mill"]);
    let table = "# Meetups\n\n| Event | Date | Location |\n|---|---|---|\n| Go Night | 12 May 2027 | abgesagt |\n\
                 | Zig Days | 1 June 2027 | Barn, Wels |\n";
    let extraction = read("https://club.example/list.md", Format::Markdown, table);
    assert_eq!(when(&extraction), ["Go Night | 2027-05-12 | abgesagt", "Zig Days | 2027-06-01"]);
    assert_eq!(places(&extraction), ["", "text=Barn, Wels"]);
}

#[test]
fn a_country_or_a_way_to_take_part_is_no_house_and_a_room_that_is_called_like_a_town_is_no_place() {
    let rows = r#"[{"name": "Go Days", "site": "/a", "city": "Linz", "country": "Austria", "address": "Mill Lane 4", "location": "Austria", "start_date": "2027-05-12"},
        {"name": "Zig Days", "site": "/b", "city": "Wels", "address": "Barn Row 2", "location": "hybrid", "start_date": "2027-05-13"}]"#;
    assert_eq!(places(&list(rows)), ["address=Mill Lane 4 | town=Linz", "address=Barn Row 2 | town=Wels"]);
    let rooms = r#"{"events": [{"title": "Opening", "start": "2027-05-12T09:00", "end": "2027-05-12T10:00", "room": "Paris"},
        {"title": "Threads", "start": "2027-05-12T10:00", "end": "2027-05-12T11:00", "room": "Room 2"}]}"#;
    assert_eq!(places(&list(rooms)), ["", "name=Room 2"]);
    let housed = r#"{"events": [{"title": "Opening", "start": "2027-05-12T09:00", "end": "2027-05-12T10:00", "room": "r2", "venue": "Old Mill", "city": "Linz"}],
        "rooms": [{"id": "r2", "name": "Blue room"}]}"#;
    assert_eq!(places(&list(housed)), ["name=Old Mill | town=Linz"]);
}

#[test]
fn a_host_whose_mailbox_is_told_beside_its_name_keeps_the_name() {
    let of = |organizer: &str| {
        let rows = format!(
            r#"{{"events": [{{"title": "Go Night", "start": "2027-05-12T19:00", "end": "2027-05-12T21:00",
            "organizer": {organizer}}}]}}"#
        );
        let listing = list(&rows).listings.remove(0);
        listing.words.organizer.and_then(|organizer| organizer.name)
    };
    assert_eq!(of(r#"{"name": "Go Linz", "emailAddress": "hi@linz.example"}"#).as_deref(), Some("Go Linz"));
    assert_eq!(of(r#"{"name": "Go Linz", "emailAddress": null}"#).as_deref(), Some("Go Linz"));
    assert_eq!(of(r#""Women@Work""#).as_deref(), Some("Women@Work"));
    assert_eq!(of(r#""hi@linz.example""#), None);
}
