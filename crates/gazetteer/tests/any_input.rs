//! Whatever is asked, the answer is an answer.

use hobnob_domain::{CountryCode, Point};
use hobnob_gazetteer::{Gazetteer, Hints, Located};
use proptest::prelude::*;

/// Pieces that the reading of a text looks for, in any order, with anything between.
fn address() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "Berlin",
        "Germany",
        "DE",
        "IN",
        "TX",
        "US",
        "U.S.A.",
        "10115",
        "SW1A 1AA",
        "Online",
        "&",
        "/",
        "-",
        "(",
        ")",
        ",",
        ";",
        "\n",
        "Saint",
        "東京都",
        "千代田区",
        "〒100-0001",
        "Hybrid",
        "Room 5",
        "San",
        "Jose",
        "ß",
        "İ",
        "ﬀ",
        "é",
        "'",
        "https://zoom.us/j/1",
        "\u{301}",
        "\u{0}",
        "TBA",
        "Hydrabad",
    ]);
    prop::collection::vec((pieces, prop::sample::select(vec!["", " ", ", "])), 0..60)
        .prop_map(|parts| parts.into_iter().map(|(piece, gap)| format!("{piece}{gap}")).collect())
}

fn is_whole(located: &Located) -> bool {
    let names_something = located.place.is_some() || located.country.is_some() || located.region.is_some();
    let place_agrees = located
        .place
        .is_none_or(|place| located.country == Some(place.country) && located.region.as_deref() == place.admin1);
    (0.0..=1.0).contains(&located.confidence) && (located.confidence > 0.0) == names_something && place_agrees
}

fn hints() -> impl Strategy<Value = Hints> {
    let codes = prop::sample::select(vec!["DE", "US", "ZZ"]);
    (prop::option::of(codes), prop::option::of((-90.0..=90.0_f64, -180.0..=180.0_f64))).prop_map(|(code, near)| Hints {
        country: code.and_then(|code| code.parse::<CountryCode>().ok()),
        zone: None,
        near: near.and_then(|(latitude, longitude)| Point::new(latitude, longitude)),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_listing_may_say_anything(text in prop_oneof![".{0,700}", address()], hints in hints()) {
        prop_assert!(is_whole(&Gazetteer::embedded().locate(&text, &hints)), "{text:?}");
    }

    #[test]
    fn a_person_may_type_anything(text in prop_oneof![".{0,300}", address()], limit in 0..1000_usize) {
        let gazetteer = Gazetteer::embedded();
        let _ = gazetteer.find(&text);
        let _ = gazetteer.country_named(&text);
        prop_assert!(gazetteer.search(&text, limit).len() <= limit.min(100));
    }

    #[test]
    fn any_point_has_an_answer_within_50_km(latitude in -90.0..=90.0_f64, longitude in -180.0..=180.0_f64) {
        let point = Point::new(latitude, longitude).expect("on the Earth");
        let place = Gazetteer::embedded().nearest(point);
        prop_assert!(place.is_none_or(|place| place.point.distance_km(point) <= 50.0));
    }

    #[test]
    fn what_is_beyond_the_limit_changes_nothing(tail in "[a-zA-Z, ]{0,200}") {
        let text = format!("Berlin, {} Germany,", "x".repeat(500));
        let gazetteer = Gazetteer::embedded();
        let longer = gazetteer.locate(&format!("{text}{tail}"), &Hints::default());
        prop_assert_eq!(longer, gazetteer.locate(&text, &Hints::default()));
    }
}

#[test]
fn a_text_of_a_megabyte_is_answered_like_its_beginning() {
    let long = format!("Berlin, Germany{}", ", and more of the page".repeat(50_000));
    let begin: String = long.chars().take(500).collect();
    let gazetteer = Gazetteer::embedded();
    assert_eq!(gazetteer.locate(&long, &Hints::default()), gazetteer.locate(&begin, &Hints::default()));
    assert!(gazetteer.find(&long).is_err());
    assert_eq!(gazetteer.search(&long, 10), []);
}
