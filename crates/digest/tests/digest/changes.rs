//! What became of events that a reader was told of.

use crate::made::{about, ana, at, borrowed, calling, changed, conference, letter_after, meetup, new, rows, told};
use chrono::{DateTime, NaiveDate, TimeDelta, TimeZone as _, Utc};
use chrono_tz::Tz;
use hobnob_digest::{Changed, Section, choose};
use hobnob_domain::{
    AttendanceMode, Event, EventStatus, Override, Recurrence, RecurrenceRule, Schedule, Span, Standing, Told,
    ToldEvent, Venue,
};

/// What the letter says became of an event.
fn became(now: &Event, told: &Told) -> Vec<Changed> {
    let events = std::slice::from_ref(now);
    let rows = rows(events);
    let choice = choose(&ana(), borrowed(&rows), [], told, at());
    let among = choice.chosen.into_iter().filter(|chosen| chosen.section == Section::Changed);
    among.flat_map(|chosen| chosen.changes).collect()
}

/// What the letter says became of a meetup.
fn after(change: impl FnOnce(&mut Event)) -> Vec<Changed> {
    let event = meetup(1, 300);
    became(&changed(&event, change), &told(&[event]))
}

fn move_to(event: &mut Event, starts_at: DateTime<Utc>) {
    event.facts.schedule.span = Span::Timed { starts_at, ends_at: None };
}

#[test]
fn a_cancelled_moved_or_renamed_event_is_told_with_what_was_said_before() {
    let told_at = at() + TimeDelta::hours(300);
    assert_eq!(after(|event| event.facts.status = EventStatus::Cancelled), [Changed::Cancelled]);
    assert_eq!(after(|event| event.facts.status = EventStatus::Postponed), [Changed::Postponed]);
    assert_eq!(after(|event| event.facts.status = EventStatus::MovedOnline), [Changed::MovedOnline]);
    assert_eq!(after(|event| event.standing = Standing::Gone), [Changed::Unlisted]);
    assert_eq!(after(|event| move_to(event, at() + TimeDelta::hours(50))), [Changed::Moved(told_at)]);
    assert_eq!(after(|event| "Night".clone_into(&mut event.facts.name)), [Changed::Renamed("Evening 1".to_owned())]);
    let venue = meetup(1, 300).facts.venue.expect("a meetup takes place somewhere");
    let elsewhere = |event: &mut Event| {
        event.facts.venue = Some(Venue { locality: Some("Potsdam".to_owned()), point: None, ..venue.clone() });
    };
    assert_eq!(after(elsewhere), [Changed::Elsewhere(Box::new(venue))]);
    let online = |event: &mut Event| event.facts.attendance_mode = AttendanceMode::Online;
    assert_eq!(after(online), [Changed::MovedOnline]);
    let both = after(|event| {
        "Night".clone_into(&mut event.facts.name);
        move_to(event, at() + TimeDelta::hours(50));
    });
    assert_eq!(both, [Changed::Moved(told_at), Changed::Renamed("Evening 1".to_owned())]);
}

#[test]
fn a_call_for_papers_that_closes_on_another_day_is_told_while_it_is_open() {
    let known = calling(conference(1, 100), 30);
    let with = |days| {
        became(&changed(&known, |event| *event = calling(event.clone(), days)), &told(std::slice::from_ref(&known)))
    };
    let before = at() + TimeDelta::days(30);
    assert_eq!(with(44), [Changed::CallMoved(before)]);
    assert_eq!(with(20), [Changed::CallMoved(before)]);
    assert_eq!(with(31), [], "the end of the same day somewhere else");
    assert_eq!(with(-1), [], "it is closed");
    let longer = changed(&known, |event| *event = calling(event.clone(), 44));
    let letter = letter_after(&ana(), &[longer], &[], &told(&[known])).expect("a letter");
    let said = "* Call extended: Conference 1";
    assert!(letter.text.contains(said), "{}", letter.text);
    let said = "Call for papers closes Wed 15 July, 08:00\n  It was to close Wed 1 July, 08:00.\n  Propose: ";
    assert!(letter.text.contains(said), "{}", letter.text);
    assert!(letter.html.contains("Call extended: ") && letter.html.contains("It was to close"), "{}", letter.html);
}

