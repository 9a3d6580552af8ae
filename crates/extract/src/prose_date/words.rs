//! Words that dates are made of, for telling where in a text one begins and ends.

use hobnob_domain::{date_words, text::folded};

/// Small words between the parts of a date, folded.
const BETWEEN: [&str; 30] = [
    "to", "and", "at", "on", "from", "of", "the", "through", "until", "till", "am", "pm", "a", "p", "m", "bis", "und",
    "um", "von", "den", "uhr", "h", "au", "et", "du", "le", "al", "y", "de", "del",
];

/// Names of zones that stand behind times.
const ZONES: [&str; 15] =
    ["utc", "gmt", "cet", "cest", "bst", "est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt", "et", "pt"];

/// Whether a word is a number of a date (`12`, `3rd`, `2027`, `7pm`), a month, or a weekday.
fn says_when(word: &str) -> bool {
    let digits = word.trim_end_matches(|c: char| c.is_alphabetic());
    let is_number = !digits.is_empty() && digits.len() <= 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let has_short_end = word.chars().count() <= digits.len() + 2;
    (is_number && has_short_end) || date_words::month(word).is_some() || date_words::weekday(word).is_some()
}

fn is_of_date(word: &str) -> bool {
    let word = folded(word);
    says_when(&word) || BETWEEN.contains(&word.as_str()) || ZONES.contains(&word.as_str())
}

/// The words of a text and where each ends and begins.
fn words(text: &str) -> impl DoubleEndedIterator<Item = (usize, &str)> {
    let is_edge = |c: char| !c.is_alphanumeric();
    text.split(is_edge)
        .filter(|word| !word.is_empty())
        .map(move |word| (word.as_ptr().addr() - text.as_ptr().addr(), word))
}

/// Whether a text says when and nothing else.
pub(crate) fn is_date(text: &str) -> bool {
    let mut has_number = false;
    let is_all = words(text).all(|(_, word)| {
        has_number |= word.starts_with(|c: char| c.is_ascii_digit());
        is_of_date(word)
    });
    let is_named = || words(text).any(|(_, word)| date_words::weekday(&folded(word)).is_some());
    is_all && (has_number || is_named())
}

/// The date that a text begins with, and what follows it; empty where it begins with anything else.
pub(crate) fn beginning(text: &str) -> (&str, &str) {
    let end = words(text)
        .take_while(|(_, word)| is_of_date(word))
        .filter(|(_, word)| says_when(&folded(word)) || is_clock_word(word));
    let end = end.last().map_or(0, |(at, word)| at + word.len());
    text.split_at_checked(end).unwrap_or(("", text))
}

/// The date that a text ends with, and what stands before it.
pub(crate) fn ending(text: &str) -> (&str, &str) {
    let start = words(text).rev().take_while(|(_, word)| is_of_date(word)).filter(|(_, word)| says_when(&folded(word)));
    let start = start.last().map_or(text.len(), |(at, _)| at);
    text.split_at_checked(start).map_or(("", text), |(before, date)| (date, before))
}

fn is_clock_word(word: &str) -> bool {
    let word = folded(word);
    ["am", "pm", "m", "uhr", "h"].contains(&word.as_str()) || ZONES.contains(&word.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_told_from_what_stands_around_it() {
        let text = "Thu, 12 Mar 2027, 18:30 – Talks about lakes";
        assert_eq!(beginning(text), ("Thu, 12 Mar 2027, 18:30", " – Talks about lakes"));
        assert_eq!(
            ending("Night of lakes (March 12th, 2027, 6:30 pm)"),
            ("March 12th, 2027, 6:30 pm)", "Night of lakes (")
        );
        assert_eq!(beginning("Talks on 12 March").0, "");
        assert_eq!(ending("Lakes of 2027 and more").0, "");
        assert!(is_date("12.–14. März 2027") && is_date("Donnerstag") && !is_date("May we come") && !is_date("Graz"));
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_lost(text in "(Thu|12| |,|é|March|2027|x|:){0,12}") {
            let (date, rest) = beginning(&text);
            proptest::prop_assert_eq!(format!("{date}{rest}"), text.clone());
            let (date, before) = ending(&text);
            proptest::prop_assert_eq!(format!("{before}{date}"), text);
        }
    }
}
