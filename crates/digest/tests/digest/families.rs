//! Conferences side by side, those that go by another name, and those that nobody lists any more.

use crate::made::{about, ana, at, borrowed, changed, conference, letter_after, letter_to, meetup, new, rows, told};
use chrono::TimeDelta;
use hobnob_digest::{Changed, Choice, Section, choose, may_be_heir};
use hobnob_domain::{Event, Point, Standing, Told};

/// Sections and ids, with the ids of what stands alongside.
fn places(choice: &Choice<'_>) -> Vec<(Section, i64, Vec<i64>)> {
    let ids = |chosen: &hobnob_digest::Chosen<'_>| {
        chosen.alongside.iter().map(|(event, _)| event.id.get()).collect::<Vec<_>>()
    };
    choice.chosen.iter().map(|chosen| (chosen.section, chosen.event.id.get(), ids(chosen))).collect()
}

fn chosen(events: &[Event], told: &Told) -> Vec<(Section, i64, Vec<i64>)> {
    places(&choose(&ana(), borrowed(&rows(events)), [], told, at()))
}

/// A conference at a page.
fn at_page(number: i64, days: i64, name: &str, url: &str) -> Event {
    let mut event = conference(number, days);
    name.clone_into(&mut event.facts.name);
    url.clone_into(&mut event.facts.url);
    event
}

fn family() -> Vec<Event> {
    let member = |(number, name): (i64, &str)| {
        at_page(number, 40, &format!("{name} Summit"), &format!("https://{}.summits.example.org/", name.to_lowercase()))
    };
    [(1, "Cloud"), (2, "Data"), (3, "Web")].into_iter().map(member).collect()
}

#[test]
fn conferences_of_one_host_in_the_same_days_at_the_same_place_are_told_as_one_with_the_others_beside_it() {
    let family = family();
    assert_eq!(chosen(&family, &Told::default()), [(Section::Ahead, 1, vec![2, 3])]);
    let letter = letter_to(&ana(), &family).unwrap();
    assert!(letter.text.contains("Alongside: Data Summit and Web Summit."), "{}", letter.text);
    assert!(letter.html.contains("Alongside: Data Summit and Web Summit."), "{}", letter.html);
    assert!(letter.text.contains("1 conference ahead") && letter.subject.ends_with("Cloud Summit"), "{letter:?}");

    let choice_of = rows(&family);
    let known = choose(&ana(), borrowed(&choice_of), [], &Told::default(), at()).told();
    assert_eq!(known.len(), 3, "all three were told");
    let known = Told { last_at: Some(at() - TimeDelta::days(7)), events: known, ..Told::default() };
    assert_eq!(chosen(&family, &known), [], "and none is told again");

    let mut others = family.clone();
    others[2].facts.venue.as_mut().unwrap().locality = Some("Hamburg".to_owned());
    others[2].facts.venue.as_mut().unwrap().point = Point::new(52.6, 13.9);
    assert_eq!(chosen(&others, &Told::default()).len(), 3, "another town is another journey");
    others[2] = conference(3, 40);
    assert_eq!(chosen(&others, &Told::default()).len(), 3, "two of a host and one of another");
    let shared = family.iter().map(|one| {
        at_page(one.id.get(), 40, &one.facts.name, &format!("https://www.meetup.com/group-{}/", one.id.get()))
    });
    assert_eq!(chosen(&shared.collect::<Vec<_>>(), &Told::default()).len(), 3, "a site of many hosts is none's family");
}

#[test]
fn many_conferences_side_by_side_are_named_and_counted() {
    let member = |number: i64| at_page(number, 40, &format!("Track {number}"), "https://summits.example.org/");
    let letter = letter_to(&ana(), &(1..=14).map(member).collect::<Vec<_>>()).unwrap();
    let text = letter.text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("Alongside: Track 2, Track 3, ") && text.contains("Track 10 and 4 more."), "{text}");
}

#[test]
fn what_nobody_lists_any_more_is_told_to_those_who_know_it_and_where_it_is_this_week() {
    let left = |mut event: Event| {
        event.standing = Standing::Unconfirmed;
        event
    };
    let events = [left(meetup(1, 30)), left(meetup(2, 300)), left(conference(3, 40)), left(new(meetup(4, 400)))];
    assert_eq!(chosen(&events, &Told::default()), [(Section::Week, 1, vec![])]);
    let known = told(&[conference(5, 24)]);
    assert_eq!(chosen(&[left(conference(5, 24))], &known), [(Section::Ahead, 5, vec![])], "a reminder says so");
}

