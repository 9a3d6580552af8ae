//! How a listing becomes a draft.

use hobnob_domain::{
    AttendanceMode, CallForPapersWords, Draft, EventKind, EventStatus, Format, Goal, NicheId, OfferWords,
    OrganizerWords, Prose, Rejection, SourceHints, SourceSpec, Words,
};

use crate::sample::{RESOLVER, at, draft, draft_of, known, now, place, problems, source, time, words};

fn niches(slugs: &[&str]) -> Vec<NicheId> {
    slugs.iter().map(|slug| slug.parse().unwrap()).collect()
}

#[test]
fn a_listing_with_everything_becomes_a_draft_with_everything() {
    let drafted = draft_of(
        7,
        3,
        Some("https://Rust.Example/nights/7/?utm_source=feed"),
        Words {
            uid: Some("night-7@rust.example".into()),
            name: Some("  Rust &amp; Tell:\u{200b} Async <b>Night</b>  ".into()),
            description: Some(Prose::Html("<p>Talks about <i>tokio</i>.</p><p>Pizza.</p>".into())),
            start: time("2026-07-01T18:30"),
            end: time("2026-07-01T21:00"),
            places: place("c-base, Rungestraße 20, 10179 Berlin, Germany"),
            organizer: Some(OrganizerWords {
                name: Some("Rust Berlin".into()),
                url: Some("https://rust.example".into()),
            }),
            offers: vec![OfferWords {
                price: Some("0,00".into()),
                currency: Some("eur".into()),
                ..OfferWords::default()
            }],
            image_url: Some("/night.png".into()),
            keywords: vec!["#Rust".into(), "async".into(), "rust".into(), " ".into()],
            language: Some("EN,DE".into()),
            call_for_papers: Some(CallForPapersWords {
                opens: None,
                closes: time("2026-05-31"),
                url: Some("https://rust.example/cfp".into()),
            }),
            ..Words::default()
        },
    );
    let facts = &drafted.facts;
    assert_eq!(facts.name, "Rust & Tell: Async Night");
    assert_eq!(facts.description.as_deref(), Some("Talks about tokio.\n\nPizza."));
    assert_eq!(facts.url, "https://rust.example/nights/7/");
    assert_eq!(facts.attendance_mode, AttendanceMode::Offline);
    assert_eq!(facts.schedule.zone.name(), "Europe/Berlin");
    let venue = facts.venue.clone().unwrap();
    assert_eq!(venue.name.as_deref(), Some("c-base"));
    assert_eq!(venue.address.as_deref(), Some("Rungestraße 20, 10179"));
    assert_eq!((venue.locality.as_deref(), venue.geoname_id), (Some("Berlin"), Some(2_950_159)));
    assert_eq!(facts.organizer.as_ref().map(|organizer| organizer.name.as_str()), Some("Rust Berlin"));
    assert_eq!(facts.niches, niches(&["rust"]));
    assert_eq!((facts.is_free, facts.offers[0].price.as_deref()), (Some(true), Some("0")));
    assert_eq!(facts.image_url.as_deref(), Some("https://calendar.example/night.png"));
    assert_eq!(facts.keywords, ["Rust", "async"]);
    assert_eq!(facts.language.as_deref(), Some("en"));
    let call = facts.call_for_papers.clone().unwrap();
    assert_eq!(call.closes_at, Some(at("2026-06-01T11:59:59Z")));
    assert_eq!(drafted.series_key, "night-7@rust.example");
    assert_eq!(problems(&drafted), Vec::<&str>::new());
}

fn rejected(words: Words) -> String {
    let known = known(1, 1, words);
    let rejection = RESOLVER.draft(&known, &source(), now()).unwrap_err();
    let Rejection { key, reason } = rejection;
    assert_eq!(key, known.listing.key);
    reason
}

