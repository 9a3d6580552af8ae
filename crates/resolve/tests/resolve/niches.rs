//! The classifier against hand-made truth.

use std::collections::BTreeSet;

use hobnob_domain::NicheId;
use hobnob_resolve::{Text, Vouched};

use crate::corpus::niches;

use crate::sample::RESOLVER;

/// What a classifier gave and what it should have given.
#[derive(Default)]
struct Score {
    right: usize,
    wrong: usize,
    missed: usize,
}

impl Score {
    fn add(&mut self, truth: &BTreeSet<NicheId>, given: &BTreeSet<NicheId>) {
        self.right += truth.intersection(given).count();
        self.wrong += given.difference(truth).count();
        self.missed += truth.difference(given).count();
    }

    fn figures(&self) -> (f64, f64, f64) {
        let share = |part: usize, rest: usize| part as f64 / (part + rest).max(1) as f64;
        let (precision, recall) = (share(self.right, self.wrong), share(self.right, self.missed));
        (precision, recall, 2.0 * precision * recall / (precision + recall))
    }
}

fn closed(niches: &BTreeSet<NicheId>) -> BTreeSet<NicheId> {
    niches.iter().flat_map(|niche| niche.closure()).copied().collect()
}

fn slugs(text: &str) -> BTreeSet<NicheId> {
    text.split(',').filter(|slug| !slug.is_empty()).map(|slug| slug.parse().unwrap()).collect()
}

#[test]
fn the_classifier_finds_the_niches_that_people_find() {
    let Some(folder) = niches() else { return };
    let table = std::fs::read_to_string(folder.join("truth.tsv")).unwrap();
    let (mut score, mut bare, mut left_bare) = (Score::default(), 0, 0);
    for row in table.lines().skip(1) {
        let columns: Vec<&str> = row.split('\t').collect();
        let [source, name, group, description, truth, tags] = columns[..] else { panic!("{row}") };
        let topics: Vec<String> =
            tags.split('+').filter(|tag| !tag.is_empty()).map(|tag| format!("confs.tech/{tag}")).collect();
        let organizer = Some(group).filter(|group| !group.is_empty());
        let text = Text { name, organizer, description: Some(description), keywords: &[] };
        let is_technical = ["confs.tech", "developers.events", "twir", "rladies"].contains(&source);
        let found = RESOLVER.classify_with(&text, &Vouched { topics: &topics, is_technical, ..Vouched::default() });
        let given: BTreeSet<NicheId> = found.niches.into_iter().map(|(niche, _)| niche).collect();
        let truth = slugs(truth);
        if truth.is_empty() {
            bare += 1;
            left_bare += usize::from(given.is_empty());
        }
        score.add(&closed(&truth), &closed(&given));
    }
    let (precision, recall, f1) = score.figures();
    println!("closed: P {precision:.3} R {recall:.3} F1 {f1:.3}; {left_bare} of {bare} other events left alone");
    assert!(f1 >= 0.85, "F1 {f1:.3}");
    assert!(left_bare * 20 >= bare * 17, "{left_bare} of {bare}");
}

#[test]
fn words_of_many_meanings_are_told_apart() {
    let table = include_str!("../../data/ambiguous.tsv");
    let (mut forbidden, mut wanted, mut missed) = (Vec::new(), 0, Vec::new());
    for row in table.lines().skip(1) {
        let columns: Vec<&str> = row.split('\t').collect();
        let [name, must, must_not] = columns[..] else { panic!("{row}") };
        let found = RESOLVER.classify(&Text { name, ..Text::default() });
        let given = closed(&found.niches.iter().map(|(niche, _)| *niche).collect());
        for niche in slugs(must_not).intersection(&given) {
            forbidden.push(format!("{name}: {niche} ({})", found.reasons.join(" | ")));
        }
        wanted += slugs(must).len();
        missed.extend(slugs(must).difference(&given).map(|niche| format!("{name}: {niche}")));
    }
    println!("{} of {wanted} wanted niches given; missed: {missed:?}", wanted - missed.len());
    assert!(forbidden.is_empty(), "{forbidden:#?}");
    assert!(missed.len() <= 3, "{missed:#?}");
}
