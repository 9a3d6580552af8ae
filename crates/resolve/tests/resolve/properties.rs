//! Laws that hold for every input.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use hobnob_domain::{
    AttendanceMode, Decision, Draft, EventField, EventStatus, Finding, ListingId, OrganizerWords, PlaceWords, Prose,
    Reason, Recurrence, RecurrenceRule, Schedule, Span, TimeWords, Words, occurrences, provenance::LOST_CLAIMS_MAX,
};
use hobnob_resolve::{Text, cluster, compare, fold, identity_keys, provenance};
use proptest::{collection::vec, option, prelude::*, sample::select};

use crate::{
    recurrence::event,
    sample::{RESOLVER, at, draft_of, known, now, place, source, time, words},
};

/// Listings drawn from few names, days, towns and addresses, so that many of them are about the same event.
fn listing() -> impl Strategy<Value = Draft> {
    let name = select(vec![
        "Rust Night",
        "Rust Night 2026",
        "CANCELLED: Rust Night",
        "Monthly Meetup",
        "Kotlin Evening",
        "PHP Tek",
    ]);
    let start = select(vec!["2026-07-01T18:00", "2026-07-01", "20260702T010000Z", "2026-07-08T18:00"]);
    let town = select(vec!["Berlin, Germany", "Hamburg, Germany", "Online", ""]);
    let url = option::of(select(vec!["https://a.example/1", "https://a.example/2", "https://b.example/"]));
    let uid = option::of(select(vec!["u1", "u2"]));
    let instance = option::weighted(0.3, select(vec!["20260701T180000", "20260708T180000"]));
    let rule = option::weighted(0.2, Just("FREQ=WEEKLY;COUNT=4"));
    let life = (1_i64..60, 1_i64..4, 0_u32..5, 0_i64..200);
    (name, start, town, url, uid, instance, rule, life).prop_map(
        |(name, start, town, url, uid, instance, rule, (id, source, missing_runs, days))| {
            let mut draft = draft_of(
                id,
                source,
                url,
                Words {
                    uid: uid.map(str::to_owned),
                    recurrence_id: instance.and_then(time),
                    rules: rule.map(str::to_owned).into_iter().collect(),
                    places: place(town),
                    ..words(name, start)
                },
            );
            draft.missing_runs = missing_runs;
            draft.missing_since = (missing_runs > 0).then(|| now() + TimeDelta::days(days));
            draft
        },
    )
}

