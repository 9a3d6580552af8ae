//! Prints how rightly the pages of a corpus are read, as rows of the table in `docs/accuracy.md`; what differs goes to
//! standard error.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::panic,
    reason = "a measurement stops where it can't go on"
)]

#[path = "../tests/measure/mod.rs"]
mod measure;

use measure::{city, lists, microformats, share, structured};

fn main() {
    let Some(root) = measure::corpus() else { return };
    for (set, _) in structured::SETS {
        let score = structured::score(&root, set);
        let (precision, recall) = score.precision_recall();
        let truth = format!("{} events in the pages of {set}", score.found + score.missed.len());
        row(
            "events in pages, by name and start",
            &truth,
            &format!("precision {precision:.4}, recall {recall:.4}"),
            "0.99",
        );
        fault(&score.missed);
        fault(&score.invented);
    }
    let cases = microformats::event_cases(&root);
    let right = cases.iter().filter(|(_, differing)| differing.is_empty()).count();
    row(
        "event cases of the microformats suite, every property",
        &format!("{} cases", cases.len()),
        &of(right, cases.len()),
        "1",
    );
    for (prefix, what) in [("lists/", "lists that others keep"), ("ics/suites/", "calendars of parser suites")] {
        let (equal, all, differing) = lists::score(&root, prefix);
        row(&format!("{what}: number of events right"), &format!("{all} files"), &of(equal, all), "0.95");
        fault(&differing);
    }
    let city::Score { pages, total, differing } = city::score(&root);
    let right = total - differing.len();
    row(
        "pages of a city read by rules: names, starts, ends, numbers",
        &format!("{pages} pages"),
        &of(right, total),
        "0.97",
    );
    fault(&differing);
}

fn row(what: &str, truth: &str, figure: &str, asked: &str) {
    println!("| {what} | {truth} | {figure} | {asked} |");
}

fn of(right: usize, all: usize) -> String {
    format!("{right} of {all} ({:.4})", share(right, all))
}

fn fault(differing: &[String]) {
    differing.iter().for_each(|line| eprintln!("  {line}"));
}
