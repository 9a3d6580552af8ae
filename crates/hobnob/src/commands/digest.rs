//! `hobnob digest`.

mod preview;

use crate::{cli::DigestCommand, outcome::Outcome, settings::Settings};

pub(crate) async fn digest(command: &DigestCommand, settings: &Settings) -> Outcome {
    match command {
        DigestCommand::Preview(args) => preview::preview(args, settings).await,
    }
}
