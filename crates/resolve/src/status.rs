//! Whether an event takes place: by a field, or by a mark that somebody set before or behind its name.

mod behind;
mod mark;
mod tail;
#[cfg(test)]
mod tests;
mod words;

use std::sync::LazyLock;

use chrono::NaiveDate;
use hobnob_domain::{EventStatus, text::folded};

use crate::phrase::Phrases;
use mark::{Mark, mark};
use tail::Tail;
use words::{CANCELLED, MOVED_ONLINE, POSTPONED, RESCHEDULED};

/// Words that tell of a status.
static WORDS: LazyLock<Phrases<EventStatus>> = LazyLock::new(|| {
    Phrases::new(&[
        (EventStatus::Cancelled, CANCELLED),
        (EventStatus::Postponed, POSTPONED),
        (EventStatus::MovedOnline, MOVED_ONLINE),
        (EventStatus::Rescheduled, RESCHEDULED),
    ])
});

/// Reads a status field: iCalendar's `CANCELLED`, schema.org's `https://schema.org/EventCancelled`, or free text such as
/// `Postponed in Autumn`. `None` when it says nothing that is not taken for granted.
pub(crate) fn of_field(text: &str) -> Option<EventStatus> {
    let last = text.trim().rsplit(['/', '#']).next().unwrap_or_default();
    let bare = last.strip_prefix("Event").unwrap_or(last);
    match bare {
        "MovedOnline" => Some(EventStatus::MovedOnline),
        _ => WORDS.meaning(&folded(bare)),
    }
}

/// How many marks a name may have: "SOLD OUT - Rust Night (moved online) - cancelled".
const MARKS_MAX: usize = 3;

/// What a name says beside itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Marked {
    status: Option<EventStatus>,
    /// The words that say so, folded.
    words: String,
}

impl Marked {
    /// The status of an event that the listing has begin on a day. One that was "postponed to May 5" and is listed for that
    /// day has its new date.
    pub(crate) fn on(&self, day: NaiveDate) -> Option<EventStatus> {
        match self.status {
            Some(EventStatus::Postponed) if tail::names_day(&self.words, day) => Some(EventStatus::Rescheduled),
            status => status,
        }
    }
}

/// Takes marks off a name: `CANCELLED: Rust Night`, `[Canceled] …`, `… - ABGESAGT`, `… (annulé)`; `… [SOLD OUT]` as well,
/// though that is no status. A word of the name itself ("How we cancelled Christmas", "Cancelled flights: a data talk")
/// is no mark: a mark stands apart, by brackets, a separator or its capitals, and says nothing else. A few words end a name
/// without ("Stammtisch fällt aus"; see `behind`).
pub(crate) fn of_name(name: &str) -> (Marked, String) {
    let (mut marked, mut rest) = (Marked::default(), name.trim().to_owned());
    for _ in 0..MARKS_MAX {
        let Some((found, said, less)) = at_start(&rest).or_else(|| at_end(&rest)) else { break };
        if let (Mark::Status(found), None) = (found, marked.status) {
            marked = Marked { status: Some(found), words: said };
        }
        rest = less;
    }
    (marked, rest)
}

const SEPARATORS: [char; 11] = [':', '：', '-', '–', '—', '|', '!', '*', '/', '~', '＊'];

/// Signs that people set before and behind a mark.
const SIGNS: [char; 14] = ['*', '!', '~', ' ', '❌', '⚠', '\u{fe0f}', '🚫', '⛔', '🔴', '❗', '‼', '＊', '　'];

const BRACKETS: [(char, char); 7] =
    [('[', ']'), ('(', ')'), ('{', '}'), ('【', '】'), ('（', '）'), ('［', '］'), ('<', '>')];

fn tidied(text: &str) -> Option<String> {
    let text = text.trim().trim_start_matches(SEPARATORS).trim_end_matches([':', '-', '–', '—', '|', '*', '~']).trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn is_loud(text: &str) -> bool {
    text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase)
}

/// A mark, the folded text it stands in, and the name without it.
type Cut = (Mark, String, String);

fn cut(text: &str, how: Tail, rest: &str) -> Option<Cut> {
    Some((mark(text, how)?, folded(text), tidied(rest)?))
}

