//! What a person typed for a place: one place, or a question back.

use crate::{
    Hints, Place, confidence, divisions, geocode,
    keys::{self, Called},
    layout::{FEATURE_CAPITAL, FEATURE_QUARTER, FEATURE_SEAT, KIND_NAME},
    names::{self, fold},
    records::{Admin1Id, CountryId, PlaceId, Record},
    sightings,
    tails::{self, KNOWN_MIN},
    words,
};
use hobnob_domain::{Area, FoundPlace, PlaceError, Point};
use std::{cmp::Reverse, collections::BTreeSet};

/// Characters of the text that are looked at.
const TEXT_MAX: usize = 200;

/// Codes of countries and states have at most so many letters.
const CODE_MAX: usize = 3;

/// Candidates that a question back names.
const CANDIDATES_MAX: usize = 5;

/// A place wins unasked over one this much smaller.
const DWARFED_BY: u64 = 8;

/// A town of so many people is a city.
const CITY_PEOPLE_MIN: u32 = 100_000;

/// A city of more than so many people wins unasked over one [`OUTSHONE_BY`] times smaller.
const CITY_MIN: u64 = 500_000;

const OUTSHONE_BY: u64 = 3;

/// A place that is larger by this, and [spoken of](Candidate::fame) more by [`MORE_SPOKEN_OF_BY`], wins over a town, and a city of
/// [`GREAT_MIN`] over any: Barcelona is in Spain, and Bristol in England.
const LARGER_BY: u64 = 2;

const MORE_SPOKEN_OF_BY: u64 = 6;

const GREAT_MIN: u64 = 1_000_000;

/// Places of one name this close to each other are told apart by nobody.
const SAME_KM: f64 = 30.0;

/// A place this much smaller need not be told apart from one of its name.
const UNHEARD_OF_BY: u64 = 100;

/// See [`crate::Gazetteer::find`].
pub(crate) fn find(text: &str) -> Result<FoundPlace, PlaceError> {
    let text: String = text.trim().chars().take(TEXT_MAX).collect();
    let not_found = || PlaceError::NotFound { text: text.clone() };
    let candidates = candidates(&text);
    if let Some(area) = area(&text, &candidates) {
        return Err(PlaceError::TooWide { area, candidates: told(&candidates), text });
    }
    match candidates.as_slice() {
        [] => in_an_address(&text).ok_or_else(not_found),
        [first, rest @ ..] if first.wins_over(rest) => found(first.place).ok_or_else(not_found),
        several => Err(PlaceError::Ambiguous { text, candidates: told(several) }),
    }
}

/// The country or first-level division that a text names, unless people mean a town by it: one that is the country, lies
/// in the division, or is far better known.
fn area(text: &str, candidates: &[Candidate]) -> Option<Area> {
    let is_code = text.chars().count() <= CODE_MAX;
    let best = candidates.first();
    let is_known = |least: u64| best.is_some_and(|best| best.weight >= least && (best.is_name || is_code));
    if let Some(country) = divisions::country_of_field(text).and_then(|code| CountryId::by_code(code.as_str())) {
        // Grenada is called Granada in Spanish; who writes that means the city.
        let is_known = is_known(KNOWN_MIN.into()) && (is_code || fold(country.name()) != fold(text));
        let is_town = country.town().is_some() || is_known;
        let is_its_own = |best: &Candidate| best.is_name && best.record.country == country;
        let code = country.code().filter(|_| !is_town && !best.is_some_and(is_its_own))?;
        return Some(Area::Country { code, name: country.name().to_owned() });
    }
    let divisions: Vec<Admin1Id> = Admin1Id::by_key(&fold(text)).collect();
    let is_within = |candidate: &Candidate| {
        let is_so_called = candidate.is_name || is_code;
        is_so_called && candidate.record.admin1.is_some_and(|division| divisions.contains(&division))
    };
    let first = divisions.first()?;
    let is_town = is_known(KNOWN_MIN.into()) || candidates.iter().any(is_within);
    (!is_town).then(|| Area::Division { name: first.name().to_owned(), country: first.country().name().to_owned() })
}

/// The place that is found by a clear name.
pub(crate) fn by_name(clear_name: &str) -> Option<Place> {
    let places = candidates(clear_name).into_iter().filter_map(|candidate| candidate.place.place());
    places.into_iter().find(|place| name(place) == clear_name)
}

