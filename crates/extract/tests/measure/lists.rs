//! Lists and feeds that other programs keep: how many events each has.

use super::{dump, json};
use hobnob_extract::extract;
use std::path::Path;

/// The files of a part, read by their content: how many give as many events as expected, of how many, and the others.
pub(crate) fn score(root: &Path, prefix: &str) -> (usize, usize, Vec<String>) {
    let counts = json(&root.join("COUNTS.json"));
    let (mut equal, mut all, mut differing) = (0, 0, Vec::new());
    for (file, count) in counts.as_object().unwrap().iter().filter(|(file, _)| file.starts_with(prefix)) {
        let Some(expected) = count["events"].as_u64() else { continue };
        let page = dump::page(&format!("https://example.org/{file}"), None, &std::fs::read(root.join(file)).unwrap());
        let found = extract(&page, None).listings.len() as u64;
        all += 1;
        if found == expected {
            equal += 1;
        } else {
            differing.push(format!("{file}: {found} of {expected}"));
        }
    }
    (equal, all, differing)
}
