//! Whatever the facts hold, the feed stays a feed: short whole lines, no property that is not ours.

use std::collections::BTreeSet;

use crate::made::{at, calendar, entries, evening, made_up};
use calcard::icalendar::{ICalendar, ICalendarComponentType, ICalendarProperty};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use hobnob_calendar::{Rendered, render};
use hobnob_domain::{
    AttendanceMode, Calendar, CallForPapers, Event, EventStatus, Occurrence, Organizer, OrganizerId, Override,
    Recurrence, RecurrenceRule, Schedule, Span, Standing, Venue,
};
use proptest::prelude::*;

/// Every property this crate writes in a VEVENT.
const OURS: &[&str] = &[
    "BEGIN",
    "END",
    "UID",
    "DTSTAMP",
    "LAST-MODIFIED",
    "CREATED",
    "SEQUENCE",
    "RECURRENCE-ID",
    "DTSTART",
    "DTEND",
    "RRULE",
    "RDATE",
    "EXDATE",
    "SUMMARY",
    "STATUS",
    "TRANSP",
    "LOCATION",
    "GEO",
    "URL",
    "CONFERENCE",
    "IMAGE",
    "CONTACT",
    "CATEGORIES",
    "DESCRIPTION",
    "ACTION",
    "TRIGGER",
];

/// Text of every sort, much of it trying to get out of its line.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "(?s).{0,12}",
        "\\PC{0,30}",
        "[ ,;:\\\\\"\r\n\t]{0,8}",
        Just("\r\nATTENDEE:mailto:mallory@example.org\r\n".to_owned()),
        Just("\nEND:VEVENT\nBEGIN:VEVENT\n".to_owned()),
        Just("\u{2028}X-EVIL:1\u{85}X-EVIL:2\u{b}X-EVIL:3".to_owned()),
        Just("\u{202e}👩‍👩‍👧‍👦é\u{301}\u{0}\u{9b}".to_owned()),
        Just("ü".repeat(90)),
        Just(" ".repeat(200)),
    ];
    prop::collection::vec(piece, 0..5).prop_map(|pieces| pieces.concat())
}

fn address() -> impl Strategy<Value = String> {
    (prop_oneof!["https://[a-z]{1,9}\\.example/", "javascript:", "http://", ""], text()).prop_map(|(a, b)| a + &b)
}

fn instant() -> impl Strategy<Value = DateTime<Utc>> {
    let near = at("2026-05-01T00:00:00Z");
    prop_oneof![
        8 => (-900_000_i64..900_000, 0_i64..3)
            .prop_map(move |(minutes, n)| near + TimeDelta::minutes(minutes) + TimeDelta::nanoseconds(n)),
        1 => any::<i64>().prop_map(|n| DateTime::from_timestamp(n % 9_000_000_000_000, 0).unwrap_or_default()),
        1 => prop_oneof![Just(DateTime::<Utc>::MIN_UTC), Just(DateTime::<Utc>::MAX_UTC)],
    ]
}

fn day() -> impl Strategy<Value = NaiveDate> {
    let near: NaiveDate = "2026-05-01".parse().unwrap();
    prop_oneof![
        9 => (-400_i64..400).prop_map(move |days| near + TimeDelta::days(days)),
        1 => prop_oneof![Just(NaiveDate::MIN), Just(NaiveDate::MAX)],
    ]
}

fn span() -> impl Strategy<Value = Span> {
    prop_oneof![
        3 => (instant(), any::<Option<u8>>()).prop_map(|(starts_at, hours)| {
            let end = hours.and_then(|hours| starts_at.checked_add_signed(TimeDelta::hours(i64::from(hours) - 9)));
            Span::Timed { starts_at, ends_at: end }
        }),
        1 => (day(), day()).prop_map(|(starts_on, ends_on)| Span::AllDay { starts_on, ends_on }),
    ]
}

fn recurrence() -> impl Strategy<Value = Recurrence> {
    let rule = "FREQ=(DAILY|WEEKLY|MONTHLY|HOURLY);COUNT=[1-9]{1,2}\
        (;(UNTIL|BYDAY|BYMONTHDAY|WKST|INTERVAL)=[A-Z0-9,+-]{1,16})?";
    let changed = (instant(), span(), prop::sample::select(EventStatus::ALL), text()).prop_map(
        |(recurrence_id, span, status, name)| Override {
            recurrence_id,
            span,
            status,
            name: Some(name),
            description: None,
            url: None,
        },
    );
    let rules = prop::collection::vec(rule.prop_filter_map("a rule", |rule| RecurrenceRule::new(&rule).ok()), 0..3);
    let instants = || prop::collection::vec(instant(), 0..4);
    (rules, instants(), instants(), prop::collection::vec(changed, 0..3))
        .prop_map(|(rules, additions, exclusions, overrides)| Recurrence { rules, additions, exclusions, overrides })
}

