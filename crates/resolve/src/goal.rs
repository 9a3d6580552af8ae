//! What an event does for a career: by its words, its niches and its kind.

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::AhoCorasick;
use hobnob_domain::{EventKind, Goal, NicheId};

use crate::{classify::Text, niche};

/// A goal's rules.
#[derive(Clone, Debug)]
struct Rule {
    goal: Goal,
    niches: BTreeSet<NicheId>,
    fields: BTreeSet<String>,
    except_niches: BTreeSet<NicheId>,
    kinds: BTreeSet<EventKind>,
}

/// A phrase, with the goals it speaks for and those it speaks against.
#[derive(Clone, Debug, Default)]
struct Phrase {
    words: String,
    keyword: BTreeSet<Goal>,
    exclude: BTreeSet<Goal>,
}

/// A description is full of words like "learn" and "community": it must say so many.
const DESCRIPTION_WORDS: usize = 3;

/// How much of a description is read, in characters.
const DESCRIPTION_CHARS: usize = 600;

/// Words that show that an event has to do with work, in order. Without any, and without a niche, a workshop is about
/// soap and a party a party.
const OF_WORK: &[&str] = &[
    "business",
    "career",
    "careers",
    "code",
    "coders",
    "coding",
    "data",
    "dev",
    "developer",
    "developers",
    "devs",
    "engineer",
    "engineering",
    "engineers",
    "entrepreneur",
    "entrepreneurs",
    "founders",
    "hack",
    "hackers",
    "industry",
    "innovation",
    "job",
    "jobs",
    "professional",
    "professionals",
    "programmers",
    "programming",
    "science",
    "software",
    "startup",
    "startups",
    "tech",
    "technology",
];

/// How much of a description must show it, in characters.
const WORK_CHARS: usize = 200;

/// Niches of gatherings, which people have in their free time as well.
const OF_LEISURE: &[&str] = &["networking-social", "makers", "wellbeing", "creative-brand"];

/// What is known of an event beside its text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Context<'a> {
    /// Its niches.
    pub(crate) niches: &'a [NicheId],
    /// Its kind.
    pub(crate) kind: EventKind,
    /// Whether its source lists technical events only.
    pub(crate) is_technical: bool,
}

impl Context<'_> {
    /// Whether the event has to do with work.
    fn is_of_work(&self, text: &Text<'_>) -> bool {
        let says_so = |text: &str| niche::padded(text).split(' ').any(|word| OF_WORK.binary_search(&word).is_ok());
        let beginning: String = text.description.unwrap_or_default().chars().take(WORK_CHARS).collect();
        self.is_technical
            || self.niches.iter().any(|niche| !OF_LEISURE.contains(&niche.slug()))
            || says_so(text.name)
            || text.organizer.is_some_and(says_so)
            || text.keywords.iter().take(40).any(|word| says_so(word))
            || says_so(&beginning)
    }
}

/// Finds goals.
#[derive(Debug)]
pub(crate) struct Goals {
    rules: Vec<Rule>,
    phrases: Vec<Phrase>,
    automaton: Option<AhoCorasick>,
}

type Words = BTreeMap<Goal, BTreeSet<String>>;

impl Goals {
    /// Reads the table that is compiled in.
    pub(crate) fn new() -> Self {
        let table: toml::Table = include_str!("../../domain/data/goals.toml").parse().unwrap_or_default();
        let mut rules = Vec::new();
        let mut phrases: BTreeMap<String, Phrase> = BTreeMap::new();
        for entry in table.get("goal").and_then(toml::Value::as_array).into_iter().flatten() {
            let list = |key: &str| -> Vec<&str> {
                let array = entry.get(key).and_then(toml::Value::as_array);
                array.into_iter().flatten().filter_map(toml::Value::as_str).collect()
            };
            let slug = entry.get("slug").and_then(toml::Value::as_str).unwrap_or_default();
            let Ok(goal) = slug.parse::<Goal>() else { continue };
            let niches = |key: &str| list(key).iter().filter_map(|slug| slug.parse().ok()).collect();
            rules.push(Rule {
                goal,
                niches: niches("niches"),
                fields: list("fields").into_iter().map(str::to_owned).collect(),
                except_niches: niches("except_niches"),
                kinds: list("formats").iter().filter_map(|word| kind(word)).collect(),
            });
            for word in list("keywords") {
                phrases.entry(niche::phrase(word)).or_default().keyword.insert(goal);
            }
            for word in list("exclude") {
                phrases.entry(niche::phrase(word)).or_default().exclude.insert(goal);
            }
        }
        let phrases: Vec<Phrase> = phrases
            .into_iter()
            .filter(|(words, _)| !words.is_empty())
            .map(|(words, p)| Phrase { words, ..p })
            .collect();
        let automaton = AhoCorasick::new(phrases.iter().map(|phrase| format!(" {} ", phrase.words))).ok();
        Self { rules, phrases, automaton }
    }

