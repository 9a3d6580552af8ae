//! Programming by its name in many languages, and what is said before the name of a language there.

/// Words for programming and those who do it, in order: nobody else uses them.
const WORDS: &[&str] = &[
    "dasturlash",
    "desarrollador",
    "desenvolvedor",
    "developpeur",
    "developpeuses",
    "dezvoltatori",
    "fejlesztoi",
    "fejlesztok",
    "gelistirici",
    "gelistiriciler",
    "kehittajat",
    "ohjelmointi",
    "programador",
    "programadoras",
    "programadores",
    "programare",
    "programavimas",
    "programavimo",
    "programiranje",
    "programista",
    "programistek",
    "programlama",
    "programmatori",
    "programmazione",
    "programmeertaal",
    "programmeren",
    "programmering",
    "programmeurs",
    "programmierabend",
    "programmiersprache",
    "programmiersprachen",
    "programovaci",
    "programovani",
    "programovanie",
    "programozas",
    "programozoi",
    "programozok",
    "udviklere",
    "utvecklare",
    "utviklere",
    "vyvojari",
    "vyvojarov",
    "vyvojaru",
    "yazilim",
    "yazilimcilar",
    "програмиране",
    "программирование",
    "программировании",
    "программированию",
    "программирования",
    "программист",
    "програмування",
];

/// Whether a folded word is about programming.
pub(super) fn is_of_it(word: &str) -> bool {
    WORDS.binary_search(&word).is_ok()
}

/// What stands right before what one is introduced to or writes in, in small letters: "Introducción a Rust".
const INTRODUCTIONS: &[&str] = &[
    "einführung in",
    "einstieg in",
    "intro a",
    "intro to",
    "introducción a",
    "introduction to",
    "introduction à",
    "introduzione a",
    "introdução a",
    "introdução ao",
    "inleiding tot",
    "learn",
    "uvod do",
    "wprowadzenie do",
    "úvod do",
    "введение в",
    "знакомство с",
    "основы",
    "пишем на",
    "программирование на",
    "программировать на",
    "разработка на",
];

/// Whether a text ends with what introduces to something.
pub(super) fn is_introduced(before: &str) -> bool {
    let before = before.trim_end().to_lowercase();
    INTRODUCTIONS.iter().any(|words| {
        before.strip_suffix(words).is_some_and(|rest| rest.chars().next_back().is_none_or(|c| !c.is_alphanumeric()))
    })
}

/// Whether a text begins as an address does that was made of a name: the rest of `Rust.Tokyo`.
pub(super) fn is_of_an_address(behind: &str) -> bool {
    behind.strip_prefix('.').is_some_and(|rest| {
        let word: String = rest.chars().take_while(|c| c.is_alphanumeric()).collect();
        word.len() > 2 && word.starts_with(char::is_uppercase)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_in_order_so_that_they_can_be_searched() {
        assert!(WORDS.is_sorted());
    }

    #[test]
    fn what_introduces_stands_apart() {
        assert!(is_introduced("Introducción a ") && is_introduced("Meetup: Intro to ") && is_introduced("Введение в "));
        assert!(!is_introduced("Relearn ") && !is_introduced("") && !is_introduced("A night of "));
    }

    #[test]
    fn an_address_goes_on_behind_a_full_stop() {
        assert!(is_of_an_address(".Tokyo") && !is_of_an_address(". Tokyo") && !is_of_an_address(".rs"));
    }
}
