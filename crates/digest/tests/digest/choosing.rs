//! Which events a letter tells of, where, and why.

use crate::made::{about, ana, at, borrowed, calling, conference, letter_after, meetup, new, rows, told};
use chrono::TimeDelta;
use hobnob_digest::{Choice, EVENTS_MAX, Section, choose, is_due, is_news};
use hobnob_domain::{
    AttendanceMode, Event, EventFilter, EventKind, EventStatus, Goal, Near, Organizer, OrganizerId, Point, Recurrence,
    RecurrenceRule, Standing, Subscriber, Told,
};

fn places(choice: &Choice<'_>) -> Vec<(Section, i64)> {
    choice.chosen.iter().map(|chosen| (chosen.section, chosen.event.id.get())).collect()
}

fn chosen(events: &[Event], told: &Told) -> Vec<(Section, i64)> {
    places(&choose(&ana(), borrowed(&rows(events)), [], told, at()))
}

fn reason_to(reader: &Subscriber, event: Event) -> String {
    let events = [event];
    let rows = rows(&events);
    let choice = choose(reader, borrowed(&rows), [], &Told::default(), at());
    choice.chosen.iter().map(|chosen| chosen.reason.as_str()).collect()
}

/// Filters for conferences within 1,500 km and for all else within 50.
fn two_filters() -> Vec<EventFilter> {
    let near = |radius_km| Near { text: "Berlin".to_owned(), point: Point::new(52.52, 13.405).unwrap(), radius_km };
    let wide = EventFilter {
        kinds: vec![EventKind::Conference],
        near: Some(near(1_500.0)),
        niches: vec!["rust".parse().unwrap()],
        ..EventFilter::default()
    };
    vec![wide, EventFilter { near: Some(near(50.0)), ..EventFilter::default() }]
}

#[test]
fn the_first_letter_tells_of_the_month_and_of_conferences_of_ninety_days() {
    let events = [
        meetup(1, 7 * 24 - 1),
        meetup(2, 7 * 24),
        meetup(3, 30 * 24 - 1),
        meetup(4, 30 * 24),
        conference(5, 8),
        conference(6, 89),
        conference(7, 91),
        meetup(8, -1),
        meetup(9, -3),
    ];
    let expected = [
        (Section::Week, 8),
        (Section::Week, 1),
        (Section::Later, 2),
        (Section::Later, 3),
        (Section::Ahead, 5),
        (Section::Ahead, 6),
    ];
    assert_eq!(chosen(&events, &Told::default()), expected);
}

#[test]
fn later_letters_tell_what_was_found_since_and_what_is_this_week() {
    let events = [new(meetup(1, 300)), meetup(2, 300), new(meetup(3, 30)), meetup(4, 30), new(conference(5, 390))];
    let expected = [(Section::New, 3), (Section::New, 1), (Section::New, 5), (Section::Week, 4)];
    assert_eq!(chosen(&events, &told(&[])), expected);
}

#[test]
fn an_event_that_was_on_its_way_when_the_last_letter_went_is_new_in_this_one() {
    let since = |minutes| {
        let mut event = meetup(1, 300);
        event.created_at = at() - TimeDelta::days(7) - TimeDelta::minutes(minutes);
        chosen(&[event], &told(&[]))
    };
    assert_eq!(since(59), [(Section::New, 1)]);
    assert_eq!(since(61), []);
}

#[test]
fn what_was_told_is_never_new_again() {
    let event = new(meetup(1, 30));
    assert_eq!(chosen(std::slice::from_ref(&event), &told(std::slice::from_ref(&event))), [(Section::Week, 1)]);
    let later = new(meetup(1, 300));
    assert_eq!(chosen(std::slice::from_ref(&later), &told(std::slice::from_ref(&later))), []);
}

#[test]
fn a_call_for_papers_is_told_three_weeks_before_it_closes_and_in_the_last_week_again() {
    let events = [
        calling(conference(1, 200), 21),
        calling(conference(2, 200), 22),
        calling(conference(3, 200), -1),
        calling(conference(4, 200), 14),
        calling(conference(5, 200), 8),
        calling(conference(6, 200), 7),
    ];
    let calls = |numbers: &[i64]| numbers.iter().map(|number| (Section::CallForPapers, *number)).collect::<Vec<_>>();
    assert_eq!(chosen(&events, &told(&[])), calls(&[6, 5, 4, 1]));
    assert_eq!(chosen(&events, &told(&events)), calls(&[6, 1]));
}

