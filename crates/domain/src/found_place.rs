//! What a text means that stands for a place: one, or a question back.

use std::fmt;

use crate::{CountryCode, Point};
use chrono_tz::Tz;

/// A place that a text means.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundPlace {
    /// For people: "Berlin, Germany".
    pub name: String,
    /// Its middle.
    pub point: Point,
    /// Its zone.
    pub zone: Tz,
}

/// Why a text means no place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlaceError {
    /// Nothing is called that.
    #[error("no place called `{text}` is known; try the next larger town, or latitude,longitude")]
    NotFound {
        /// What was asked for.
        text: String,
    },
    /// Several are.
    #[error("`{text}` is several places; say which: {}", candidates.join("; "))]
    Ambiguous {
        /// What was asked for.
        text: String,
        /// What would be clear.
        candidates: Vec<String>,
    },
    /// It is a country or a state: whoever is near is near to a town.
    #[error("`{text}` is {area}, too wide to be near to; {}", area.cure())]
    TooWide {
        /// What was asked for.
        text: String,
        /// What it is.
        area: Area,
        /// Towns that are called so too.
        candidates: Vec<String>,
    },
}

/// What is too wide to be near to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Area {
    /// A country.
    Country {
        /// Which.
        code: CountryCode,
        /// Its English name.
        name: String,
    },
    /// A state, province or the like: a first-level division.
    Division {
        /// Its name.
        name: String,
        /// The country it is a part of.
        country: String,
    },
}

impl Area {
    /// What to ask for instead.
    fn cure(&self) -> String {
        match self {
            Self::Country { code, name: _ } => {
                format!("name a town, or ask for the country `{code}` and not for a place")
            }
            Self::Division { .. } => "name a town in it, or latitude,longitude".to_owned(),
        }
    }
}

impl fmt::Display for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Country { code, name } => write!(f, "a country ({name}, {code})"),
            Self::Division { name, country } => write!(f, "a part of {country} ({name})"),
        }
    }
}

/// Finds the place a text means.
pub type PlaceFinder<'a> = &'a dyn Fn(&str) -> Result<FoundPlace, PlaceError>;
