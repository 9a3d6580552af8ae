//! Names that were made of a keyword by writing on.

use hobnob_domain::NicheId;

use super::{
    fold, is_general,
    lexicon::{Hits, Lexicon, Phrase},
    said::Word,
};

/// The shortest beginning of a word that is taken for a keyword, in bytes.
const GLUED_BYTES_MIN: usize = 4;

impl Lexicon {
    /// Finds keywords that a name was made of by writing on: `CityJS`, `BSidesYXE`, `AgentCamp`.
    pub(super) fn read_glued<'a>(&'a self, text: &str, hits: &mut Hits<'a>) {
        let is_new = |word: &&str| self.strong(&fold::phrase(word)).is_empty();
        // Where all is written in capitals nothing shows where a word was written on: "RIVER" is no "RIVE" and R.
        let is_mixed = |word: &&str| word.contains(char::is_lowercase);
        for word in text.split(|c: char| !c.is_alphanumeric()).filter(is_new) {
            if !is_mixed(&word) {
                for (phrase, niche) in self.shouted(word) {
                    hits.strong.add(niche, Word { text: &phrase.words, is_stem: true });
                }
                self.read_named_after(word, hits);
                continue;
            }
            let is_js = word.strip_suffix("JS").is_some_and(|stem| stem.ends_with(|c: char| c.is_ascii_lowercase()));
            let ends = word.char_indices().skip(GLUED_BYTES_MIN).filter(|(_, c)| c.is_ascii_uppercase());
            let stems = ends.map_while(|(end, _)| word.get(..end));
            let known = stems.filter_map(|stem| Some((self.phrase(&fold::phrase(stem))?, stem))).last();
            let glued =
                known.filter(|(phrase, stem)| stem.starts_with(char::is_uppercase) && !phrase.strong.is_empty());
            let phrase = if is_js { self.phrase("javascript") } else { glued.map(|(phrase, _)| phrase) };
            let town = ends_in_capitals(word).and_then(|stem| self.phrase(&fold::phrase(stem)));
            let everyday =
                town.into_iter().flat_map(|phrase| phrase.everyday.iter().map(move |niche| (phrase, *niche)));
            let decided = phrase.into_iter().flat_map(|phrase| phrase.strong.iter().map(move |niche| (phrase, *niche)));
            for (phrase, niche) in decided.chain(everyday) {
                hits.strong.add(niche, Word { text: &phrase.words, is_stem: true });
            }
            self.read_tail(word, hits);
            self.read_named_after(word, hits);
        }
    }

    /// Finds what a word ends with that is written in letters of both cases itself: `ApacheIoT`.
    fn read_tail<'a>(&'a self, word: &str, hits: &mut Hits<'a>) {
        let tail = TAILS.iter().find(|tail| {
            word.strip_suffix(**tail).is_some_and(|stem| stem.ends_with(|c: char| c.is_ascii_lowercase()))
        });
        if let Some(phrase) = tail.and_then(|tail| self.phrase(&fold::phrase(tail))) {
            for niche in &phrase.strong {
                hits.strong.add(*niche, Word { text: &phrase.words, is_stem: true });
            }
        }
    }

    fn read_named_after<'a>(&'a self, word: &str, hits: &mut Hits<'a>) {
        for (phrase, niche) in self.named_after(word) {
            hits.strong.add(niche, Word { text: &phrase.words, is_stem: true });
        }
    }

    /// The language that a word in capitals begins with, where the code of a town or a region follows: `PHPNW`.
    fn shouted<'a>(&'a self, word: &str) -> impl Iterator<Item = (&'a Phrase, NicheId)> {
        let cuts =
            CODE_LETTERS.filter_map(|letters| word.len().checked_sub(letters)).filter(|at| *at >= LANGUAGE_BYTES_MIN);
        let stems = cuts.filter_map(|at| word.get(..at));
        let is_language = |niche: &&NicheId| niche.niche().field == "languages";
        let phrases = stems.filter_map(|stem| self.phrase(&fold::phrase(stem)));
        let found: Option<&Phrase> =
            phrases.into_iter().find(|phrase| phrase.strong.iter().any(|niche| is_language(&niche)));
        found
            .into_iter()
            .flat_map(move |phrase| phrase.strong.iter().filter(is_language).map(move |niche| (phrase, *niche)))
    }

    /// The niches of an ambiguous word that an event is named after: nobody calls a conference `AgentCamp` that is not about
    /// agents.
    fn named_after<'a>(&'a self, word: &str) -> impl Iterator<Item = (&'a Phrase, NicheId)> {
        let dateless = word.trim_end_matches(|c: char| c.is_ascii_digit());
        let stem =
            ["Camp", "Con", "CON", "Conf", "Days", "Fest", "Summit"].iter().find_map(|end| dateless.strip_suffix(end));
        let phrase =
            stem.filter(|stem| stem.len() >= GLUED_BYTES_MIN).and_then(|stem| self.phrase(&fold::phrase(stem)));
        let phrase = phrase.filter(|phrase| phrase.strong.is_empty());
        phrase
            .into_iter()
            .flat_map(|phrase| phrase.ambiguous.iter().chain(&phrase.everyday).map(move |niche| (phrase, *niche)))
            .filter(|(_, niche)| !is_general(*niche))
    }
}

/// Keywords that camel case does not take apart, and that names end with.
const TAILS: &[&str] = &["DevOps", "GraphQL", "IoT", "MLOps", "iOS"];

/// Letters of the code of a town or a region.
const CODE_LETTERS: std::ops::RangeInclusive<usize> = 2..=3;

/// The shortest name of a language that a code may follow, in bytes.
const LANGUAGE_BYTES_MIN: usize = 3;

/// A word without the code of a town behind it: the `Ruby` of `RubyNYC`.
fn ends_in_capitals(word: &str) -> Option<&str> {
    let stem = word.trim_end_matches(|c: char| c.is_ascii_uppercase());
    let is_code = (2..=4).contains(&(word.len() - stem.len()));
    (is_code && stem.len() >= GLUED_BYTES_MIN).then_some(stem)
}
