//! Words that show that a text is about the trade: beside them `Go` is more likely the language.

/// The words, in order.
const TRADE: &[&str] = &[
    "bootcamp",
    "camp",
    "code",
    "coding",
    "con",
    "conf",
    "conference",
    "connect",
    "day",
    "days",
    "dev",
    "developer",
    "developers",
    "devs",
    "engineer",
    "engineering",
    "engineers",
    "fest",
    "group",
    "hack",
    "hackers",
    "intro",
    "introduction",
    "language",
    "meetup",
    "meetups",
    "night",
    "programmers",
    "programming",
    "software",
    "summit",
    "talk",
    "talks",
    "tech",
    "technology",
    "user",
    "usergroup",
    "users",
    "webinar",
    "workshop",
    "world",
];

/// Whether a folded word is of the trade.
pub(super) fn is_of_it(word: &str) -> bool {
    TRADE.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_words_are_in_order_so_that_they_can_be_searched() {
        assert!(super::TRADE.is_sorted());
    }
}
