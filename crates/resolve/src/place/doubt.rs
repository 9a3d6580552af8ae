//! Towns that an event's name speaks against.

use hobnob_domain::{PlaceWords, text::folded};
use hobnob_gazetteer::{Gazetteer, Hints, Place};

/// A town in a name that is nearer than this is around the same corner.
const APART_KM: f64 = 50.0;

/// Smaller towns are called like too many other things.
const POPULATION_MIN: u32 = 50_000;

/// The most words of a town's name, and of an event's name that are read.
const WORDS_MAX: usize = 3;
const NAME_WORDS_MAX: usize = 16;

/// The town that the event's name says where its place may be a whole state as well: "BSides Buffalo" in "New York, NY".
/// None where a street or a house says which is meant.
pub(super) fn rival(gazetteer: &Gazetteer, name: &str, words: &PlaceWords, place: Place) -> Option<Place> {
    let region = place.admin1?;
    let PlaceWords { text, name: house, address, locality, postal_code, .. } = words;
    let stated = locality.as_deref().or(text.as_deref()).filter(|_| address.is_none() && postal_code.is_none())?;
    let is_free = locality.is_some() || house.is_none();
    let begins_alike = stated
        .chars()
        .zip(region.chars())
        .next()
        .is_some_and(|(a, b)| a.eq_ignore_ascii_case(&b) || !a.is_ascii() || !b.is_ascii());
    let may_be_region = begins_alike && stated.split(',').next().is_some_and(|first| folded(first) == folded(region));
    if !is_free || !may_be_region {
        return None;
    }
    let words: Vec<&str> =
        name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(NAME_WORDS_MAX).collect();
    let named = (1..=WORDS_MAX).rev().flat_map(|count| words.windows(count));
    let mut named = named.filter(|words| words.iter().all(|word| word.starts_with(char::is_uppercase)));
    named.find_map(|words| {
        let town = words.join(" ");
        let found = gazetteer.locate(&format!("{town}, {region}, {}", place.country_name), &Hints::default()).place?;
        let is_it = folded(found.name) == folded(&town) && found.admin1 == place.admin1;
        let is_rival = found.country == place.country
            && found.population >= POPULATION_MIN
            && found.point.distance_km(place.point) > APART_KM;
        (is_it && is_rival).then_some(found)
    })
}
