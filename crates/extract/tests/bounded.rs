//! Pages that say a long text once and mean it thousands of times: what is kept of them is bounded, and what was left out
//! is told.

#![allow(clippy::unwrap_used, reason = "a test that can't go on should stop")]

mod dump;

use hobnob_domain::Extraction;
use hobnob_extract::extract;

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
