//! Each defect is named where it stands, and a sound calendar has none.

use super::{Answer, Linted, Severity, all_rules, lint};
use hobnob_domain::Page;
use std::collections::BTreeSet;

const SOUND: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Invented//Groups//EN\r\nNAME:Evenings\r\n\
    REFRESH-INTERVAL;VALUE=DURATION:PT6H\r\nBEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\nBEGIN:DAYLIGHT\r\n\
    DTSTART:20260329T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nEND:DAYLIGHT\r\nBEGIN:STANDARD\r\n\
    DTSTART:20261025T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n\
    BEGIN:VEVENT\r\nUID:4f6e2c1a@groups.example\r\nDTSTAMP:20260401T080000Z\r\nLAST-MODIFIED:20260401T080000Z\r\n\
    SEQUENCE:1\r\nDTSTART;TZID=Europe/Berlin:20260505T183000\r\nDTEND;TZID=Europe/Berlin:20260505T210000\r\n\
    SUMMARY:Rust Evening\r\nSTATUS:CONFIRMED\r\nURL:https://groups.example/1\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

fn page(body: &[u8]) -> Page {
    Page {
        url: "https://groups.example/all.ics".parse().unwrap(),
        media_type: None,
        body: body.to_vec(),
        fetched_at: "2026-05-01T08:00:00Z".parse().unwrap(),
    }
}

fn ids(linted: &Linted) -> Vec<&'static str> {
    linted.findings.iter().map(|finding| finding.rule.id).collect()
}

fn linted(body: &str) -> Linted {
    lint(&page(body.as_bytes()), None)
}

/// What is found when a part of a sound calendar is exchanged, or an event's line is added where the part is empty.
fn changed(part: &str, other: &str) -> Vec<&'static str> {
    let body = match part {
        "" => SOUND.replacen("SUMMARY:", &format!("{other}\r\nSUMMARY:"), 1),
        part => {
            assert!(SOUND.contains(part), "{part}");
            SOUND.replacen(part, other, 1)
        }
    };
    ids(&linted(&body))
}

#[test]
fn a_sound_calendar_has_no_defect() {
    let linted = linted(SOUND);
    assert_eq!((ids(&linted), linted.events, linted.is_clean()), (Vec::new(), 1, true));
}

