//! Phrases in folded text.

use aho_corasick::AhoCorasick;
use hobnob_domain::text::folded;
use rustc_hash::FxHashMap;

/// Whether a folded text holds a phrase as whole words. In scripts that write words without blanks between them a phrase
/// is held wherever it stands.
pub(crate) fn holds(text: &str, phrase: &str) -> bool {
    if !phrase.is_ascii() {
        return text.contains(phrase);
    }
    if !phrase.contains(' ') {
        return text.split(' ').any(|word| word == phrase);
    }
    let mut rest = text;
    loop {
        if rest.strip_prefix(phrase).is_some_and(|behind| behind.is_empty() || behind.starts_with(' ')) {
            return true;
        }
        match rest.split_once(' ') {
            Some((_, behind)) => rest = behind,
            None => return false,
        }
    }
}

/// Whether a folded text holds any of the phrases.
pub(crate) fn holds_any(text: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| holds(text, phrase))
}

/// Phrases of whole words, looked for by their first words: most words of a text begin none.
#[derive(Debug, Default)]
pub(crate) struct Phrasebook(FxHashMap<String, Vec<(String, usize)>>);

impl Phrasebook {
    /// Of folded phrases; a phrase is known by its place among them.
    pub(crate) fn new<'a>(phrases: impl IntoIterator<Item = &'a str>) -> Self {
        let mut by_first: FxHashMap<String, Vec<(String, usize)>> = FxHashMap::default();
        for (number, phrase) in phrases.into_iter().enumerate() {
            let (first, rest) = phrase.split_at(phrase.find(' ').unwrap_or(phrase.len()));
            by_first.entry(first.to_owned()).or_default().push((rest.to_owned(), number));
        }
        Self(by_first)
    }

    /// Every phrase that a folded text holds, with where it begins and ends; phrases may overlap.
    pub(crate) fn found_in(&self, text: &str) -> impl Iterator<Item = (usize, usize, usize)> {
        let mut next = 0;
        text.split(' ').flat_map(move |word| {
            let start = next;
            let end = start + word.len();
            next = end + 1;
            let behind = text.get(end..).unwrap_or_default();
            let rests = self.0.get(word).map_or(&[][..], Vec::as_slice);
            rests.iter().filter_map(move |(rest, number)| {
                // Most differ in the first letter of their second word.
                if rest.as_bytes().get(1) != behind.as_bytes().get(1).filter(|_| !rest.is_empty()) {
                    return None;
                }
                let after = behind.strip_prefix(rest.as_str())?;
                (after.is_empty() || after.starts_with(' ')).then_some((*number, start, end + rest.len()))
            })
        })
    }
}

/// Lists of phrases, each with what it means, all looked for at once.
#[derive(Debug)]
pub(crate) struct Phrases<T> {
    meanings: Vec<T>,
    automaton: Option<AhoCorasick>,
}

impl<T: Copy> Phrases<T> {
    /// Folds the phrases, parted by `|`. Of several that a text holds the meaning that is listed first counts.
    pub(crate) fn new(lists: &[(T, &str)]) -> Self {
        let all: Vec<(T, String)> =
            lists.iter().flat_map(|(meaning, words)| words.split('|').map(|word| (*meaning, folded(word)))).collect();
        let padded =
            all.iter().map(|(_, phrase)| if phrase.is_ascii() { format!(" {phrase} ") } else { phrase.clone() });
        Self { automaton: AhoCorasick::new(padded).ok(), meanings: all.iter().map(|(meaning, _)| *meaning).collect() }
    }

    /// What a folded text says.
    pub(crate) fn meaning(&self, text: &str) -> Option<T> {
        let padded = format!(" {text} ");
        let found =
            self.automaton.as_ref()?.find_overlapping_iter(&padded).map(|found| found.pattern().as_usize()).min()?;
        self.meanings.get(found).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_whole_words() {
        assert!(
            holds("fallt aus", "fallt aus") && holds("es fallt aus", "fallt aus") && holds("aus und vorbei", "aus")
        );
        assert!(!holds("hausboot", "aus") && !holds("austern", "aus") && !holds("", "aus"));
        assert!(holds("勉強会vol 3", "勉強会"));
        assert!(holds_any("on a zoom call", &["webinar", "zoom"]));
    }

    #[test]
    fn the_first_list_that_is_held_counts() {
        let phrases = Phrases::new(&[(1, "fällt aus|勉強会"), (2, "aus")]);
        assert_eq!(phrases.meaning("aus es fallt aus"), Some(1));
        assert_eq!(phrases.meaning("aus dem haus"), Some(2));
        assert_eq!(phrases.meaning("第3回勉強会"), Some(1));
        assert_eq!(phrases.meaning("haus"), None);
    }

    #[test]
    fn a_phrasebook_finds_whole_words_that_overlap() {
        let book = Phrasebook::new(["rust", "rust meetup", "meetup linz", "linz"]);
        let found: Vec<_> = book.found_in(" rust meetup linzer rust").collect();
        assert_eq!(found, [(0, 1, 5), (1, 1, 12), (0, 20, 24)]);
        assert_eq!(book.found_in("").count(), 0);
    }
}
