//! How a letter is written.

use crate::made::{
    about, ana, at, borrowed, calling, changed, conference, letter_after, letter_to, links, meetup, new, rows, told,
};
use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use hobnob_digest::{Choice, EVENTS_MAX, HTML_BYTES_MAX, Letter, choose, compose};
use hobnob_domain::{Event, EventFilter, EventStatus, Span, Subscriber, Told, UnreadFilter};
use proptest::prelude::*;

/// A letter with every section.
fn whole() -> Letter {
    let before = [meetup(1, 60), meetup(2, 70), meetup(3, 80)];
    let events = [
        changed(&before[0], |event| event.facts.status = EventStatus::Cancelled),
        changed(&before[1], |event| event.facts.schedule = meetup(2, 94).facts.schedule),
        changed(&before[2], |event| "Rust 2027: what's <next>".clone_into(&mut event.facts.name)),
        new(meetup(4, 200)),
        meetup(5, 10),
        conference(6, 40),
        calling(conference(7, 92), 5),
    ];
    letter_after(&ana(), &events, &[about(meetup(8, 34), "haskell")], &told(&before)).unwrap()
}

const WHOLE: &str = "\
Your events from Mon 1 June

3 changed, 1 new, 1 this week, 1 conference ahead, 1 call for papers closing.
Times are in Europe/Berlin.


Changed or cancelled
--------------------------------

* Cancelled: Evening 1
  Wed 3 June, 20:00–22:00
  Haus am Ufer, Berlin, DE
  Why: you were told of it · Rust · 2 km
  https://group.example/1

* Renamed: Rust 2027: what's <next>
  Thu 4 June, 16:00–18:00
  Haus am Ufer, Berlin, DE
  It was called Evening 3.
  Why: you were told of it · Rust · 2 km
  https://group.example/3
  Calendar: https://events.example.org/events/3.ics

* Moved: Evening 2
  Fri 5 June, 06:00–08:00
  Haus am Ufer, Berlin, DE
  It was to be on Thu 4 June, 06:00.
  Why: you were told of it · Rust · 2 km
  https://group.example/2
  Calendar: https://events.example.org/events/2.ics


New since your letter of Mon 25 May
--------------------------------

* Evening 4
  Tue 9 June, 16:00–18:00
  Haus am Ufer, Berlin, DE
  Why: Rust · 2 km
  https://group.example/4
  Calendar: https://events.example.org/events/4.ics


This week near you
--------------------------------

* Evening 5
  Mon 1 June, 18:00–20:00
  Haus am Ufer, Berlin, DE
  Why: Rust · 2 km
  https://group.example/5
  Calendar: https://events.example.org/events/5.ics


Conferences ahead
--------------------------------

* Conference 6
  Sat 11 – Mon 13 July
  Haus am Ufer, Berlin, DE
  Why: Rust · 2 km
  https://group.example/6
  Calendar: https://events.example.org/events/6.ics


Calls for papers that close soon
--------------------------------

* Conference 7
  Tue 1 – Thu 3 September
  Haus am Ufer, Berlin, DE
  Call for papers closes Sat 6 June, 08:00
  Propose: https://group.example/propose
  Why: Rust · 2 km
  https://group.example/7
  Calendar: https://events.example.org/events/7.ics


One pick outside your bubble
--------------------------------

* Evening 8
  Tue 2 June, 18:00–20:00
  Haus am Ufer, Berlin, DE
  Why: Haskell · 2 km
  https://group.example/8
  Calendar: https://events.example.org/events/8.ics


Everything that matches:

* Rust events within 50 km of Berlin
  https://events.example.org/?niche=rust&near=Berlin&radius_km=50
  Calendar: https://events.example.org/calendar.ics?niche=rust&near=Berlin&radius_km=50

--------------------------------
You get this letter on Mondays between 08:00 and 09:00
because you subscribed to it at
https://events.example.org/

Change what you get: https://events.example.org/digest/preferences/Zm9yIHRoZSBleGFtcGxlIG9ubHk
Unsubscribe: https://events.example.org/digest/unsubscribe/Zm9yIHRoZSBleGFtcGxlIG9ubHk
";

#[test]
fn the_plain_part_is_complete() {
    let letter = whole();
    assert_eq!(letter.text, WHOLE);
    assert_eq!(letter.subject, "Your events: Conference 7 and 3 more; 3 changed");
}