/// See [`crate::Gazetteer::is_city`].
pub(crate) fn is_city(text: &str) -> bool {
    let is_large = |called: Called| {
        let record = called.place.record();
        record.is_some_and(|record| record.feature != FEATURE_QUARTER && record.population >= CITY_PEOPLE_MIN)
    };
    keys::PLACES.get(&fold(text)).places().any(is_large)
}

/// A place of the name that was asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    pub(crate) place: PlaceId,
    record: Record,
    /// Whether that is its name, not a spelling of it or what others call it.
    is_name: bool,
    /// People; half of them in a quarter of a town, a tenth if it is not its name.
    weight: u64,
}

impl Candidate {
    fn is_close_to(&self, points: &[Point]) -> bool {
        let middle = self.record.point();
        middle.is_some_and(|middle| points.iter().any(|point| point.distance_km(middle) <= SAME_KM))
    }

    fn wins_over(&self, rest: &[Self]) -> bool {
        let Some(next) = rest.first() else { return true };
        let factor = if self.weight > CITY_MIN { OUTSHONE_BY } else { DWARFED_BY };
        let is_larger_by = |factor: u64| self.weight >= next.weight.max(1).saturating_mul(factor);
        let is_beyond_doubt = self.weight >= GREAT_MIN || next.weight < u64::from(CITY_PEOPLE_MIN);
        let is_spoken_of = || rest.iter().all(|other| self.fame() >= other.fame().saturating_mul(MORE_SPOKEN_OF_BY));
        is_larger_by(factor) || is_beyond_doubt && is_larger_by(LARGER_BY) && is_spoken_of()
    }

    /// How much it is spoken of: its people, times the names that they and others have for it.
    fn fame(&self) -> u64 {
        self.weight.saturating_mul(u64::from(self.record.names) + 1)
    }
}

/// The places a text may mean.
fn candidates(text: &str) -> Vec<Candidate> {
    let parts: Vec<&str> = text.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    let as_one = narrowed(text, &[]);
    if !as_one.is_empty() || parts.is_empty() {
        return as_one;
    }
    if parts.len() > 1 {
        // Some names hold a comma themselves.
        let cuts = (1..parts.len()).filter_map(|at| parts.split_at_checked(at));
        let mut found = cuts.map(|(name, rest)| narrowed(&name.join(", "), rest));
        return found.find(|found| !found.is_empty()).unwrap_or_default();
    }
    let mut cuts = tails::ends(text).filter(|(_, tail)| Narrowing::of(tail).is_division());
    cuts.find_map(|(head, tail)| Some(narrowed(head, &[tail])).filter(|found| !found.is_empty())).unwrap_or_default()
}

/// The places of that name in all of those, one to a region, the weightiest first.
pub(crate) fn narrowed(name: &str, by: &[&str]) -> Vec<Candidate> {
    let narrowings: Vec<Narrowing> = by.iter().map(|text| Narrowing::of(text)).collect();
    let all = named(name);
    // In "Coatepec, México, Mexico" the middle is a division, though a country is called so too.
    let is_in_each = |candidate: &&Candidate| match narrowings.as_slice() {
        [divisions @ .., last] => {
            last.holds(&candidate.record) && divisions.iter().all(|division| division.is_division_of(&candidate.record))
        }
        [] => true,
    };
    let is_in_all = |candidate: &&Candidate| narrowings.iter().all(|narrowing| narrowing.holds(&candidate.record));
    let strictly: Vec<Candidate> = all.iter().filter(is_in_each).copied().collect();
    let found = if strictly.is_empty() { all.iter().filter(is_in_all).copied().collect() } else { strictly };
    weightiest_of_each_region(found)
}

fn weightiest_of_each_region(mut all: Vec<Candidate>) -> Vec<Candidate> {
    // The Delhi that others call New Delhi gives way to New Delhi.
    let named: Vec<Point> = all.iter().filter(|c| c.is_name).filter_map(|c| c.record.point()).collect();
    all.retain(|candidate| candidate.is_name || !candidate.is_close_to(&named));
    all.sort_by_key(|Candidate { weight, record, .. }| {
        let is_no_seat = !matches!(record.feature, FEATURE_CAPITAL | FEATURE_SEAT);
        (Reverse(*weight), is_no_seat, record.geoname_id)
    });
    let mut regions = BTreeSet::new();
    all.retain(|candidate| regions.insert((candidate.record.country, candidate.record.admin1)));
    all
}

