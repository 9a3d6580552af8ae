//! What programs that write feeds put into their entries to tell of events.

#![allow(clippy::unwrap_used, reason = "a test that can't go on should stop")]

mod dump;

use hobnob_domain::{Format, Words};
use hobnob_extract::extract;

/// How a college's calendar dates an entry, in a namespace of one word.
const DATES: &str = r#"<start xmlns="events">Wed, 12 May 2027 19:00:00 GMT</start>
    <end xmlns="events">Wed, 12 May 2027 21:00:00 GMT</end><location xmlns="events">The Pier</location>
    <status xmlns="events">cancelled</status><host xmlns="events">Boat Club</host>"#;

/// How its texts mark up the same.
const MARKUP: &str = r#"<![CDATA[<div class="h-event vevent"><div class="p-name summary">Boat Fair</div>
    <div class="p-description description"><p>Boats of all kinds.</p></div><div><p>From
    <time class="dt-start dtstart" datetime="2027-05-12T15:00:00.0000000-04:00">Wednesday, May 12, 2027 3:00 PM</time> to
    <time class="dt-end dtend" datetime="2027-05-12T17:00:00.0000000-04:00">5:00 PM EDT</time> at
    <span class="p-location location">The Pier</span>.</p></div></div>]]>"#;

fn only(description: &str, dates: &str) -> Words {
    let feed = format!(
        r#"<rss version="2.0"><channel><title>Lake College</title><link>https://life.example/events</link>
        <item><title>Boat Fair</title><guid>https://life.example/event/7</guid><link>https://life.example/event/7</link>
        <description>{description}</description><pubDate>Sat, 01 May 2027 16:31:43 GMT</pubDate>{dates}</item>
        </channel></rss>"#
    );
    let mut extraction = extract(&dump::page("https://life.example/events.rss", None, feed.as_bytes()), None);
    assert_eq!((extraction.format, extraction.listings.len()), (Some(Format::Rss), 1), "{:?}", extraction.problems);
    extraction.listings.pop().unwrap().words
}

fn times(words: &Words) -> (Option<&str>, Option<&str>) {
    (words.start.as_ref().map(|start| start.text.as_str()), words.end.as_ref().map(|end| end.text.as_str()))
}

fn place(words: &Words) -> Option<&str> {
    words.places.first()?.text.as_deref()
}

#[test]
fn elements_of_a_namespace_of_their_own_date_an_entry() {
    let words = only("Boats of all kinds.", DATES);
    assert_eq!(times(&words), (Some("Wed, 12 May 2027 19:00:00 GMT"), Some("Wed, 12 May 2027 21:00:00 GMT")));
    assert_eq!((place(&words), words.status.as_deref()), (Some("The Pier"), Some("cancelled")));
    assert_eq!(words.organizer.as_ref().unwrap().name.as_deref(), Some("Boat Club"));
    let plain = only("Boats of all kinds.", &DATES.replace(r#" xmlns="events""#, ""));
    assert_eq!((times(&plain), place(&plain)), (times(&words), Some("The Pier")));
    assert_eq!(plain.status.as_deref(), Some("cancelled"));
}

#[test]
fn an_event_that_is_marked_up_in_a_text_says_when_by_the_clock_of_its_place() {
    let local = (Some("2027-05-12T15:00:00.0000000-04:00"), Some("2027-05-12T17:00:00.0000000-04:00"));
    let both = only(MARKUP, DATES);
    assert_eq!((times(&both), both.status.as_deref()), (local, Some("cancelled")));
    let alone = only(MARKUP, "");
    assert_eq!((times(&alone), place(&alone)), (local, Some("The Pier")));
    // Of another moment it is another event.
    let other = DATES.replace("19:00:00", "20:00:00");
    assert_eq!(times(&only(MARKUP, &other)).0, Some("Wed, 12 May 2027 20:00:00 GMT"));
}
