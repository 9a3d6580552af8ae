//! Lists that tell of one event and contradict each other: what is sure is merged, what is not is asked about.

use hobnob_domain::{Draft, OrganizerWords, Verdict, Words};
use hobnob_resolve::{cluster, compare, identity_keys};

use crate::sample::{draft_of, place, time, words};

const URL: Option<&str> = Some("https://2026.oxideweek.example/");

fn listed(id: i64, name: &str, (first, last): (&str, &str), town: &str) -> Draft {
    draft_of(id, id, URL, Words { end: time(last), places: place(town), ..words(name, first) })
}

fn share_a_key(one: &Draft, other: &Draft) -> bool {
    let keys = identity_keys(other);
    identity_keys(one).iter().any(|key| keys.contains(key))
}

/// What is thought of two drafts; they must find each other, and be parted as the verdict says.
#[track_caller]
fn verdict(one: &Draft, other: &Draft) -> Verdict {
    assert!(share_a_key(one, other), "{:?} {:?}", identity_keys(one), identity_keys(other));
    let verdict = compare(one, other).verdict;
    let clustering = cluster(&[one.clone(), other.clone()], &[]);
    assert_eq!(clustering.parts.len() == 1, verdict == Verdict::Same);
    assert_eq!(clustering.pairs.is_empty(), verdict == Verdict::Different);
    verdict
}

#[test]
fn a_day_of_workshops_before_a_conference_makes_no_second_one() {
    let whole = listed(1, "Oxide Week 2026", ("2026-05-20", "2026-05-22"), "Munich, Germany");
    let talks = listed(2, "Oxide Week", ("2026-05-21", "2026-05-22"), "Munich, Germany");
    assert_eq!(verdict(&whole, &talks), Verdict::Same);
}

#[test]
fn a_day_of_workshops_counts_also_where_one_names_the_suburb() {
    let whole = listed(1, "Oxide Week 2026", ("2026-05-20", "2026-05-22"), "Tel Aviv, Israel");
    let talks = listed(2, "Oxide Week", ("2026-05-21", "2026-05-22"), "Ramat Gan, Israel");
    assert_eq!(verdict(&whole, &talks), Verdict::Same);
}

#[test]
fn days_at_both_ends_that_only_one_counts_make_no_second_one() {
    let whole = listed(1, "Oxide Week 2026", ("2026-05-15", "2026-05-19"), "Munich, Germany");
    let talks = listed(2, "Oxide Week", ("2026-05-17", "2026-05-18"), "Munich, Germany");
    let day = listed(3, "Oxide Week", ("2026-05-16", "2026-05-16"), "Munich, Germany");
    assert_eq!(verdict(&whole, &talks), Verdict::Same);
    assert_eq!(verdict(&whole, &day), Verdict::Same);
}

#[test]
fn one_source_that_has_two_pages_for_two_places_means_both() {
    let hour = |id: i64, page: &str, house: &str| {
        let url = format!("https://libraries.example.org/events/{page}");
        let words = Words { places: place(house), ..words("Kiln Story Hour", "2026-05-20T18:00:00Z") };
        draft_of(id, 1, Some(&url), words)
    };
    let (first, second, again) =
        (hour(1, "a", "Zeltrix House"), hour(2, "b", "Quorbin House"), hour(3, "c", "Zeltrix House"));
    assert_eq!(verdict(&first, &second), Verdict::Different);
    assert_eq!(verdict(&first, &again), Verdict::Same);
    let (berlin, potsdam) = (hour(4, "d", "Berlin, Germany"), hour(5, "e", "Potsdam, Germany"));
    assert_eq!(verdict(&berlin, &potsdam), Verdict::Different);
    assert_eq!(verdict(&first, &berlin), Verdict::Ambiguous);
    let nowhere = draft_of(
        6,
        1,
        Some("https://libraries.example.org/events/f"),
        words("Kiln Story Hour", "2026-05-20T18:00:00Z"),
    );
    assert_eq!(verdict(&first, &nowhere), Verdict::Same);
}

#[test]
fn a_copy_in_the_archive_is_one_page_with_what_it_is_a_copy_of() {
    let page = |id: i64, url: &str| {
        let words = Words { end: time("2026-05-22"), ..words("Oxide Week 2026", "2026-05-20") };
        draft_of(id, id, Some(url), words)
    };
    let live = page(1, "https://www.oxide.example.org/2026/");
    let copy = page(2, "https://web.archive.org/web/20260601141357/https://oxide.example.org/2026");
    let other = page(3, "https://web.archive.org/web/20260601141357/https://ferrum.example.org/2026");
    assert_eq!(verdict(&live, &copy), Verdict::Same);
    assert_eq!(verdict(&copy, &other), Verdict::Ambiguous);
}

