//! The zone of a country or a division: that of most of its people.

use crate::records::{Admin1Id, CountryId, PlaceId};
use chrono_tz::Tz;
use std::{collections::BTreeMap, sync::LazyLock};

/// A zone stands for a country only if so many of a hundred of its townspeople live by it.
const SHARE_MIN: u64 = 60;

/// Zones by country, and by division.
#[derive(Debug, Default)]
struct Zones {
    countries: BTreeMap<CountryId, u16>,
    divisions: BTreeMap<Admin1Id, u16>,
}

static ZONES: LazyLock<Zones> = LazyLock::new(|| {
    let mut countries: BTreeMap<CountryId, BTreeMap<u16, u64>> = BTreeMap::new();
    let mut divisions: BTreeMap<Admin1Id, BTreeMap<u16, u64>> = BTreeMap::new();
    for record in (0..).map_while(|number| PlaceId(number).record()) {
        let people = u64::from(record.population) + 1;
        *countries.entry(record.country).or_default().entry(record.zone).or_default() += people;
        if let Some(division) = record.admin1 {
            *divisions.entry(division).or_default().entry(record.zone).or_default() += people;
        }
    }
    Zones { countries: settled(countries), divisions: settled(divisions) }
});

/// Of each, the zone that most live by.
fn settled<K: Ord>(all: BTreeMap<K, BTreeMap<u16, u64>>) -> BTreeMap<K, u16> {
    let most = |zones: BTreeMap<u16, u64>| {
        let everybody: u64 = zones.values().sum();
        let (zone, people) = zones.into_iter().max_by_key(|(_, people)| *people)?;
        (people * 100 >= everybody * SHARE_MIN).then_some(zone)
    };
    all.into_iter().filter_map(|(key, zones)| Some((key, most(zones)?))).collect()
}

/// The zone of a division, else of the country: none where people are spread over several.
pub(crate) fn zone_of(country: CountryId, admin1: Option<Admin1Id>) -> Option<Tz> {
    let number =
        admin1.and_then(|division| ZONES.divisions.get(&division)).or_else(|| ZONES.countries.get(&country))?;
    crate::records::zone(*number)
}
