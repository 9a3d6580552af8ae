//! The geocoder against labelled location strings and against coordinates that sources recorded.
//!
//! The files are found by `HOBNOB_TRUTH_GEO`, or beside the checkout; without them the tests say that they were skipped.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a truth file that can't be read is a failed test")]

use hobnob_domain::Point;
use hobnob_gazetteer::{Gazetteer, Hints, Located, LocatedMode, confidence};
use std::{fs, path::PathBuf};

#[expect(clippy::disallowed_methods, reason = "tests find the truth by it")]
fn rows<const N: usize>(file: &str) -> Vec<[String; N]> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/geo");
    let folder = std::env::var("HOBNOB_TRUTH_GEO").unwrap_or_else(|_| beside.to_owned());
    let Ok(text) = fs::read_to_string(PathBuf::from(folder).join(file)) else {
        println!("skipped: no {file}");
        return Vec::new();
    };
    let row = |line: &str| line.split('\t').map(str::to_owned).collect::<Vec<_>>().try_into().expect("the columns");
    text.lines().skip(1).map(row).collect()
}

fn located(text: &str) -> Located {
    Gazetteer::embedded().locate(text, &Hints::default())
}

fn share(part: usize, whole: usize) -> f64 {
    f64::from(u32::try_from(part).unwrap()) / f64::from(u32::try_from(whole).unwrap())
}

#[test]
fn labelled_strings_are_placed() {
    let rows = rows::<8>("truth.tsv");
    if rows.is_empty() {
        return;
    }
    let (mut modes, mut countries, mut towns, mut clear, mut clear_wrong) = (0, 0, 0, 0, 0);
    for [source, text, mode, country, _, town, accepted, note] in &rows {
        let found = located(text);
        let mode_found = match found.mode {
            LocatedMode::Offline => "in_person",
            LocatedMode::Online => "online",
            LocatedMode::Mixed => "hybrid",
            LocatedMode::Unknown => "unknown",
        };
        let id = found.place.map(|place| place.geoname_id.to_string());
        let is_accepted = id.as_ref().is_some_and(|id| accepted.split(',').any(|other| other == id));
        let country_found = found.country.map(|code| code.to_string()).unwrap_or_default();
        let mode_is_right = mode_found == mode;
        let country_is_right = country == "*" || country_found == *country || is_accepted;
        let town_is_right = is_accepted || id.as_deref().unwrap_or_default() == town;
        modes += usize::from(mode_is_right);
        countries += usize::from(country_is_right);
        towns += usize::from(town_is_right);
        if found.place.is_some() && found.confidence >= confidence::CLEAR {
            clear += 1;
            clear_wrong += usize::from(!town_is_right);
        }
        if !(mode_is_right && country_is_right && town_is_right) {
            let name = found.place.map(|place| place.full_name());
            let confidence = found.confidence;
            println!(
                "{source}: {text} -> {mode_found} {country_found} {name:?} {confidence:.2} for {mode} {country} {town} {note}"
            );
        }
    }
    let all = rows.len();
    println!("{all}: mode {modes}, country {countries}, town {towns}; clear {clear}, of them wrong {clear_wrong}");
    assert!(share(modes, all) >= 0.995);
    assert!(share(countries, all) >= 0.99);
    assert!(share(towns, all) >= 0.988);
    assert!(share(clear_wrong, clear) <= 0.01);
}

#[test]
fn venues_are_placed_where_their_source_says() {
    let rows = rows::<4>("coords.tsv");
    if rows.is_empty() {
        return;
    }
    let (mut placed, mut within_25, mut far, mut clear, mut clear_far) = (0, 0, 0, 0, 0);
    for [source, text, latitude, longitude] in &rows {
        let recorded = Point::new(latitude.parse().unwrap(), longitude.parse().unwrap()).unwrap();
        let found = located(text);
        let Some(place) = found.place else {
            println!("{source}: {text} -> {:?} {:?}", found.country, found.region);
            continue;
        };
        let distance = place.point.distance_km(recorded);
        placed += 1;
        within_25 += usize::from(distance <= 25.0);
        far += usize::from(distance > 200.0);
        if found.confidence >= confidence::CLEAR {
            clear += 1;
            clear_far += usize::from(distance > 60.0);
        }
        if distance > 25.0 {
            println!("{source}: {text} -> {} {:.2} {distance:.0} km off", place.full_name(), found.confidence);
        }
    }
    let all = rows.len();
    println!(
        "{all}: placed {placed}, within 25 km {within_25}, over 200 km off {far}; clear {clear}, of them over 60 km off {clear_far}"
    );
    assert!(share(within_25, all) >= 0.965);
    assert!(share(far, all) <= 0.005);
    assert!(share(clear_far, clear) <= 0.005);
}
