//! How right hobnob is, counted on real input: each measure asks the crates what they make of saved pages and compares
//! it with what is known to be true. One list of measures serves the test that holds them and the table in
//! `docs/accuracy.md`.

mod bad;
mod calendars;
mod read;
mod timeline;

use std::path::Path;

/// One thing counted.
#[derive(Clone, Debug)]
pub struct Measure {
    /// What was looked at.
    pub what: String,
    /// How many were as they should be…
    pub right: usize,
    /// …of so many.
    pub of: usize,
    /// The share that is asked for, from 0 to 1.
    pub asked: f64,
    /// What was not as it should be, a line each.
    pub wrong: Vec<String>,
}

impl Measure {
    fn new(what: &str, asked: f64) -> Self {
        Self { what: what.to_owned(), right: 0, of: 0, asked, wrong: Vec::new() }
    }

    /// Counts one case; `wrong` says what was wrong with it.
    fn count(&mut self, wrong: Option<String>) {
        self.of += 1;
        match wrong {
            None => self.right += 1,
            Some(line) => self.wrong.push(line),
        }
    }

    /// The share that was right; 0 of nothing.
    #[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "counts are far below 2^52")]
    pub fn share(&self) -> f64 {
        if self.of == 0 { 0.0 } else { self.right as f64 / self.of as f64 }
    }

    /// Whether it is as right as was asked.
    pub fn holds(&self) -> bool {
        self.of > 0 && self.share() >= self.asked
    }
}

/// Every measure over a corpus, in the order of the pipeline.
pub fn measures(corpus: &Path) -> Vec<Measure> {
    let mut all = calendars::measures(corpus);
    all.extend(timeline::measures(corpus));
    all.extend(bad::measures(corpus));
    all
}

/// The measures as rows of a table in Markdown: what was looked at, how much of it, how much was right, what is asked.
pub fn rows(measures: &[Measure]) -> String {
    let row = |measure: &Measure| {
        let Measure { what, right, of, asked, wrong: _ } = measure;
        let share = measure.share();
        format!("| {what} | {of} cases | {right} of {of} ({share:.4}) | {asked} |\n")
    };
    measures.iter().map(row).collect()
}
