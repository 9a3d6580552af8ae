//! The same calendar on several days: what was added, removed and changed from one to the next.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use super::{Measure, read};
use hobnob_domain::Words;
use serde_json::Value;

pub(super) fn measures(corpus: &Path) -> Vec<Measure> {
    let mut measure =
        Measure::new("Steps of calendars over time with exactly the additions, removals and changes", 1.0);
    for expectation in read::files(&corpus.join("expected/timeline")) {
        let steps = read::json(&expectation);
        let mut before: Option<BTreeMap<String, Words>> = None;
        for step in steps.as_array().into_iter().flatten() {
            let file = step.get("file").and_then(Value::as_str).unwrap_or_default();
            let after = listings(corpus, file);
            if let Some(before) = &before {
                measure.count(difference(step, before, &after).map(|what| format!("{file}: {what}")));
            }
            before = Some(after);
        }
    }
    vec![measure]
}

fn listings(corpus: &Path, file: &str) -> BTreeMap<String, Words> {
    let listings = read::extraction(corpus, file).listings;
    listings.into_iter().map(|listing| (listing.words.uid.clone().unwrap_or(listing.key), listing.words)).collect()
}

fn difference(step: &Value, before: &BTreeMap<String, Words>, after: &BTreeMap<String, Words>) -> Option<String> {
    let keys = |words: &BTreeMap<String, Words>| words.keys().cloned().collect::<BTreeSet<_>>();
    let (was, is) = (keys(before), keys(after));
    let told = |name: &str| -> BTreeSet<String> {
        step.get(name)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect()
    };
    let changed: BTreeSet<String> =
        was.intersection(&is).filter(|key| before.get(*key) != after.get(*key)).cloned().collect();
    let changes: BTreeSet<String> =
        step.get("changed").and_then(Value::as_object).into_iter().flatten().map(|(key, _)| key.clone()).collect();
    let pairs = [
        ("added", is.difference(&was).cloned().collect(), told("added")),
        ("removed", was.difference(&is).cloned().collect(), told("removed")),
        ("changed", changed, changes),
    ];
    let wrong = pairs.into_iter().find(|(_, found, wanted)| found != wanted);
    wrong.map(|(what, found, wanted)| format!("{what} {found:?}, expected {wanted:?}"))
}
