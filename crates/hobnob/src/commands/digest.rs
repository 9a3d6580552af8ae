//! `hobnob digest`.

mod preview;

use super::{bounces, letters};
use crate::{cli::DigestCommand, outcome::Outcome, settings::Settings};

pub(crate) async fn digest(command: &DigestCommand, settings: &Settings) -> Outcome {
    match command {
        DigestCommand::Preview(args) => preview::preview(args, settings).await,
        DigestCommand::Send(args) => letters::send(args, settings).await,
        DigestCommand::Subscribers(args) => letters::subscribers(args, settings).await,
        DigestCommand::Letters(args) => letters::letters(args, settings).await,
        DigestCommand::Bounces(args) => bounces::bounces(args, settings).await,
        DigestCommand::Lift(args) => bounces::lift(args, settings).await,
    }
}
