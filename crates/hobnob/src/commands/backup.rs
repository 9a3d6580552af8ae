//! `hobnob backup`.

use std::path::Path;

use crate::{outcome::Outcome, settings::Settings, wiring};

pub(crate) async fn backup(file: &Path, settings: &Settings) -> Outcome {
    // A database of any shape is worth keeping: before an upgrade above all.
    let store = wiring::connected(settings).await?;
    store.backup(file).await?;
    let bytes = std::fs::metadata(file)?.len();
    super::say(&format!("The database is copied to {} ({bytes} bytes).", file.display()))
}
