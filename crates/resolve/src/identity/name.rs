//! Names made comparable.

use std::collections::BTreeSet;

use hobnob_domain::text::folded;

/// Words that many names share.
const COMMON: &str = " a ai and annual at by com conf conference conferences congress day days dev developer developers digital \
    edition event events fest festival for free global group in international live meet meeting meetup meetups monthly night of \
    on online open session social software summit talk talks tech technology the to user users virtual webinar week weekly \
    with workshop workshops your community networking hackathon hybrid de der die das und fur im in la le les el los y et du ";

/// Words that count editions.
const EDITION: &str = " edition ed edicion edicao edizione ausgabe auflage editie vol volume no nr ";

/// Names that begin alike for so many characters share a word, however it is parted: ContainerDays, Container Days.
const BEGINNING_CHARS_MIN: usize = 6;

/// A name as it is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    /// Without blanks, years and numbers of editions: "DevOps Days Berlin 2026" and "Devopsdays Berlin" are the same.
    pub(super) bare: String,
    words: BTreeSet<String>,
    telling: BTreeSet<String>,
}

fn holds(list: &str, word: &str) -> bool {
    list.contains(&format!(" {word} "))
}

/// A number of a year or an edition: `2026`, `12`, `3rd`, `5eme`.
fn is_number(word: &str) -> bool {
    let rest = word.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < word.len()
        && matches!(rest, "" | "st" | "nd" | "rd" | "th" | "e" | "o" | "a" | "er" | "eme" | "ta" | "to")
}

/// Takes a year off the end of a word: `jsconf2026`.
fn without_year(word: &str) -> &str {
    let year = word.len().checked_sub(4).filter(|at| *at > 1).and_then(|at| word.split_at_checked(at));
    match year {
        Some((stem, year))
            if (year.starts_with("19") || year.starts_with("20")) && year.bytes().all(|b| b.is_ascii_digit()) =>
        {
            stem
        }
        _ => word,
    }
}

impl Name {
    pub(super) fn new(name: &str) -> Self {
        let folded = folded(name);
        let all = folded.split(' ').filter(|word| !word.is_empty());
        let kept: Vec<&str> =
            all.clone().filter(|word| !is_number(word) && !holds(EDITION, word)).map(without_year).collect();
        let bare = if kept.is_empty() { folded.replace(' ', "") } else { kept.concat() };
        let words: BTreeSet<String> = if kept.is_empty() {
            all.map(str::to_owned).collect()
        } else {
            kept.into_iter().map(str::to_owned).collect()
        };
        let telling = words.iter().filter(|word| !holds(COMMON, word)).cloned().collect();
        Self { bare, words, telling }
    }

    /// Whether it is made of words that many names share.
    pub(super) fn is_common(&self) -> bool {
        self.telling.is_empty()
    }

    /// Whether two names share a telling word; where one has none, any word. Names written in one word share what they
    /// hold.
    pub(super) fn shares_a_word(&self, other: &Self) -> bool {
        if self.bare == other.bare {
            return true;
        }
        let holds = |a: &Self, b: &Self| a.bare.chars().count() >= 4 && !a.is_common() && b.bare.contains(&a.bare);
        if self.is_common() || other.is_common() {
            return self.words.intersection(&other.words).next().is_some();
        }
        let begins_alike =
            self.bare.chars().zip(other.bare.chars()).take_while(|(a, b)| a == b).count() >= BEGINNING_CHARS_MIN;
        self.telling.intersection(&other.telling).next().is_some()
            || holds(self, other)
            || holds(other, self)
            || begins_alike
    }
}

#[cfg(test)]
mod tests {
    use super::Name;

    fn bare(name: &str) -> String {
        Name::new(name).bare
    }

    #[test]
    fn years_and_editions_are_not_part_of_a_name() {
        for name in ["PHP Tek 2026", "php tek", "PHP Tek '26", "3rd PHP Tek", "PHPTek2026", "PHP Tek, 12th edition"] {
            assert_eq!(bare(name), "phptek", "{name}");
        }
        assert_eq!(bare("2026"), "2026");
        assert_eq!(bare(""), "");
    }

    #[test]
    fn names_share_telling_words_only() {
        let shares = |a, b| Name::new(a).shares_a_word(&Name::new(b));
        assert!(shares("droidcon USA", "droidcon San Francisco"));
        assert!(shares("DevOps Days Oslo", "DevOpsDays Oslo"));
        assert!(shares("PHPTek", "PHP Tek Online Conference"));
        assert!(shares("ContainerDays Conference", "Container Days Hamburg"));
        assert!(!shares("Rust Meetup", "Go Meetup"));
        assert!(shares("Monthly Meetup", "Rust Meetup"));
        assert!(!shares("Monthly Meetup", "Rust"));
    }

    #[test]
    fn a_name_of_common_words_tells_nothing() {
        assert!(Name::new("Monthly Meetup #12").is_common());
        assert!(!Name::new("Rust Meetup").is_common());
    }
}
