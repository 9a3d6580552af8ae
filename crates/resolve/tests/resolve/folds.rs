//! How drafts become one event.

use chrono::TimeDelta;
use hobnob_domain::{
    AttendanceMode, Draft, Event, EventField, EventStatus, Goal, Identity, ListingId, OfferWords, OrganizerWords,
    Prose, Reason, SourceSpec, Span, Standing, TimeWords, Trust, Words, occurrences,
};
use hobnob_resolve::{fold, provenance};

use crate::sample::{RESOLVER, at, draft_of, known, now, place, time, words};

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
    // It is there since the first of them said what it says now.
    assert_eq!((event.created_at, event.revised_at), (at("2026-02-01T01:00:00Z"), at("2026-02-01T01:00:00Z")));
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
fn of_two_lists_the_later_one_renames_nothing() {
    let (mut first, mut later) = (night(1, 1), night(2, 2));
    later.first_seen_at = first.first_seen_at + TimeDelta::days(1);
    later.changed_at = first.changed_at + TimeDelta::days(2);
    (first.facts.name, later.facts.name) = ("Ferrum Days".into(), "FERRUM days 2026".into());
    (first.listing_url, later.listing_url) =
        (Some("https://ferrum.example.org/".into()), Some("http://www.ferrum.example.org".into()));
    assert_eq!(folded(&[later.clone(), first.clone()], None).facts.name, "Ferrum Days");
    // What the first list changes itself is changed.
    first.facts.name = "Ferrum Week".into();
    assert_eq!(folded(&[first, later], None).facts.name, "Ferrum Week");
}

