//! Series and their instances when they vanish.

use hobnob_domain::{Draft, Event, EventStatus, Standing, Words, occurrences};
use hobnob_resolve::fold;

use crate::sample::{at, draft_of, now, place, time, words};

fn of_series(id: i64, recurrence_id: Option<&str>, start: &str, name: &str) -> Draft {
    let words = Words {
        uid: Some("series".into()),
        recurrence_id: recurrence_id.and_then(time),
        rules: recurrence_id.is_none().then(|| "FREQ=WEEKLY".to_owned()).into_iter().collect(),
        places: place("Berlin, Germany"),
        ..words(name, start)
    };
    draft_of(id, 1, None, words)
}

fn gone(draft: Draft) -> Draft {
    Draft { missing_runs: 3, missing_since: Some(at("2026-06-01T00:00:00Z")), ..draft }
}

fn folded(drafts: &[Draft]) -> Event {
    fold(&drafts.iter().collect::<Vec<_>>(), None, now())
}

fn sittings_of_july(event: &Event) -> Vec<(String, EventStatus)> {
    occurrences(event, at("2026-07-01T00:00:00Z"), at("2026-07-20T00:00:00Z"))
        .into_iter()
        .map(|sitting| (sitting.starts_at.format("%m-%d").to_string(), sitting.status))
        .collect()
}

#[test]
fn a_series_stands_while_later_sittings_of_it_are_listed() {
    let series = || gone(of_series(1, None, "20260506T180000", "Rust"));
    let sitting = |start: &str| of_series(2, Some(start), start, "Rust");
    let standing = |drafts: &[Draft]| folded(drafts).standing;
    assert_eq!(standing(&[series()]), Standing::Gone);
    assert_eq!(standing(&[series(), sitting("20260708T180000")]), Standing::Confirmed);
    assert_eq!(standing(&[series(), gone(sitting("20260708T180000"))]), Standing::Gone);
    assert_eq!(
        standing(&[series(), sitting("20260513T180000")]),
        Standing::Gone,
        "an old one says nothing of later ones"
    );
}

#[test]
fn an_instance_that_vanished_with_its_series_stays_what_it_was() {
    let series = || of_series(1, None, "20260506T180000", "Rust");
    let off = || gone(of_series(2, Some("20260708T180000"), "20260708T180000", "CANCELLED: Rust"));
    let on = |day: &str| (day.to_owned(), EventStatus::Scheduled);
    let cancelled = || ("07-08".to_owned(), EventStatus::Cancelled);
    assert_eq!(sittings_of_july(&folded(&[gone(series()), off()])), [on("07-01"), cancelled(), on("07-15")]);
    assert_eq!(sittings_of_july(&folded(&[series(), off()])), [on("07-01"), on("07-08"), on("07-15")]);
    let later = Some(at("2026-06-20T00:00:00Z"));
    let since = |draft: Draft| Draft { missing_since: later, ..draft };
    let taken_back_before = folded(&[since(gone(series())), off()]);
    assert_eq!(sittings_of_july(&taken_back_before), [on("07-01"), on("07-08"), on("07-15")]);
}
