//! Numbers in names: of editions, parts and years.

/// Endings of ordinal numbers in the languages of the corpus: `3rd`, `5eme`, `2º` folded.
const ORDINAL: [&str; 12] = ["st", "nd", "rd", "th", "e", "o", "a", "er", "eme", "ta", "to", "ste"];

const ROMAN: [&str; 12] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];

const SPELT: [&str; 10] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/// Letters count from here, so that Track A is not Track 1.
const LETTERS_FROM: i64 = -100;

fn place(list: &[&str], word: &str) -> Option<i64> {
    list.iter().position(|entry| *entry == word).and_then(|at| i64::try_from(at + 1).ok())
}

/// What a word counts: `12`, `3rd`, `iii`; behind a label also `b`, `one` and `v`.
pub(super) fn value(word: &str, is_labelled: bool) -> Option<i64> {
    let digits = word.len() - word.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, rest) = word.split_at_checked(digits)?;
    if digits > 0 {
        let counts = rest.is_empty() || ORDINAL.contains(&rest);
        return number.parse().ok().filter(|_| counts && digits <= 8);
    }
    if is_labelled {
        let letter = match word.as_bytes() {
            [letter @ b'a'..=b'h'] => Some(LETTERS_FROM - i64::from(*letter)),
            _ => None,
        };
        return letter.or_else(|| place(&ROMAN, word)).or_else(|| place(&SPELT, word));
    }
    place(&ROMAN, word).filter(|_| word.len() >= 2 && word != "xi" && word != "vi")
}

/// The number that stands alone in brackets, if it is none of a year.
pub(super) fn bracketed(name: &str) -> Option<u64> {
    let inside = name.split('(').skip(1).filter_map(|rest| rest.split_once(')').map(|(inside, _)| inside.trim()));
    let is_count = |text: &&str| (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    inside.filter(is_count).find_map(|text| text.parse().ok())
}

/// Whether a number is a year.
pub(super) const fn is_year(value: i64) -> bool {
    matches!(value, 1990..=2089)
}

/// Takes a year off the end of a word: `jsconf2026`, and, where it is the year of the event, `iosconf26`.
pub(super) fn without_year(word: &str, year: i32) -> &str {
    let ending =
        |length: usize| word.len().checked_sub(length).filter(|at| *at > 1).and_then(|at| word.split_at_checked(at));
    if let Some((stem, digits)) = ending(4)
        && digits.parse().is_ok_and(is_year)
        && !stem.ends_with(|c: char| c.is_ascii_digit())
    {
        return stem;
    }
    match ending(2) {
        Some((stem, digits))
            if digits.parse() == Ok(year % 100) && stem.len() > 2 && !stem.ends_with(|c: char| c.is_ascii_digit()) =>
        {
            stem
        }
        _ => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_count_in_many_ways() {
        for (word, is_labelled, counted) in [
            ("12", false, Some(12)),
            ("3rd", false, Some(3)),
            ("iii", false, Some(3)),
            ("v", false, None),
            ("v", true, Some(5)),
            ("two", true, Some(2)),
            ("two", false, None),
            ("22x", false, None),
            ("rust", true, None),
        ] {
            assert_eq!(value(word, is_labelled), counted, "{word}");
        }
        assert_ne!(value("a", true), value("b", true));
    }

    #[test]
    fn a_number_in_brackets_stands_alone_there() {
        assert_eq!(bracketed("Playground (2) - Robots"), Some(2));
        assert_eq!(bracketed("Playground (online) (3)"), Some(3));
        for name in ["Playground 2", "Playground (2026)", "Playground (2nd floor)", "Playground (", "()"] {
            assert_eq!(bracketed(name), None, "{name}");
        }
    }

    #[test]
    fn only_the_events_own_year_is_written_short() {
        assert_eq!(without_year("iosconf26", 2026), "iosconf");
        assert_eq!(without_year("conf42", 2026), "conf42");
        assert_eq!(without_year("jsconf2025", 2026), "jsconf");
        assert_eq!(without_year("2026", 2026), "2026");
    }
}