#[test]
fn every_defect_of_a_line_is_named() {
    for (part, other, found) in [
        ("VERSION:2.0\r\n", "", "no-version"),
        ("VERSION:2.0", "VERSION:1.0", "bad-version"),
        ("PRODID:-//Invented//Groups//EN\r\n", "", "no-prodid"),
        ("NAME:Evenings", "CALSCALE:GEORGIAN\r\nNAME:Evenings", "bad-calscale"),
        ("NAME:Evenings", "METHOD:REQUEST\r\nNAME:Evenings", "inviting-method"),
        ("NAME:Evenings", "METHOD:EXPORT\r\nNAME:Evenings", "unknown-method"),
        ("NAME:Evenings", "VERSION:2.0\r\nNAME:Evenings", "property-twice"),
        ("NAME:Evenings", "X-WR-TIMEZONE:Eastern Time\r\nNAME:Evenings", "bad-x-wr-timezone"),
        ("NAME:Evenings", "X-Robots-Tag:noindex\r\nNAME:Evenings", "http-header-in-body"),
        ("NAME:Evenings", "X-A:1", "no-name"),
        ("REFRESH-INTERVAL;VALUE=DURATION:PT6H", "REFRESH-INTERVAL;VALUE=DURATION:P15M", "bad-refresh"),
        ("REFRESH-INTERVAL;VALUE=DURATION:PT6H", "REFRESH-INTERVAL:PT6H", "refresh-without-value"),
        ("REFRESH-INTERVAL;VALUE=DURATION:PT6H", "X-B:1", "no-refresh"),
        ("UID:4f6e2c1a@groups.example\r\n", "", "no-uid"),
        ("UID:4f6e2c1a@groups.example", "UID:637", "bare-uid"),
        ("UID:4f6e2c1a@groups.example", "UID:evening-20260505@groups.example", "uid-from-date"),
        ("UID:4f6e2c1a@groups.example", "UID:2026-05-05-evening@groups.example", "uid-from-date"),
        ("DTSTAMP:20260401T080000Z\r\n", "", "no-dtstamp"),
        ("DTSTAMP:20260401T080000Z", "DTSTAMP:20260401T080000", "stamp-not-utc"),
        ("DTSTAMP:20260401T080000Z", "DTSTAMP:yesterday", "bad-moment"),
        ("LAST-MODIFIED:20260401T080000Z\r\n", "", "no-last-modified"),
        ("SEQUENCE:1\r\n", "", "no-sequence"),
        ("SEQUENCE:1", "SEQUENCE:-1", "bad-sequence"),
        ("DTSTART;TZID=Europe/Berlin:20260505T183000\r\n", "", "no-dtstart"),
        ("DTEND;TZID=Europe/Berlin:20260505T210000", "DTEND;TZID=Europe/Berlin:20260505T170000", "end-before-start"),
        ("DTEND;TZID=Europe/Berlin:20260505T210000", "DTEND;TZID=Europe/Berlin:20260505T183000", "no-length"),
        ("DTEND;TZID=Europe/Berlin:20260505T210000", "DTEND;TZID=Europe/Berlin:20261105T210000", "very-long"),
        ("DTEND;TZID=Europe/Berlin:20260505T210000", "DTEND;VALUE=DATE:20260506", "end-of-another-kind"),
        ("DTEND;TZID=Europe/Berlin:20260505T210000\r\n", "", "no-end"),
        ("DTEND;TZID=Europe/Berlin:20260505T210000", "DURATION:P2H", "bad-duration"),
        ("", "DURATION:PT2H", "end-and-duration"),
        ("DTEND;TZID=Europe/Berlin:20260505T210000", "DTEND;TZID=Europe/Berlin:20260532T210000", "bad-moment"),
        ("DTEND;TZID=Europe/Berlin:20260505T210000", "DTEND;TZID=Europe/Berlin:20260505T210000Z", "zone-on-utc"),
        ("DTEND;TZID=Europe/Berlin:20260505T210000", "DTEND:20260505T210000", "floating-time"),
        ("DTEND;TZID=Europe/Berlin:20260505T210000", "DTEND;TZID=Europe/Bern:20260505T210000", "zone-not-told"),
        ("STATUS:CONFIRMED", "STATUS:OPEN", "unknown-word"),
        ("STATUS:CONFIRMED\r\n", "", "no-status"),
        ("SUMMARY:Rust Evening", "SUMMARY:Rust Evening - CANCELLED", "cancelled-in-name"),
        ("SUMMARY:Rust Evening\r\n", "", "no-summary"),
        ("SUMMARY:Rust Evening", "SUMMARY:Rust, and more", "not-escaped"),
        ("SUMMARY:Rust Evening", "SUMMARY:C:\\dir", "bad-escape"),
        ("SUMMARY:Rust Evening", "SUMMARY:<b>Rust</b> Evening", "markup-in-text"),
        ("SUMMARY:Rust Evening", "SUMMARY:Rust &amp\\; more", "entities-in-text"),
        ("SUMMARY:Rust Evening", "SUMMARY:Rust\u{1} Evening", "control-character"),
        ("SUMMARY:Rust Evening", "SUMMARY:Rust\r\n\r\n Evening", "empty-line"),
        ("SUMMARY:Rust Evening", "SUMMARY:Rust\nX-EVENING:1", "bare-line-end"),
        ("SUMMARY:Rust Evening", "SUMMARY:Rust\r\nand more", "no-content-line"),
        ("URL:https://groups.example/1\r\n", "", "no-url"),
        ("URL:https://groups.example/1", "URL:/events/1", "bad-url"),
        ("URL:https://groups.example/1", "URL:javascript:alert(1)", "script-url"),
        ("", "GEO:0;0", "zero-geo"),
        ("", "GEO:113.4;52.5", "bad-geo"),
        ("", "GEO:52.5;13.4\r\nX-APPLE-STRUCTURED-LOCATION;VALUE=URI:geo:13.4,52.5", "swapped-geo"),
        ("", "ORGANIZER:Rust Berlin", "bad-organizer"),
        ("", "ATTENDEE:mailto:who@groups.example", "attendees"),
        ("", "CATEGORIES:", "empty-value"),
        ("", "RRULE:FREQ=FORTNIGHTLY", "bad-rule"),
        ("", "RRULE:FREQ=WEEKLY;COUNT=3;UNTIL=20260701T000000Z", "count-and-until"),
        ("", "RRULE:FREQ=WEEKLY;UNTIL=20260701", "until-of-another-kind"),
        ("", "RRULE:FREQ=MINUTELY", "too-often"),
        ("", "RRULE:FREQ=WEEKLY\r\nRRULE:FREQ=MONTHLY", "two-rules"),
        ("", "RRULE:FREQ=WEEKLY;BYDAY=MO", "start-outside-its-rule"),
        ("", "EXDATE:soon", "bad-exception"),
        ("", "RRULE:FREQ=WEEKLY\r\nEXDATE;VALUE=DATE:20260512", "exception-of-another-kind"),
        ("", "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT15M\r\nEND:VALARM", "alarm"),
        ("", "BEGIN:VALARM\r\nTRIGGER:-PT15M\r\nEND:VALARM", "incomplete-alarm"),
        ("", "BEGIN:VALARM\r\nACTION:SING\r\nTRIGGER:-PT15M\r\nEND:VALARM", "bad-action"),
        ("", "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:soon\r\nEND:VALARM", "bad-trigger"),
        ("", "BEGIN:VALARM\r\nACTION:NONE\r\nTRIGGER;VALUE=DATE-TIME:19760401T005545Z\r\nEND:VALARM", "junk-trigger"),
        ("TZID:Europe/Berlin\r\n", "TZID:Europe/Berlin\r\nTZID:Europe/Vienna\r\n", "zone-with-two-ids"),
        ("TZID:Europe/Berlin\r\n", "", "zone-without-id"),
        ("TZOFFSETFROM:+0100\r\n", "", "incomplete-observance"),
        ("TZOFFSETTO:+0200", "TZOFFSETTO:+2", "bad-offset"),
        ("TZOFFSETTO:+0200", "TZOFFSETTO:+005328", "offset-with-seconds"),
        ("TZOFFSETTO:+0200", "TZOFFSETTO:+0100", "no-daylight"),
        ("DTSTART:20260329T020000", "DTSTART:20260329T020000Z", "bad-onset"),
        ("END:VEVENT\r\n", "", "cut-off"),
        ("END:VCALENDAR\r\n", "", "cut-off"),
        ("END:VCALENDAR\r\n", "END:VCALENDAR", "no-last-line-end"),
        ("BEGIN:VCALENDAR", "\u{feff}BEGIN:VCALENDAR", "byte-order-mark"),
        ("BEGIN:VCALENDAR", "X-WARNING:1\r\nBEGIN:VCALENDAR", "outside-a-calendar"),
    ] {
        let all = changed(part, other);
        assert!(all.contains(&found), "{part:?} → {other:?}: {all:?}");
    }
}

