//! Making postings: of events, and of other postings.

use super::{Postings, Term, code, varint};
use crate::doc::{Doc, at, doc};
use hobnob_domain::search::{SearchText, Word, Zone};
use rustc_hash::FxHashMap;

/// A number that stands for no event.
pub(crate) const NONE: Doc = Doc::MAX;

/// Postings on the way: events are added in order of their numbers.
#[derive(Default)]
pub(crate) struct Builder {
    terms: FxHashMap<Box<str>, Term>,
    lists: Vec<List>,
    /// The words of one event, sorted by word.
    held: Vec<(Term, u32, Zone)>,
}

#[derive(Default)]
struct List {
    last: Doc,
    events: Vec<u8>,
    places: Vec<u8>,
}

impl List {
    fn push(&mut self, number: Doc, zone: Zone) {
        varint::push(&mut self.events, (number - self.last) << 2 | code(zone));
        self.last = number;
    }
}

impl Builder {
    /// Adds the next event.
    pub(crate) fn push(&mut self, number: Doc, text: &SearchText) {
        let mut held = std::mem::take(&mut self.held);
        held.clear();
        held.extend(text.words().map(|Word { text, zone, position }| (self.term(text), position, zone)));
        held.sort_unstable();
        for word in held.chunk_by(|one, other| one.0 == other.0) {
            let Some((term, _, _)) = word.first() else { continue };
            let Some(list) = self.lists.get_mut(at(*term)) else { continue };
            let best = word.iter().map(|(_, _, zone)| *zone).min().unwrap_or(Zone::Description);
            list.push(number, best);
            let mut last = 0;
            for (left, (_, position, _)) in (0..word.len()).rev().zip(word) {
                varint::push(&mut list.places, (position - last) << 1 | u32::from(left > 0));
                last = *position;
            }
        }
        self.held = held;
    }

    fn term(&mut self, word: &str) -> Term {
        if let Some(term) = self.terms.get(word) {
            return *term;
        }
        let term = doc(self.lists.len());
        self.lists.push(List::default());
        self.terms.insert(word.into(), term);
        term
    }

    pub(crate) fn postings(self) -> Postings {
        let mut terms: Vec<(Box<str>, Term)> = self.terms.into_iter().collect();
        terms.sort_unstable();
        let mut postings = Postings::default();
        for (word, term) in terms {
            if let Some(List { events, places, last: _ }) = self.lists.get(at(term)) {
                postings.push(&word, events, places);
            }
        }
        postings.shrink();
        postings
    }
}

impl Postings {
    /// Adds the next word.
    fn push(&mut self, word: &str, events: &[u8], places: &[u8]) {
        self.words.push_str(word);
        self.word_ends.push(doc(self.words.len()));
        self.events.extend_from_slice(events);
        self.event_ends.push(self.events.len());
        self.places.extend_from_slice(places);
        self.place_ends.push(self.places.len());
    }

    fn shrink(&mut self) {
        self.words.shrink_to_fit();
        self.word_ends.shrink_to_fit();
        self.events.shrink_to_fit();
        self.event_ends.shrink_to_fit();
        self.places.shrink_to_fit();
        self.place_ends.shrink_to_fit();
    }
}

/// Makes one of several postings; each comes with the numbers its events have from now on, [`NONE`] for those that go.
pub(crate) struct Merger<'a> {
    parts: Vec<(&'a Postings, &'a [Doc], Term)>,
    /// One word's events: new number, zone, and its places as bytes.
    found: Vec<(Doc, u32, &'a [u8])>,
}

impl<'a> Merger<'a> {
    pub(crate) fn new(parts: impl Iterator<Item = (&'a Postings, &'a [Doc])>) -> Self {
        Self { parts: parts.map(|(postings, numbers)| (postings, numbers, 0)).collect(), found: Vec::new() }
    }

    pub(crate) fn merged(mut self) -> Postings {
        let room = |of: fn(&Postings) -> usize| {
            let all = self.parts.iter().map(|(postings, _, _)| of(postings)).sum::<usize>();
            Vec::with_capacity(all + all / 16)
        };
        let (events, places) = (room(|postings| postings.events.len()), room(|postings| postings.places.len()));
        let mut merged = Postings { events, places, ..Postings::default() };
        let (mut events, mut places) = (Vec::new(), Vec::new());
        while let Some(word) = self.next_word() {
            self.gather(word);
            self.found.sort_unstable_by_key(|(number, _, _)| *number);
            events.clear();
            places.clear();
            let mut last = 0;
            for (number, code, bytes) in &self.found {
                varint::push(&mut events, (number - last) << 2 | code);
                places.extend_from_slice(bytes);
                last = *number;
            }
            if !self.found.is_empty() {
                merged.push(word, &events, &places);
            }
        }
        merged.shrink();
        merged
    }

    /// The first word in order that has not been merged yet.
    fn next_word(&self) -> Option<&'a str> {
        let next = self.parts.iter().filter(|(postings, _, term)| *term < postings.len());
        next.map(|(postings, _, term)| postings.word(*term)).min()
    }

    fn gather(&mut self, word: &str) {
        self.found.clear();
        for (postings, numbers, term) in &mut self.parts {
            if *term >= postings.len() || postings.word(*term) != word {
                continue;
            }
            let mut places = postings.places(*term);
            for (old, zone) in postings.events(*term) {
                let before = places.rest();
                while places.next().is_some_and(|place| place & 1 == 1) {}
                let bytes = before.get(..before.len() - places.len()).unwrap_or_default();
                let number = numbers.get(at(old)).copied().unwrap_or(NONE);
                if number != NONE {
                    self.found.push((number, code(zone), bytes));
                }
            }
            *term += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::zone;

    #[test]
    fn a_zone_survives_its_code() {
        for held in [Zone::Name, Zone::Label, Zone::Description] {
            assert_eq!(zone(code(held)), held);
        }
    }
}
