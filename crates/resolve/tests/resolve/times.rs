//! How words about times become a schedule.

use chrono::{NaiveDate, TimeDelta};
use chrono_tz::{Etc, Tz};
use hobnob_domain::{Draft, RecurrenceRule, SeriesRole, Span, TimeWords, Words};

use crate::sample::{RESOLVER, at, draft, known, now, place, problems, source, time, time_in, words};

fn timed(start: &str, end: Option<&str>) -> Span {
    Span::Timed { starts_at: at(start), ends_at: end.map(at) }
}

fn days(first: &str, last: &str) -> Span {
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    Span::AllDay { starts_on: day(first), ends_on: day(last) }
}

fn span(words: Words) -> Span {
    draft(words).facts.schedule.span
}

fn berlin(start: &str, end: Option<&str>) -> Words {
    Words { end: end.and_then(time), places: place("Berlin, Germany"), ..words("Rust", start) }
}

fn zone(draft: &Draft) -> &'static str {
    draft.facts.schedule.zone.name()
}

#[test]
fn the_zone_beside_the_start_outranks_the_places_and_that_the_feeds() {
    let all = Words {
        start: time_in("20260701T180000", "America/New_York"),
        places: place("Berlin, Germany"),
        zone: Some("Asia/Tokyo".into()),
        ..words("Rust", "")
    };
    assert_eq!(zone(&draft(all.clone())), "America/New_York");
    let floating = Words { start: time("20260701T180000"), ..all.clone() };
    let drafted = draft(floating);
    assert_eq!(zone(&drafted), "Europe/Berlin");
    assert_eq!(drafted.facts.schedule.span, timed("2026-07-01T16:00:00Z", None));
    let nowhere = Words { start: time("20260701T180000"), places: Vec::new(), ..all };
    assert_eq!(zone(&draft(nowhere)), "Asia/Tokyo");
}

#[test]
fn utc_is_an_instant_and_the_place_says_how_late_it_is_there() {
    let drafted = draft(berlin("20260701T160000Z", None));
    assert_eq!((zone(&drafted), drafted.facts.schedule.span), ("Europe/Berlin", timed("2026-07-01T16:00:00Z", None)));
    assert_eq!(problems(&drafted), Vec::<&str>::new());
}

#[test]
fn a_floating_time_without_zone_and_place_is_utc_with_a_problem() {
    let drafted = draft(words("Rust", "2026-07-01T18:00"));
    assert_eq!(drafted.facts.schedule.zone, Tz::UTC);
    assert_eq!(problems(&drafted), ["the start has no zone that is known and no place: it is taken for UTC"]);
    let drafted = draft(words("Rust", "2026-07-01"));
    assert_eq!(problems(&drafted), Vec::<&str>::new());
}

#[test]
fn an_offset_without_place_is_shown_as_the_source_shows_it() {
    assert_eq!(draft(words("Rust", "2026-07-01T18:00-0700")).facts.schedule.zone, Tz::Etc__GMTPlus7);
    assert_eq!(draft(words("Rust", "2026-07-01T18:00+05:30")).facts.schedule.zone, Tz::Asia__Kolkata);
    assert_eq!(draft(words("Rust", "2026-07-01T18:00Z")).facts.schedule.zone, Tz::UTC);
    assert_eq!(Etc::GMTPlus7, Tz::Etc__GMTPlus7);
}

#[test]
fn an_unknown_zone_is_a_problem_and_the_places_zone_holds() {
    let drafted = draft(Words { start: time_in("20260701T180000", "Customized Zone"), ..berlin("", None) });
    assert_eq!((zone(&drafted), drafted.facts.schedule.span), ("Europe/Berlin", timed("2026-07-01T16:00:00Z", None)));
    assert_eq!(problems(&drafted), ["the start's zone `Customized Zone` is not known"]);
}

