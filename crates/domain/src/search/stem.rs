//! Words cut to their stems, so that `databases` finds `database`.

use rust_stemmers::{Algorithm, Stemmer};

/// Longer words are nobody's.
const STEMMED_MAX: usize = 32;

/// How words of a language are cut to their stems (Snowball, <https://snowballstem.org/algorithms/>), on folded text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stemming {
    /// A language whose words we leave alone.
    Nothing,
    /// English; also where nobody says.
    English,
    /// German.
    German,
    /// French.
    French,
    /// Spanish.
    Spanish,
    /// Portuguese.
    Portuguese,
    /// Italian.
    Italian,
    /// Dutch.
    Dutch,
    /// Swedish.
    Swedish,
    /// Danish.
    Danish,
    /// Norwegian.
    Norwegian,
    /// Finnish.
    Finnish,
}

impl Stemming {
    /// Every way, [`Stemming::Nothing`] first.
    pub const ALL: &'static [Self] = &[
        Self::Nothing,
        Self::English,
        Self::German,
        Self::French,
        Self::Spanish,
        Self::Portuguese,
        Self::Italian,
        Self::Dutch,
        Self::Swedish,
        Self::Danish,
        Self::Norwegian,
        Self::Finnish,
    ];

    /// That of a language by its ISO 639-1 code.
    pub fn of(language: Option<&str>) -> Self {
        match language {
            None | Some("en") => Self::English,
            Some("de") => Self::German,
            Some("fr") => Self::French,
            Some("es") => Self::Spanish,
            Some("pt") => Self::Portuguese,
            Some("it") => Self::Italian,
            Some("nl") => Self::Dutch,
            Some("sv") => Self::Swedish,
            Some("da") => Self::Danish,
            Some("no" | "nb" | "nn") => Self::Norwegian,
            Some("fi") => Self::Finnish,
            Some(_) => Self::Nothing,
        }
    }

    const fn algorithm(self) -> Option<Algorithm> {
        Some(match self {
            Self::Nothing => return None,
            Self::English => Algorithm::English,
            Self::German => Algorithm::German,
            Self::French => Algorithm::French,
            Self::Spanish => Algorithm::Spanish,
            Self::Portuguese => Algorithm::Portuguese,
            Self::Italian => Algorithm::Italian,
            Self::Dutch => Algorithm::Dutch,
            Self::Swedish => Algorithm::Swedish,
            Self::Danish => Algorithm::Danish,
            Self::Norwegian => Algorithm::Norwegian,
            Self::Finnish => Algorithm::Finnish,
        })
    }

    /// Whether two words have one stem. Only words of three Latin letters or more have stems, and what they share must
    /// be [`shared`](Self::shared) at least: no ending is longer.
    pub fn are_alike(self, asked: &str, held: &str) -> bool {
        let Some(algorithm) = self.algorithm() else { return false };
        let Some(shared) = Self::shared(asked) else { return false };
        if !held.starts_with(shared) || !has_stem(held) {
            return false;
        }
        let stemmer = Stemmer::create(algorithm);
        stemmer.stem(asked) == stemmer.stem(held)
    }

    /// How every word begins that can have the same stem: all but the last five letters, three at least. None when the
    /// word has no stem.
    pub fn shared(asked: &str) -> Option<&str> {
        let shared = asked.len().saturating_sub(5).max(3);
        if has_stem(asked) { asked.get(..shared) } else { None }
    }
}

fn has_stem(word: &str) -> bool {
    (3..=STEMMED_MAX).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_has_its_own_endings() {
        assert!(Stemming::English.are_alike("meetings", "meeting"));
        assert!(Stemming::German.are_alike("datenbanken", "datenbank"));
        assert!(!Stemming::English.are_alike("datenbanken", "datenbank"));
        assert!(!Stemming::Nothing.are_alike("meetings", "meeting"));
    }

    #[test]
    fn names_of_technologies_have_no_stem() {
        assert!(!Stemming::English.are_alike("k8s", "k8"));
        assert_eq!(Stemming::shared("go"), None);
    }

    proptest::proptest! {
        #[test]
        fn cutting_never_panics(asked in "[a-z]{0,40}", held in "[a-z]{0,40}") {
            for stemming in Stemming::ALL {
                let _ = stemming.are_alike(&asked, &format!("{}{held}", Stemming::shared(&asked).unwrap_or_default()));
            }
        }
    }
}
