//! Looking for words: what a text query asks, whether an event answers it, and how well.
//!
//! The index answers the same from its postings, by [`words`], [`Stemming::are_alike`] and [`worth`]; [`TextQuery::score`]
//! is the specification.

mod stem;
mod words;

pub use stem::Stemming;
pub use words::{SearchText, WORD_BYTES_MAX, WORDS_MAX, Word, Zone, says_nothing};

use crate::{Event, text::folded_as_typed};

/// The most words and phrases of a query that are looked for; what comes behind them is left out.
pub const ITEMS_MAX: usize = 16;

/// One thing that must occur.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A word that an event's word equals, begins with or shares its stem with. One Latin letter or digit must be the
    /// whole word, so that `c` and `r` are languages and not half of all events.
    Word(String),
    /// Words that stand together, whole or by their stems: each with its distance from the first.
    Phrase(Vec<(u32, String)>),
}

/// How a word of an event answers a word that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// It is the same.
    Whole,
    /// It begins so, or has the same stem.
    Akin,
}

/// A query's words and `"quoted phrases"`, folded; all must occur. Words that say nothing (`the`, `und`) are not asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextQuery {
    /// What must occur, each once.
    pub items: Vec<Item>,
}

/// What it counts that a word of this zone answers like this.
pub const fn worth(zone: Zone, fit: Fit) -> u32 {
    match (zone, fit) {
        (Zone::Name, Fit::Whole) => 12,
        (Zone::Name, Fit::Akin) => 8,
        (Zone::Label, Fit::Whole) => 6,
        (Zone::Label, Fit::Akin) => 4,
        (Zone::Description, Fit::Whole) => 2,
        (Zone::Description, Fit::Akin) => 1,
    }
}

/// How a held word answers a word of a query outside of quotes.
pub fn word_fit(asked: &str, held: &str, stemming: Stemming) -> Option<Fit> {
    let begins = || !must_be_whole(asked) && held.starts_with(asked);
    if asked == held { Some(Fit::Whole) } else { (begins() || stemming.are_alike(asked, held)).then_some(Fit::Akin) }
}

/// How a held word answers a word of a phrase: no beginnings.
pub fn phrase_fit(asked: &str, held: &str, stemming: Stemming) -> Option<Fit> {
    if asked == held { Some(Fit::Whole) } else { stemming.are_alike(asked, held).then_some(Fit::Akin) }
}

/// Whether only the whole word will do.
pub fn must_be_whole(asked: &str) -> bool {
    matches!(asked.as_bytes(), [byte] if byte.is_ascii())
}

impl TextQuery {
    /// Reads a query. A quotation mark without its partner is a blank.
    pub fn read(text: &str) -> Self {
        let mut items: Vec<Item> = Vec::new();
        let mut add = |item: Item| {
            if items.len() < ITEMS_MAX && !items.contains(&item) {
                items.push(item);
            }
        };
        let parts: Vec<&str> = text.split(['"', '“', '”', '„']).collect();
        for (number, part) in parts.iter().enumerate() {
            let folded = folded_as_typed(part);
            let words = folded.split(' ').filter(|word| !word.is_empty() && word.len() <= WORD_BYTES_MAX);
            if number % 2 == 1 && number + 1 < parts.len() {
                let words = (0..).zip(words.take(ITEMS_MAX)).filter(|(_, word)| !says_nothing(word));
                let words: Vec<(u32, String)> = words.map(|(at, word)| (at, word.to_owned())).collect();
                let first = words.first().map_or(0, |(at, _)| *at);
                if !words.is_empty() {
                    add(Item::Phrase(words.into_iter().map(|(at, word)| (at - first, word)).collect()));
                }
            } else {
                words.filter(|word| !says_nothing(word)).for_each(|word| add(Item::Word(word.to_owned())));
            }
        }
        Self { items }
    }

    /// How well an event answers; none when something does not occur. An empty query is answered by all, with 0.
    pub fn score(&self, event: &Event) -> Option<u32> {
        if self.items.is_empty() {
            return Some(0);
        }
        let text = SearchText::of(event);
        let held: Vec<Word<'_>> = text.words().collect();
        let stemming = Stemming::of(event.facts.language.as_deref());
        self.items.iter().map(|item| item_score(item, &held, stemming)).sum()
    }
}

fn item_score(item: &Item, held: &[Word<'_>], stemming: Stemming) -> Option<u32> {
    match item {
        Item::Word(asked) => {
            held.iter().filter_map(|word| Some(worth(word.zone, word_fit(asked, word.text, stemming)?))).max()
        }
        Item::Phrase(asked) => {
            let fits = |asked: &str, word: &Word<'_>| phrase_fit(asked, word.text, stemming);
            let (_, first) = asked.first()?;
            let stands = held.iter().filter(|word| fits(first, word).is_some()).any(|begin| {
                asked.iter().all(|(distance, asked)| {
                    held.iter().any(|word| word.position == begin.position + distance && fits(asked, word).is_some())
                })
            });
            let best = |asked: &str| held.iter().filter_map(|word| Some(worth(word.zone, fits(asked, word)?))).max();
            stands.then(|| asked.iter().map(|(_, asked)| best(asked).map(|worth| 2 * worth)).sum())?
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str) -> Item {
        Item::Word(text.to_owned())
    }

    #[test]
    fn a_query_is_words_and_quoted_phrases() {
        let phrase = Item::Phrase(vec![(0, "state".to_owned()), (3, "art".to_owned())]);
        assert_eq!(TextQuery::read("C++ \"State of the Art\" the C++").items, [word("cpp"), phrase]);
        assert_eq!(TextQuery::read("left \"open").items, [word("left"), word("open")]);
        assert_eq!(TextQuery::read(" \"\" & \" \" the ").items, []);
    }

    #[test]
    fn a_sharp_s_is_asked_for_by_two() {
        assert_eq!(TextQuery::read("Straße").items, [word("strasse")]);
        assert_eq!(TextQuery::read("Strasse").items, [word("strasse")]);
    }

    #[test]
    fn a_query_has_an_end() {
        let long: Vec<String> = (0..100).map(|number| format!("w{number}")).collect();
        assert_eq!(TextQuery::read(&long.join(" ")).items.len(), ITEMS_MAX);
    }

    #[test]
    fn words_fit_whole_by_their_beginning_or_by_their_stem() {
        let fit = |asked, held| word_fit(asked, held, Stemming::English);
        assert_eq!(fit("rust", "rust"), Some(Fit::Whole));
        assert_eq!(fit("ru", "rust"), Some(Fit::Akin));
        assert_eq!(fit("databases", "database"), Some(Fit::Akin));
        assert_eq!(fit("running", "run"), Some(Fit::Akin));
        assert_eq!(fit("rusty", "ruby"), None);
        assert_eq!(fit("r", "ruby"), None);
        assert_eq!(phrase_fit("ru", "rust", Stemming::English), None);
    }
}
