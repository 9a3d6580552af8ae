//! Answers that are no calendars: each must be recognised, so that it costs no event.

use std::path::Path;

use super::{Measure, read};

pub(super) fn measures(corpus: &Path) -> Vec<Measure> {
    let mut measure = Measure::new("Errors dressed as answers that are recognised", 1.0);
    for file in read::files(&corpus.join("bad-responses")) {
        let name = file.strip_prefix(corpus).expect("inside").display().to_string();
        if name.ends_with("index.json") {
            continue;
        }
        let extraction = read::extraction(corpus, &name);
        let is_recognised =
            extraction.listings.is_empty() && !extraction.is_complete && !extraction.problems.is_empty();
        measure.count((!is_recognised).then(|| format!("{name}: taken for an answer")));
    }
    vec![measure]
}
