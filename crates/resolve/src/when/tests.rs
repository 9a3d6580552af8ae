use super::*;
use chrono_tz::{America, Asia, Europe};

fn words(text: &str) -> TimeWords {
    TimeWords { text: text.to_owned(), zone: None }
}

fn moment(text: &str) -> Result<Moment, BadTime> {
    read(&words(text), None).map(|reading| reading.moment)
}

fn day(text: &str) -> Result<Moment, BadTime> {
    Ok(Moment::Day(text.parse().unwrap()))
}

fn local(text: &str) -> Result<Moment, BadTime> {
    Ok(Moment::Local(text.parse().unwrap()))
}

fn at(text: &str) -> Result<DateTime<Utc>, BadTime> {
    match moment(text)? {
        Moment::Instant { at, .. } => Ok(at),
        other => panic!("{text} is {other:?}"),
    }
}

fn utc(text: &str) -> Result<DateTime<Utc>, BadTime> {
    Ok(text.parse().unwrap())
}

#[test]
fn icalendar_forms_are_read() {
    assert_eq!(moment("20260301"), day("2026-03-01"));
    assert_eq!(moment("20260301T180000"), local("2026-03-01T18:00:00"));
    assert_eq!(at("20260301T180000Z"), utc("2026-03-01T18:00:00Z"));
    assert_eq!(at("20260301T1800z"), utc("2026-03-01T18:00:00Z"));
    assert_eq!(at("20260301T180000+0100"), utc("2026-03-01T17:00:00Z"));
    assert_eq!(moment("20260301180000"), local("2026-03-01T18:00:00"));
}

#[test]
fn iso_8601_is_read_as_people_write_it() {
    let five = utc("2026-03-01T17:00:00Z");
    for text in [
        "2026-03-01T18:00:00+01:00",
        "2026-03-01T18:00+0100",
        "2026-03-01T18:00:00+01",
        "2026-03-01T18+01:00",
        "2026-03-01 18:00:00 +0100",
        "2026-03-01 18:00:00.000+01:00",
        "2026-03-01T18:00:00,5+01:00",
        "2026-03-01T17:00:00.000000Z",
        "2026-03-01t17:00:00z",
        "2026-03-01T18:00:00 GMT+0100",
        "2026-03-01T18:00:00 GMT+0100 (Central European Standard Time)",
        "2026-03-01T18:00+01:00[Europe/Berlin]",
        "2026-03-01T18:00[Europe/Berlin]",
        "2026-3-1 18:00 CET",
        "2026-03-01 6:00 PM CET",
        "2026-03-01, 18:00 Europe/Berlin",
        "2026/03/01 18h00 MEZ",
        "2026-03-01T12:00:00−05:00",
    ] {
        assert_eq!(at(text), five, "{text}");
    }
    assert_eq!(moment("2026-03-01"), day("2026-03-01"));
    assert_eq!(moment(" 2026-03-01T18 "), local("2026-03-01T18:00:00"));
    assert_eq!(moment("2026-03-01 at 6:30 p.m."), local("2026-03-01T18:30:00"));
    assert_eq!(moment("2026-03-01 12:15am"), local("2026-03-01T00:15:00"));
}

#[test]
fn the_hour_24_is_the_next_day_and_a_leap_second_the_one_before() {
    assert_eq!(moment("2026-02-28T24:00:00"), local("2026-03-01T00:00:00"));
    assert_eq!(at("2026-06-30T23:59:60Z"), utc("2026-06-30T23:59:59Z"));
}

#[test]
fn mail_and_script_dates_are_read() {
    let monday = utc("2026-01-05T18:00:00Z");
    for text in [
        "Mon, 05 Jan 2026 18:00:00 +0000",
        "5 Jan 2026 18:00 GMT",
        "Mon, 05 Jan 2026 19:00:00 CET",
        "Mon Jan 05 2026 18:00:00 GMT+0000 (Coordinated Universal Time)",
        "Mon Jan  5 18:00:00 2026 UTC",
        "January 5th, 2026 at 6:00 pm UTC",
        "1767636000",
        "1767636000000",
    ] {
        assert_eq!(at(text), monday, "{text}");
    }
}

#[test]
fn days_with_the_months_name_are_read_in_several_languages() {
    for text in [
        "21 December 2026",
        "21-December-2026",
        "December-21-2026",
        "December 21, 2026",
        "Mon, 21 Dec 2026",
        "21. Dezember 2026",
        "Montag, 21. Dez. 2026",
        "21 décembre 2026",
        "lunes, 21 de diciembre de 2026",
        "21 dezembro 2026",
        "21.12.2026",
        "21/12/2026",
        "12/21/2026",
    ] {
        assert_eq!(moment(text), day("2026-12-21"), "{text}");
    }
    assert_eq!(moment("1. März 2026 um 18:00 Uhr"), local("2026-03-01T18:00:00"));
}

