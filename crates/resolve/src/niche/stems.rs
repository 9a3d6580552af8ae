//! Keywords that a word of a text was made of by adding to it.

use super::{
    lexicon::{Hits, Lexicon},
    said::Word,
    trade,
};

/// Endings that names of events grow: `RustConf`, `KotlinFest`.
const ENDINGS: &[&str] = &[
    "kongress", "connect", "fwdays", "meetup", "summit", "world", "conf", "fest", "days", "camp", "week", "live",
    "tage", "tech", "con", "day", "x",
];

/// What German, Dutch and the languages of Scandinavia write on to a word to name what is done about it, folded and in
/// order: `Datenbankseminar`, `Kubernetesschulung`.
const OF_COMPOUNDS: &[&str] = &[
    "abend",
    "dagen",
    "entwickler",
    "entwicklung",
    "fachtagung",
    "forum",
    "gipfel",
    "gruppe",
    "gruppen",
    "konferens",
    "konferenz",
    "kurs",
    "lehrgang",
    "messe",
    "netzwerk",
    "projekte",
    "schulung",
    "schulungen",
    "seminar",
    "seminare",
    "stammtisch",
    "tagung",
    "team",
    "treffen",
    "utvecklare",
    "werkstatt",
    "workshop",
    "workshops",
];

/// The shortest word that such a compound is made of, in bytes.
const COMPOUND_BYTES_MIN: usize = 4;

/// The longest stem that says nothing, in bytes.
const FRAGMENT_BYTES: usize = 3;

impl Lexicon {
    /// Finds a keyword in front of a conference's ending.
    pub(super) fn read_ending<'a>(&'a self, word: &str, hits: &mut Hits<'a>) {
        if word.len() < 4 {
            return;
        }
        let Some(stem) = ENDINGS.iter().find_map(|ending| word.strip_suffix(ending).filter(|stem| stem.len() >= 2))
        else {
            return;
        };
        if stem.chars().count() < 3 || !self.strong(word).is_empty() {
            return;
        }
        if let Some(phrase) = self.phrase(stem) {
            let is_plain = trade::names_events(word.strip_prefix(stem).unwrap_or_default());
            let everyday = phrase.everyday.iter().filter(|niche| is_plain && trade::is_technical(**niche));
            for niche in phrase.strong.iter().chain(everyday) {
                hits.strong.add(*niche, Word { text: &phrase.words, is_stem: true });
            }
        }
    }

    /// Finds a keyword that a compound begins with, if need be with an `s` or an `n` that joins its parts.
    pub(super) fn read_compound<'a>(&'a self, word: &str, hits: &mut Hits<'a>) {
        if word.len() < 2 * COMPOUND_BYTES_MIN {
            return;
        }
        // Nearly no word is one: its last letter keeps most from being compared, and all from being looked up.
        let last = word.as_bytes().last();
        let endings = OF_COMPOUNDS.iter().filter(|ending| ending.as_bytes().last() == last);
        let stems = endings.filter_map(|ending| word.strip_suffix(ending));
        let Some(stem) = stems.min_by_key(|stem| stem.len()).filter(|stem| stem.len() >= COMPOUND_BYTES_MIN) else {
            return;
        };
        if !self.strong(word).is_empty() {
            return;
        }
        let joined = ["", "s", "n", "en"].iter().filter_map(|joint| stem.strip_suffix(joint));
        let known = joined.filter(|stem| stem.len() >= COMPOUND_BYTES_MIN).find_map(|stem| self.phrase(stem));
        let decided = known.into_iter().flat_map(|phrase| phrase.strong.iter().map(move |niche| (phrase, *niche)));
        for (phrase, niche) in decided {
            hits.strong.add(niche, Word { text: &phrase.words, is_stem: true });
        }
    }

    /// Finds the technology that somebody brought to JavaScript: `TensorFlow.js`.
    pub(super) fn read_script<'a>(&'a self, word: &str, hits: &mut Hits<'a>) {
        let stem = word.strip_suffix("js").filter(|stem| stem.len() > FRAGMENT_BYTES && !self.decides(word));
        let Some(phrase) = stem.and_then(|stem| self.phrase(stem)) else { return };
        let mut technologies = phrase.strong.iter().filter(|niche| trade::is_technical(**niche)).peekable();
        if technologies.peek().is_some() {
            let script = self.strong("javascript");
            for niche in technologies.chain(script) {
                hits.strong.add(*niche, Word { text: &phrase.words, is_stem: true });
            }
        }
    }

    /// Finds a keyword that a year or a release was written to: `PyCon26`, `Angular17`.
    pub(super) fn read_dated<'a>(&'a self, word: &str, hits: &mut Hits<'a>) {
        let stem = word.trim_end_matches(|c: char| c.is_ascii_digit());
        let is_dated = matches!(word.len() - stem.len(), 2 | 4) && stem.len() >= FRAGMENT_BYTES;
        if !is_dated || self.decides(word) {
            return;
        }
        if let Some(phrase) = self.phrase(stem) {
            for niche in &phrase.strong {
                hits.strong.add(*niche, Word { text: &phrase.words, is_stem: true });
            }
        }
    }
}
