//! Where and how, from the words of a listing to its draft: what is not sure is not told.

use hobnob_domain::{AttendanceMode, Draft, PlaceWords, SourceHints, SourceSpec, Words};

use crate::sample::{RESOLVER, draft, known, now, place, problems, source, words};

fn at(text: &str) -> Draft {
    draft(Words { places: place(text), ..words("Rust", "2026-07-01T18:00") })
}

/// The town, the country and the zone of a draft.
fn told(draft: &Draft) -> (Option<u32>, Option<String>, &'static str) {
    let venue = draft.facts.venue.as_ref();
    let country = venue.and_then(|venue| venue.country).map(|country| country.to_string());
    (venue.and_then(|venue| venue.geoname_id), country, draft.facts.schedule.zone.name())
}

#[test]
fn names_of_many_towns_are_never_told_as_one() {
    for text in ["Springfield", "Cambridge", "San Jose", "Richmond", "Newcastle"] {
        let drafted = at(text);
        let (town, _, zone) = told(&drafted);
        assert_eq!((town, zone), (None, "UTC"), "{text}: {:?}", drafted.facts.venue);
        assert!(problems(&drafted)[0].starts_with("its place may be "), "{text}: {:?}", problems(&drafted));
        assert_eq!(drafted.facts.venue.and_then(|venue| venue.point), None, "{text}");
    }
}

#[test]
fn two_letters_are_a_state_or_a_country_by_what_stands_beside_them() {
    let country = |text: &str| told(&at(text)).1;
    assert_eq!(country("San Diego, CA").as_deref(), Some("US"));
    assert_eq!(country("Toronto, CA").as_deref(), Some("CA"));
    assert_eq!(country("Toronto, ON, CA").as_deref(), Some("CA"));
    assert_eq!(told(&at("CA")).0, None);
}

#[test]
fn the_greater_of_two_namesakes_is_meant_in_every_script() {
    for text in ["London", "Londres", "Лондон", "ロンドン"] {
        assert_eq!(told(&at(text)).1.as_deref(), Some("GB"), "{text}");
    }
}

#[test]
fn a_country_that_is_said_twice_says_no_more() {
    let town = |text: &str, country: &str| {
        let place = PlaceWords { text: Some(text.into()), country: Some(country.into()), ..PlaceWords::default() };
        told(&draft(Words { places: vec![place], ..words("Rust", "2026-07-01T18:00") })).0
    };
    let seattle = town("Seattle, Washington", "USA");
    assert!(seattle.is_some());
    assert_eq!(town("Seattle, Washington, United States of America", "USA"), seattle);
    assert_eq!(town("Seattle, Washington, USA", "United States"), seattle);
}

#[test]
fn a_sources_home_makes_the_unsure_sure() {
    let near = |home: &str, text: &str| {
        let hints = SourceHints { place: Some(home.to_owned()), ..SourceHints::default() };
        let words = Words { places: place(text), ..words("Rust", "2026-07-01T18:00") };
        let drafted = RESOLVER.draft(&known(1, 1, words), &SourceSpec { hints, ..source() }, now()).unwrap();
        told(&drafted).2
    };
    assert_eq!(near("Boston", "Cambridge"), "America/New_York");
    assert_eq!(near("London", "Cambridge"), "Europe/London");
    assert_eq!(near("Springfield, Illinois", "Springfield"), "America/Chicago");
}

#[test]
fn words_for_online_are_read_in_many_languages() {
    for text in
        ["Online", "En ligne", "En línea", "Онлайн", "オンライン", "온라인", "Virtuell", "Zoom", "Webinar", "Çevrimiçi"]
    {
        let drafted = at(text);
        assert_eq!((drafted.facts.attendance_mode, drafted.facts.venue), (AttendanceMode::Online, None), "{text}");
    }
    for text in ["Berlin & online", "Hybrid (Berlin)", "Híbrido, Berlin", "Berlin / オンライン", "Ibrido (Berlin)"]
    {
        let drafted = at(text);
        assert_eq!(drafted.facts.attendance_mode, AttendanceMode::Mixed, "{text}");
        assert_eq!(told(&drafted).1.as_deref(), Some("DE"), "{text}");
    }
}

