//! Ways to hand a letter over.

mod directory;
mod memory;
mod smtp;

pub use directory::Directory;
pub use memory::Memory;
pub use smtp::{CONNECTIONS_MAX, Smtp};

use std::{io, path::PathBuf};

use crate::{AddressFault, Letter, Sender, message::outgoing};

/// Where letters go.
#[derive(Clone, Debug)]
pub enum Mailer {
    /// To a relay.
    Smtp(Smtp),
    /// Into a directory, one `.eml` file each.
    Directory(Directory),
    /// Nowhere: kept in memory, for tests.
    Memory(Memory),
}

/// Why there is no mailer. Names the cure, never the address of the relay: that can hold a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailerError {
    /// Not an address of a relay.
    #[error("the relay's address is not like smtp://user:password@mail.example.org:587 or smtps://…")]
    Url,
    /// An unknown word after `tls=`.
    #[error("the relay's address may end with ?tls=required, ?tls=opportunistic or ?tls=none, and nothing else")]
    Tls,
}

/// Why a letter was not handed over, sorted by what may be done about it. Holds no password and no reader's address.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// The reader's address can't be written to: ask them for another.
    #[error("the reader's address can't be written to: {0}")]
    Recipient(#[from] AddressFault),
    /// The letter can't be written out: a mistake of ours.
    #[error("the letter can't be written out: {0}")]
    Unwritable(String),
    /// The relay was not reached, or refused us and not the letter. Nothing was handed over: try again.
    #[error("the relay can't be used: {says}")]
    Unreachable {
        /// What happened.
        says: String,
    },
    /// The relay says: not now (4xx). Nothing was handed over: try again later.
    #[error("the relay put the letter off ({code}): {says}")]
    Deferred {
        /// The SMTP reply code.
        code: u16,
        /// The reply.
        says: String,
    },
    /// The relay says: never (5xx). Don't try again.
    #[error("the relay refused the letter ({code}): {says}")]
    Refused {
        /// The SMTP reply code.
        code: u16,
        /// The reply.
        says: String,
    },
    /// The connection ended on the way: the letter may have been taken or not. Never send it again without a person's
    /// word.
    #[error("nobody knows whether the letter was taken: {says}")]
    Uncertain {
        /// What happened.
        says: String,
    },
    /// The file can't be written: try again.
    #[error("{path} can't be written")]
    Directory {
        /// Where.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl SendError {
    /// Whether the letter was surely not handed over and a later try may succeed.
    pub const fn may_be_tried_again(&self) -> bool {
        match self {
            Self::Unreachable { .. } | Self::Deferred { .. } | Self::Directory { .. } => true,
            Self::Recipient(_) | Self::Unwritable(_) | Self::Refused { .. } | Self::Uncertain { .. } => false,
        }
    }

    /// The same, without a reader's address that a relay repeated.
    fn without(mut self, reader: &str) -> Self {
        match &mut self {
            Self::Unreachable { says }
            | Self::Deferred { says, .. }
            | Self::Refused { says, .. }
            | Self::Uncertain { says } => *says = says.replace(reader, "…"),
            Self::Recipient(_) | Self::Unwritable(_) | Self::Directory { .. } => {}
        }
        self
    }

    /// What the relay said, where it said something.
    fn reply(self) -> String {
        match self {
            Self::Deferred { code, says } | Self::Refused { code, says } => format!("{code} {says}"),
            other => other.to_string(),
        }
    }
}

impl Mailer {
    /// Makes sure that letters can be handed over, where that can be known before one is: what fails here has given nothing
    /// away.
    pub async fn reach(&self) -> Result<(), SendError> {
        match self {
            Self::Smtp(smtp) => smtp.reach().await,
            Self::Directory(_) | Self::Memory(_) => Ok(()),
        }
    }

    /// Ends what [`reach`](Self::reach) and [`send`](Self::send) keep open, until it is needed again.
    pub async fn rest(&self) {
        if let Self::Smtp(smtp) = self {
            smtp.rest().await;
        }
    }

    /// Hands one letter over, once. Must be called within a Tokio runtime.
    pub async fn send(&self, letter: &Letter, from: &Sender) -> Result<(), SendError> {
        let outgoing = outgoing(letter, from)?;
        match self {
            Self::Smtp(smtp) => smtp.send(outgoing).await,
            Self::Directory(directory) => directory.write(letter, outgoing.bytes).await,
            Self::Memory(memory) => {
                memory.keep(letter, outgoing.bytes);
                Ok(())
            }
        }
    }
}
