//! Which niches a text is about.
//!
//! A keyword in the name or the organizer decides alone; the description needs three. A word with several meanings
//! (`go`, `spring`) needs support by the rest of the text, and phrases like `pokemon go` never count. What the source
//! vouches for counts only where the text says nothing.

mod fold;
mod lexicon;
mod series;
mod topics;

pub(crate) use fold::{padded, phrase};

use std::collections::{BTreeMap, BTreeSet};

use hobnob_domain::{Format, NicheId};
use lexicon::{Hits, Lexicon};
use series::SeriesNames;
use topics::Topics;

use crate::classify::{Text, Vouched};

/// What a niche needs to be given.
const ENOUGH: f64 = 1.0;

/// A keyword of the name or the organizer.
const BY_NAME: f64 = 1.0;

/// Each keyword of the description, up to [`BY_DESCRIPTION_MAX`].
const BY_DESCRIPTION: f64 = 0.34;
const BY_DESCRIPTION_MAX: f64 = 1.2;

/// A free word of the source.
const BY_KEYWORD: f64 = 0.5;

/// A word of several meanings in the name or the organizer, and what supports it: a keyword of the same field, or a
/// word of the trade.
const AMBIGUOUS: f64 = 0.55;
const AMBIGUOUS_SUPPORTED: f64 = 0.5;
const AMBIGUOUS_IN_TRADE: f64 = 0.2;
const AMBIGUOUS_IN_DESCRIPTION: f64 = 0.15;

/// How much of a description is read, in characters: further down stand the house rules and the sponsors.
const DESCRIPTION_CHARS: usize = 600;

/// The most free words that are read.
const KEYWORDS_MAX: usize = 40;

/// The most niches given.
const NICHES_MAX: usize = 12;

/// Tags say something only when there are few of them: a conference that is filed under three topics is about none.
const TAGS_MAX: usize = 2;

/// The same of an event's own free words, which are chosen for it.
const KEYWORD_NICHES_MAX: usize = 3;

/// Words of the trade, in order: beside them `Go` is more likely the language.
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

fn is_of_the_trade(word: &str) -> bool {
    TRADE.binary_search(&word).is_ok()
}

/// Finds niches.
#[derive(Debug)]
pub(crate) struct Niches {
    lexicon: Lexicon,
    series: SeriesNames,
    topics: Topics,
}

/// Niches with their scores, and why.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    /// The most specific ones, in the taxonomy's order.
    pub(crate) niches: Vec<(NicheId, f64)>,
    /// One line for each.
    pub(crate) reasons: Vec<String>,
    /// Whether the name is that of a well-known series.
    pub(crate) is_of_series: bool,
}

/// Scores with what they come from.
#[derive(Default)]
struct Ledger(BTreeMap<NicheId, (f64, Vec<String>)>);

impl Ledger {
    fn credit(&mut self, niche: NicheId, score: f64, reason: String) {
        let entry = self.0.entry(niche).or_default();
        entry.0 += score;
        entry.1.push(reason);
    }

    fn given(&self) -> BTreeSet<NicheId> {
        self.0.iter().filter(|(_, (score, _))| *score >= ENOUGH).map(|(niche, _)| *niche).collect()
    }
}

