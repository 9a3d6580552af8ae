//! What an event does for a career: by its words, its niches and its kind.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use hobnob_domain::{EventKind, Goal, NicheId};

use crate::{
    niche::{self, Reading},
    phrase::Phrasebook,
};
use rustc_hash::FxHashSet;

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
    /// Whether the event has to do with work. `keywords` are folded.
    fn is_of_work(&self, reading: &Reading<'_>, keywords: &[String]) -> bool {
        let says_so = niche::is_of_work;
        // Nobody builds something against the clock, or looks for a job, off work.
        let is_of_trade = matches!(self.kind, EventKind::Hackathon | EventKind::CareerFair);
        let description = &reading.folded_description;
        let end = description.char_indices().nth(WORK_CHARS).map_or(description.len(), |(end, _)| end);
        self.is_technical
            || is_of_trade
            || self.niches.iter().any(|niche| !OF_LEISURE.contains(&niche.slug()))
            || says_so(&reading.folded_name)
            || says_so(&reading.folded_organizer)
            || keywords.iter().any(|word| says_so(word))
            || description.get(..end).is_some_and(says_so)
    }
}

/// So many bytes has each beginning of a word at least.
const BEGIN_BYTES: usize = 4;

/// Finds goals.
#[derive(Debug)]
pub(crate) struct Goals {
    rules: Vec<Rule>,
    phrases: Vec<Phrase>,
    book: Phrasebook,
    /// Beginnings of words.
    stems: Vec<(String, Goal)>,
    /// How those begin: nearly no word begins so.
    begins: FxHashSet<[u8; BEGIN_BYTES]>,
}

/// Words with the goals they speak for: each pair once and in order, once they are sorted.
type Words<'a> = Vec<(Goal, &'a str)>;

/// The words that speak for a goal.
fn words_for<'a>(words: &[(Goal, &'a str)], goal: Goal) -> Vec<&'a str> {
    words.iter().filter(|(other, _)| *other == goal).map(|(_, word)| *word).collect()
}

/// The most free words of a source that are read.
const KEYWORDS_MAX: usize = 40;

impl Goals {
    /// Reads the table that is compiled in.
    pub(crate) fn new() -> Self {
        let table: toml::Table = include_str!("../../domain/data/goals.toml").parse().unwrap_or_default();
        let mut rules = Vec::new();
        let mut phrases: BTreeMap<String, Phrase> = BTreeMap::new();
        let mut stems = Vec::new();
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
            stems.extend(list("stems").iter().map(|stem| (niche::phrase(stem), goal)));
            for word in list("exclude") {
                phrases.entry(niche::phrase(word)).or_default().exclude.insert(goal);
            }
        }
        let phrases: Vec<Phrase> = phrases
            .into_iter()
            .filter(|(words, _)| !words.is_empty())
            .map(|(words, p)| Phrase { words, ..p })
            .collect();
        let book = Phrasebook::new(phrases.iter().map(|phrase| phrase.words.as_str()));
        stems.sort_unstable();
        let begins = stems.iter().filter_map(|(stem, _)| stem.as_bytes().first_chunk().copied()).collect();
        Self { rules, phrases, book, stems, begins }
    }

    /// Finds the goals of an event that has to do with work, with one reason for each if it `explains`.
    pub(crate) fn find(
        &self,
        reading: &Reading<'_>,
        keywords: &[String],
        context: &Context<'_>,
        explains: bool,
    ) -> (Vec<Goal>, Vec<String>) {
        let keywords: Vec<String> = keywords.iter().take(KEYWORDS_MAX).map(|word| niche::padded(word)).collect();
        if !context.is_of_work(reading, &keywords) {
            return (Vec::new(), Vec::new());
        }
        let mut told = Words::new();
        for text in [&reading.folded_name, &reading.folded_organizer].into_iter().chain(&keywords) {
            self.read(text, &mut told);
        }
        let mut described = Words::new();
        self.read(&reading.folded_description, &mut described);
        for words in [&mut told, &mut described] {
            words.sort_unstable();
            words.dedup();
        }
        let mut found: BTreeMap<Goal, Why<'_>> = BTreeMap::new();
        for rule in &self.rules {
            if let Some(why) = why(rule, &told, &described, context) {
                found.entry(rule.goal).or_insert(why);
            }
        }
        let reasons = found.iter().filter(|_| explains).map(|(goal, why)| format!("{goal}: {why}")).collect();
        (found.into_keys().collect(), reasons)
    }

    /// Notes the words of a folded text with the goals they speak for.
    fn read<'a>(&'a self, folded: &str, into: &mut Words<'a>) {
        let found: Vec<(&Phrase, usize, usize)> = self
            .book
            .found_in(folded)
            .filter_map(|(number, start, end)| Some((self.phrases.get(number)?, start, end)))
            .collect();
        for (phrase, start, end) in &found {
            for goal in &phrase.keyword {
                let is_blocked =
                    found.iter().any(|(other, from, to)| other.exclude.contains(goal) && from < end && start < to);
                if !is_blocked {
                    into.push((*goal, &phrase.words));
                }
            }
        }
        for word in folded.split(' ') {
            into.extend(self.stem_of(word).map(|(stem, goal)| (*goal, stem.as_str())));
        }
    }

    /// The stem that a longer word begins with: no two begin alike, so it stands right before the word in their order.
    fn stem_of(&self, word: &str) -> Option<&(String, Goal)> {
        word.as_bytes().first_chunk().filter(|begin| self.begins.contains(*begin))?;
        let behind = self.stems.partition_point(|(stem, _)| stem.as_str() < word);
        let found = behind.checked_sub(1).and_then(|at| self.stems.get(at));
        found.filter(|(stem, _)| word.starts_with(stem.as_str()))
    }
}

