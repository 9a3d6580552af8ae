//! How drafts become one event.

use chrono::TimeDelta;
use hobnob_domain::{
    AttendanceMode, Draft, Event, EventStatus, Goal, Identity, OfferWords, Span, Standing, Words, occurrences,
};
use hobnob_resolve::fold;

use crate::sample::{at, draft_of, now, place, time, words};

fn night(id: i64, source: i64) -> Draft {
    draft_of(
        id,
        source,
        Some("https://rust.example/7"),
        Words {
            uid: Some(format!("uid-{source}")),
            places: place("c-base, Berlin, Germany"),
            ..words("Rust Night", "2026-07-01T18:00")
        },
    )
}

fn folded(drafts: &[Draft], previous: Option<&Identity>) -> Event {
    fold(&drafts.iter().collect::<Vec<_>>(), previous, now())
}

#[test]
fn the_first_time_an_event_is_named_by_its_oldest_listing() {
    let event = folded(&[night(2, 2), night(1, 1)], None);
    let alone = folded(&[night(1, 1)], None);
    assert_eq!((event.id, event.uid.clone()), (alone.id, format!("{}@hobnob", alone.id)));
    assert_eq!(event.sequence, 0);
    assert_eq!((event.created_at, event.revised_at), (at("2026-01-02T00:00:00Z"), at("2026-01-02T00:00:00Z")));
    assert_eq!(event.claims.iter().map(|claim| claim.listing_id.get()).collect::<Vec<_>>(), [1, 2]);
    assert_ne!(event.id, folded(&[night(2, 2)], None).id);
}

#[test]
fn an_event_keeps_its_identity_whoever_lists_it() {
    let before = folded(&[night(1, 1)], None).identity();
    let after = folded(&[night(5, 9)], Some(&before));
    assert_eq!(
        (after.id, after.uid.as_str(), after.created_at),
        (before.event_id, before.uid.as_str(), before.created_at)
    );
}

#[test]
fn what_did_not_change_is_not_revised() {
    let before = folded(&[night(1, 1)], None);
    let again = fold(&[&night(1, 1)], Some(&before.identity()), now() + TimeDelta::days(9));
    assert_eq!(again, before);
    // Another source that says the same changes nothing a subscriber sees.
    let joined = folded(&[night(1, 1), night(2, 2)], Some(&before.identity()));
    assert_eq!((joined.sequence, joined.revised_at), (0, before.revised_at));
}

#[test]
fn a_change_grows_the_sequence_by_one_and_is_dated_in_whole_seconds() {
    let before = folded(&[night(1, 1)], None);
    let mut moved = night(1, 1);
    moved.facts.schedule.span = Span::Timed { starts_at: at("2026-07-08T16:00:00Z"), ends_at: None };
    let revised_at = at("2026-04-01T08:00:00.75Z");
    let after = fold(&[&moved], Some(&before.identity()), revised_at);
    assert_eq!((after.sequence, after.revised_at), (1, at("2026-04-01T08:00:00Z")));
    let set_back = fold(&[&night(1, 1)], Some(&after.identity()), at("2026-03-01T00:00:00Z"));
    assert_eq!((set_back.sequence, set_back.revised_at), (2, at("2026-04-01T08:00:00Z")));
}

#[test]
fn a_listing_that_is_shown_outranks_a_fresher_one_that_is_missing() {
    let (mut shown, mut missing) = (night(1, 1), night(2, 2));
    shown.facts.name = "Shown".into();
    missing.facts.name = "Missing".into();
    missing.changed_at = shown.changed_at + TimeDelta::days(1);
    assert_eq!(folded(&[shown.clone(), missing.clone()], None).facts.name, "Missing");
    missing.missing_runs = 1;
    missing.missing_since = Some(now());
    assert_eq!(folded(&[shown, missing], None).facts.name, "Shown");
}

#[test]
fn the_fresher_listing_wins_field_by_field_and_leaves_open_what_it_does_not_say() {
    let (mut old, mut fresh) = (night(1, 1), night(2, 2));
    old.facts.description = Some("old".into());
    old.facts.language = Some("de".into());
    fresh.facts.description = Some("fresh".into());
    fresh.facts.language = None;
    fresh.facts.venue = None;
    let facts = folded(&[old, fresh], None).facts;
    assert_eq!((facts.description.as_deref(), facts.language.as_deref()), (Some("fresh"), Some("de")));
    assert_eq!(facts.venue.and_then(|venue| venue.name).as_deref(), Some("c-base"));
    assert_eq!(facts.attendance_mode, AttendanceMode::Offline);
}