#[test]
fn a_zone_that_is_known_by_its_offset_alone_is_told() {
    let nirgendheim = "(UTC+01:00) Nirgendheim";
    let drafted = draft(Words { start: time_in("20260701T180000", nirgendheim), ..words("Rust", "") });
    assert_eq!(drafted.facts.schedule.span, timed("2026-07-01T17:00:00Z", None));
    let told =
        "the start: of the zone `(UTC+01:00) Nirgendheim` only the offset is known: in summer it may be an hour off";
    assert_eq!(problems(&drafted), [told]);
    // The clocks of the place are an hour ahead in summer.
    let drafted = draft(Words { start: time_in("20260701T180000", nirgendheim), ..berlin("", None) });
    assert_eq!((zone(&drafted), drafted.facts.schedule.span), ("Europe/Berlin", timed("2026-07-01T16:00:00Z", None)));
    assert_eq!(problems(&drafted), Vec::<&str>::new());
    let in_german = "(UTC+01:00) Amsterdam, Berlin, Bern, Rom, Stockholm, Wien";
    let drafted = draft(Words { start: time_in("20260701T180000", in_german), ..words("Rust", "") });
    assert_eq!(
        (drafted.facts.schedule.span, problems(&drafted)),
        (timed("2026-07-01T16:00:00Z", None), Vec::<&str>::new())
    );
}

#[test]
fn an_end_that_is_missing_is_not_made_up() {
    assert_eq!(span(berlin("2026-07-01T18:00", None)), timed("2026-07-01T16:00:00Z", None));
    assert_eq!(span(berlin("2026-07-01T18:00", Some("2026-07-01T18:00"))), timed("2026-07-01T16:00:00Z", None));
    assert_eq!(span(berlin("2026-07-01T18:00", Some("2026-07-01"))), timed("2026-07-01T16:00:00Z", None));
}

#[test]
fn an_end_before_the_start_is_dropped_with_a_problem() {
    let drafted = draft(berlin("2026-07-01T18:00", Some("2026-07-01T17:00")));
    assert_eq!(drafted.facts.schedule.span, timed("2026-07-01T16:00:00Z", None));
    assert_eq!(problems(&drafted), ["it ends before it starts: the end is ignored"]);
    let drafted = draft(berlin("2026-07-05", Some("2026-07-01")));
    assert_eq!(drafted.facts.schedule.span, days("2026-07-05", "2026-07-05"));
    assert_eq!(problems(&drafted), ["it ends before it starts: the end is ignored"]);
}

#[test]
fn a_night_that_is_written_as_one_day_ends_on_the_next() {
    assert_eq!(
        span(berlin("2026-07-01T21:00", Some("2026-07-01T01:30"))),
        timed("2026-07-01T19:00:00Z", Some("2026-07-01T23:30:00Z"))
    );
    // Neither a slip of the hand nor another day is a night.
    assert_eq!(span(berlin("2026-07-01T21:00", Some("2026-07-01T09:00"))), timed("2026-07-01T19:00:00Z", None));
    assert_eq!(span(berlin("2026-07-01T21:00", Some("2026-06-30T01:30"))), timed("2026-07-01T19:00:00Z", None));
    assert_eq!(span(berlin("2026-07-01T05:00", Some("2026-07-01T01:30"))), timed("2026-07-01T03:00:00Z", None));
}

#[test]
fn anywhere_on_earth_is_no_zone_of_an_event() {
    for aoe in ["AoE", "UTC-12"] {
        let drafted = draft(Words {
            zone: Some(aoe.to_owned()),
            places: place("Suzhou, China"),
            ..words("Lake Conf", "2026-12-09").with_end("2026-12-15")
        });
        assert_eq!((zone(&drafted), problems(&drafted)), ("Asia/Shanghai", Vec::new()), "{aoe}");
        let town = drafted.facts.venue.and_then(|venue| venue.locality);
        assert_eq!(town.as_deref(), Some("Suzhou"));
        let stanford =
            Words { zone: Some(aoe.to_owned()), places: place("Stanford, USA"), ..words("Lake Conf", "2026-12-09") };
        assert_eq!(zone(&draft(stanford)), "America/Los_Angeles");
    }
}

#[test]
fn a_date_as_end_is_the_last_day_or_the_first_that_is_over() {
    let fair = |is_exclusive| Words { end_is_exclusive: is_exclusive, ..berlin("2026-10-08", Some("2026-10-11")) };
    assert_eq!(span(fair(true)), days("2026-10-08", "2026-10-10"));
    assert_eq!(span(fair(false)), days("2026-10-08", "2026-10-11"));
    let one_day = Words { end_is_exclusive: true, ..berlin("2026-10-08", Some("2026-10-08")) };
    assert_eq!(span(one_day), days("2026-10-08", "2026-10-08"));
    assert_eq!(span(berlin("2026-01-31", None)), days("2026-01-31", "2026-01-31"));
}