#[test]
fn a_listing_that_is_shown_outranks_a_fresher_one_that_is_missing() {
    let (mut shown, mut missing) = (night(1, 1), night(2, 2));
    shown.facts.name = "Shown".into();
    missing.facts.name = "Missing".into();
    missing.changed_at = shown.changed_at + TimeDelta::days(1);
    missing.first_seen_at = shown.first_seen_at - TimeDelta::days(1);
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
fn who_cancels_an_event_and_takes_it_off_the_page_has_not_taken_the_word_back() {
    let (quiet, mut cancels) = (night(1, 1), night(2, 2));
    (cancels.facts.status, cancels.missing_runs) = (EventStatus::Cancelled, 1);
    let told = |drafts: &[Draft]| {
        let event = folded(drafts, None);
        (event.facts.status, event.standing)
    };
    let (confirmed, scheduled) = (Standing::Confirmed, EventStatus::Scheduled);
    assert_eq!(told(&[quiet.clone(), cancels.clone()]), (EventStatus::Cancelled, confirmed));
    let closer = Draft { trust: Trust::Organizer, ..quiet.clone() };
    assert_eq!(told(&[closer, cancels.clone()]), (scheduled, confirmed), "who stands closer lists it");
    let later = Draft { changed_at: cancels.changed_at + TimeDelta::days(1), ..quiet };
    assert_eq!(told(&[later, cancels.clone()]), (scheduled, confirmed), "who stands as close says something new");
    cancels.missing_runs = 9;
    cancels.missing_since = Some(at("2026-05-01T08:00:00Z"));
    assert_eq!(told(&[cancels]), (EventStatus::Cancelled, confirmed), "nobody lists it any more");
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
fn an_instance_of_whole_days_is_the_one_of_the_date_that_is_written() {
    let told = |id, recurrence_id: Option<&str>, zone: Option<&str>, start: &str| {
        let recurrence_id = recurrence_id.and_then(time).map(|at| TimeWords { zone: zone.map(str::to_owned), ..at });
        let rules = recurrence_id.is_none().then(|| "FREQ=WEEKLY;COUNT=3".to_owned()).into_iter().collect();
        let uid = Some("series".into());
        draft_of(
            id,
            1,
            None,
            Words { uid, recurrence_id, rules, places: place("Portland, Oregon"), ..words("Rust", start) },
        )
    };
    let series = told(1, None, None, "20260701");
    let moved = told(2, Some("20260708T000000Z"), None, "20260709");
    let last = told(3, Some("20260715T000000"), Some("Asia/Hong_Kong"), "20260716");
    let event = folded(&[series, moved, last], None);
    let starts: Vec<String> = sittings(&event).into_iter().map(|(start, _)| start).collect();
    assert_eq!(starts, ["07-01T07:00", "07-09T07:00", "07-16T07:00"]);
}

#[test]
fn a_change_with_the_rule_of_its_series_holds_for_all_later_sittings() {
    let told = |id, recurrence_id: Option<&str>, start: &str, name: &str, repeats: bool| {
        let rules = repeats.then(|| "FREQ=WEEKLY;COUNT=6".to_owned()).into_iter().collect();
        let words = Words {
            uid: Some("series".into()),
            recurrence_id: recurrence_id.and_then(time),
            rules,
            places: place("Berlin, Germany"),
            ..words(name, start)
        };
        draft_of(id, 1, None, words)
    };
    // Two weeks before the clocks go back: the hour by the clock stays.
    let series = told(1, None, "20261007T180000", "Rust", true);
    let later = told(2, Some("20261021T180000"), "20261022T190000", "Rust, late", true);
    let one = told(3, Some("20261104T180000"), "20261104T170000", "Rust, early", false);
    let latest = told(4, Some("20261111T180000"), "20261111T200000", "Rust, very late", true);
    let event = folded(&[latest, one, later, series], None);
    let starts: Vec<String> = sittings(&event).into_iter().map(|(start, _)| start).collect();
    assert_eq!(starts, ["10-07T16:00", "10-14T16:00", "10-22T17:00", "10-29T18:00", "11-04T16:00", "11-11T19:00"]);
    let names = event.facts.schedule.recurrence.unwrap().overrides;
    let names: Vec<_> = names.iter().map(|changed| changed.name.as_deref().unwrap_or_default()).collect();
    assert_eq!(names, ["Rust, late", "Rust, late", "Rust, early", "Rust, very late"]);
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

/// A listing of a source at an address, told in the words of [`night`].
fn told(id: i64, source: &str, url: Option<&str>, change: impl FnOnce(&mut Words)) -> Draft {
    let mut words = Words {
        uid: Some(format!("uid-{id}")),
        places: place("c-base, Berlin, Germany"),
        ..words("Rust Night", "2026-07-01T18:00")
    };
    change(&mut words);
    let mut known = known(id, id, words);
    known.listing.url = url.map(str::to_owned);
    let source = SourceSpec::new("Source", source.parse().unwrap());
    RESOLVER.draft(&known, &source, now()).unwrap()
}

const LIST: &str = "https://list.example/all.json";
const OWN: &str = "https://rust.example/events";

fn named(name: &str) -> impl FnOnce(&mut Words) {
    let name = name.to_owned();
    move |words| words.name = Some(name)
}

#[test]
fn the_site_that_lists_lead_to_is_believed_over_fresher_lists() {
    let own = told(1, OWN, Some("https://rust.example/7"), named("Rust Night: async"));
    let list = told(9, LIST, Some("https://www.rust.example/7"), named("RUST NIGHT!!"));
    assert!(list.changed_at > own.changed_at);
    assert_eq!((own.trust, list.trust), (Trust::Publisher, Trust::Relay));
    let both = [list, own];
    assert_eq!(folded(&both, None).facts.name, "Rust Night: async");
    // Nobody leads to the calendar of a third site: it is no closer than the organizer's page.
    let calendar = told(99, "https://city.example/all.ics", Some("https://city.example/7"), named("Night of Rust"));
    let [list, own] = both;
    assert_eq!(folded(&[calendar, list, own], None).facts.name, "Rust Night: async");
}

#[test]
fn an_organizer_who_names_their_own_page_is_believed() {
    let organizer = |words: &mut Words| {
        let (name, url) = (Some("Rust Berlin".to_owned()), Some("https://rust.example/".to_owned()));
        words.organizer = Some(OrganizerWords { name, url });
        words.name = Some("Rust Night: async".into());
    };
    let own = told(1, OWN, Some("https://rust.example/7"), organizer);
    let city = told(9, "https://city.example/all.ics", Some("https://city.example/7"), named("Night of Rust"));
    assert_eq!((own.trust, city.trust), (Trust::Organizer, Trust::Publisher));
    assert_eq!(folded(&[city, own], None).facts.name, "Rust Night: async");
}

#[test]
fn hours_take_the_place_of_a_day_if_they_are_on_it() {
    let starting = |start: &str| {
        let start = time(start);
        move |words: &mut Words| words.start = start
    };
    let own = || told(1, OWN, Some("https://rust.example/7"), starting("2026-07-01"));
    let list = |start: &str| told(9, LIST, Some("https://rust.example/7"), starting(start));
    let line = |drafts: &[Draft]| folded(drafts, None).facts.schedule.line();
    assert_eq!(line(&[own(), list("2026-07-01T18:00")]), "2026-07-01 18:00 Europe/Berlin");
    assert_eq!(line(&[own(), list("2026-07-08T18:00")]), "2026-07-01");
    assert_eq!(
        line(&[list("2026-07-01"), told(1, OWN, None, starting("2026-07-01T19:00"))]),
        "2026-07-01 19:00 Europe/Berlin"
    );
}

#[test]
fn an_address_takes_the_place_of_its_town_only() {
    let at_place = |text: &str| {
        let places = place(text);
        move |words: &mut Words| words.places = places
    };
    let own = |text: &str| told(1, OWN, Some("https://rust.example/7"), at_place(text));
    let list = |text: &str| told(9, LIST, Some("https://rust.example/7"), at_place(text));
    let venue = |drafts: &[Draft]| folded(drafts, None).facts.venue.unwrap().line();
    let whole = "c-base, Rungestraße 20, Berlin, Germany";
    assert_eq!(venue(&[own("Berlin, Germany"), list(whole)]), venue(&[list(whole)]));
    assert_eq!(venue(&[own("Hamburg, Germany"), list(whole)]), venue(&[own("Hamburg, Germany")]));
    assert_eq!(venue(&[own("Old Mill, Berlin, Germany"), list(whole)]), venue(&[own("Old Mill, Berlin, Germany")]));
    let hall = "Alte Giesserei, Rungestrasse 20, Berlin, Germany";
    assert_eq!(venue(&[own("Alte Gießerei, Berlin, Germany"), list(hall)]), venue(&[list(hall)]));
}

#[test]
fn a_whole_text_takes_the_place_of_its_beginning() {
    let text = |text: &str| {
        let text = Some(Prose::Plain(text.to_owned()));
        move |words: &mut Words| words.description = text
    };
    let believed = |own: &str, list: &str| {
        let own = told(1, OWN, Some("https://rust.example/7"), text(own));
        let list = told(9, LIST, Some("https://rust.example/7"), text(list));
        folded(&[own, list], None).facts.description.unwrap()
    };
    assert_eq!(believed("Talks about…", "Talks about borrowing."), "Talks about borrowing.");
    assert_eq!(believed("Talks about…", "Something else."), "Talks about…");
    assert_eq!(believed("Talks.", "Talks about borrowing."), "Talks.");
}

#[test]
fn provenance_names_the_claim_that_won_those_that_lost_and_why() {
    let own = told(1, OWN, Some("https://rust.example/7"), named("Rust Night: async"));
    let list = told(9, LIST, Some("https://www.rust.example/7"), named("RUST NIGHT!!"));
    let mut vanished = told(10, LIST, Some("https://rust.example/7"), named("Rust Nite"));
    vanished.missing_runs = 1;
    let drafts = [own, list, vanished];
    let drafts: Vec<&Draft> = drafts.iter().collect();
    let event = fold(&drafts, None, now());
    let told = provenance(&drafts, &event);
    let of = |field| told.iter().find(|one| one.field == field).unwrap();
    let name = of(EventField::Name);
    assert_eq!(
        (name.listing_id, name.value.as_str(), name.reason),
        (Some(ListingId::new(1)), "Rust Night: async", Reason::Trust)
    );
    let lost: Vec<_> = name.lost.iter().map(|lost| (lost.listing_id.get(), lost.value.as_str(), lost.reason)).collect();
    assert_eq!(lost, [(9, "RUST NIGHT!!", Reason::Trust), (10, "Rust Nite", Reason::Shown)]);
    assert_eq!((of(EventField::Schedule).reason, of(EventField::Schedule).lost.len()), (Reason::Agreed, 0));
    assert_eq!(of(EventField::Status).reason, Reason::Agreed);
    let fields: Vec<EventField> = told.iter().map(|one| one.field).collect();
    let says = |field: &EventField| field.value_of(&event.facts).is_some();
    assert_eq!(fields, EventField::ALL.iter().copied().filter(says).collect::<Vec<_>>());
}

#[test]
fn provenance_tells_a_claim_from_silence_and_what_is_merged() {
    let (mut quiet, mut cancels) = (night(1, 1), night(2, 2));
    cancels.facts.status = EventStatus::Cancelled;
    (quiet.facts.keywords, cancels.facts.keywords) = (vec!["a".into()], vec!["b".into()]);
    quiet.changed_at = cancels.changed_at + TimeDelta::days(1);
    let drafts = [&quiet, &cancels];
    let event = fold(&drafts, None, now());
    let told = provenance(&drafts, &event);
    let of = |field| told.iter().find(|one| one.field == field).unwrap();
    let status = of(EventField::Status);
    assert_eq!((status.listing_id, status.reason), (Some(ListingId::new(2)), Reason::Claimed));
    let keywords = of(EventField::Keywords);
    assert_eq!((keywords.listing_id, keywords.value.as_str(), keywords.reason), (None, "a, b", Reason::Merged));
    assert_eq!(keywords.lost.iter().map(|lost| lost.value.as_str()).collect::<Vec<_>>(), ["a", "b"]);
}

#[test]
fn an_event_of_one_listing_is_told_by_it_alone() {
    let alone = night(1, 1);
    let event = fold(&[&alone], None, now());
    assert_eq!(provenance(&[&alone], &event), hobnob_domain::provenance::of_one_claim(&event));
}
