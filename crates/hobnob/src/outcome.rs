//! How a command ends.

use std::process::ExitCode;

/// Why a command did not do what was asked.
#[derive(Debug)]
pub(crate) enum Fault {
    /// The command line was at fault: exit 2.
    Usage(String),
    /// The world was: exit 1.
    Failed(anyhow::Error),
}

/// What a command gives.
pub(crate) type Outcome<T = ()> = Result<T, Fault>;

impl<E: Into<anyhow::Error>> From<E> for Fault {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

/// A fault of the command line, with its cure in the text.
pub(crate) fn usage(fault: impl std::fmt::Display) -> Fault {
    Fault::Usage(fault.to_string())
}

/// Tells the fault on standard error and gives the exit code. A reader that closed the pipe is no failure.
pub(crate) fn end(outcome: Outcome) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(Fault::Usage(fault)) => {
            eprintln!("error: {fault}");
            ExitCode::from(2)
        }
        Err(Fault::Failed(error)) => {
            let closed = error.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
            if closed == Some(std::io::ErrorKind::BrokenPipe) {
                return ExitCode::SUCCESS;
            }
            eprintln!("error: {}", told(&error));
            ExitCode::FAILURE
        }
    }
}

/// An error with its causes, each said once: some say theirs themselves.
fn told(error: &anyhow::Error) -> String {
    error.chain().map(ToString::to_string).fold(String::new(), |told, cause| match told.as_str() {
        "" => cause,
        told if told.contains(&cause) => told.to_owned(),
        told => format!("{told}: {cause}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_that_was_said_is_not_said_again() {
        let closed = || std::io::Error::other("the disk is full");
        let twice = anyhow::Error::new(hobnob_store::StoreError::Io(closed())).context("no export");
        assert_eq!(told(&twice), "no export: the export can't be read or written: the disk is full");
        assert_eq!(told(&anyhow::Error::new(closed()).context("no export")), "no export: the disk is full");
    }
}
