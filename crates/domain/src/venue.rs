//! Where one goes.

use crate::{CountryCode, Point};

/// A physical place; a place on the network is a `join_url`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Venue {
    /// The house: "c-base".
    pub name: Option<String>,
    /// Street, number and what else a postman needs.
    pub address: Option<String>,
    /// The town.
    pub locality: Option<String>,
    /// State, province or county.
    pub region: Option<String>,
    /// The country.
    pub country: Option<CountryCode>,
    /// Of the house if known, else of the town.
    pub point: Option<Point>,
    /// The town's GeoNames id.
    pub geoname_id: Option<u32>,
}

impl Venue {
    /// One line for people: what is known, from the house to the country.
    pub fn line(&self) -> String {
        let country = self.country.map(|code| code.to_string());
        let mut parts: Vec<&str> = Vec::new();
        let known = [&self.name, &self.address, &self.locality, &self.region, &country];
        for part in known.into_iter().flatten().map(|part| part.trim()) {
            let said = parts.iter().any(|before| *before == part || before.ends_with(&format!(", {part}")));
            if !part.is_empty() && !said {
                parts.push(part);
            }
        }
        parts.join(", ")
    }
}
