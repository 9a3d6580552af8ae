//! Takes text or a point, gives a place: its name, country, region, coordinates and time zone.
//!
//! This crate must never ask the network or a file: 168,053 places of the world are built into it (11 MB, read where
//! they lie, nothing to open), and it must never answer with more confidence than it has.
//!
//! * [`Gazetteer::locate`] reads what a listing says about its place, "Virtual (Dallas, TX, US)".
//! * [`Gazetteer::find`] finds what a person typed, "Paris, Texas", or asks back.
//! * [`Gazetteer::search`] completes what a person types.
//! * [`Gazetteer::nearest`] tells where a point is.
//!
//! A text is read from its end, in the order of these modules: `mode` takes out the words for online, `tokens` cuts at
//! commas, `tails` lists what the end may say about country and region, `sightings` finds names in the rest, `score`
//! weighs each name under each reading of the end, and `geocode` takes the best.

mod by_postcode;
pub mod confidence;
mod divisions;
mod fields;
mod find;
mod flags;
mod geocode;
mod keys;
#[allow(dead_code, reason = "some of it only the build script needs")]
mod layout;
mod located;
mod misspelt;
mod mode;
mod names;
mod nearest;
mod phrases;
mod place;
mod postcode;
mod provinces;
mod records;
mod score;
mod search;
mod several;
mod sightings;
mod slug;
mod streets;
mod stretches;
mod tails;
mod tokens;
mod word_lists;
mod words;
mod zip;
mod zone_of;

pub use flags::spelt as flags_spelt;
pub use located::{Hints, Located, LocatedMode};
pub use mode::{is_online_house, without_online};
pub use place::Place;

use crate::records::CountryId;
use hobnob_domain::{CountryCode, FoundPlace, Near, PlaceError, Point};

/// The line that every product with this data in it must show: the data's licence asks for it.
pub const ATTRIBUTION: &str = "Place data: © GeoNames (geonames.org), CC BY 4.0, modified.";

/// The places of the world, built into the program.
#[derive(Debug)]
pub struct Gazetteer {
    _private: (),
}

static EMBEDDED: Gazetteer = Gazetteer { _private: () };

impl Gazetteer {
    /// The one that is built in. Costs nothing: its tables are read where they lie.
    pub fn embedded() -> &'static Self {
        &EMBEDDED
    }

    /// Reads a listing's words about its place. Looks at the first 500 characters.
    ///
    /// ```
    /// use hobnob_gazetteer::{Gazetteer, Hints, LocatedMode};
    ///
    /// let located = Gazetteer::embedded().locate("Virtual (Dallas, TX, US)", &Hints::default());
    /// assert_eq!(located.mode, LocatedMode::Online);
    /// assert_eq!(located.place.map(|place| place.full_name()).as_deref(), Some("Dallas, Texas, United States"));
    /// ```
    pub fn locate(&self, text: &str, hints: &Hints) -> Located {
        geocode::locate(text, hints)
    }

    /// Finds the one place that a person means by a name and what narrows it: "Berlin", "Berlin, DE", "Paris Texas".
    ///
    /// Of several places of one name in different regions the largest wins if it has eight times the people of the
    /// next, or more than half a million and three times the people of the next, or twice the people and far more names in the
    /// world's languages; else the error names the largest five,
    /// each as it would be found. Coordinates are not read here.
    ///
    /// ```
    /// use hobnob_gazetteer::Gazetteer;
    ///
    /// let fault = Gazetteer::embedded().find("Springfield").map_err(|fault| fault.to_string());
    /// assert!(fault.is_err_and(|text| text.contains("Springfield, Illinois, United States")));
    /// ```
    pub fn find(&self, text: &str) -> Result<FoundPlace, PlaceError> {
        find::find(text)
    }

    /// Lists places with a name that begins so, the most populous first, at most 100; one whose own name begins otherwise
    /// counts for a small part of its people. What stands behind a comma narrows: "springf, illinois".
    pub fn search(&self, query: &str, limit: usize) -> Vec<Place> {
        search::search(query, limit)
    }

    /// The place that [`Place::clear_name`] names, and no other.
    pub fn by_name(&self, clear_name: &str) -> Option<Place> {
        find::by_name(clear_name)
    }

    /// The place that a part of an address means, `berlin-de`; one that is spelt otherwise finds the same place, whose
    /// [`Place::slug`] is the address it should be known by.
    pub fn by_slug(&self, written: &str) -> Option<Place> {
        slug::by_slug(written)
    }

    /// Whether a text is the name of a city and nothing else, in any language that has one for it: "Berlin", "München",
    /// "New York".
    pub fn is_city(&self, text: &str) -> bool {
        find::is_city(text)
    }

    /// The nearest place within 50 km, quarters of towns among them: good for the country and the zone of a point.
    pub fn nearest(&self, point: Point) -> Option<Place> {
        nearest::nearest(point)
    }

    /// The town that a point is in, within 50 km. A quarter is told by the town it is part of: who stands in East Dulwich is
    /// in London.
    pub fn town_at(&self, point: Point) -> Option<Place> {
        nearest::town_at(point)
    }

    /// The time zone of a point: that of the nearest place within 300 km; `None` in the middle of an ocean.
    pub fn zone_at(&self, point: Point) -> Option<chrono_tz::Tz> {
        nearest::zone_at(point)
    }

    /// The time zone of what is asked around: that of the place it names, else that of its middle.
    pub fn zone_near(&self, near: &Near) -> Option<chrono_tz::Tz> {
        self.find(&near.text).map_or_else(|_| self.zone_at(near.point), |found| Some(found.zone))
    }

    /// The English name of a country; `None` for a code that no country has.
    pub fn country_name(&self, code: CountryCode) -> Option<&'static str> {
        CountryId::by_code(code.as_str()).map(CountryId::name)
    }

    /// The country of a field that holds nothing else: a name in any of 24 languages, or a code of two or three letters.
    pub fn country_named(&self, text: &str) -> Option<CountryCode> {
        divisions::country_of_field(text)
    }
}