#[test]
fn a_call_that_is_not_open_yet_is_not_told() {
    let mut event = calling(conference(1, 200), 10);
    event.facts.call_for_papers.as_mut().unwrap().opens_at = Some(at() + TimeDelta::days(2));
    assert_eq!(chosen(&[event], &told(&[])), []);
}

#[test]
fn a_conference_that_was_told_is_told_once_more_four_weeks_ahead() {
    for (days, expected) in
        [(29, None), (27, Some(Section::Ahead)), (22, Some(Section::Ahead)), (20, None), (5, Some(Section::Week))]
    {
        let event = conference(1, days);
        let again = chosen(std::slice::from_ref(&event), &told(std::slice::from_ref(&event)));
        assert_eq!(again, expected.map(|section| (section, 1)).into_iter().collect::<Vec<_>>(), "{days} days ahead");
    }
}

#[test]
fn an_event_stands_once_where_it_is_due_first() {
    let events = [calling(conference(1, 3), 2), calling(conference(2, 40), 2)];
    assert_eq!(chosen(&events, &told(&[])), [(Section::Week, 1), (Section::CallForPapers, 2)]);
    let event = meetup(1, 5);
    let rows = rows(std::slice::from_ref(&event));
    let twice = borrowed(&rows).chain(borrowed(&rows));
    assert_eq!(choose(&ana(), twice, [], &Told::default(), at()).chosen.len(), 1);
}

#[test]
fn what_does_not_take_place_is_not_told() {
    let with = |status, standing| {
        let mut event = meetup(1, 5);
        event.facts.status = status;
        event.standing = standing;
        chosen(&[event], &told(&[])).len()
    };
    assert_eq!(with(EventStatus::Cancelled, Standing::Confirmed), 0);
    assert_eq!(with(EventStatus::Postponed, Standing::Confirmed), 0);
    assert_eq!(with(EventStatus::Scheduled, Standing::Gone), 0);
    assert_eq!(with(EventStatus::MovedOnline, Standing::Unconfirmed), 1);
}

#[test]
fn rows_that_no_filter_finds_are_not_told_and_a_reader_without_filters_asks_for_nothing() {
    let events = [about(meetup(1, 5), "python"), meetup(2, 5)];
    assert_eq!(chosen(&events, &told(&events[..1])), [(Section::Week, 2)]);
    let nobody = Subscriber { filters: Vec::new(), ..ana() };
    assert_eq!(choose(&nobody, borrowed(&rows(&events)), [], &Told::default(), at()).chosen, []);
}

#[test]
fn a_full_week_hides_neither_calls_nor_conferences_and_no_order_of_rows_matters() {
    let mut events: Vec<Event> = (1..=40).map(|number| meetup(number, number)).collect();
    events.extend([calling(conference(41, 200), 5), conference(42, 50)]);
    let forward = chosen(&events, &told(&[]));
    events.reverse();
    assert_eq!(chosen(&events, &told(&[])), forward);
    assert_eq!(forward.len(), EVENTS_MAX);
    assert_eq!(forward[27..], [(Section::Week, 28), (Section::Ahead, 42), (Section::CallForPapers, 41)]);
    assert_eq!(choose(&ana(), borrowed(&rows(&events)), [], &told(&[]), at()).left_out, 12);
}

#[test]
fn what_changed_is_told_however_much_else_there_is() {
    let events: Vec<Event> = (1..=60).map(|number| meetup(number, number)).collect();
    let told = told(&events);
    let cancelled = |event: &Event| crate::made::changed(event, |event| event.facts.status = EventStatus::Cancelled);
    let now: Vec<Event> =
        events.iter().enumerate().map(|(n, e)| if n < 25 { cancelled(e) } else { e.clone() }).collect();
    let sections: Vec<Section> = chosen(&now, &told).into_iter().map(|(section, _)| section).collect();
    assert_eq!(sections, [vec![Section::Changed; 25], vec![Section::Week; 5]].concat());
}