#[test]
fn midnight_to_the_last_minute_is_whole_days() {
    assert_eq!(span(berlin("2026-07-01T00:00", Some("2026-07-03T23:59"))), days("2026-07-01", "2026-07-03"));
    assert_eq!(span(berlin("2026-07-01T00:00:00", Some("2026-07-01T23:59:59"))), days("2026-07-01", "2026-07-01"));
    assert_eq!(
        span(berlin("2026-07-01T00:00+02:00", Some("2026-07-02T00:00+02:00"))),
        days("2026-07-01", "2026-07-01")
    );
    assert_eq!(
        span(words("Rust", "2026-07-01T00:00:00Z").with_end("2026-07-01T23:59:59Z")),
        days("2026-07-01", "2026-07-01")
    );
    // 17:00 in California.
    let hackathon = Words {
        places: place("San Francisco, CA, USA"),
        ..words("Rust", "2026-07-04T00:00:00Z").with_end("2026-07-05T00:00:00Z")
    };
    assert_eq!(span(hackathon), timed("2026-07-04T00:00:00Z", Some("2026-07-05T00:00:00Z")));
    let evening = berlin("2026-07-01T00:00", Some("2026-07-01T02:00"));
    assert_eq!(span(evening), timed("2026-06-30T22:00:00Z", Some("2026-07-01T00:00:00Z")));
}

trait WithEnd {
    fn with_end(self, end: &str) -> Self;
}

impl WithEnd for Words {
    fn with_end(self, end: &str) -> Self {
        Self { end: time(end), ..self }
    }
}

#[test]
fn a_duration_gives_the_end() {
    let lasting = |start: &str, duration: &str| Words { duration: Some(duration.into()), ..berlin(start, None) };
    let evening = timed("2026-07-01T16:00:00Z", Some("2026-07-01T18:30:00Z"));
    assert_eq!(span(lasting("2026-07-01T18:00", "PT2H30M")), evening);
    assert_eq!(span(lasting("2026-07-01", "P3D")), days("2026-07-01", "2026-07-03"));
    assert_eq!(span(lasting("2026-07-01", "PT2H")), days("2026-07-01", "2026-07-01"));
    // A day in which clocks go forward is a day.
    let night = timed("2026-03-28T17:00:00Z", Some("2026-03-29T16:00:00Z"));
    assert_eq!(span(lasting("2026-03-28T18:00", "P1D")), night);
    let drafted = draft(lasting("2026-07-01T18:00", "two hours"));
    assert_eq!(problems(&drafted), ["`two hours` is not a duration such as PT2H"]);
}

#[test]
fn hours_of_whole_days_are_days() {
    let lasting = |duration: &str| span(Words { duration: Some(duration.into()), ..words("Rust", "20260701") });
    assert_eq!(lasting("PT24H"), days("2026-07-01", "2026-07-01"));
    assert_eq!(lasting("PT48H"), days("2026-07-01", "2026-07-02"));
    assert_eq!(lasting("P1DT12H"), days("2026-07-01", "2026-07-02"));
}

#[test]
fn a_series_given_as_one_event_is_a_problem_and_loses_its_end() {
    let lasting =
        |name: &str, end: &str| draft(Words { name: Some(name.into()), ..berlin("2026-07-01T18:00", Some(end)) });
    let evening = lasting("Rust Evening", "2026-07-16T20:00");
    assert_eq!(evening.facts.schedule.span, timed("2026-07-01T16:00:00Z", None));
    assert_eq!(problems(&evening), ["it takes 15 days: is it a series? Only the start is kept"]);
    let fortnight = lasting("Rust Evening", "2026-07-15T18:00");
    assert_eq!(
        (problems(&fortnight), fortnight.facts.schedule.span),
        (vec![], timed("2026-07-01T16:00:00Z", Some("2026-07-15T16:00:00Z")))
    );
    let course = lasting("Rust course", "2026-08-15T20:00");
    assert_eq!(course.facts.schedule.span, timed("2026-07-01T16:00:00Z", Some("2026-08-15T18:00:00Z")));
    assert_eq!(problems(&course), ["it takes 45 days: is it a series?"]);
    let too_long = lasting("Rust course", "2027-07-01T20:00");
    assert_eq!(too_long.facts.schedule.span, timed("2026-07-01T16:00:00Z", None));
    assert_eq!(problems(&too_long), ["it takes 365 days: is it a series? Only the start is kept"]);
    assert_eq!(problems(&lasting("Rust course", "2026-08-01T18:00")), Vec::<&str>::new());
    let days_on_end = draft(berlin("2026-07-01T00:00", Some("2026-09-01T23:59")));
    assert_eq!(problems(&days_on_end), ["it takes 63 days: is it a series?"]);
}

