//! The taxonomy's words: every phrase of every niche is found in one reading of a text.

use std::{borrow::Cow, collections::BTreeMap};

use aho_corasick::AhoCorasick;
use hobnob_domain::NicheId;
use rustc_hash::FxHashMap;

use super::{
    defining, fold, is_general, leisure, programming,
    said::{Said, Word},
    trade,
    unspaced::Unspaced,
};
use crate::phrase::Phrasebook;

/// Whose word a phrase is.
#[derive(Clone, Debug, Default)]
pub(super) struct Phrase {
    /// As it is found.
    pub(super) words: String,
    /// Whether it holds letters of a script that parts no words.
    is_unspaced: bool,
    /// Niches it decides for alone.
    pub(super) strong: Vec<NicheId>,
    /// Niches it decides for where anything else is of the trade.
    pub(super) everyday: Vec<NicheId>,
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

/// The longest fragment of a word in camel case that says nothing alone.
const FRAGMENT_BYTES: usize = 3;

/// Whether a fragment is written as an abbreviation is: `AWS`, `iOS`.
fn is_abbreviation(part: &str) -> bool {
    part.chars().filter(|c| c.is_uppercase()).count() * 2 > part.chars().count()
}

/// All phrases of all niches.
#[derive(Debug)]
pub(super) struct Lexicon {
    phrases: Vec<Phrase>,
    by_words: FxHashMap<String, usize>,
    book: Phrasebook,
    unspaced: Unspaced,
    case_words: Vec<CaseWord>,
    case_automaton: Option<AhoCorasick>,
}

/// What a text holds: for every niche the words that speak for it.
#[derive(Clone, Debug, Default)]
pub(super) struct Hits<'a> {
    /// Words that decide alone.
    pub(super) strong: Said<'a>,
    /// Words of every day, which decide where anything else is of the trade.
    pub(super) everyday: Said<'a>,
    /// Words that need support.
    pub(super) ambiguous: Said<'a>,
    /// Of those, the niches that were named in their own letter case.
    pub(super) by_case: Vec<NicheId>,
    /// Words that the text calls its matter.
    pub(super) matter: Said<'a>,
}

impl Hits<'_> {
    /// Of an organizer's niches of one field, those that the event's name names, if it names one: of "Rust and C++ Linz"
    /// an evening about borrowing in Rust is about Rust.
    pub(super) fn keep_what_is_meant(&mut self, name: &Self) {
        let names = |niche: NicheId| name.strong.holds(niche) || name.by_case.contains(&niche);
        let own: Vec<NicheId> = self.strong.niches().chain(self.by_case.iter().copied()).collect();
        let fields: Vec<&str> = own.into_iter().filter(|niche| names(*niche)).map(field).collect();
        let is_meant = |niche: NicheId| names(niche) || !fields.contains(&field(niche));
        self.strong.retain(is_meant);
        self.everyday.retain(is_meant);
        self.ambiguous.retain(is_meant);
    }
}

/// The shortest name of a technology that is nothing else where nothing is of the trade, in letters: `FHE` and `LCA` are schools.
const TECHNOLOGY_CHARS_MIN: usize = 4;

impl<'a> Hits<'a> {
    /// Whether nothing speaks for any niche.
    pub(super) const fn is_empty(&self) -> bool {
        self.strong.is_empty() && self.everyday.is_empty() && self.ambiguous.is_empty()
    }

    /// Keeps the words that decide for technologies alone.
    pub(super) fn keep_technologies(&mut self) {
        let is_technology = |niche: NicheId, word: Word<'_>| {
            trade::is_technical(niche) && !word.is_stem && word.text.chars().count() >= TECHNOLOGY_CHARS_MIN
        };
        self.strong.retain_pairs(is_technology);
        self.matter.retain_pairs(is_technology);
        self.everyday.retain(|_| false);
        self.ambiguous.retain(|_| false);
        self.by_case.clear();
    }

    /// Forgets what is called by words that mean something else.
    pub(super) fn forget_homonyms(&mut self) {
        let is_meant = |_: NicheId, word: Word<'_>| !leisure::is_homonym(&fold::phrase(word.text));
        self.strong.retain_pairs(is_meant);
        self.matter.retain_pairs(is_meant);
        self.everyday.retain_pairs(is_meant);
        self.ambiguous.retain_pairs(is_meant);
        self.by_case.retain(|niche| self.ambiguous.holds(*niche));
    }

    /// Takes the words of every day of which this holds for keywords.
    pub(super) fn decide(&mut self, decides: impl Fn(NicheId, Word<'a>) -> bool) {
        let everyday = std::mem::take(&mut self.everyday);
        for (niche, word) in everyday.pairs().filter(|(niche, word)| decides(*niche, *word)) {
            self.strong.add(niche, word);
        }
        self.strong.settle();
    }
}

