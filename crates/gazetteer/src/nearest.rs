//! A point to the nearest place.

use crate::{
    Place,
    layout::{FEATURE_QUARTER, ROWS_A_DEGREE, UNITS_A_DEGREE, row_of},
    records::{PlaceId, Record},
};
use chrono_tz::Tz;
use hobnob_domain::Point;

/// How far away a place may be and still say something about the point's country and zone.
const KM_MAX: f64 = 50.0;

/// A little less than the kilometres of a degree of latitude, so that what is cut off is too far away for certain.
const KM_A_DEGREE: f64 = 111.0;

/// How far away a place may be and still say how late it is: nobody lives nearer to a camp in a desert.
const KM_MAX_FOR_A_ZONE: f64 = 300.0;

/// How many times the people of a place a town has that the place is a quarter of.
const TIMES_A_QUARTER: u32 = 20;

/// How far a town reaches from its middle for the square root of its people: 10 km for a million, 20 for four.
const KM_A_ROOT_OF_PEOPLE: f64 = 0.01;

/// No town reaches further.
const REACH_MAX_KM: f64 = 30.0;

/// The nearest place, quarters of towns among them; of equally near ones that with the lowest GeoNames id.
pub(crate) fn nearest(point: Point) -> Option<Place> {
    nearest_within(point, KM_MAX)
}

/// The zone of the nearest place, which may be far away.
pub(crate) fn zone_at(point: Point) -> Option<Tz> {
    nearest(point).or_else(|| nearest_within(point, KM_MAX_FOR_A_ZONE)).map(|place| place.zone)
}

/// The town that a point is in: the nearest place, or the town that one is a part of. Few quarters are told as such; any
/// place is taken for one if a town reaches as far that has so many times its people. Of several such towns it is the one
/// with the most people for its distance.
pub(crate) fn town_at(point: Point) -> Option<Place> {
    let mut nearest: Option<(f64, PlaceId, Record)> = None;
    each_within(point, KM_MAX, |distance, id, record| {
        let is_nearer = nearest.is_none_or(|(d, _, other)| (distance, record.geoname_id) < (d, other.geoname_id));
        if is_nearer {
            nearest = Some((distance, id, record));
        }
    });
    let (_, id, quarter) = nearest?;
    let times = if quarter.feature == FEATURE_QUARTER { 1 } else { TIMES_A_QUARTER };
    let people = quarter.population.max(1).saturating_mul(times);
    let mut town: Option<(f64, PlaceId)> = None;
    each_within(point, REACH_MAX_KM, |distance, id, record| {
        let is_around = record.country == quarter.country
            && record.feature != FEATURE_QUARTER
            && record.population > people
            && distance <= f64::from(record.population).sqrt() * KM_A_ROOT_OF_PEOPLE;
        let draw = f64::from(record.population).sqrt() / distance.max(1.0);
        if is_around && town.is_none_or(|(most, _)| draw > most) {
            town = Some((draw, id));
        }
    });
    town.map_or(id, |(_, id)| id).place()
}

fn nearest_within(point: Point, km_max: f64) -> Option<Place> {
    let mut best: Option<(f64, u32, PlaceId)> = None;
    each_within(point, km_max, |distance, id, record| {
        let is_nearer = best.is_none_or(|(d, geoname_id, _)| (distance, record.geoname_id) < (d, geoname_id));
        if is_nearer {
            best = Some((distance, record.geoname_id, id));
        }
    });
    best.and_then(|(_, _, id)| id.place())
}

/// Gives every place within a distance, with it.
fn each_within(point: Point, km_max: f64, mut give: impl FnMut(f64, PlaceId, Record)) {
    let reach = km_max / KM_A_DEGREE;
    for row in rows(point.latitude() - reach, point.latitude() + reach) {
        for (west, east) in windows(point, reach) {
            for (id, record) in between(row, west, east) {
                let distance = record.point().map(|other| other.distance_km(point));
                if let Some(distance) = distance.filter(|distance| *distance <= km_max) {
                    give(distance, id, record);
                }
            }
        }
    }
}

/// The rows of latitude that a band of degrees touches.
fn rows(south: f64, north: f64) -> std::ops::RangeInclusive<usize> {
    row_of(units(south.max(-90.0)))..=row_of(units(north.min(90.0)))
}