#[test]
fn words_for_not_yet_are_read_in_many_languages() {
    for text in [
        "TBA",
        "À définir",
        "Por definir",
        "A confirmar",
        "Wird noch bekannt gegeben",
        "Da definire",
        "Nog te bepalen",
        "未定",
        "待定",
        "미정",
        "Место уточняется",
        "Ort folgt",
        "Venue: TBD",
    ] {
        let drafted = at(text);
        assert_eq!((drafted.facts.venue, drafted.facts.attendance_mode), (None, AttendanceMode::Offline), "{text}");
    }
}

#[test]
fn places_with_days_of_their_own_are_read_without_them() {
    for text in
        ["Valencia, Spain (October 27) and Online (October 28)", "Online (Oct 28) and Valencia, Spain (27 October)"]
    {
        let drafted = at(text);
        assert_eq!(drafted.facts.attendance_mode, AttendanceMode::Mixed, "{text}");
        assert_eq!((told(&drafted).1.as_deref(), told(&drafted).2), (Some("ES"), "Europe/Madrid"), "{text}");
        let venue = drafted.facts.venue.unwrap();
        assert_eq!((venue.name, venue.locality.as_deref()), (None, Some("Valencia")), "{text}");
    }
}

#[test]
fn a_word_for_wherever_you_like_is_no_place() {
    for (name, mode) in [("水門の会 #7 オンライン", AttendanceMode::Online), ("水門の会 #7", AttendanceMode::Offline)]
    {
        let anywhere = PlaceWords {
            name: Some("自由".into()),
            latitude: Some(40.7038),
            longitude: Some(-74.0138),
            ..PlaceWords::default()
        };
        let drafted = draft(Words { places: vec![anywhere], ..words(name, "2026-07-01T18:00+09:00") });
        assert_eq!((drafted.facts.attendance_mode, &drafted.facts.venue), (mode, &None), "{name}");
        assert!(!told(&drafted).2.starts_with("America/"), "{name}");
    }
}

#[test]
fn an_online_events_coordinates_are_nowhere() {
    for (latitude, longitude) in [(0.0, 0.0), (52.52, 13.4), (-8.521_147, 179.196_2)] {
        let words = PlaceWords {
            text: Some("Online event".into()),
            latitude: Some(latitude),
            longitude: Some(longitude),
            ..PlaceWords::default()
        };
        let drafted = draft(Words { places: vec![words], ..self::words("Rust", "2026-07-01T18:00Z") });
        assert_eq!((drafted.facts.venue, drafted.facts.attendance_mode), (None, AttendanceMode::Online));
    }
}

fn only_at(latitude: f64, longitude: f64) -> Draft {
    let point = PlaceWords { latitude: Some(latitude), longitude: Some(longitude), ..PlaceWords::default() };
    draft(Words { places: vec![point], ..words("Rust", "2026-07-01T18:00") })
}

#[test]
fn a_point_alone_gives_town_country_and_zone() {
    assert_eq!(told(&only_at(48.2, 16.37)).2, "Europe/Vienna");
    assert_eq!(told(&only_at(48.2, 16.37)).1.as_deref(), Some("AT"));
}

#[test]
fn a_camp_in_a_desert_has_a_zone_and_no_town() {
    let drafted = only_at(40.8, -119.2);
    assert_eq!(told(&drafted), (None, None, "America/Los_Angeles"));
    assert_eq!(drafted.facts.venue.and_then(|venue| venue.point).map(|point| point.latitude()), Some(40.8));
    assert_eq!(
        problems(&only_at(0.0, -30.0)),
        ["the start has no zone that is known and no place: it is taken for UTC"]
    );
}