#[test]
fn what_the_letter_does_not_show_is_no_change() {
    assert_eq!(after(|event| event.facts.description = Some("More.".to_owned())), []);
    assert_eq!(after(|event| "  EVENING – 1 ".clone_into(&mut event.facts.name)), []);
    assert_eq!(after(|event| "Evening 1, 2026: of gardens".clone_into(&mut event.facts.name)), []);
    let better_known = |event: &mut Event| {
        let venue = event.facts.venue.get_or_insert_default();
        venue.address = Some("Second floor".to_owned());
    };
    assert_eq!(after(better_known), []);
    let same = meetup(1, 300);
    let mut odd = told(std::slice::from_ref(&same));
    odd.events.values_mut().for_each(|event| "Other".clone_into(&mut event.name));
    // The sequence says that nothing changed: the other name was an override's, say.
    assert_eq!(became(&same, &odd), []);
}

#[test]
fn a_day_whose_zone_or_hour_becomes_known_was_not_moved() {
    let days = |zone: Tz, starts_on: &str| Schedule::once(zone, whole(starts_on));
    let of = |schedule: Schedule| {
        let mut event = conference(1, 10);
        event.facts.schedule = schedule;
        event
    };
    let became_of = |before: Schedule, now: Schedule| {
        let before = of(before);
        became(&changed(&before, |event| event.facts.schedule = now), &told(std::slice::from_ref(&before)))
    };
    for zone in [Tz::Europe__Berlin, Tz::America__Los_Angeles, Tz::Pacific__Kiritimati] {
        assert_eq!(became_of(days(Tz::UTC, "2026-06-11"), days(zone, "2026-06-11")), [], "{zone}");
        let hour = zone.with_ymd_and_hms(2026, 6, 11, 9, 0, 0).unwrap().to_utc();
        let timed = Schedule::once(zone, Span::Timed { starts_at: hour, ends_at: None });
        assert_eq!(became_of(days(zone, "2026-06-11"), timed.clone()), [], "{zone}");
        assert_eq!(became_of(days(Tz::UTC, "2026-06-11"), timed), [], "{zone}");
    }
    let berlin = |day: &str| days(Tz::Europe__Berlin, day);
    for other in ["2026-06-10", "2026-06-12", "2026-06-18"] {
        let changes = became_of(berlin("2026-06-11"), berlin(other));
        assert_eq!(changes, [Changed::Moved("2026-06-10T22:00:00Z".parse().unwrap())], "{other}");
    }
}

#[test]
fn whole_days_that_were_moved_are_told_without_an_hour() {
    let mut event = conference(1, 10);
    event.facts.schedule = Schedule::once(Tz::America__New_York, whole("2026-06-11"));
    let now =
        changed(&event, |event| event.facts.schedule = Schedule::once(Tz::America__New_York, whole("2026-06-18")));
    let letter = letter_after(&ana(), &[now], &[], &told(&[event])).unwrap();
    assert!(
        letter.text.contains("It was to be on Thu 11 June.\r\n")
            || letter.text.contains("It was to be on Thu 11 June.\n"),
        "{}",
        letter.text
    );
}

/// Three whole days.
fn whole(starts_on: &str) -> Span {
    let starts_on: NaiveDate = starts_on.parse().unwrap();
    Span::AllDay { starts_on, ends_on: starts_on + TimeDelta::days(2) }
}

#[test]
fn a_change_is_told_once() {
    let event = meetup(1, 300);
    let cancelled = changed(&event, |event| event.facts.status = EventStatus::Cancelled);
    let rows = rows(std::slice::from_ref(&cancelled));
    let choice = choose(&ana(), borrowed(&rows), [], &told(&[event]), at());
    let expected = ToldEvent {
        sequence: 1,
        status: EventStatus::Cancelled,
        starts_at: at() + TimeDelta::hours(300),
        name: "Evening 1".to_owned(),
        venue: cancelled.facts.venue.clone(),
        call_closes_at: None,
    };
    let remembered = choice.told();
    assert_eq!(remembered, [(cancelled.id, expected)].into());
    let later = Told { last_at: Some(at()), events: remembered, ..Told::default() };
    assert_eq!(choose(&ana(), borrowed(&rows), [], &later, at()).chosen, []);
}

