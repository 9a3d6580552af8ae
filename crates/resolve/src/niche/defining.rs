//! Where a description says what the event is: "is a Rust conference", "the meetup for data engineers", "focuses on robotics".

/// What events and those who hold them are called, folded and in order.
const NOUNS: &[&str] = &[
    "bootcamp",
    "communaute",
    "communities",
    "community",
    "comunidad",
    "comunidade",
    "comunita",
    "conf",
    "conference",
    "conferences",
    "conferencia",
    "conferenza",
    "congress",
    "convention",
    "course",
    "encontro",
    "encuentro",
    "event",
    "evento",
    "events",
    "exhibition",
    "festival",
    "forum",
    "gathering",
    "group",
    "gruppe",
    "hackathon",
    "konferenz",
    "kongress",
    "kurs",
    "meetup",
    "meetups",
    "nacht",
    "session",
    "sessions",
    "summit",
    "symposium",
    "talk",
    "talks",
    "treffen",
    "usergroup",
    "veranstaltung",
    "workshop",
    "workshops",
];

/// Words between such a noun and the matter, folded and in order.
const OF_MATTER: &[&str] = &[
    "about", "around", "de", "del", "der", "for", "fur", "on", "over", "sobre", "su", "sur", "to", "uber", "zu", "zum",
    "zur",
];

/// Words that say that the matter follows, folded and in order.
const DEVOTED: &[&str] = &[
    "centered",
    "concentrates",
    "dedicada",
    "dedicado",
    "dedicated",
    "dediee",
    "devoted",
    "dreht",
    "focus",
    "focused",
    "focuses",
    "focusing",
    "focussed",
];

/// What may stand before the matter without changing it, folded and in order.
const FILLERS: &[&str] = &["all", "das", "die", "la", "le", "les", "modern", "the", "things"];

/// Whether a phrase of a folded text is what the event is said to be about.
pub(super) fn is_matter(folded: &str, start: usize, end: usize) -> bool {
    let behind = folded.get(end..).and_then(|behind| behind.split_ascii_whitespace().next());
    if behind.is_some_and(|word| NOUNS.binary_search(&word).is_ok()) {
        return true;
    }
    let Some(before) = folded.get(..start) else { return false };
    let mut words = before.split_ascii_whitespace().rev().skip_while(|word| FILLERS.binary_search(word).is_ok());
    if words.next().is_none_or(|word| OF_MATTER.binary_search(&word).is_err()) {
        return false;
    }
    let is_such = |word: &str| NOUNS.binary_search(&word).is_ok() || DEVOTED.binary_search(&word).is_ok();
    words.next().is_some_and(is_such)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_about(text: &str, matter: &str) -> bool {
        let start = text.find(matter).unwrap();
        is_matter(text, start, start + matter.len())
    }

    #[test]
    fn the_words_are_in_order_so_that_they_can_be_searched() {
        assert!(NOUNS.is_sorted() && OF_MATTER.is_sorted() && DEVOTED.is_sorted() && FILLERS.is_sorted());
    }

    #[test]
    fn a_description_says_what_the_event_is() {
        for text in [
            " is the oldest rust conference of the north ",
            " a meetup for rust in linz ",
            " the summit is dedicated to all things rust ",
            " la conferencia sobre rust del norte ",
            " eine konferenz zu rust ",
        ] {
            assert!(is_about(text, "rust"), "{text}");
        }
        for text in [" we wrote it in rust ", " pizza for rust people ", " rust ", " beside rust and go "] {
            assert!(!is_about(text, "rust"), "{text}");
        }
    }
}
