//! The one event outside the reader's bubble.

use crate::made::{about, ana, at, borrowed, changed, conference, meetup, rows, told};
use hobnob_digest::{Section, choose};
use hobnob_domain::{AttendanceMode, Event, EventFilter, Goal, Point, Subscriber, Told};

/// The pick among these, beside a meetup that was asked for.
fn pick(reader: &Subscriber, beyond: &[Event], told: &Told) -> Option<(i64, String)> {
    let asked = [meetup(1, 5), online(meetup(90, 5))];
    let (asked, beyond) = (rows(&asked), rows(beyond));
    let choice = choose(reader, borrowed(&asked), borrowed(&beyond), told, at());
    let mut picks = choice.chosen.into_iter().filter(|chosen| chosen.section == Section::Beyond);
    let pick = picks.next().map(|chosen| (chosen.event.id.get(), chosen.reason));
    assert_eq!(picks.next(), None);
    pick
}

fn online(event: Event) -> Event {
    changed(&event, |event| event.facts.attendance_mode = AttendanceMode::Online)
}

fn number(beyond: &[Event]) -> Option<i64> {
    pick(&ana(), beyond, &told(&[])).map(|(number, _)| number)
}

#[test]
fn one_event_about_something_else_is_told_with_its_reason() {
    let beyond = [about(meetup(2, 50), "python"), about(meetup(3, 60), "haskell")];
    assert_eq!(pick(&ana(), &beyond, &told(&[])), Some((2, "Python · 2 km".to_owned())));
}

#[test]
fn the_readers_goals_decide_between_equals() {
    let mut mentoring = about(meetup(3, 60), "haskell");
    mentoring.facts.goals = vec![Goal::Mentoring];
    let beyond = [about(meetup(2, 50), "python"), mentoring];
    let mut reader = ana();
    reader.goals.insert(Goal::Mentoring, 3);
    assert_eq!(pick(&reader, &beyond, &told(&[])), Some((3, "Haskell · for mentoring · 2 km".to_owned())));
}

#[test]
fn what_was_asked_for_told_before_or_is_out_of_reach_is_no_pick() {
    let python = |number, hours| about(meetup(number, hours), "python");
    assert_eq!(number(&[meetup(2, 50)]), None, "it is about Rust");
    assert_eq!(number(&[python(2, -1)]), None, "it has begun");
    assert_eq!(number(&[python(2, 31 * 24)]), None, "it is far ahead");
    let far = changed(&python(2, 50), |event| event.facts.venue.as_mut().unwrap().point = Point::new(48.1, 11.5));
    assert_eq!(number(std::slice::from_ref(&far)), None, "it is far away");
    assert_eq!(number(&[online(far)]), Some(2));
    let mut nothing = python(2, 50);
    nothing.facts.niches.clear();
    assert_eq!(number(&[nothing]), None, "it is about nothing that we know");
    let known = python(2, 50);
    assert_eq!(pick(&ana(), std::slice::from_ref(&known), &told(std::slice::from_ref(&known))), None);
}

#[test]
fn a_reader_who_names_no_place_or_asks_for_online_alone_gets_a_pick_online() {
    let here = about(meetup(2, 50), "python");
    let beyond = [here, online(about(meetup(3, 60), "python"))];
    let picked = |reader: &Subscriber| pick(reader, &beyond, &told(&[])).map(|(number, _)| number);
    let mut reader = ana();
    assert_eq!(picked(&reader), Some(2));
    reader.filters[0].modes = vec![AttendanceMode::Online];
    assert_eq!(picked(&reader), Some(3));
    reader = Subscriber { filters: vec![EventFilter { near: None, ..ana().filters.remove(0) }], ..reader };
    assert_eq!(picked(&reader), Some(3));
}

#[test]
fn a_reader_who_names_languages_gets_a_pick_in_one_of_them() {
    let french = changed(&about(meetup(2, 50), "python"), |event| event.facts.language = Some("fr".to_owned()));
    let mut reader = ana();
    let speaks = |reader: &Subscriber| pick(reader, std::slice::from_ref(&french), &told(&[])).is_some();
    assert!(speaks(&reader));
    reader.filters[0].languages = vec!["de".to_owned(), "fr".to_owned()];
    let asked = [changed(&meetup(1, 5), |event| event.facts.language = Some("de".to_owned()))];
    let beyond = [french.clone()];
    let (asked, beyond) = (rows(&asked), rows(&beyond));
    let sections = |reader: &Subscriber| -> Vec<Section> {
        let choice = choose(reader, borrowed(&asked), borrowed(&beyond), &told(&[]), at());
        choice.chosen.into_iter().map(|chosen| chosen.section).collect()
    };
    assert_eq!(sections(&reader), [Section::Week, Section::Beyond]);
    reader.filters[0].languages = vec!["de".to_owned()];
    assert_eq!(sections(&reader), [Section::Week]);
}

#[test]
fn a_pick_alone_is_no_letter() {
    let beyond = [about(conference(2, 5), "python")];
    let rows = rows(&beyond);
    assert_eq!(choose(&ana(), [], borrowed(&rows), &told(&[]), at()).chosen, []);
}

#[test]
fn the_pick_has_its_place_in_a_full_letter() {
    let events: Vec<Event> = (1..=40).map(|number| meetup(number, number)).collect();
    let beyond = [about(meetup(50, 50), "python")];
    let (events, beyond) = (rows(&events), rows(&beyond));
    let choice = choose(&ana(), borrowed(&events), borrowed(&beyond), &told(&[]), at());
    assert_eq!((choice.chosen.len(), choice.left_out), (30, 11));
    assert_eq!(choice.chosen.last().map(|chosen| chosen.section), Some(Section::Beyond));
}
