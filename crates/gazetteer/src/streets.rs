//! Where a street ends and its town begins, if no comma says so: "Via Dante 7 Milano", "27 rue des Lices Angers".

use crate::{
    keys::{self, Called},
    layout::{KIND_ALTERNATE, KIND_CODE, KIND_NAME},
    names::fold,
    records::Record,
    words,
};

/// Words of a town's name at most.
const TOWN_WORDS_MAX: usize = 3;

/// People of a town that is known by its name alone: behind the name of a street, any word may be part of that.
const BEHIND_A_NAME_MIN: u32 = 100_000;

/// The same of a town behind a word that ends streets.
const BEHIND_A_STREET_MIN: u32 = 50_000;

/// Words for streets in French; behind one a town in France may be as small as [`IN_FRANCE_MIN`].
const FRENCH: &[&str] = &[
    "allee",
    "allees",
    "av",
    "avenue",
    "bd",
    "boulevard",
    "chemin",
    "cours",
    "impasse",
    "place",
    "quai",
    "route",
    "rte",
    "rue",
];

const IN_FRANCE_MIN: u32 = 3_500;

/// People of a town that is known though it is written small.
const SMALL_LETTERS_MIN: u32 = 300_000;

/// Where streets are not called `rue` or `via`: "8 rue Abraham Lincoln" is not in Nebraska.
const ENGLISH: &[&str] = &["AU", "GB", "IE", "NZ", "US"];

/// Words of street names that go on: what follows them is no town yet.
const GOING_ON: &[&str] = &[
    "al", "alla", "d", "da", "dal", "dalla", "de", "degli", "dei", "del", "dell", "della", "delle", "des", "di", "do",
    "dos", "du", "e", "et", "faubourg", "fbg", "la", "le", "les", "y",
];

/// Words that a name begins with: the saint is no town.
const SAINTS: &[&str] = &["saint", "sainte", "san", "sankt", "sant", "santa", "santo", "st", "ste"];

/// What German and its neighbours write at the end of the name of a street.
const ENDINGS: &[&str] = &[
    "allee", "damm", "gasse", "gata", "gatan", "gade", "gracht", "laan", "plein", "platz", "ring", "str", "straat",
    "strasse", "ufer", "vej", "weg",
];

/// A part cut between its street and its town; whole if nothing tells where.
pub(crate) fn apart(part: String) -> Vec<String> {
    // A house without a number is in no street that is looked for here.
    if !part.bytes().any(|b| b.is_ascii_digit()) {
        return vec![part];
    }
    let words: Vec<&str> = part.split(' ').collect();
    let cut = behind_its_number(&words).or_else(|| behind_its_end(&words)).or_else(|| behind_its_name(&words));
    match cut.and_then(|at| words.split_at_checked(at)) {
        Some((street, town)) => vec![street.join(" "), town.join(" ")],
        None => vec![part],
    }
}

/// A number alone and what follows it belong together, if that is a street: "14, place Saint-Pierre".
pub(crate) fn joined(parts: Vec<String>) -> Vec<String> {
    let mut joined: Vec<String> = Vec::with_capacity(parts.len());
    for part in parts {
        let first = part.trim_start().split(' ').next().unwrap_or_default();
        let is_street = || words::is_street_word(&fold(first));
        match joined.last_mut().filter(|last| is_number(last.trim()) && is_street()) {
            Some(number) => *number = format!("{} {}", number.trim(), part.trim_start()),
            None => joined.push(part),
        }
    }
    joined
}

/// "Torstr. 12 Berlin": nothing but the town stands behind the number of a house.
fn behind_its_number(words: &[&str]) -> Option<usize> {
    let at = words.iter().skip(1).position(|word| is_number(word))? + 1;
    let street = words.get(..at)?;
    let is_street = street.iter().any(|word| names_a_street(word));
    let begins = at + 1 + usize::from(words.get(at + 1).is_some_and(|word| matches!(*word, "bis" | "ter")));
    (is_street && is_town(words.get(begins..)?, 0)).then_some(begins)
}

/// "401 Fifth Avenue Brooklyn": the town stands behind the word for the street.
fn behind_its_end(words: &[&str]) -> Option<usize> {
    words.first().filter(|first| is_number(first))?;
    let at = words.iter().rposition(|word| words::is_english_street(&fold(word))).filter(|at| *at > 1)? + 1;
    is_town(words.get(at..)?, BEHIND_A_STREET_MIN).then_some(at)
}

/// "12 rue de Lyon Dijon": a city stands behind the name of the street, which nothing ends.
fn behind_its_name(words: &[&str]) -> Option<usize> {
    let [number, street, name @ ..] = words else { return None };
    if !is_number(number) || !words::is_street_word(&fold(street)) {
        return None;
    }
    let longest = name.len().saturating_sub(TOWN_WORDS_MAX).max(1);
    (longest..name.len()).find_map(|at| {
        let (before, town) = name.split_at_checked(at)?;
        let last = fold(before.last()?);
        let goes_on = GOING_ON.binary_search(&last.as_str()).is_ok() || SAINTS.binary_search(&last.as_str()).is_ok();
        let is_there = |record: &Record| !record.country.is_one_of(ENGLISH);
        let is_in_france = |record: &Record| record.country.is_one_of(&["FR"]);
        let is_french = || FRENCH.binary_search(&fold(street).as_str()).is_ok();
        let is_meant = is_town_where(town, BEHIND_A_NAME_MIN, is_there)
            || is_french() && is_town_where(town, IN_FRANCE_MIN, is_in_france);
        (!goes_on && is_meant).then_some(at + 2)
    })
}

