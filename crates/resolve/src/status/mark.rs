//! A mark: words that say whether an event takes place, and nothing else.

use std::{collections::BTreeSet, sync::LazyLock};

use hobnob_domain::{EventStatus, text::folded};

use super::{
    tail::{self, Tail},
    words::{CANCELLED, FILLERS, JAPANESE, MOVED_ONLINE, OPENINGS, POSTPONED, RESCHEDULED, SOLD_OUT},
};

/// The longest mark, in words: "this event has been postponed until further notice".
const WORDS_MAX: usize = 9;

/// The longest mark, in bytes.
const BYTES_MAX: usize = 120;

/// What a mark says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// Whether it takes place.
    Status(EventStatus),
    /// That nobody else gets in.
    SoldOut,
}

/// Phrases that tell, the longest first, and the words they begin with.
struct Marks {
    phrases: Vec<(String, Mark)>,
    beginnings: BTreeSet<String>,
    openings: BTreeSet<String>,
    fillers: BTreeSet<String>,
    japanese: Vec<String>,
}

static MARKS: LazyLock<Marks> = LazyLock::new(|| {
    let lists = [
        (CANCELLED, Mark::Status(EventStatus::Cancelled)),
        (POSTPONED, Mark::Status(EventStatus::Postponed)),
        (RESCHEDULED, Mark::Status(EventStatus::Rescheduled)),
        (MOVED_ONLINE, Mark::Status(EventStatus::MovedOnline)),
        (SOLD_OUT, Mark::SoldOut),
    ];
    let words = |list: &str| -> BTreeSet<String> { list.split('|').map(folded).collect() };
    let of_list = |(list, mark): &(&str, Mark)| list.split('|').map(|text| (folded(text), *mark)).collect::<Vec<_>>();
    let mut phrases: Vec<(String, Mark)> = lists.iter().flat_map(of_list).collect();
    phrases.sort_by(|(a, _), (b, _)| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    Marks {
        beginnings: phrases.iter().filter_map(|(text, _)| text.split(' ').next().map(str::to_owned)).collect(),
        phrases,
        openings: words(OPENINGS),
        fillers: words(FILLERS),
        japanese: JAPANESE.iter().map(|text| folded(text)).collect(),
    }
});

/// What a text says that stands apart from a name; none if it says anything else, but perhaps until when or why.
pub(super) fn mark(text: &str, how: Tail) -> Option<Mark> {
    if text.len() > BYTES_MAX {
        return None;
    }
    let folded = folded(text);
    if folded.is_empty() {
        return None;
    }
    let said = MARKS.in_words(&folded, how);
    if folded.is_ascii() { said } else { said.or_else(|| MARKS.whole(&folded)) }
}

impl Marks {
    /// A mark of words: openings, a phrase, and fillers or a reason.
    fn in_words(&self, folded: &str, how: Tail) -> Option<Mark> {
        if folded.split(' ').count() > WORDS_MAX {
            return None;
        }
        let mut rest = folded;
        loop {
            let (first, behind) = rest.split_once(' ').unwrap_or((rest, ""));
            if self.beginnings.contains(first)
                && let Some((mark, behind)) = self.begins(rest)
            {
                return self.says_no_more(behind, how).then_some(mark);
            }
            if behind.is_empty() || !self.openings.contains(first) {
                return None;
            }
            rest = behind;
        }
    }

    /// The longest phrase that a text begins with, and what follows it.
    fn begins<'a>(&self, text: &'a str) -> Option<(Mark, &'a str)> {
        self.phrases.iter().find_map(|(phrase, mark)| {
            let behind = text.strip_prefix(phrase.as_str())?;
            if behind.is_empty() { Some((*mark, behind)) } else { Some((*mark, behind.strip_prefix(' ')?)) }
        })
    }

    fn says_no_more(&self, behind: &str, how: Tail) -> bool {
        let is_filler = |word: &&str| word.is_empty() || self.fillers.contains(*word);
        let fillers: usize = behind.split(' ').take_while(is_filler).map(|word| word.len() + 1).sum();
        // "cancelled today due to snow"
        let said = [behind, behind.get(fillers..).unwrap_or_default()];
        said.iter().any(|said| said.is_empty() || tail::explains(said, how))
    }

    /// A mark in a script that parts no words: a phrase, and only what usually surrounds it.
    fn whole(&self, folded: &str) -> Option<Mark> {
        let mut rest = folded.replace(' ', "");
        for _ in 0..self.japanese.len() {
            if let Some((_, mark)) = self.phrases.iter().find(|(phrase, _)| *phrase == rest) {
                return Some(*mark);
            }
            let cut = self.japanese.iter().find_map(|text| {
                let less = rest.strip_prefix(text.as_str()).or_else(|| rest.strip_suffix(text.as_str()))?;
                Some(less.to_owned())
            });
            rest = cut?;
        }
        None
    }
}
