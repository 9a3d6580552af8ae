//! Series that are written in UTC.

use hobnob_domain::{Draft, Event, EventStatus, TimeWords, Words, occurrences};
use hobnob_resolve::fold;

use crate::sample::{at, draft, draft_of, now, place, time, words};

fn told(town: &str, start: &str, rule: &str) -> Words {
    Words { uid: Some("series".into()), rules: vec![rule.into()], places: place(town), ..words("Rust", start) }
}

fn without(excluded: &str, words: Words) -> Words {
    Words { exclusions: vec![TimeWords { text: excluded.into(), zone: None }], ..words }
}

fn folded(drafts: &[Draft]) -> Event {
    fold(&drafts.iter().collect::<Vec<_>>(), None, now())
}

/// The starts of a year's sittings by the clock of the place, with a mark of those that are called off.
fn sittings(event: &Event) -> Vec<String> {
    let zone = event.facts.schedule.zone;
    let written = |sitting: hobnob_domain::Occurrence| {
        let off = if sitting.status == EventStatus::Cancelled { " off" } else { "" };
        let form = if sitting.is_all_day { "%m-%d" } else { "%m-%d %H:%M" };
        format!("{}{off}", sitting.starts_at.with_timezone(&zone).format(form))
    };
    occurrences(event, at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z")).into_iter().map(written).collect()
}

const EVENINGS: &str = "FREQ=WEEKLY;UNTIL=20261118T170000Z";

#[test]
fn its_dates_and_its_end_are_those_of_its_sittings_after_the_clocks_change() {
    let series = told("Berlin, Germany", "20261007T170000Z", EVENINGS);
    let event = folded(&[draft(without("20261104T170000Z", series))]);
    let days = ["10-07", "10-14", "10-21", "10-28", "11-11", "11-18"];
    assert_eq!(sittings(&event), days.map(|day| format!("{day} 19:00")));
    let by_its_clock = told("Berlin, Germany", "20261007T170000Z", "FREQ=WEEKLY;UNTIL=20261118T180000Z");
    assert_eq!(sittings(&folded(&[draft(without("20261104T180000Z", by_its_clock))])), sittings(&event));
}

#[test]
fn its_hour_is_the_one_of_its_first_start() {
    let event = folded(&[draft(told("Berlin, Germany", "20261021T170000Z", "FREQ=WEEKLY;COUNT=3;BYHOUR=17"))]);
    assert_eq!(sittings(&event), ["10-21 19:00", "10-28 19:00", "11-04 19:00"]);
}

#[test]
fn an_instance_is_the_one_of_its_day_after_the_clocks_change() {
    let instance = |id, recurrence_id: &str, start: &str, name: &str| {
        let words =
            Words { recurrence_id: time(recurrence_id), rules: Vec::new(), ..told("Berlin, Germany", start, "") };
        draft_of(id, 1, None, Words { name: Some(name.into()), ..words })
    };
    let series = draft(told("Berlin, Germany", "20261021T170000Z", "FREQ=WEEKLY;COUNT=4"));
    let off = instance(2, "20261028T170000Z", "20261028T170000Z", "CANCELLED: Rust");
    let moved = instance(3, "20261104T170000Z", "20261105T183000Z", "Rust");
    let event = folded(&[series, off, moved]);
    assert_eq!(sittings(&event), ["10-21 19:00", "10-28 19:00 off", "11-05 19:30", "11-11 19:00"]);
}

#[test]
fn a_date_that_is_added_is_the_one_that_is_said_and_so_is_its_exclusion() {
    let added = |excluded: &str| {
        let series = told("Berlin, Germany", "20261021T170000Z", "FREQ=WEEKLY;COUNT=2");
        let dates = vec![TimeWords { text: "20261104T170000Z".into(), zone: None }];
        sittings(&folded(&[draft(without(excluded, Words { dates, ..series }))]))
    };
    assert_eq!(added("20270101T170000Z"), ["10-21 19:00", "10-28 19:00", "11-04 18:00"]);
    assert_eq!(added("20261104T170000Z"), ["10-21 19:00", "10-28 19:00"]);
}

#[test]
fn a_series_that_counts_hours_is_taken_at_its_word() {
    let series = told("Berlin, Germany", "20261021T170000Z", "FREQ=DAILY;INTERVAL=7;COUNT=4;BYHOUR=18,19");
    let event = folded(&[draft(without("20261028T170000Z", series))]);
    assert_eq!(sittings(&event), ["10-21 19:00", "10-28 19:00", "11-04 18:00"]);
}

#[test]
fn a_date_of_whole_days_is_the_day_where_they_are() {
    let days = |excluded: &str, first: &str, over: &str| {
        let series = told("Berlin, Germany", first, "FREQ=WEEKLY;COUNT=3");
        sittings(&folded(&[draft(without(excluded, Words { end: time(over), ..series }))]))
    };
    let of_may = |excluded: &str| days(excluded, "20260505T220000Z", "20260506T220000Z");
    assert_eq!(of_may("20260512T220000Z"), ["05-06", "05-20"]);
    assert_eq!(of_may("20260513T000000Z"), ["05-06", "05-20"], "midnight in UTC is the day that is written");
    assert_eq!(of_may("20260513T000000+02:00"), ["05-06", "05-20"]);
    let of_october = |excluded: &str| days(excluded, "20261013T220000Z", "20261014T220000Z");
    assert_eq!(of_october("20261027T220000Z"), ["10-14", "10-21"], "the clocks have changed");
    assert_eq!(of_october("20261027T230000Z"), ["10-14", "10-21"]);
}

#[test]
fn its_days_are_those_where_the_event_is() {
    let evenings = |start: &str, rule: &str| {
        let event = folded(&[draft(told("San Francisco, California", start, rule))]);
        sittings(&event).iter().map(|start| start[..5].to_owned()).collect::<Vec<_>>()
    };
    // 19:00 in California is the next day in UTC.
    let (tuesday, may) = ("20260506T020000Z", ["05-05", "05-12", "05-19"]);
    assert_eq!(evenings(tuesday, "FREQ=WEEKLY;COUNT=3;BYDAY=WE"), may);
    assert_eq!(evenings(tuesday, "FREQ=WEEKLY;COUNT=3;BYDAY=TU"), may, "the local day beside a start in UTC");
    assert_eq!(evenings(tuesday, "FREQ=WEEKLY;COUNT=3"), may);
    let (sundays, both) = ("20260504T020000Z", ["05-03", "05-05", "05-17", "05-19"]);
    assert_eq!(evenings(sundays, "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=MO,WE"), both);
    assert_eq!(evenings(tuesday, "FREQ=MONTHLY;COUNT=3;BYMONTHDAY=6"), ["05-05", "06-05", "07-05"]);
    assert_eq!(evenings("20260501T020000Z", "FREQ=MONTHLY;COUNT=3;BYMONTHDAY=1"), ["04-30", "05-31", "06-30"]);
    // In UTC: Wednesday 6 May, 3 June, 1 July, 5 August.
    assert_eq!(evenings(tuesday, "FREQ=MONTHLY;COUNT=4;BYDAY=1WE"), ["05-05", "06-02", "06-30", "08-04"]);
    assert_eq!(evenings("20260514T020000Z", "FREQ=MONTHLY;COUNT=3;BYDAY=2TH"), ["05-13", "06-10", "07-08"]);
    assert_eq!(evenings("20260528T020000Z", "FREQ=MONTHLY;COUNT=3;BYDAY=-1TH"), ["05-27", "06-24", "07-29"]);
}