/// A cluster as the set of its drafts, told apart by everything in them.
fn parts(drafts: &[Draft]) -> BTreeSet<Vec<String>> {
    let told = |place: usize| format!("{:?}", drafts[place]);
    cluster(drafts, &[])
        .parts
        .into_iter()
        .map(|part| {
            let mut part: Vec<String> = part.into_iter().map(told).collect();
            part.sort();
            part
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn clusters_do_not_depend_on_the_order(drafts in vec(listing(), 0..14), seed in vec(any::<u32>(), 14)) {
        let mut shuffled: Vec<(u32, Draft)> = seed.into_iter().zip(drafts.clone()).collect();
        shuffled.sort_by_key(|(key, _)| *key);
        let shuffled: Vec<Draft> = shuffled.into_iter().map(|(_, draft)| draft).collect();
        prop_assert_eq!(parts(&drafts), parts(&shuffled));
    }

    #[test]
    fn every_draft_is_in_one_cluster_whose_drafts_are_linked_by_keys(drafts in vec(listing(), 0..14)) {
        let clusters = cluster(&drafts, &[]).parts;
        let mut all: Vec<usize> = clusters.concat();
        all.sort_unstable();
        prop_assert_eq!(all, (0..drafts.len()).collect::<Vec<_>>());
        for part in clusters.iter().filter(|part| part.len() > 1) {
            for place in part {
                let keys = identity_keys(&drafts[*place]);
                let is_linked = part.iter().any(|other| {
                    other != place && identity_keys(&drafts[*other]).iter().any(|key| keys.contains(key))
                });
                prop_assert!(is_linked);
            }
        }
    }

    #[test]
    fn what_is_found_of_two_drafts_does_not_depend_on_which_comes_first(one in listing(), other in listing()) {
        prop_assert_eq!(compare(&one, &other), compare(&other, &one));
    }

    #[test]
    fn a_draft_compared_with_itself_is_never_different_by_name(one in listing()) {
        let found: Vec<Finding> = compare(&one, &one).reasons.iter().map(|reason| reason.finding).collect();
        let against = [Finding::OtherName, Finding::OtherWords, Finding::OtherNumber, Finding::OtherDay];
        prop_assert!(against.iter().all(|finding| !found.contains(finding)), "{found:?}");
    }

    #[test]
    fn decisions_hold_over_whatever_is_found(
        drafts in vec(listing(), 2..12),
        places in vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<bool>()), 0..6),
        seed in vec(any::<u32>(), 12),
    ) {
        let mut seen = BTreeSet::new();
        let drafts: Vec<Draft> =
            drafts.into_iter().filter(|draft| seen.insert(draft.listing_id)).collect();
        let name = |draft: &Draft| draft.listing_id;
        let decisions: Vec<Decision> = places
            .iter()
            .zip(0..)
            .map(|((one, other, is_one), day)| (one.get(&drafts), other.get(&drafts), *is_one, day))
            .filter(|(one, other, _, _)| name(one) != name(other))
            .map(|(one, other, is_one, day)| Decision::new(name(one), name(other), is_one, now() + TimeDelta::days(day)))
            .collect();
        let parts = cluster(&drafts, &decisions).parts;
        let part_of = |listing: &ListingId| {
            parts.iter().position(|part| part.iter().any(|place| name(&drafts[*place]) == *listing))
        };
        if let Some(last) = decisions.last() {
            prop_assert_eq!(part_of(&last.one) == part_of(&last.other), last.is_one);
        }
        let mut shuffled: Vec<(u32, Draft)> = seed.into_iter().zip(drafts.clone()).collect();
        shuffled.sort_by_key(|(key, _)| *key);
        let shuffled: Vec<Draft> = shuffled.into_iter().map(|(_, draft)| draft).collect();
        let backwards: Vec<Decision> = decisions.into_iter().rev().collect();
        let again = cluster(&shuffled, &backwards).parts;
        let told = |drafts: &[Draft], parts: &[Vec<usize>]| -> BTreeSet<Vec<ListingId>> {
            parts.iter().map(|part| part.iter().map(|place| name(&drafts[*place])).collect()).collect()
        };
        prop_assert_eq!(told(&drafts, &parts), told(&shuffled, &again));
    }

    #[test]
    fn a_fold_does_not_depend_on_the_order(mut drafts in vec(listing(), 1..8), seed in vec(any::<u32>(), 8)) {
        // A listing says one thing at a time.
        let mut seen = BTreeSet::new();
        drafts.retain(|draft| seen.insert(draft.listing_id));
        let mut shuffled: Vec<(u32, &Draft)> = seed.into_iter().zip(&drafts).collect();
        shuffled.sort_by_key(|(key, _)| *key);
        let shuffled: Vec<&Draft> = shuffled.into_iter().map(|(_, draft)| draft).collect();
        let ordered: Vec<&Draft> = drafts.iter().collect();
        let event = fold(&ordered, None, now());
        prop_assert_eq!(provenance(&ordered, &event), provenance(&shuffled, &event));
        prop_assert_eq!(event, fold(&shuffled, None, now()));
    }

    #[test]
    fn a_listing_that_is_told_twice_counts_once(drafts in vec(listing(), 1..6), again in 0_usize..6) {
        let once: Vec<&Draft> = drafts.iter().collect();
        let mut twice = once.clone();
        twice.push(&drafts[again % drafts.len()]);
        let event = fold(&once, None, now());
        prop_assert_eq!(provenance(&once, &event), provenance(&twice, &event));
        prop_assert_eq!(event, fold(&twice, None, now()));
    }

    #[test]
    fn every_field_that_is_believed_somebody_claims(drafts in vec(listing(), 1..8)) {
        let mut ids = BTreeSet::new();
        let drafts: Vec<&Draft> = drafts.iter().filter(|draft| ids.insert(draft.listing_id)).collect();
        let event = fold(&drafts, None, now());
        for told in provenance(&drafts, &event) {
            prop_assert_eq!(Some(told.value.clone()), told.field.value_of(&event.facts));
            let of = |id: ListingId| drafts.iter().find(|draft| draft.listing_id == id);
            use EventField::{Goals, Keywords, Niches, Offers};
            if let Some(winner) = told.listing_id.filter(|_| ![Goals, Keywords, Niches, Offers].contains(&told.field)) {
                let said = of(winner).and_then(|draft| told.field.value_of(&draft.facts));
                prop_assert_eq!(said.as_ref(), Some(&told.value));
            }
            prop_assert!(told.lost.len() <= LOST_CLAIMS_MAX);
            for lost in &told.lost {
                let said = of(lost.listing_id).and_then(|draft| told.field.value_of(&draft.facts));
                prop_assert_eq!(said.as_ref(), Some(&lost.value));
                prop_assert!(told.reason == Reason::Merged || lost.value != told.value);
            }
        }
    }

    #[test]
    fn folding_again_without_a_change_gives_the_same_event(drafts in vec(listing(), 1..8), later in 0_i64..1_000_000) {
        let drafts: Vec<&Draft> = drafts.iter().collect();
        let event = fold(&drafts, None, now());
        let again = fold(&drafts, Some(&event.identity()), now() + TimeDelta::seconds(later));
        prop_assert_eq!(&again, &event);
        prop_assert_eq!(event.sequence, 0);
    }

    #[test]
    fn the_sequence_grows_exactly_when_what_is_seen_changes(one in vec(listing(), 1..5), two in vec(listing(), 1..5)) {
        let one = fold(&one.iter().collect::<Vec<_>>(), None, now());
        let two = fold(&two.iter().collect::<Vec<_>>(), Some(&one.identity()), now() + TimeDelta::hours(1));
        let is_seen = (&one.facts, one.standing) != (&two.facts, two.standing);
        prop_assert_eq!(two.sequence, u32::from(is_seen));
        prop_assert_eq!(two.revised_at > one.revised_at, is_seen);
        prop_assert_eq!((two.id, two.uid, two.created_at), (one.id, one.uid, one.created_at));
    }

    #[test]
    fn an_online_event_has_no_venue_and_an_offline_one_no_address(drafts in vec(listing(), 1..5)) {
        let facts = fold(&drafts.iter().collect::<Vec<_>>(), None, now()).facts;
        prop_assert!(facts.attendance_mode != AttendanceMode::Online || facts.venue.is_none());
        prop_assert!(facts.attendance_mode != AttendanceMode::Offline || facts.join_url.is_none());
    }

    #[test]
    fn no_text_breaks_the_classifier(name in ".{0,80}", organizer in option::of(".{0,40}"), text in option::of("(?s).{0,200}")) {
        let keywords = [name.clone()];
        let text = Text { name: &name, organizer: organizer.as_deref(), description: text.as_deref(), keywords: &keywords };
        let found = RESOLVER.classify(&text);
        prop_assert!(found.niches.is_sorted_by(|a, b| a.0 < b.0));
        prop_assert!(found.goals.is_sorted());
    }

    #[test]
    fn no_listing_breaks_a_draft(
        texts in vec("(?s).{0,40}", 16),
        times in vec("[0-9TZ:+ ,/-]{0,24}", 6),
        point in option::of((any::<f64>(), any::<f64>())),
    ) {
        let text = |place: usize| Some(texts[place].clone());
        let moment = |place: usize| Some(TimeWords { text: times[place].clone(), zone: Some(texts[place].clone()) });
        let words = Words {
            uid: text(0),
            name: text(1),
            description: text(2).map(Prose::Html),
            start: moment(0),
            end: moment(1),
            duration: text(3),
            zone: text(4),
            rules: vec![texts[5].clone(), "FREQ=DAILY".into()],
            dates: moment(2).into_iter().collect(),
            exclusions: moment(3).into_iter().collect(),
            recurrence_id: moment(4),
            status: text(6),
            mode: text(7),
            kind: text(8),
            places: vec![PlaceWords {
                text: text(9),
                name: text(10),
                country: text(11),
                latitude: point.map(|point| point.0),
                longitude: point.map(|point| point.1),
                ..PlaceWords::default()
            }],
            join_url: text(12),
            organizer: Some(OrganizerWords { name: text(13), url: text(14) }),
            keywords: texts.clone(),
            topics: texts.clone(),
            language: text(15),
            ..Words::default()
        };
        let listing = known(1, 1, words);
        if let Ok(draft) = RESOLVER.draft(&listing, &source(), now()) {
            let _ = identity_keys(&draft);
            let event = fold(&[&draft], None, now());
            let _ = occurrences(&event, now(), now() + TimeDelta::days(400));
        }
    }

    #[test]
    fn a_window_shows_of_a_series_what_falls_into_it(
        frequency in select(vec!["DAILY", "WEEKLY", "MONTHLY", "YEARLY", "HOURLY;BYHOUR=9,18"]),
        interval in 1_u32..5,
        more in select(vec!["", ";BYDAY=MO,FR", ";BYMONTH=1,7", ";BYDAY=TU;BYSETPOS=1", ";COUNT=40", ";UNTIL=20270301"]),
        start in 0_i64..400,
        window in (0_i64..900, 1_i64..200),
    ) {
        let rule = RecurrenceRule::new(&format!("FREQ={frequency};INTERVAL={interval}{more}")).unwrap();
        let first = at("2026-01-05T17:00:00Z") + TimeDelta::days(start);
        let schedule = Schedule {
            zone: chrono_tz::Europe::Berlin,
            span: Span::Timed { starts_at: first, ends_at: Some(first + TimeDelta::hours(3)) },
            recurrence: Some(Recurrence { rules: vec![rule], ..Recurrence::default() }),
        };
        let event = event(schedule);
        let from = at("2026-01-05T18:30:00Z") + TimeDelta::days(window.0);
        let to = from + TimeDelta::days(window.1);
        let all = occurrences(&event, first, to);
        prop_assume!(all.len() < hobnob_domain::occurrence::OCCURRENCES_MAX);
        let within: Vec<_> = all.into_iter().filter(|sitting| sitting.ends_at > from).collect();
        prop_assert_eq!(occurrences(&event, from, to), within);
    }

    #[test]
    fn no_rule_holds_the_caller_up(rule in "(FREQ=(HOURLY|DAILY|WEEKLY|MONTHLY|YEARLY))(;(BYDAY=-?[1-5]?(MO|SU)|BYMONTHDAY=3[01]|BYMONTH=2|INTERVAL=[0-9]{1,9}|BYSETPOS=-?[0-9]{1,3}|BYWEEKNO=53|COUNT=[0-9]{1,9}|BYYEARDAY=-?366)){0,4}") {
        let Ok(rule) = RecurrenceRule::new(&rule) else { return Ok(()) };
        let span = Span::Timed { starts_at: now(), ends_at: None };
        let recurrence = Some(Recurrence { rules: vec![rule], ..Recurrence::default() });
        let event = event(Schedule { zone: chrono_tz::America::New_York, span, recurrence });
        let _ = occurrences(&event, chrono::DateTime::<chrono::Utc>::MIN_UTC, chrono::DateTime::<chrono::Utc>::MAX_UTC);
    }
}

#[test]
fn a_cancelled_series_has_no_instance_that_takes_place() {
    let mut draft =
        draft_of(1, 1, None, Words { rules: vec!["FREQ=WEEKLY;COUNT=2".into()], ..words("Rust", "2026-07-01T18:00Z") });
    draft.facts.status = EventStatus::Cancelled;
    let event = fold(&[&draft], None, now());
    let sittings = occurrences(&event, at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z"));
    assert_eq!(sittings.iter().map(|sitting| sitting.status).collect::<Vec<_>>(), [EventStatus::Cancelled; 2]);
}