    /// Finds the goals of an event that has to do with work, with one reason for each.
    pub(crate) fn find(&self, text: &Text<'_>, context: &Context<'_>) -> (Vec<Goal>, Vec<String>) {
        if !context.is_of_work(text) {
            return (Vec::new(), Vec::new());
        }
        let mut told = self.words(text.name);
        for text in text.organizer.into_iter().chain(text.keywords.iter().take(40).map(String::as_str)) {
            for (goal, words) in self.words(text) {
                told.entry(goal).or_default().extend(words);
            }
        }
        let description: String = text.description.unwrap_or_default().chars().take(DESCRIPTION_CHARS).collect();
        let described = self.words(&description);
        let mut found = BTreeMap::new();
        for rule in &self.rules {
            if let Some(reason) = why(rule, &told, &described, context) {
                found.entry(rule.goal).or_insert(format!("{}: {reason}", rule.goal));
            }
        }
        (found.keys().copied().collect(), found.into_values().collect())
    }

    /// The words of a text, by the goal they speak for.
    fn words(&self, text: &str) -> Words {
        let mut words = Words::new();
        let Some(automaton) = &self.automaton else { return words };
        let folded = niche::padded(text);
        let found: Vec<(&Phrase, usize, usize)> = automaton
            .find_overlapping_iter(&folded)
            .filter_map(|found| {
                let phrase = self.phrases.get(found.pattern().as_usize())?;
                Some((phrase, found.start() + 1, found.end().saturating_sub(1)))
            })
            .collect();
        for (phrase, start, end) in &found {
            for goal in &phrase.keyword {
                let is_blocked =
                    found.iter().any(|(other, from, to)| other.exclude.contains(goal) && from < end && start < to);
                if !is_blocked {
                    words.entry(*goal).or_default().insert(phrase.words.clone());
                }
            }
        }
        words
    }
}

/// The kind that a format word of the table means.
fn kind(word: &str) -> Option<EventKind> {
    if word == "bootcamp" { Some(EventKind::Course) } else { word.parse().ok() }
}

fn why(rule: &Rule, told: &Words, described: &Words, context: &Context<'_>) -> Option<String> {
    let Context { niches, kind, .. } = *context;
    let quoted =
        |words: &BTreeSet<String>| words.iter().take(4).map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    if let Some(words) = told.get(&rule.goal) {
        return Some(format!("says {}", quoted(words)));
    }
    let by_niche = niches.iter().find(|niche| {
        rule.niches.contains(niche) || rule.fields.contains(&niche.niche().field) && !rule.except_niches.contains(niche)
    });
    if let Some(niche) = by_niche {
        return Some(format!("is about {niche}"));
    }
    if rule.kinds.contains(&kind) {
        return Some(format!("is a {kind}"));
    }
    let words = described.get(&rule.goal).filter(|words| words.len() >= DESCRIPTION_WORDS)?;
    Some(format!("the description says {}", quoted(words)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn goals(name: &str, niches: &[&str], kind: EventKind) -> Vec<Goal> {
        let niches: Vec<NicheId> = niches.iter().map(|slug| slug.parse().unwrap()).collect();
        let context = Context { niches: &niches, kind, is_technical: true };
        Goals::new().find(&Text { name, ..Text::default() }, &context).0
    }

    #[test]
    fn every_goal_has_rules_and_every_kind_in_them_is_known() {
        let goals = Goals::new();
        assert_eq!(goals.rules.iter().map(|rule| rule.goal).collect::<Vec<_>>(), Goal::ALL);
        let kinds: Vec<usize> = goals.rules.iter().map(|rule| rule.kinds.len()).collect();
        assert_eq!(kinds, [2, 0, 0, 0, 0, 0, 4]);
    }

    #[test]
    fn words_niches_and_kinds_tell_goals() {
        assert_eq!(goals("Domain Driven Design in practice", &[], EventKind::Other), [Goal::Architecture]);
        assert_eq!(goals("Ferris", &["rust"], EventKind::Other), [Goal::Specialization]);
        assert_eq!(goals("Ferris", &[], EventKind::Meetup), [Goal::Networking]);
        assert_eq!(goals("First contribution evening", &[], EventKind::Other), [Goal::OpenSource]);
        assert_eq!(goals("Ferris", &[], EventKind::Other), []);
    }

    #[test]
    fn excluded_phrases_do_not_speak() {
        assert_eq!(goals("Neural networking and social media", &[], EventKind::Other), []);
        assert_eq!(goals("Machine learning", &[], EventKind::Other), []);
    }

    #[test]
    fn what_has_nothing_to_do_with_work_serves_no_goal() {
        let find = |name| {
            let context = Context { niches: &[], kind: EventKind::Workshop, is_technical: false };
            Goals::new().find(&Text { name, ..Text::default() }, &context).0
        };
        assert_eq!((find("Soap workshop"), find("Workshop for developers")), (vec![], vec![Goal::Skills]));
        assert!(OF_WORK.is_sorted());
    }

    #[test]
    fn a_description_must_say_it_three_times() {
        let find = |description| {
            let text = Text { name: "x", description: Some(description), ..Text::default() };
            Goals::new().find(&text, &Context { niches: &[], kind: EventKind::Other, is_technical: true }).0
        };
        assert_eq!(find("learn something"), []);
        assert_eq!(find("a hands on tutorial for beginners"), [Goal::Skills]);
    }
}
