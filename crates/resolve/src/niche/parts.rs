//! Names that nothing is known of but a part: `HackMIT`, `TreeHacks`, `NorthSec`.

use hobnob_domain::NicheId;

use super::{fold, trade};

/// The longest name, in words, that is one for a hackathon: "Citrus Hack".
const NAME_WORDS_MAX: usize = 3;

/// The niche that a part of a name says where nothing else says any, with that part. People call hackathons and gatherings about
/// security so, and a trick for the kitchen is called after the kitchen.
pub(super) fn niche(name: &str) -> Option<(NicheId, &'static str)> {
    let words: Vec<&str> =
        name.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric())).collect();
    let (slug, part) = words
        .iter()
        .find_map(|word| in_a_word(word))
        .or_else(|| is_a_hack(&words).then_some(("hackathons", "Hack")))?;
    Some((slug.parse().ok()?, part))
}

fn in_a_word(word: &str) -> Option<(&'static str, &'static str)> {
    let parted = fold::parted(word);
    let parts: Vec<&str> = parted.split(' ').filter(|part| !part.is_empty()).collect();
    let [first, .., last] = parts.as_slice() else { return None };
    // A conference for hackers is none for hacking.
    let is_sort = |part: &str| trade::is_of_it(&part.to_lowercase());
    let is_named = |part: &str| part.len() > 1 && part.starts_with(char::is_alphabetic) && !is_sort(part);
    match (*first, *last) {
        ("Hack", named) if is_named(named) => Some(("hackathons", "Hack…")),
        (named, "Hack" | "Hacks") if is_named(named) => Some(("hackathons", "…Hack")),
        (named, "Sec") if is_named(named) && named.starts_with(char::is_uppercase) => Some(("security", "…Sec")),
        ("Sec", named) if named.len() > 1 => Some(("security", "Sec…")),
        _ => None,
    }
}

/// "Citrus Hack 2026": a name of one or two words, Hack, and the year.
fn is_a_hack(words: &[&str]) -> bool {
    let is_year = |word: &&str| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    let named = match words {
        [named @ .., "Hack", year] if is_year(year) => named,
        _ => return false,
    };
    !named.is_empty() && named.len() < NAME_WORDS_MAX && named.iter().all(|word| word.starts_with(char::is_uppercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_name_says_what_it_is() {
        let slug = |name| niche(name).map(|(niche, _)| niche.slug());
        for name in ["HackUNI", "MapleHacks 2026", "Cedar Hack 2026"] {
            assert_eq!(slug(name), Some("hackathons"), "{name}");
        }
        for name in ["FjordSec", "SecDay Oslo"] {
            assert_eq!(slug(name), Some("security"), "{name}");
        }
        for name in [
            "Kitchen Hack",
            "Ten Garden Hacks",
            "Hackney Walk",
            "60Sec Films",
            "Second Hand Market",
            "HackConf 2026",
            "",
        ] {
            assert_eq!(slug(name), None, "{name}");
        }
    }
}