/// The kind that a format word of the table means.
fn kind(word: &str) -> Option<EventKind> {
    if word == "bootcamp" { Some(EventKind::Course) } else { word.parse().ok() }
}

/// Why an event serves a goal.
#[derive(Debug)]
enum Why<'a> {
    Says(Vec<&'a str>),
    IsAbout(NicheId),
    IsA(EventKind),
    DescriptionSays(Vec<&'a str>),
}

impl fmt::Display for Why<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quoted =
            |words: &[&str]| words.iter().take(4).map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
        match self {
            Self::Says(words) => write!(f, "says {}", quoted(words)),
            Self::IsAbout(niche) => write!(f, "is about {niche}"),
            Self::IsA(kind) => write!(f, "is a {kind}"),
            Self::DescriptionSays(words) => write!(f, "the description says {}", quoted(words)),
        }
    }
}

fn why<'a>(
    rule: &Rule,
    told: &[(Goal, &'a str)],
    described: &[(Goal, &'a str)],
    context: &Context<'_>,
) -> Option<Why<'a>> {
    let Context { niches, kind, .. } = *context;
    let words = words_for(told, rule.goal);
    if !words.is_empty() {
        return Some(Why::Says(words));
    }
    let by_niche = niches.iter().find(|niche| {
        rule.niches.contains(niche) || rule.fields.contains(&niche.niche().field) && !rule.except_niches.contains(niche)
    });
    if let Some(niche) = by_niche {
        return Some(Why::IsAbout(*niche));
    }
    if rule.kinds.contains(&kind) {
        return Some(Why::IsA(kind));
    }
    let words = words_for(described, rule.goal);
    (words.len() >= DESCRIPTION_WORDS).then_some(Why::DescriptionSays(words))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classify::Text;

    fn find(text: &Text<'_>, context: &Context<'_>) -> Vec<Goal> {
        Goals::new().find(&Reading::of(text), text.keywords, context, true).0
    }

    fn goals(name: &str, niches: &[&str], kind: EventKind) -> Vec<Goal> {
        let niches: Vec<NicheId> = niches.iter().map(|slug| slug.parse().unwrap()).collect();
        let context = Context { niches: &niches, kind, is_technical: true };
        find(&Text { name, ..Text::default() }, &context)
    }

    #[test]
    fn every_goal_has_rules_and_every_kind_in_them_is_known() {
        let goals = Goals::new();
        assert_eq!(goals.rules.iter().map(|rule| rule.goal).collect::<Vec<_>>(), Goal::ALL);
        let kinds: Vec<usize> = goals.rules.iter().map(|rule| rule.kinds.len()).collect();
        assert_eq!(kinds, [3, 0, 2, 0, 0, 0, 4]);
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
    fn goals_are_told_in_several_languages() {
        for (name, goal) in [
            ("Rust: die Grundlagen", Goal::Skills),
            ("Formação em dados", Goal::Skills),
            ("Arquitectura de microservicios", Goal::Architecture),
            ("Aperitivo del mese", Goal::Networking),
            ("Prise de parole", Goal::Communication),
            ("Mentorias de maio", Goal::Mentoring),
        ] {
            assert!(goals(name, &[], EventKind::Other).contains(&goal), "{name}");
        }
    }

    #[test]
    fn talks_and_workshops_about_talking_are_told_in_several_languages() {
        for name in [
            "Rhetorikseminar für Entwicklerinnen",
            "Technisches Schreiben",
            "Blitzvorträge im Mai",
            "Feedbackkultur im Team",
            "Négocier son salaire",
            "Communication non violente",
            "Charlas relámpago",
            "Negociación para ingenieras",
            "Escrita para devs",
            "Parlare in pubblico",
        ] {
            assert_eq!(goals(name, &[], EventKind::Other), [Goal::Communication], "{name}");
        }
        for name in ["Mentorenabend", "Sprechstunde", "Tutorat du mois", "Tutorías de mayo", "Mentoraggio"] {
            assert_eq!(goals(name, &[], EventKind::Other), [Goal::Mentoring], "{name}");
        }
        assert_eq!(goals("Telekommunikation und Mentales", &[], EventKind::Other), []);
    }

    #[test]
    fn no_stem_begins_with_another() {
        let stems = Goals::new().stems;
        let mut pairs = stems.iter().zip(stems.iter().skip(1));
        assert!(stems.iter().all(|(stem, _)| stem.len() >= BEGIN_BYTES), "{stems:?}");
        assert!(!stems.is_empty() && pairs.all(|((one, _), (next, _))| !next.starts_with(one.as_str())), "{stems:?}");
    }

    #[test]
    fn excluded_phrases_do_not_speak() {
        assert_eq!(goals("Neural networking and social media", &[], EventKind::Other), []);
        assert_eq!(goals("Machine learning", &[], EventKind::Other), []);
    }

    #[test]
    fn what_has_nothing_to_do_with_work_serves_no_goal() {
        let goals = |name| {
            let context = Context { niches: &[], kind: EventKind::Workshop, is_technical: false };
            find(&Text { name, ..Text::default() }, &context)
        };
        assert_eq!((goals("Soap workshop"), goals("Workshop for developers")), (vec![], vec![Goal::Skills]));
    }

    #[test]
    fn a_description_must_say_it_three_times() {
        let goals = |description| {
            let text = Text { name: "x", description: Some(description), ..Text::default() };
            find(&text, &Context { niches: &[], kind: EventKind::Other, is_technical: true })
        };
        assert_eq!(goals("learn something"), []);
        assert_eq!(goals("a hands on tutorial for beginners"), [Goal::Skills]);
    }
}