#[test]
fn one_organizer_with_many_events_does_not_crowd_out_the_others() {
    let by = |mut event: Event, organizer: i64| {
        event.facts.organizer =
            Some(Organizer { id: OrganizerId::new(organizer), name: format!("Group {organizer}"), url: None });
        event
    };
    let mut events: Vec<Event> = (1..=40).map(|number| by(meetup(number, number), 1)).collect();
    events.extend((41..=45).map(|number| by(meetup(number, 150), number)));
    let told_of = chosen(&events, &told(&[]));
    assert_eq!(told_of.iter().filter(|(_, number)| *number > 40).count(), 5);
}

#[test]
fn the_reason_names_what_the_reader_asked_for() {
    let mut reader = ana();
    reader.filters[0].goals = vec![Goal::OpenSource];
    let mut event = calling(meetup(1, 5), 30);
    event.facts.niches = vec!["python".parse().unwrap(), "rust".parse().unwrap()];
    event.facts.goals = vec![Goal::OpenSource, Goal::Networking];
    event.facts.is_free = Some(true);
    assert_eq!(reason_to(&reader, event.clone()), "Rust · for open source · 2 km · free");
    reader.filters[0].call_for_papers_open = Some(true);
    assert_eq!(reason_to(&reader, event.clone()), "Rust · for open source · 2 km · free · call for papers open");
    reader.filters[0].call_for_papers_open = None;
    event.standing = Standing::Unconfirmed;
    event.facts.call_for_papers = None;
    reader.goals.insert(Goal::Networking, 2);
    let expected = "Rust · for open source · for networking · 2 km · free · no longer listed, check before you go";
    assert_eq!(reason_to(&reader, event.clone()), expected);
    reader.filters[0].modes = vec![AttendanceMode::Online];
    event.facts.attendance_mode = AttendanceMode::Online;
    event.standing = Standing::Confirmed;
    assert_eq!(reason_to(&reader, event), "Rust · for open source · for networking · free");
}

#[test]
fn the_reason_is_the_one_of_the_filter_that_found_it_the_nearest_first() {
    let reader = Subscriber { filters: two_filters(), ..ana() };
    let mut far = conference(1, 40);
    far.facts.niches = vec!["rust".parse().unwrap(), "python".parse().unwrap()];
    far.facts.venue.as_mut().unwrap().point = Point::new(48.137, 11.575);
    assert_eq!(reason_to(&reader, far.clone()), "Rust · 504 km");
    far.facts.venue.as_mut().unwrap().point = Point::new(52.5, 13.42);
    assert_eq!(reason_to(&reader, far), "Rust · Python · 2 km");
}

#[test]
fn a_conference_that_two_lists_tell_differently_is_told_once() {
    let named = |number, days, name: &str| {
        let mut event = conference(number, days);
        name.clone_into(&mut event.facts.name);
        event
    };
    let near = named(1, 40, "RustDays 2026");
    let mut other = named(2, 41, "Rust Days");
    other.facts.venue.as_mut().unwrap().point = Point::new(52.4, 13.8);
    let turned = named(5, 40, "Days of Rust: 2026");
    let order = named(6, 40, "Rust Days, of 2026");
    assert_eq!(chosen(&[turned, order], &Told::default()), [(Section::Ahead, 5)], "its words stand in another order");
    let events = [near.clone(), other.clone(), named(3, 60, "RustDays"), named(4, 40, "GoDays")];
    assert_eq!(chosen(&events, &Told::default()), [(Section::Ahead, 1), (Section::Ahead, 4), (Section::Ahead, 3)]);
    assert_eq!(chosen(&[near.clone(), other.clone()], &told(std::slice::from_ref(&near))), []);
    let off = crate::made::changed(&near, |event| event.facts.status = EventStatus::Cancelled);
    let expected = [(Section::Changed, 1), (Section::Ahead, 2)];
    assert_eq!(chosen(&[off, other.clone()], &told(std::slice::from_ref(&near))), expected);
    other.facts.venue.as_mut().unwrap().point = Point::new(48.1, 11.6);
    let reader = Subscriber { filters: vec![EventFilter::default()], ..ana() };
    assert_eq!(choose(&reader, borrowed(&rows(&[near, other])), [], &Told::default(), at()).chosen.len(), 2);
}

