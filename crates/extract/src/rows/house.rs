//! The house of a row's place: what is called a venue or a location beside an address, a town or a point.

use super::place::{is_mode, is_network_only, says_something};
use super::{Row, phrase};
use crate::links;
use hobnob_domain::PlaceWords;

/// What is the name of a house where it is a line of text.
const LINES: [&str; 6] = ["venue", "venuename", "locationname", "eventvenue", "place", "facility"];

/// Beside an address or a town, what is called a place is the house.
pub(super) fn name(place: &mut PlaceWords, row: &Row<'_>) {
    let line = |name: &str| row.0.get(name).filter(|value| value.is_string()).and_then(|value| phrase(value));
    let houses: Vec<String> = LINES.iter().filter_map(|name| line(name)).filter(|line| says_something(line)).collect();
    let address = line("address").filter(|text| place.text.as_ref() == Some(text));
    let of_location = line("location").filter(|house| address.is_some() && is_house(house, place));
    if place.locality.is_none() && place.name.is_none() && place.text.is_some() {
        let is_whole = address.as_ref().is_some_and(|address| address.contains(','));
        let house = houses.first().filter(|house| address.is_some() && place.text.as_ref() != Some(*house));
        let house = house.filter(|house| links::sole(house).is_none()).cloned();
        let name = house.or_else(|| of_location.clone().filter(|_| is_whole));
        // The street tells its town, or a point does.
        let is_told = place.address.as_ref().is_some_and(|street| street.contains(',') || place.latitude.is_some());
        let is_beside = is_told && houses.iter().any(|house| place.text.as_ref() == Some(house));
        place.name = if is_beside { place.text.take() } else { name };
    }
    if place.locality.is_some()
        && let Some(text) = place.text.take().filter(|text| Some(text) != place.locality.as_ref())
    {
        let part = if address.is_some() { &mut place.address } else { &mut place.name };
        part.get_or_insert(text);
        let house = houses.into_iter().find(|house| Some(house) != place.locality.as_ref());
        place.name = place.name.take().or(house).or(of_location);
    }
}

/// Whether what is called a location, and may be a town or an address as well, is a house beside what else is told.
fn is_house(line: &str, place: &PlaceWords) -> bool {
    let is_apart = place.text.as_deref() != Some(line) && place.address.as_deref() != Some(line);
    let is_town = place.locality.as_ref().is_some_and(|town| line.starts_with(town.as_str()));
    let is_country = place.country.as_deref() == Some(line);
    is_apart
        && !is_town
        && !is_country
        && !is_mode(line)
        && links::sole(line).is_none()
        && says_something(line)
        && !is_network_only(line)
}
