//! What follows the word that tells: until when, or why.

use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use hobnob_domain::{date_words, text::folded};

use super::words::{DATE_FILLERS, LOOSE_TAILS, REASONS, UNTIL};

/// How much is taken for a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tail {
    /// Nothing but a day: a shout before a name has no end.
    Day,
    /// A day or a reason: before the separator of a name a word such as "by" may belong to it.
    Before,
    /// Whatever begins like a reason: behind the name nothing else stands.
    Behind,
}

/// Beginnings, folded.
struct Beginnings {
    until: Vec<String>,
    reasons: Vec<String>,
    loose: Vec<String>,
    fillers: Vec<String>,
}

static BEGINNINGS: LazyLock<Beginnings> = LazyLock::new(|| {
    let words = |list: &str| -> Vec<String> { list.split('|').map(folded).collect() };
    Beginnings { until: words(UNTIL), reasons: words(REASONS), loose: words(LOOSE_TAILS), fillers: words(DATE_FILLERS) }
});

/// What stands behind the first of these that a folded text begins with.
fn less<'a>(text: &'a str, beginnings: &[String]) -> Option<&'a str> {
    beginnings.iter().find_map(|beginning| text.strip_prefix(beginning.as_str())?.strip_prefix(' '))
}

/// Whether a folded text tells until when or why, as far as that may be told here.
pub(super) fn explains(text: &str, how: Tail) -> bool {
    let is_day = || less(text, &BEGINNINGS.until).is_some_and(is_day);
    let is_reason = || less(text, &BEGINNINGS.reasons).is_some();
    match how {
        Tail::Day => is_day(),
        Tail::Before => is_day() || is_reason(),
        Tail::Behind => is_day() || is_reason() || less(text, &BEGINNINGS.loose).is_some(),
    }
}

/// Whether a folded text begins with a reason.
pub(super) fn is_reason(text: &str) -> bool {
    less(text, &BEGINNINGS.reasons).is_some()
}

/// Whether a folded text names a day and says nothing else.
fn is_day(text: &str) -> bool {
    let is_number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit()) && word.len() <= 5;
    let is_named = |word: &str| date_words::month(word).is_some() || date_words::weekday(word).is_some();
    let is_filler = |word: &str| BEGINNINGS.fillers.iter().any(|filler| filler == word);
    let is_told = |word: &str| is_number(word) || is_named(word);
    text.split(' ').any(is_told) && text.split(' ').all(|word| is_told(word) || is_filler(word))
}

/// Whether a folded text names a day, in whatever order day and month stand.
pub(super) fn names_day(text: &str, day: NaiveDate) -> bool {
    let numbers: Vec<u32> =
        text.split(' ').filter_map(|word| word.trim_end_matches(|c: char| c.is_alphabetic()).parse().ok()).collect();
    let months: Vec<u32> = text.split(' ').filter_map(date_words::month).collect();
    let has = |number: u32| numbers.contains(&number);
    let is_month = if months.is_empty() {
        let least = if day.day() == day.month() { 2 } else { 1 };
        numbers.iter().filter(|number| **number == day.month()).count() >= least
    } else {
        months.contains(&day.month())
    };
    has(day.day()) && is_month
}
