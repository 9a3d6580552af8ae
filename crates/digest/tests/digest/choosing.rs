//! Which events a letter tells of.

use crate::made::{ana, at, calling, conference, meetup, rows};
use hobnob_digest::{EVENTS_MAX, Section, choose};
use hobnob_domain::{AttendanceMode, Event, EventStatus, Goal, Standing, Told};

fn chosen(events: &[Event]) -> Vec<(Section, i64)> {
    let rows = rows(events);
    let choice = choose(&ana(), rows.iter().map(|(event, sitting)| (*event, sitting)), [], &Told::default(), at());
    choice.chosen.iter().map(|chosen| (chosen.section, chosen.event.id.get())).collect()
}

fn reason(event: Event) -> String {
    let events = [event];
    let rows = rows(&events);
    let mut reader = ana();
    reader.filters[0].goals = vec![Goal::OpenSource];
    let choice = choose(&reader, rows.iter().map(|(event, sitting)| (*event, sitting)), [], &Told::default(), at());
    choice.chosen.iter().map(|chosen| chosen.reason.as_str()).collect()
}

#[test]
fn everything_of_two_weeks_is_told_and_conferences_of_sixty_days() {
    let events = [
        meetup(1, 14 * 24 - 1),
        meetup(2, 14 * 24),
        conference(3, 14),
        conference(4, 59),
        conference(5, 61),
        meetup(6, -1),
        meetup(7, -3),
    ];
    let expected = [(Section::Soon, 6), (Section::Soon, 3), (Section::Soon, 1), (Section::Ahead, 4)];
    // The whole days of number 3 begin at midnight, before the letter's own hour two weeks later.
    assert_eq!(chosen(&events), expected);
}

#[test]
fn a_call_for_papers_is_told_three_weeks_before_it_closes() {
    let events = [calling(conference(1, 200), 21), calling(conference(2, 200), 22), calling(conference(3, 200), -1)];
    assert_eq!(chosen(&events), [(Section::CallForPapers, 1)]);
}

#[test]
fn a_call_that_is_not_open_yet_is_not_told() {
    let mut event = calling(conference(1, 200), 10);
    event.facts.call_for_papers.as_mut().unwrap().opens_at = Some(at() + chrono::TimeDelta::days(2));
    assert_eq!(chosen(&[event]), []);
}

#[test]
fn an_event_stands_once_where_it_is_due_first() {
    assert_eq!(
        chosen(&[calling(conference(1, 3), 2), calling(conference(2, 40), 2)]),
        [(Section::Soon, 1), (Section::CallForPapers, 2)]
    );
    let event = meetup(1, 5);
    let rows = rows(std::slice::from_ref(&event));
    let twice = rows.iter().chain(&rows).map(|(event, sitting)| (*event, sitting));
    assert_eq!(choose(&ana(), twice, [], &Told::default(), at()).chosen.len(), 1);
}

#[test]
fn what_does_not_take_place_is_not_told() {
    let with = |status, standing| {
        let mut event = meetup(1, 5);
        event.facts.status = status;
        event.standing = standing;
        chosen(&[event]).len()
    };
    assert_eq!(with(EventStatus::Cancelled, Standing::Confirmed), 0);
    assert_eq!(with(EventStatus::Postponed, Standing::Confirmed), 0);
    assert_eq!(with(EventStatus::Scheduled, Standing::Gone), 0);
    assert_eq!(with(EventStatus::MovedOnline, Standing::Unconfirmed), 1);
}

#[test]
fn a_full_fortnight_hides_neither_calls_nor_conferences_and_no_order_of_rows_matters() {
    let mut events: Vec<Event> = (1..=40).map(|number| meetup(number, number)).collect();
    events.extend([calling(conference(41, 200), 5), conference(42, 30)]);
    let forward = chosen(&events);
    events.reverse();
    assert_eq!(chosen(&events), forward);
    assert_eq!(forward.len(), EVENTS_MAX);
    assert_eq!(forward.get(27..), Some(&[(Section::Soon, 28), (Section::CallForPapers, 41), (Section::Ahead, 42)][..]));
    let rows = rows(&events);
    assert_eq!(
        choose(&ana(), rows.iter().map(|(event, sitting)| (*event, sitting)), [], &Told::default(), at()).left_out,
        12
    );
}

#[test]
fn the_reason_names_what_the_reader_asked_for() {
    let mut event = calling(meetup(1, 5), 30);
    event.facts.niches = vec!["python".parse().unwrap(), "rust".parse().unwrap()];
    event.facts.goals = vec![Goal::OpenSource, Goal::Networking];
    event.facts.is_free = Some(true);
    assert_eq!(reason(event.clone()), "Rust · for open source · 2 km · free · call for papers open");
    event.facts.attendance_mode = AttendanceMode::Online;
    event.standing = Standing::Unconfirmed;
    event.facts.call_for_papers = None;
    assert_eq!(reason(event), "Rust · for open source · free · no longer listed, check before you go");
}

#[test]
fn a_reason_is_never_empty() {
    let mut event = meetup(1, 5);
    event.facts.niches.clear();
    event.facts.venue = None;
    assert_eq!(reason(event), "meetup");
}
