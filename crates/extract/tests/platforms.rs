//! What platforms do their own way: where their lists go on, how they are asked, and what is true of real answers.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that can't go on should stop")]

mod dump;

use hobnob_domain::{Extraction, Format, Listing};
use hobnob_extract::{extract, question};
use serde_json::Value;
use std::path::{Path, PathBuf};
use url::Url;

fn read_as(format: Option<Format>, url: &str, body: &str) -> Extraction {
    extract(&dump::page(url, None, body.as_bytes()), format)
}

fn saved(file: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages").join(file)).unwrap()
}

/// Where a saved page goes on when it stands at that address.
fn next(file: &str, url: &str) -> Vec<String> {
    read_as(None, url, &saved(file)).next_pages.into_iter().map(String::from).collect()
}

#[test]
fn a_collection_that_tells_only_where_it_begins_is_followed() {
    let outbox = r#"{"type": "OrderedCollection", "totalItems": 12, "first": "https://blog.example/outbox?page=1"}"#;
    let extraction = read_as(Some(Format::Activitypub), "https://blog.example/outbox", outbox);
    let pages: Vec<&str> = extraction.next_pages.iter().map(Url::as_str).collect();
    assert_eq!((extraction.format, pages), (Some(Format::Activitypub), vec!["https://blog.example/outbox?page=1"]));
    assert!(extraction.problems.is_empty(), "{:?}", extraction.problems);
}

#[test]
fn lists_go_on_where_the_platform_says() {
    let pairs = [
        (
            "eventbrite/organizer_events.json",
            "https://api.example/v3/organizers/1/events/?expand=venue&page=1",
            "https://api.example/v3/organizers/1/events/?expand=venue&continuation=abc123",
        ),
        (
            "localist/events.json",
            "https://events.example/api/2/events?days=365&pp=100",
            "https://events.example/api/2/events?days=365&pp=100&page=2",
        ),
        (
            "libcal/list.json",
            "https://library.example/ajax/calendar/list?c=1&page=2",
            "https://library.example/ajax/calendar/list?c=1&page=3",
        ),
        (
            "luma/entries.json",
            "https://api.example/discover/get-items?pagination_limit=50&pagination_cursor=old",
            "https://api.example/discover/get-items?pagination_limit=50&pagination_cursor=b64cursor%3D%3D",
        ),
        (
            "guild/upcoming.json",
            "https://guild.example/api/next/elm/events/upcoming",
            "https://guild.example/api/next/elm/events/upcoming?after=Y3Vyc29y",
        ),
        (
            "meetup/answer.json",
            "https://api.meetup.com/gql-ext?urlname=lake-rust",
            "https://api.meetup.com/gql-ext?urlname=lake-rust#after=Mg%3D%3D",
        ),
        (
            "indico/category.json",
            "https://indico.example/export/categ/12.json?limit=2",
            "https://indico.example/export/categ/12.json?limit=2&offset=2",
        ),
        (
            "ticket_tailor/events.json",
            "https://api.example/v1/events",
            "https://api.example/v1/events?starting_after=ev_2",
        ),
        (
            "tribe/events.json",
            "https://lake.example/wp-json/tribe/events/v1/events",
            "https://lake.example/wp-json/tribe/events/v1/events/?per_page=50&page=2",
        ),
        (
            "linked_events/events.json",
            "https://register.example/v1/event/",
            "https://register.example/v1/event/?page=2",
        ),
    ];
    for (file, url, expected) in pairs {
        assert_eq!(next(file, url), [expected], "{file}");
    }
}

/// A collection tells all that is ahead; its further pages lead into the past.
#[test]
fn a_squarespace_collection_does_not_lead_into_the_past() {
    assert_eq!(next("squarespace/collection.json", "https://gallery.example/events?format=json"), Vec::<String>::new());
}

