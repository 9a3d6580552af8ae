//! `hobnob backup`.

use std::path::Path;

use crate::{outcome::Outcome, settings::Settings};
use hobnob_store::Store;

pub(crate) async fn backup(file: &Path, settings: &Settings) -> Outcome {
    // A database of any shape is worth keeping: before an upgrade above all.
    let store = Store::connect(&settings.database_url).await?;
    store.backup(file).await?;
    let bytes = std::fs::metadata(file)?.len();
    super::say(&format!("The database is copied to {} ({bytes} bytes).", file.display()))
}