#[test]
fn impossible_moments_are_refused_with_the_words_at_fault() {
    for text in ["2026-02-30", "20261301", "2026-03-01T25:00", "2026-03-01T18:61:00", "2026-03-01T18:00+99:00"] {
        assert_eq!(moment(text), Err(BadTime::Impossible(text.to_owned())), "{text}");
    }
    for text in
        ["2025-06-01T11:00:00:00+01:00", "2019-9-18T10-10-00-00", "16-March-6", "TBA", "tomorrow", "2026-03", "Open"]
    {
        assert_eq!(moment(text), Err(BadTime::Form(text.to_owned())), "{text}");
    }
    assert_eq!(moment("03/04/2026"), Err(BadTime::Form("03/04/2026".to_owned())));
    assert_eq!(moment("  "), Err(BadTime::Empty));
    assert_eq!(moment("1601-01-01"), Err(BadTime::Year("1601-01-01".to_owned())));
    assert_eq!(moment(&"9".repeat(500)).unwrap_err(), BadTime::Form("9".repeat(80)));
}

#[test]
fn the_zone_named_beside_a_time_gives_its_instant() {
    let beside = |zone: &str| read(&TimeWords { text: "20260701T180000".into(), zone: Some(zone.into()) }, None);
    for zone in ["Europe/Berlin", "W. Europe Standard Time", "/mozilla.org/20050126_1/Europe/Berlin", "Berlin"] {
        let reading = beside(zone).unwrap();
        assert_eq!(reading.zone, Some(Europe::Berlin), "{zone}");
        let wall = "2026-07-01T18:00:00".parse().unwrap();
        assert_eq!(reading.moment, Moment::Instant { at: "2026-07-01T16:00:00Z".parse().unwrap(), wall });
    }
    let reading = beside("Customized Time Zone 7").unwrap();
    assert_eq!(reading.unknown_zone.as_deref(), Some("Customized Time Zone 7"));
    assert!(matches!(reading.moment, Moment::Local(_)));
    assert_eq!(beside("GMT+0200").unwrap().zone, None);
}

#[test]
fn utc_is_an_instant_but_no_zone_worth_keeping() {
    let reading = read(&TimeWords { text: "20260701T180000".into(), zone: Some("Etc/UTC".into()) }, None).unwrap();
    assert!(matches!(reading.moment, Moment::Instant { .. }));
    assert_eq!(reading.zone, None);
}

#[test]
fn an_abbreviation_behind_a_time_is_the_places_own_where_it_can_be() {
    let read = |place| read(&words("2026-07-01 18:00 IST"), place).unwrap();
    assert_eq!(read(Some(Asia::Jerusalem)).zone, Some(Asia::Jerusalem));
    assert_eq!(read(None).zone, Some(Asia::Kolkata));
    let phoenix = self::read(&words("2026-07-01 18:00 MST"), Some(America::Phoenix)).unwrap();
    assert_eq!(phoenix.zone, Some(America::Phoenix));
}

proptest::proptest! {
    #[test]
    fn no_text_breaks_a_moment(text in ".{0,60}", zone in proptest::option::of(".{0,30}")) {
        let _ = read(&TimeWords { text, zone }, Some(Europe::Berlin));
    }

    #[test]
    fn nothing_that_looks_like_a_moment_breaks_one(text in "[0-9TZ:+. ,/-]{0,40}") {
        let _ = read(&words(&text), None);
    }

    #[test]
    fn every_instant_is_read_as_it_was_written(seconds in 0_i64..7_000_000_000) {
        let at = DateTime::from_timestamp(seconds, 0).unwrap();
        for text in [at.to_rfc3339(), at.to_rfc2822(), at.format("%Y%m%dT%H%M%SZ").to_string()] {
            let read = moment(&text).unwrap();
            proptest::prop_assert_eq!(read, Moment::Instant { at, wall: at.naive_utc() });
        }
    }
}

#[test]
fn a_day_may_end_as_an_instant_does() {
    assert_eq!(moment("20260527Z"), day("2026-05-27"));
    assert_eq!(moment("2026-05-27Z"), day("2026-05-27"));
    assert!(moment("20260527ZZ").is_err());
}
