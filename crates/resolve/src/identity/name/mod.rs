//! Names as they are compared: words, each with what it is worth.

mod alignment;
mod likeness;
mod lists;
mod numbers;

pub(super) use alignment::{Alignment, Context, Lacking};
pub(super) use likeness::Slips;

use std::hash::{Hash, Hasher};

use hobnob_domain::text::{self, folded};
use rustc_hash::FxHasher;

/// The most words of a name that are compared: one bit each in a [`Mask`].
const WORDS_MAX: usize = 48;

/// What stands before a sort of gathering without a blank has at least so many bytes: "JSConf" is one word.
const GROWN_BYTES_MIN: usize = 4;

/// Numbers behind a label count from here.
const LABELLED: u64 = 1 << 32;

/// Some of a name's words, one bit each.
type Mask = u64;

/// What a word says about which event it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Worth {
    /// It tells the event from others.
    Telling,
    /// It is a word of those who invite, before what they invite to.
    Host,
    /// It is a sort of gathering: "meetup".
    Sort,
    /// It counts parts or editions, or is the letter of a track.
    Number,
    /// It says nothing, or only the year in which it is.
    Nothing,
    /// It is a year, and not the one in which it is.
    Year,
}

/// A word of a name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    /// Where it begins and ends in the folded name.
    at: (usize, usize),
    /// A digest: of a number its value, of any other word its letters.
    digest: u64,
    /// Which letters it has, one bit each: words that differ in many are not alike.
    letters: u32,
    worth: Worth,
    is_level: bool,
}

impl Word {
    /// The bit of its digest.
    const fn bit(&self) -> u64 {
        1 << (self.digest.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 58)
    }
}

/// A name as it is compared.
#[derive(Clone, Debug)]
pub(super) struct Name {
    folded: String,
    words: Vec<Word>,
    /// Which digests it has, one bit for each.
    digests: u64,
    /// Which word it ends with in the middle: "Hands-on wo… | Meetup".
    cut_at: Option<usize>,
    /// The number that stands in it in brackets: "Playground (2)" is not the "Playground" of the same list.
    bracketed: Option<u64>,
}

/// The digest of a folded word.
pub(super) fn digest(word: &str) -> u64 {
    let mut hasher = FxHasher::default();
    word.hash(&mut hasher);
    hasher.finish()
}

/// The two words that a word is made of, the second empty: "RobotoConf" is the "Roboto Conference".
fn grown_together(text: &str, is_parted: bool) -> [&str; 2] {
    let front = text.strip_suffix("conf").filter(|front| is_parted && front.len() >= GROWN_BYTES_MIN);
    front.map_or([text, ""], |front| [front, "conf"])
}

/// Which letters a word has.
fn letters(word: &str) -> u32 {
    word.bytes().fold(0, |mask, byte| mask | 1 << (byte & 31))
}

impl Name {
    /// Reads a name. `year` is the one in which the event is, `host` digests of the words of who invites.
    pub(super) fn new(name: &str, year: i32, host: &[u64]) -> Self {
        let (head, tail) = name.split_once('…').or_else(|| name.split_once("...")).unwrap_or((name, ""));
        let is_cut = head.len() < name.len();
        let mut folded = folded(head);
        let cut_at = is_cut.then(|| folded.split(' ').count().saturating_sub(1));
        if is_cut {
            folded.push(' ');
            folded.push_str(&text::folded(tail));
        }
        let mut words: Vec<Word> = Vec::new();
        let mut from = 0;
        let mut before = None;
        for text in folded.split(' ').take(WORDS_MAX) {
            let mut at = from;
            // The place where a name is cut is counted in words as they are written.
            let parts = grown_together(text, !is_cut);
            for part in parts.into_iter().filter(|part| !part.is_empty()) {
                words.push(word(part, at, before, year));
                before = Some(part);
                at += part.len();
            }
            from += text.len() + 1;
        }
        words.truncate(WORDS_MAX);
        let digests = words.iter().fold(0, |digests, word| digests | word.bit());
        let mut name = Self { folded, words, digests, cut_at, bracketed: numbers::bracketed(head) };
        name.mark_host(host);
        name
    }

    /// The words of who invites tell nothing where the name goes on to say what they invite to.
    fn mark_host(&mut self, host: &[u64]) {
        let is_theirs = |word: &Word| word.worth == Worth::Telling && host.contains(&word.digest);
        if self.words.iter().any(|word| word.worth == Worth::Telling && !is_theirs(word)) {
            self.words.iter_mut().filter(|word| is_theirs(word)).for_each(|word| word.worth = Worth::Host);
        }
    }

