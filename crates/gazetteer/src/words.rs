//! Whether words are names of places or say something about them.

use crate::{
    names::fold,
    word_lists::{
        ADDED, COMMON, DIRECTIONS, ENGLISH_STREETS, FILLERS, GLUED, HOUSES, OF_INSTITUTIONS, OF_STREETS, SCHOOLS,
        UNSAID,
    },
};

fn holds(list: &[&str], key: &str) -> bool {
    list.binary_search(&key).is_ok()
}

/// Whether a text is about a street, a house or a room: it holds a digit or a word of such.
pub(crate) fn is_of_a_street(text: &str) -> bool {
    is_of_a_street_by(text, &fold(text))
}

/// The same of a text whose key is known.
pub(crate) fn is_of_a_street_by(text: &str, key: &str) -> bool {
    text.contains(|c: char| c.is_numeric()) || key.split(' ').any(|word| holds(OF_STREETS, word))
}

/// Whether a folded word is one for streets, houses or rooms.
pub(crate) fn is_street_word(word: &str) -> bool {
    holds(OF_STREETS, word)
}

/// Whether a folded word is one for streets in English.
pub(crate) fn is_english_street(word: &str) -> bool {
    holds(ENGLISH_STREETS, word)
}

/// Whether a folded text is about a house that may bear the name of its city, and about no street: "Boston University".
pub(crate) fn is_of_an_institution(key: &str) -> bool {
    let mut streets = key.split(' ').filter(|word| holds(OF_STREETS, word));
    let has_number = key.contains(|c: char| c.is_numeric());
    !has_number && key.split(' ').any(|word| holds(OF_INSTITUTIONS, word)) && streets.all(|w| holds(OF_INSTITUTIONS, w))
}

/// Whether a folded text is about a school.
pub(crate) fn is_of_a_school(key: &str) -> bool {
    key.split(' ').any(|word| holds(SCHOOLS, word))
}

/// Whether a text is nothing but a word for a house or a street, with the small words behind it: "Maison de la", "Haus". What
/// follows is the house's name: the Maison de la Bretagne is no more in Brittany than a Haus Bayern is in Bavaria.
pub(crate) fn is_only_a_house(text: &str) -> bool {
    let key = fold(text);
    let is_street = |word: &str| holds(OF_STREETS, word) && !holds(OF_INSTITUTIONS, word);
    let is_house = |word: &str| holds(HOUSES, word) || is_street(word);
    key.split(' ').any(is_house) && key.split(' ').all(|word| is_house(word) || holds(COMMON, word) || word == "du")
}

/// Whether a folded text between commas says nothing.
pub(crate) fn is_filler(key: &str) -> bool {
    holds(FILLERS, key)
}

/// Whether a folded word is too common to be looked up alone.
pub(crate) fn is_common(key: &str) -> bool {
    holds(COMMON, key)
}

/// Whether a folded text says that the place is not said.
pub(crate) fn is_unsaid(key: &str) -> bool {
    holds(UNSAID, key)
}

/// The folded name without what people add to it, if something was added and something is left.
pub(crate) fn without_additions(key: &str) -> Option<String> {
    let mut words: Vec<&str> = Vec::new();
    for word in key.split(' ') {
        match word {
            "of" if key.starts_with("city of ") && words.is_empty() => {}
            word if holds(ADDED, word) => match words.last() {
                Some(&("metropolitan" | "metro")) if word == "area" => drop(words.pop()),
                _ => {}
            },
            word => words.push(word),
        }
    }
    let mut rest = words.join(" ");
    if rest == key {
        rest = key.strip_suffix(GLUED).filter(|rest| rest.chars().count() > 1).unwrap_or_default().to_owned();
    }
    (!rest.is_empty()).then_some(rest)
}

/// The folded name of a division without the direction before it: "northern california" → "california".
pub(crate) fn without_direction(key: &str) -> Option<&str> {
    key.split_once(' ').filter(|(first, _)| holds(DIRECTIONS, first)).map(|(_, rest)| rest)
}

/// Whether a letter is of a script that needs no blanks: Han, kana, Hangul.
pub(crate) const fn is_unspaced(c: char) -> bool {
    matches!(c, '々' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}

/// Whether a text is written in capitals: it has one, and no small letter.
pub(crate) fn is_shouted(text: &str) -> bool {
    text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase)
}

/// Whether a text begins with a capital.
pub(crate) fn is_capitalised(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted_and_folded() {
        for list in
            [OF_STREETS, ENGLISH_STREETS, HOUSES, OF_INSTITUTIONS, SCHOOLS, FILLERS, COMMON, ADDED, DIRECTIONS, UNSAID]
        {
            assert!(list.is_sorted(), "{list:?}");
            assert!(list.iter().all(|word| fold(word) == *word), "{list:?}");
        }
    }

    #[test]
    fn what_is_added_to_a_name_comes_off() {
        let rest = |key| without_additions(key);
        assert_eq!(rest("greater boston metropolitan area"), Some("boston".to_owned()));
        assert_eq!(rest("city of london"), Some("london".to_owned()));
        assert_eq!(rest("kyoto shi"), Some("kyoto".to_owned()));
        assert_eq!(rest("京都市"), Some("京都".to_owned()));
        assert_eq!((rest("berlin"), rest("the city"), rest("都")), (None, None, None));
    }

    #[test]
    fn a_word_for_a_house_makes_a_name_of_what_follows() {
        for house in ["Maison de la", "Haus", "Casa", "Rue de", "Place de la", "Hotel", "Zum Gasthof"] {
            assert!(is_only_a_house(house), "{house}");
        }
        for other in ["Hotel Marriott", "University of", "Austin", "South", "de la", ""] {
            assert!(!is_only_a_house(other), "{other}");
        }
    }

    #[test]
    fn a_digit_or_a_word_makes_a_street() {
        assert!(is_of_a_street("Torstr. 12") && is_of_a_street("12th") && is_of_a_street("Some Straße"));
        assert!(!is_of_a_street("Strasbourg") && !is_of_a_street("Partick"));
    }
}
