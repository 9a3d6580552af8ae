//! `hobnob migrate`.

use crate::{outcome::Outcome, settings::Settings};
use hobnob_store::Store;

pub(crate) async fn migrate(settings: &Settings) -> Outcome {
    let store = Store::connect(&settings.database_url).await?;
    store.migrate().await?;
    super::say("The database has this program's shape.")
}
