//! Points on the Earth and the countries there.

use std::{fmt, str::FromStr};

/// Mean radius of the Earth in kilometres (IUGG).
const EARTH_RADIUS_KM: f64 = 6371.0088;

/// A point in WGS 84 degrees. Latitude −90…90, longitude −180…180, both finite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    latitude: f64,
    longitude: f64,
}

impl Point {
    /// Takes degrees; `None` when they are no place on Earth.
    pub fn new(latitude: f64, longitude: f64) -> Option<Self> {
        let fits = latitude.is_finite() && longitude.is_finite() && latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
        fits.then_some(Self { latitude, longitude })
    }

    /// Degrees north.
    pub const fn latitude(self) -> f64 {
        self.latitude
    }

    /// Degrees east.
    pub const fn longitude(self) -> f64 {
        self.longitude
    }

    /// Great-circle distance in kilometres, by the haversine formula on a sphere (error below 0.6 %).
    pub fn distance_km(self, other: Self) -> f64 {
        let (from, to) = (self.latitude.to_radians(), other.latitude.to_radians());
        let across = (other.longitude - self.longitude).to_radians();
        let h = ((to - from) / 2.0).sin().powi(2) + from.cos() * to.cos() * (across / 2.0).sin().powi(2);
        2.0 * EARTH_RADIUS_KM * h.clamp(0.0, 1.0).sqrt().asin()
    }

    /// The same distance in whole millimetres, to sort by.
    #[expect(clippy::as_conversions, reason = "no two places are farther apart than 2.1e10 mm")]
    pub fn distance_mm(self, other: Self) -> i64 {
        (self.distance_km(other) * 1e6).round() as i64
    }
}

/// An ISO 3166-1 alpha-2 code, upper case. Which codes exist is the gazetteer's knowledge.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CountryCode([u8; 2]);

impl CountryCode {
    /// The two letters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Not two letters.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an ISO 3166-1 code of two letters, such as DE")]
pub struct BadCountryCode(pub String);

impl FromStr for CountryCode {
    type Err = BadCountryCode;

    fn from_str(text: &str) -> Result<Self, BadCountryCode> {
        match text.trim().as_bytes() {
            [a, b] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => {
                Ok(Self([a.to_ascii_uppercase(), b.to_ascii_uppercase()]))
            }
            _ => Err(BadCountryCode(text.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn berlin_is_255_km_from_hamburg() {
        let (berlin, hamburg) = (Point::new(52.52, 13.405), Point::new(53.5511, 9.9937));
        let distance = berlin.zip(hamburg).map(|(a, b)| a.distance_km(b).round());
        assert_eq!(distance, Some(255.0));
    }

    #[test]
    fn a_point_off_the_earth_is_refused() {
        assert_eq!(Point::new(91.0, 0.0), None);
        assert_eq!(Point::new(0.0, f64::NAN), None);
    }
}
