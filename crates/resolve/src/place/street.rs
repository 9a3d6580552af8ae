//! Lines of an address that name a street and its number, and no house.

use hobnob_domain::{CountryCode, text::folded};
use hobnob_gazetteer::Place;

/// Words for streets that stand before their names, folded.
const BEFORE: [&str; 30] = [
    "alameda",
    "allee",
    "av",
    "avda",
    "avenida",
    "avenue",
    "avinguda",
    "bd",
    "boulevard",
    "calle",
    "carrer",
    "chemin",
    "corso",
    "cours",
    "impasse",
    "largo",
    "passeig",
    "paseo",
    "piazza",
    "praca",
    "quai",
    "rua",
    "rue",
    "strada",
    "travessa",
    "ul",
    "ulica",
    "ulice",
    "via",
    "viale",
];

/// How the names of streets end, folded: as words of their own, or glued to the name.
const ENDINGS: [&str; 19] = [
    "allee", "chaussee", "damm", "gade", "gasse", "gata", "gatan", "gracht", "laan", "platz", "plein", "ring", "str",
    "straat", "strase", "strasse", "ufer", "vej", "weg",
];

/// Words that end so and are no streets.
const NO_ENDINGS: [&str; 6] = ["brigade", "catering", "engineering", "offspring", "spring", "string"];

/// Words that end the names of streets in English.
const ENGLISH: [&str; 12] =
    ["ave", "avenue", "blvd", "boulevard", "drive", "lane", "ln", "rd", "road", "square", "st", "street"];

/// Where a street goes by an adjective alone: "Bzenecká 23".
const BARE: [&str; 2] = ["CZ", "SK"];

/// Words there that have a number and are a house or a room.
const ROOMS: [&str; 16] = [
    "aula", "budova", "club", "divadlo", "dom", "dum", "hala", "hall", "kino", "klub", "pavilon", "room", "sal",
    "skola", "stadion", "studio",
];

/// Whether a part of an address is a street rather than a house, given the part behind it.
pub(super) fn is_street(part: &str, next: Option<&str>, place: Option<Place>, country: Option<CountryCode>) -> bool {
    // "C/ de Bailèn", and not "C/O Berlin"
    if let Some(rest) = part.strip_prefix("C/").or_else(|| part.strip_prefix("c/")) {
        return rest.len() > 1 && (rest.starts_with(' ') || rest.chars().nth(1).is_some_and(char::is_lowercase));
    }
    // Before a street stands a house.
    if next.is_some_and(|next| !is_number(next.trim()) && is_street(next, None, place, country)) {
        return false;
    }
    let written: Vec<&str> = part.split_whitespace().collect();
    let keys: Vec<String> = written.iter().map(|word| folded(word)).collect();
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    let is_numbered = written.last().is_some_and(|last| is_number(last));
    let has_number_behind = || next.is_some_and(|next| is_number(next.trim()));
    match keys.as_slice() {
        [first, _, ..] if BEFORE.contains(first) => is_numbered || has_number_behind(),
        [_, second, ..] if written.first().is_some_and(|first| is_number(first)) => {
            BEFORE.contains(second) && keys.len() > 2 || keys.last().is_some_and(|last| ENGLISH.contains(last))
        }
        [.., name, _] if is_numbered && has_ending(name) => true,
        [.., name] if has_ending(name) => has_number_behind(),
        [name, _] if is_numbered => {
            let is_there = country.is_some_and(|country| BARE.contains(&country.as_str()));
            let is_before_town =
                || next.zip(place).is_some_and(|(next, place)| folded(next).starts_with(&folded(place.name)));
            is_there && part.starts_with(char::is_uppercase) && !ROOMS.contains(name) && is_before_town()
        }
        _ => false,
    }
}

fn has_ending(name: &str) -> bool {
    ENDINGS.iter().any(|ending| name.ends_with(ending)) && !NO_ENDINGS.contains(&name)
}

/// Whether a word is the number of a house: `12`, `12a`, `12-14`, `23/4`.
fn is_number(word: &str) -> bool {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    (1..=4).contains(&digits)
        && word.len() <= 8
        && word.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '–' | '/' | '.' | 'a'..='h' | 'A'..='H'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_street_is_told_by_its_words_and_its_number() {
        let is = |part: &str, next: Option<&str>| is_street(part, next, None, None);
        for part in [
            "C/ de Bailèn",
            "Carrer de la Marina 16",
            "Calle Mayor 5",
            "Av. Central 1000",
            "Rua Nova 8",
            "Via Dante 7",
            "27 rue des Lices",
            "ul. Długa 12a",
            "Torstraße 12",
            "Köpenicker Str. 40",
            "Hauptstr. 3-5",
            "12 High Street",
        ] {
            assert!(is(part, None), "{part}");
        }
        assert!(is("Rua Augusta", Some("100")) && is("Carrer de Mallorca", Some("11")) && is("Am Ring", Some("4")));
        for house in [
            "c-base",
            "Studio 54",
            "Halle 14",
            "Via Veritas",
            "Avenue Club",
            "Rue Bar",
            "9:30 Club",
            "Old Mill",
            "C",
            "",
        ] {
            assert!(!is(house, Some("Lakeside")), "{house}");
        }
        assert!(!is("Engineering 2", Some("Lakeside")), "a word that only ends like a street");
        let houses = ["C/O Lake", "Avenue Club 21", "AV Room 2", "Brigade 7", "Restaurant am Ring 1"];
        for house in houses {
            assert!(!is(house, Some("Torstraße 12")), "{house} stands in a street");
        }
    }
}
