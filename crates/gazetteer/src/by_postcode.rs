//! The town that a post code says, for addresses that name none: "407 High Street, EC1V 4AB, GB".

use crate::{
    keys::{self, Called},
    layout::KIND_CODE,
    names::fold,
    records::{CountryId, PlaceId, Record},
};
use std::{collections::BTreeMap, sync::LazyLock};

/// Towns by country and beginning of the code.
static TOWNS: LazyLock<BTreeMap<(&'static str, &'static str), &'static str>> = LazyLock::new(|| {
    let rows = include_str!("../data/postcodes.tsv").lines().filter(|line| !line.starts_with('#'));
    let row = |line: &'static str| {
        let mut columns = line.split('\t');
        Some(((columns.next()?, columns.next()?), columns.next()?))
    };
    rows.filter_map(row).collect()
});

/// How long the codes of a country are, blanks and hyphens left out, and whether they hold letters. A code may be
/// preceded by the country's letters.
const FORMS: [(&str, usize, bool); 23] = [
    ("AT", 4, false),
    ("AU", 4, false),
    ("BE", 4, false),
    ("BR", 8, false),
    ("CA", 6, true),
    ("CH", 4, false),
    ("CZ", 5, false),
    ("DE", 5, false),
    ("DK", 4, false),
    ("ES", 5, false),
    ("FI", 5, false),
    ("FR", 5, false),
    ("IN", 6, false),
    ("IT", 5, false),
    ("JP", 7, false),
    ("MX", 5, false),
    ("NO", 4, false),
    ("NZ", 4, false),
    ("PL", 5, false),
    ("PT", 7, false),
    ("SE", 5, false),
    ("US", 5, false),
    ("NL", 4, false),
];

/// The town of the last code in a text, if it is one of the country's and says a town.
pub(crate) fn town(text: &str, country: CountryId) -> Option<PlaceId> {
    let code = country.code()?;
    let code = code.as_str();
    let words: Vec<&str> = text.split([' ', ',', ';', '(', ')', '\n']).filter(|word| !word.is_empty()).collect();
    let pairs = words.windows(2).map(|pair| pair.concat());
    let singles = words.iter().map(|word| (*word).to_owned());
    let codes = singles.chain(pairs).filter_map(|word| written(&word, code));
    let (_, name) = codes.filter_map(|written| said(&written, code)).next_back()?;
    named(name, country)
}

/// A post code of the country as it stands in the table, if the word is one.
fn written(word: &str, country: &str) -> Option<String> {
    // "D-10179", "DE-10179": the country's letters.
    let word = match word.split_once('-') {
        Some((letters, rest)) if letters.len() <= 2 && country.starts_with(letters) => rest,
        _ => word,
    };
    let bare: String = word.chars().filter(|c| *c != '-' && *c != '〒').collect();
    let is_shape = |length: usize, has_letters: bool| {
        let fits =
            |(at, b): (usize, u8)| if has_letters && at % 2 == 0 { b.is_ascii_uppercase() } else { b.is_ascii_digit() };
        bare.len() == length && bare.bytes().enumerate().all(fits)
    };
    if country == "GB" {
        return british(&bare);
    }
    let (_, length, has_letters) = FORMS.iter().find(|(code, ..)| *code == country)?;
    // "90095-1234": the rest of a code of the United States says which house.
    let head = word.split('-').next().unwrap_or_default();
    if country == "US" && head.len() == *length && head.bytes().all(|b| b.is_ascii_digit()) {
        return Some(head.to_owned());
    }
    is_shape(*length, *has_letters).then_some(bare)
}

/// "EC1V4AB" without its last three, which say which house: "EC1V".
fn british(word: &str) -> Option<String> {
    let split = word.len().checked_sub(3).filter(|at| (2..=4).contains(at))?;
    let (outward, inward) = word.split_at_checked(split)?;
    let is_inward = matches!(inward.as_bytes(), [a, b, c] if a.is_ascii_digit() && b.is_ascii_uppercase() && c.is_ascii_uppercase());
    let letters = outward.bytes().take_while(u8::is_ascii_uppercase).count();
    let is_outward = (1..=2).contains(&letters) && outward.as_bytes().get(letters).is_some_and(u8::is_ascii_digit);
    (is_inward && is_outward).then(|| outward.to_owned())
}

/// What the longest beginning in the table says. Letters must be taken whole: `E1` is not `E`'s neighbour `EC`.
fn said(code: &str, country: &str) -> Option<(usize, &'static str)> {
    let letters = code.bytes().take_while(u8::is_ascii_uppercase).count();
    (1..=code.len()).rev().filter(|length| country != "GB" || *length >= letters).find_map(|length| {
        let beginning = code.get(..length)?;
        let is_whole = country != "GB" || length == letters || length == code.len();
        let entry = TOWNS.get(&(country, beginning));
        entry.filter(|_| is_whole).map(|town| (length, *town))
    })
}

/// The largest town of that name in the country.
fn named(name: &str, country: CountryId) -> Option<PlaceId> {
    let called = keys::PLACES.get(&fold(name)).places().filter(|called| called.kind != KIND_CODE);
    let of_country =
        |Called { place, .. }: Called| Some((place, place.record()?)).filter(|(_, record)| record.country == country);
    let largest = called.filter_map(of_country).max_by_key(|(_, record): &(PlaceId, Record)| record.population);
    largest.map(|(place, _)| place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_town_of_the_table_is_in_its_country() {
        for ((country, prefix), name) in TOWNS.iter() {
            let found = CountryId::by_code(country).and_then(|country| named(name, country));
            assert!(found.is_some(), "{country} {prefix} {name}");
            assert!(*country == "GB" || FORMS.iter().any(|(code, ..)| code == country), "{country}");
        }
    }

    #[test]
    fn the_beginning_of_a_code_says_the_town() {
        let town = |text: &str, country: &str| {
            let found = CountryId::by_code(country).and_then(|country| town(text, country));
            found.and_then(PlaceId::record).map(|record| record.name())
        };
        for (text, country, wanted) in [
            ("4 Mill Lane, EC1V 4AB", "GB", Some("London")),
            ("4 Mill Lane, E1 6AN", "GB", Some("London")),
            ("4 Mill Lane, M1 1AE", "GB", Some("Manchester")),
            ("4 Mill Lane, IV27 4AB", "GB", None),
            ("4 Main Street, 90095", "US", Some("Los Angeles")),
            ("4 Main Street, 90095-1234", "US", Some("Los Angeles")),
            ("4 Main Street, 59001", "US", None),
            ("Rungestr. 20, D-10179", "DE", Some("Berlin")),
            ("Rungestr. 20, DE-10179", "DE", Some("Berlin")),
            ("Rungestr. 20, 10179", "DE", Some("Berlin")),
            ("Vej 37, 1606", "DK", Some("Copenhagen")),
            ("〒100-0001", "JP", Some("Tokyo")),
            ("4 Mill Street, M5A 3C4", "CA", Some("Toronto")),
            ("nothing", "DE", None),
        ] {
            assert_eq!(town(text, country), wanted, "{text}");
        }
    }
}
