//! Phrases in scripts that part no words: they may stand anywhere in a text.

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::fold::is_unspaced;

/// Phrases that hold letters of such a script, each known by a number.
#[derive(Debug, Default)]
pub(super) struct Unspaced {
    numbers: Vec<usize>,
    automaton: Option<AhoCorasick>,
}

impl Unspaced {
    /// Of folded phrases.
    pub(super) fn new<'a>(phrases: impl Iterator<Item = (usize, &'a str)>) -> Self {
        let (numbers, words): (Vec<usize>, Vec<&str>) = phrases.unzip();
        // Most words begin with the same bytes of a letter: only a full table is quick there.
        Self { numbers, automaton: AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(words).ok() }
    }

    /// Every phrase that a folded text holds, with where it begins and ends. Where a phrase begins or ends in another script,
    /// as `生成 ai` does, a word must begin or end there.
    pub(super) fn found_in(&self, folded: &str) -> Vec<(usize, usize, usize)> {
        let Some(automaton) = self.automaton.as_ref().filter(|_| !folded.is_ascii()) else { return Vec::new() };
        let is_open = |inside: Option<char>, outside: Option<char>| {
            inside.is_some_and(is_unspaced) || outside.is_none_or(|c| c == ' ')
        };
        let found = automaton.find_overlapping_iter(folded).filter_map(|found| {
            let (start, end) = (found.start(), found.end());
            let (before, rest) = folded.split_at_checked(start)?;
            let (words, behind) = rest.split_at_checked(end - start)?;
            let is_whole = is_open(words.chars().next(), before.chars().next_back())
                && is_open(words.chars().next_back(), behind.chars().next());
            Some((*self.numbers.get(found.pattern().as_usize()).filter(|_| is_whole)?, start, end))
        });
        found.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_stands_anywhere_but_for_its_words_of_other_scripts() {
        let phrases = Unspaced::new([(4, "機械学習"), (7, "生成 ai")].into_iter());
        let found = |text| phrases.found_in(text).into_iter().map(|(number, ..)| number).collect::<Vec<_>>();
        assert_eq!(found(" 第 3 回機械学習勉強会 "), [4]);
        assert_eq!((found(" 生成 ai 活用 "), found(" 生成 aid "), found("ai")), (vec![7], vec![], vec![]));
    }
}
