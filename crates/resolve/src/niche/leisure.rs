//! What people do in their free time, and names of technologies that mean something there.
//!
//! Of "Watercolours of Java" nobody learns a language. Where a name speaks of dancing, dogs or ceramics, and nothing of the trade
//! stands beside it, a word that is also an animal, an island or a season is that.

use super::{
    leisure_words::{HOMONYMS, LEISURE, OF_PLACES, PLAIN},
    reading::Reading,
    trade,
};

/// Words of a name that has no more to say than whose something is: "Ruby's Birthday".
const POSSESSIVE_WORDS_MAX: usize = 3;

/// Whether a name or who invites speaks of leisure, and neither of the trade.
pub(super) fn is_of_it(reading: &Reading<'_>) -> bool {
    let texts = [&reading.folded_name, &reading.folded_organizer];
    let is_leisure = |word: &str| LEISURE.binary_search(&word).is_ok();
    let speaks_so = texts.iter().any(|folded| folded.split(' ').any(is_leisure))
        || is_somebodys(reading.name)
        || is_of_a_place(&reading.folded_name);
    speaks_so && !texts.iter().any(|folded| trade::is_surely_in_it(folded))
}

/// Whether a name is of a few words and says whose something is, by a word of several meanings.
fn is_somebodys(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let owner =
        words.first().and_then(|word| word.to_lowercase().replace('’', "'").strip_suffix("'s").map(str::to_owned));
    words.len() > 1 && words.len() <= POSSESSIVE_WORDS_MAX && owner.is_some_and(|owner| is_homonym(&owner))
}

/// Whether a folded name has a word of several meanings in the name of a street or a valley.
fn is_of_a_place(folded: &str) -> bool {
    let words: Vec<&str> = folded.split_ascii_whitespace().collect();
    words.windows(2).any(|pair| match pair {
        [word, behind] => OF_PLACES.binary_search(behind).is_ok() && is_homonym(word),
        _ => false,
    })
}

/// Whether a keyword, folded, may mean something else.
pub(super) fn is_homonym(keyword: &str) -> bool {
    let is_one = |word: &str| HOMONYMS.binary_search(&word).is_ok();
    let is_plain = |word: &str| PLAIN.binary_search(&word).is_ok();
    keyword.split(' ').any(is_one) && keyword.split(' ').all(|word| is_one(word) || is_plain(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classify::Text;

    fn is_leisure(name: &str) -> bool {
        is_of_it(&Reading::of(&Text { name, ..Text::default() }))
    }

    #[test]
    fn the_words_are_in_order_so_that_they_can_be_searched() {
        assert!(LEISURE.is_sorted() && HOMONYMS.is_sorted() && PLAIN.is_sorted() && OF_PLACES.is_sorted());
    }

    #[test]
    fn leisure_is_told_by_its_words_unless_the_trade_is_named() {
        assert!(is_leisure("Batik from Java") && is_leisure("Ruby's Birthday") && is_leisure("RUBY\u{2019}S PEARLS"));
        assert!(is_leisure("A walk along Swift Creek") && !is_leisure("Bay Area Swift"));
        assert!(!is_leisure("Java Dance Moves for Developers") && !is_leisure("Java Evening"));
        assert!(!is_leisure("Ruby's new parser and what it brings"));
    }

    #[test]
    fn a_keyword_is_a_homonym_as_a_whole() {
        assert!(is_homonym("spring boot") && is_homonym("learn swift") && is_homonym("java"));
        assert!(!is_homonym("spring webflux") && !is_homonym("javascript") && !is_homonym("swift island"));
    }
}
