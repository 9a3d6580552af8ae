//! Names with one letter wrong: "Hydrabad".

use crate::{
    keys::{self, Called},
    layout::KIND_CODE,
    names::fold,
    records::{Admin1Id, CountryId, PlaceId, Record},
    words,
};

/// Letters of a name below which one wrong letter makes it another name.
const LETTERS_MIN: usize = 6;

/// Letters at the beginning that must be right.
const STARTS_WITH: usize = 2;

/// The largest place of that country or division, of some size, whose name is one letter off one of these.
pub(crate) fn one_letter_off<'a>(
    parts: impl Iterator<Item = &'a str>,
    country: CountryId,
    admin1: Option<Admin1Id>,
) -> Option<PlaceId> {
    let people_min = if admin1.is_some() { 10_000 } else { 50_000 };
    let is_there = |record: &Record| {
        let is_inside = record.country == country && (admin1.is_none() || record.admin1 == admin1);
        is_inside && record.population >= people_min
    };
    let mut best: Option<(u32, PlaceId)> = None;
    for name in parts.filter(|part| !words::is_of_a_street(part)).map(fold) {
        let letters: Vec<char> = name.chars().collect();
        if letters.len() < LETTERS_MIN {
            continue;
        }
        let start: String = letters.iter().take(STARTS_WITH).collect();
        keys::PLACES.starting_with(&start, |key, postings| {
            // A letter has at most four bytes.
            let other: Vec<char> = if key.len().abs_diff(name.len()) <= 4 { key.chars().collect() } else { Vec::new() };
            if other.len() < LETTERS_MIN || !is_one_off(&letters, &other) {
                return;
            }
            for Called { place, .. } in postings.places().filter(|called| called.kind != KIND_CODE) {
                let Some(record) = place.record().filter(is_there) else { continue };
                if best.is_none_or(|(population, _)| record.population > population) {
                    best = Some((record.population, place));
                }
            }
        });
    }
    best.map(|(_, place)| place)
}

/// Whether one letter more, less or other, or two neighbours swapped, make one of the other.
fn is_one_off(a: &[char], b: &[char]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let same = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    match (short.get(same..).unwrap_or_default(), long.get(same..).unwrap_or_default()) {
        ([], rest) => rest.len() <= 1,
        (rest, [_, longer @ ..]) if short.len() < long.len() => rest == longer,
        ([a, b, rest @ ..], [c, d, other @ ..]) if a == d && b == c && rest == other => true,
        ([_, rest @ ..], [_, other @ ..]) => rest == other,
        (_, []) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_one_off;

    #[test]
    fn one_letter_more_less_other_or_swapped_is_one_off() {
        let is_one_off = |a: &str, b: &str| is_one_off(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>());
        for other in ["berlin", "berln", "berlinn", "bexlin", "belrin", "xberlin", "erlin"] {
            assert!(is_one_off("berlin", other) && is_one_off(other, "berlin"), "{other}");
        }
        for other in ["ber", "berlinxx", "bxxlin", "nilreb", ""] {
            assert!(!is_one_off("berlin", other) && !is_one_off(other, "berlin"), "{other}");
        }
    }
}
