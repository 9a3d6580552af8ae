//! Answers of programs that write their lists in ways of their own: spreadsheets, databases, catalogues of open data.

#![allow(clippy::unwrap_used, reason = "a test that can't go on should stop")]

mod dump;

use hobnob_domain::{Extraction, Format, Listing, Prose, TimeWords};
use hobnob_extract::extract;

const ADDRESS: &str = "https://club.example/api/list";

fn read(body: &str) -> Extraction {
    let extraction = extract(&dump::page(ADDRESS, None, body.as_bytes()), None);
    assert_eq!(extraction.format, Some(Format::EventsList), "{:?}", extraction.problems);
    extraction
}

/// What matters of each listing: name, from when until when, zone, place and page.
fn told(extraction: &Extraction) -> Vec<String> {
    extraction.listings.iter().map(line).collect()
}

fn line(listing: &Listing) -> String {
    let words = &listing.words;
    let time = |time: &Option<TimeWords>| match time {
        Some(TimeWords { text, zone: Some(zone) }) => format!("{text} [{zone}]"),
        Some(TimeWords { text, zone: None }) => text.clone(),
        None => String::new(),
    };
    let place = words.places.first().map(|place| {
        let parts = [&place.text, &place.name, &place.address, &place.locality, &place.country];
        parts.into_iter().flatten().cloned().collect::<Vec<_>>().join(", ")
    });
    let name = words.name.clone().unwrap_or_default();
    let times = format!("{} – {}", time(&words.start), time(&words.end));
    let rest = [words.zone.clone(), place, listing.url.clone()];
    [name, times].into_iter().chain(rest.into_iter().map(Option::unwrap_or_default)).collect::<Vec<_>>().join(" | ")
}

#[test]
fn the_cells_of_a_sheet_are_a_table() {
    let sheet = r#"{"range": "Evenings!A1:E20", "majorDimension": "ROWS", "values": [
        ["Name", "Date", "Time", "Venue", "Link"],
        ["Go Night", "2027-05-12", "19:00", "Old Mill, Linz", "https://club.example/1"],
        ["Zig Days", "2027-06-01"],
        ["Rust Night", "2027-06-09", "18:30", "Barn, Wels"]]}"#;
    let expected = [
        "Go Night | 2027-05-12 19:00 –  |  | Old Mill, Linz | https://club.example/1",
        "Zig Days | 2027-06-01 –  |  |  | ",
        "Rust Night | 2027-06-09 18:30 –  |  | Barn, Wels | ",
    ];
    assert_eq!(told(&read(sheet)), expected);
    let batch = format!(r#"{{"valueRanges": [{sheet}]}}"#);
    assert_eq!(told(&read(&batch)), expected);
    assert!(read(sheet).is_complete);
}

