//! Phrases in folded text.

use aho_corasick::AhoCorasick;
use hobnob_domain::text::folded;

/// Whether a folded text holds a phrase as whole words. In scripts that write words without blanks between them a phrase
/// is held wherever it stands.
pub(crate) fn holds(text: &str, phrase: &str) -> bool {
    if !phrase.is_ascii() {
        return text.contains(phrase);
    }
    let bytes = text.as_bytes();
    let is_edge = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_none_or(|byte| *byte == b' ');
    text.match_indices(phrase).any(|(at, _)| is_edge(at.checked_sub(1)) && is_edge(Some(at + phrase.len())))
}

/// Whether a folded text holds any of the phrases.
pub(crate) fn holds_any(text: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| holds(text, phrase))
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
}
