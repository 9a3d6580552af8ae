//! Real input, read in place.

use std::path::PathBuf;

/// The corpus' folder: `HOBNOB_CORPUS`, else `../shared/corpus` beside the checkout. Where it is absent the story says
/// that it was skipped; with `HOBNOB_REQUIRE_STORIES` set it fails.
pub fn corpus() -> Option<PathBuf> {
    #[expect(clippy::disallowed_methods, reason = "stories find the corpus by it")]
    let named = std::env::var("HOBNOB_CORPUS").ok().map(PathBuf::from);
    let folder = named.unwrap_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/corpus")));
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(!are_required(), "HOBNOB_REQUIRE_STORIES is set and there is no corpus at {}", folder.display());
    eprintln!("skipped: no corpus at {}", folder.display());
    None
}

/// Whether a story that can't be told must fail.
pub fn are_required() -> bool {
    #[expect(clippy::disallowed_methods, reason = "CI says so by it")]
    let required = std::env::var("HOBNOB_REQUIRE_STORIES").is_ok_and(|value| !value.is_empty());
    required
}