/// Luma takes a cursor by another name, ignores it, and gives the first page again.
#[test]
fn a_cursor_that_does_not_move_on_ends_the_list() {
    let stuck =
        read_as(None, "https://api.example/get-items?pagination_cursor=b64cursor%3D%3D", &saved("luma/entries.json"));
    assert_eq!((stuck.next_pages.len(), stuck.is_complete, stuck.listings.len()), (0, false, 2));
    let stuck = read_as(None, "https://api.meetup.com/gql-ext?urlname=x#after=Mg%3D%3D", &saved("meetup/answer.json"));
    assert_eq!((stuck.next_pages.len(), stuck.is_complete, stuck.listings.len()), (0, false, 1));
}

/// A server may give fewer a page than were asked for.
#[test]
fn mobilizon_is_asked_until_all_have_been_seen() {
    let page = |url: &str, total: u32| {
        let body = saved("mobilizon/search.json").replace("\"total\":2", &format!("\"total\":{total}"));
        read_as(Some(Format::Mobilizon), url, &body).next_pages.into_iter().map(String::from).collect::<Vec<_>>()
    };
    assert_eq!(page("https://social.example/api?term=rust", 5), ["https://social.example/api?term=rust#page=2"]);
    assert_eq!(page("https://social.example/api?term=rust#page=2", 5), ["https://social.example/api?term=rust#page=3"]);
    assert_eq!(page("https://social.example/api?term=rust#page=3", 5), Vec::<String>::new());
    let empty = "{\"data\":{\"searchEvents\":{\"total\":5,\"elements\":[]}}}";
    let extraction = read_as(Some(Format::Mobilizon), "https://social.example/api#page=9", empty);
    assert_eq!((extraction.next_pages.len(), extraction.is_complete), (0, true));
}

#[test]
fn what_is_asked_by_post_stands_in_the_address() {
    let asked = |url: &str, format| {
        question(&Url::parse(url).unwrap(), format).map(|body| {
            let body: Value = serde_json::from_str(&body).unwrap();
            assert!(
                body["query"].as_str().unwrap().matches('{').count()
                    == body["query"].as_str().unwrap().matches('}').count()
            );
            body["variables"].clone()
        })
    };
    let variables =
        asked("https://social.example/api?term=rust&radius=50&location=u33#page=3", Some(Format::Mobilizon)).unwrap();
    let expected =
        serde_json::json!({"term": "rust", "tags": null, "location": "u33", "radius": 50.0, "page": 3, "limit": 50});
    assert_eq!(variables, expected);
    let variables = asked("https://api.meetup.com/gql-ext?urlname=lake-rust#after=Mg%3D%3D", None).unwrap();
    assert_eq!(variables, serde_json::json!({"urlname": "lake-rust", "after": "Mg=="}));
    assert_eq!(asked("https://social.example/api", None), None);
    assert_eq!(asked("https://api.meetup.com/gql-ext", Some(Format::Meetup)), None);
    assert_eq!(asked("https://www.meetup.com/lake-rust/events/ical/", Some(Format::Meetup)), None);
    assert_eq!(asked("https://social.example/feed/instance/ics", Some(Format::Mobilizon)), None);
}

#[test]
fn an_event_of_a_recurring_meetup_keeps_its_key_when_its_id_changes() {
    let key = |body: &str| read_as(None, "https://api.meetup.com/gql-ext?urlname=x", body).listings[0].key.clone();
    let before = saved("meetup/answer.json");
    let after = before.replace("310000001", "320000001");
    assert_eq!((key(&before), key(&after)), ("abctyqlhb".to_owned(), "abctyqlhb".to_owned()));
}

#[test]
fn a_post_of_the_events_calendar_keeps_its_key_when_its_date_moves() {
    let key = |body: &str| read_as(None, "https://lake.example/?ical=1", body).listings[0].key.clone();
    let before = saved("ical/events_calendar_pro.ics");
    let after = before.replace("1778914800-1778947200", "1781593200-1781625600");
    assert_eq!((key(&before), key(&after)), ("4711@lake.example".to_owned(), "4711@lake.example".to_owned()));
}

