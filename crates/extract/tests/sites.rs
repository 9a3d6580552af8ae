//! Answers of platforms and the cards of a site, in the shapes that were met.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that can't go on should stop")]

mod dump;
mod told;

use hobnob_domain::{Format, Prose};
use told::{places, read, when};

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

#[test]
fn meetings_of_civicclerk_are_told_by_the_clock_of_their_town() {
    let answer = r#"{"@odata.context": "https://akron.example/v1/$metadata#Events", "value": [
        {"id": 61, "eventName": "Town Council", "eventDescription": "", "eventDate": "2027-01-26T18:00:00Z",
            "startDateTime": "2027-01-26T18:00:00Z", "meetingEndTime": "2027-01-26T20:00:00.000Z", "isPublished": "Published",
            "categoryName": "Council", "isDeleted": false, "createdOn": "2027-01-02T09:56:37.43Z",
            "eventLocation": {"address1": "7 Mill Lane", "address2": null, "city": "Akron", "state": "OH", "id": 9}},
        {"id": 62, "eventName": "Zoning Panel", "eventDate": "2027-02-02T17:30:00Z", "startDateTime": "2027-02-02T17:30:00Z",
            "meetingEndTime": "1900-01-01T00:00:00Z", "isPublished": "Published", "categoryName": "Panels",
            "eventLocation": {"address1": "Council Chambers", "city": null, "state": null}},
        {"id": 63, "eventName": "Park Panel", "startDateTime": "2027-02-03T17:30:00Z", "isPublished": "Published",
            "categoryName": "Panels", "hasAgenda": true},
        {"id": 64, "eventName": "A plan", "startDateTime": "2027-02-04T17:30:00Z", "isPublished": "Draft", "categoryName": ""}]}"#;
    let extraction = read("https://akron.example/v1/Events", Format::EventsList, answer);
    let expected = [
        "Town Council | 2027-01-26T18:00:00 | 2027-01-26T20:00:00",
        "Zoning Panel | 2027-02-02T17:30:00",
        "Park Panel | 2027-02-03T17:30:00",
    ];
    assert_eq!(when(&extraction), expected);
    assert_eq!(places(&extraction), ["address=7 Mill Lane | town=Akron", "name=Council Chambers", ""]);
}

#[test]
fn a_zone_that_nobody_chose_yields_to_that_of_the_others() {
    let row = |id: u32, zone: &str, venue: &str| {
        format!(
            r#"{{"id": {id}, "title": "Run {id}", "start_date": "2027-08-11 18:15:00", "timezone": "{zone}",
               "rest_url": "https://lake.example/wp-json/tribe/events/v1/events/{id}", "venue": {venue}}}"#
        )
    };
    let zones = |rows: &[String]| {
        let answer =
            format!(r#"{{"events": [{}], "total_pages": 1, "rest_url": "https://lake.example/"}}"#, rows.join(","));
        let extraction = read("https://lake.example/wp-json/tribe/events/v1/events", Format::Tribe, &answer);
        let starts = extraction.listings.into_iter().map(|listing| listing.words.start.unwrap().zone.unwrap());
        starts.collect::<Vec<String>>()
    };
    let (real, unset) = (row(1, "America/New_York", "[]"), row(2, "UTC+0", "[]"));
    assert_eq!(zones(&[real.clone(), unset.clone()]), ["America/New_York"; 2]);
    assert_eq!(zones(std::slice::from_ref(&unset)), ["UTC+0"]);
    assert_eq!(zones(&[real, unset.clone(), row(3, "America/Chicago", "[]")])[1..2], ["UTC+0"]);
    let placed = row(4, "UTC+0", r#"{"venue": "Barn", "timezone": "Europe/Vienna"}"#);
    assert_eq!(zones(&[placed, unset]), ["Europe/Vienna", "UTC+0"]);
}

#[test]
fn luma_may_tell_a_short_address_alone_or_a_street_where_a_house_would_stand() {
    let answer = r#"{"has_more": false, "entries": [
        {"api_id": "evt-a", "event": {"api_id": "evt-a", "name": "Listening", "start_at": "2027-05-12T18:00:00.000Z", "timezone": "America/Monterrey",
            "geo_address_info": {"mode": "shown", "address": "Lake Records", "short_address": "Olmos 22, Centro, Monterrey", "city": "Monterrey"}}},
        {"api_id": "evt-b", "event": {"api_id": "evt-b", "name": "Supper", "start_at": "2027-05-13T18:00:00.000Z", "timezone": "America/New_York",
            "geo_address_info": {"address": "12 Mill Avenue NW", "short_address": "12 Mill Avenue NW, Akron",
                "full_address": "12 Mill Avenue NW, Akron, OH 44301, USA", "city": "Akron"}}},
        {"api_id": "evt-c", "event": {"api_id": "evt-c", "name": "Brunch", "start_at": "2027-05-14T18:00:00.000Z", "timezone": "America/New_York",
            "geo_address_info": {"address": "Boat House", "short_address": "9 Pier Road, Akron",
                "full_address": "Boat House, 9 Pier Road, Akron, OH 44301, USA", "city": "Akron"}}}]}"#;
    let expected = [
        "text=Olmos 22, Centro, Monterrey | name=Lake Records | town=Monterrey",
        "text=12 Mill Avenue NW, Akron, OH 44301, USA | address=12 Mill Avenue NW | town=Akron",
        "text=Boat House, 9 Pier Road, Akron, OH 44301, USA | name=Boat House | town=Akron",
    ];
    assert_eq!(places(&read("https://api.luma.example/entries", Format::Luma, answer)), expected);
}

