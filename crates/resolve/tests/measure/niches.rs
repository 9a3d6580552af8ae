//! Niches: `truth.tsv`, closed over `broader`, and `ambiguous.tsv`.

use std::{collections::BTreeSet, path::Path};

use hobnob_domain::NicheId;
use hobnob_resolve::{Resolver, Text, Vouched};

use super::{Part, Score};

/// What came out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Report {
    pub(crate) rows: usize,
    pub(crate) closed: Score,
    /// Events without a professional niche, and how many of them were given none.
    pub(crate) bare: usize,
    pub(crate) left_bare: usize,
    /// Rows that are not as they should be.
    pub(crate) faults: Vec<String>,
}

pub(crate) fn closed(niches: &BTreeSet<NicheId>) -> BTreeSet<NicheId> {
    niches.iter().flat_map(|niche| niche.closure()).copied().collect()
}

pub(crate) fn slugs(text: &str) -> BTreeSet<NicheId> {
    text.split(',').filter(|slug| !slug.is_empty()).map(|slug| slug.parse().unwrap()).collect()
}

/// What an operator writes down about a source whose events are all about one thing.
fn vouched_by(source: &str) -> BTreeSet<NicheId> {
    slugs(match source {
        "rladies" => "r-lang,women-in-tech",
        "twir" => "rust",
        "developers.events" => "software-development",
        _ => "",
    })
}

pub(crate) fn measure(resolver: &Resolver, folder: &Path, part: Part) -> Report {
    let table = std::fs::read_to_string(folder.join("truth.tsv")).unwrap();
    let mut report = Report::default();
    for row in table.lines().skip(1) {
        let columns: Vec<&str> = row.split('\t').collect();
        let [source, name, group, description, truth, tags] = columns[..] else { panic!("{row}") };
        if !part.holds(name) {
            continue;
        }
        let topics: Vec<String> =
            tags.split('+').filter(|tag| !tag.is_empty()).map(|tag| format!("confs.tech/{tag}")).collect();
        let organizer = Some(group).filter(|group| !group.is_empty());
        let text = Text { name, organizer, description: Some(description), keywords: &[] };
        let is_technical = ["confs.tech", "developers.events", "twir", "rladies"].contains(&source);
        let niches: Vec<NicheId> = vouched_by(source).into_iter().collect();
        let vouched = Vouched { topics: &topics, niches: &niches, is_technical, ..Vouched::default() };
        let found = resolver.classify_with(&text, &vouched);
        let given: BTreeSet<NicheId> = found.niches.into_iter().map(|(niche, _)| niche).collect();
        let truth = slugs(truth);
        report.rows += 1;
        if truth.is_empty() {
            report.bare += 1;
            report.left_bare += usize::from(given.is_empty());
        }
        let (truth, given) = (closed(&truth), closed(&given));
        report.closed.add(&truth, &given);
        if truth != given {
            let told = |one: &BTreeSet<NicheId>, two: &BTreeSet<NicheId>| {
                one.difference(two).map(|niche| niche.slug()).collect::<Vec<_>>().join(",")
            };
            let (missed, wrong) = (told(&truth, &given), told(&given, &truth));
            report.faults.push(format!(
                "{source}: {name} [{group}] {tags}\n    missed {missed}; wrong {wrong}; {}",
                found.reasons.join(" | ")
            ));
        }
    }
    report
}

/// Words of many meanings.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ambiguity {
    pub(crate) forbidden: Vec<String>,
    pub(crate) wanted: usize,
    pub(crate) missed: Vec<String>,
}

pub(crate) fn ambiguity(resolver: &Resolver) -> Ambiguity {
    let table = include_str!("../../data/ambiguous.tsv");
    let mut found = Ambiguity::default();
    for row in table.lines().skip(1) {
        let columns: Vec<&str> = row.split('\t').collect();
        let [name, must, must_not] = columns[..] else { panic!("{row}") };
        let classified = resolver.classify(&Text { name, ..Text::default() });
        let given = closed(&classified.niches.iter().map(|(niche, _)| *niche).collect());
        for niche in slugs(must_not).intersection(&given) {
            found.forbidden.push(format!("{name}: {niche} ({})", classified.reasons.join(" | ")));
        }
        found.wanted += slugs(must).len();
        found.missed.extend(slugs(must).difference(&given).map(|niche| format!("{name}: {niche}")));
    }
    found
}
