//! Writes sample feeds into a directory, for other readers to judge:
//! `cargo run -p hobnob-calendar --example sample -- DIRECTORY`.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a sample that can't be made should say so")]

use std::{error::Error, fs, path::Path};

use chrono::TimeDelta;
use chrono_tz::Tz;
use hobnob_calendar::{Entry, nearest_future_first, render, render_calls_for_papers};
use hobnob_domain::{
    AttendanceMode, Calendar, CallForPapers, CancelledPolicy, Event, EventStatus, Goal, Organizer, OrganizerId,
    Override, Recurrence, RecurrenceRule, Schedule, Span, Standing,
};
use made::{at, calendar, days, entries, evening, hours, sittings};

#[path = "../tests/calendar/made.rs"]
#[allow(dead_code, reason = "the tests use more of it")]
mod made;

fn with(id: i64, change: impl FnOnce(&mut Event)) -> Event {
    let mut event = evening(id);
    change(&mut event);
    event
}

fn of_every_sort() -> Vec<Event> {
    vec![
        evening(1),
        with(2, |event| {
            event.facts.name = "RustConf; hands on, \"talks\" \\ more".to_owned();
            event.facts.schedule = days(Tz::America__Los_Angeles, "2026-09-30", "2026-10-01");
            event.facts.goals = vec![Goal::Specialization, Goal::Networking];
            event.facts.image_url = Some("https://example.org/rustconf.png".to_owned());
        }),
        with(3, |event| {
            event.facts.name = "オンライン勉強会 👩‍💻 — Wörkshop".to_owned();
            event.facts.description = Some("1. はじめに\n\n2. 型とトレイト\r\n3. 質疑応答 ".repeat(9));
            event.facts.schedule = hours(Tz::Asia__Tokyo, "2026-06-10T10:00:00Z", 2);
            (event.facts.venue, event.facts.attendance_mode) = (None, AttendanceMode::Online);
            event.facts.join_url = Some("https://meet.example.org/勉強会?a=1,2;b".to_owned());
        }),
        with(4, |event| {
            event.facts.status = EventStatus::Cancelled;
            event.facts.schedule = hours(Tz::Europe__London, "2026-10-25T18:30:00Z", 2);
        }),
        with(5, |event| {
            let starts_at = at("2026-11-03T23:30:00Z");
            event.facts.schedule = Schedule::once(Tz::America__New_York, Span::Timed { starts_at, ends_at: None });
            event.standing = Standing::Unconfirmed;
            let url = Some("https://example.org/group".to_owned());
            event.facts.organizer = Some(Organizer { id: OrganizerId::new(1), name: "NYC, Rust".to_owned(), url });
        }),
        with(6, |event| event.facts.schedule = hours(Tz::UTC, "2026-07-01T12:00:00Z", 1)),
        with(7, |event| {
            event.facts.schedule = hours(Tz::Europe__Berlin, "2026-10-25T01:30:00Z", 1);
            event.facts.status = EventStatus::Postponed;
            let closes_at = Some(at("2026-08-13T12:00:00Z"));
            event.facts.call_for_papers = Some(CallForPapers { opens_at: None, closes_at, url: None });
        }),
    ]
}

fn rule(event: &mut Event, rule: &str) {
    let rules = vec![RecurrenceRule::new(rule).unwrap()];
    event.facts.schedule.recurrence = Some(Recurrence { rules, ..Recurrence::default() });
}

fn changed(start: &str, moved_to: &str, status: EventStatus) -> Override {
    let span = Span::Timed { starts_at: at(moved_to), ends_at: None };
    let name = Some("Rust Berlin, elsewhere".to_owned());
    Override { recurrence_id: at(start), span, status, name, description: None, url: None }
}

fn of_every_rule() -> Vec<Event> {
    vec![
        with(1, |event| rule(event, "FREQ=WEEKLY;BYDAY=TU;UNTIL=20271231")),
        with(2, |event| {
            rule(event, "FREQ=MONTHLY;BYDAY=1TU");
            let recurrence = event.facts.schedule.recurrence.as_mut().unwrap();
            recurrence.additions = vec![at("2026-05-20T16:30:00Z")];
            recurrence.exclusions = vec![at("2026-08-04T16:30:00Z")];
        }),
        with(3, |event| {
            event.facts.schedule = days(Tz::Europe__Paris, "2026-05-08", "2026-05-09");
            rule(event, "FREQ=YEARLY;COUNT=4");
        }),
        with(4, |event| rule(event, "FREQ=WEEKLY;COUNT=4;UNTIL=20271231")),
        with(5, |event| {
            event.facts.schedule = hours(Tz::Africa__Casablanca, "2026-01-14T18:00:00Z", 2);
            rule(event, "FREQ=WEEKLY;INTERVAL=2");
        }),
    ]
}

