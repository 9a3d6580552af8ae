//! Texts that are kept change no byte, and remarks and reasons stand where they belong.

use crate::made::from_kept;
use crate::made::{at, calendar, days, entries, evening, hours, sittings, vevents};
use chrono::TimeDelta;
use chrono_tz::Tz;
use hobnob_calendar::{Blocks, Layer, Remark, Remarks, Renderer, render};
use hobnob_domain::{
    CallForPapers, CancelledPolicy, Change, ChangeKind, Countries, Event, EventId, EventStatus, Goal, Near, Point,
    Recurrence, RecurrenceRule,
};
use proptest::prelude::*;

fn series(event: &mut Event) {
    let rules = vec![RecurrenceRule::new("FREQ=WEEKLY;COUNT=9").unwrap()];
    event.facts.schedule.recurrence = Some(Recurrence { rules, ..Recurrence::default() });
}

/// Events of every sort; `change` makes some of them another.
fn events(change: u32) -> Vec<Event> {
    let mut events: Vec<Event> = (0..40).map(evening).collect();
    events[1].facts.schedule = days(Tz::Europe__Berlin, "2026-06-01", "2026-06-02");
    events[2].facts.schedule = hours(Tz::Asia__Tokyo, "2026-06-01T10:00:00Z", 2);
    events[3].facts.status = EventStatus::Cancelled;
    let closes_at = Some(at("2026-05-13T12:00:00Z"));
    events[4].facts.call_for_papers = Some(CallForPapers { opens_at: None, closes_at, url: None });
    series(&mut events[5]);
    let number = usize::try_from(change).unwrap() % 40;
    events[number].facts.name = format!("Renamed {change}");
    events[number].fingerprint = format!("renamed {change}");
    events
}

proptest! {
    #[test]
    fn a_feed_of_kept_texts_is_the_same_to_the_byte(
        changes in proptest::collection::vec((0_u32..60, 0_usize..3, any::<bool>(), 0_i64..2), 1..8),
        bytes in prop_oneof![Just(0_usize), Just(30_000), Just(10_000_000)],
    ) {
        let blocks = Blocks::keeping(bytes);
        for (change, policy, calls, grace) in changes {
            let events = events(change);
            let sittings = sittings(&events);
            let entries = entries(&events, &sittings);
            let mut calendar = calendar();
            calendar.options.cancelled = CancelledPolicy::ALL[policy];
            calendar.options.grace = TimeDelta::days(grace);
            calendar.options.includes_calls_for_papers = calls;
            let layer = Layer::of(&calendar.options);
            prop_assert_eq!(from_kept(&blocks, layer, &calendar, &entries), render(&calendar, &entries));
            prop_assert_eq!(
                from_kept(&blocks, Layer::Calls, &calendar, &entries),
                hobnob_calendar::render_calls_for_papers(&calendar, &entries)
            );
        }
    }

    #[test]
    fn whatever_the_reason_lines_stay_short_and_the_text_whole(town in ".{0,60}", text in "[ -~]{0,120}", radius in 1.0..300.0) {
        let mut event = evening(1);
        event.facts.description = Some(text);
        if let Some(venue) = &mut event.facts.venue {
            venue.locality = Some(town);
        }
        let mut calendar = calendar();
        let point = Point::new(52.52, 13.405).unwrap();
        calendar.filter.near = Some(Near { text: "Berlin".into(), point, radius_km: radius });
        let events = [event];
        let text = render(&calendar, &entries(&events, &sittings(&events))).text;
        prop_assert!(text.split("\r\n").all(|line| line.len() <= 75), "{}", text);
        let description = vevents(&text)[0].iter().find(|line| line.starts_with("DESCRIPTION")).cloned().unwrap();
        prop_assert!(description.contains("https://example.org/rust-berlin\\nWhy: Rust · "), "{}", description);
    }
}

fn description(remarks: Remarks, event: Event, change: impl FnOnce(&mut hobnob_domain::Calendar)) -> String {
    let mut calendar = calendar();
    change(&mut calendar);
    let events = [event];
    let sittings = sittings(&events);
    let text = Renderer { remarks: &remarks, countries: Countries::default() }
        .render(&calendar, &entries(&events, &sittings))
        .text;
    let line = vevents(&text)[0].iter().find(|line| line.starts_with("DESCRIPTION:")).cloned().unwrap();
    line.replace("\\,", ",").replace("\\n", "\n").trim_start_matches("DESCRIPTION:").to_owned()
}

fn change(kind: ChangeKind, before: &str, after: &str) -> Change {
    let text = |text: &str| Some(text.to_owned());
    let changed_at = at("2026-04-01T08:00:00Z");
    Change { event_id: EventId::new(1), sequence: 3, kind, changed_at, before: text(before), after: text(after) }
}

#[test]
fn an_event_that_moved_says_from_when() {
    let moved = change(ChangeKind::Moved, "2026-05-04 18:00–20:00 Europe/Berlin", "2026-05-05 18:30 Europe/Berlin");
    let remarks = Remark::of([&moved]).map(|remark| (EventId::new(1), remark));
    let said = description(remarks.into_iter().collect(), evening(1), |_| {});
    assert_eq!(
        said,
        "Talks, then pizza.\n\nMoved from 4 May 2026, 18:00.\n\nhttps://example.org/rust-berlin\nWhy: Rust"
    );
}

#[test]
fn a_call_that_was_extended_says_from_when() {
    let mut event = evening(1);
    let closes_at = Some(at("2026-05-13T12:00:00Z"));
    event.facts.call_for_papers = Some(CallForPapers { opens_at: None, closes_at, url: None });
    let extended = change(ChangeKind::CfpExtended, "2026-05-02T12:00:00Z", "2026-05-13T12:00:00Z");
    let remarks: Remarks = Remark::of([&extended]).map(|remark| (EventId::new(1), remark)).into_iter().collect();
    let said = description(remarks.clone(), event.clone(), |_| {});
    let line =
        "Call for papers until 13 May 2026, 12:00 UTC (end of 12 May anywhere on Earth), extended from 1 May 2026";
    assert!(said.contains(line), "{said}");
    let events = [event];
    let sittings = sittings(&events);
    let renderer = Renderer { remarks: &remarks, countries: Countries::default() };
    let layer = renderer.render_calls_for_papers(&calendar(), &entries(&events, &sittings)).text;
    assert!(layer.replace("\r\n ", "").contains("It was extended from 1 May 2026.\\n"), "{layer}");
}

#[test]
fn the_reason_is_what_was_asked_for() {
    let mut event = evening(1);
    event.facts.niches = vec!["rust".parse().unwrap(), "django".parse().unwrap()];
    event.facts.goals = vec![Goal::OpenSource, Goal::Networking];
    let why = |change: fn(&mut hobnob_domain::Calendar)| {
        description(Remarks::default(), event.clone(), change).lines().last().unwrap().to_owned()
    };
    assert_eq!(why(|_| {}), "Why: Rust, Django · for open source, networking");
    assert_eq!(
        why(|calendar| {
            calendar.filter.niches = vec!["rust".parse().unwrap()];
            calendar.filter.goals = vec![Goal::Networking];
        }),
        "Why: Rust · for networking"
    );
    assert_eq!(
        why(|calendar| {
            calendar.filter.niches = vec!["python".parse().unwrap()];
            calendar.filter.goals = vec![Goal::Networking];
            let point = Point::new(52.52, 13.405).unwrap();
            calendar.filter.near = Some(Near { text: "Berlin".into(), point, radius_km: 50.0 });
        }),
        "Why: Django · for networking · Berlin, 1 km"
    );
}
