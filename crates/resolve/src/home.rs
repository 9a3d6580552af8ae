//! What holds for all events of a source unless they say otherwise, read once from what its operator wrote.

use std::{collections::HashMap, sync::RwLock};

use chrono_tz::Tz;
use hobnob_domain::{CountryCode, SourceHints, Venue};
use hobnob_gazetteer::{Gazetteer, Hints, Place};

use crate::{language, zones};

/// A place that is told less surely than this is no help.
const SURE: f64 = 0.5;

/// A source's hints as typed values.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Home {
    /// Where its events are.
    pub(crate) place: Option<Place>,
    /// The country of that, or the country that stands in its place.
    pub(crate) country: Option<CountryCode>,
    /// The zone of its times: as written down, else of its place.
    pub(crate) zone: Option<Tz>,
    /// What it writes in.
    pub(crate) language: Option<String>,
}

impl Home {
    /// Reads a source's hints. What can't be read is no hint.
    pub(crate) fn of(gazetteer: &Gazetteer, hints: &SourceHints) -> Self {
        let SourceHints { place, time_zone, language } = hints;
        let written = time_zone.as_deref().and_then(|name| zones::named(name, None)).and_then(zones::Zone::tz);
        let located = place.as_deref().map(|text| gazetteer.locate(text, &Hints { zone: written, ..Hints::default() }));
        let located = located.filter(|located| located.confidence >= SURE).unwrap_or_default();
        Self {
            place: located.place,
            country: located.country,
            zone: written.or(located.zone),
            language: language.as_deref().and_then(language::first),
        }
    }

    /// Its town, for events that say nothing of where they are.
    pub(crate) fn venue(&self) -> Option<Venue> {
        let place = self.place?;
        Some(Venue {
            name: None,
            address: None,
            locality: Some(place.name.to_owned()),
            region: place.admin1.filter(|region| *region != place.name).map(str::to_owned),
            country: Some(place.country),
            point: Some(place.point),
            is_town_centre: true,
            geoname_id: Some(place.geoname_id),
        })
    }
}

/// The most homes remembered.
const HOMES_MAX: usize = 10_000;

/// Homes by the hints they were read from: a source has one, and thousands of listings.
#[derive(Debug, Default)]
pub(crate) struct Homes(RwLock<HashMap<String, Home>>);

impl Homes {
    /// The home of a source, read once.
    pub(crate) fn of(&self, gazetteer: &Gazetteer, hints: &SourceHints) -> Home {
        let SourceHints { place, time_zone, language } = hints;
        let parts = [place, time_zone, language];
        if parts.iter().all(|part| part.is_none()) {
            return Home::default();
        }
        let key = parts.map(|part| part.as_deref().unwrap_or("\u{1}")).join("\u{0}");
        let known = self.0.read().ok().and_then(|homes| homes.get(&key).cloned());
        known.unwrap_or_else(|| {
            let home = Home::of(gazetteer, hints);
            if let Ok(mut homes) = self.0.write() {
                if homes.len() >= HOMES_MAX {
                    homes.clear();
                }
                homes.insert(key, home.clone());
            }
            home
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn home(place: Option<&str>, time_zone: Option<&str>) -> Home {
        let text = |text: Option<&str>| text.map(str::to_owned);
        let hints = SourceHints { place: text(place), time_zone: text(time_zone), language: Some("DE".to_owned()) };
        Home::of(Gazetteer::embedded(), &hints)
    }

    #[test]
    fn hints_are_read_as_a_person_writes_them() {
        let berlin = home(Some("Berlin"), None);
        assert_eq!(berlin.place.map(|place| place.geoname_id), Some(2_950_159));
        assert_eq!((berlin.zone, berlin.language.as_deref()), (Some(Tz::Europe__Berlin), Some("de")));
        let portugal = home(Some("Portugal"), Some("Atlantic/Madeira"));
        assert_eq!((portugal.place, portugal.zone), (None, Some(Tz::Atlantic__Madeira)));
        assert_eq!(portugal.country.map(|code| code.to_string()).as_deref(), Some("PT"));
    }

    #[test]
    fn a_zone_that_is_written_down_tells_towns_of_one_name_apart() {
        let country = |zone| home(Some("Valencia"), Some(zone)).country.map(|code| code.to_string());
        assert_eq!(country("Europe/Madrid").as_deref(), Some("ES"));
    }

    #[test]
    fn what_can_not_be_read_is_no_hint() {
        let nowhere = home(Some("Xyzzyville"), Some("Middle/Earth"));
        assert_eq!(nowhere, Home { language: Some("de".to_owned()), ..Home::default() });
        assert_eq!(nowhere.venue(), None);
    }

    #[test]
    fn a_home_is_the_same_whether_it_is_read_or_remembered() {
        let homes = Homes::default();
        for place in [Some("Berlin"), Some("Lisbon"), None, Some("Berlin")] {
            let hints = SourceHints { place: place.map(str::to_owned), ..SourceHints::default() };
            assert_eq!(homes.of(Gazetteer::embedded(), &hints), Home::of(Gazetteer::embedded(), &hints));
        }
    }
}