#[test]
fn an_answer_of_googles_visualization_api_is_a_table() {
    let answer = r#"/*O_o*/
google.visualization.Query.setResponse({"version": "0.6", "reqId": "0", "status": "ok", "sig": "1", "table": {
    "cols": [{"id": "A", "label": "Name", "type": "string"}, {"id": "B", "label": "Start", "type": "datetime"},
        {"id": "C", "label": "End", "type": "datetime"}, {"id": "D", "label": "Place ", "type": "string"}],
    "rows": [
        {"c": [{"v": "Go Night"}, {"v": "Date(2027,4,12,19,0,0)", "f": "5/12/2027 19:00:00"},
            {"v": "Date(2027,4,12,22,0,0)", "f": "5/12/2027 22:00:00"}, {"v": "Old Mill, Linz"}]},
        {"c": [{"v": "Zig Days"}, {"v": "Date(2027,5,1)", "f": "6/1/2027"}, null, {"v": "Barn, Wels"}]}],
    "parsedNumHeaders": 1}});"#;
    let expected = [
        "Go Night | 2027-05-12T19:00:00 – 2027-05-12T22:00:00 |  | Old Mill, Linz | ",
        "Zig Days | 2027-06-01 –  |  | Barn, Wels | ",
    ];
    assert_eq!(told(&read(answer)), expected);
    // Google may take no row for the header.
    let labels = answer.replace(r#""label": ""#, r#""label": "", "was": ""#);
    let named = labels
        .replace(r#""rows": ["#, r#""rows": [{"c": [{"v": "Name"}, {"v": "Start"}, {"v": "End"}, {"v": "Place"}]},"#);
    assert_eq!(told(&read(&named)), expected);
}

#[test]
fn typed_properties_of_a_database_are_fields() {
    let answer = r#"{"object": "list", "results": [
        {"object": "page", "id": "p-1", "archived": false, "created_time": "2027-01-01T08:00:00.000Z", "public_url": null,
         "url": "https://www.notion.so/p-1", "properties": {
            "Name": {"id": "title", "type": "title", "title": [{"type": "text", "plain_text": "Rust "}, {"plain_text": "Night"}]},
            "Date": {"id": "a", "type": "date", "date": {"start": "2027-05-12T19:00:00.000+02:00",
                "end": "2027-05-12T22:00:00.000+02:00", "time_zone": null}},
            "Talks until": {"id": "b", "type": "date", "date": {"start": "2027-03-01", "end": "2027-03-02", "time_zone": null}},
            "Link": {"id": "c", "type": "url", "url": "https://club.example/1"},
            "Place": {"id": "d", "type": "rich_text", "rich_text": [{"plain_text": "Old Mill, Linz"}]},
            "Tags": {"id": "e", "type": "multi_select", "multi_select": [{"name": "rust"}, {"name": "async"}]}}},
        {"object": "page", "id": "p-2", "public_url": "https://club.notion.site/zig", "properties": {
            "Name": {"type": "title", "title": [{"plain_text": "Zig Days"}]},
            "Date": {"type": "date", "date": {"start": "2027-06-01", "end": "2027-06-03", "time_zone": "Europe/Vienna"}},
            "Link": {"type": "url", "url": null}, "Place": {"type": "rich_text", "rich_text": []}}},
        {"object": "page", "id": "p-3", "in_trash": true, "properties": {
            "Name": {"type": "title", "title": [{"plain_text": "Put away"}]},
            "Date": {"type": "date", "date": {"start": "2027-06-09", "end": "2027-06-10", "time_zone": null}}}},
        {"object": "page", "id": "p-4", "properties": {
            "Name": {"type": "title", "title": []}, "Date": {"type": "date", "date": null}}}],
      "next_cursor": "c-2", "has_more": true, "type": "page_or_database", "page_or_database": {}}"#;
    let extraction = read(answer);
    assert_eq!(
        told(&extraction),
        [
            "Rust Night | 2027-05-12T19:00:00.000+02:00 – 2027-05-12T22:00:00.000+02:00 |  | Old Mill, Linz | \
             https://club.example/1",
            "Zig Days | 2027-06-01 – 2027-06-03 | Europe/Vienna |  | https://club.notion.site/zig",
        ]
    );
    let first = extraction.listings.first().unwrap();
    assert_eq!((first.key.as_str(), first.words.keywords.join(" ").as_str()), ("p-1", "rust async"));
    let problem = extraction.problems.first().map(|problem| problem.message.as_str());
    assert_eq!(problem, Some("the list goes on behind a cursor that can't be followed"));
}

#[test]
fn what_a_resource_is_related_to_stands_beside_the_list() {
    let answer = r#"{"data": [
        {"type": "events", "id": "7", "attributes": {"name": "Go Night", "starts_at": "2027-05-12T19:00:00+02:00"}, "relationships": {
            "venue": {"data": {"type": "venues", "id": "3"}}, "organizer": {"data": {"type": "groups", "id": "3"}}}},
        {"type": "events", "id": "8", "attributes": {"name": "Zig Days", "starts_at": "2027-06-01T09:00:00+02:00"}, "relationships": {
            "venue": {"data": {"type": "venues", "id": "3"}}, "organizer": {"data": null}}}],
      "included": [
        {"type": "venues", "id": "3", "attributes": {"name": "Old Mill", "address": "Mill Lane 4", "city": "Linz"}},
        {"type": "groups", "id": "3", "attributes": {"name": "Go Linz"}}]}"#;
    let extraction = read(answer);
    assert_eq!(
        told(&extraction),
        [
            "Go Night | 2027-05-12T19:00:00+02:00 –  |  | Old Mill, Mill Lane 4, Linz | ",
            "Zig Days | 2027-06-01T09:00:00+02:00 –  |  | Old Mill, Mill Lane 4, Linz | ",
        ]
    );
    let hosts = extraction.listings.iter().map(|listing| listing.words.organizer.as_ref()?.name.as_deref());
    assert_eq!(hosts.collect::<Vec<_>>(), [Some("Go Linz"), None]);
}