#[test]
fn the_first_letter_says_so() {
    let letter = letter_to(&ana(), &[meetup(1, 10)]).unwrap();
    let expected =
        "Your events from Mon 1 June\n\n1 this week. This is your first letter. Times are in Europe/Berlin.\n";
    assert_eq!(letter.text.get(..expected.len()), Some(expected));
    assert_eq!(letter.subject, "Your events: Evening 1");
}

#[test]
fn a_letter_of_nothing_but_changes_says_so_in_its_subject() {
    let event = meetup(1, 60);
    let cancelled = changed(&event, |event| event.facts.status = EventStatus::Cancelled);
    let subject =
        |events: &[Event]| letter_after(&ana(), events, &[], &told(&[event.clone(), meetup(2, 70)])).unwrap().subject;
    assert_eq!(subject(std::slice::from_ref(&cancelled)), "Your events: Cancelled: Evening 1");
    let moved = changed(&meetup(2, 70), |event| event.facts.schedule = meetup(2, 94).facts.schedule);
    assert_eq!(subject(&[cancelled, moved]), "Your events: Cancelled: Evening 1 and 1 more");
}

#[test]
fn nothing_chosen_is_no_letter() {
    assert_eq!(letter_to(&ana(), &[conference(1, 91)]), None);
    assert_eq!(compose(&ana(), &Choice::default(), at(), &links()), None);
}

#[test]
fn every_filter_has_a_page_and_a_calendar_of_all_that_it_finds() {
    let mut reader = ana();
    let kinds = vec![hobnob_domain::EventKind::Conference];
    reader.filters.push(EventFilter { kinds, countries: vec!["DE".parse().unwrap()], ..EventFilter::default() });
    let near = ana().filters.remove(0).near.map(|near| hobnob_domain::Near { radius_km: 1_250.0, ..near });
    let modes = vec![hobnob_domain::AttendanceMode::Online];
    reader.filters.push(EventFilter { is_free: Some(true), modes, ..EventFilter::default() });
    reader.filters.push(EventFilter { near, ..EventFilter::default() });
    let text = letter_to(&reader, &[meetup(1, 10)]).unwrap().text;
    let expected = "\
Everything that matches:

* Rust events within 50 km of Berlin
  https://events.example.org/?niche=rust&near=Berlin&radius_km=50
  Calendar: https://events.example.org/calendar.ics?niche=rust&near=Berlin&radius_km=50

* Conferences in DE
  https://events.example.org/?kind=conference&country=DE
  Calendar: https://events.example.org/calendar.ics?kind=conference&country=DE

* Free events, online
  https://events.example.org/?mode=online&free=true
  Calendar: https://events.example.org/calendar.ics?mode=online&free=true

* Events within 1,250 km of Berlin
  https://events.example.org/?near=Berlin&radius_km=1250
  Calendar: https://events.example.org/calendar.ics?near=Berlin&radius_km=1250
";
    assert!(text.contains(expected), "{text}");
}

#[test]
fn one_subscription_and_instant_is_one_message_id() {
    let id = |subscriber: &_, at| {
        let events = [meetup(1, 10)];
        let rows = rows(&events);
        let choice = choose(subscriber, borrowed(&rows), [], &Told::default(), at);
        compose(subscriber, &choice, at, &links()).unwrap().message_id
    };
    let again = id(&ana(), at());
    assert_eq!(id(&ana(), at()), again);
    let mut bea = ana();
    bea.address = "bea@example.org".to_owned();
    assert_ne!(id(&bea, at()), again);
    assert_ne!(id(&ana(), at() + TimeDelta::seconds(1)), again);
    assert!(again.starts_with("<digest.") && again.ends_with("@events.example.org>"), "{again}");
}

fn when(zone: Tz, event: Event) -> String {
    let mut reader = ana();
    reader.zone = zone;
    let text = letter_to(&reader, &[event]).unwrap().text;
    let mut lines = text.lines().skip_while(|line| !line.starts_with("* ")).skip(1);
    lines.next().unwrap_or_default().trim().to_owned()
}