fn of_changed_instances() -> Vec<Event> {
    let event = with(1, |event| {
        rule(event, "FREQ=WEEKLY;BYDAY=TU");
        event.facts.schedule.recurrence.as_mut().unwrap().overrides = vec![
            changed("2026-05-12T16:30:00Z", "2026-05-13T17:00:00Z", EventStatus::Rescheduled),
            changed("2026-05-19T16:30:00Z", "2026-05-19T16:30:00Z", EventStatus::Cancelled),
        ];
    });
    vec![event]
}

/// Evenings in many zones around every change of clocks they have.
fn in_every_zone() -> Vec<Event> {
    let zones = chrono_tz::TZ_VARIANTS.iter().step_by(13);
    let mut events: Vec<Event> = Vec::new();
    for zone in zones {
        for year in [2000, 2007, 2019, 2026, 2029, 2032] {
            for day in ["01-15", "03-29", "04-02", "07-15", "10-25", "11-01"] {
                let id = i64::try_from(events.len()).unwrap() + 1;
                events.push(with(id, |event| {
                    event.facts.name = format!("{zone} {year}-{day}");
                    event.facts.schedule = hours(*zone, &format!("{year}-{day}T17:45:00Z"), 3);
                }));
            }
        }
    }
    events.truncate(1_000);
    events
}

/// A thousand names and texts of letters from many scripts.
fn of_every_script() -> Vec<Event> {
    let mut state = 1_u32;
    let mut letter = move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let number = state >> 13;
        let ranges = [
            0x20..0x7f,
            0xa1..0x250,
            0x300..0x370,
            0x5d0..0x5eb,
            0x620..0x64b,
            0x3041..0x3097,
            0x4e00..0x9fff,
            0x1f300..0x1f64f,
        ];
        let range = ranges[usize::try_from(number % 8).unwrap()].clone();
        char::from_u32(range.start + (number / 8) % (range.end - range.start)).unwrap()
    };
    let mut text = move |length: usize| -> String { (0..length).map(|_| letter()).collect() };
    let event = |id: i64| {
        with(id, |event| {
            event.facts.name = format!("Nº {id} {}", text(30));
            event.facts.description = Some(format!("{}\n{}", text(120), text(90)));
            let start = at("2026-05-01T08:00:00Z") + TimeDelta::hours(id * 5);
            event.facts.schedule = hours(Tz::Europe__Berlin, &start.to_rfc3339(), 2);
        })
    };
    (1..=1_000).map(event).collect()
}

fn write(directory: &Path, name: &str, calendar: &Calendar, events: &[Event]) -> Result<(), Box<dyn Error>> {
    let sittings = sittings(events);
    let mut entries = entries(events, &sittings);
    nearest_future_first(&mut entries, at("2026-05-01T00:00:00Z"), |Entry { occurrence, .. }| {
        (occurrence.starts_at, occurrence.ends_at, occurrence.event_id)
    });
    let feed = match name {
        "cfps" => render_calls_for_papers(calendar, &entries),
        _ => render(calendar, &entries),
    };
    let path = directory.join(format!("{name}.ics"));
    fs::write(&path, &feed.text)?;
    println!("{} {} bytes, {} left out", path.display(), feed.text.len(), feed.left_out);
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let directory = std::env::args().nth(1).ok_or("say into which directory")?;
    let directory = Path::new(&directory);
    fs::create_dir_all(directory)?;
    let usual = calendar();
    let with_options = |change: fn(&mut Calendar)| {
        let mut calendar = calendar();
        change(&mut calendar);
        calendar
    };
    write(directory, "sorts", &usual, &of_every_sort())?;
    let rfc = with_options(|calendar| calendar.options.cancelled = CancelledPolicy::Rfc);
    write(directory, "sorts-rfc", &rfc, &of_every_sort())?;
    write(directory, "series", &usual, &of_every_rule())?;
    write(directory, "changed", &usual, &of_changed_instances())?;
    write(directory, "zones", &usual, &in_every_zone())?;
    write(directory, "scripts", &usual, &of_every_script())?;
    write(directory, "empty", &usual, &[])?;
    let alarms = with_options(|calendar| {
        calendar.options.alarms = vec![TimeDelta::days(1), TimeDelta::hours(2)];
        calendar.options.includes_calls_for_papers = true;
    });
    write(directory, "alarms", &alarms, &of_every_sort())?;
    write(directory, "cfps", &usual, &of_every_sort())
}
