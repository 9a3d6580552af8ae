//! A text as the rules for niches, goals and kinds read it: clipped and folded once for all of them.

use std::{borrow::Cow, sync::LazyLock};

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::{fold::padded, trade};
use crate::classify::Text;

/// How much of a name is read, in characters.
const NAME_CHARS: usize = 400;

/// How much of a description is read, in characters: further down stand the house rules and the sponsors.
const DESCRIPTION_CHARS: usize = 600;

/// How much of it is looked at to find so much of its own text.
const LOOKED_AT_CHARS: usize = 1_500;

/// Words, in small letters, of sentences that say nothing of the matter: of houses, sponsors, tickets and manners.
const BOILERPLATE: &[&str] = &[
    "code of conduct",
    "sponsored by",
    "our sponsor",
    "thanks to our",
    "thank you to our",
    "hosted by",
    "is a worldwide organization",
    "whose mission is",
    "our mission is",
    "this group was created",
    "find us on",
    "find us here",
    "follow us",
    "join our slack",
    "join our discord",
    "subscribe to",
    "rsvp on",
    "please rsvp",
    "get up-to-date information",
    "be recorded",
    "photos may be",
    "doors open",
    "about the venue",
    "about our host",
    "about our sponsor",
    "is the global leader",
    "by registering",
    "by attending",
    "terms and conditions",
    "privacy policy",
];

/// The parts of a text, as written and [folded](padded).
#[derive(Debug, Default)]
pub(crate) struct Reading<'a> {
    /// The name, less the house it is in.
    pub(crate) name: &'a str,
    pub(crate) organizer: &'a str,
    /// The beginning of the description, less what every description says.
    pub(crate) description: Cow<'a, str>,
    pub(crate) folded_name: String,
    pub(crate) folded_organizer: String,
    pub(crate) folded_description: String,
}

impl<'a> Reading<'a> {
    /// Reads a text.
    pub(crate) fn of(text: &Text<'a>) -> Self {
        let name = clipped(Some(less_its_house(text.name)), NAME_CHARS);
        let organizer = clipped(text.organizer, NAME_CHARS);
        let description = own_text(clipped(text.description, LOOKED_AT_CHARS));
        Self {
            name,
            organizer,
            folded_name: padded(name),
            folded_organizer: padded(organizer),
            folded_description: padded(&description),
            description,
        }
    }
}

static FOUND: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    AhoCorasick::builder().ascii_case_insensitive(true).kind(Some(AhoCorasickKind::DFA)).build(BOILERPLATE).ok()
});

/// What people do together, as the last word of a name or of a part of it.
const GATHERINGS: &[&str] = &[
    "bbq",
    "breakfast",
    "brunch",
    "dinner",
    "dinners",
    "drinks",
    "lunch",
    "luncheon",
    "mixer",
    "mixers",
    "picnic",
    "social",
    "socials",
];

impl Reading<'_> {
    /// What sort of gathering the name calls the event: the last word of a part of it, "Founders Lunch: May", "Summer Social
    /// for Engineers".
    pub(super) fn gathering(&self) -> Option<&'static str> {
        // What is told in brackets is a part of the evening: "(with pizza and drinks)".
        let outside = self.name.split('(').enumerate().map(|(number, part)| match number {
            0 => part,
            _ => part.split_once(')').map_or("", |(_, behind)| behind),
        });
        let parts =
            outside.flat_map(|part| part.split([':', '|', '–', '—', ',', '@'])).flat_map(|part| part.split(" - "));
        let parts = parts.flat_map(|part| {
            [" for ", " with ", " in ", " at ", " by "]
                .iter()
                .fold(vec![part], |parts, at| parts.into_iter().flat_map(|part| part.split(at)).collect())
        });
        let is_number = |word: &&str| word.bytes().all(|b| b.is_ascii_digit());
        let last = |part: &str| {
            let folded = padded(part);
            let word = folded.split_ascii_whitespace().rev().find(|word| !is_number(word))?;
            GATHERINGS.binary_search(&word).ok().and_then(|at| GATHERINGS.get(at)).copied()
        };
        parts.into_iter().find_map(last)
    }

    /// Whether the name or the organizer holds a word of the trade.
    pub(super) fn is_of_the_trade(&self) -> bool {
        let holds = |folded: &str| folded.split(' ').any(trade::is_of_it);
        holds(&self.folded_name) || holds(&self.folded_organizer)
    }
}

/// The beginning of a description, less sentences of boilerplate.
fn own_text(description: &str) -> Cow<'_, str> {
    let is_boilerplate = |text: &str| FOUND.as_ref().is_some_and(|boilerplate| boilerplate.is_match(text));
    if !is_boilerplate(description) {
        return Cow::Borrowed(clipped(Some(description), DESCRIPTION_CHARS));
    }
    let mut own = String::with_capacity(description.len());
    for sentence in description.split_inclusive(['.', '!', '?', '\n']) {
        if !is_boilerplate(sentence) {
            own.push_str(sentence);
        }
    }
    Cow::Owned(clipped(Some(&own), DESCRIPTION_CHARS).to_owned())
}

/// The beginning of a text, at most so many characters.
pub(super) fn clipped(text: Option<&str>, chars: usize) -> &str {
    let text = text.unwrap_or_default();
    text.char_indices().nth(chars).and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}

/// A name without the house it is in: "Evening @ Ferris Ltd." is not about what that firm makes.
fn less_its_house(name: &str) -> &str {
    let cut = [" @ ", " (@ ", " hosted by ", " hosted at "].iter().filter_map(|sign| name.find(sign)).min();
    cut.filter(|at| *at > 0).and_then(|at| name.get(..at)).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> Reading<'_> {
        Reading::of(&Text { name, ..Text::default() })
    }

    #[test]
    fn a_description_is_read_without_what_every_description_says() {
        let text =
            "We talk about Rust. This event is hosted by the Java Company! Please RSVP on the site.\nThen a demo.";
        assert_eq!(own_text(text), "We talk about Rust.\nThen a demo.");
        assert_eq!(own_text("Only Rust."), "Only Rust.");
    }

    #[test]
    fn a_gathering_is_the_last_word_of_a_part_of_the_name() {
        let gathering = |name| named(name).gathering();
        assert_eq!(gathering("Founders Lunch: May"), Some("lunch"));
        assert_eq!(gathering("Summer Social for Engineers"), Some("social"));
        assert_eq!(gathering("Rust Mixer 2026"), Some("mixer"));
        assert_eq!(gathering("Social Engineering"), None);
        assert_eq!(gathering("Rust Evening (with pizza and drinks)"), None);
        assert_eq!(gathering("Lunch (in English)"), Some("lunch"));
        assert!(GATHERINGS.is_sorted());
    }
}