#[test]
fn where_lists_contradict_each_other_about_the_days_of_a_conference_the_letter_says_so() {
    let named = |number, days, url: &str| {
        let mut event = conference(number, days);
        (event.facts.name, event.facts.url) = ("RustDays 2026".to_owned(), url.to_owned());
        event
    };
    let one = named(1, 40, "https://www.rustdays.example/2026/");
    let other = named(2, 54, "http://rustdays.example/2026?from=list");
    let elsewhere = named(3, 54, "https://rustdays.example/tokyo");
    let next = named(4, 101, "https://rustdays.example/2026");
    let events = [one.clone(), other.clone(), elsewhere, next];
    assert_eq!(chosen(&events[..3], &Told::default()), [(Section::Ahead, 1), (Section::Ahead, 3)]);
    let letter = letter_after(&ana(), &events[..2], &[], &Told::default()).unwrap();
    assert!(letter.text.contains("\n  Lists differ: another says Sat 25 – Mon 27 July.\n"), "{}", letter.text);
    assert!(letter.html.contains("Lists differ: another says Sat 25 – Mon 27 July.<br>"), "{}", letter.html);
    assert_eq!(chosen(&[one.clone(), other], &told(std::slice::from_ref(&one))), [], "the reader knows it");
}

#[test]
fn who_changed_their_wishes_is_told_the_month_ahead_again_and_nothing_twice() {
    let events = [meetup(1, 20 * 24), meetup(2, 21 * 24), meetup(3, 60 * 24)];
    let known = told(&events[..1]);
    let anew = Told { last_at: None, ..known.clone() };
    assert_eq!(chosen(&events, &known), []);
    assert_eq!(chosen(&events, &anew), [(Section::Later, 2)]);
    let letter = letter_after(&ana(), &events, &[], &anew).unwrap();
    assert!(
        letter.text.contains("1 in the next weeks. You changed what you ask for: it begins anew."),
        "{}",
        letter.text
    );
}

#[test]
fn what_takes_two_hours_is_no_conference_to_plan_for() {
    let mut event = meetup(1, 40 * 24);
    event.facts.kind = EventKind::Conference;
    assert_eq!(chosen(&[event], &Told::default()), []);
}

#[test]
fn where_any_place_was_asked_for_the_distance_is_from_where_the_reader_looks() {
    let anywhere = EventFilter { niches: vec!["haskell".parse().unwrap()], ..EventFilter::default() };
    let reader = Subscriber { filters: vec![ana().filters.remove(0), anywhere], ..ana() };
    let mut far = about(conference(1, 40), "haskell");
    far.facts.venue.as_mut().unwrap().point = Point::new(40.7, -74.0);
    assert_eq!(reason_to(&reader, far), "Haskell · 6,386 km");
}

#[test]
fn of_a_place_of_which_only_the_town_is_known_no_metres_are_told() {
    let mut event = meetup(1, 5);
    event.facts.venue.as_mut().unwrap().point = ana().filters[0].near.as_ref().map(|near| near.point);
    assert_eq!(reason_to(&ana(), event.clone()), "Rust · under 1 km");
    event.facts.venue.as_mut().unwrap().name = None;
    assert_eq!(reason_to(&ana(), event), "Rust · in Berlin");
}

#[test]
fn a_reason_is_never_empty() {
    let anything = Subscriber { filters: vec![EventFilter::default()], ..ana() };
    let mut event = meetup(1, 5);
    event.facts.niches.clear();
    event.facts.venue = None;
    assert_eq!(reason_to(&anything, event.clone()), "meetup");
    event.facts.kind = EventKind::Other;
    assert_eq!(reason_to(&anything, event), "it matches your filter");
}

