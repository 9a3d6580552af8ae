//! Places, divisions and countries by their numbers, read where they lie in the program: see `layout.rs`.

use crate::{
    Place,
    fields::{Fields, index, record},
    keys,
    layout::{ADMIN1_BYTES, COUNTRY_BYTES, NO_ADMIN1, NO_PLACE, PLACE_BYTES, UNITS_A_DEGREE},
    names::fold,
};
use chrono::{DateTime, Offset as _};
use chrono_tz::Tz;
use hobnob_domain::{CountryCode, Point};
use std::{collections::BTreeMap, sync::LazyLock};

static NAMES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/names.bin"));
static ZONES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/zones.bin"));
static PLACES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/places.bin"));
static ROWS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/rows.bin"));
static COUNTRIES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/countries.bin"));
static ADMIN1: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/admin1.bin"));

/// A place's number in the tables. They run by rows of latitude, so they mean nothing outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PlaceId(pub(crate) u32);

/// A country's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct CountryId(u8);

/// The number of a first-level division, of any country.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Admin1Id(u16);

/// A place as the tables have it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Record {
    pub(crate) geoname_id: u32,
    pub(crate) latitude: i32,
    pub(crate) longitude: i32,
    pub(crate) population: u32,
    name: u32,
    pub(crate) zone: u16,
    pub(crate) admin1: Option<Admin1Id>,
    pub(crate) country: CountryId,
    pub(crate) feature: u8,
    /// How many other names it has: the more it is called by, in the more languages it is spoken of.
    pub(crate) names: u8,
}

/// The text at an offset of the names.
pub(crate) fn text(offset: u32) -> &'static str {
    text_of(&mut Fields(NAMES.get(index(offset)..).unwrap_or_default()))
}

fn text_of(fields: &mut Fields) -> &'static str {
    let length = fields.u8();
    std::str::from_utf8(fields.slice(length.into())).unwrap_or_default()
}

/// The IANA names of all zones that places are in, in order.
fn zone_names() -> impl Iterator<Item = &'static str> {
    let mut fields = Fields(ZONES);
    std::iter::from_fn(move || Some(text_of(&mut fields)).filter(|name| !name.is_empty()))
}

/// The zones that places are in, by their numbers.
static ZONES_BY_NUMBER: LazyLock<Vec<Option<Tz>>> =
    LazyLock::new(|| zone_names().map(|name| name.parse().ok()).collect());

/// The number of a zone, as places have it; `None` for a zone that no place is in.
pub(crate) fn zone_number(zone: Tz) -> Option<u16> {
    let number = ZONES_BY_NUMBER.iter().position(|other| *other == Some(zone));
    number.and_then(|number| u16::try_from(number).ok()).or_else(|| ALIASES.get(zone.name()).copied())
}

/// Zones that no place is in and whose clocks are those of one that places are in: `US/Pacific`.
static ALIASES: LazyLock<BTreeMap<&'static str, u16>> = LazyLock::new(|| {
    let months = || (0..50 * 12).filter_map(|month| DateTime::from_timestamp(month * 2_629_746, 0));
    let clocks = |zone: Tz| months().map(move |at| at.with_timezone(&zone).offset().fix().local_minus_utc());
    let mut numbers: BTreeMap<Vec<i32>, u16> = BTreeMap::new();
    for (number, zone) in (0..).zip(ZONES_BY_NUMBER.iter()).filter_map(|(number, zone)| Some((number, (*zone)?))) {
        numbers.entry(clocks(zone).collect()).or_insert(number);
    }
    let others = chrono_tz::TZ_VARIANTS.iter().filter(|zone| !ZONES_BY_NUMBER.contains(&Some(**zone)));
    others.filter_map(|zone| Some((zone.name(), *numbers.get(&clocks(*zone).collect::<Vec<_>>())?))).collect()
});

/// The zone of that number.
pub(crate) fn zone(number: u16) -> Option<Tz> {
    ZONES_BY_NUMBER.get(usize::from(number)).copied().flatten()
}

impl PlaceId {
    /// What the tables say of it.
    pub(crate) fn record(self) -> Option<Record> {
        let mut fields = record::<PLACE_BYTES>(PLACES, index(self.0))?;
        Some(Record {
            geoname_id: fields.u32(),
            latitude: fields.i32(),
            longitude: fields.i32(),
            population: fields.u32(),
            name: fields.u32(),
            zone: fields.u16(),
            admin1: Some(fields.u16()).filter(|number| *number != NO_ADMIN1).map(Admin1Id),
            country: CountryId(fields.u8()),
            feature: fields.u8(),
            names: fields.u8(),
        })
    }

    /// The same for those outside.
    pub(crate) fn place(self) -> Option<Place> {
        let record = self.record()?;
        let country = record.country.code()?;
        Some(Place {
            geoname_id: record.geoname_id,
            name: record.name(),
            country,
            country_name: record.country.name(),
            admin1: record.admin1.map(Admin1Id::name),
            admin1_code: record.admin1.map(Admin1Id::code),
            point: record.point()?,
            zone: record.zone()?,
            population: record.population,
        })
    }

    /// The numbers of the places in a row of latitude, from west to east.
    pub(crate) fn row(row: usize) -> std::ops::Range<u32> {
        let start = |row| record::<4>(ROWS, row).map_or(0, |mut fields| fields.u32());
        start(row)..start(row.saturating_add(1))
    }
}