#[test]
fn what_was_told_of_an_event_holds_for_the_one_it_has_gone_into() {
    let (one, other) = (meetup(1, 300), new(meetup(2, 300)));
    let known = told(std::slice::from_ref(&one)).following(&[(one.id, other.id)].into());
    let chosen = |event: &Event, told: &Told| {
        let rows = rows(std::slice::from_ref(event));
        let choice = choose(&ana(), borrowed(&rows), [], told, at());
        choice.chosen.iter().map(|chosen| (chosen.section, chosen.changes.clone())).collect::<Vec<_>>()
    };
    let unheard = Told { last_at: known.last_at, ..Told::default() };
    let of_one_name = changed(&other, |event| event.facts.name = one.facts.name.clone());
    assert_eq!(chosen(&of_one_name, &unheard), [(Section::New, vec![])]);
    assert_eq!(chosen(&of_one_name, &known), [], "it is nothing new");
    let cancelled = changed(&of_one_name, |event| event.facts.status = EventStatus::Cancelled);
    assert_eq!(chosen(&cancelled, &unheard), []);
    assert_eq!(chosen(&cancelled, &known), [(Section::Changed, vec![Changed::Cancelled])]);

    let both = told(&[one.clone(), cancelled.clone()]).following(&[(one.id, other.id)].into());
    assert_eq!(chosen(&cancelled, &both), [], "who was told of that one itself knows it as that");
}

#[test]
fn an_event_that_is_on_again_is_told() {
    let event = changed(&meetup(1, 300), |event| event.facts.status = EventStatus::Cancelled);
    let told = told(std::slice::from_ref(&event));
    let again = changed(&event, |event| event.facts.status = EventStatus::Scheduled);
    assert_eq!(became(&again, &told), [Changed::OnAgain]);
    let elsewhen = changed(&event, |event| {
        event.facts.status = EventStatus::Rescheduled;
        move_to(event, at() + TimeDelta::hours(400));
    });
    assert_eq!(became(&elsewhen, &told), [Changed::Moved(at() + TimeDelta::hours(300))]);
}

#[test]
fn a_change_is_told_even_when_no_filter_finds_the_event_any_more() {
    let event = about(meetup(1, 300), "python");
    let cancelled = changed(&event, |event| event.facts.status = EventStatus::Cancelled);
    assert_eq!(became(&cancelled, &told(&[event])), [Changed::Cancelled]);
}

/// An evening each week, the next one so many hours after [`at`].
fn weekly(hours: i64) -> Event {
    let mut event = meetup(1, hours);
    let rule = RecurrenceRule::new("FREQ=WEEKLY").unwrap();
    event.facts.schedule.recurrence = Some(Recurrence { rules: vec![rule], ..Recurrence::default() });
    event
}

fn recurrence(event: &mut Event) -> &mut Recurrence {
    event.facts.schedule.recurrence.as_mut().unwrap()
}

#[test]
fn the_next_evening_of_a_series_is_not_a_change_of_the_last_one() {
    let series = weekly(30 - 7 * 24);
    let edited = changed(&series, |event| event.facts.description = Some("More.".to_owned()));
    assert_eq!(became(&edited, &told(&[series])), []);
}

#[test]
fn an_evening_of_a_series_that_moves_or_is_called_off_is_told() {
    let series = weekly(30);
    let (told, told_at) = (told(std::slice::from_ref(&series)), at() + TimeDelta::hours(30));
    let with = |status, hours: i64| {
        let starts_at = at() + TimeDelta::hours(hours);
        let span = Span::Timed { starts_at, ends_at: None };
        let one = Override { recurrence_id: told_at, span, status, name: None, description: None, url: None };
        became(&changed(&series, |event| recurrence(event).overrides.push(one)), &told)
    };
    assert_eq!(with(EventStatus::Scheduled, 31), [Changed::Moved(told_at)]);
    assert_eq!(with(EventStatus::Cancelled, 30), [Changed::Cancelled]);
    let dropped = changed(&series, |event| recurrence(event).exclusions.push(told_at));
    assert_eq!(became(&dropped, &told), [Changed::Dropped(told_at)]);
}

#[test]
fn a_series_whose_next_evening_is_off_is_told_at_the_one_after() {
    let mut series = weekly(30);
    let next = at() + TimeDelta::hours(30);
    let span = Span::Timed { starts_at: next, ends_at: None };
    let off = Override {
        recurrence_id: next,
        span,
        status: EventStatus::Cancelled,
        name: None,
        description: None,
        url: None,
    };
    recurrence(&mut series).overrides.push(off);
    let rows = rows(std::slice::from_ref(&series));
    let choice = choose(&ana(), borrowed(&rows), [], &Told::default(), at());
    let told: Vec<_> = choice.chosen.iter().map(|chosen| (chosen.section, chosen.sitting.starts_at)).collect();
    assert_eq!(told, [(Section::Later, next + TimeDelta::days(7))]);
}
