//! Prints how right hobnob is on real calendars, as rows of the table in `docs/accuracy.md`; what was wrong goes to standard
//! error.

fn main() {
    let Some(corpus) = hobnob_tests::corpus() else { return };
    let measures = hobnob_tests::accuracy::measures(&corpus);
    print!("{}", hobnob_tests::accuracy::rows(&measures));
    for measure in measures.iter().filter(|measure| !measure.wrong.is_empty()) {
        eprintln!("\n{}:\n  {}", measure.what, measure.wrong.join("\n  "));
    }
}
