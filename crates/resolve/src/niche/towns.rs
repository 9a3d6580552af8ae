//! Groups that are called after their town and their language: `London.js`, "Seattle JS", "NEJS Conf", `PyParis`.

use super::{
    fold,
    lexicon::{Hits, Lexicon},
    said::Word,
    trade,
};

impl Lexicon {
    /// Finds the ways in which groups are called after town and language.
    pub(super) fn read_towns<'a>(&'a self, text: &str, hits: &mut Hits<'a>) {
        let words: Vec<&str> = text.split_whitespace().collect();
        for (at, word) in words.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|at| words.get(at)).copied();
            let behind = words.get(at + 1).copied();
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            let language = match () {
                () if is_javascript(word, before, behind) => "javascript",
                () if is_python(word) && self.strong(&fold::phrase(word)).is_empty() => "python",
                () => continue,
            };
            if let Some(phrase) = self.phrase(language) {
                for niche in &phrase.strong {
                    hits.strong.add(*niche, Word { text: &phrase.words, is_stem: true });
                }
            }
        }
    }
}

/// Letters of a town or a region, less than which say nothing.
const TOWN_CHARS_MIN: usize = 3;

fn is_town(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase)
        && letters.all(|c| c.is_lowercase() || c == '-')
        && word.chars().nth(TOWN_CHARS_MIN - 1).is_some()
}

/// Whether a word is the JavaScript of a town: `London.js`, the `JS` of "Seattle JS" and of "NEJS Conf".
fn is_javascript(word: &str, before: Option<&str>, behind: Option<&str>) -> bool {
    if let Some(town) = word.strip_suffix(".js").or_else(|| word.strip_suffix(".JS")) {
        return is_town(town);
    }
    let is_conference = behind.is_some_and(trade::is_plain_before);
    let is_last = behind.is_none_or(|behind| !behind.starts_with(char::is_alphabetic));
    let is_of_letters = |stem: &str| (2..=4).contains(&stem.len()) && stem.bytes().all(|b| b.is_ascii_uppercase());
    match word.strip_suffix("JS") {
        Some("") => before.is_some_and(is_town) && (is_last || is_conference),
        Some(region) => is_of_letters(region) && is_conference,
        None => false,
    }
}

/// Whether a word is the Python of a town: `PyParis`.
fn is_python(word: &str) -> bool {
    word.strip_prefix("Py").is_some_and(is_town)
}
