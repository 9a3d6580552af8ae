//! Flags beside a town, as pictures and as the words that GitHub makes pictures of: "Rennes :fr:", "Oslo 🇳🇴".

use crate::{divisions, records::CountryId};

/// The first and the last letter of flags.
const FIRST: char = '\u{1f1e6}';
const LAST: char = '\u{1f1ff}';

/// The longest word for a flag.
const WORD_CHARS_MAX: usize = 40;

/// The text with the country's name in the place of each flag; of one alone behind it, wherever the flag stands.
pub fn spelt(text: &str) -> String {
    if !text.contains(|c| c == ':' || (FIRST..=LAST).contains(&c)) {
        return text.to_owned();
    }
    let chars: Vec<char> = text.chars().collect();
    let (mut bare, mut spelt) = (String::with_capacity(text.len()), String::with_capacity(text.len()));
    let mut countries = Vec::new();
    let mut at = 0;
    while let Some(c) = chars.get(at) {
        match flag(chars.get(at..).unwrap_or_default()) {
            Some((country, length)) => {
                spelt.extend([", ", country.name(), ", "]);
                countries.push(country);
                at += length;
            }
            None => {
                bare.push(*c);
                spelt.push(*c);
                at += 1;
            }
        }
    }
    match countries.as_slice() {
        [] => text.to_owned(),
        [country] if is_said(&bare, *country) => bare.trim().to_owned(),
        [country] => format!("{}, {}", bare.trim(), country.name()),
        _ => spelt,
    }
}

/// Whether the last part of a text is a country's name already: "🇺🇸 Austin, TX, USA".
fn is_said(text: &str, country: CountryId) -> bool {
    let last = text.rsplit(',').next().and_then(|part| divisions::country_of_field(part.trim()));
    last.is_some() && last == country.code()
}

/// The country of the flag that a text begins with, and how many characters that takes.
fn flag(text: &[char]) -> Option<(CountryId, usize)> {
    match text {
        [':', rest @ ..] => {
            let word: String = rest.iter().take(WORD_CHARS_MAX).take_while(|c| **c != ':').collect();
            let length = word.chars().count();
            let is_closed = rest.get(length) == Some(&':');
            is_closed.then(|| of_word(&word))?.map(|country| (country, length + 2))
        }
        [one, other, ..] => {
            let code = String::from_iter([letter(*one)?, letter(*other)?]);
            Some((CountryId::by_code(&code)?, 2))
        }
        _ => None,
    }
}

/// The country of a word for a flag: `fr`, `uk`, `flag-at`, `south_africa`.
fn of_word(word: &str) -> Option<CountryId> {
    if !word.bytes().all(|b| b.is_ascii_lowercase() || matches!(b, b'_' | b'-')) {
        return None;
    }
    let word = word.strip_prefix("flag-").or_else(|| word.strip_prefix("flag_")).unwrap_or(word);
    let word = if word == "uk" { "gb" } else { word };
    match word.len() {
        2 => CountryId::by_code(&word.to_ascii_uppercase()),
        3.. => divisions::country_of_field(&word.replace(['_', '-'], " "))
            .and_then(|code| CountryId::by_code(code.as_str())),
        _ => None,
    }
}

fn letter(c: char) -> Option<char> {
    let place = u32::from(c).checked_sub(u32::from(FIRST)).filter(|_| c <= LAST)?;
    char::from_u32(u32::from('A') + place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_are_names_of_countries() {
        for (text, read) in [
            ("Rennes :fr:", "Rennes, France"),
            ("Leeds :uk:", "Leeds, United Kingdom"),
            ("Wien :flag-at:", "Wien, Austria"),
            ("Cape Town :south_africa:", "Cape Town, South Africa"),
            ("🇳🇴 Oslo", "Oslo, Norway"),
            ("Oslo 🇳🇴", "Oslo, Norway"),
            ("🇺🇸 NYC, USA", "NYC, USA"),
            ("Oslo 🇳🇴 / Wien 🇦🇹", "Oslo , Norway,  / Wien , Austria, "),
            ("Room: A: B", "Room: A: B"),
            ("10:30: at noon", "10:30: at noon"),
            ("Party :tada:", "Party :tada:"),
            (":", ":"),
        ] {
            assert_eq!(spelt(text), read, "{text}");
        }
    }
}
