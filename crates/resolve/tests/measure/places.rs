//! Places: labelled strings and recorded coordinates.

use std::path::Path;

use hobnob_domain::Point;
use hobnob_gazetteer::{Gazetteer, Hints, LocatedMode, confidence};

/// Labelled strings.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Labelled {
    pub(crate) rows: usize,
    pub(crate) modes: usize,
    pub(crate) countries: usize,
    pub(crate) towns: usize,
    /// Country and town both right.
    pub(crate) both: usize,
    /// Answers that could be acted on unasked, and how many of them were wrong.
    pub(crate) clear: usize,
    pub(crate) clear_wrong: usize,
}

fn rows<const N: usize>(file: &Path) -> Vec<[String; N]> {
    let text = std::fs::read_to_string(file).unwrap();
    let row = |line: &str| line.split('\t').map(str::to_owned).collect::<Vec<_>>().try_into().unwrap();
    text.lines().skip(1).map(row).collect()
}

pub(crate) fn labelled(folder: &Path) -> Labelled {
    let mut report = Labelled::default();
    for [_, text, mode, country, _, town, accepted, _] in rows::<8>(&folder.join("truth.tsv")) {
        let found = Gazetteer::embedded().locate(&text, &Hints::default());
        let mode_found = match found.mode {
            LocatedMode::Offline => "in_person",
            LocatedMode::Online => "online",
            LocatedMode::Mixed => "hybrid",
            LocatedMode::Unknown => "unknown",
        };
        let id = found.place.map(|place| place.geoname_id.to_string()).unwrap_or_default();
        let is_accepted = !id.is_empty() && accepted.split(',').any(|other| other == id);
        let country_found = found.country.map(|code| code.to_string()).unwrap_or_default();
        let is_country = country == "*" || country_found == country || is_accepted;
        let is_town = is_accepted || id == town;
        report.rows += 1;
        report.modes += usize::from(mode_found == mode);
        report.countries += usize::from(is_country);
        report.towns += usize::from(is_town);
        report.both += usize::from(is_country && is_town);
        if found.place.is_some() && found.confidence >= confidence::CLEAR {
            report.clear += 1;
            report.clear_wrong += usize::from(!is_town);
        }
    }
    report
}

/// Recorded coordinates.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Recorded {
    pub(crate) rows: usize,
    pub(crate) placed: usize,
    pub(crate) within_25_km: usize,
    pub(crate) over_200_km: usize,
}

pub(crate) fn recorded(folder: &Path) -> Recorded {
    let mut report = Recorded::default();
    for [_, text, latitude, longitude] in rows::<4>(&folder.join("coords.tsv")) {
        let recorded = Point::new(latitude.parse().unwrap(), longitude.parse().unwrap()).unwrap();
        report.rows += 1;
        let Some(place) = Gazetteer::embedded().locate(&text, &Hints::default()).place else { continue };
        let distance = place.point.distance_km(recorded);
        report.placed += 1;
        report.within_25_km += usize::from(distance <= 25.0);
        report.over_200_km += usize::from(distance > 200.0);
    }
    report
}