/// Whether a word is the number of a house: `12`, `12a`, `12-14`.
fn is_number(word: &str) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let rest = word.chars().filter(|c| !c.is_ascii_digit());
    word.starts_with(|c: char| c.is_ascii_digit()) && digits <= 5 && rest.clone().count() <= 2 && is_of_numbers(rest)
}

fn is_of_numbers(mut rest: impl Iterator<Item = char>) -> bool {
    rest.all(|c| matches!(c, '-' | '/' | '.' | 'a'..='h' | 'A'..='H'))
}

/// Words for houses and rooms: what stands behind their number may be anything, "Room 2 Mobile".
const ROOMS: &[&str] = &[
    "airport",
    "arena",
    "bar",
    "bldg",
    "building",
    "cafe",
    "campus",
    "center",
    "centre",
    "church",
    "college",
    "conference",
    "convention",
    "coworking",
    "fl",
    "floor",
    "hall",
    "hotel",
    "house",
    "hq",
    "hub",
    "lab",
    "labs",
    "level",
    "library",
    "lvl",
    "museum",
    "office",
    "online",
    "pub",
    "rm",
    "room",
    "school",
    "space",
    "stadium",
    "station",
    "ste",
    "suite",
    "terminal",
    "theater",
    "theatre",
    "tower",
    "unit",
    "university",
];

fn names_a_street(word: &str) -> bool {
    let key = fold(word);
    if ROOMS.binary_search(&key.as_str()).is_ok() {
        return false;
    }
    let ends_so = |ending: &&str| key.len() > ending.len() + 2 && key.ends_with(*ending);
    words::is_street_word(&key) || ENDINGS.iter().any(ends_so)
}

fn is_town(words: &[&str], people_min: u32) -> bool {
    is_town_where(words, people_min, |_| true)
}

/// Whether words are the name of a town of so many people, with a capital unless it is a city.
fn is_town_where(words: &[&str], people_min: u32, is_there: impl Fn(&Record) -> bool) -> bool {
    let Some(first) = words.first().filter(|_| words.len() <= TOWN_WORDS_MAX) else { return false };
    let is_small = first.starts_with(char::is_lowercase);
    let least = if is_small { people_min.max(SMALL_LETTERS_MIN) } else { people_min };
    let is_so_called = |kind: u32| kind == KIND_NAME || kind != KIND_CODE && (kind != KIND_ALTERNATE || least == 0);
    let is_meant = |Called { place, kind }: Called| {
        let record = place.record().filter(|record| is_so_called(kind) && is_there(record));
        record.is_some_and(|record| record.population >= least)
    };
    keys::PLACES.get(&fold(&words.join(" "))).places().any(is_meant)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(part: &str) -> String {
        apart(part.to_owned()).join(" | ")
    }

    #[test]
    fn the_lists_are_sorted_and_folded() {
        for list in [GOING_ON, SAINTS, FRENCH, ROOMS] {
            assert!(list.is_sorted() && list.iter().all(|word| fold(word) == *word), "{list:?}");
        }
    }

    #[test]
    fn a_town_stands_behind_the_number_of_the_house() {
        assert_eq!(cut("Via Dante 7 Milano"), "Via Dante 7 | Milano");
        assert_eq!(cut("Gartenstr. 12a Heidelberg"), "Gartenstr. 12a | Heidelberg");
        assert_eq!(cut("Av. Central 1000 São Paulo"), "Av. Central 1000 | São Paulo");
        assert_eq!(cut("Rua Nova 8 Edifício Azul"), "Rua Nova 8 Edifício Azul");
        assert_eq!(cut("Room 2 Mobile"), "Room 2 Mobile");
        assert_eq!(cut("Catch 22 Boston"), "Catch 22 Boston", "no street");
    }

    #[test]
    fn a_city_stands_behind_the_name_of_the_street() {
        assert_eq!(cut("12 rue de Lyon Dijon"), "12 rue de Lyon | Dijon");
        assert_eq!(cut("12 rue des forges blagnac"), "12 rue des forges blagnac", "no city");
        assert_eq!(cut("12 rue des forges toulouse"), "12 rue des forges | toulouse");
        assert_eq!(cut("12 rue des Forges Blagnac"), "12 rue des Forges | Blagnac");
        assert_eq!(cut("401 Fifth Avenue Brooklyn"), "401 Fifth Avenue | Brooklyn");
        for street in ["8 rue de Paris", "8 rue Abraham Lincoln", "8 rue du Faubourg Saint Denis", "8 rue Paris"] {
            assert_eq!(cut(street), street);
        }
    }

    #[test]
    fn a_number_before_a_comma_belongs_to_its_street() {
        let parts = |text: &str| joined(text.split(',').map(str::to_owned).collect()).join("|");
        assert_eq!(parts("14, place Verte Lyon"), "14 place Verte Lyon");
        assert_eq!(parts("Room 14, Berlin"), "Room 14| Berlin");
        assert_eq!(parts("14, Berlin"), "14| Berlin");
    }
}
