//! Takes a reader and occurrences, gives a letter and sends it.
//!
//! [`choose`] picks what is worth a letter, [`compose`] writes it, a [`Mailer`] hands it over. Choosing and composing are
//! pure: the same rows, reader and instant give the same bytes, message id included, so that a letter that was planned
//! can be composed again after a crash and is still the same one.
//!
//! This crate must never read a clock or a store, never send a letter twice by itself, never let a source's words become
//! a header or markup, and never put a secret into an error.

mod address;
mod choose;
mod confirmation;
mod dkim;
mod entry;
mod kilometres;
mod letter;
mod links;
mod mailer;
mod message;
mod plain;
mod returned;
mod status;
mod view;
mod when;

pub use address::{AddressFault, Sender};
pub use choose::{
    Changed, Choice, Chosen, EVENTS_MAX, HEIR_APART, Score, Section, choose, is_due, is_news, may_be_heir,
};
pub use confirmation::compose_confirmation;
pub use dkim::{Signer, SignerError};
pub use letter::{HTML_BYTES_MAX, Letter, List, compose};
pub use links::Links;
pub use mailer::{CONNECTIONS_MAX, Directory, Mailer, MailerError, Memory, SendError, Smtp};
pub use returned::{is_mailbox, returned};
pub use status::says_no_mailbox;
