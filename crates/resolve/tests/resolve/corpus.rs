//! Where third parties' material is, if it is on this machine.

use std::path::PathBuf;

#[expect(clippy::disallowed_methods, reason = "tests find their material by it")]
fn folder(variable: &str, beside: &str) -> Option<PathBuf> {
    let here = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/");
    let folder = std::env::var(variable).map_or_else(|_| PathBuf::from(format!("{here}{beside}")), PathBuf::from);
    folder.is_dir().then_some(folder)
}

/// The corpus of feeds and pages.
pub(crate) fn corpus() -> Option<PathBuf> {
    let found = folder("HOBNOB_CORPUS", "corpus");
    if found.is_none() {
        println!("skipped: no corpus");
    }
    found
}
