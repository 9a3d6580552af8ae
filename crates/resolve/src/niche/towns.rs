//! Groups that are called after their town and their language: `London.js`, "Seattle JS", "NEJS Conf", `PyParis`, "Ruby Berlin".

use hobnob_domain::NicheId;
use hobnob_gazetteer::Gazetteer;

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

/// Makes keywords of the technologies that a text names beside a city and nothing else: "Ruby Berlin", "Vienna Scala #12". Only
/// what a niche is called itself counts: of "Storage London" and "Beam Bristol" nobody knows what they are.
pub(super) fn promote<'a>(hits: &mut Hits<'a>, folded: &str, gazetteer: &Gazetteer) {
    if hits.everyday.is_empty() {
        return;
    }
    let Some(name) = folded.split('|').map(str::trim).find(|part| !part.is_empty()) else { return };
    // "Flutter Bootcamp Accra" names nothing but a technology, a sort of gathering and a city.
    let words: Vec<&str> = name.split(' ').filter(|word| !is_number(word) && !trade::is_of_it(word)).collect();
    let name = words.join(" ");
    let is_beside_a_city = |word: &str| {
        let behind = name.strip_prefix(word).and_then(|rest| rest.strip_prefix(' '));
        let before = || name.strip_suffix(word).and_then(|rest| rest.strip_suffix(' '));
        behind.or_else(before).is_some_and(|rest| gazetteer.is_city(rest))
    };
    let everyday: Vec<(NicheId, Word<'a>)> = hits.everyday.pairs().collect();
    for (niche, word) in everyday {
        if trade::is_technical(niche) && is_called(niche, word.text) && is_beside_a_city(word.text) {
            hits.strong.add(niche, word);
        }
    }
    hits.strong.settle();
}

/// Whether a folded text is what groups are called: a technology with a city and nothing else, "Ruby Linz".
pub(super) fn is_of_a_group(hits: &Hits<'_>, folded: &str, gazetteer: &Gazetteer) -> bool {
    let Some(name) = folded.split('|').map(str::trim).find(|part| !part.is_empty()) else { return false };
    hits.strong.pairs().filter(|(niche, word)| trade::is_technical(*niche) && !word.is_stem).any(|(_, word)| {
        let word = fold::phrase(word.text);
        let behind = name.strip_prefix(word.as_str()).and_then(|rest| rest.strip_prefix(' '));
        let before = || name.strip_suffix(word.as_str()).and_then(|rest| rest.strip_suffix(' '));
        behind.or_else(before).is_some_and(|rest| gazetteer.is_city(rest))
    })
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a niche is called so, by its slug or an alias.
fn is_called(niche: NicheId, word: &str) -> bool {
    let niche = niche.niche();
    niche.slug == word || niche.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(word))
}

/// Letters of a town or a region, less than which say nothing.
const TOWN_CHARS_MIN: usize = 3;

fn is_town(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase)
        && letters.all(|c| c.is_lowercase() || c == '-')
        && word.chars().nth(TOWN_CHARS_MIN - 1).is_some()
}

/// Whether a word may be the letters of a town: `BKK`.
fn is_of_letters(stem: &str) -> bool {
    (2..=4).contains(&stem.len()) && stem.bytes().all(|b| b.is_ascii_uppercase())
}

/// Whether a word is the JavaScript of a town: `London.js`, the `JS` of "Seattle JS" and of "NEJS Conf".
fn is_javascript(word: &str, before: Option<&str>, behind: Option<&str>) -> bool {
    if let Some(town) = word.strip_suffix(".js").or_else(|| word.strip_suffix(".JS")) {
        return is_town(town) || is_of_letters(town);
    }
    let is_conference = behind.is_some_and(trade::is_plain_before);
    let is_last = behind.is_none_or(|behind| !behind.starts_with(char::is_alphabetic));
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
