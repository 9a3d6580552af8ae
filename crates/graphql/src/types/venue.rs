//! Where one goes.

use super::Country;
use crate::node::global;
use async_graphql::{ID, SimpleObject};
use hobnob_domain::EventId;
use hobnob_gazetteer::Gazetteer;

/// A physical place where an event is held.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Venue {
    /// The venue of this event, for caches of clients; two events in one house have two.
    id: ID,
    /// The name of the house.
    name: Option<String>,
    /// Street, number and what else a postman needs.
    address: Option<String>,
    /// The town.
    locality: Option<String>,
    /// State, province or county.
    region: Option<String>,
    /// The country.
    country: Option<Country>,
    /// Degrees north, of the house if known, else of the town.
    latitude: Option<f64>,
    /// Degrees east, of the house if known, else of the town.
    longitude: Option<f64>,
    /// Whether the point is the middle of the town, since nobody said where the house is: no place to be led to.
    is_town_centre: bool,
    /// The town's number at GeoNames (geonames.org).
    geoname_id: Option<u32>,
}

impl Venue {
    /// The place where an event is.
    pub(crate) fn new(event: EventId, venue: &hobnob_domain::Venue, gazetteer: &Gazetteer) -> Self {
        Self::with_id(global("venue", event), venue, gazetteer)
    }

    /// A further place where it is, by its position among those.
    pub(crate) fn further(
        event: EventId,
        position: usize,
        venue: &hobnob_domain::Venue,
        gazetteer: &Gazetteer,
    ) -> Self {
        Self::with_id(global("venue", format_args!("{event}-{position}")), venue, gazetteer)
    }

    fn with_id(id: ID, venue: &hobnob_domain::Venue, gazetteer: &Gazetteer) -> Self {
        let hobnob_domain::Venue { name: _, address: _, locality, region, country, point, is_town_centre, geoname_id } =
            venue;
        Self {
            id,
            name: venue.house().map(str::to_owned),
            address: venue.street().map(str::to_owned),
            locality: locality.clone(),
            region: region.clone(),
            country: country.map(|code| Country::new(code, gazetteer)),
            latitude: point.map(|point| point.latitude()),
            longitude: point.map(|point| point.longitude()),
            is_town_centre: *is_town_centre,
            geoname_id: *geoname_id,
        }
    }
}