#[test]
fn a_listing_without_name_or_start_is_rejected_with_the_words_at_fault() {
    assert_eq!(rejected(Words { name: None, ..words("", "2026-07-01") }), "it has no name");
    assert_eq!(rejected(words(" \u{200b} ", "2026-07-01")), "it has no name");
    assert_eq!(rejected(Words { start: None, ..words("Rust", "") }), "it has no start");
    assert_eq!(rejected(words("Rust", "")), "its start is empty");
    assert_eq!(rejected(words("Rust", "2026-02-30")), "its start `2026-02-30` is no day or hour there is");
    let reason = "its start `next week` is not a date or time such as 2026-03-01T18:00+01:00";
    assert_eq!(rejected(words("Rust", "next week")), reason);
}

#[test]
fn without_an_address_of_its_own_an_event_leads_to_the_site_of_its_source() {
    let drafted = draft(words("Rust", "2026-07-01"));
    assert_eq!((drafted.facts.url.as_str(), drafted.listing_url.clone()), ("https://calendar.example/", None));
    let evil = draft_of(1, 1, Some("javascript:alert(1)"), words("Rust", "2026-07-01"));
    assert_eq!(evil.facts.url, "https://calendar.example/");
    assert_eq!(problems(&evil), ["its address is not one of the web: it is ignored"]);
}

#[test]
fn a_status_is_told_by_its_field_or_by_a_mark_on_the_name() {
    let status = |name: &str, field: Option<&str>| {
        let drafted = draft(Words { status: field.map(str::to_owned), ..words(name, "2026-07-01") });
        (drafted.facts.status, drafted.facts.name)
    };
    assert_eq!(status("Rust Night", Some("CANCELLED")), (EventStatus::Cancelled, "Rust Night".into()));
    assert_eq!(status("[Canceled] Rust Night", Some("CONFIRMED")), (EventStatus::Cancelled, "Rust Night".into()));
    assert_eq!(status("Rust Night - VERSCHOBEN", None), (EventStatus::Postponed, "Rust Night".into()));
    assert_eq!(status("Rust Night", Some("TENTATIVE")), (EventStatus::Scheduled, "Rust Night".into()));
    assert_eq!(status("Postponed to July 1: Rust Night", None), (EventStatus::Rescheduled, "Rust Night".into()));
    assert_eq!(status("Postponed to July 8: Rust Night", None), (EventStatus::Postponed, "Rust Night".into()));
}

#[test]
fn an_event_that_moved_online_has_no_venue() {
    let drafted = draft(Words {
        status: Some("https://schema.org/EventMovedOnline".into()),
        places: place("Berlin, Germany"),
        join_url: Some("https://meet.example/r".into()),
        ..words("Rust", "2026-07-01T18:00")
    });
    assert_eq!((drafted.facts.attendance_mode, drafted.facts.venue.clone()), (AttendanceMode::Online, None));
    assert_eq!(drafted.facts.join_url.as_deref(), Some("https://meet.example/r"));
    assert_eq!(drafted.facts.schedule.zone.name(), "Europe/Berlin");
}

#[test]
fn the_source_speaks_only_where_the_text_is_silent() {
    let hints = SourceSpec { niches: niches(&["python"]), ..source() };
    let about =
        |name: &str| RESOLVER.draft(&known(1, 1, words(name, "2026-07-01")), &hints, now()).unwrap().facts.niches;
    assert_eq!(about("May meeting"), niches(&["python"]));
    assert_eq!(about("Rust for beginners"), niches(&["rust"]));
    let topics = Words { topics: vec!["confs.tech/rust".into()], ..words("Ferrous Forum", "2026-07-01") };
    assert_eq!(draft(topics).facts.niches, niches(&["rust"]));
}

#[test]
fn a_row_of_confs_tech_is_a_conference_and_uk_is_ukrainian() {
    let confs = SourceSpec { format: Some(Format::ConfsTech), ..source() };
    let row = Words { language: Some("UK".into()), ..words("JavaScript Fest", "2026-07-01") };
    let drafted = RESOLVER.draft(&known(1, 1, row), &confs, now()).unwrap();
    assert_eq!((drafted.facts.kind, drafted.facts.language.as_deref()), (EventKind::Conference, Some("uk")));
    assert_eq!(drafted.facts.goals, [Goal::Specialization, Goal::Networking]);
}

