//! Places of the gazetteer.

use super::Country;
use crate::node::global;
use async_graphql::{ID, SimpleObject};
use hobnob_gazetteer::Gazetteer;

/// A town or city of the gazetteer. Place data: GeoNames (geonames.org), CC BY 4.0, modified.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Place {
    /// The place, for caches of clients.
    id: ID,
    /// Its name.
    name: String,
    /// Its name with region and country: clear enough for `NearInput.place`.
    full_name: String,
    /// The state, province or county it is in.
    region: Option<String>,
    /// The country it is in.
    country: Country,
    /// Degrees north of its middle.
    latitude: f64,
    /// Degrees east of its middle.
    longitude: f64,
    /// Its zone by IANA name, such as "Europe/Berlin".
    time_zone: String,
    /// How many people live there; 0 when nobody counted.
    population: u32,
    /// Its number at GeoNames.
    geoname_id: u32,
}

impl Place {
    pub(crate) fn new(place: &hobnob_gazetteer::Place, gazetteer: &Gazetteer) -> Self {
        Self {
            id: global("place", place.geoname_id),
            name: place.name.to_owned(),
            full_name: place.full_name(),
            region: place.admin1.map(str::to_owned),
            country: Country::new(place.country, gazetteer),
            latitude: place.point.latitude(),
            longitude: place.point.longitude(),
            time_zone: place.zone.name().to_owned(),
            population: place.population,
            geoname_id: place.geoname_id,
        }
    }
}