fn quoted(words: &BTreeSet<String>) -> String {
    words.iter().take(4).map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

fn clipped(text: Option<&str>, chars: usize) -> &str {
    let text = text.unwrap_or_default();
    text.char_indices().nth(chars).and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}

impl Niches {
    /// Reads the taxonomy once.
    pub(crate) fn new() -> Self {
        Self { lexicon: Lexicon::new(), series: SeriesNames::new(), topics: Topics::new() }
    }

    /// Finds the niches of a text.
    pub(crate) fn find(&self, text: &Text<'_>, vouched: &Vouched<'_>) -> Found {
        let name = self.lexicon.hits(clipped(Some(less_its_house(text.name)), 400));
        let mut organizer = self.lexicon.hits(clipped(text.organizer, 400));
        organizer.keep_what_is_meant(&name);
        let description = self.lexicon.hits(clipped(text.description, DESCRIPTION_CHARS));
        let mut ledger = Ledger::default();
        credit_strong(&mut ledger, &name, &organizer, &description);
        credit_ambiguous(&mut ledger, &name, &organizer, &description, vouched.is_technical);
        let series = self.series.of(text.name, vouched.is_technical);
        let is_of_series = series.is_some();
        if let Some((niches, series)) = series {
            for niche in niches {
                ledger.credit(*niche, BY_NAME, format!("the series `{series}` is known for it"));
            }
        }
        let keywords = self.keyword_niches(text.keywords);
        for (niche, words) in &keywords {
            ledger.credit(*niche, BY_KEYWORD, format!("tagged {}", quoted(words)));
        }
        let mut given = ledger.given();
        if given.is_empty() && keywords.len() <= KEYWORD_NICHES_MAX {
            given = keywords.into_keys().collect();
        }
        if given.is_empty() {
            let tags = self.vouched_niches(vouched);
            if tags.len() <= TAGS_MAX {
                for niche in &tags {
                    ledger.credit(*niche, ENOUGH, "the source says so".to_owned());
                }
                given = tags;
            }
        } else if vouched.format != Some(Format::ConfsTech) {
            for niche in beside(vouched.niches, &given) {
                ledger.credit(niche, ENOUGH, "the source is about it".to_owned());
                given.insert(niche);
            }
        }
        if !name.strong.keys().any(|niche| is_general(*niche)) {
            forget_the_general(&mut given);
        }
        Found { is_of_series, ..told(given, &ledger) }
    }

    /// Niches that the source's free words name.
    fn keyword_niches(&self, keywords: &[String]) -> BTreeMap<NicheId, BTreeSet<String>> {
        let mut niches: BTreeMap<NicheId, BTreeSet<String>> = BTreeMap::new();
        for keyword in keywords.iter().take(KEYWORDS_MAX) {
            let keyword = clipped(Some(keyword), 80);
            let named = keyword.parse::<NicheId>().ok();
            for niche in named.into_iter().chain(self.lexicon.hits(keyword).strong.into_keys()) {
                niches.entry(niche).or_default().insert(phrase(keyword));
            }
        }
        niches
    }

    /// Niches that the source vouches for by its tags, else by what its operator wrote.
    fn vouched_niches(&self, vouched: &Vouched<'_>) -> BTreeSet<NicheId> {
        let topics = vouched.topics.iter().take(KEYWORDS_MAX);
        let mut tags: BTreeSet<NicheId> = topics.flat_map(|topic| self.topics.niches(topic)).copied().collect();
        // A list that files a conference under "general" as well means a broad one.
        if tags.iter().any(|niche| is_general(*niche)) {
            tags.retain(|niche| is_general(*niche));
        }
        if tags.is_empty() { vouched.niches.iter().copied().collect() } else { tags }
    }
}

/// The niche of whatever has to do with software and nothing more.
fn is_general(niche: NicheId) -> bool {
    niche.slug() == "software-development"
}

/// Beside any other niche the general one says nothing, unless the name itself names it.
fn forget_the_general(given: &mut BTreeSet<NicheId>) {
    if given.iter().any(|niche| !is_general(*niche)) {
        given.retain(|niche| !is_general(*niche));
    }
}

/// A name without the house it is in: "Evening @ Ferris Ltd." is not about what that firm makes.
fn less_its_house(name: &str) -> &str {
    let cut = [" @ ", " (@ ", " hosted by ", " hosted at "].iter().filter_map(|sign| name.find(sign)).min();
    cut.filter(|at| *at > 0).and_then(|at| name.get(..at)).unwrap_or(name)
}

/// The source's niches that go with what the text says: of its own field the text knows better, "Rust for beginners" is
/// not about the language that its group is about.
fn beside(vouched: &[NicheId], given: &BTreeSet<NicheId>) -> Vec<NicheId> {
    let is_contested = |niche: &NicheId| given.iter().any(|other| other.niche().field == niche.niche().field);
    vouched.iter().copied().filter(|niche| !is_contested(niche)).collect()
}

fn credit_strong(ledger: &mut Ledger, name: &Hits, organizer: &Hits, description: &Hits) {
    for (hits, what) in [(name, "the name"), (organizer, "the organizer")] {
        for (niche, words) in &hits.strong {
            ledger.credit(*niche, BY_NAME, format!("{what} says {}", quoted(words)));
        }
    }
    for (niche, words) in &description.strong {
        let count = words.iter().map(|_| BY_DESCRIPTION).sum::<f64>();
        ledger.credit(*niche, count.min(BY_DESCRIPTION_MAX), format!("the description says {}", quoted(words)));
    }
}

fn credit_ambiguous(ledger: &mut Ledger, name: &Hits, organizer: &Hits, description: &Hits, is_technical: bool) {
    let fields: BTreeSet<&str> =
        name.strong.keys().chain(organizer.strong.keys()).map(|niche| niche.niche().field.as_str()).collect();
    let is_trade = name.is_of_the_trade || organizer.is_of_the_trade;
    for (hits, what) in [(name, "the name"), (organizer, "the organizer")] {
        for (niche, words) in &hits.ambiguous {
            let is_supported = fields.contains(niche.niche().field.as_str())
                || (is_trade || is_technical) && hits.by_case.contains(niche);
            let support = match (is_supported, is_trade) {
                (true, _) => AMBIGUOUS_SUPPORTED,
                (false, true) => AMBIGUOUS_IN_TRADE,
                (false, false) => 0.0,
            };
            ledger.credit(*niche, AMBIGUOUS + support, format!("{what} says {}", quoted(words)));
        }
    }
    for (niche, words) in &description.ambiguous {
        let score = words.iter().map(|_| AMBIGUOUS_IN_DESCRIPTION).sum();
        ledger.credit(*niche, score, format!("the description says {}", quoted(words)));
    }
}

/// The most specific of the given niches, the best of them, with their reasons.
fn told(given: BTreeSet<NicheId>, ledger: &Ledger) -> Found {
    let is_broader = |niche: NicheId| given.iter().any(|other| *other != niche && other.is_within(niche));
    let mut niches: Vec<(NicheId, f64)> = given
        .iter()
        .copied()
        .filter(|niche| !is_broader(*niche))
        .map(|niche| (niche, ledger.0.get(&niche).map_or(ENOUGH, |(score, _)| (score * 100.0).round() / 100.0)))
        .collect();
    niches.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    niches.truncate(NICHES_MAX);
    niches.sort_by_key(|(niche, _)| *niche);
    let reasons = niches
        .iter()
        .filter_map(|(niche, _)| Some(format!("{niche}: {}", ledger.0.get(niche)?.1.join("; "))))
        .collect();
    Found { niches, reasons, is_of_series: false }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_words_of_the_trade_are_in_order_so_that_they_can_be_searched() {
        assert!(super::TRADE.is_sorted());
    }
}
