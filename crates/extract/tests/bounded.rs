//! Pages that say a long text once and mean it thousands of times: what is kept of them is bounded, and what was left out
//! is told.

#![allow(clippy::unwrap_used, reason = "a test that can't go on should stop")]

mod dump;

use hobnob_domain::Extraction;
use hobnob_extract::{Rules, extract, extract_by};

fn read(body: &str) -> Extraction {
    extract(&dump::page("https://example.org/events", None, body.as_bytes()), None)
}

fn says(extraction: &Extraction, problem: &str) -> bool {
    !extraction.is_complete && extraction.problems.iter().any(|told| told.message.contains(problem))
}

#[test]
fn what_a_button_says_of_all_its_dates_is_said_of_some() {
    let button = |said: usize, dates: usize| {
        let date =
            |n: usize| format!(r#"{{"startDate":"{}-{:02}-01","startTime":"19:00"}}"#, 2027 + n / 12, 1 + n % 12);
        let dates: Vec<String> = (0..dates).map(date).collect();
        let dates = dates.join(",");
        let said = "x".repeat(said);
        read(&format!(
            "<add-to-calendar-button name=Night description='{said}' dates='[{dates}]'></add-to-calendar-button>"
        ))
    };
    assert_eq!(button(10, 80).listings.len(), 80);
    assert_eq!(button(10, 1_000).listings.len(), 100);
    let long = button(8_000, 1_000).listings.len();
    assert!((40..100).contains(&long), "{long}");
}

#[test]
fn what_a_series_says_at_length_is_said_of_its_first_sittings() {
    let sitting = |n: usize| format!(r#"{{"@type":"Event","startDate":"2027-01-01T19:{:02}:{:02}Z"}}"#, n / 60, n % 60);
    let sittings: Vec<String> = (0..900).map(sitting).collect();
    let body = format!(
        r#"<script type="application/ld+json">{{"@type":"EventSeries","name":"Night","description":"{}","location":"Hall","subEvent":[{}]}}</script>"#,
        "x".repeat(10_000),
        sittings.join(",")
    );
    let extraction = read(&body);
    let described = extraction.listings.iter().filter(|listing| listing.words.description.is_some()).count();
    let named = extraction.listings.iter().filter(|listing| listing.words.name.is_some()).count();
    assert_eq!((extraction.listings.len(), named, described), (900, 900, 500));
}

#[test]
fn what_events_in_json_ld_refer_to_is_bounded() {
    let offers = vec![r##"{"@id":"#o"}"##; 32].join(",");
    let event = |n: usize| {
        format!(r#"{{"@type":"Event","name":"Night {n}","startDate":"2027-01-01T19:00:00Z","offers":[{offers}]}}"#)
    };
    let events: Vec<String> = (0..1_500).map(event).collect();
    let body = format!(
        r##"<script type="application/ld+json">[{{"@type":"Offer","@id":"#o","name":"{}"}},{}]</script>"##,
        "x".repeat(1_000),
        events.join(",")
    );
    let extraction = read(&body);
    assert!(says(&extraction, "says more of its events in JSON-LD than is read"));
    assert!((900..1_100).contains(&extraction.listings.len()), "{}", extraction.listings.len());
}

#[test]
fn what_events_of_a_cache_refer_to_is_bounded() {
    let cache = |events: usize| {
        let event = |n: usize| {
            format!(
                r#""Event:{n}":{{"__typename":"Event","name":"Night {n}","start":"2027-01-01","venue":{{"__ref":"Venue:7"}}}}"#
            )
        };
        let events: Vec<String> = (0..events).map(event).collect();
        read(&format!(
            r#"{{{},"Venue:7":{{"__typename":"Venue","name":"Hall","about":"{}"}}}}"#,
            events.join(","),
            "x".repeat(100_000)
        ))
    };
    let few = cache(100);
    assert!(few.is_complete && few.listings.len() == 100, "{}", few.listings.len());
    assert!(says(&cache(400), "refer to more than is read"));
}

#[test]
fn what_elements_draw_on_is_bounded() {
    let drawing = |references: &str, events: usize| {
        let event = format!(
            "<div itemscope itemtype=https://schema.org/Event itemref='{references}'>\
             <b itemprop=name>Night</b><meta itemprop=startDate content=2027-01-01></div>"
        );
        read(&format!(
            "{}<meta id=a itemprop=image content='{}'>\
             <div id=o itemprop=offers itemscope itemtype=https://schema.org/Offer><meta itemprop=price content=5></div>",
            event.repeat(events),
            "x".repeat(60_000)
        ))
    };
    assert!(drawing("a", 3).is_complete);
    let many = drawing("a", 100);
    assert!(says(&many, "the page has more elements than are read"), "{:?}", many.problems);
    let once = drawing("o o o", 1);
    assert_eq!(once.listings.first().map(|listing| listing.words.offers.len()), Some(1));
}

#[test]
fn dates_that_are_none_are_not_kept_and_all_of_a_page_are_bounded() {
    let calendar = |events: usize, dates: &str| {
        let event = |n: usize| {
            format!(
                "BEGIN:VEVENT\nUID:{n}\nSUMMARY:Night\nDTSTART:20270101\nRDATE:{dates}\nEXDATE:{dates}\nEND:VEVENT\n"
            )
        };
        read(&format!("BEGIN:VCALENDAR\n{}END:VCALENDAR\n", (0..events).map(event).collect::<String>()))
    };
    let dates = |extraction: &Extraction| {
        let words = extraction.listings.iter().map(|listing| &listing.words);
        words.map(|words| words.dates.len() + words.exclusions.len()).sum::<usize>()
    };
    let odd = calendar(1, &format!("{}20270102,20270103T190000Z/PT2H,2027-01-04", "a,".repeat(1_000)));
    assert_eq!((dates(&odd), odd.is_complete), (6, true));
    let many = calendar(20, &"20270102,".repeat(2_000));
    assert_eq!(dates(&many), 50_000);
    assert!(says(&many, "RDATEs and EXDATEs"));
}

#[test]
fn what_rules_take_of_the_page_for_each_item_is_bounded() {
    let rules = r#"{"item": "li", "name": "b", "starts_at": "i", "description": {"select": "p", "from": "page"}}"#;
    let rules = Rules::parse(rules).unwrap();
    let list = |items: usize| {
        let body = format!("<p>{}</p>{}", "x".repeat(60_000), "<li><b>Night</b><i>2027-01-01</i>".repeat(items));
        extract_by(&dump::page("https://example.org/", None, body.as_bytes()), &rules).0
    };
    assert_eq!(list(100).listings.len(), 100);
    let many = list(1_000);
    assert!(says(&many, "say more than is read") && many.listings.len() < 600, "{}", many.listings.len());
}
