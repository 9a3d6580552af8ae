//! Writing that is that of one country, and so of one zone.

use chrono_tz::Tz;

/// So many letters of it are no ornament.
const LETTERS_MIN: usize = 3;

/// Scripts by their letters, and the zone of those who read them.
const SCRIPTS: [(char, char, Tz); 7] = [
    ('\u{ac00}', '\u{d7a3}', Tz::Asia__Seoul),
    ('\u{3041}', '\u{30ff}', Tz::Asia__Tokyo),
    ('\u{0e01}', '\u{0e4e}', Tz::Asia__Bangkok),
    ('\u{05d0}', '\u{05ea}', Tz::Asia__Jerusalem),
    ('\u{10d0}', '\u{10ff}', Tz::Asia__Tbilisi),
    ('\u{0531}', '\u{0587}', Tz::Asia__Yerevan),
    ('\u{1780}', '\u{17d3}', Tz::Asia__Phnom_Penh),
];

/// The zone of a text that is written as people of one zone write.
pub(crate) fn zone_of(text: &str) -> Option<Tz> {
    if text.is_ascii() {
        return None;
    }
    let is_written = |(first, last, _): &&(char, char, Tz)| {
        text.chars().filter(|c| (first..=last).contains(&c)).take(LETTERS_MIN).count() == LETTERS_MIN
    };
    SCRIPTS.iter().find(is_written).map(|(.., zone)| *zone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_may_be_that_of_one_zone() {
        assert_eq!(zone_of("수문의 밤 Rust"), Some(Tz::Asia__Seoul));
        assert_eq!(zone_of("Rust 勉強会のお知らせ"), Some(Tz::Asia__Tokyo));
        assert_eq!(zone_of("สอนเขียน Rust"), Some(Tz::Asia__Bangkok));
        for text in ["Rust", "Rust 会议", "λ の", "Soirée", "Вечер"] {
            assert_eq!(zone_of(text), None, "{text}");
        }
    }
}
