//! What conventions ask of a letter as others read it: RFC 2369, 2919, 3834, 5322 and 8058, and what mail programs do.

use std::collections::BTreeSet;

use crate::{
    made::{about, ana, calling, changed, conference, letter_after, meetup, new, sender, told},
    sending::eml,
};
use hobnob_digest::{EVENTS_MAX, HTML_BYTES_MAX, Letter};
use hobnob_domain::{Event, EventStatus};
use mail_parser::{Addr, Message, MessageParser, MimeHeaders as _};

/// A full letter with every section.
fn letter() -> Letter {
    let before = [meetup(1, 60), meetup(2, 70)];
    let mut events = vec![
        changed(&before[0], |event| event.facts.status = EventStatus::Cancelled),
        changed(&before[1], |event| event.facts.schedule = meetup(2, 94).facts.schedule),
        new(meetup(3, 200)),
        conference(4, 40),
        calling(conference(5, 92), 5),
    ];
    events.extend((10..=60).map(|number| meetup(number, number)));
    letter_after(&ana(), &events, &[about(meetup(8, 34), "haskell")], &told(&before)).unwrap()
}

fn bytes() -> Vec<u8> {
    eml(&letter(), &sender()).unwrap()
}

fn read(bytes: &[u8]) -> Message<'_> {
    MessageParser::default().parse(bytes).unwrap()
}

/// What stands between two marks, wherever it does.
fn between<'t>(text: &'t str, from: &str, to: &str) -> Vec<&'t str> {
    text.split(from).skip(1).filter_map(|rest| rest.split(to).next()).collect()
}

#[test]
fn another_parser_reads_what_we_wrote() {
    let (bytes, letter) = (bytes(), letter());
    let message = read(&bytes);
    assert_eq!(
        message.from().unwrap().iter().collect::<Vec<_>>(),
        [&Addr::new(Some("hobnob"), "letters@events.example.org")]
    );
    assert_eq!(message.to().unwrap().iter().collect::<Vec<_>>(), [&Addr::new(None, "ana@example.org")]);
    assert_eq!(message.subject(), Some(letter.subject.as_str()));
    assert_eq!(message.message_id().map(|id| format!("<{id}>")), Some(letter.message_id));
    assert_eq!(message.date().map(mail_parser::DateTime::to_rfc3339).as_deref(), Some("2026-06-01T06:00:00Z"));
    assert_eq!(message.body_text(0).map(|text| text.replace("\r\n", "\n")), Some(letter.text));
    assert_eq!(message.body_html(0).map(|text| text.replace("\r\n", "\n")), Some(letter.html));
}

#[test]
fn there_are_two_parts_of_the_same_content_and_plain_text_comes_first() {
    let bytes = bytes();
    let message = read(&bytes);
    let sort = |number: u32| {
        let sort = message.part(number).and_then(|part| part.content_type().cloned()).unwrap();
        format!(
            "{}/{} {}",
            sort.ctype(),
            sort.subtype().unwrap_or_default(),
            sort.attribute("charset").unwrap_or_default()
        )
    };
    assert_eq!([sort(0), sort(1), sort(2)], ["multipart/alternative ", "text/plain utf-8", "text/html utf-8"]);
    assert_eq!(message.parts.len(), 3);
}

#[test]
fn every_link_and_every_name_of_the_html_is_in_the_plain_text() {
    let letter = letter();
    let links: BTreeSet<String> =
        between(&letter.html, "href=\"", "\"").into_iter().map(|link| link.replace("&#38;", "&")).collect();
    let missing: Vec<_> = links.iter().filter(|link| !letter.text.contains(link.as_str())).collect();
    assert_eq!(missing, Vec::<&String>::new());
    let of_text: BTreeSet<String> =
        letter.text.split_whitespace().filter(|word| word.starts_with("https://")).map(str::to_owned).collect();
    assert_eq!(of_text, links);
    assert_eq!(letter.text.matches("\n* ").count(), letter.html.matches("<h3").count() + 1, "and the filter");
}

#[test]
fn there_are_at_most_thirty_events_and_a_link_to_the_rest() {
    let letter = letter();
    assert_eq!(letter.html.matches("<h3").count(), EVENTS_MAX);
    assert!(letter.html.contains("There are 27 more. Everything that matches:"), "{}", letter.text);
    assert!(letter.html.len() <= HTML_BYTES_MAX);
}

