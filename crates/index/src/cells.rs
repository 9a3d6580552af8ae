//! Where events are: a grid of a quarter of a degree, each cell with its events.

use std::ops::RangeInclusive;

use crate::doc::{Doc, at, doc};
use hobnob_domain::{Near, Point};

/// Cells in a degree.
const PER_DEGREE: f64 = 4.0;

/// Cells around the Earth.
const COLUMNS: u32 = 360 * 4;

/// Cells from pole to pole, the north pole in one of its own.
const ROWS: u32 = 180 * 4 + 1;

/// Kilometres of a degree of latitude, a little less than it has: a disc is rather looked for in too many cells.
const KM_PER_DEGREE: f64 = 111.19;

/// The events of each cell.
#[derive(Debug, Default)]
pub(crate) struct Cells {
    /// Cells with events, in order.
    keys: Vec<u32>,
    /// Where each cell's events end.
    ends: Vec<u32>,
    /// Events by cell, then number.
    docs: Vec<Doc>,
}

impl Cells {
    pub(crate) fn new(points: impl Iterator<Item = (Doc, Option<Point>)>) -> Self {
        let mut placed: Vec<(u32, Doc)> = Vec::with_capacity(points.size_hint().1.unwrap_or_default());
        placed.extend(points.filter_map(|(doc, point)| Some((cell(point?), doc))));
        placed.sort_unstable();
        let mut cells = Self { docs: Vec::with_capacity(placed.len()), ..Self::default() };
        for (key, number) in placed {
            if cells.keys.last() != Some(&key) {
                cells.keys.push(key);
                cells.ends.push(doc(cells.docs.len()));
            }
            cells.docs.push(number);
            if let Some(end) = cells.ends.last_mut() {
                *end += 1;
            }
        }
        cells
    }

    /// Lists of numbers in order, which hold every event of a disc, and some around it.
    pub(crate) fn around<'a>(&'a self, near: &Near) -> Vec<&'a [Doc]> {
        let reach = Reach::new(near);
        let mut lists = Vec::new();
        for row in reach.rows.clone() {
            for columns in &reach.columns {
                let first = self.keys.partition_point(|key| *key < row * COLUMNS + columns.start());
                let wanted = self.keys.iter().enumerate().skip(first);
                let last = row * COLUMNS + columns.end();
                lists.extend(wanted.take_while(|(_, key)| **key <= last).map(|(place, _)| self.cell(place)));
            }
        }
        lists
    }

    fn cell(&self, place: usize) -> &[Doc] {
        let begin = place.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| at(*end));
        let end = self.ends.get(place).map_or(begin, |end| at(*end));
        self.docs.get(begin..end).unwrap_or_default()
    }
}

/// The cells that a disc may touch.
struct Reach {
    rows: RangeInclusive<u32>,
    /// One or two ranges: the Earth is round.
    columns: Vec<RangeInclusive<u32>>,
}

impl Reach {
    fn new(near: &Near) -> Self {
        let (latitude, longitude) = (near.point.latitude(), near.point.longitude());
        // A hair more than needed, for what is lost in rounding.
        let high = near.radius_km.max(0.0) / KM_PER_DEGREE + 1e-6;
        let rows = row(latitude - high)..=row(latitude + high);
        let all = vec![0..=COLUMNS - 1];
        if latitude.abs() + high >= 89.9 {
            return Self { rows, columns: all };
        }
        // As far to the sides as the circle reaches, which is not at its middle's latitude.
        let wide = (high.to_radians().sin() / latitude.to_radians().cos()).clamp(0.0, 1.0).asin().to_degrees() + 1e-6;
        let (west, east) = (longitude - wide, longitude + wide);
        let columns = if east - west >= 359.0 {
            all
        } else if west < -180.0 {
            vec![0..=column(east), column(west + 360.0)..=COLUMNS - 1]
        } else if east >= 180.0 {
            vec![0..=column(east - 360.0), column(west)..=COLUMNS - 1]
        } else {
            vec![column(west)..=column(east)]
        };
        Self { rows, columns }
    }
}

fn cell(point: Point) -> u32 {
    row(point.latitude()) * COLUMNS + column(point.longitude())
}

fn row(latitude: f64) -> u32 {
    number((latitude + 90.0) * PER_DEGREE, ROWS)
}

fn column(longitude: f64) -> u32 {
    let column = number((longitude + 180.0) * PER_DEGREE, COLUMNS + 1);
    // The two sides of the date line are one.
    if column == COLUMNS { 0 } else { column }
}

#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "held within bounds first"
)]
fn number(place: f64, end: u32) -> u32 {
    place.floor().clamp(0.0, f64::from(end - 1)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn point() -> impl Strategy<Value = Point> {
        let edge = prop_oneof![Just(-180.0), Just(180.0), Just(179.99), Just(-179.99), -180.0..=180.0];
        let height = prop_oneof![Just(90.0), Just(-90.0), 85.0..=90.0, -90.0..=90.0];
        (height, edge).prop_map(|(latitude, longitude)| Point::new(latitude, longitude).unwrap())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 3000, ..ProptestConfig::default() })]

        #[test]
        fn no_event_of_a_disc_is_missed_anywhere_on_earth(
            middle in point(),
            radius_km in prop_oneof![0.0..50.0, 0.0..21_000.0],
            points in prop::collection::vec(point(), 1..60),
            offsets in prop::collection::vec((-0.5..0.5, -0.5..0.5), 30),
        ) {
            let close = offsets.iter().filter_map(|(up, right)| {
                Point::new(middle.latitude() + up, middle.longitude() + right)
            });
            let points: Vec<Point> = points.into_iter().chain(close).collect();
            let cells = Cells::new((0..).zip(points.iter().copied().map(Some)));
            let near = Near { text: String::new(), point: middle, radius_km };
            let found: Vec<Doc> = cells.around(&near).concat();
            for (doc, point) in (0..).zip(&points) {
                if middle.distance_km(*point) <= radius_km {
                    prop_assert_eq!(found.iter().filter(|held| **held == doc).count(), 1, "{:?}", point);
                }
            }
        }
    }
}