/// Google, Luma and Meetup stamp every event anew each time they are asked.
#[test]
fn a_feed_that_is_only_stamped_anew_has_not_changed() {
    for file in ["ical/google_series.ics", "ical/luma_calendar.ics", "ical/meetup_group.ics"] {
        let before = saved(file);
        let anew = |line: &str| match line.split_once(':') {
            Some(("DTSTAMP", _)) => "DTSTAMP:20270101T000000Z".to_owned(),
            Some(("SEQUENCE", _)) => "SEQUENCE:9".to_owned(),
            _ => line.to_owned(),
        };
        let after = before.lines().map(anew).collect::<Vec<_>>().join("\r\n");
        assert!(before.contains("DTSTAMP:") && !after.contains("SEQUENCE:0"), "{file}");
        let url = "https://example.org/feed.ics";
        assert_eq!(read_as(None, url, &before).listings, read_as(None, url, &after).listings, "{file}");
    }
}

/// An empty list could be anybody's: it counts only where the source is known to be of that format, or says so itself.
#[test]
fn an_empty_list_is_complete_only_where_it_must_be_one() {
    let outcome = |format, body| {
        let extraction = read_as(format, "https://example.org/", body);
        (extraction.format, extraction.is_complete)
    };
    assert_eq!(outcome(None, "[]"), (None, false));
    assert_eq!(outcome(Some(Format::EventsList), "[]"), (Some(Format::EventsList), true));
    assert_eq!(outcome(None, "{\"upcoming_events\":[]}"), (Some(Format::EventsList), true));
    assert_eq!(outcome(Some(Format::EventsList), "{\"data\":[],\"error\":\"no key\"}"), (None, false));
    assert_eq!(outcome(Some(Format::Gancio), "[]"), (Some(Format::Gancio), true));
    assert_eq!(outcome(Some(Format::Gancio), "{\"message\":\"Not found\"}"), (None, false));
    let localist = "{\"events\":[],\"page\":{\"current\":1,\"size\":100,\"total\":1}}";
    assert_eq!(outcome(None, localist), (Some(Format::Localist), true));
    let no_group = "{\"data\":{\"groupByUrlname\":null}}";
    assert_eq!(outcome(None, no_group), (Some(Format::Meetup), false));
}

#[expect(clippy::disallowed_methods, reason = "tests find the corpus by it")]
fn corpus() -> Option<PathBuf> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/corpus");
    let root = PathBuf::from(std::env::var("HOBNOB_CORPUS").unwrap_or_else(|_| beside.to_owned()));
    let is_there = root.join("COUNTS.json").is_file();
    if !is_there {
        println!("skipped: no corpus");
    }
    is_there.then_some(root)
}

/// A file of the corpus, read by its content alone.
fn real(root: &Path, file: &str) -> Extraction {
    extract(&dump::page("https://www.example.org/events", None, &std::fs::read(root.join(file)).unwrap()), None)
}

fn start(listing: &Listing) -> &str {
    listing.words.start.as_ref().unwrap().text.as_str()
}

#[test]
fn real_answers_give_all_their_events() {
    let Some(root) = corpus() else { return };
    let expected = [
        ("api/eventbrite/organizer-events-page1.json", Format::Eventbrite, 50),
        ("api/eventbrite/spokane-organizer_events.json", Format::Eventbrite, 1),
        ("api/bevy/events-0.json", Format::Bevy, 3),
        ("api/tickettailor/events.json", Format::TicketTailor, 16),
        ("api/calagator/meetup.json", Format::Meetup, 1),
        ("api/activitypub/gancio-event-activity.json", Format::Activitypub, 1),
        ("html/platforms/meetup-event-with-next-data.html", Format::Meetup, 1),
        ("html/platforms/squarespace-events.html", Format::Squarespace, 46),
        ("html/platforms/wix-event-list.html", Format::Wix, 13),
    ];
    for (file, format, events) in expected {
        let extraction = real(&root, file);
        let has_all =
            |listing: &Listing| listing.words.name.is_some() && listing.words.start.is_some() && listing.url.is_some();
        assert_eq!((extraction.format, extraction.listings.len()), (Some(format), events), "{file}");
        assert!(extraction.listings.iter().all(has_all) && extraction.is_complete, "{file}: {:?}", extraction.problems);
    }
}