#[test]
fn the_html_fetches_nothing_and_follows_nobody() {
    let html = letter().html;
    for tag in
        ["<img", "<link", "<script", "<style", "<iframe", "<form", "<svg", "src=", "url(", "@import", "@font-face"]
    {
        assert!(!html.contains(tag), "{tag}");
    }
    let hosts: BTreeSet<_> =
        between(&html, "href=\"", "\"").into_iter().map(|link| link.split('/').nth(2).unwrap().to_owned()).collect();
    assert_eq!(hosts, ["events.example.org", "group.example"].map(str::to_owned).into());
    assert!(!html.contains("utm_"));
}

#[test]
fn the_html_has_a_language_one_heading_a_width_both_colour_schemes_and_no_small_print() {
    let html = letter().html;
    assert!(html.starts_with("<!DOCTYPE html>\n<html lang=\"en\">"));
    assert!(html.contains("<meta name=\"color-scheme\" content=\"light dark\">"));
    assert!(html.contains("max-width: 600px;"));
    assert_eq!((html.matches("<h1").count(), html.matches("<table").count()), (1, 0));
    let sizes =
        between(&html, "font: ", "px/").into_iter().map(|size| size.replace("bold ", "").parse::<u32>().unwrap());
    assert_eq!(sizes.min(), Some(14));
    // Mail programs do not all know classes, line heights or how to break words: none are used.
    assert!(!["class=", "line-height", "word-"].iter().any(|unknown| html.contains(unknown)));
    // Paper and ink are the mail program's own, by day and by night; beside them there is one colour, for headings.
    assert_eq!(between(&html, "background-color: ", ";"), ["Canvas"]);
    let inks: BTreeSet<_> = between(&html, " color: ", ";").into_iter().collect();
    assert_eq!(inks, BTreeSet::from(["CanvasText", "#1f8279"]));
}

#[test]
fn every_event_that_takes_place_can_be_added_to_a_calendar() {
    let letter = letter();
    for number in [2, 3, 4, 5, 8, 10] {
        let calendar = format!("https://events.example.org/events/{number}.ics");
        assert!(letter.text.contains(&format!("\n  Calendar: {calendar}\n")), "{number}");
        assert!(letter.html.contains(&format!("<a href=\"{calendar}\">add to calendar</a>")), "{number}");
    }
    assert!(!letter.text.contains("/events/1.ics"), "it is cancelled");
}

#[test]
fn every_letter_says_why_it_comes_when_and_how_to_change_that_or_leave() {
    let letter = letter();
    for words in [
        "You get this letter on Mondays between 08:00 and 09:00",
        "because you subscribed to it at",
        "Change what you get",
        "Unsubscribe",
    ] {
        assert!(letter.text.contains(words) && letter.html.contains(words), "{words}");
    }
}

#[test]
fn one_click_leaves_with_a_token_and_without_an_address() {
    let letter = letter();
    let list = letter.list.unwrap();
    assert_eq!(list.unsubscribe.scheme(), "https");
    let token = list.unsubscribe.path_segments().and_then(Iterator::last).unwrap();
    assert!(token.len() >= 22 && token.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)));
    let ours = between(&letter.html, "href=\"https://events.example.org", "\"");
    assert!(ours.iter().all(|link| !link.contains('@') && !link.contains("%40") && !link.contains("ana")), "{ours:?}");
}

#[test]
fn no_line_is_longer_than_a_relay_takes_and_all_end_alike() {
    let mut event = meetup(1, 10);
    event.facts.name = "東京".repeat(400);
    event.facts.venue.as_mut().unwrap().name = Some("word ".repeat(400));
    let letter = crate::made::letter_to(&ana(), &[event]).unwrap();
    let bytes = eml(&letter, &sender()).unwrap();
    let longest = bytes.split(|byte| *byte == b'\n').map(<[u8]>::len).max();
    assert!(longest.is_some_and(|longest| longest <= 999), "{longest:?}");
    assert!(letter.text.lines().all(|line| line.contains("://") || line.chars().count() <= 78));
}

#[test]
fn a_letter_to_every_sort_of_name_is_the_same_twice() {
    let named = |name: &str| {
        let mut event: Event = meetup(1, 10);
        name.clone_into(&mut event.facts.name);
        eml(&crate::made::letter_to(&ana(), &[event]).unwrap(), &sender()).unwrap()
    };
    for name in ["Evening", "Grüße aus Köln", "東京", "🦀 & <b>", "a\r\nBcc: x@example.org"] {
        assert_eq!(named(name), named(name));
        assert_eq!(read(&named(name)).subject(), Some(format!("Your events: {}", name.replace("\r\n", " ")).as_str()));
    }
}
