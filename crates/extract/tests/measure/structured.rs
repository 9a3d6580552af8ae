//! Events in pages, in every syntax, against what reference readers found: by name and start.

use super::{dump, json, read, share};
use hobnob_domain::{Listing, text};
use serde_json::Value;
use std::path::Path;

/// The first of what may be a list.
fn first(value: &Value) -> Option<&str> {
    value.as_str().or_else(|| value.as_array()?.first()?.as_str())
}

/// A moment in one spelling: `2026-05-01 18:00:00-0700`.
pub(crate) fn moment(text: &str) -> String {
    let text = text.trim().replacen(['T', 't'], " ", 1).replace(".000", "");
    let (date, time) = text.split_once(' ').unwrap_or((&text, ""));
    let at = time.find(['+', '-', 'Z']).unwrap_or(time.len());
    let (clock, offset) = time.split_at(at);
    let clock = clock.replace(':', "");
    let clock = if clock.len() == 4 { format!("{clock}00") } else { clock };
    let offset = offset.replace(':', "");
    let offset = if offset.len() == 3 { format!("{offset}00") } else { offset };
    format!("{} {clock}{offset}", date.replace('-', ""))
}

pub(crate) type Told = (Option<String>, Option<String>);

fn told(name: Option<&str>, start: Option<&str>) -> Told {
    // Names in JSON-LD may have references, which are decoded by then.
    let name = name.map(|name| scraper::Html::parse_fragment(name).root_element().text().collect::<String>());
    (name.map(|name| text::folded(&name)), start.map(moment))
}

pub(crate) fn told_by(listing: &Listing) -> Told {
    let start = listing.words.start.as_ref().map(|start| start.text.as_str());
    (listing.words.name.as_deref().map(text::folded), start.map(moment))
}

/// What an expectation says: the events of the first syntax whose starts can be read, which is what a reader of several
/// should believe.
fn expected(expectation: &Value) -> Vec<Told> {
    let syntaxes = ["json-ld", "microdata", "h-event"].map(|syntax| expectation[syntax].as_array());
    let events: Vec<Vec<Told>> = syntaxes
        .into_iter()
        .flatten()
        .map(|events| {
            let told = |event: &Value| {
                told(first(&event["name"]), first(&event["startDate"]).or_else(|| first(&event["start"])))
            };
            events.iter().map(told).collect()
        })
        .collect();
    let is_broken = |(_, start): &Told| start.as_ref().is_some_and(|start| start.matches(['-', ':']).count() > 2);
    let readable = events.iter().find(|events| !events.iter().any(is_broken));
    readable.or(events.first()).cloned().unwrap_or_default()
}

/// What was found of a set of pages.
#[derive(Default)]
pub(crate) struct Score {
    pub(crate) found: usize,
    pub(crate) missed: Vec<String>,
    pub(crate) invented: Vec<String>,
}

impl Score {
    fn add(&mut self, file: &str, expected: Vec<Told>, listings: &[Listing]) {
        let mut left: Vec<Told> = listings.iter().map(told_by).collect();
        for event in expected {
            // An event that is repeated starts when its schedule says, and an instance of a course is called as the
            // course is; reference readers look at neither.
            let is_it = |told: &Told| {
                *told == event || (event.1.is_none() && told.0 == event.0) || (event.0.is_none() && told.1 == event.1)
            };
            match left.iter().position(is_it) {
                Some(at) => {
                    left.remove(at);
                    self.found += 1;
                }
                None => self.missed.push(format!("{file}: {event:?}")),
            }
        }
        self.invented.extend(left.iter().map(|told| format!("{file}: {told:?}")));
    }

    /// How much of what was read is there, and how much of what is there was read.
    pub(crate) fn precision_recall(&self) -> (f64, f64) {
        let of = |other: usize| share(self.found, self.found + other);
        (of(self.invented.len()), of(self.missed.len()))
    }
}

/// How many events each set has; all of them are found, and no other.
pub(crate) const SETS: [(&str, usize); 5] =
    [("calagator", 9), ("city-scrapers", 13), ("extruct", 77), ("platforms", 34), ("schemaorg", 57)];

/// Reads a set of pages.
pub(crate) fn score(root: &Path, set: &str) -> Score {
    let mut score = Score::default();
    let expectations = root.join("expected/structured");
    for expectation in dump::files(&expectations.join(set)) {
        let within = expectation.strip_prefix(&expectations).unwrap().with_extension("html");
        let extraction = read(&root.join("html").join(&within), None);
        score.add(within.to_str().unwrap(), expected(&json(&expectation)), &extraction.listings);
    }
    score
}
