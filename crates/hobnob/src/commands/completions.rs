//! `hobnob completions`.

use crate::{cli::Cli, outcome::Outcome};
use clap::CommandFactory;

pub(crate) fn completions(shell: clap_complete::Shell) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "hobnob", &mut script);
    super::say(&String::from_utf8_lossy(&script))
}
