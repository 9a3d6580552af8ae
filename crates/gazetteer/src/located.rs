//! What a listing's words about its place come to.

use crate::Place;
use chrono_tz::Tz;
use hobnob_domain::{CountryCode, Point};

/// What is known beside the text. A hint breaks ties between places of one name; it never outweighs what the text says.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Hints {
    /// The country of the source or the organizer.
    pub country: Option<CountryCode>,
    /// The zone the listing's times are in.
    pub zone: Option<Tz>,
    /// Where the organizer usually meets.
    pub near: Option<Point>,
}

/// How one takes part, by the words of the text alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LocatedMode {
    /// It names somewhere, and no word for online.
    Offline,
    /// It says online, virtual, webinar or the like; a place beside it is where the hosts are.
    Online,
    /// It says hybrid, or both.
    Mixed,
    /// It is empty, or says that it will be announced.
    #[default]
    Unknown,
}

impl LocatedMode {
    /// The word it is written as: that of the way to take part, or `unknown`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Offline => "offline",
            Self::Online => "online",
            Self::Mixed => "mixed",
            Self::Unknown => "unknown",
        }
    }
}

/// The reading of a text. The place is the narrowest answer, then the region, then the country.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Located {
    /// How one takes part.
    pub mode: LocatedMode,
    /// The town, if one could be told.
    pub place: Option<Place>,
    /// The country, of the place if there is one.
    pub country: Option<CountryCode>,
    /// Whether the text itself says the country, by its name, its code or a division of it: otherwise it is a guess.
    pub is_country_stated: bool,
    /// The first-level division ("Texas"), of the place if there is one; or a part of the world ("EMEA").
    pub region: Option<String>,
    /// The zone of the place; of a region or a country alone that of most of its people, if they agree.
    pub zone: Option<Tz>,
    /// Further places that the text names, in its order: "Seattle / Bellevue".
    pub more: Vec<Place>,
    /// Places that may be meant instead, the likeliest first; empty where the answer is [clear](crate::confidence::CLEAR).
    pub rivals: Vec<Place>,
    /// How far the narrowest answer can be trusted, from 0 (there is none) to 1. See [`crate::confidence`].
    pub confidence: f64,
}