#[test]
fn days_that_are_lost_are_found() {
    let timed = "DTSTART;TZID=Europe/Berlin:20260505T183000\r\nDTEND;TZID=Europe/Berlin:20260505T210000";
    let with = |times: &str| ids(&linted(&SOUND.replace(timed, times)));
    assert_eq!(with("DTSTART;VALUE=DATE:20260505\r\nDTEND;VALUE=DATE:20260505"), ["inclusive-end", "unused-zone"]);
    assert_eq!(with("DTSTART:20260505\r\nDTEND;VALUE=DATE:20260506"), ["date-without-value", "unused-zone"]);
    assert_eq!(with("DTSTART:20260505T000000Z\r\nDTEND:20260505T235900Z"), ["days-as-hours", "unused-zone"]);
    assert_eq!(with("DTSTART;VALUE=DATE:20240131\r\nDTEND;VALUE=DATE:20240132"), ["bad-moment", "unused-zone"]);
    assert_eq!(with("DTSTART;VALUE=DATE:20240131\r\nDTEND;VALUE=DATE:20240201"), ["unused-zone"]);
}

#[test]
fn a_finding_names_its_lines_and_what_stands_there() {
    let linted = linted(&SOUND.replace("STATUS:CONFIRMED", "STATUS:OPEN"));
    let finding = &linted.findings[0];
    assert_eq!((finding.lines.as_slice(), finding.detail.as_deref()), ([27].as_slice(), Some("STATUS:OPEN")));
    assert_eq!(finding.rule.section, "RFC 5545 §3.8.1.11");
}

/// A calendar of so many events, with a change of each.
fn many(count: usize, change: impl Fn(usize, &str) -> String) -> Vec<&'static str> {
    let start = SOUND.find("BEGIN:VEVENT").unwrap();
    let end = SOUND.find("END:VCALENDAR").unwrap();
    let event = &SOUND[start..end];
    let events: String = (0..count)
        .map(|number| {
            let uid = format!("UID:{number:08x}@groups.example");
            let event = event.replace("UID:4f6e2c1a@groups.example", &uid);
            let stamp = format!("202604{:02}T080000Z", number % 28 + 1);
            change(number, &event.replace("20260401T080000Z", &stamp))
        })
        .collect();
    ids(&linted(&format!("{}{events}{}", &SOUND[..start], &SOUND[end..])))
}

#[test]
fn what_only_many_events_show_is_found() {
    assert_eq!(many(4, |_, event| event.to_owned()), Vec::<&str>::new());
    let same = many(3, |_, event| event.replace(&event[14..41], "UID:4f6e2c1a@groups.example"));
    assert!(same.contains(&"duplicate-uid"), "{same:?}");
    let clock =
        many(3, |number, event| event.replace(&format!("202604{:02}T080000Z", number % 28 + 1), "20260501T075959Z"));
    assert_eq!(clock, ["dtstamp-is-clock", "last-modified-is-clock"]);
    let new = many(3, |number, event| {
        let event = event.replace(&format!("202604{:02}T080000Z", number % 28 + 1), "20260501T075959Z");
        event.replace("SEQUENCE:1", "CREATED:20260501T075959Z\r\nSEQUENCE:0")
    });
    assert_eq!(new, Vec::<&str>::new());
    assert_eq!(many(3, |_, event| event.replace("CONFIRMED", "TENTATIVE")), ["all-tentative"]);
    assert_eq!(many(1_112, |_, event| event.to_owned()), ["too-many-events"]);
    let words = "word ".repeat(14);
    let long = format!("DESCRIPTION:\r\n {}\r\nSUMMARY:", format!("{words}\r\n ").repeat(20).trim_end());
    assert_eq!(many(800, |_, event| event.replace("SUMMARY:", &long)), ["too-large"]);
}