#[test]
fn hours_are_the_readers_and_another_zone_of_the_event_is_named() {
    let event = meetup(1, 10);
    assert_eq!(when(Tz::Europe__Berlin, event.clone()), "Mon 1 June, 18:00–20:00");
    assert_eq!(when(Tz::Europe__Paris, event.clone()), "Mon 1 June, 18:00–20:00 (Europe/Berlin)");
    assert_eq!(when(Tz::Europe__London, event.clone()), "Mon 1 June, 17:00–19:00 (18:00 Europe/Berlin)");
    assert_eq!(when(Tz::Asia__Tokyo, event), "Tue 2 June, 01:00–03:00 (Mon 1 June, 18:00 Europe/Berlin)");
    assert_eq!(when(Tz::Asia__Tokyo, conference(1, 29)), "Tue 30 June – Thu 2 July");
    assert_eq!(when(Tz::Asia__Tokyo, conference(1, 3)), "Thu 4 – Sat 6 June");
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
    event.facts.name = "<script>a(\"1\")</script> & co".to_owned();
    let html = letter_to(&ana(), &[event]).unwrap().html;
    assert!(!html.contains("<script") && html.contains("&#60;script&#62;a(&#34;1&#34;)&#60;/script&#62; &#38; co"));
}

#[test]
fn the_html_part_stays_small_and_loses_no_event() {
    let long = |number: i64| {
        let mut event = calling(meetup(number, number), 3);
        event.facts.name = format!("{number}{}", "&".repeat(1_000));
        event.facts.url = format!("https://group.example/?{}", "&".repeat(450));
        event.facts.call_for_papers.as_mut().unwrap().url = Some(event.facts.url.clone());
        event.facts.venue.as_mut().unwrap().name = Some("\"".repeat(1_000));
        event.facts.language = Some("de".to_owned());
        changed(&event, |event| event.facts.status = EventStatus::MovedOnline)
    };
    let before: Vec<Event> = (1..=30).map(|number| meetup(number, 400)).collect();
    let events: Vec<Event> = (1..=30).map(long).collect();
    let mut told = told(&before);
    told.events.values_mut().for_each(|event| event.name = "'".repeat(1_000));
    let letter = letter_after(&ana(), &events, &[], &told).unwrap();
    assert!(letter.html.len() <= HTML_BYTES_MAX && letter.html.len() > HTML_BYTES_MAX / 2, "{}", letter.html.len());
    assert_eq!(
        (letter.text.matches("\n* Moved: ").count(), letter.html.matches("<h3").count()),
        (EVENTS_MAX, EVENTS_MAX)
    );
}

#[test]
fn what_was_asked_for_and_is_no_more_is_named_with_the_way_to_mend_it() {
    let reason = "`niche`: `bee-keeping` is no niche; there are 260, such as `rust`".to_owned();
    let reader = Subscriber {
        unread: vec![UnreadFilter { query: "niche=bee-keeping".to_owned(), reason, narrowed: None }],
        ..ana()
    };
    let letter = letter_to(&reader, &[meetup(1, 10)]).unwrap();
    let said = "Part of what you ask for is no more and left out: “bee-keeping” is no niche.";
    assert!(letter.text.contains(&format!("\n\n{said}\nChange what you get: https://")), "{}", letter.text);
    assert!(letter.html.contains(&format!("{said} <a href=")), "{}", letter.html);
}

#[test]
fn nobody_is_asked_to_speak_at_what_has_begun() {
    let begun = calling(conference(1, -20), 30);
    let letter = letter_after(&ana(), &[begun, meetup(2, 10)], &[], &told(&[])).unwrap();
    assert!(!letter.text.to_lowercase().contains("call for papers"), "{}", letter.text);
}

#[test]
fn a_night_ends_on_its_evening_and_a_zone_that_is_nowhere_is_told_by_its_clocks() {
    let mut night = meetup(1, 15);
    night.facts.schedule.zone = Tz::Etc__GMTPlus5;
    let letter = letter_to(&ana(), &[night]).unwrap();
    assert!(letter.text.contains("\n  Mon 1 June, 23:00–01:00 (16:00 UTC-5)\n"), "{}", letter.text);
}

#[test]
fn what_is_left_out_is_counted() {
    let events: Vec<Event> = (1..=40).map(|number| meetup(number, number)).collect();
    let letter = letter_to(&ana(), &events).unwrap();
    assert!(letter.text.contains("There are 10 more. Everything that matches:"));
    assert_eq!(letter.subject, "Your events: Evening 1 and 29 more");
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
