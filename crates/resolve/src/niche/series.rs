//! Well-known series of events, whose names do not say what they are about: `Strange Loop 2022`.

use hobnob_domain::NicheId;
use hobnob_gazetteer::Gazetteer;
use rustc_hash::FxHashMap;

use super::fold;

/// Niches by the folded name of a series.
#[derive(Debug)]
pub(super) struct SeriesNames(FxHashMap<String, Vec<NicheId>>);

/// Words behind the name of a series that may be its town.
const TOWN_WORDS_MAX: usize = 3;

/// A name of one word this short could be the beginning of any other name.
const ALONE_CHARS: usize = 7;

/// Words that tell one edition from another.
const OF_EDITIONS: &[&str] =
    &["annual", "at", "digital", "edition", "hybrid", "in", "online", "remote", "the", "virtual", "vol"];

impl SeriesNames {
    /// Reads the taxonomy's series.
    pub(super) fn new() -> Self {
        let mut names: FxHashMap<String, Vec<NicheId>> = FxHashMap::default();
        for id in NicheId::all() {
            for name in &id.niche().series {
                names.entry(key(name)).or_default().push(id);
            }
        }
        Self(names)
    }

    /// The niches of the series that an event's name is of, with the series' folded name. A name of one word may be
    /// anything, except in a list of technical events; a short one is told there by being the whole name, or all of it but a
    /// city, a country or a part of the world.
    pub(super) fn of(&self, name: &str, is_technical: bool, gazetteer: &Gazetteer) -> Option<(&[NicheId], String)> {
        let stem = name.split([':', '(', '[', '|', '@', '–', '—']).find(|part| !part.trim().is_empty())?;
        let stem = stem.split(" - ").next().unwrap_or(stem);
        let key = key(stem);
        let words: Vec<&str> = key.split(' ').collect();
        let shortest = words.len().saturating_sub(TOWN_WORDS_MAX).max(1);
        (shortest..=words.len()).rev().find_map(|count| {
            let name = words.get(..count)?.join(" ");
            let niches = self.0.get(&name)?;
            let is_all = || words.get(count..).is_none_or(|rest| rest.is_empty() || is_somewhere(rest, gazetteer));
            let is_telling = count > 1 || is_technical && (name.chars().count() >= ALONE_CHARS || is_all());
            if !is_telling {
                return None;
            }
            Some((niches.as_slice(), name))
        })
    }
}

/// Whether folded words say where an edition is.
fn is_somewhere(words: &[&str], gazetteer: &Gazetteer) -> bool {
    let place = words.join(" ");
    PARTS_OF_THE_WORLD.binary_search(&place.as_str()).is_ok()
        || gazetteer.is_city(&place)
        || gazetteer.country_named(&place).is_some()
}

/// Parts of the world that editions are called after, in order.
const PARTS_OF_THE_WORLD: &[&str] = &[
    "africa",
    "america",
    "apac",
    "asia",
    "asia pacific",
    "east",
    "emea",
    "eu",
    "europe",
    "international",
    "latam",
    "latin america",
    "na",
    "nordic",
    "nordics",
    "north america",
    "south america",
    "west",
    "world",
];

/// Folded, without years, numbers and words of editions.
fn key(name: &str) -> String {
    let folded = fold::phrase(name);
    let kept: Vec<&str> = folded.split(' ').filter(|word| !is_of_an_edition(word)).collect();
    kept.join(" ")
}

fn is_of_an_edition(word: &str) -> bool {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let is_number = digits > 0 && matches!(word.get(digits..), Some("" | "st" | "nd" | "rd" | "th"));
    is_number || OF_EDITIONS.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(names: &[&str]) -> SeriesNames {
        let niche = "rust".parse::<NicheId>().unwrap();
        SeriesNames(names.iter().map(|name| (key(name), vec![niche])).collect())
    }

    #[test]
    fn a_series_is_known_whatever_its_year_and_town() {
        let series = named(&["Oxidation Fair", "Ferrous"]);
        let found = |name| series.of(name, true, Gazetteer::embedded()).map(|(_, name)| name);
        for name in ["Oxidation Fair", "The 3rd Oxidation Fair 2026", "Oxidation Fair Berlin", "Oxidation Fair: Day 2"]
        {
            assert_eq!(found(name).as_deref(), Some("oxidation fair"), "{name}");
        }
        assert_eq!(found("Ferrous Vienna 2026").as_deref(), Some("ferrous"));
    }

    #[test]
    fn a_short_word_must_be_the_whole_name() {
        let series = named(&["Rusty"]);
        let is_found = |name| series.of(name, true, Gazetteer::embedded()).is_some();
        assert!(is_found("Rusty 2026") && is_found("Rusty – the conference"));
        assert!(is_found("Rusty Berlin 2026") && is_found("Rusty North America") && is_found("Rusty Japan"));
        assert!(!is_found("Rusty Nails") && !is_found("Old Rusty") && !is_found(""));
        assert!(series.of("Rusty 2026", false, Gazetteer::embedded()).is_none());
    }

    #[test]
    fn the_words_of_editions_are_in_order_so_that_they_can_be_searched() {
        assert!(OF_EDITIONS.is_sorted() && PARTS_OF_THE_WORLD.is_sorted());
    }
}
