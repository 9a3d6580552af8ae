//! How a letter is written.

use crate::made::{ana, at, calling, conference, letter_to, links, meetup};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use hobnob_digest::{Choice, HTML_BYTES_MAX, compose};
use hobnob_domain::{Event, Span, Told};
use proptest::prelude::*;

const WHOLE: &str = "\
Your events from Mon 1 June

Times are in Europe/Berlin.


In the next two weeks
--------------------------------

* Evening 1
  Mon 1 June, 18:00–20:00
  Haus am Ufer, Berlin, DE
  Why: Rust · 2 km
  https://group.example/1


Calls for papers that close soon
--------------------------------

* Conference 2
  Tue 1 September – Thu 3 September
  Haus am Ufer, Berlin, DE
  Why: Rust · 2 km · call for papers open
  Call for papers closes Sat 6 June, 08:00
  Propose: https://group.example/propose
  https://group.example/2


Everything that matches:
https://events.example.org/?niche=rust&near=Berlin&radius_km=50

--------------------------------
You get this letter because you subscribed to it at https://events.example.org/

Change what you get: https://events.example.org/digest/preferences/Zm9yIHRoZSBleGFtcGxlIG9ubHk
Unsubscribe: https://events.example.org/digest/unsubscribe/Zm9yIHRoZSBleGFtcGxlIG9ubHk
";

#[test]
fn the_plain_part_is_complete() {
    let letter = letter_to(&ana(), &[meetup(1, 10), calling(conference(2, 92), 5)]).unwrap();
    assert_eq!(letter.text, WHOLE);
    assert_eq!(letter.subject, "Your events: Evening 1 and 1 more");
}

#[test]
fn nothing_chosen_is_no_letter() {
    assert_eq!(letter_to(&ana(), &[conference(1, 61)]), None);
    assert_eq!(compose(&ana(), &Choice::default(), at(), &links()), None);
}

#[test]
fn one_subscription_and_instant_is_one_message_id() {
    let id = |subscriber: &_, at| {
        let event = meetup(1, 10);
        let rows = crate::made::rows(std::slice::from_ref(&event));
        let choice =
            hobnob_digest::choose(subscriber, rows.iter().map(|(e, s)| (*e, s)), [], &Told::default(), at).chosen;
        compose(subscriber, &Choice { chosen: choice, ..Choice::default() }, at, &links()).unwrap().message_id
    };
    let again = id(&ana(), at());
    assert_eq!(id(&ana(), at()), again);
    let mut bea = ana();
    bea.address = "bea@example.org".to_owned();
    assert_ne!(id(&bea, at()), again);
    assert_ne!(id(&ana(), at() + chrono::TimeDelta::seconds(1)), again);
    assert!(again.starts_with("<digest.") && again.ends_with("@events.example.org>"), "{again}");
}

fn when(zone: Tz, event: Event) -> String {
    let mut reader = ana();
    reader.zone = zone;
    letter_to(&reader, &[event]).unwrap().text.lines().nth(9).unwrap_or_default().trim().to_owned()
}

#[test]
fn hours_are_the_readers_and_another_zone_of_the_event_is_named() {
    let event = meetup(1, 10);
    assert_eq!(when(Tz::Europe__Berlin, event.clone()), "Mon 1 June, 18:00–20:00");
    assert_eq!(when(Tz::Europe__Paris, event.clone()), "Mon 1 June, 18:00–20:00 (Europe/Berlin)");
    assert_eq!(when(Tz::Europe__London, event.clone()), "Mon 1 June, 17:00–19:00 (18:00 Europe/Berlin)");
    assert_eq!(when(Tz::Asia__Tokyo, event), "Tue 2 June, 01:00–03:00 (Mon 1 June, 18:00 Europe/Berlin)");
    assert_eq!(when(Tz::Asia__Tokyo, conference(1, 3)), "Thu 4 June – Sat 6 June");
}

#[test]
fn an_end_that_nobody_says_is_not_told() {
    let mut event = meetup(1, 10);
    event.facts.schedule.span = Span::Timed { starts_at: event.facts.schedule.span.starts_at(Tz::UTC), ends_at: None };
    assert_eq!(when(Tz::Europe__Berlin, event), "Mon 1 June, 18:00");
}

#[test]
fn a_page_that_may_not_be_linked_gives_way_to_ours() {
    let mut event = meetup(1, 10);
    event.facts.url = "javascript:alert(1)".to_owned();
    let letter = letter_to(&ana(), &[event]).unwrap();
    assert!(letter.text.contains("\n  https://events.example.org/events/1\n"));
    assert!(letter.html.contains("<a href=\"https://events.example.org/events/1\">") && !letter.html.contains("alert"));
}

#[test]
fn markup_in_a_name_is_text() {
    let mut event = meetup(1, 10);
    event.facts.name = "<script>alert(\"1\")</script> & co".to_owned();
    let html = letter_to(&ana(), &[event]).unwrap().html;
    assert!(!html.contains("<script") && html.contains("&#60;script&#62;alert(&#34;1&#34;)&#60;/script&#62; &#38; co"));
}

#[test]
fn the_html_part_stays_small_and_what_is_left_out_is_said() {
    let long = |number: i64| {
        let mut event = calling(meetup(number, number), 3);
        event.facts.name = "&".repeat(1_000);
        event.facts.url = format!("https://group.example/?{}", "&".repeat(450));
        event
    };
    let events: Vec<Event> = (1..=30).map(long).collect();
    let letter = letter_to(&ana(), &events).unwrap();
    let (told, others) = (letter.text.matches("\n* ").count(), letter.subject.rsplit_once(" and ").unwrap().1);
    assert!(letter.html.len() <= HTML_BYTES_MAX && letter.html.len() > HTML_BYTES_MAX * 9 / 10);
    assert!(told < 30 && letter.text.contains(&format!("There are {} more.", 30 - told)));
    assert_eq!(others, "29 more");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_words_give_the_same_letter_twice_with_one_line_each(
        name in "(?s).{0,60}", place in "(?s).{0,60}", url in "(?s)(https://)?.{0,40}", address in "(?s).{0,30}",
        seconds in any::<i64>(),
    ) {
        let mut event = meetup(1, 10);
        event.facts.name.clone_from(&name);
        event.facts.url.clone_from(&url);
        event.facts.venue.as_mut().unwrap().name = Some(place);
        let mut reader = ana();
        reader.address = address;
        let letter = letter_to(&reader, &[event.clone()]).unwrap();
        prop_assert_eq!(letter_to(&reader, &[event]), Some(letter.clone()));
        prop_assert!(!letter.subject.chars().any(char::is_control));
        prop_assert!(!letter.text.chars().any(|c| c.is_control() && c != '\n'));
        prop_assert_eq!(letter.text.matches("Why: ").count().max(1), 1 + name.matches("Why: ").count());
        let far = DateTime::<Utc>::from_timestamp(seconds, 0).unwrap_or(DateTime::<Utc>::MAX_UTC);
        prop_assert_eq!(compose(&reader, &Choice::default(), far, &links()), None);
    }
}
