//! Prefixes, countries and points, asked from outside.

use hobnob_domain::Point;
use hobnob_gazetteer::{ATTRIBUTION, Gazetteer};

fn names(query: &str, limit: usize) -> Vec<String> {
    Gazetteer::embedded().search(query, limit).iter().map(|place| place.full_name()).collect()
}

#[test]
fn a_prefix_gives_the_most_populous_first() {
    assert_eq!(names("berl", 1), ["Berlin, State of Berlin, Germany"]);
    assert_eq!(names("Münche", 1), ["Munich, Bavaria, Germany"]);
    assert_eq!(names("nyc", 1), ["New York City, New York, United States"]);
    let places = Gazetteer::embedded().search("san", 100);
    assert_eq!(places.len(), 100);
    let own: Vec<_> = places.iter().filter(|place| place.name.starts_with("San ")).collect();
    assert!(own.len() > 20 && own.is_sorted_by(|a, b| a.population >= b.population));
}

#[test]
fn a_town_that_begins_so_stands_before_one_that_is_called_so_elsewhere() {
    let first: Vec<&str> = Gazetteer::embedded().search("san", 5).iter().map(|place| place.name).collect();
    assert!(first.iter().all(|name| name.to_lowercase().starts_with("san")), "{first:?}");
    let mut ids: Vec<u32> = Gazetteer::embedded().search("san", 100).iter().map(|place| place.geoname_id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 100, "each place once, by the best of its names");
    assert_eq!(names("wien", 1), ["Vienna, Vienna, Austria"], "what people there call it still finds it");
    assert_eq!(names("köln", 1), ["Köln, North Rhine-Westphalia, Germany"]);
}

#[test]
fn what_stands_behind_a_comma_narrows() {
    assert_eq!(names("springf, illinois", 1), ["Springfield, Illinois, United States"]);
    assert_eq!(names("berlin, narnia", 5), Vec::<String>::new());
}

#[test]
fn no_query_and_no_limit_give_nothing() {
    assert_eq!((names("", 10), names(" , ", 10), names("berlin", 0)), (vec![], vec![], vec![]));
}

#[test]
fn a_country_goes_by_many_names() {
    let gazetteer = Gazetteer::embedded();
    let germany = gazetteer.country_named("Deutschland");
    assert_eq!(germany.and_then(|code| gazetteer.country_name(code)), Some("Germany"));
    assert_eq!([gazetteer.country_named("de"), gazetteer.country_named("ドイツ")], [germany, germany]);
    assert_eq!(gazetteer.country_named("Narnia"), None);
    assert_eq!("ZZ".parse().ok().and_then(|code| gazetteer.country_name(code)), None);
}

#[test]
fn a_point_knows_where_it_is() {
    let nearest = |latitude, longitude| Gazetteer::embedded().nearest(Point::new(latitude, longitude)?);
    let berlin = nearest(52.5163, 13.3777).map(|place| (place.country.to_string(), place.zone.name()));
    assert_eq!(berlin, Some(("DE".to_owned(), "Europe/Berlin")));
    assert_eq!(nearest(0.0, 0.0), None);
}

#[test]
fn the_attribution_names_the_source_and_its_licence() {
    let data = include_str!("../data/ATTRIBUTION.md");
    assert!(data.contains(ATTRIBUTION) && ATTRIBUTION.contains("GeoNames") && ATTRIBUTION.contains("CC BY 4.0"));
}
