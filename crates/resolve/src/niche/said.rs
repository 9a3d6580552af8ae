//! Which words of a text speak for which niches.

use std::fmt;

use hobnob_domain::NicheId;

/// A word that speaks for a niche.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Word<'a> {
    /// As it is shown.
    pub(super) text: &'a str,
    /// Whether it is the stem of a longer word: `rust` of `RustConf`.
    pub(super) is_stem: bool,
}

impl<'a> Word<'a> {
    /// A word that stands in the text as it is.
    pub(super) const fn whole(text: &'a str) -> Self {
        Self { text, is_stem: false }
    }
}

impl fmt::Display for Word<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}{}`", self.text, if self.is_stem { "…" } else { "" })
    }
}

/// Niches with the words that speak for them, each as often as it stands in the text; in order, once they are
/// [settled](Said::settle).
#[derive(Clone, Debug, Default)]
pub(super) struct Said<'a>(Vec<(NicheId, Word<'a>)>);

impl<'a> Said<'a> {
    pub(super) fn add(&mut self, niche: NicheId, word: Word<'a>) {
        self.0.push((niche, word));
    }

    /// Every niche with every word, as often as it stands there.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (NicheId, Word<'a>)> {
        self.0.iter().copied()
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Brings the pairs into order.
    pub(super) fn settle(&mut self) {
        self.0.sort_unstable();
    }

    /// Each niche with all its words; one that stands there twice is there twice.
    pub(super) fn by_niche(&self) -> impl Iterator<Item = (NicheId, &[(NicheId, Word<'a>)])> {
        let groups = self.0.chunk_by(|(one, _), (two, _)| one == two);
        groups.filter_map(|group| group.first().map(|(niche, _)| (*niche, group)))
    }

    /// The niches, each once.
    pub(super) fn niches(&self) -> impl Iterator<Item = NicheId> {
        self.by_niche().map(|(niche, _)| niche)
    }

    pub(super) fn holds(&self, niche: NicheId) -> bool {
        self.0.binary_search_by(|(other, _)| other.cmp(&niche)).is_ok()
    }

    /// Whether a word speaks for a niche.
    pub(super) fn says(&self, niche: NicheId, word: Word<'_>) -> bool {
        self.0.iter().any(|(other, said)| *other == niche && said.text.eq_ignore_ascii_case(word.text))
    }

    /// Keeps the words of which this holds.
    pub(super) fn retain_words(&mut self, is_kept: impl Fn(Word<'a>) -> bool) {
        self.0.retain(|(_, word)| is_kept(*word));
    }

    /// Adds what is new in another reading of the same text; to be settled anew.
    pub(super) fn extend(&mut self, other: Self) {
        for pair in other.0 {
            if !self.0.contains(&pair) {
                self.0.push(pair);
            }
        }
    }

    /// Keeps the pairs of which this holds.
    pub(super) fn retain_pairs(&mut self, is_kept: impl Fn(NicheId, Word<'a>) -> bool) {
        self.0.retain(|(niche, word)| is_kept(*niche, *word));
    }

    pub(super) fn retain(&mut self, is_kept: impl Fn(NicheId) -> bool) {
        self.0.retain(|(niche, _)| is_kept(*niche));
    }
}

/// How many different words there are.
pub(super) fn different(words: &[(NicheId, Word<'_>)]) -> usize {
    words.chunk_by(|(_, one), (_, two)| one == two).count()
}

/// The first few words, for people.
pub(super) fn quoted(words: &[(NicheId, Word<'_>)]) -> String {
    let words = words.chunk_by(|(_, one), (_, two)| one == two).filter_map(<[_]>::first);
    words.take(4).map(|(_, word)| word.to_string()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_held_by_niche_and_told_once() {
        let [rust, go] = ["rust", "go"].map(|slug| slug.parse::<NicheId>().unwrap());
        let mut said = Said::default();
        for (niche, text) in [(go, "golang"), (rust, "tokio"), (rust, "rust"), (rust, "tokio")] {
            said.add(niche, Word::whole(text));
        }
        said.add(rust, Word { text: "rust", is_stem: true });
        said.settle();
        let told: Vec<String> = said.by_niche().map(|(niche, words)| format!("{niche} {}", quoted(words))).collect();
        assert_eq!(told, ["rust `rust`, `rust…`, `tokio`", "go `golang`"]);
        assert_eq!(
            said.by_niche().map(|(_, words)| (words.len(), different(words))).collect::<Vec<_>>(),
            [(4, 3), (1, 1)]
        );
        assert!(said.holds(rust) && said.niches().eq([rust, go]));
        said.retain(|niche| niche == go);
        assert!(!said.holds(rust) && said.holds(go));
    }
}