#[test]
fn a_real_meetup_says_what_its_page_says() {
    let Some(root) = corpus() else { return };
    let expected = std::fs::read(root.join("expected/platforms/meetup-event-with-next-data.json")).unwrap();
    let expected: Value = serde_json::from_slice(&expected).unwrap();
    let extraction = real(&root, "html/platforms/meetup-event-with-next-data.html");
    let listing = &extraction.listings[0];
    let words = &listing.words;
    assert_eq!(words.name.as_deref(), expected["name"].as_str());
    assert!(start(listing).starts_with(expected["start"].as_str().unwrap()));
    assert_eq!(words.zone.as_deref(), expected["tz"].as_str());
    assert_eq!(listing.url.as_deref(), expected["url"].as_str());
    let sorted = |mut words: Vec<String>| {
        words.sort();
        words
    };
    let tags = expected["tags"].as_array().unwrap().iter().map(|tag| tag.as_str().unwrap().to_owned()).collect();
    assert_eq!(sorted(words.keywords.clone()), sorted(tags));
    let place = &words.places[0];
    let parts = [&place.address, &place.locality, &place.region].map(|part| part.as_deref().unwrap());
    assert_eq!(Some(parts.join(", ").as_str()), expected["location"].as_str());
}

#[test]
fn real_rows_say_what_they_say() {
    let Some(root) = corpus() else { return };
    let rows = |file: &str, list: &str| {
        let body: Value = serde_json::from_slice(&std::fs::read(root.join(file)).unwrap()).unwrap();
        body[list].as_array().unwrap().clone()
    };
    let eventbrite = "api/eventbrite/organizer-events-page1.json";
    for (row, listing) in rows(eventbrite, "events").iter().zip(&real(&root, eventbrite).listings) {
        let words = &listing.words;
        assert_eq!(
            (Some(start(listing)), listing.url.as_deref()),
            (row["start"]["local"].as_str(), row["url"].as_str())
        );
        assert_eq!(words.start.as_ref().unwrap().zone.as_deref(), row["start"]["timezone"].as_str());
        assert_eq!(words.places[0].postal_code.as_deref(), row["venue"]["address"]["postal_code"].as_str());
        assert_eq!(words.is_free, row["is_free"].as_bool());
    }
    let tickets = "api/tickettailor/events.json";
    for (row, listing) in rows(tickets, "data").iter().zip(&real(&root, tickets).listings) {
        assert_eq!(
            (Some(start(listing)), Some(listing.key.as_str())),
            (row["start"]["iso"].as_str(), row["id"].as_str())
        );
        assert_eq!(listing.words.offers.len(), row["ticket_types"].as_array().unwrap().len());
    }
    let bevy = "api/bevy/events-0.json";
    for (row, listing) in rows(bevy, "results").iter().zip(&real(&root, bevy).listings) {
        assert_eq!(
            (Some(start(listing)), listing.words.zone.as_deref()),
            (row["start_date"].as_str(), row["event_timezone"].as_str())
        );
        assert_eq!(listing.words.mode.as_deref(), row["audience_type"].as_str());
    }
}

/// A series is one item on an organizer's page, which spans months.
#[test]
fn no_event_of_a_real_organizer_lasts_for_months() {
    let Some(root) = corpus() else { return };
    let extraction = real(&root, "html/platforms/eventbrite-organizer.html");
    let series = extraction.listings.iter().filter(|listing| listing.words.kind.as_deref() == Some("EventSeries"));
    assert_eq!((extraction.listings.len(), series.count()), (24, 6));
    assert!(extraction.listings.iter().filter(|listing| listing.words.end.is_none()).count() == 6);
}

#[test]
fn what_is_no_event_of_a_platform_stays_unread() {
    let Some(root) = corpus() else { return };
    let others = [
        "html/platforms/no-events-company-site.html",
        "api/eventbrite/organizer.json",
        "api/eventbrite/event-description.json",
        "api/eventbrite/spokane-event_venue.json",
        "api/activitypub/locations/virtual-location.json",
    ];
    for file in others {
        let extraction = real(&root, file);
        assert_eq!((extraction.listings.len(), extraction.is_complete), (0, false), "{file}");
    }
}
