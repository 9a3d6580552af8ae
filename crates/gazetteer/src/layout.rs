//! How the built-in tables are laid out. The build script writes by these numbers, the crate reads by them; all
//! integers are little-endian.
//!
//! * `names.bin`: texts, each after its length in one byte; other tables point at that byte.
//! * `zones.bin`: IANA names, each after its length in one byte.
//! * `places.bin`: records of [`PLACE_BYTES`], by row of latitude, then longitude.
//! * `rows.bin`: for each row of latitude, and once more for the end, the number of its first place, four bytes.
//! * `countries.bin`: records of [`COUNTRY_BYTES`], by code. `admin1.bin`: records of [`ADMIN1_BYTES`].
//! * `<table>.keys`: entries in the order of their keys: how many bytes the key shares with the one before, how many
//!   follow, how many postings there are (one byte each); those bytes; the postings (three bytes each).
//! * `<table>.blocks`: where every [`KEYS_A_BLOCK`]th entry starts, four bytes; such an entry shares nothing.

/// GeoNames id 4, latitude 4, longitude 4 (1/10,000 degree), population 4, name 4, zone 2, division 2, country 1,
/// feature 1, how many other names it has 1.
pub(crate) const PLACE_BYTES: usize = 27;

/// ISO 3166-1 code 2, of three letters 3, name 4, the place that is the whole country 4.
pub(crate) const COUNTRY_BYTES: usize = 13;

/// Country 1, name 4, code 4.
pub(crate) const ADMIN1_BYTES: usize = 9;

/// Entries between two places where reading may start.
pub(crate) const KEYS_A_BLOCK: usize = 16;

/// Rows of latitude to a degree.
pub(crate) const ROWS_A_DEGREE: i32 = 2;

/// Units of a coordinate to a degree.
pub(crate) const UNITS_A_DEGREE: i32 = 10_000;

/// No such place.
pub(crate) const NO_PLACE: u32 = u32::MAX;

/// No such division.
pub(crate) const NO_ADMIN1: u16 = u16::MAX;

/// In a posting of a place, the low bits say by what sort of name; the rest is the place's number. Of two sorts under
/// one key the lower holds.
pub(crate) const KIND_BITS: u32 = 2;

/// The name itself, or one that we gave it.
pub(crate) const KIND_NAME: u32 = 0;

/// The name spelt otherwise: "Saint" for "St.".
pub(crate) const KIND_SPELLING: u32 = 1;

/// What it is called elsewhere, or was once.
pub(crate) const KIND_ALTERNATE: u32 = 2;

/// Letters that stand for it: "NYC".
pub(crate) const KIND_CODE: u32 = 3;

/// A quarter of a larger town.
pub(crate) const FEATURE_QUARTER: u8 = 1;

/// The capital of a country.
pub(crate) const FEATURE_CAPITAL: u8 = 2;

/// The seat of a division.
pub(crate) const FEATURE_SEAT: u8 = 3;

/// The row of latitude in which a coordinate lies.
pub(crate) fn row_of(latitude: i32) -> usize {
    let height = UNITS_A_DEGREE / ROWS_A_DEGREE;
    usize::try_from((latitude + 90 * UNITS_A_DEGREE) / height).unwrap_or_default()
}