fn schedule() -> impl Strategy<Value = Schedule> {
    (prop::sample::select(&chrono_tz::TZ_VARIANTS[..]), span(), prop::option::weighted(0.2, recurrence()))
        .prop_map(|(zone, span, recurrence)| Schedule { zone, span, recurrence })
}

/// The feed of these events, each listed for a sitting that has nothing to do with it.
fn rendered(calendar: &Calendar, events: &[Event]) -> Rendered {
    let sittings: Vec<Occurrence> = events.iter().map(made_up).collect();
    render(calendar, &entries(events, &sittings))
}

prop_compose! {
    fn event()(
        words in prop::collection::vec(text(), 5),
        links in prop::collection::vec(prop::option::of(address()), 5),
        schedule in schedule(),
        mode in prop::sample::select(AttendanceMode::ALL),
        status in prop::sample::select(EventStatus::ALL),
        standing in prop::sample::select(Standing::ALL),
        (revised_at, closes_at) in (instant(), prop::option::of(instant())),
        venue in any::<bool>(),
    ) -> Event {
        let mut event = evening(1);
        event.uid.clone_from(&words[0]);
        event.revised_at = revised_at;
        event.standing = standing;
        let facts = &mut event.facts;
        facts.name.clone_from(&words[1]);
        facts.description = Some(words[2].clone());
        facts.venue = venue.then(|| Venue { name: Some(words[3].clone()), ..facts.venue.clone().unwrap_or_default() });
        facts.organizer = Some(Organizer { id: OrganizerId::new(1), name: words[4].clone(), url: links[0].clone() });
        facts.url = links[1].clone().unwrap_or_default();
        facts.join_url.clone_from(&links[2]);
        facts.image_url.clone_from(&links[3]);
        facts.call_for_papers = Some(CallForPapers { opens_at: None, closes_at, url: links[4].clone() });
        (facts.schedule, facts.attendance_mode, facts.status) = (schedule, mode, status);
        event
    }
}

fn physical_lines_are_sound(text: &str) -> Result<(), TestCaseError> {
    prop_assert!(text.ends_with("END:VCALENDAR\r\n"));
    for line in text.trim_end_matches("\r\n").split("\r\n") {
        prop_assert!(line.len() <= 75 && !line.trim().is_empty(), "{line:?}");
        let bad = |c: char| {
            c.is_control()
                || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
        };
        prop_assert!(!line.contains(bad), "{line:?}");
    }
    Ok(())
}

/// The names of properties in the components of events.
fn names(text: &str) -> BTreeSet<String> {
    let unfolded = text.replace("\r\n ", "");
    let body = &unfolded[unfolded.find("\r\nBEGIN:VEVENT\r\n").unwrap() + 2..];
    let lines = body.lines().filter(|line| *line != "END:VCALENDAR");
    lines.map(|line| line.split([':', ';']).next().unwrap().to_owned()).collect()
}

proptest! {
    // `PROPTEST_CASES` asks for more.
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(1000), ..ProptestConfig::default() })]

    #[test]
    fn no_fact_breaks_out_of_its_line(event in event(), name in text()) {
        let mut calendar = calendar();
        calendar.name = name;
        calendar.options.includes_calls_for_papers = true;
        calendar.options.alarms = vec![TimeDelta::hours(2)];
        let feed = rendered(&calendar, std::slice::from_ref(&event));
        physical_lines_are_sound(&feed.text)?;
        let names = names(&feed.text);
        let foreign: Vec<&String> = names.iter().filter(|name| !OURS.contains(&name.as_str())).collect();
        prop_assert_eq!(foreign, Vec::<&String>::new());

        let read = ICalendar::parse(&feed.text).map_err(|e| TestCaseError::fail(format!("{e:?}\n{}", feed.text)))?;
        let begun = feed.text.matches("\r\nBEGIN:VEVENT\r\n").count();
        let events = read.components.iter().filter(|c| c.component_type == ICalendarComponentType::VEvent);
        let starts = events.filter(|c| c.has_property(&ICalendarProperty::Dtstart)).count();
        prop_assert_eq!(starts, begun);
        let is_foreign = |name: &ICalendarProperty| matches!(name, ICalendarProperty::Other(name) if !name.starts_with("X-"));
        prop_assert_eq!(read.components.iter().flat_map(|c| &c.entries).find(|entry| is_foreign(&entry.name)), None);
    }

    #[test]
    fn rendering_twice_gives_the_same_bytes(events in prop::collection::vec(event(), 0..5)) {
        prop_assert_eq!(rendered(&calendar(), &events), rendered(&calendar(), &events));
    }
}