    /// Whether it is that of what is held in many towns.
    pub(super) fn is_held_in_many_towns(&self) -> bool {
        lists::is_held_in_many_towns(&self.folded.replace(' ', ""))
    }

    /// Whether only one of two has a number in brackets, or each another one.
    pub(super) fn is_counted_apart(&self, other: &Self) -> bool {
        self.bracketed != other.bracketed
    }

    /// Whether a word of that digest may be among its own.
    const fn may_have(&self, word: &Word) -> bool {
        self.digests & word.bit() != 0
    }

    fn text(&self, word: &Word) -> &str {
        self.folded.get(word.at.0..word.at.1).unwrap_or_default()
    }

    /// The telling words and those of who invites, each with its digest.
    pub(super) fn saying(&self) -> impl Iterator<Item = (&str, u64)> {
        let saying = self.words.iter().filter(|word| matches!(word.worth, Worth::Telling | Worth::Host));
        saying.map(|word| (self.text(word), word.digest))
    }

    /// The name in one word, without years, editions, noise and what is in `without`: "DevOps Days Berlin 2026" and
    /// "Devopsdays - Berlin" are the same. Empty where nothing is left.
    pub(super) fn bare(&self, without: &[u64]) -> String {
        let mut seen = Vec::new();
        let is_kept = |word: &&Word| {
            let says = matches!(word.worth, Worth::Telling | Worth::Host | Worth::Sort);
            let is_new = !seen.contains(&word.digest);
            seen.push(word.digest);
            says && is_new && !without.contains(&word.digest)
        };
        let kept = self.words.iter().filter(is_kept);
        kept.map(|word| self.text(word)).collect()
    }

    /// Whether it is made of words that many names share.
    pub(super) fn is_common(&self) -> bool {
        self.saying().next().is_none()
    }
}

/// Reads a word that stands at `from`, behind the word `before`.
fn word(text: &str, from: usize, before: Option<&str>, year: i32) -> Word {
    let stem = numbers::without_year(text, year);
    let listed = lists::listed(stem);
    let is_labelled = before.is_some_and(|before| lists::listed(before).is_label);
    let (worth, digest) = match numbers::value(stem, is_labelled) {
        Some(value) if numbers::is_year(value) => {
            (if value == i64::from(year) { Worth::Nothing } else { Worth::Year }, value.unsigned_abs())
        }
        Some(value) if value == i64::from(year % 100) && stem.len() == 2 && !is_labelled => (Worth::Nothing, 0),
        // Part 2 is not #2.
        Some(value) => (Worth::Number, value.unsigned_abs() + if is_labelled { LABELLED } else { 0 }),
        None if listed.is_noise => (Worth::Nothing, digest(stem)),
        None if listed.is_sort || listed.is_label => (Worth::Sort, digest(stem)),
        None => (Worth::Telling, digest(lists::spelt(stem))),
    };
    Word { at: (from, from + stem.len()), digest, letters: letters(stem), worth, is_level: listed.is_level }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bare(name: &str) -> String {
        Name::new(name, 2026, &[]).bare(&[])
    }

    #[test]
    fn years_and_editions_are_not_part_of_a_name() {
        for name in
            ["PHP Tek 2026", "php tek", "PHP Tek '26", "3rd PHP Tek", "PHPTek2026", "PHP Tek, 12th edition", "PHPTek26"]
        {
            assert_eq!(bare(name), "phptek", "{name}");
        }
        assert_eq!(bare("2026"), "");
        assert_eq!(bare(""), "");
    }

    #[test]
    fn a_sort_of_gathering_may_grow_onto_a_name() {
        let saying = |name: &str| {
            let name = Name::new(name, 2026, &[]);
            name.saying().map(|(word, _)| word.to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(saying("RobotoConf"), ["roboto"]);
        assert_eq!(saying("JSConf"), ["jsconf"]);
        assert_eq!(saying("RobotoConf with kit…"), ["robotoconf", "kit"]);
        assert_eq!(bare("RobotoConf"), "robotoconf");
    }

    #[test]
    fn a_name_of_common_words_tells_nothing() {
        assert!(Name::new("Monthly Meetup #12", 2026, &[]).is_common());
        assert!(!Name::new("Rust Meetup", 2026, &[]).is_common());
    }

    #[test]
    fn those_who_invite_are_not_what_they_invite_to() {
        let host = [digest("rust"), digest("berlin")];
        let telling = |name: &str| {
            let name = Name::new(name, 2026, &host);
            let telling = name.words.iter().filter(|word| word.worth == Worth::Telling);
            telling.map(|word| name.text(word).to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(telling("Rust Berlin: pinning explained"), ["pinning", "explained"]);
        assert_eq!(telling("Rust Meetup Berlin"), ["rust", "berlin"]);
    }
}
