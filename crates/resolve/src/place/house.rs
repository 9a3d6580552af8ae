//! A place's parts: house, street, town, region, country.

use hobnob_domain::{CountryCode, PlaceWords, Point, Venue, text::folded};
use hobnob_gazetteer::{Gazetteer, Hints, Located, Place};

use super::street;
use crate::sanitize;

/// The longest part of a venue, in characters.
const PART_CHARS_MAX: usize = 200;

/// Puts the venue together.
pub(super) fn venue(
    gazetteer: &Gazetteer,
    words: &PlaceWords,
    located: &Located,
    place: Option<Place>,
    point: Option<Point>,
    country: Option<CountryCode>,
) -> Venue {
    let part = |text: &Option<String>| text.as_deref().and_then(|text| sanitize::line(text, PART_CHARS_MAX));
    // Lists write "Austin, TX" for the town, and whole addresses for the street.
    let mended = |text: &Option<String>| {
        let country = country_of(place, located, country);
        let text = part(text)?;
        Some(match (place, located.region.as_deref(), country) {
            (None, Some(region), Some(country)) => unregioned(gazetteer, &text, region, country),
            _ => untailed(gazetteer, &text, place, country),
        })
    };
    let country = country_of(place, located, country);
    let is_structured = words.locality.is_some() || words.address.is_some() || words.name.is_some();
    let (house, street) = match words.text.as_deref() {
        Some(text) if !is_structured => parted(gazetteer, text, place, country),
        // A house, and its whole address as one text.
        Some(text) if words.name.is_some() && words.address.is_none() => {
            let name = mended(&words.name);
            let (house, street) = parted(gazetteer, text, place, country);
            let parts = [house.filter(|house| Some(house) != name.as_ref()), street];
            let street = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
            (name, Some(street).filter(|street| !street.is_empty()))
        }
        _ => (mended(&words.name), mended(&words.address)),
    };
    let street = match (street, part(&words.postal_code)) {
        (Some(street), Some(code)) if !street.contains(&code) => Some(format!("{street}, {code}")),
        (street, _) => street,
    };
    let locality = mended(&words.locality).or_else(|| place.map(|place| place.name.to_owned()));
    Venue {
        name: house.filter(|house| Some(house) != locality.as_ref()),
        address: street.filter(|street| Some(street) != locality.as_ref()),
        region: part(&words.region)
            .or_else(|| place.and_then(|place| place.admin1).map(str::to_owned))
            .or_else(|| located.region.clone())
            .filter(|region| Some(region) != locality.as_ref()),
        locality,
        country,
        point: point.or_else(|| place.map(|place| place.point)),
        is_town_centre: point.is_none() && place.is_some(),
        geoname_id: place.map(|place| place.geoname_id),
    }
}

/// The country of the place, else of the text, else the one that is stated.
fn country_of(place: Option<Place>, located: &Located, stated: Option<CountryCode>) -> Option<CountryCode> {
    place.map(|place| place.country).or(located.country).or(stated)
}

/// A part of an address without the town, region and country behind it, which are told beside it; post codes stay.
fn untailed(gazetteer: &Gazetteer, text: &str, place: Option<Place>, country: Option<CountryCode>) -> String {
    if !text.contains(", ") {
        return text.to_owned();
    }
    let mut parts: Vec<&str> = text.split(", ").map(str::trim).filter(|part| !part.is_empty()).collect();
    let mut codes: Vec<String> = Vec::new();
    while let [rest @ .., last] = parts.as_slice() {
        let Some(before) = rest.last() else { break };
        let Some(code) = told_already(gazetteer, last, Some(before), place, country) else { break };
        codes.extend(code.filter(|code| !codes.contains(code)));
        parts.pop();
    }
    parts.into_iter().map(str::to_owned).chain(codes).collect::<Vec<_>>().join(", ")
}

/// The name of a town that nobody knows without the region behind it, which is told beside it: "Buena Vista, FL".
fn unregioned(gazetteer: &Gazetteer, text: &str, region: &str, country: CountryCode) -> String {
    let told = text.rsplit_once(", ").filter(|(town, tail)| {
        let named = gazetteer.locate(&format!("{tail}, {country}"), &Hints::default());
        !town.contains(',') && named.place.is_none() && named.region.as_deref() == Some(region)
    });
    told.map_or_else(|| text.to_owned(), |(town, _)| town.trim().to_owned())
}

/// Parts free text into house and street, less the town, region and country behind them.
fn parted(
    gazetteer: &Gazetteer,
    text: &str,
    place: Option<Place>,
    country: Option<CountryCode>,
) -> (Option<String>, Option<String>) {
    let mut parts: Vec<&str> = text
        .split([',', ';', '\n'])
        .flat_map(|part| part.split(" - "))
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let mut codes: Vec<String> = Vec::new();
    while let [rest @ .., last] = parts.as_slice() {
        let Some(code) = told_already(gazetteer, last, rest.last().copied(), place, country) else { break };
        codes.extend(code.filter(|code| !codes.contains(code)));
        parts.pop();
    }
    let is_street = parts.first().is_some_and(|first| {
        street::is_street(first, parts.get(1).copied(), place, country.or(place.map(|place| place.country)))
    });
    let mut parts = parts.into_iter();
    let house = if is_street { None } else { parts.next().map(str::to_owned) };
    let mut street: Vec<String> = parts.map(str::to_owned).collect();
    if house.is_some() || is_street {
        street.extend(codes);
    }
    let street = street.join(", ");
    let line = |text: String| sanitize::line(&text, PART_CHARS_MAX);
    (house.and_then(line), line(street))
}

/// Whether a part only names the town, the region or the country; gives the post code that stands beside it. The letters
/// of a region (`ON`) are told by the town before them.
fn told_already(
    gazetteer: &Gazetteer,
    part: &str,
    before: Option<&str>,
    place: Option<Place>,
    country: Option<CountryCode>,
) -> Option<Option<String>> {
    // No country has a digit in its name.
    let may_be_country = country.is_some() && !part.bytes().any(|byte| byte.is_ascii_digit());
    if may_be_country && gazetteer.country_named(part) == country {
        return Some(None);
    }
    let place = place?;
    let (codes, words): (Vec<&str>, Vec<&str>) =
        part.split(' ').partition(|word| word.chars().any(|c| c.is_ascii_digit()) && word.len() <= 10);
    let words = words.join(" ");
    let is_abbreviation = (2..=3).contains(&words.len())
        && words.bytes().all(|b| b.is_ascii_uppercase())
        && before.is_some_and(|before| is_name(before, place));
    let is_told = words.is_empty() && !codes.is_empty() || is_name(&words, place) || is_abbreviation;
    is_told.then(|| (!codes.is_empty()).then(|| codes.join(" ")))
}

/// Whether a text is the name of a town or of its region.
fn is_name(text: &str, place: Place) -> bool {
    let (text, name) = (folded(text), folded(place.name));
    let is_region = |region: Option<&str>| region.is_some_and(|region| folded(region) == text);
    // "Washington D.C."
    let is_longer = text.strip_prefix(&name).is_some_and(|rest| rest.starts_with(' ') && rest.len() <= 4);
    !text.is_empty() && (text == name || is_longer || is_region(place.admin1) || is_region(place.admin1_code))
}