#[test]
fn two_hours_are_no_conference_and_a_day_is() {
    let kind =
        |end: &str| draft(Words { end: time(end), ..words("OxideConf Community Days", "2026-07-01T18:00") }).facts.kind;
    assert_eq!([kind("2026-07-01T20:00"), kind("2026-07-01T23:00")], [EventKind::Other, EventKind::Conference]);
}

#[test]
fn a_start_in_the_far_future_is_odd() {
    let drafted = draft(words("Rust", "2126-07-01"));
    assert_eq!(problems(&drafted), ["it starts in more than ten years"]);
}

#[test]
fn an_organizer_has_one_id_however_they_are_written() {
    let id = |name: &str, url: Option<&str>| {
        let organizer = OrganizerWords { name: Some(name.into()), url: url.map(str::to_owned) };
        draft(Words { organizer: Some(organizer), ..words("Rust", "2026-07-01") }).facts.organizer.unwrap().id
    };
    let one = id("Rust Berlin", Some("https://www.rust.example/"));
    assert_eq!(one, id(" RUST  Berlin ", Some("http://rust.example")));
    assert_ne!(one, id("Rust Wien", Some("https://rust.example/")));
    let only_url = OrganizerWords { name: None, url: Some("https://rust.example/about".into()) };
    let drafted = draft(Words { organizer: Some(only_url), ..words("Rust", "2026-07-01") });
    assert_eq!(drafted.facts.organizer.map(|organizer| organizer.name).as_deref(), Some("rust.example"));
    let mail = OrganizerWords { name: Some("MAILTO:me@rust.example".into()), url: None };
    assert_eq!(draft(Words { organizer: Some(mail), ..words("Rust", "2026-07-01") }).facts.organizer, None);
}

/// The draft of a listing of a source with these hints.
fn hinted(place: &str, time_zone: Option<&str>, words: Words) -> Draft {
    let hints = SourceHints {
        place: Some(place.to_owned()),
        time_zone: time_zone.map(str::to_owned),
        language: Some("de".to_owned()),
    };
    RESOLVER.draft(&known(1, 1, words), &SourceSpec { hints, ..source() }, now()).unwrap()
}

fn town(draft: &Draft) -> Option<(&str, String)> {
    let venue = draft.facts.venue.as_ref()?;
    Some((venue.locality.as_deref()?, venue.country?.to_string()))
}

#[test]
fn a_sources_place_breaks_ties_between_towns_of_one_name() {
    let cases = [
        ("Saint-Denis", "Paris", "FR"),
        ("Valencia", "Madrid", "ES"),
        ("León", "Spain", "ES"),
        ("Hamilton", "Toronto", "CA"),
        ("Hamilton", "New Zealand", "NZ"),
        ("Newcastle", "Sydney", "AU"),
        ("Newcastle", "London", "GB"),
        ("Victoria", "Vancouver", "CA"),
        ("Birmingham", "Atlanta", "US"),
        ("San Jose", "San Francisco", "US"),
        ("San Jose", "Costa Rica", "CR"),
    ];
    for (text, home, country) in cases {
        let drafted = hinted(home, None, Words { places: place(text), ..words("Rust", "2026-07-01") });
        assert_eq!(town(&drafted).map(|(_, country)| country).as_deref(), Some(country), "{text} near {home}");
    }
    let stated = hinted("Paris", None, Words { places: place("Birmingham, UK"), ..words("Rust", "2026-07-01") });
    assert_eq!(town(&stated), Some(("Birmingham", "GB".to_owned())), "it overrules nothing");
}

#[test]
fn an_event_that_says_nothing_of_its_place_is_where_its_source_is() {
    let silent = hinted("Berlin", None, words("Rust", "2026-07-01T18:00"));
    assert_eq!(town(&silent), Some(("Berlin", "DE".to_owned())));
    assert_eq!(silent.facts.schedule.zone.name(), "Europe/Berlin");
    let house = hinted("Berlin", None, Words { places: place("Room of Xyzzy"), ..words("Rust", "2026-07-01") });
    let venue = house.facts.venue.clone().unwrap();
    assert_eq!((venue.name.as_deref(), venue.locality.as_deref()), (Some("Room of Xyzzy"), Some("Berlin")));
    let online = hinted("Berlin", None, Words { places: place("Online"), ..words("Rust", "2026-07-01T18:00") });
    assert_eq!((online.facts.venue, online.facts.attendance_mode), (None, AttendanceMode::Online));
    assert_eq!(online.facts.schedule.zone.name(), "Europe/Berlin");
    assert_eq!(draft(words("Rust", "2026-07-01")).facts.venue, None);
}