fn at_start(name: &str) -> Option<Cut> {
    let bare = name.trim_start_matches(SIGNS);
    for (open, close) in BRACKETS {
        if let Some((inside, rest)) = bare.strip_prefix(open).and_then(|rest| rest.split_once(close)) {
            // "[event] CANCELLED: Rust Night": a tag may stand before the mark.
            return cut(inside, Tail::Behind, rest).or_else(|| {
                let (mark, said, name) = after_a_separator(rest.trim_start_matches(SIGNS))?;
                Some((mark, said, format!("{open}{inside}{close} {name}")))
            });
        }
    }
    after_a_separator(bare).or_else(|| {
        // So many words may shout before a quiet name: "SOLD OUT Rust Night", "POSTPONED TO MAY 5 Rust Night".
        (1..=LOUD_WORDS_MAX).rev().find_map(|words| {
            let (at, _) = bare.match_indices(' ').nth(words - 1)?;
            let (first, rest) = bare.split_at_checked(at)?;
            let is_marked = is_loud(first) && !is_loud(rest);
            is_marked.then(|| cut(first, Tail::Day, rest))?
        })
    })
}

/// A mark that a separator parts from the name behind it.
fn after_a_separator(bare: &str) -> Option<Cut> {
    let parts = bare.char_indices().filter(|(at, c)| is_separator(bare, *at, *c)).take(SEPARATORS_MAX);
    let mut parted = parts.filter_map(|(at, c)| Some((bare.get(..at)?, bare.get(at + c.len_utf8()..)?)));
    // A date may hold a separator itself; a reason ends with the first.
    let first = parted.next().and_then(|(before, rest)| cut(before, Tail::Before, rest));
    let further = parted.filter_map(|(before, rest)| cut(before, Tail::Day, rest)).last();
    further.or(first).map(less_its_reason)
}

/// How many words of a mark may shout.
const LOUD_WORDS_MAX: usize = 5;

/// A cut without the reason that stands between separators: "Cancelled - due to snow - Rust Night".
fn less_its_reason((mark, said, rest): Cut) -> Cut {
    let parted = rest.char_indices().find(|(at, c)| is_separator(&rest, *at, *c));
    let parted = parted.and_then(|(at, c)| Some((rest.get(..at)?, rest.get(at + c.len_utf8()..)?)));
    let name = parted.filter(|(reason, _)| tail::is_reason(&folded(reason))).and_then(|(_, name)| tidied(name));
    (mark, said, name.unwrap_or(rest))
}

/// How many separators are looked at: a mark may hold some itself, as "postponed to Tue - Wed".
const SEPARATORS_MAX: usize = 4;

fn at_end(name: &str) -> Option<Cut> {
    let bare = name.trim_end_matches(SIGNS).trim_end_matches('.');
    for (open, close) in BRACKETS {
        if let Some((rest, inside)) = bare.strip_suffix(close).and_then(|rest| rest.rsplit_once(open)) {
            return cut(inside, Tail::Behind, rest);
        }
    }
    let parts = bare.char_indices().rev().filter(|(at, c)| is_separator(bare, *at, *c)).take(SEPARATORS_MAX);
    let mut parted = parts.map(|(at, c)| (bare.get(..at), bare.get(at + c.len_utf8()..)));
    let marked = parted.find_map(|(rest, inside)| cut(inside?, Tail::Behind, rest?));
    let marked = marked.or_else(|| {
        (1..=2).find_map(|words| {
            let (at, _) = bare.rmatch_indices(' ').nth(words - 1)?;
            let (rest, last) = bare.split_at_checked(at)?;
            let is_marked = is_loud(last) && !is_loud(rest);
            is_marked.then(|| cut(last, Tail::Day, rest))?
        })
    });
    marked.or_else(|| {
        let (rest, said) = behind::parted(bare)?;
        Some((Mark::Status(EventStatus::Cancelled), folded(&said), tidied(&rest)?))
    })
}

/// Whether a character parts a mark from a name. A hyphen within a word ("Co-op") does not, two do.
fn is_separator(text: &str, at: usize, c: char) -> bool {
    let blank_before = text.get(..at).is_some_and(|before| before.ends_with(' '));
    let blank_behind = text.get(at + c.len_utf8()..).is_some_and(|behind| behind.starts_with(' '));
    let is_in_a_number = text.get(..at).is_some_and(|before| before.ends_with(|c: char| c.is_ascii_digit()))
        && text.get(at + c.len_utf8()..).is_some_and(|behind| behind.starts_with(|c: char| c.is_ascii_digit()));
    match c {
        ':' | '–' if is_in_a_number => false,
        '-' if text.get(at + 1..).is_some_and(|behind| behind.starts_with('-')) => true,
        '-' | '/' => blank_before || blank_behind,
        _ => SEPARATORS.contains(&c),
    }
}