#[test]
fn a_region_or_a_country_gives_a_floating_time_its_zone() {
    let in_place = |text: &str| zone(&draft(Words { places: place(text), ..words("Rust", "2026-07-01T18:00") }));
    assert_eq!(in_place("Bavaria, Germany"), "Europe/Berlin");
    assert_eq!(in_place("Goa, India"), "Asia/Kolkata");
    assert_eq!(in_place("Japan"), "Asia/Tokyo");
    assert_eq!(in_place("United States"), "UTC", "it has many");
}

#[test]
fn mixed_dates_and_times_are_brought_together() {
    assert_eq!(span(berlin("2026-07-01", Some("2026-07-03T18:00"))), days("2026-07-01", "2026-07-03"));
    assert_eq!(span(berlin("2026-07-01", Some("2026-07-03T00:00"))), days("2026-07-01", "2026-07-02"));
    let workshop = timed("2026-07-01T07:00:00Z", Some("2026-07-03T22:00:00Z"));
    assert_eq!(span(berlin("2026-07-01T09:00", Some("2026-07-03"))), workshop);
}

#[test]
fn rules_added_and_excluded_dates_make_a_series() {
    let series = Words {
        uid: Some("series".into()),
        rules: vec!["FREQ=WEEKLY;BYDAY=WE".into()],
        dates: vec![TimeWords { text: "20260704T180000,20260705T180000".into(), zone: None }],
        exclusions: vec![
            TimeWords { text: "20260708".into(), zone: None },
            TimeWords { text: "20260715T160000Z".into(), zone: None },
        ],
        ..berlin("20260701T180000", None)
    };
    let drafted = draft(series);
    let recurrence = drafted.facts.schedule.recurrence.clone().unwrap();
    assert_eq!(recurrence.rules, [RecurrenceRule::new("FREQ=WEEKLY;BYDAY=WE").unwrap()]);
    assert_eq!(recurrence.additions, [at("2026-07-04T16:00:00Z"), at("2026-07-05T16:00:00Z")]);
    assert_eq!(recurrence.exclusions, [at("2026-07-08T16:00:00Z"), at("2026-07-15T16:00:00Z")]);
    assert_eq!((drafted.role, drafted.series_key.as_str()), (SeriesRole::Whole, "series"));
}

#[test]
fn what_is_once_and_taken_out_is_not() {
    let once = |excluded: &str| Words {
        exclusions: vec![TimeWords { text: excluded.into(), zone: None }],
        ..berlin("20260701T180000", None)
    };
    for its_own in ["20260701T180000", "20260701T160000Z", "20260701"] {
        let rejection = RESOLVER.draft(&known(1, 1, once(its_own)), &source(), now()).unwrap_err();
        assert_eq!(rejection.reason, "its only date is taken out (EXDATE)");
    }
    assert_eq!(draft(once("20260702T180000")).facts.schedule.recurrence, None);
}

#[test]
fn a_bad_rule_is_a_problem_and_the_event_stays_single() {
    let drafted = draft(Words { rules: vec!["every tuesday".into()], ..berlin("20260701T180000", None) });
    assert_eq!(drafted.facts.schedule.recurrence, None);
    let expected = "`every tuesday` is not a recurrence rule such as FREQ=WEEKLY;BYDAY=TU: it is ignored";
    assert_eq!(problems(&drafted), [expected]);
    let of_another_calendar = "RSCALE=CHINESE;FREQ=YEARLY";
    let drafted = draft(Words { rules: vec![of_another_calendar.into()], ..berlin("20260701T180000", None) });
    assert_eq!(drafted.facts.schedule.recurrence, None);
    assert_eq!(problems(&drafted), ["the rule `RSCALE=CHINESE;FREQ=YEARLY` can't be followed: it is ignored"]);
}