#[test]
fn what_drupal_tells_has_its_page_its_house_and_its_terms() {
    let answer = r#"{"jsonapi": {"version": "1.0"}, "data": [
        {"type": "node--event", "id": "a-1", "links": {"self": {"href": "https://club.example/jsonapi/node/event/a-1"}},
         "attributes": {"title": "Lake Run", "created": "2027-01-01T09:00:00+00:00", "field_date": {
            "value": "2027-08-02T16:00:00-04:00", "end_value": "2027-08-02T21:00:00-04:00"},
            "path": {"alias": "/events/lake-run", "pid": 4, "langcode": "en"}},
         "relationships": {"uid": {"data": {"type": "user--user", "id": "u-1"}},
            "field_location": {"data": {"type": "node--place", "id": "p-1"}},
            "field_tags": {"data": [{"type": "taxonomy_term--tags", "id": "t-1"}, {"type": "taxonomy_term--tags", "id": "t-9"}]}}}],
      "included": [
        {"type": "user--user", "id": "u-1", "attributes": {"display_name": "editor", "name": "editor"}},
        {"type": "node--place", "id": "p-1", "attributes": {"title": "Boat House", "field_address": {"langcode": "en",
            "country_code": "US", "administrative_area": "OH", "locality": "Akron", "address_line1": "1 Lake Road"}}},
        {"type": "taxonomy_term--tags", "id": "t-1", "attributes": {"name": "running", "status": true}}]}"#;
    let extraction = read(answer);
    let expected = "Lake Run | 2027-08-02T16:00:00-04:00 – 2027-08-02T21:00:00-04:00 |  | \
                    Boat House, 1 Lake Road, Akron, US | https://club.example/events/lake-run";
    assert_eq!(told(&extraction), [expected]);
    let first = extraction.listings.first().unwrap();
    assert_eq!((first.key.as_str(), first.words.uid.as_deref()), ("a-1", None));
    assert_eq!(first.words.keywords, ["running"]);
}

/// An event as a catalogue of open data keeps it.
const KNOTS: &str = r#"{"uid": "71", "slug": "noeuds", "title_fr": "Atelier des Nœuds", "description_fr": "Trois nœuds par soir.",
    "keywords_fr": ["corde"], "daterange_fr": "Lundis 20 et 27 septembre 2027", "firstdate_begin": "2027-09-20T16:30:00+00:00",
    "firstdate_end": "2027-09-20T18:30:00+00:00", "lastdate_begin": "2027-09-27T16:30:00+00:00",
    "lastdate_end": "2027-09-27T18:30:00+00:00", "location_name": "Maison du Fil", "location_address": "4 rue des Cordiers",
    "location_city": "Lille", "location_postalcode": "59000", "location_coordinates": {"lon": 3.06, "lat": 50.63},
    "canonicalurl": "https://agenda.example.org/noeuds", "attendancemode": "{\"id\": 1, \"label\": {\"fr\": \"Sur place\"}}",
    "status": "{\"id\": 6, \"label\": {\"fr\": \"Annulé\"}}"}"#;

/// Its sittings, as the text that they are kept as.
const TIMINGS: &str = r#", "timings": "[{\"begin\": \"2027-09-20T18:30:00+02:00\", \"end\": \"2027-09-20T20:30:00+02:00\"}, {\"begin\": \"2027-09-27T18:30:00+02:00\", \"end\": \"2027-09-27T20:30:00+02:00\"}]"}"#;