fn is_so_spelt(called: Called, name: &str) -> bool {
    called.kind == KIND_NAME && called.place.record().is_some_and(|record| names::is_spelt(record.name(), name))
}

fn named(name: &str) -> Vec<Candidate> {
    let mut all: Vec<Candidate> = Vec::new();
    // Who writes accents means a place that has them, if there is one: San José is not San Jose.
    let is_accented =
        !name.is_ascii() && keys::PLACES.get(&fold(name)).places().any(|called| is_so_spelt(called, name));
    for (_, postings, _) in sightings::lookup(&fold(name)) {
        for Called { place, kind } in postings.places() {
            let Some(record) = place.record() else { continue };
            let is_name = kind == KIND_NAME;
            let quarter = if record.feature == FEATURE_QUARTER { 2 } else { 1 };
            let is_spelt_so = !is_accented || names::is_spelt(record.name(), name);
            let weight = u64::from(record.population) / quarter / if is_name && is_spelt_so { 1 } else { 10 };
            all.push(Candidate { place, record, is_name, weight });
        }
        if !all.is_empty() {
            break;
        }
    }
    all
}

/// What a word after the name may stand for.
pub(crate) struct Narrowing {
    key: String,
    country: Option<CountryId>,
    admin1: Vec<Admin1Id>,
}

impl Narrowing {
    pub(crate) fn of(text: &str) -> Self {
        let key = fold(text);
        let country = divisions::country_of_field(text).and_then(|code| CountryId::by_code(code.as_str()));
        Self { country, admin1: Admin1Id::by_key(&key).collect(), key }
    }

    fn is_division(&self) -> bool {
        self.country.is_some() || !self.admin1.is_empty()
    }

    /// Whether a place is in it. "Berlin" holds for what is in the "State of Berlin".
    pub(crate) fn holds(&self, record: &Record) -> bool {
        self.country == Some(record.country) || self.is_division_of(record)
    }

    /// The same, but for a country.
    fn is_division_of(&self, record: &Record) -> bool {
        let is_its_core = |division: Admin1Id| {
            let core = words::without_additions(&fold(division.name()));
            core.is_some_and(|core| core.strip_prefix("of ").unwrap_or(&core) == self.key)
        };
        record.admin1.is_some_and(|division| self.admin1.contains(&division) || is_its_core(division))
    }
}

/// A whole address, if it is clear where it is and its last part says so too: "Paris, Kentuky" is not in France.
fn in_an_address(text: &str) -> Option<FoundPlace> {
    let located = geocode::locate(text, &Hints::default());
    let last = geocode::locate(text.rsplit(',').next().unwrap_or_default(), &Hints::default());
    let is_clear = located.confidence >= confidence::CLEAR && last.country == located.country;
    let place = located.place.filter(|_| is_clear)?;
    Some(FoundPlace { name: name(&place), point: place.point, zone: place.zone })
}

fn found(place: PlaceId) -> Option<FoundPlace> {
    let place = place.place()?;
    Some(FoundPlace { name: name(&place), point: place.point, zone: place.zone })
}

/// A name that finds the place again: with its region only if its country has another of that name worth mention.
pub(crate) fn name(place: &Place) -> String {
    if needs_its_region(place) { place.full_name() } else { format!("{}, {}", place.name, place.country_name) }
}

/// Whether its country has another place of that name worth mention.
pub(crate) fn needs_its_region(place: &Place) -> bool {
    let is_enough = match narrowed(place.name, &[place.country_name]).as_slice() {
        [first, rest @ ..] => {
            let second = rest.first().map_or(0, |second| second.weight.max(1));
            first.record.geoname_id == place.geoname_id && first.weight >= second.saturating_mul(UNHEARD_OF_BY)
        }
        [] => false,
    };
    !is_enough
}

fn told(candidates: &[Candidate]) -> Vec<String> {
    let least = candidates.first().map_or(0, |first| first.weight / UNHEARD_OF_BY);
    let heard_of = candidates.iter().take(CANDIDATES_MAX).take_while(|candidate| candidate.weight >= least);
    let places = heard_of.filter_map(|candidate| candidate.place.place());
    places.map(|place| place.full_name()).collect()
}

#[cfg(test)]
mod tests;
