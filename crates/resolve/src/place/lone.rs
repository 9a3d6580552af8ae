//! A house of which nothing is told but its name. Clubs and halls are called after towns all over the world: a name alone leads
//! to a place only where it is clear, a great city, or where the source is.

use hobnob_domain::PlaceWords;
use hobnob_gazetteer::{Gazetteer, Hints, Located, confidence};

/// People of a city that is meant though it is only a part of the name: "Novotel Bangkok".
const GREAT_MIN: u32 = 300_000;

/// The same of a city at the end of a name with an article.
const WORLD_CITY_MIN: u32 = 1_000_000;

/// What parts a name from the place behind it: "Old Mill, Bristol".
const PARTS: [char; 7] = [',', ';', '(', '/', '|', '@', '\n'];

/// What was located by a name alone, less a town that it is not enough for.
pub(super) fn believed(gazetteer: &Gazetteer, words: &PlaceWords, located: Located, hints: &Hints) -> Located {
    let PlaceWords { text, name, address, locality, region, country, postal_code, latitude, longitude } = words;
    let is_lone = [text, address, locality, region, country, postal_code].iter().all(|part| part.is_none())
        && latitude.or(*longitude).is_none();
    let name = name.as_deref().filter(|name| is_lone && !name.contains(PARTS) && !name.contains(" - "));
    let Some((name, place)) = name.zip(located.place).filter(|_| !located.is_country_stated) else { return located };
    let is_meant = match name.split_once(' ') {
        // "The Hague" is a city, and "The Atlantis" a house.
        Some((first, rest)) if first.eq_ignore_ascii_case("the") => {
            let is_at_end = rest.rsplit_once(' ').is_some_and(|(_, last)| gazetteer.is_city(last));
            gazetteer.is_city(name) || is_at_end && place.population >= WORLD_CITY_MIN
        }
        _ => {
            let is_at_home = hints.country == Some(place.country) || hints.zone == Some(place.zone);
            is_at_home || located.confidence >= confidence::CLEAR || place.population >= GREAT_MIN
        }
    };
    if is_meant { located } else { super::nowhere(located) }
}