fn dates(extraction: &Extraction) -> Vec<&str> {
    extraction.listings.iter().flat_map(|listing| &listing.words.dates).map(|date| date.text.as_str()).collect()
}

#[test]
fn a_record_of_open_data_is_an_event_with_its_sittings() {
    let with_timings = KNOTS.strip_suffix('}').unwrap().to_owned() + TIMINGS;
    let lakes = r#"{"uid": "72", "title_en": "Night of Lakes", "title_fr": "Nuit des Lacs", "firstdate_begin":
        "2027-10-02T18:00:00+00:00", "firstdate_end": "2027-10-02T21:00:00+00:00", "lastdate_begin": "2027-10-02T18:00:00+00:00",
        "location_city": "Annecy", "canonicalurl": "https://agenda.example.org/lacs"}"#;
    let extraction = read(&format!(r#"{{"total_count": 2, "results": [{with_timings}, {lakes}]}}"#));
    assert_eq!(
        told(&extraction),
        [
            "Atelier des Nœuds | 2027-09-20T18:30:00+02:00 – 2027-09-20T20:30:00+02:00 |  | \
             Maison du Fil, 4 rue des Cordiers, Lille | https://agenda.example.org/noeuds",
            "Night of Lakes | 2027-10-02T18:00:00+00:00 – 2027-10-02T21:00:00+00:00 |  | Annecy | \
             https://agenda.example.org/lacs",
        ]
    );
    assert_eq!(dates(&extraction), ["2027-09-27T18:30:00+02:00"]);
    let first = extraction.listings.first().unwrap();
    let told = (first.key.as_str(), first.words.mode.as_deref(), first.words.status.as_deref());
    assert_eq!(told, ("71", Some("offline"), Some("EventCancelled")));
    assert_eq!(first.words.keywords, ["corde"]);
    let place = first.words.places.first().unwrap();
    assert_eq!((place.latitude, place.postal_code.as_deref()), (Some(50.63), Some("59000")));
}

#[test]
fn of_a_record_without_its_sittings_the_first_and_the_last_count() {
    let older = format!(
        r#"{{"nhits": 1, "records": [{{"datasetid": "agenda", "recordid": "r-1", "fields": {KNOTS}, "record_timestamp":
           "2027-01-01T00:00:00Z", "geometry": {{"type": "Point", "coordinates": [3.06, 50.63]}}}}]}}"#
    );
    let extraction = read(&older);
    let expected = "Atelier des Nœuds | 2027-09-20T16:30:00+00:00 – 2027-09-20T18:30:00+00:00 |  | \
                    Maison du Fil, 4 rue des Cordiers, Lille | https://agenda.example.org/noeuds";
    assert_eq!((told(&extraction), dates(&extraction)), (vec![expected.to_owned()], vec!["2027-09-27T16:30:00+00:00"]));
}

#[test]
fn an_agenda_tells_its_first_next_and_last_sittings() {
    let answer = r#"{"total": 1, "events": [{"uid": 81, "title": {"fr": "Nuit du Code"}, "keywords": {"fr": ["rust", "zig"]},
        "firstTiming": {"begin": "2027-01-05T18:00:00+01:00", "end": "2027-01-05T20:00:00+01:00"},
        "nextTiming": {"begin": "2027-03-02T18:00:00+01:00", "end": "2027-03-02T20:00:00+01:00"},
        "lastTiming": {"begin": "2027-03-02T18:00:00+01:00", "end": "2027-03-02T20:00:00+01:00"},
        "location": {"name": "Le Phare", "city": "Brest", "latitude": 48.39, "longitude": -4.48}, "attendanceMode": 3, "status": 4}],
        "after": null}"#;
    let extraction = read(answer);
    let expected = "Nuit du Code | 2027-01-05T18:00:00+01:00 – 2027-01-05T20:00:00+01:00 |  | Le Phare, Brest | ";
    assert_eq!((told(&extraction), dates(&extraction)), (vec![expected.to_owned()], vec!["2027-03-02T18:00:00+01:00"]));
    let words = &extraction.listings.first().unwrap().words;
    assert_eq!((words.mode.as_deref(), words.status.as_deref()), (Some("mixed"), Some("EventPostponed")));
    assert_eq!(words.keywords, ["rust", "zig"]);
}

