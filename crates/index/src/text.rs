//! Which events have a word, and where in them.

mod ask;
mod build;
mod varint;

pub(crate) use ask::Answers;
pub(crate) use build::{Builder, Merger, NONE};

use std::{
    io::{self, Read, Write},
    ops::Range,
};

use crate::{
    doc::{Doc, at, doc},
    saved::bytes::{get_bytes, get_ends, get_text, get_u32s, put_bytes, put_ends, put_u32s},
};
use hobnob_domain::search::Zone;
use varint::Bytes;

/// Words in order, each with its events and its places in them.
#[derive(Debug, Default)]
pub(crate) struct Postings {
    /// The words, end to end.
    words: String,
    word_ends: Vec<u32>,
    /// For each word: its events, as the distance from the one before, with the best zone it stands in there.
    events: Vec<u8>,
    event_ends: Vec<usize>,
    /// For each word and event: its positions, as distances, each with a bit that says whether another follows.
    places: Vec<u8>,
    place_ends: Vec<usize>,
}

/// A word's number.
type Term = u32;

impl Postings {
    /// Writes them down.
    pub(crate) fn save(&self, into: &mut impl Write) -> io::Result<()> {
        put_bytes(into, self.words.as_bytes())?;
        put_u32s(into, &self.word_ends)?;
        put_bytes(into, &self.events)?;
        put_ends(into, &self.event_ends)?;
        put_bytes(into, &self.places)?;
        put_ends(into, &self.place_ends)
    }

    /// What was written down.
    pub(crate) fn restored(from: &mut impl Read) -> io::Result<Self> {
        Ok(Self {
            words: get_text(from)?,
            word_ends: get_u32s(from)?,
            events: get_bytes(from)?,
            event_ends: get_ends(from)?,
            places: get_bytes(from)?,
            place_ends: get_ends(from)?,
        })
    }

    fn len(&self) -> Term {
        doc(self.word_ends.len())
    }

    fn word(&self, term: Term) -> &str {
        let end = self.word_ends.get(at(term)).map_or(0, |end| at(*end));
        let begin = term.checked_sub(1).and_then(|before| self.word_ends.get(at(before))).map_or(0, |end| at(*end));
        self.words.get(begin..end).unwrap_or_default()
    }

    /// The words that begin so: their numbers.
    fn beginning(&self, start: &str) -> Range<Term> {
        let first = self.place(|word| word < start);
        first..first + self.place_from(first, |word| word.starts_with(start))
    }

    fn place(&self, is_before: impl Fn(&str) -> bool) -> Term {
        self.place_from(0, is_before)
    }

    /// How many words from `first` on are before something.
    fn place_from(&self, first: Term, is_before: impl Fn(&str) -> bool) -> Term {
        let (mut low, mut high) = (first, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if is_before(self.word(middle)) { low = middle + 1 } else { high = middle }
        }
        low - first
    }

    fn find(&self, word: &str) -> Option<Term> {
        let place = self.place(|held| held < word);
        (self.word(place) == word).then_some(place)
    }

    fn events(&self, term: Term) -> Events<'_> {
        Events { bytes: part(&self.events, &self.event_ends, term), last: 0 }
    }

    fn places(&self, term: Term) -> Bytes<'_> {
        part(&self.places, &self.place_ends, term)
    }
}

fn part<'a>(bytes: &'a [u8], ends: &[usize], term: Term) -> Bytes<'a> {
    let end = ends.get(at(term)).copied().unwrap_or_default();
    let begin = term.checked_sub(1).and_then(|before| ends.get(at(before))).copied().unwrap_or_default();
    Bytes::new(bytes.get(begin..end).unwrap_or_default())
}

/// The events of a word, in order, each with the best zone it stands in.
struct Events<'a> {
    bytes: Bytes<'a>,
    last: Doc,
}

impl Events<'_> {
    /// How many bytes they take: about how many they are.
    fn weight(&self) -> usize {
        self.bytes.len()
    }
}

impl Iterator for Events<'_> {
    type Item = (Doc, Zone);

    fn next(&mut self) -> Option<(Doc, Zone)> {
        let number = self.bytes.next()?;
        self.last += number >> 2;
        Some((self.last, zone(number & 3)))
    }
}

const fn zone(code: u32) -> Zone {
    match code {
        0 => Zone::Name,
        1 => Zone::Label,
        _ => Zone::Description,
    }
}

const fn code(zone: Zone) -> u32 {
    match zone {
        Zone::Name => 0,
        Zone::Label => 1,
        Zone::Description => 2,
    }
}
