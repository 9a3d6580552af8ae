//! What is suggested for addresses and pages of each platform.

#![allow(clippy::unwrap_used, reason = "a test that can't go on should stop")]

use super::*;
use chrono::DateTime;

fn of(url: &str) -> Vec<(String, Option<Format>)> {
    let all = suggestions(&Url::parse(url).unwrap());
    all.into_iter().map(|suggestion| (suggestion.url.into(), suggestion.format)).collect()
}

/// The only suggestion for an address.
fn sole(url: &str) -> String {
    let all = of(url);
    assert_eq!(all.len(), 1, "{url}: {all:?}");
    all.first().unwrap().0.clone()
}

fn within(url: &str, body: &str) -> Vec<String> {
    let page = Page {
        url: Url::parse(url).unwrap(),
        media_type: Some("text/html".to_owned()),
        body: body.as_bytes().to_vec(),
        fetched_at: DateTime::UNIX_EPOCH,
    };
    suggestions_in(&page).into_iter().map(|suggestion| suggestion.url.into()).collect()
}

#[test]
fn every_page_of_a_meetup_group_leads_to_its_calendar() {
    let pages = ["rust-berlin", "rust-berlin/", "rust-berlin/events/?type=past", "de-DE/rust-berlin/events/300000001/"];
    for page in pages {
        assert_eq!(sole(&format!("https://www.meetup.com/{page}")), "https://www.meetup.com/rust-berlin/events/ical/");
    }
    for own in ["", "find/?source=EVENTS", "topics/rust/", "rust-berlin/events/ical/"] {
        assert_eq!(of(&format!("https://www.meetup.com/{own}")), []);
    }
}

#[test]
fn ids_of_luma_lead_to_feeds() {
    let feed = "https://api.lu.ma/ics/get?entity=calendar&id=cal-aB3";
    assert_eq!(sole("https://lu.ma/embed/calendar/cal-aB3/events"), feed);
    assert_eq!(sole("https://api2.luma.com/calendar/get-items?calendar_api_id=cal-aB3&period=future"), feed);
    assert_eq!([of(feed), of("https://luma.com/rust-berlin")], [vec![], vec![]]);
}

#[test]
fn googles_calendars_are_found_however_they_are_shared() {
    let feed = "https://calendar.google.com/calendar/ical/rust@example.org/public/basic.ics";
    assert_eq!(sole("https://calendar.google.com/calendar/embed?src=rust%40example.org&ctz=Europe%2FBerlin"), feed);
    assert_eq!(sole("https://calendar.google.com/calendar/u/0?cid=cnVzdEBleGFtcGxlLm9yZw"), feed);
    assert_eq!(of("https://www.google.com/calendar/embed?src=a%40example.org&src=b%40example.org").len(), 2);
}

#[test]
fn shown_calendars_lead_to_their_feeds() {
    let pairs = [
        ("webcal://example.org/a.ics?x=1", "https://example.org/a.ics?x=1"),
        (
            "https://outlook.office365.com/owa/calendar/a@example.org/b1/calendar.html",
            "https://outlook.office365.com/owa/calendar/a@example.org/b1/calendar.ics",
        ),
        (
            "https://www.google.com/calendar/render?cid=webcal%3A%2F%2Fexample.org%2F%3Fical%3D1",
            "https://example.org/?ical=1",
        ),
        (
            "https://outlook.live.com/calendar/0/addfromweb?url=webcal%3A%2F%2Fexample.org%2Fall.ics&name=All",
            "https://example.org/all.ics",
        ),
        ("https://teamup.com/ksabc123def456ghij", "https://ics.teamup.com/feed/ksabc123def456ghij/0.ics"),
        ("https://tockify.com/rust.nights/monthly", "https://tockify.com/api/feeds/ics/rust.nights"),
        (
            "https://library.libcal.com/calendar/workshops?cid=123&t=d",
            "https://library.libcal.com/ical_subscribe.php?src=p&cid=123",
        ),
        (
            "https://github.com/example/list/blob/main/2026/rust.json",
            "https://raw.githubusercontent.com/example/list/main/2026/rust.json",
        ),
        ("https://gitlab.com/example/list/-/blob/main/a.ics", "https://gitlab.com/example/list/-/raw/main/a.ics"),
        ("https://pretix.eu/lake-tickets/", "https://pretix.eu/lake-tickets/events/ical/"),
        ("https://guild.host/rust-berlin/events", "https://guild.host/api/next/rust-berlin/events/upcoming"),
        ("https://gdg.community.dev/gdg-berlin/", "https://gdg.community.dev/sitemap.xml"),
        (
            "https://pretalx.com/rustconf-2026/talk/ABC/",
            "https://pretalx.com/rustconf-2026/schedule/export/schedule.json",
        ),
        ("https://sessionize.com/rust-days-2026/", "https://sessionize.com/api/universal/open-cfps"),
    ];
    for (pasted, suggested) in pairs {
        assert_eq!(sole(pasted), suggested);
    }
}