#[test]
fn days_of_which_only_some_are_shared_are_asked_about() {
    let early = listed(1, "Oxide Week 2026", ("2026-05-19", "2026-05-21"), "Munich, Germany");
    let late = listed(2, "Oxide Week", ("2026-05-21", "2026-05-23"), "Munich, Germany");
    assert_eq!(verdict(&early, &late), Verdict::Ambiguous);
    let elsewhere = listed(3, "Oxide Week", ("2026-05-20", "2026-05-21"), "Online");
    assert_eq!(verdict(&early, &elsewhere), Verdict::Ambiguous);
}

#[test]
fn two_lists_that_lead_to_one_page_for_the_same_days_tell_of_one_event() {
    let of = |id, source, name: &str, url: &str, days: (&str, &str)| {
        let words = Words { end: time(days.1), places: place("Vilnius, Lithuania"), ..words(name, days.0) };
        draft_of(id, source, Some(url), words)
    };
    let days = ("2026-05-20", "2026-05-21");
    let one = of(1, 1, "OxideConfLT", "https://oxide.example.org/", days);
    let other = of(2, 2, "Ferrum Lithuania", "http://www.oxide.example.org", days);
    assert_eq!(verdict(&one, &other), Verdict::Same);
    let later = of(3, 2, "Ferrum Lithuania", "https://oxide.example.org", ("2026-05-21", "2026-05-22"));
    assert_ne!(verdict(&one, &later), Verdict::Same);
    let of_one_list = of(4, 1, "Ferrum Lithuania", "https://oxide.example.org", days);
    assert_eq!(verdict(&one, &of_one_list), Verdict::Different);
}

#[test]
fn a_name_of_several_words_on_the_same_days_is_one_event_unless_places_or_pages_contradict() {
    let of = |id, url: Option<&str>, town: Option<&str>| {
        let places = town.map(place).unwrap_or_default();
        draft_of(id, id, url, Words { end: time("2026-02-08"), places, ..words("Ferrum Week AU 2026", "2026-02-07") })
    };
    let bare = of(1, None, None);
    let placed = of(2, Some("https://ferrum.example.org/au"), Some("Sydney, Australia"));
    assert_eq!(verdict(&bare, &placed), Verdict::Same);
    let elsewhere = of(3, None, Some("Oslo, Norway"));
    assert_ne!(verdict(&placed, &elsewhere), Verdict::Same);
}

#[test]
fn a_site_of_an_edition_is_of_the_site_of_all() {
    let of = |id, url: &str, first: &str| {
        let words = Words { end: time("2026-05-22"), places: place("Munich, Germany"), ..words("Oxide Week", first) };
        draft_of(id, id, Some(url), words)
    };
    let talks = of(1, "https://oxide.example.org/", "2026-05-21");
    let all = of(2, "https://2026.oxide.example.org/", "2026-05-20");
    assert_eq!(verdict(&talks, &all), Verdict::Same);
}

#[test]
fn days_that_are_not_shared_are_two_editions() {
    let spring = listed(1, "Oxide Week", ("2026-05-19", "2026-05-21"), "Munich, Germany");
    let week_after = listed(2, "Oxide Week", ("2026-05-26", "2026-05-28"), "Munich, Germany");
    assert_eq!(compare(&spring, &week_after).verdict, Verdict::Different);
}

#[test]
fn one_source_that_lists_workshops_and_conference_means_both() {
    let of = |id, first| {
        let words = Words { end: time("2026-05-22"), places: place("Munich, Germany"), ..words("Oxide Week", first) };
        draft_of(id, 1, URL, words)
    };
    assert_eq!(compare(&of(1, "2026-05-20"), &of(2, "2026-05-21")).verdict, Verdict::Different);
}

#[test]
fn one_address_and_name_in_two_towns_is_asked_about() {
    let here = listed(1, "Oxide Week 2026", ("2026-05-18", "2026-05-22"), "Eindhoven, Netherlands");
    let there = listed(2, "Oxide Week", ("2026-05-18", "2026-05-23"), "Utrecht, Netherlands");
    assert_eq!(verdict(&here, &there), Verdict::Ambiguous);
}