#[test]
fn bytes_that_are_no_text_are_found() {
    let latin = SOUND.replace("Rust Evening", "Caf\u{e9}");
    let latin: Vec<u8> = latin.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    assert_eq!(ids(&lint(&page(&latin), None)), ["not-utf-8"]);
    let wide: Vec<u8> = SOUND.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let wide = [vec![0xFE, 0xFF], wide].concat();
    assert!(ids(&lint(&page(&wide), None)).contains(&"not-utf-8"));
    let split = SOUND.replace("Rust Evening", "Caf\u{e9} Evening").into_bytes();
    let at = split.iter().position(|byte| *byte == 0xC3).unwrap();
    let split = [&split[..=at], b"\r\n ".as_slice(), &split[at + 1..]].concat();
    assert_eq!(ids(&lint(&page(&split), None)), ["split-character"]);
    let long = SOUND.replace("Rust Evening", &"long ".repeat(20));
    assert_eq!(ids(&linted(&long)), ["long-line"]);
}

#[test]
fn what_is_no_calendar_is_said_to_be_what_it_is() {
    for (body, told) in [
        ("", "nothing"),
        ("{\"message\":\"Group not found\"}", "JSON: {\"message\":\"Group not found\"}"),
        ("<!doctype html><html><title>Just a moment...</title></html>", "a page that asks whether you are a robot"),
        ("<html><body>Sign in</body></html>", "a web page without events"),
        ("403 Forbidden", "403 Forbidden"),
    ] {
        let linted = linted(body);
        assert_eq!(ids(&linted), ["not-a-calendar"], "{body}");
        assert_eq!(linted.findings[0].detail.as_deref(), Some(told));
    }
}

#[test]
fn the_markup_of_a_page_is_checked_too() {
    let event = r#"{"@type":"Event","name":"Rust","startDate":"2026-05-05T18:30:00","endDate":"2026-05-05T17:00:00"}"#;
    let linted = linted(&format!("<html><script type=\"application/ld+json\">{event}</script></html>"));
    let found: BTreeSet<&str> = ids(&linted).into_iter().collect();
    for id in ["no-offset", "event-without-place", "event-without-status", "no-calendar"] {
        assert!(found.contains(id), "{id}: {found:?}");
    }
}

#[test]
fn how_it_was_sent_is_checked() {
    let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let of = |answer: Answer| ids(&lint(&page(SOUND.as_bytes()), Some(&answer)));
    let sound = Answer {
        headers: vec![header("content-type", "text/calendar; charset=utf-8"), header("etag", "\"a\"")],
        is_revalidated: Some(true),
        has_changed: Some(false),
        ..Answer::default()
    };
    assert_eq!(of(sound.clone()), Vec::<&str>::new());
    let bad = Answer {
        headers: vec![
            header("content-type", "text/plain"),
            header("cache-control", "no-store, private"),
            header("set-cookie", "a=1"),
        ],
        redirects: vec!["http://groups.example/".parse().unwrap()],
        is_revalidated: None,
        has_changed: Some(true),
    };
    assert_eq!(of(bad), ["content-type", "bytes-churn", "no-store", "no-validators", "redirected", "cookie"]);
    assert_eq!(of(Answer { is_revalidated: Some(false), ..sound }), ["no-304"]);
}

#[test]
fn every_rule_says_where_why_and_what_to_do() {
    let mut seen = BTreeSet::new();
    for rule in all_rules() {
        assert!(seen.insert(rule.id), "{} stands twice", rule.id);
        let is_word = rule.id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        assert!(is_word && !rule.section.is_empty(), "{}", rule.id);
        assert!(rule.fault.ends_with('.') && rule.cure.ends_with('.'), "{}", rule.id);
    }
    assert!(seen.len() > 90 && Severity::Error < Severity::Hint);
}

proptest::proptest! {
    #[test]
    fn nothing_makes_it_panic(body in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..400), at in 0_usize..700) {
        let _ = lint(&page(&body), None);
        let mut spliced = SOUND.as_bytes().to_vec();
        let at = at.min(spliced.len());
        spliced.splice(at..at, body);
        let _ = lint(&page(&spliced), None);
    }
}
