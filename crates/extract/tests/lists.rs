//! Lists whose fields and columns are called as single programs, offices and people call them.

#![allow(clippy::unwrap_used, reason = "a test that can't go on should stop")]

mod dump;
mod told;

use hobnob_domain::{Format, Prose};
use told::{places, read, when};

const ADDRESS: &str = "https://club.example/api/list";

#[test]
fn a_column_may_be_of_dates_and_times() {
    for heading in ["Date/Time", "Date & Time", "Date and Time", "DateTime", "Dates and times"] {
        let table = format!(
            "# Meetups\n\n| Event | {heading} | Location |\n|---|---|---|\n\
             | [Go Night](https://club.example/1) | 12 May 2027 19:00 | Old Mill, Linz |\n\
             | [Zig Days](https://club.example/2) | 1 June 2027 | Barn, Wels |\n"
        );
        let extraction = read("https://club.example/list.md", Format::Markdown, &table);
        assert_eq!(when(&extraction), ["Go Night | 2027-05-12T19:00", "Zig Days | 2027-06-01"], "{heading}");
    }
}

#[test]
fn what_became_of_an_event_may_stand_beside_its_times() {
    let answer = r#"{"_embedded": {"events": [
        {"name": "Lion", "url": "/a", "dates": {"start": {"localDate": "2027-02-13", "localTime": "19:30:00"}, "status": {"code": "cancelled"}}},
        {"name": "Loom", "url": "/b", "dates": {"start": {"localDate": "2027-02-14", "localTime": "20:00:00"}, "status": {"code": "postponed"}}},
        {"name": "Lake", "url": "/c", "dates": {"start": {"localDate": "2027-02-15"}, "status": {"code": "rescheduled"}}},
        {"name": "Mill", "url": "/d", "dates": {"start": {"localDate": "2027-02-16"}, "status": {"code": "onsale"}}}]}}"#;
    let expected = [
        "Lion | 2027-02-13 19:30:00 | cancelled",
        "Loom | 2027-02-14 20:00:00 | postponed",
        "Lake | 2027-02-15 | rescheduled",
        "Mill | 2027-02-16",
    ];
    assert_eq!(when(&read(ADDRESS, Format::EventsList, answer)), expected);
}

#[test]
fn rows_whose_ends_are_not_known_are_rows_too() {
    let rows = r#"[{"id": "a", "title": "Go Night", "date_start": "2027-05-12T17:00:00+00:00", "date_end": null},
        {"id": "b", "title": "Zig Days", "date_start": "2027-05-13T17:00:00+00:00", "date_end": null},
        {"id": "c", "title": "Rust Night", "date_start": "2027-05-14T17:00:00+00:00", "date_end": "2027-05-14T19:00:00+00:00"}]"#;
    let expected = [
        "Go Night | 2027-05-12T17:00:00+00:00",
        "Zig Days | 2027-05-13T17:00:00+00:00",
        "Rust Night | 2027-05-14T17:00:00+00:00 | 2027-05-14T19:00:00+00:00",
    ];
    for list in [rows.to_owned(), format!(r#"{{"events": {rows}}}"#)] {
        let extraction = read(ADDRESS, Format::EventsList, &list);
        assert_eq!((when(&extraction), extraction.is_complete), (expected.map(str::to_owned).to_vec(), true));
    }
}

#[test]
fn what_stands_beside_single_events_and_is_none_is_told() {
    let list = r#"{"events": [{"title": "Doors", "start": "soon"}, {"title": "Lights", "start": "later"},
        {"title": "Sound", "start": "afterwards", "size": 3}, {"title": "Speaker wanted"}, {"title": "Talks", "start": null},
        {"title": "Rust Night", "start": "2027-05-14T17:00", "end": "2027-05-14T19:00"}]}"#;
    let extraction = read(ADDRESS, Format::EventsList, list);
    assert_eq!(when(&extraction), ["Rust Night | 2027-05-14T17:00 | 2027-05-14T19:00"]);
    let problem = extraction.problems.first().map(|problem| problem.message.as_str());
    assert_eq!(problem, Some("3 rows beside the events don't say when they are and were left out"));
}

#[test]
fn sessions_name_their_rooms_by_id_or_by_name() {
    let all = r#"{"sessions": [
        {"id": "11", "title": "Opening", "startsAt": "2027-06-12T09:00:00", "endsAt": "2027-06-12T09:30:00", "roomId": 701},
        {"id": "12", "title": "Threads", "startsAt": "2027-06-12T09:30:00", "endsAt": "2027-06-12T10:30:00", "roomId": 702}],
        "speakers": [{"id": "s-1", "firstName": "Ada", "fullName": "Ada Lake"}], "questions": [], "categories": [],
        "rooms": [{"id": 701, "name": "East Hall", "sort": 0}, {"id": 702, "name": "Boat House", "sort": 1}]}"#;
    let extraction = read(ADDRESS, Format::EventsList, all);
    assert_eq!(places(&extraction), ["name=East Hall", "name=Boat House"]);
    // Of another view.
    let grouped = r#"[{"groupId": null, "sessions": [{"id": "11", "title": "Opening", "startsAt": "2027-06-12T09:00:00",
        "endsAt": "2027-06-12T09:30:00", "roomId": 701, "room": "East Hall"}, {"id": "12", "title": "Threads",
        "startsAt": "2027-06-12T09:30:00", "endsAt": "2027-06-12T10:30:00", "roomId": 702, "room": "Boat House"}]}]"#;
    assert_eq!(places(&read(ADDRESS, Format::EventsList, grouped)), ["name=East Hall", "name=Boat House"]);
    // A room is within a place.
    let placed = all.replace("\"roomId\"", "\"location\": \"Old Mill, Linz\", \"roomId\"");
    assert_eq!(places(&read(ADDRESS, Format::EventsList, &placed)), ["text=Old Mill, Linz"; 2]);
}