#[test]
fn the_zone_of_a_calendar_is_that_of_its_whole_days() {
    let answer = r#"{"kind": "calendar#events", "timeZone": "Europe/Vienna", "items": [
        {"id": "a", "status": "confirmed", "summary": "Go Days", "start": {"date": "2027-05-01"}, "end": {"date": "2027-05-03"}},
        {"id": "b", "status": "confirmed", "summary": "Zig Night", "timeZone": "Europe/London",
         "start": {"dateTime": "2027-05-12T19:00:00"}, "end": {"dateTime": "2027-05-12T21:00:00"}}]}"#;
    let zones: Vec<_> = read(answer).listings.into_iter().map(|listing| listing.words.zone).collect();
    assert_eq!(zones, [Some("Europe/Vienna".to_owned()), Some("Europe/London".to_owned())]);
}

#[test]
fn events_of_microsofts_calendars_say_where_and_in_which_zone() {
    let answer = r#"{"@odata.nextLink": "https://graph.example/v1.0/groups/7/events?$skip=3", "value": [
        {"id": "AAMk1", "iCalUId": "040000008200E00174C5B7101A82E008", "subject": "Go Night", "sensitivity": "normal",
         "body": {"contentType": "html", "content": "<p>Talks and pizza</p>"}, "isAllDay": false, "isCancelled": false,
         "start": {"dateTime": "2027-05-12T19:00:00.0000000", "timeZone": "W. Europe Standard Time"},
         "end": {"dateTime": "2027-05-12T22:00:00.0000000", "timeZone": "W. Europe Standard Time"},
         "location": {"displayName": "Old Mill", "locationType": "default", "address": {"street": "Mill Lane 4", "city": "Linz",
            "countryOrRegion": "Austria", "postalCode": "4020"}},
         "organizer": {"emailAddress": {"name": "Go Linz", "address": "go@club.example"}},
         "onlineMeeting": {"joinUrl": "https://teams.example/l/7"}, "webLink": "https://outlook.example/7"},
        {"id": "AAMk2", "subject": "Zig Days", "isAllDay": true, "location": {"displayName": "Barn, Wels"},
         "start": {"dateTime": "2027-06-01T00:00:00.0000000", "timeZone": "UTC"},
         "end": {"dateTime": "2027-06-03T00:00:00.0000000", "timeZone": "UTC"},
         "organizer": {"emailAddress": {"name": "zig@club.example", "address": "zig@club.example"}}},
        {"id": "AAMk3", "subject": "Interview", "sensitivity": "private", "location": {"displayName": "Office"},
         "start": {"dateTime": "2027-06-09T09:00:00.0000000", "timeZone": "UTC"},
         "end": {"dateTime": "2027-06-09T10:00:00.0000000", "timeZone": "UTC"}}]}"#;
    let extraction = read(answer);
    let night =
        "2027-05-12T19:00:00.0000000 [W. Europe Standard Time] – 2027-05-12T22:00:00.0000000 [W. Europe Standard Time]";
    let expected = [
        format!("Go Night | {night} |  | Old Mill, Mill Lane 4, Linz, Austria | https://outlook.example/7"),
        "Zig Days | 2027-06-01 – 2027-06-03 |  | Barn, Wels | ".to_owned(),
    ];
    assert_eq!(told(&extraction), expected);
    let words: Vec<_> = extraction.listings.iter().map(|listing| &listing.words).collect();
    let host = |number: usize| words.get(number)?.organizer.as_ref()?.name.as_deref();
    assert_eq!((host(0), host(1)), (Some("Go Linz"), None));
    let first = words.first().unwrap();
    assert_eq!(first.join_url.as_deref(), Some("https://teams.example/l/7"));
    assert_eq!(first.description, Some(Prose::Html("<p>Talks and pizza</p>".to_owned())));
    let pages: Vec<&str> = extraction.next_pages.iter().map(|url| url.as_str()).collect();
    assert_eq!(pages, ["https://graph.example/v1.0/groups/7/events?$skip=3"]);
}