#[test]
fn an_organizer_of_eventbrite_has_a_page_and_a_list() {
    let expected = [
        ("https://www.eventbrite.de/o/rust-berlin-12345678901".to_owned(), Some(Format::JsonLd)),
        (
            "https://www.eventbriteapi.com/v3/organizers/12345678901/events/?expand=venue&status=live&order_by=start_asc".to_owned(),
            Some(Format::Eventbrite),
        ),
    ];
    assert_eq!(of("https://www.eventbrite.de/o/rust-berlin-12345678901?aff=x"), expected);
    assert_eq!(of("https://www.eventbrite.de/e/rust-night-tickets-12345678901"), []);
}

#[test]
fn a_category_of_indico_has_an_export_and_a_calendar() {
    let urls: Vec<String> = of("https://indico.example.org/category/12/").into_iter().map(|(url, _)| url).collect();
    assert_eq!(
        urls,
        [
            "https://indico.example.org/export/categ/12.json?from=today&limit=100&order=start",
            "https://indico.example.org/category/12/events.ics"
        ]
    );
}

#[test]
fn what_robots_txt_closes_is_never_suggested() {
    let closed = [
        // Bevy and pretalx close /api/, Squarespace every ?format=.
        of("https://gdg.community.dev/"),
        of("https://community.cncf.io/cloud-native-berlin/"),
        of("https://pretalx.com/"),
        of("https://pretalx.com/rustconf-2026/"),
    ];
    assert!(closed.iter().flatten().all(|(url, _)| !url.contains("/api/")), "{closed:?}");
    let page = "<!-- This is Squarespace. --><article class=\"eventlist-event \"></article>";
    assert_eq!(within("https://example.org/events?view=calendar", page), ["https://example.org/events"]);
    assert_eq!(within("https://example.org/events", page), Vec::<String>::new());
}

#[test]
fn the_calendar_of_a_luma_page_is_found_within() {
    let page = "<meta name=\"apple-itunes-app\" content=\"app-id=1, app-argument=luma://calendar/cal-aB3\">";
    assert_eq!(within("https://luma.com/rust", page), ["https://api.lu.ma/ics/get?entity=calendar&id=cal-aB3"]);
    let town = "<script>{\"place\":{\"api_id\":\"discplace-Xy9\"}}</script>";
    assert_eq!(within("https://luma.com/berlin", town), ["https://api.lu.ma/ics/get?entity=discover&id=discplace-Xy9"]);
    assert_eq!(within("https://example.org/", page), Vec::<String>::new());
}

#[test]
fn programs_are_known_by_their_marks() {
    let pairs = [
        (
            "<link rel=\"https://api.w.org/\" href=\"https://example.org/blog/wp-json/\" /><div class='tribe-events'>",
            vec![
                "https://example.org/blog/wp-json/tribe/events/v1/events?per_page=50",
                "https://example.org/events/?ical=1",
            ],
        ),
        (
            "<img src=\"https://localist-images.azureedge.net/x\">",
            vec!["https://example.org/api/2/events?days=365&pp=100", "https://example.org/calendar.ics"],
        ),
        (
            "<script src=\"/live/json/events/group/x\"></script>",
            vec!["https://example.org/live/json/events/max/200", "https://example.org/live/ical/events"],
        ),
        ("<a href=\"https://gancio.org\">", vec!["https://example.org/api/events", "https://example.org/feed/ics"]),
        (
            "<meta name=\"generator\" content=\"Mobilizon 5.1.0\">",
            vec!["https://example.org/api", "https://example.org/feed/instance/ics"],
        ),
        ("<div class=\"mec-wrap\">", vec!["https://example.org/?mec-ical-feed=1"]),
    ];
    for (page, suggested) in pairs {
        assert_eq!(within("https://example.org/events/", page), suggested);
    }
    let indico = "<footer>Powered by Indico</footer>";
    assert_eq!(
        within("https://events.example.org/event/7/overview", indico),
        ["https://events.example.org/export/event/7.json"]
    );
}

#[test]
fn calendars_that_a_page_embeds_are_found() {
    let page = "<iframe src=\"https://calendar.google.com/calendar/embed?src=rust%40example.org&amp;ctz=UTC\"></iframe>\
                <a href='webcal://example.org/all.ics'>subscribe</a><iframe src=\"//lu.ma/embed/calendar/cal-aB3/events\">\
                <div data-tockify-calendar=\"rust\"></div><a href=\"https://www.meetup.com/rust-berlin/\">";
    assert_eq!(
        within("https://example.org/", page),
        [
            "https://calendar.google.com/calendar/ical/rust@example.org/public/basic.ics",
            "https://api.lu.ma/ics/get?entity=calendar&id=cal-aB3",
            "https://example.org/all.ics",
            "https://tockify.com/api/feeds/ics/rust",
        ]
    );
}

proptest::proptest! {
    #[test]
    fn any_page_can_be_looked_at(body in "(src=|href=|\"|'|webcal:|https://lu.ma/|cal-|<|é|luma://calendar/|tribe-events|https://api.w.org/|[a-z/?=&]{0,5}){0,40}") {
        let _ = within("https://luma.com/x", &format!("<{body}"));
    }

    #[test]
    fn any_address_can_be_looked_at(rest in "[a-zA-Z0-9/@.?=&%-]{0,40}") {
        for host in ["www.meetup.com", "lu.ma", "calendar.google.com", "www.eventbrite.com", "indico.example.org", "github.com", "tockify.com"] {
            if let Ok(url) = Url::parse(&format!("https://{host}/{rest}")) {
                let _ = suggestions(&url);
            }
        }
    }
}
