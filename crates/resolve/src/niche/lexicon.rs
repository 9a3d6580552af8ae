//! The taxonomy's words in one automaton: every phrase of every niche is found in one reading of a text.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet, HashMap},
};

use aho_corasick::AhoCorasick;
use hobnob_domain::NicheId;

use super::fold;

/// Whose word a phrase is.
#[derive(Clone, Debug, Default)]
pub(super) struct Phrase {
    /// As it is found.
    pub(super) words: String,
    /// Niches it decides for alone.
    pub(super) strong: Vec<NicheId>,
    /// Niches it speaks for with support.
    pub(super) ambiguous: Vec<NicheId>,
    /// Niches it speaks against: their words within it don't count.
    pub(super) exclude: Vec<NicheId>,
}

/// A word that counts only in its own letter case: `Go`, `R`, `C`.
#[derive(Clone, Debug)]
struct CaseWord {
    written: String,
    folded: String,
    niches: Vec<NicheId>,
}

/// Endings that names of events grow: `RustConf`, `KotlinFest`.
const ENDINGS: &[&str] = &[
    "kongress", "connect", "fwdays", "meetup", "summit", "world", "conf", "fest", "days", "camp", "week", "live",
    "tage", "con", "day", "x",
];

/// All phrases of all niches.
#[derive(Debug)]
pub(super) struct Lexicon {
    phrases: Vec<Phrase>,
    by_words: HashMap<String, usize>,
    automaton: Option<AhoCorasick>,
    case_words: Vec<CaseWord>,
    case_automaton: Option<AhoCorasick>,
}

/// What a text holds: for every niche the words that speak for it.
#[derive(Clone, Debug, Default)]
pub(super) struct Hits {
    /// Words that decide alone.
    pub(super) strong: BTreeMap<NicheId, BTreeSet<String>>,
    /// Words that need support.
    pub(super) ambiguous: BTreeMap<NicheId, BTreeSet<String>>,
    /// Of those, the niches that were named in their own letter case.
    pub(super) by_case: BTreeSet<NicheId>,
    /// Whether a word of the trade stands in the text.
    pub(super) is_of_the_trade: bool,
}

impl Hits {
    /// Of an organizer's niches of one field, those that the event's name names, if it names one: of "Rust and C++ Linz"
    /// an evening about borrowing in Rust is about Rust.
    pub(super) fn keep_what_is_meant(&mut self, name: &Self) {
        let names = |niche: &NicheId| name.strong.contains_key(niche) || name.by_case.contains(niche);
        let own: BTreeSet<NicheId> = self.strong.keys().chain(&self.by_case).copied().collect();
        let fields: BTreeSet<&str> = own.iter().filter(|niche| names(niche)).map(|niche| field(*niche)).collect();
        let is_meant = |niche: &NicheId| names(niche) || !fields.contains(field(*niche));
        self.strong.retain(|niche, _| is_meant(niche));
        self.ambiguous.retain(|niche, _| is_meant(niche));
    }
}

/// Whether a niche's word is a part of a longer one that decides for another niche of its field: a "technology
/// leadership summit" is about leading engineers, not about leadership at large.
fn is_part(niche: NicheId, start: usize, end: usize, strong: &[(&Phrase, usize, usize)]) -> bool {
    strong.iter().any(|(phrase, from, to)| {
        let is_longer = *from <= start && end <= *to && to - from > end - start;
        is_longer && phrase.strong.iter().any(|other| *other != niche && field(*other) == field(niche))
    })
}

fn field(niche: NicheId) -> &'static str {
    &niche.niche().field
}

impl Lexicon {
    /// Reads the taxonomy.
    pub(super) fn new() -> Self {
        let mut lexicon = Self {
            phrases: Vec::new(),
            by_words: HashMap::new(),
            automaton: None,
            case_words: Vec::new(),
            case_automaton: None,
        };
        let mut cases: BTreeMap<String, Vec<NicheId>> = BTreeMap::new();
        for id in NicheId::all() {
            let niche = id.niche();
            for word in &niche.keywords {
                lexicon.add(word, |phrase| phrase.strong.push(id));
            }
            for word in &niche.ambiguous {
                lexicon.add(word, |phrase| phrase.ambiguous.push(id));
            }
            for word in &niche.exclude {
                lexicon.add(word, |phrase| phrase.exclude.push(id));
            }
            for word in &niche.case {
                cases.entry(word.clone()).or_default().push(id);
            }
        }
        let padded = lexicon.phrases.iter().map(|phrase| format!(" {} ", phrase.words));
        lexicon.automaton = AhoCorasick::new(padded).ok();
        lexicon.case_automaton = AhoCorasick::new(cases.keys()).ok();
        lexicon.case_words = cases
            .into_iter()
            .map(|(written, niches)| CaseWord { folded: fold::phrase(&written), written, niches })
            .collect();
        lexicon
    }

    fn add(&mut self, word: &str, note: impl FnOnce(&mut Phrase)) {
        let words = fold::phrase(word);
        if words.is_empty() {
            return;
        }
        let position = *self.by_words.entry(words.clone()).or_insert_with(|| {
            self.phrases.push(Phrase { words, ..Phrase::default() });
            self.phrases.len() - 1
        });
        if let Some(phrase) = self.phrases.get_mut(position) {
            note(phrase);
        }
    }