#[test]
fn a_location_that_joins_an_event_of_luma_is_a_room_and_no_page() {
    let event = |location: &str| {
        let calendar = format!(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1@example.org\r\nDTSTART:20270512T180000Z\r\n\
             SUMMARY:Founders\r\nLOCATION:{location}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        );
        let listing = read("https://club.example/all.ics", Format::Ical, &calendar).listings.remove(0);
        (listing.url, listing.words.join_url)
    };
    let address = |path: &str| Some(format!("https://luma.com/{path}"));
    assert_eq!(event("https://luma.com/join/g-lake"), (None, address("join/g-lake")));
    assert_eq!(event("https://luma.com/lake-night"), (address("lake-night"), None));
}

#[test]
fn cards_of_growthzone_are_events() {
    let card = |path: &str, name: &str, times: &str, more: &str| {
        format!(
            r#"<div class="card gz-events-card gz-no-logo"><div class="card-header"><a href="/events/details/{path}">
            <span class="gz-img-placeholder">{name}...</span></a></div><div class="card-body gz-events-card-title">
            <h5 class="card-title gz-card-title"><a href="/events/details/{path}">{name}</a></h5>
            <p class="card-text gz-description gz-events-description">All are welcome.</p><ul class="list-group">
            <li class="list-group-item gz-card-date"><a class="card-link" href="/events/details/{path}">{times}</a></li></ul>
            </div><div class="card-footer">{more}</div></div>"#
        )
    };
    let page = [
        "<!doctype html><html><body>".to_owned(),
        card(
            "market-7",
            "Pier Market",
            r#"<i class="gz-fal"></i><span content="2027-08-09T12:00">Monday Aug 9, 2027</span><meta content="2027-08-09T14:00"/>"#,
            r#"<p class="card-text gz-events-cat"><span class="gz-cat-label">Categories:</span><span class="gz-cat">Food</span></p>"#,
        ),
        card(
            "fair-8",
            "Boat Fair",
            r#"<span content="2027-08-10T00:00">Tuesday Aug 10, 2027</span><meta content="2027-08-11T23:59"/>"#,
            "",
        ),
        "</body></html>".to_owned(),
    ];
    let extraction = read("https://chamber.example/events", Format::GrowthZone, &page.concat());
    let expected = ["Pier Market | 2027-08-09T12:00 | 2027-08-09T14:00", "Boat Fair | 2027-08-10 | 2027-08-11"];
    assert_eq!(when(&extraction), expected);
    let first = extraction.listings.first().unwrap();
    assert_eq!(first.url.as_deref(), Some("https://chamber.example/events/details/market-7"));
    assert_eq!(first.words.description, Some(Prose::Plain("All are welcome.".to_owned())));
    assert_eq!(first.words.keywords, ["Food"]);
}