#[test]
fn what_is_neither_due_nor_news_stands_in_no_letter_but_the_first() {
    let rules = vec![RecurrenceRule::new("FREQ=WEEKLY").unwrap()];
    let weekly = Recurrence { rules, ..Recurrence::default() };
    let mut events = Vec::new();
    let mut number = 0;
    for days in [0, 1, 6, 7, 13, 14, 20, 22, 27, 29, 31, 60, 89, 91, 300, 399, 401] {
        for variant in 0..16 {
            number += 1;
            let mut event = if variant % 2 == 0 { meetup(number, days * 24) } else { conference(number, days) };
            if variant / 2 % 2 == 1 {
                event = calling(event, 1 + (number * 7) % 40);
            }
            if variant / 4 % 2 == 1 {
                event = new(event);
            }
            if variant / 8 == 1 {
                event.facts.schedule.recurrence = Some(weekly.clone());
                event.facts.status = if variant % 3 == 0 { EventStatus::Postponed } else { EventStatus::Scheduled };
            }
            events.push(event);
        }
    }
    let (mut letters, mut dropped) = (0, 0);
    for step in 2..20 {
        // Few at a time, so that the bound on a letter's events hides none.
        let some: Vec<Event> = events.iter().skip(step).step_by(step + 11).cloned().collect();
        let known: Vec<Event> = some.iter().step_by(3).cloned().collect();
        let told = told(&known);
        let all = rows(&some);
        let told_of = |event: &Event| told.events.contains_key(&event.id);
        let is_kept = |(event, sitting): &&(&Event, hobnob_domain::Occurrence)| {
            is_due(event, sitting, at()) || is_news(event, told.last_at.unwrap()) || told_of(event)
        };
        let few: Vec<_> = all.iter().filter(is_kept).cloned().collect();
        dropped += all.len() - few.len();
        let from =
            |rows: &[(&Event, hobnob_domain::Occurrence)]| places(&choose(&ana(), borrowed(rows), [], &told, at()));
        assert_eq!(from(&few), from(&all), "{step}");
        letters += from(&all).len();
    }
    assert!(letters > 100 && dropped > 10, "{letters} {dropped}");
}

#[test]
fn evenings_that_are_listed_one_by_one_are_told_once_with_their_further_days() {
    let named = |mut event: Event, place: &str| {
        "Coffee & Code".clone_into(&mut event.facts.name);
        if let Some(venue) = &mut event.facts.venue {
            venue.locality = Some(place.to_owned());
            venue.point = None;
        }
        event
    };
    let mut reader = ana();
    reader.filters = vec![EventFilter::default()];
    let of = |events: &[Event], told: &Told| -> Vec<(Section, i64, Vec<i64>)> {
        let rows = rows(events);
        let choice = choose(&reader, borrowed(&rows), [], told, at());
        let known = choice.told();
        let told = |chosen: &hobnob_digest::Chosen<'_>| {
            let also: Vec<i64> = chosen.also.iter().map(|(event, _)| event.id.get()).collect();
            assert!(also.iter().all(|id| known.contains_key(&hobnob_domain::EventId::new(*id))), "{also:?}");
            (chosen.section, chosen.event.id.get(), also)
        };
        choice.chosen.iter().map(told).collect()
    };
    let weekly = |number: i64, hours: i64| named(meetup(number, hours), "Berlin");
    let events = [
        weekly(3, 20 + 14 * 24),
        weekly(1, 20),
        weekly(2, 20 + 7 * 24),
        named(meetup(4, 30), "Hamburg"),
        meetup(5, 40),
    ];
    let expected = [(Section::Week, 1, vec![2, 3]), (Section::Week, 4, vec![]), (Section::Week, 5, vec![])];
    assert_eq!(of(&events, &Told::default()), expected);
    let hours = [weekly(1, 20), weekly(8, 22)];
    let expected = [(Section::Week, 1, vec![]), (Section::Week, 8, vec![])];
    assert_eq!(of(&hours, &Told::default()), expected, "another hour of the same day");
    // A week on: the second is this week's, a fourth was found; it is no news by itself.
    let events = [weekly(2, 20), weekly(3, 20 + 7 * 24), new(weekly(6, 20 + 14 * 24))];
    assert_eq!(of(&events, &told(&events[..2])), [(Section::Week, 2, vec![6])]);
    // Where nothing of it is this week, what is new is told as new.
    let events = [new(weekly(7, 20 + 21 * 24)), new(weekly(6, 20 + 14 * 24))];
    assert_eq!(of(&events, &told(&[])), [(Section::New, 6, vec![7])]);
}

#[test]
fn the_subject_names_what_was_not_told_before() {
    let known = conference(1, 2);
    let events = [known.clone(), meetup(2, 160)];
    let letter = crate::made::letter_after(&ana(), &events, &[], &told(&[known])).unwrap();
    assert_eq!(letter.subject, "Your events: Evening 2 and 1 more");
}