/// The bands of longitude within reach: two where the band crosses the 180th meridian, all where it holds the pole.
fn windows(point: Point, reach: f64) -> Vec<(i32, i32)> {
    let highest = (point.latitude().abs() + reach).min(90.0);
    let width = reach / highest.to_radians().cos();
    if width >= 180.0 {
        return vec![(units(-180.0), units(180.0))];
    }
    let (west, east) = (point.longitude() - width, point.longitude() + width);
    let mut windows = vec![(units(west.max(-180.0)), units(east.min(180.0)))];
    if west < -180.0 {
        windows.push((units(west + 360.0), units(180.0)));
    }
    if east > 180.0 {
        windows.push((units(-180.0), units(east - 360.0)));
    }
    windows
}

/// The places of a row from west to east.
fn between(row: usize, west: i32, east: i32) -> impl Iterator<Item = (PlaceId, Record)> {
    let std::ops::Range { start, end } = PlaceId::row(row);
    let (mut low, mut high) = (start, end);
    while low < high {
        let middle = low + (high - low) / 2;
        match PlaceId(middle).record() {
            Some(record) if record.longitude < west => low = middle + 1,
            _ => high = middle,
        }
    }
    let records = (low..end).map(PlaceId).filter_map(|id| Some((id, id.record()?)));
    records.take_while(move |(_, record)| record.longitude <= east)
}

/// Degrees in the units of the tables.
#[expect(clippy::as_conversions, reason = "degrees of the Earth times 10,000 fit, and `as` saturates")]
fn units(degrees: f64) -> i32 {
    (degrees * f64::from(UNITS_A_DEGREE)).round() as i32
}

const _: () = assert!(ROWS_A_DEGREE > 0 && UNITS_A_DEGREE % ROWS_A_DEGREE == 0);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all() -> impl Iterator<Item = Record> {
        (0..).map_while(|number| PlaceId(number).record())
    }

    /// The distance to the nearest place, by asking all of them.
    fn slowly(point: Point) -> Option<f64> {
        let distances = all().filter_map(|record| record.point()).map(|other| other.distance_km(point));
        distances.filter(|distance| *distance <= KM_MAX).reduce(f64::min)
    }

    fn checked(point: Point) {
        assert_eq!(nearest(point).map(|place| place.point.distance_km(point)), slowly(point), "{point:?}");
    }

    #[test]
    fn the_edges_of_the_map_are_no_edges() {
        for (latitude, longitude) in [(-16.8, 180.0), (-16.8, -179.99), (-17.0, 179.9), (90.0, 0.0), (-90.0, 180.0)] {
            checked(Point::new(latitude, longitude).unwrap());
        }
    }

    #[test]
    fn nothing_is_near_the_middle_of_an_ocean() {
        assert_eq!(nearest(Point::new(0.0, -30.0).unwrap()), None);
        assert_eq!(zone_at(Point::new(0.0, -30.0).unwrap()), None);
    }

    #[test]
    fn a_camp_in_a_desert_has_a_zone() {
        let desert = Point::new(40.8, -119.2).unwrap();
        assert_eq!((nearest(desert), zone_at(desert).map(Tz::name)), (None, Some("America/Los_Angeles")));
    }

    #[test]
    fn a_point_in_a_town_knows_its_country_and_zone() {
        let place = nearest(Point::new(47.376, 8.541).unwrap()).unwrap();
        assert_eq!((place.country.as_str(), place.zone.name()), ("CH", "Europe/Zurich"));
    }

    #[test]
    fn a_quarter_is_in_its_town_and_a_town_beside_a_larger_one_is_not() {
        for (latitude, longitude, town) in [
            (50.9400, 6.9750, "Köln"),
            (51.4500, -0.0720, "London"),
            (48.1950, 16.3480, "Vienna"),
            (52.3990, 13.0600, "Potsdam"),
            (37.8040, -122.2710, "Oakland"),
            (42.3740, -71.1060, "Cambridge"),
            (48.8049, 2.1204, "Versailles"),
            (42.8860, -78.8780, "Buffalo"),
        ] {
            let found = town_at(Point::new(latitude, longitude).unwrap()).unwrap();
            assert_eq!(found.name, town);
        }
        assert_eq!(town_at(Point::new(0.0, -30.0).unwrap()), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]

        #[test]
        fn the_nearest_is_the_one_that_asking_all_finds(
            number in 0..168_053_u32, north in -0.6..0.6_f64, east in -0.9..0.9_f64,
        ) {
            let near = PlaceId(number).record().and_then(|record| record.point()).unwrap();
            if let Some(point) = Point::new(near.latitude() + north, near.longitude() + east) {
                checked(point);
            }
        }
    }
}
