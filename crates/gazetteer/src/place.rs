//! What a place is.

use chrono_tz::Tz;
use hobnob_domain::{CountryCode, Point};

/// A town, a city or a quarter of one. Cheap to copy: its names stay in the tables built into the program.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// Its number at GeoNames; it outlives renaming.
    pub geoname_id: u32,
    /// As GeoNames spells it, accents and all: "München" may be "Munich".
    pub name: &'static str,
    /// The country it is in.
    pub country: CountryCode,
    /// That country's English name.
    pub country_name: &'static str,
    /// The English name of its first-level division: "Texas", "Bavaria".
    pub admin1: Option<&'static str>,
    /// The code of that division, as GeoNames writes it: "TX" in the United States, but "02" in Germany.
    pub admin1_code: Option<&'static str>,
    /// Its middle, to four decimals of a degree (about 11 m).
    pub point: Point,
    /// The zone its clocks follow.
    pub zone: Tz,
    /// People who live there; 0 when nobody counted.
    pub population: u32,
}

impl Place {
    /// A name that [`crate::Gazetteer::find`] finds again: "Berlin, Germany", with the region where the country has
    /// another place of that name worth mention.
    pub fn clear_name(&self) -> String {
        crate::find::name(self)
    }

    /// The place as a part of an address: `berlin-de`, `springfield-illinois-us`.
    pub fn slug(&self) -> String {
        crate::slug::slug(self)
    }

    /// "Springfield, Missouri, United States": clear enough to be found again.
    pub fn full_name(&self) -> String {
        match self.admin1 {
            Some(region) => format!("{}, {region}, {}", self.name, self.country_name),
            None => format!("{}, {}", self.name, self.country_name),
        }
    }
}