#[test]
fn niches_goals_words_and_offers_are_what_all_say_together() {
    let (mut one, mut two) = (night(1, 1), night(2, 2));
    one.facts.niches = vec!["python".parse().unwrap(), "rust".parse().unwrap()];
    two.facts.niches = vec!["django".parse().unwrap()];
    one.facts.goals = vec![Goal::Skills];
    two.facts.goals = vec![Goal::Networking, Goal::Skills];
    one.facts.keywords = vec!["Rust".into()];
    two.facts.keywords = vec!["rust".into(), "wasm".into()];
    let offers = |price: &str| {
        let offers = vec![OfferWords { price: Some(price.into()), ..OfferWords::default() }];
        draft_of(1, 1, None, Words { offers, ..words("Rust", "2026-07-01") }).facts.offers
    };
    (one.facts.offers, two.facts.offers) = (offers("10"), offers("20"));
    let facts = folded(&[one, two], None).facts;
    let slugs: Vec<&str> = facts.niches.iter().map(|niche| niche.slug()).collect();
    assert_eq!(slugs, ["rust", "django"]);
    assert_eq!(facts.goals, [Goal::Skills, Goal::Networking]);
    assert_eq!(facts.keywords, ["Rust", "wasm"]);
    assert_eq!(facts.offers.iter().filter_map(|offer| offer.price.as_deref()).collect::<Vec<_>>(), ["10", "20"]);
}

#[test]
fn a_cancellation_stands_until_its_listing_takes_it_back() {
    let (quiet, mut cancels) = (night(2, 2), night(1, 1));
    cancels.facts.status = EventStatus::Cancelled;
    let status = |drafts: &[Draft]| folded(drafts, None).facts.status;
    assert_eq!(status(&[quiet.clone(), cancels.clone()]), EventStatus::Cancelled);
    assert_eq!(status(&[quiet.clone(), night(1, 1)]), EventStatus::Scheduled);
    cancels.missing_runs = 1;
    assert_eq!(status(&[quiet.clone(), cancels.clone()]), EventStatus::Scheduled);
    assert_eq!(status(&[cancels]), EventStatus::Cancelled);
}

#[test]
fn of_two_claims_the_fresher_stands() {
    let (mut old, mut fresh) = (night(1, 1), night(2, 2));
    old.facts.status = EventStatus::Cancelled;
    fresh.facts.status = EventStatus::Postponed;
    assert_eq!(folded(&[old, fresh], None).facts.status, EventStatus::Postponed);
}

#[test]
fn a_schedule_in_a_places_zone_outranks_a_guess_in_utc() {
    let placed = night(1, 1);
    let mut guessed = draft_of(2, 2, Some("https://rust.example/7"), words("Rust Night", "2026-07-01T18:00"));
    guessed.changed_at = placed.changed_at + TimeDelta::days(1);
    assert_eq!(folded(&[placed, guessed], None).facts.schedule.zone.name(), "Europe/Berlin");
}

#[test]
fn a_vanished_listing_is_unconfirmed_then_gone_but_never_cancelled() {
    let standing = |runs, since: &str| {
        let mut draft = night(1, 1);
        draft.missing_runs = runs;
        draft.missing_since = Some(at(since));
        let event = folded(&[draft], None);
        assert_eq!(event.facts.status, EventStatus::Scheduled);
        event.standing
    };
    assert_eq!(standing(1, "2026-03-01T00:00:00Z"), Standing::Unconfirmed);
    assert_eq!(standing(2, "2026-03-01T00:00:00Z"), Standing::Unconfirmed);
    assert_eq!(standing(3, "2026-03-01T00:00:00Z"), Standing::Gone);
    // It had begun: calendars forget what is over.
    assert_eq!(standing(9, "2026-07-02T00:00:00Z"), Standing::Confirmed);
    let mut missing = night(1, 1);
    (missing.missing_runs, missing.missing_since) = (9, Some(now()));
    assert_eq!(folded(&[missing, night(2, 2)], None).standing, Standing::Confirmed);
}