#[test]
fn a_listing_of_one_instance_knows_which() {
    let instance = |recurrence_id: Option<TimeWords>, start: Option<TimeWords>| {
        draft(Words {
            uid: Some("series".into()),
            recurrence_id,
            start,
            rules: vec!["FREQ=DAILY".into()],
            ..berlin("", None)
        })
    };
    let moved = instance(time_in("20260708T180000", "Europe/Berlin"), time("20260709T190000"));
    assert_eq!(moved.role, SeriesRole::Instance { recurrence_id: at("2026-07-08T16:00:00Z") });
    // It has a rule, and so stands for the later ones too.
    assert_eq!((moved.series_key.as_str(), moved.facts.schedule.recurrence.is_some()), ("series", true));
    let one = Words { uid: Some("series".into()), recurrence_id: time("20260708"), ..berlin("20260709", None) };
    assert_eq!(draft(one).facts.schedule.recurrence, None);
    let unmoved = instance(time_in("20260708T180000", "Europe/Berlin"), None);
    assert_eq!(unmoved.facts.schedule.span, timed("2026-07-08T16:00:00Z", None));
    let whole_day = instance(time("20260708"), time("20260709"));
    assert_eq!(whole_day.role, SeriesRole::Instance { recurrence_id: at("2026-07-07T22:00:00Z") });
}

#[test]
fn an_instance_without_uid_is_an_event_of_its_own() {
    let drafted = draft(Words { recurrence_id: time("20260708T180000Z"), ..berlin("20260708T180000Z", None) });
    assert_eq!(drafted.role, SeriesRole::Whole);
}

#[test]
fn lists_of_dates_are_bounded() {
    let dates = (0..3_000_i64)
        .map(|day| (at("2026-01-01T18:00:00Z") + TimeDelta::days(day)).format("%Y%m%dT%H%M%SZ").to_string())
        .map(|text| TimeWords { text, zone: None })
        .collect();
    let drafted = draft(Words { dates, ..berlin("20260101T180000Z", None) });
    assert_eq!(drafted.facts.schedule.recurrence.as_ref().map(|recurrence| recurrence.additions.len()), Some(1_000));
    assert_eq!(problems(&drafted), ["an added date is one of more than 1000: the rest is ignored"]);
}

#[test]
fn an_added_period_takes_as_long_as_it_says() {
    let dates = [
        "20260708T180000/PT3H",
        "20260715T180000/20260715T200000",
        "20260722T180000",
        "20260729T180000/20260729T173000",
    ];
    let series = Words {
        dates: dates.iter().filter_map(|text| time(text)).collect(),
        ..berlin("20260701T180000", Some("20260701T200000"))
    };
    let recurrence = draft(series).facts.schedule.recurrence.unwrap();
    assert_eq!(recurrence.additions.len(), 4);
    let changed: Vec<_> = recurrence.overrides.iter().map(|changed| (changed.recurrence_id, changed.span)).collect();
    let long = timed("2026-07-08T16:00:00Z", Some("2026-07-08T19:00:00Z"));
    assert_eq!(changed, [(at("2026-07-08T16:00:00Z"), long)]);
}

#[test]
fn what_is_written_in_a_script_of_one_zone_is_meant_in_it_where_nothing_else_is_said() {
    let drafted = draft(words("수문의 밤", "2026-07-01T18:00"));
    assert_eq!((zone(&drafted), drafted.facts.schedule.span), ("Asia/Seoul", timed("2026-07-01T09:00:00Z", None)));
    assert_eq!(problems(&drafted), Vec::<&str>::new());
    assert_eq!(zone(&draft(Words { zone: Some("UTC".into()), ..words("수문의 밤", "2026-07-01T18:00") })), "UTC");
    assert_eq!(
        zone(&draft(Words { places: place("Berlin"), ..words("수문의 밤", "2026-07-01T18:00") })),
        "Europe/Berlin"
    );
}