/// Whether a letter is an initial: the `D` of "Washington D.C.", the `R` of "Anna R. Smith".
fn is_initial(text: &str, start: usize, end: usize) -> bool {
    let Some(behind) = text.get(end..).and_then(|behind| behind.strip_prefix('.')) else { return false };
    let before = text.get(..start).unwrap_or_default().trim_end();
    let is_after_a_name = before.rsplit(' ').next().is_some_and(|word| word.starts_with(char::is_uppercase));
    end - start == 1 && (behind.starts_with(char::is_alphanumeric) || is_after_a_name && !behind.trim().is_empty())
}

/// Whether a niche's word is a part of a longer one that decides for another niche of its field: a "technology
/// leadership summit" is about leading engineers, not about leadership at large.
/// Of words of the general niche a word of any other is enough that reaches into them: "Game Developers Conference".
fn is_part(niche: NicheId, start: usize, end: usize, found: &[(&Phrase, usize, usize)]) -> bool {
    found.iter().any(|(phrase, from, to)| {
        let is_longer = *from <= start && end <= *to && to - from > end - start;
        let reaches_into = || is_general(niche) && *from < start && start < *to;
        (is_longer && phrase.strong.iter().any(|other| *other != niche && field(*other) == field(niche)))
            || (reaches_into() && phrase.strong.iter().any(|other| *other != niche))
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
            by_words: FxHashMap::default(),
            book: Phrasebook::default(),
            unspaced: Unspaced::default(),
            case_words: Vec::new(),
            case_automaton: None,
        };
        let mut cases: BTreeMap<String, Vec<NicheId>> = BTreeMap::new();
        for id in NicheId::all() {
            let niche = id.niche();
            for word in &niche.keywords {
                lexicon.add(word, |phrase| phrase.strong.push(id));
            }
            for word in &niche.everyday {
                lexicon.add(word, |phrase| phrase.everyday.push(id));
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
        lexicon.book = Phrasebook::new(lexicon.phrases.iter().map(|phrase| phrase.words.as_str()));
        let phrases = lexicon.phrases.iter().enumerate().filter(|(_, phrase)| phrase.is_unspaced);
        lexicon.unspaced = Unspaced::new(phrases.map(|(place, phrase)| (place, phrase.words.as_str())));
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
            let is_unspaced = words.chars().any(fold::is_unspaced);
            self.phrases.push(Phrase { words, is_unspaced, ..Phrase::default() });
            self.phrases.len() - 1
        });
        if let Some(phrase) = self.phrases.get_mut(position) {
            note(phrase);
        }
    }

    pub(super) fn phrase(&self, words: &str) -> Option<&Phrase> {
        self.by_words.get(words).and_then(|position| self.phrases.get(*position))
    }

    /// The niches a phrase decides for alone.
    pub(super) fn strong(&self, words: &str) -> &[NicheId] {
        self.phrase(words).map_or(&[], |phrase| &phrase.strong)
    }

    /// Whether a phrase decides for any niche, if need be with what stands around it.
    pub(super) fn decides(&self, words: &str) -> bool {
        self.phrase(words).is_some_and(|phrase| !phrase.strong.is_empty() || !phrase.everyday.is_empty())
    }

    /// Reads a text twice: as it is written, and with camel case taken apart (but not in words that are known). `folded`
    /// is the text [folded](fold::padded).
    pub(super) fn hits<'a>(&'a self, text: &str, folded: &str) -> Hits<'a> {
        let mut hits = Hits::default();
        if folded.trim().is_empty() {
            return hits;
        }
        let excluded = self.read(folded, &mut hits);
        if let Some(apart) = self.apart(text) {
            self.read_apart(&apart, folded, &mut hits);
        }
        self.read_case(text, &excluded, &mut hits);
        hits.strong.settle();
        hits.everyday.settle();
        hits.ambiguous.settle();
        hits.matter.settle();
        hits
    }

    /// Reads a name: as any text, and for what it is made of.
    pub(super) fn hits_of_name<'a>(&'a self, name: &str, folded: &str) -> Hits<'a> {
        let mut hits = self.hits(name, folded);
        self.read_glued(name, &mut hits);
        self.read_towns(name, &mut hits);
        hits.strong.settle();
        hits
    }

    /// Reads a text that was taken apart; of a short fragment (`Cro` of `JavaCro`) nothing is concluded, unless it is written
    /// in capitals.
    fn read_apart<'a>(&'a self, apart: &str, folded: &str, hits: &mut Hits<'a>) {
        let mut more = Hits::default();
        self.read(&fold::padded(apart), &mut more);
        let is_fragment = |word: &str| {
            let is_written = |part: &str| part.len() == word.len() && part.eq_ignore_ascii_case(word);
            word.len() <= FRAGMENT_BYTES
                && !folded.split(' ').any(|part| part == word)
                && !apart.split_ascii_whitespace().any(|part| is_written(part) && is_abbreviation(part))
        };
        more.strong.retain_words(|word| !is_fragment(word.text));
        hits.strong.extend(more.strong);
        hits.everyday.extend(more.everyday);
        hits.ambiguous.extend(more.ambiguous);
    }

    /// The text with camel case taken apart, if it has any that is no keyword as it stands.
    fn apart(&self, text: &str) -> Option<String> {
        if !text.split_ascii_whitespace().any(fold::is_camel) {
            return None;
        }
        let mut is_parted = false;
        let mut part = |run: &str| -> String {
            if !fold::is_camel(run) || self.decides(&fold::phrase(run)) {
                return run.to_owned();
            }
            is_parted = true;
            fold::parted(run)
        };
        let words: Vec<Cow<'_, str>> = text
            .split_whitespace()
            .map(|word| match self.decides(&fold::phrase(word)) {
                true => Cow::Borrowed(word),
                // "JavaScript-Meetup" is two words.
                false => Cow::Owned(fold::runs(word).into_iter().map(&mut part).collect()),
            })
            .collect();
        is_parted.then(|| words.join(" "))
    }

    /// Finds every phrase in a folded text; gives the excludes that were found.
    fn read<'a>(&'a self, folded: &str, hits: &mut Hits<'a>) -> Vec<(&'a Phrase, usize, usize)> {
        let found: Vec<(&Phrase, usize, usize)> = self
            .book
            .found_in(folded)
            .filter(|(number, ..)| self.phrases.get(*number).is_some_and(|phrase| !phrase.is_unspaced))
            .chain(self.unspaced.found_in(folded))
            .filter_map(|(number, start, end)| Some((self.phrases.get(number)?, start, end)))
            .collect();
        let excluded: Vec<_> = found.iter().copied().filter(|(phrase, ..)| !phrase.exclude.is_empty()).collect();
        let is_blocked = |niche: &NicheId, start: usize, end: usize| {
            excluded.iter().any(|(phrase, from, to)| *from < end && start < *to && phrase.exclude.contains(niche))
        };
        for (phrase, start, end) in &found {
            let (word, start, end) = (Word::whole(&phrase.words), *start, *end);
            for niche in &phrase.strong {
                if !is_blocked(niche, start, end) && !is_part(*niche, start, end, &found) {
                    hits.strong.add(*niche, word);
                    if defining::is_matter(folded, start, end) {
                        hits.matter.add(*niche, word);
                    }
                }
            }
            let is_plain = !phrase.everyday.is_empty() && trade::is_plain_within(folded, start, end);
            for niche in &phrase.everyday {
                if !is_blocked(niche, start, end) && !is_part(*niche, start, end, &found) {
                    let is_plain = is_plain && trade::is_technical(*niche);
                    if is_plain { &mut hits.strong } else { &mut hits.everyday }.add(*niche, word);
                }
            }
            for niche in phrase.ambiguous.iter().filter(|niche| !is_blocked(niche, start, end)) {
                hits.ambiguous.add(*niche, word);
            }
        }
        for word in folded.split_ascii_whitespace() {
            self.read_ending(word, hits);
            self.read_compound(word, hits);
            self.read_script(word, hits);
            self.read_dated(word, hits);
        }
        excluded
    }

    /// Finds words in their own letter case, unless an exclude that holds them stands in the text.
    fn read_case<'a>(&'a self, text: &str, excluded: &[(&Phrase, usize, usize)], hits: &mut Hits<'a>) {
        let Some(automaton) = &self.case_automaton else { return };
        for found in automaton.find_overlapping_iter(text) {
            let before = text.get(..found.start()).and_then(|before| before.chars().next_back());
            let behind = text.get(found.end()..).and_then(|behind| behind.chars().next());
            let runs = |c: Option<char>, more: &[char]| {
                let is_letter = |c: char| c.is_alphanumeric() && !fold::is_unspaced(c);
                c.is_some_and(|c| is_letter(c) || matches!(c, '_' | '&' | '+' | '#') || more.contains(&c))
            };
            if runs(before, &['.', '-']) || runs(behind, &[]) || is_initial(text, found.start(), found.end()) {
                continue;
            }
            let Some(word) = self.case_words.get(found.pattern().as_usize()) else { continue };
            for niche in &word.niches {
                let is_blocked = excluded.iter().any(|(phrase, ..)| {
                    phrase.exclude.contains(niche) && phrase.words.split(' ').any(|part| part == word.folded)
                });
                if !is_blocked {
                    let behind = text.get(found.end()..).unwrap_or_default();
                    let before = text.get(..found.start()).unwrap_or_default();
                    // A single letter and "Go" are too common for that.
                    let may_be_introduced = word.written.len() > 2;
                    let is_learnt = word.written.len() > 1 && before.ends_with("Learning ");
                    let is_plain = trade::is_plain_before(behind)
                        || is_learnt
                        || may_be_introduced
                            && (programming::is_of_an_address(behind) || programming::is_introduced(before));
                    if is_plain { &mut hits.strong } else { &mut hits.ambiguous }
                        .add(*niche, Word::whole(&word.written));
                    hits.by_case.push(*niche);
                }
            }
        }
    }
}