#[test]
fn a_vanished_series_is_judged_by_its_next_sitting() {
    let series = |rule: &str| {
        let words = Words { rules: vec![rule.into()], uid: Some("s".into()), ..words("Rust", "2026-01-07T18:00Z") };
        let mut draft = draft_of(1, 1, None, words);
        (draft.missing_runs, draft.missing_since) = (3, Some(at("2026-03-01T00:00:00Z")));
        folded(&[draft], None).standing
    };
    assert_eq!(series("FREQ=WEEKLY"), Standing::Gone);
    assert_eq!(series("FREQ=WEEKLY;UNTIL=20260228"), Standing::Confirmed);
}

#[test]
fn to_be_unconfirmed_is_a_change_that_subscribers_see() {
    let before = folded(&[night(1, 1)], None);
    let mut missing = night(1, 1);
    (missing.missing_runs, missing.missing_since) = (1, Some(now()));
    let after = folded(&[missing.clone()], Some(&before.identity()));
    assert_eq!((after.sequence, after.standing), (1, Standing::Unconfirmed));
    missing.missing_runs = 2;
    assert_eq!(folded(&[missing], Some(&after.identity())).sequence, 1);
    assert_eq!(folded(&[night(1, 1)], Some(&after.identity())).sequence, 2);
}

fn of_series(id: i64, recurrence_id: Option<&str>, start: &str, name: &str) -> Draft {
    draft_of(
        id,
        1,
        None,
        Words {
            uid: Some("series".into()),
            recurrence_id: recurrence_id.and_then(time),
            rules: recurrence_id.is_none().then(|| "FREQ=WEEKLY;COUNT=3".to_owned()).into_iter().collect(),
            places: place("Berlin, Germany"),
            ..words(name, start)
        },
    )
}

fn sittings(event: &Event) -> Vec<(String, EventStatus)> {
    occurrences(event, at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z"))
        .into_iter()
        .map(|sitting| (sitting.starts_at.format("%m-%dT%H:%M").to_string(), sitting.status))
        .collect()
}

#[test]
fn instances_become_overrides_of_their_series() {
    let series = of_series(1, None, "20260701T180000", "Rust");
    let moved = of_series(2, Some("20260708T180000"), "20260709T190000", "Rust: special");
    let cancelled = of_series(3, Some("20260715"), "20260715T180000", "CANCELLED: Rust");
    let event = folded(&[cancelled.clone(), moved.clone(), series.clone()], None);
    assert_eq!(event.id, folded(&[series], None).id);
    let overrides = event.facts.schedule.recurrence.clone().unwrap().overrides;
    assert_eq!(overrides.len(), 2);
    assert_eq!((overrides[0].name.as_deref(), overrides[1].name.as_deref()), (Some("Rust: special"), None));
    let scheduled = |start: &str| (start.to_owned(), EventStatus::Scheduled);
    assert_eq!(
        sittings(&event),
        [scheduled("07-01T16:00"), scheduled("07-09T17:00"), ("07-15T16:00".to_owned(), EventStatus::Cancelled)]
    );
}

#[test]
fn an_instance_that_vanished_is_like_the_others_again() {
    let series = of_series(1, None, "20260701T180000", "Rust");
    let mut moved = of_series(2, Some("20260708T180000"), "20260709T190000", "Rust");
    (moved.missing_runs, moved.missing_since) = (1, Some(at("2026-06-01T00:00:00Z")));
    let event = folded(&[series.clone(), moved.clone()], None);
    assert_eq!(sittings(&event)[1].0, "07-08T16:00");
    moved.missing_since = Some(at("2026-08-01T00:00:00Z"));
    assert_eq!(sittings(&folded(&[series, moved], None))[1].0, "07-09T17:00");
}

#[test]
fn an_instance_without_its_series_stands_for_itself() {
    let one = of_series(2, Some("20260708T180000"), "20260709T190000", "Rust");
    let two = of_series(3, Some("20260715T180000"), "20260715T180000", "Rust");
    let (event, other) = (folded(&[one], None), folded(&[two], None));
    assert_eq!(event.facts.schedule.recurrence, None);
    assert_eq!(sittings(&event).len(), 1);
    assert_ne!(event.id, other.id);
}

#[test]
fn of_no_drafts_there_is_nothing_to_show() {
    let event = folded(&[], None);
    assert_eq!((event.standing, event.facts.name.as_str()), (Standing::Gone, ""));
}