#[test]
fn a_sources_zone_is_for_times_that_have_no_other() {
    let floating = hinted("Europe", Some("Europe/Vienna"), words("Rust", "2026-07-01T18:00"));
    assert_eq!(floating.facts.schedule.zone.name(), "Europe/Vienna");
    assert_eq!(problems(&floating), Vec::<&str>::new());
    let placed = hinted("", Some("Asia/Tokyo"), Words { places: place("Lisbon"), ..words("Rust", "2026-07-01T18:00") });
    assert_eq!(placed.facts.schedule.zone.name(), "Europe/Lisbon");
}

#[test]
fn the_language_is_as_named_or_as_written_or_as_the_source_writes() {
    let told = |language: Option<&str>, description: Option<&str>| {
        let description = description.map(|text| Prose::Plain(text.to_owned()));
        let words = Words { language: language.map(str::to_owned), description, ..words("Rust", "2026-07-01") };
        hinted("Berlin", None, words).facts.language
    };
    let french = Some("Une soirée avec deux conférences et un apéro pour tous ceux qui sont dans la ville.");
    assert_eq!(told(Some("en"), french).as_deref(), Some("en"));
    assert_eq!(told(None, french).as_deref(), Some("fr"));
    assert_eq!(told(None, None).as_deref(), Some("de"));
}

#[test]
fn a_place_that_is_a_toss_up_is_said_to_be_one() {
    let drafted = draft(Words { places: place("Springfield"), ..words("Rust", "2026-07-01T18:00") });
    let venue = drafted.facts.venue.clone().unwrap();
    assert_eq!((venue.geoname_id, venue.point), (None, None));
    assert_eq!(venue.country.map(|code| code.to_string()).as_deref(), Some("US"));
    assert!(problems(&drafted)[0].starts_with("its place may be Springfield, "), "{:?}", problems(&drafted));
}

#[test]
fn a_start_that_is_impossible_is_refused_by_name() {
    let refused =
        |start: &str| RESOLVER.draft(&known(1, 1, words("Rust", start)), &source(), now()).unwrap_err().reason;
    assert_eq!(refused("2026-02-30T18:00"), "its start `2026-02-30T18:00` is no day or hour there is");
    assert_eq!(refused("0026-02-03"), "its start `0026-02-03` is in a year no event is in");
}

#[test]
fn a_row_of_a_list_of_conferences_is_a_conference_however_long_it_takes() {
    let kind = |url: &str, end: Option<&str>| {
        let words = Words { end: end.and_then(time), ..words("Oxide", "2026-07-01") };
        let list = SourceSpec { url: url.parse().unwrap(), ..source() };
        RESOLVER.draft(&known(1, 1, words), &list, now()).unwrap().facts.kind
    };
    let conferences = "https://lists.example/data/conferences.yml";
    for end in [None, Some("2026-07-02"), Some("2026-07-12")] {
        assert_eq!(kind(conferences, end), EventKind::Conference, "{end:?}");
    }
    assert_eq!(kind("https://lists.example/data/events.yml", None), EventKind::Other);
}

#[test]
fn an_evening_about_a_technology_is_a_meetup_if_nobody_says_otherwise() {
    let kind = |start, town| {
        let words = Words { places: place(town), ..words("Kubernetes and lifetimes", start) };
        draft_of(1, 1, None, words).facts.kind
    };
    assert_eq!(kind("2026-07-01T18:30", "Berlin, Germany"), EventKind::Meetup);
    assert_eq!(kind("2026-07-01T10:00", "Berlin, Germany"), EventKind::Other, "nobody says how long it takes");
}