impl Record {
    /// Its middle.
    pub(crate) fn point(&self) -> Option<Point> {
        let degrees = |units: i32| f64::from(units) / f64::from(UNITS_A_DEGREE);
        Point::new(degrees(self.latitude), degrees(self.longitude))
    }

    /// The zone its clocks follow.
    pub(crate) fn zone(&self) -> Option<Tz> {
        zone(self.zone)
    }

    /// Its name.
    pub(crate) fn name(&self) -> &'static str {
        text(self.name)
    }
}

impl CountryId {
    fn fields(self) -> Option<Fields> {
        record::<COUNTRY_BYTES>(COUNTRIES, self.0.into())
    }

    fn all() -> impl Iterator<Item = Self> {
        (0..=u8::MAX).map(Self).take_while(|country| country.fields().is_some())
    }

    /// Two capital letters to a country.
    pub(crate) fn by_code(code: &str) -> Option<Self> {
        let mut countries = COUNTRIES.as_chunks::<COUNTRY_BYTES>().0.iter();
        let number = countries.position(|record| record.starts_with(code.as_bytes()) && code.len() == 2)?;
        u8::try_from(number).ok().map(Self)
    }

    /// Three capital letters to a country.
    pub(crate) fn by_long_code(code: &str) -> Option<Self> {
        Self::all().find(|country| {
            country.fields().is_some_and(|mut fields| {
                let _: [u8; 2] = fields.bytes();
                fields.bytes::<3>() == code.as_bytes()
            })
        })
    }

    /// The country of a folded name.
    pub(crate) fn by_key(key: &str) -> Option<Self> {
        keys::COUNTRIES.get(key).next().and_then(|number| u8::try_from(number).ok()).map(Self)
    }

    /// ISO 3166-1 alpha-2.
    pub(crate) fn code(self) -> Option<CountryCode> {
        let code: [u8; 2] = self.fields()?.bytes();
        std::str::from_utf8(&code).ok()?.parse().ok()
    }

    /// The English name.
    pub(crate) fn name(self) -> &'static str {
        let Some(mut fields) = self.fields() else { return "" };
        let _: [u8; 5] = fields.bytes();
        text(fields.u32())
    }

    /// The town that is the whole country: Singapore.
    pub(crate) fn town(self) -> Option<PlaceId> {
        let mut fields = self.fields()?;
        let _: [u8; 9] = fields.bytes();
        Some(PlaceId(fields.u32())).filter(|place| place.0 != NO_PLACE)
    }
}

impl Admin1Id {
    /// The divisions of a folded name or code, of any country.
    pub(crate) fn by_key(key: &str) -> impl Iterator<Item = Self> {
        keys::ADMIN1.get(key).filter_map(|number| u16::try_from(number).ok()).map(Self)
    }

    fn fields(self) -> Fields {
        record::<ADMIN1_BYTES>(ADMIN1, self.0.into()).unwrap_or(Fields(&[]))
    }

    /// The country it is a part of.
    pub(crate) fn country(self) -> CountryId {
        CountryId(self.fields().u8())
    }

    /// The English name.
    pub(crate) fn name(self) -> &'static str {
        let mut fields = self.fields();
        let _ = fields.u8();
        text(fields.u32())
    }

    /// The code, as GeoNames writes it.
    pub(crate) fn code(self) -> &'static str {
        let mut fields = self.fields();
        let _: [u8; 5] = fields.bytes();
        text(fields.u32())
    }
}

/// The part of the world of a name: "emea" → "EMEA".
pub(crate) fn part_of_the_world(name: &str) -> Option<&'static str> {
    keys::REGIONS.get(&fold(name)).next().map(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_place_of_the_tables_can_be_read() {
        let (mut count, mut ids) = (0_u32, BTreeSet::new());
        while let Some(place) = PlaceId(count).place() {
            assert!(!place.name.is_empty() && !place.country_name.is_empty(), "{place:?}");
            assert!(place.admin1.is_none_or(|name| !name.is_empty()), "{place:?}");
            ids.insert(place.geoname_id);
            count += 1;
        }
        assert_eq!((PLACES.len(), ids.len()), (168_053 * PLACE_BYTES, 168_053));
    }

    #[test]
    fn every_zone_is_known() {
        assert!(zone_names().all(|name| name.parse::<Tz>().is_ok()));
        assert_eq!(zone_names().count(), 392);
    }

    #[test]
    fn every_country_has_a_code_and_a_name() {
        assert_eq!(CountryId::all().filter(|country| country.code().is_some() && country.name() != "").count(), 250);
        let germany = CountryId::by_code("DE");
        assert_eq!(germany.map(CountryId::name), Some("Germany"));
        assert_eq!([CountryId::by_long_code("DEU"), CountryId::by_key("allemagne")], [germany, germany]);
        assert_eq!((CountryId::by_code("D"), CountryId::by_code("")), (None, None));
    }

    #[test]
    fn a_division_knows_its_country() {
        let texas = Admin1Id::by_key("texas").next();
        assert_eq!(texas.map(|t| (t.name(), t.code(), t.country().name())), Some(("Texas", "TX", "United States")));
    }
}
