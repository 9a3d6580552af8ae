//! The words of an event that can be found.

use crate::{Event, text::folded_as_typed};

/// The most words of an event that can be found: those of the name first, of the description last.
pub const WORDS_MAX: u32 = 1_000;

/// The longest word that can be found, in bytes.
pub const WORD_BYTES_MAX: usize = 64;

/// Where a word stands; the earlier, the more it says about the event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Zone {
    /// The name.
    Name,
    /// The organizer, the venue and the keywords.
    Label,
    /// The description.
    Description,
}

/// A word in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<'a> {
    /// Folded.
    pub text: &'a str,
    /// Where it stands.
    pub zone: Zone,
    /// Its number among the event's words, with a gap between fields.
    pub position: u32,
}

/// What can be searched of an event, folded, field by field.
#[derive(Clone, Debug)]
pub struct SearchText {
    fields: Vec<(Zone, String)>,
}

/// Whether a folded word is too common to tell events apart, and so to be asked for. None of them is the name of anything.
pub fn says_nothing(word: &str) -> bool {
    match word.len() {
        2 => matches!(word, "at" | "du" | "et" | "in" | "is" | "la" | "le" | "of" | "on" | "to" | "we" | "zu"),
        3 => matches!(
            word,
            "and"
                | "are"
                | "aus"
                | "das"
                | "dem"
                | "den"
                | "der"
                | "des"
                | "die"
                | "ein"
                | "for"
                | "fur"
                | "les"
                | "mit"
                | "our"
                | "the"
                | "und"
                | "you"
        ),
        4 => matches!(word, "avec" | "eine" | "from" | "pour" | "that" | "this" | "with" | "your"),
        _ => false,
    }
}

impl SearchText {
    /// That of an event.
    pub fn of(event: &Event) -> Self {
        let facts = &event.facts;
        let venue = facts.venue.as_ref().map(super::super::Venue::line);
        let labels = facts.organizer.iter().map(|organizer| organizer.name.as_str());
        let labels = labels.chain(venue.as_deref()).chain(facts.keywords.iter().map(String::as_str));
        let fields = std::iter::once((Zone::Name, facts.name.as_str()))
            .chain(labels.map(|label| (Zone::Label, label)))
            .chain(facts.description.iter().map(|text| (Zone::Description, text.as_str())));
        Self { fields: fields.map(|(zone, text)| (zone, folded_as_typed(text))).collect() }
    }

    /// The words that can be found, in order of position.
    pub fn words(&self) -> impl Iterator<Item = Word<'_>> {
        let mut next = 0;
        let numbered = self.fields.iter().flat_map(move |(zone, text)| {
            let begin = next;
            let words = if text.is_empty() { 0 } else { text.bytes().filter(|byte| *byte == b' ').count() + 1 };
            next += u32::try_from(words).unwrap_or(u32::MAX / 2).saturating_add(1);
            let words = (begin..).zip(text.split(' '));
            words.map(|(position, text)| Word { text, zone: *zone, position })
        });
        let told = numbered.take_while(|word| word.position < WORDS_MAX);
        told.filter(|word| !word.text.is_empty() && word.text.len() <= WORD_BYTES_MAX && !says_nothing(word.text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_say_nothing_are_short_and_in_the_languages_of_the_events() {
        assert!(["the", "und", "avec", "your", "zu", "fur"].into_iter().all(says_nothing));
        assert!(["go", "c", "r", "rust", "thee", "", "data"].into_iter().all(|word| !says_nothing(word)));
    }

    #[test]
    fn no_phrase_goes_on_from_one_field_into_the_next() {
        let fields = vec![(Zone::Name, "rust and tea".to_owned()), (Zone::Label, String::new())];
        let text = SearchText { fields: [fields, vec![(Zone::Description, "late".to_owned())]].concat() };
        let words: Vec<_> = text.words().map(|word| (word.text, word.position)).collect();
        assert_eq!(words, [("rust", 0), ("tea", 2), ("late", 5)]);
    }

    #[test]
    fn what_can_be_found_has_an_end() {
        let text = SearchText { fields: vec![(Zone::Description, "word ".repeat(5_000).trim_end().to_owned())] };
        assert_eq!(text.words().count(), 1_000);
    }
}
