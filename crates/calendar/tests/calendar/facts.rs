//! What one event says.

use crate::made::{at, calendar, days, entries, evening, rendered, sittings, value, vevents};
use chrono::TimeDelta;
use chrono_tz::Tz;
use hobnob_calendar::{Remarks, Renderer};
use hobnob_domain::{
    AttendanceMode, CalendarOptions, CancelledPolicy, Countries, EventStatus, Goal, Organizer, OrganizerId, Override,
    Recurrence, RecurrenceRule, Schedule, Span, Standing,
};

#[test]
fn an_evening_reads_like_this_to_the_last_byte() {
    let text = rendered(&calendar(), &[evening(7)]).text;
    let expected = "\
BEGIN:VEVENT
UID:7@example.org
DTSTAMP:20260401T080000Z
LAST-MODIFIED:20260401T080000Z
CREATED:20260102T030405Z
SEQUENCE:3
DTSTART;TZID=Europe/Berlin:20260505T183000
DTEND;TZID=Europe/Berlin:20260505T213000
SUMMARY:Rust Berlin
STATUS:CONFIRMED
TRANSP:TRANSPARENT
LOCATION:c-base\\, Rungestraße 20\\, Berlin\\, DE
GEO:52.512980;13.420170
URL:https://example.org/rust-berlin
CATEGORIES:Rust
DESCRIPTION:Talks\\, then pizza.\\n\\nhttps://example.org/rust-berlin\\nWhy: Ru
 st
END:VEVENT
"
    .replace('\n', "\r\n");
    let start = text.find("BEGIN:VEVENT").unwrap();
    let end = text.find("END:VCALENDAR").unwrap();
    assert_eq!(&text[start..end], expected);
}

#[test]
fn a_country_is_called_as_the_caller_says_and_nothing_else_changes() {
    let mut event = evening(1);
    let changed = Override {
        recurrence_id: at("2026-05-12T16:30:00Z"),
        span: Span::Timed { starts_at: at("2026-05-12T17:00:00Z"), ends_at: None },
        status: EventStatus::Scheduled,
        name: None,
        description: None,
        url: None,
    };
    let rules = vec![RecurrenceRule::new("FREQ=WEEKLY;COUNT=3").unwrap()];
    event.facts.schedule.recurrence = Some(Recurrence { rules, overrides: vec![changed], ..Recurrence::default() });
    let events = [event];
    let text = |countries| {
        let (remarks, sittings) = (Remarks::default(), sittings(&events));
        Renderer { remarks: &remarks, countries }.render(&calendar(), &entries(&events, &sittings)).text
    };
    let named = text(Countries(|code| (code.as_str() == "DE").then_some("Germany")));
    assert_eq!(named.matches("LOCATION:c-base\\, Rungestraße 20\\, Berlin\\, Germany\r\n").count(), 2, "{named}");
    assert_eq!(named.replace("Berlin\\, Germany", "Berlin\\, DE"), text(Countries::default()));
}

#[test]
fn whole_days_end_on_the_day_after_in_every_month() {
    let mut event = evening(1);
    event.facts.schedule = days(Tz::Europe__Berlin, "2026-10-30", "2026-10-31");
    assert_eq!(value(&calendar(), &event, "DTSTART").as_deref(), Some(";VALUE=DATE:20261030"));
    assert_eq!(value(&calendar(), &event, "DTEND").as_deref(), Some(";VALUE=DATE:20261101"));
}

#[test]
fn an_unknown_end_is_two_hours_and_says_so() {
    let mut event = evening(1);
    event.facts.schedule =
        Schedule::once(Tz::Europe__Berlin, Span::Timed { starts_at: at("2026-05-05T16:30:00Z"), ends_at: None });
    assert_eq!(value(&calendar(), &event, "DTEND").as_deref(), Some(";TZID=Europe/Berlin:20260505T203000"));
    let said = value(&calendar(), &event, "DESCRIPTION").unwrap();
    assert!(said.contains("The end is not announced\\; two hours are assumed."), "{said}");
}