    /// The niches a phrase decides for alone.
    fn strong(&self, words: &str) -> &[NicheId] {
        let phrase = self.by_words.get(words).and_then(|position| self.phrases.get(*position));
        phrase.map_or(&[], |phrase| &phrase.strong)
    }

    /// Reads a text twice: as it is written, and with camel case taken apart (but not in words that are known).
    pub(super) fn hits(&self, text: &str) -> Hits {
        let mut hits = Hits::default();
        if text.trim().is_empty() {
            return hits;
        }
        let written = fold::padded(text);
        let excluded = self.read(&written, &mut hits);
        if let Some(apart) = self.apart(text).map(|apart| fold::padded(&apart)).filter(|apart| *apart != written) {
            self.read(&apart, &mut hits);
        }
        self.read_case(text, &excluded, &mut hits);
        hits
    }

    /// The text with camel case taken apart, if it has any that is no keyword as it stands.
    fn apart(&self, text: &str) -> Option<String> {
        let mut is_parted = false;
        let words: Vec<Cow<'_, str>> = text
            .split_whitespace()
            .map(|word| {
                let parted = fold::parted(word);
                if parted == word || !self.strong(&fold::phrase(word)).is_empty() {
                    return Cow::Borrowed(word);
                }
                is_parted = true;
                Cow::Owned(parted)
            })
            .collect();
        is_parted.then(|| words.join(" "))
    }

    /// Finds every phrase in a folded text; gives the excludes that were found.
    fn read<'a>(&'a self, folded: &str, hits: &mut Hits) -> Vec<(&'a Phrase, usize, usize)> {
        let Some(automaton) = &self.automaton else { return Vec::new() };
        // The blanks on both sides of a phrase belong to its neighbours as well.
        let found: Vec<(&Phrase, usize, usize)> = automaton
            .find_overlapping_iter(folded)
            .filter_map(|found| {
                let phrase = self.phrases.get(found.pattern().as_usize())?;
                Some((phrase, found.start() + 1, found.end().saturating_sub(1)))
            })
            .collect();
        let excluded: Vec<_> = found.iter().copied().filter(|(phrase, ..)| !phrase.exclude.is_empty()).collect();
        let is_blocked = |niche: &NicheId, start: usize, end: usize| {
            excluded.iter().any(|(phrase, from, to)| *from < end && start < *to && phrase.exclude.contains(niche))
        };
        let strong: Vec<_> = found.iter().copied().filter(|(phrase, ..)| !phrase.strong.is_empty()).collect();
        for (phrase, start, end) in found {
            let counts = |niche: &&NicheId| !is_blocked(niche, start, end) && !is_part(**niche, start, end, &strong);
            for niche in phrase.strong.iter().filter(counts) {
                hits.strong.entry(*niche).or_default().insert(phrase.words.clone());
            }
            for niche in phrase.ambiguous.iter().filter(|niche| !is_blocked(niche, start, end)) {
                hits.ambiguous.entry(*niche).or_default().insert(phrase.words.clone());
            }
        }
        for word in folded.split_ascii_whitespace() {
            self.read_ending(word, hits);
            hits.is_of_the_trade |= super::is_of_the_trade(word);
        }
        excluded
    }

    /// Finds a keyword in front of a conference's ending.
    fn read_ending(&self, word: &str, hits: &mut Hits) {
        if !self.strong(word).is_empty() {
            return;
        }
        let stem = ENDINGS.iter().find_map(|ending| word.strip_suffix(ending).filter(|stem| stem.chars().count() >= 2));
        let Some(stem) = stem.filter(|stem| stem.chars().count() >= 3) else { return };
        for niche in self.strong(stem) {
            hits.strong.entry(*niche).or_default().insert(format!("{stem}…"));
        }
    }

    /// Finds words in their own letter case, unless an exclude that holds them stands in the text.
    fn read_case(&self, text: &str, excluded: &[(&Phrase, usize, usize)], hits: &mut Hits) {
        let Some(automaton) = &self.case_automaton else { return };
        for found in automaton.find_overlapping_iter(text) {
            let before = text.get(..found.start()).and_then(|before| before.chars().next_back());
            let behind = text.get(found.end()..).and_then(|behind| behind.chars().next());
            let runs = |c: Option<char>, more: &[char]| {
                c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '&' | '+' | '#') || more.contains(&c))
            };
            if runs(before, &['.', '-']) || runs(behind, &[]) {
                continue;
            }
            let Some(word) = self.case_words.get(found.pattern().as_usize()) else { continue };
            for niche in &word.niches {
                let is_blocked = excluded.iter().any(|(phrase, ..)| {
                    phrase.exclude.contains(niche) && phrase.words.split(' ').any(|part| part == word.folded)
                });
                if !is_blocked {
                    hits.ambiguous.entry(*niche).or_default().insert(word.written.clone());
                    hits.by_case.insert(*niche);
                }
            }
        }
    }
}