#[test]
fn a_conference_is_found_by_its_name_before_a_colon() {
    let words = |name, start, end, town| Words { end: time(end), places: place(town), ..words(name, start) };
    let organizer = Some(OrganizerWords { name: Some("All Things Oxide (Live)".into()), url: None });
    let days = words("All Things Oxide 2026", "2026-03-23", "2026-03-24", "Durham, NC, USA");
    let timed = words(
        "All Things Oxide: The Largest Gathering of the South",
        "2026-03-23T07:00",
        "2026-03-24T19:00",
        "Raleigh, NC, USA",
    );
    let timed = draft_of(2, 2, Some("https://groups.example/oxide/1"), Words { organizer, ..timed });
    assert_eq!(verdict(&draft_of(1, 1, URL, days), &timed), Verdict::Ambiguous);
}

#[test]
fn two_groups_of_one_site_that_write_a_name_alike_are_asked_about() {
    let night = |id, path: &str, who: &str| {
        let organizer = Some(OrganizerWords { name: Some(who.to_owned()), url: None });
        let words = Words { organizer, places: place("Berlin"), ..words("Pizza and lightning", "2026-07-01T18:00") };
        draft_of(id, id, Some(&format!("https://groups.example/{path}")), words)
    };
    let (rust, kotlin) = (night(1, "rust/1", "Rust Berlin"), night(2, "kotlin/1", "Kotlin Friends Berlin"));
    assert_eq!(verdict(&rust, &kotlin), Verdict::Ambiguous);
}

#[test]
fn an_evening_that_its_group_counts_is_that_evening_whatever_else_its_name_says() {
    let night = |id, name, who: Option<&str>| {
        let organizer = who.map(|who| OrganizerWords { name: Some(who.to_owned()), url: None });
        let words = Words { organizer, places: place("Lyon, France"), ..words(name, "2026-07-01T18:00") };
        draft_of(id, id, None, words)
    };
    let long = night(1, "Oxide Lyon #42: Pinning explained", Some("Oxide Lyon"));
    assert_eq!(verdict(&long, &night(2, "Oxide Lyon #42", None)), Verdict::Same);
    assert_eq!(compare(&long, &night(2, "Oxide Lyon #43", None)).verdict, Verdict::Different);
}

#[test]
fn towns_of_one_name_keep_nothing_apart_where_house_and_host_are_the_same() {
    let night = |id, point: Option<(f64, f64)>| {
        let organizer = Some(OrganizerWords { name: Some("Oxide Friends".into()), url: None });
        let mut at = place("").remove(0);
        (at.text, at.name) = (None, Some("Summit Station".into()));
        at.locality = Some("Portland".into());
        (at.latitude, at.longitude) = point.unzip();
        draft_of(id, id, None, Words { organizer, places: vec![at], ..words("Oxide in practice", "2026-07-01T18:00Z") })
    };
    assert_eq!(verdict(&night(1, None), &night(2, Some((43.66, -70.26)))), Verdict::Same);
}

fn evening(id: i64, town: &str) -> Draft {
    let host = OrganizerWords { name: Some("Oxide Club".to_owned()), ..OrganizerWords::default() };
    let words = Words { places: place(town), organizer: Some(host), ..words("Oxide Night", "2026-05-20T19:00:00") };
    draft_of(id, id, None, words)
}

#[test]
fn towns_of_one_name_in_two_stated_countries_are_two() {
    let english = evening(1, "Birmingham, United Kingdom");
    let american = evening(2, "Birmingham, Alabama, United States");
    assert_eq!(compare(&english, &american).verdict, Verdict::Different);
    assert_eq!(english.stated_country.map(|code| code.to_string()).as_deref(), Some("GB"));
    let villages = [evening(1, "Nowhereham, Austria"), evening(2, "Nowhereham, Germany")];
    assert_ne!(compare(&villages[0], &villages[1]).verdict, Verdict::Same, "towns that nobody knows too");
}

#[test]
fn a_guessed_country_gives_way_to_a_stated_one() {
    let guessed = evening(1, "Birmingham");
    let american = evening(2, "Birmingham, Alabama, United States");
    assert_eq!(guessed.stated_country, None);
    assert_ne!(compare(&guessed, &american).verdict, Verdict::Different);
    let event = hobnob_resolve::fold(&[&guessed, &american], None, crate::sample::now());
    let country = event.facts.venue.and_then(|venue| venue.country);
    assert_eq!(country.map(|code| code.to_string()).as_deref(), Some("US"));
}