#[test]
fn a_cancelled_event_is_marked_struck_or_dropped_as_the_calendar_asks() {
    let mut event = evening(1);
    event.facts.status = EventStatus::Cancelled;
    let told = |cancelled| {
        let mut calendar = calendar();
        calendar.options =
            CalendarOptions { cancelled, alarms: vec![TimeDelta::hours(2)], ..CalendarOptions::default() };
        let words = |name| value(&calendar, &event, name);
        (words("SUMMARY"), words("STATUS"), words("TRANSP"))
    };
    let words =
        |name: &str, status: &str| (Some(name.to_owned()), Some(status.to_owned()), Some("TRANSPARENT".to_owned()));
    assert_eq!(told(CancelledPolicy::Mark), words("Cancelled: Rust Berlin", "CONFIRMED"));
    assert_eq!(told(CancelledPolicy::Rfc), words("Rust Berlin", "CANCELLED"));
    assert_eq!(told(CancelledPolicy::Drop).1, Some("CONFIRMED".to_owned()));
    assert_eq!(told(CancelledPolicy::Drop).0, Some("Nothing matches “My Rust” at the moment".to_owned()));
}

#[test]
fn an_online_event_shows_where_to_join_in_every_field_a_client_may_show() {
    let mut event = evening(1);
    event.facts.attendance_mode = AttendanceMode::Online;
    event.facts.venue = None;
    event.facts.join_url = Some("https://meet.example.org/ru st".to_owned());
    let join = "https://meet.example.org/ru%20st";
    assert_eq!(value(&calendar(), &event, "LOCATION").as_deref(), Some(join));
    assert_eq!(value(&calendar(), &event, "CONFERENCE"), Some(format!(";VALUE=URI:{join}")));
    assert!(value(&calendar(), &event, "DESCRIPTION").unwrap().contains(&format!("Join: {join}")));
    event.facts.join_url = None;
    assert_eq!(value(&calendar(), &event, "LOCATION").as_deref(), Some("Online"));
}

#[test]
fn who_invites_is_a_contact_and_no_organizer() {
    let mut event = evening(1);
    let url = Some("https://example.org/group".to_owned());
    event.facts.organizer = Some(Organizer { id: OrganizerId::new(1), name: "Rust, Berlin".to_owned(), url });
    assert_eq!(value(&calendar(), &event, "CONTACT").as_deref(), Some("Rust\\, Berlin\\, https://example.org/group"));
    assert_eq!(value(&calendar(), &event, "ORGANIZER"), None);
}

#[test]
fn the_description_ends_with_the_events_own_page_and_why_it_is_here() {
    let mut event = evening(1);
    event.facts.goals = vec![Goal::OpenSource, Goal::Networking];
    event.facts.is_free = Some(true);
    let said = value(&calendar(), &event, "DESCRIPTION").unwrap();
    let expected = "Talks\\, then pizza.\\n\\nFree of charge.\\n\\n\
        https://example.org/rust-berlin\\nWhy: Rust · for open source\\, networking";
    assert_eq!(said, expected);
}

#[test]
fn alarms_are_told_only_where_they_are_asked_for() {
    assert_eq!(rendered(&calendar(), &[evening(1)]).text.matches("BEGIN:VALARM").count(), 0);
    let mut calendar = calendar();
    calendar.options.alarms = vec![TimeDelta::days(1), TimeDelta::minutes(90), TimeDelta::zero()];
    let text = rendered(&calendar, &[evening(1)]).text;
    let triggers: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("TRIGGER:")).collect();
    assert_eq!(triggers, ["-P1D", "-PT90M", "PT0S"]);
}

#[test]
fn an_unconfirmed_event_is_tentative_and_a_gone_one_is_absent() {
    let mut event = evening(1);
    event.standing = Standing::Unconfirmed;
    assert_eq!(value(&calendar(), &event, "STATUS").as_deref(), Some("TENTATIVE"));
    let mut calendar = calendar();
    calendar.options.includes_tentative = false;
    assert_eq!(value(&calendar, &event, "UID").as_deref(), Some("nothing-yet@hobnob"));
    event.standing = Standing::Gone;
    calendar.options.includes_tentative = true;
    let gone = rendered(&calendar, &[event]);
    assert_eq!((vevents(&gone.text).len(), gone.left_out), (1, 0));
}

#[test]
fn a_uid_no_line_can_hold_is_made_anew_from_the_id() {
    let mut event = evening(40);
    for uid in ["", "a\r\nATTENDEE:mailto:x@example.org", &"x".repeat(256)] {
        event.uid = uid.to_owned();
        assert_eq!(value(&calendar(), &event, "UID").as_deref(), Some("18@hobnob"));
    }
}
