//! Hand-made listing pages of a real city are read by rules, where the corpus is at hand.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::panic,
    reason = "a test that can't go on should stop"
)]

mod measure;

/// So many pages are read at least.
const PAGES_MIN: usize = 20;

#[test]
fn pages_of_a_city_are_read_by_rules() {
    let Some(root) = measure::corpus() else { return };
    let measure::city::Score { pages, total, differing } = measure::city::score(&root);
    let right = total - differing.len();
    println!("{pages} pages, {right} of {total} asserted values equal; {differing:#?}");
    assert!(pages >= PAGES_MIN, "{pages} pages");
    assert!(right * 100 >= total * 97, "{right} of {total}: {differing:#?}");
}
