//! hobnob is as right as it claims to be.

use hobnob_tests::{accuracy, corpus};

#[test]
fn real_input_is_read_as_rightly_as_promised() {
    let Some(corpus) = corpus() else { return };
    let measures = accuracy::measures(&corpus);
    print!("{}", accuracy::rows(&measures));
    let short: Vec<_> = measures.iter().filter(|measure| !measure.holds()).collect();
    assert!(short.is_empty(), "{short:#?}");
}
