//! Answers of platforms and the cards of a site, in the shapes that were met.

#![allow(clippy::unwrap_used, reason = "a test that can't go on should stop")]

mod dump;
mod told;

use hobnob_domain::Format;
use told::{read, when};

#[test]
fn each_event_of_meetup_may_say_what_the_group_around_it_does_not() {
    let answer = r#"{"data": {"groupByUrlname": {"id": "7", "organizer": {"id": "1"}, "events": {"totalCount": 2,
        "pageInfo": {"endCursor": "x", "hasNextPage": false}, "edges": [
        {"node": {"id": "71", "title": "Go Night", "eventUrl": "https://www.meetup.com/lake-go/events/71/",
            "dateTime": "2027-05-12T19:00:00+02:00", "endTime": "2027-05-12T21:00:00+02:00", "status": "ACTIVE",
            "group": {"id": "7", "name": "Lake Go", "timezone": "Europe/Vienna", "urlname": "lake-go"}}},
        {"node": {"id": "72", "title": "Zig Night", "eventUrl": "https://www.meetup.com/lake-go/events/72/",
            "dateTime": "2027-06-12T19:00:00+02:00", "endTime": "2027-06-12T21:00:00+02:00", "status": "ACTIVE"}}]}}}}"#;
    let extraction = read("https://www.meetup.com/gql2", Format::Meetup, answer);
    let expected = [
        "Go Night | 2027-05-12T19:00:00+02:00 | 2027-05-12T21:00:00+02:00 | Europe/Vienna | ACTIVE",
        "Zig Night | 2027-06-12T19:00:00+02:00 | 2027-06-12T21:00:00+02:00 | ACTIVE",
    ];
    assert_eq!(when(&extraction), expected);
    let hosts = extraction.listings.iter().map(|listing| listing.words.organizer.clone()?.name);
    assert_eq!(hosts.collect::<Vec<_>>(), [Some("Lake Go".to_owned()), None]);
}