#[test]
fn meetings_are_called_as_their_bodies_and_days_are_midnights() {
    let legistar = r#"[{"EventId": 1, "EventGuid": "A-1", "EventBodyName": "Harbour Board", "EventDate": "2027-08-26T00:00:00",
        "EventTime": "9:00 AM", "EventLocation": "Council Chambers", "EventAgendaStatusName": "Final", "EventComment": null,
        "EventInSiteURL": "https://town.example/MeetingDetail.aspx?LEGID=1"},
        {"EventId": 2, "EventGuid": "A-2", "EventBodyName": "Bridge Panel", "EventDate": "2027-08-27T00:00:00",
        "EventTime": null, "EventLocation": "Room 4", "EventAgendaStatusName": "Cancelled", "EventComment": "No quorum",
        "EventInSiteURL": "https://town.example/MeetingDetail.aspx?LEGID=2"}]"#;
    let extraction = read(ADDRESS, Format::EventsList, legistar);
    assert_eq!(when(&extraction), ["Harbour Board | 2027-08-26 9:00 AM", "Bridge Panel | 2027-08-27 | Cancelled"]);
    assert_eq!(places(&extraction), ["text=Council Chambers", "text=Room 4"]);
    let pages: Vec<_> = extraction.listings.iter().filter_map(|listing| listing.url.as_deref()).collect();
    assert_eq!(pages, [1, 2].map(|number| format!("https://town.example/MeetingDetail.aspx?LEGID={number}")));
    let committees = r#"[{"Id": 8, "CommitteeName": "Charter Commission", "Location": "Room 4", "MeetingDate": "2027-01-21T00:00:00",
        "MeetingTime": "2027-01-21T16:00:00", "Cancelled": true, "Updated": false},
        {"Id": 9, "CommitteeName": "Ethics Board", "Location": "Room 5", "MeetingDate": "2027-02-21T00:00:00",
        "MeetingTime": "2027-02-21T16:30:00", "Cancelled": false, "Updated": true}]"#;
    let extraction = read(ADDRESS, Format::EventsList, committees);
    let expected = ["Charter Commission | 2027-01-21 16:00 | cancelled", "Ethics Board | 2027-02-21 16:30"];
    assert_eq!(when(&extraction), expected);
}

#[test]
fn moments_of_dotnet_are_read_and_its_nothings_are_none() {
    let rows = r#"[{"Id": "a", "Title": "Works Panel", "Start": "/Date(1810162800000)/", "End": "/Date(1810166400000)/", "EventUrl": "/a"},
        {"Id": "b", "Title": "Health Panel", "Start": "/Date(1812556800000+0200)/", "End": "/Date(-62135596800000)/", "EventUrl": "/b"},
        {"Id": "c", "Title": "Lake Panel", "Start": "2027-06-09T18:00:00", "End": "1900-01-01T00:00:00Z", "EventUrl": "/c"},
        {"Id": "d", "Title": "Mill Panel", "Start": "2027-06-10T18:00:00", "End": "0001-01-01T00:00:00", "EventUrl": "/d"}]"#;
    let expected = [
        "Works Panel | 1810162800000 | 1810166400000",
        "Health Panel | 2027-06-09T18:00:00+02:00",
        "Lake Panel | 2027-06-09T18:00:00",
        "Mill Panel | 2027-06-10T18:00:00",
    ];
    assert_eq!(when(&read(ADDRESS, Format::EventsList, rows)), expected);
}

#[test]
fn names_places_and_texts_may_be_told_in_several_languages() {
    let text = |text: &str| format!(r#"[{{"type": "paragraph", "children": [{{"type": "text", "text": "{text}"}}]}}]"#);
    let rows = format!(
        r#"{{"data": [{{"id": 1, "attributes": {{"StartDate": "2027-11-12T15:00:00.000Z", "EndDate": "2027-11-12T18:00:00.000Z",
            "createdAt": "2027-11-05T13:44:26.813Z", "NameFi": "Kausi", "LocationFi": "Sali 2", "DescriptionFi": {},
            "NameEn": "Season", "LocationEn": "Room 2", "DescriptionEn": {}}}}},
            {{"id": 2, "attributes": {{"StartDate": "2027-11-13T15:00:00.000Z", "EndDate": "2027-11-13T18:00:00.000Z",
            "NameFi": "Ilta", "LocationFi": "Sali 3"}}}}]}}"#,
        text("Tule mukaan."),
        text("Come along.")
    );
    let extraction = read(ADDRESS, Format::EventsList, &rows);
    let expected = [
        "Season | 2027-11-12T15:00:00.000Z | 2027-11-12T18:00:00.000Z",
        "Ilta | 2027-11-13T15:00:00.000Z | 2027-11-13T18:00:00.000Z",
    ];
    assert_eq!(
        (when(&extraction), places(&extraction)),
        (expected.map(str::to_owned).to_vec(), vec!["text=Room 2".to_owned(), "text=Sali 3".to_owned()])
    );
    let first = extraction.listings.first().unwrap();
    assert_eq!(first.words.description, Some(Prose::Plain("Come along.".to_owned())));
    let plain = r#"[{"name_sk": "Go Noc", "location_sk": "Mlyn", "start_date": "2027-05-12"},
        {"name_sk": "Zig Noc", "location_sk": "Sad", "start_date": "2027-05-13"}]"#;
    assert_eq!(when(&read(ADDRESS, Format::EventsList, plain)), ["Go Noc | 2027-05-12", "Zig Noc | 2027-05-13"]);
}