#[test]
fn an_event_that_goes_by_another_name_is_told_as_the_new_one_alone() {
    let page = "https://open.example/2026";
    let before = at_page(1, 24, "Open Days", page);
    let mut now = new(at_page(2, 24, "Open Source Horizon", page));
    let known = told(std::slice::from_ref(&before));
    let left = |standing| changed(&before, |event| event.standing = standing);
    for standing in [Standing::Unconfirmed, Standing::Gone] {
        assert_eq!(chosen(&[left(standing), now.clone()], &known), [(Section::Changed, 2, vec![])], "{standing:?}");
        assert_eq!(chosen(&[left(standing), now.clone()], &Told::default()), [(Section::Ahead, 2, vec![])]);
    }
    let other = new(at_page(3, 24, "Another Horizon", page));
    let among_two = chosen(&[left(Standing::Gone), now.clone(), other], &known);
    assert_eq!(among_two.first(), Some(&(Section::Changed, 1, vec![])), "which of two it became nobody knows");
    now.created_at = before.created_at;
    let beside = chosen(&[left(Standing::Gone), now], &known);
    assert_eq!(beside, [(Section::Changed, 1, vec![]), (Section::Ahead, 2, vec![])], "it stood beside it all the time");
}

#[test]
fn who_knows_an_event_is_told_its_other_name_though_no_filter_finds_it_under_that() {
    let page = "https://open.example/2026";
    let before = at_page(1, 24, "Open Days", page);
    let now = about(new(at_page(2, 24, "Pottery Horizon", page)), "python");
    let known = told(std::slice::from_ref(&before));
    let left = changed(&before, |event| event.standing = Standing::Gone);
    let events = [left.clone(), now.clone()];
    let rows_of = rows(&events);
    let choice = choose(&ana(), borrowed(&rows_of), [], &known, at());
    assert_eq!(places(&choice), [(Section::Changed, 2, vec![])]);
    assert_eq!(choice.chosen[0].changes, [Changed::Renamed("Open Days".to_owned())]);
    let letter = letter_after(&ana(), &events, &[], &known).unwrap();
    assert!(letter.text.contains("Pottery Horizon") && letter.text.contains("Open Days"), "{}", letter.text);
    assert!(!letter.text.contains("onger listed"), "{}", letter.text);

    let both = choice.told().into_iter().chain(known.events.clone()).collect();
    let next = Told { last_at: Some(at()), events: both, ..Told::default() };
    assert_eq!(chosen(&events, &next), [], "and that once");
    assert_eq!(chosen(std::slice::from_ref(&now), &Told::default()), [], "who knows neither hears of neither");
    let moved = new(about(at_page(2, 26, "Open Days", page), "python"));
    let events = [left.clone(), moved.clone()];
    let rows_of = rows(&events);
    let choice = choose(&ana(), borrowed(&rows_of), [], &known, at());
    let was_at = known.events[&before.id].starts_at;
    assert_eq!(choice.chosen[0].changes, [Changed::Moved(was_at)], "what else became of it is told, too");

    let sitting = |event: &Event| event.sitting_at(at());
    let is_heir = |one: &Event, other: &Event| may_be_heir(one, &sitting(one), other, &sitting(other));
    assert!(is_heir(&left, &now) && is_heir(&left, &moved));
    assert!(!is_heir(&before, &now), "it is listed as ever");
    assert!(!is_heir(&left, &left));
    assert!(!is_heir(&left, &at_page(2, 30, "Pottery Horizon", page)), "six days later");
    assert!(!is_heir(&left, &at_page(2, 24, "Pottery Horizon", "https://open.example/pottery")));
    let elsewhere = changed(&now, |event| event.facts.venue.as_mut().unwrap().point = Point::new(48.1, 11.6));
    assert!(!is_heir(&left, &elsewhere));
}

#[test]
fn what_begins_on_the_day_of_the_letter_was_in_the_week_of_the_last_one() {
    // Six hours ago its day began, in which it is the turn of the next letter.
    let today = conference(1, 0);
    assert_eq!(chosen(std::slice::from_ref(&today), &Told::default()), [(Section::Week, 1, vec![])]);
    assert_eq!(chosen(std::slice::from_ref(&today), &told(std::slice::from_ref(&today))), []);
    let late = Told { last_at: Some(at() - TimeDelta::days(14)), ..told(std::slice::from_ref(&today)) };
    assert_eq!(
        chosen(std::slice::from_ref(&today), &late),
        [(Section::Week, 1, vec![])],
        "there was no letter last week"
    );
    let tonight = meetup(2, 12);
    assert_eq!(
        chosen(std::slice::from_ref(&tonight), &told(std::slice::from_ref(&tonight))),
        [(Section::Week, 2, vec![])]
    );
}
