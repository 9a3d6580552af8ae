//! What people type for a place.

use super::*;

fn name_of(text: &str) -> String {
    find(text).map_or_else(|fault| fault.to_string(), |found| found.name)
}

#[test]
fn a_name_with_what_narrows_it_is_one_place() {
    let cases = [
        ("Berlin", "Berlin, Germany"),
        ("berlin, de", "Berlin, Germany"),
        ("Paris, Texas", "Paris, Texas, United States"),
        ("Paris Texas", "Paris, Texas, United States"),
        ("Portland, ME", "Portland, Maine, United States"),
        ("San Jose Costa Rica", "San José, San José, Costa Rica"),
        ("NYC", "New York City, United States"),
        ("nyc", "New York City, United States"),
        ("Munich", "Munich, Germany"),
        ("München", "Munich, Germany"),
        ("Muenchen", "Munich, Germany"),
        ("New Delhi", "New Delhi, India"),
        ("St. Louis", "St. Louis, United States"),
        ("Saint Louis, Missouri", "St. Louis, United States"),
        ("Coatepec, México, Mexico", "Coatepec, México, Mexico"),
        ("10115 Berlin", "Berlin, Germany"),
        ("Alexanderplatz, Berlin", "Berlin, Germany"),
        ("東京", "Tokyo, Japan"),
    ];
    for (text, name) in cases {
        assert_eq!(name_of(text), name, "{text}");
    }
}

#[test]
fn several_places_of_a_size_are_asked_about() {
    let wanted = PlaceError::Ambiguous {
        text: "Springfield".to_owned(),
        candidates: ["Missouri", "Massachusetts", "Illinois", "Oregon", "Ohio"]
            .map(|state| format!("Springfield, {state}, United States"))
            .to_vec(),
    };
    assert_eq!(find("Springfield"), Err(wanted));
}

#[test]
fn a_city_that_all_the_world_speaks_of_is_meant_unasked() {
    let known = [
        ("Barcelona", "Spain"),
        ("London", "United Kingdom"),
        ("Paris", "France"),
        ("Birmingham", "United Kingdom"),
        ("Bristol", "United Kingdom"),
        ("Oxford", "United Kingdom"),
        ("York", "United Kingdom"),
        ("Brighton", "United Kingdom"),
        ("Wellington", "New Zealand"),
        ("Halifax", "Canada"),
        ("Portland", "United States"),
        ("Granada", "Spain"),
        ("Córdoba", "Argentina"),
    ];
    for (text, country) in known {
        assert!(name_of(text).ends_with(&format!(", {country}")), "{text}: {}", name_of(text));
    }
    let asked = [
        "Valencia",
        "Cambridge",
        "San Jose",
        "San José",
        "Brest",
        "Newcastle",
        "Hamilton",
        "Richmond",
        "Springfield",
        "Lincoln",
        "Aurora",
        "Worcester",
    ];
    for text in asked {
        assert!(matches!(find(text), Err(PlaceError::Ambiguous { .. })), "{text}: {}", name_of(text));
    }
}

#[test]
fn accents_tell_towns_of_one_name_apart_as_far_as_they_do() {
    let first = |text| match find(text) {
        Err(PlaceError::Ambiguous { candidates, .. }) => candidates.into_iter().next().unwrap_or_default(),
        other => format!("{other:?}"),
    };
    assert_eq!(first("San Jose"), "San Jose, California, United States");
    assert_eq!(first("San José"), "San José, San José, Costa Rica");
    assert_eq!(name_of("San José, CA"), "San Jose, United States");
    assert_eq!(name_of("Zürich"), name_of("Zurich"));
}

#[test]
fn what_nothing_is_called_is_not_found() {
    for text in ["", " , ", "Berln", "Berlin, Narnia", "Paris, Kentuky", "online", "?"] {
        assert_eq!(find(text), Err(PlaceError::NotFound { text: text.trim().to_owned() }));
    }
}

#[test]
fn a_country_or_a_state_is_too_wide_to_be_near_to() {
    let area = |text: &str| match find(text) {
        Err(PlaceError::TooWide { area, .. }) => area.to_string(),
        other => other.map_or_else(|fault| fault.to_string(), |found| found.name),
    };
    let countries = [
        ("UK", "GB"),
        ("uk", "GB"),
        ("USA", "US"),
        ("US", "US"),
        ("Italy", "IT"),
        ("NL", "NL"),
        ("China", "CN"),
        ("Mexico", "MX"),
        ("Deutschland", "DE"),
        ("England", "GB"),
    ];
    for (text, code) in countries {
        assert!(area(text).ends_with(&format!(", {code})")), "{text}: {}", area(text));
    }
    for text in ["Bavaria", "Bayern", "California", "Ontario", "Andalusia"] {
        assert!(area(text).starts_with("a part of "), "{text}: {}", area(text));
    }
    let towns = [
        ("Singapore", "Singapore"),
        ("Hong Kong", "Hong Kong"),
        ("Luxembourg", "Luxembourg"),
        ("Monaco", "Monaco"),
        ("New York", "New York City"),
        ("Washington", "Washington"),
        ("Hamburg", "Hamburg"),
        ("Madrid", "Madrid"),
        ("Lucerne", "Luzern"),
        ("Geneva", "Geneva"),
        ("Québec", "Québec"),
        ("LA", "Los Angeles"),
        ("NYC", "New York City"),
    ];
    for (text, town) in towns {
        assert!(area(text).starts_with(town), "{text}: {}", area(text));
    }
}

/// The keys of places of more than so many people.
fn keys_of(people: u32) -> Vec<String> {
    let mut all = Vec::new();
    keys::PLACES.starting_with("", |key, postings| {
        let is_large = |called: Called| called.place.record().is_some_and(|record| record.population > people);
        if postings.places().any(is_large) {
            all.push(key.to_owned());
        }
    });
    all
}

#[test]
fn every_candidate_that_is_named_is_found_by_that_name() {
    let mut asked = 0;
    for key in keys_of(100_000) {
        if let Err(PlaceError::Ambiguous { candidates, .. }) = find(&key) {
            asked += 1;
            for candidate in candidates {
                assert!(find(&candidate).is_ok(), "{key}: {candidate}: {:?}", find(&candidate));
            }
        }
    }
    assert!(asked > 100, "{asked}");
}

#[test]
fn every_name_that_is_given_is_found_again() {
    for key in keys_of(500_000) {
        if let Ok(found) = find(&key) {
            let again = find(&found.name).map(|again| again.point.distance_km(found.point));
            // A region may hold two places of one name.
            assert!(again.clone().is_ok_and(|distance| distance < 200.0), "{key}: {}: {again:?}", found.name);
        }
    }
}
