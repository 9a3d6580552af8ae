//! What comes back: letters that did not arrive, complaints about them, and readers who leave by mail.

use chrono::{DateTime, Utc};

words! {
    /// What is said of a letter, or by its reader.
    pub enum ReturnedKind {
        /// Its address never will be reached.
        Hard = "hard",
        /// It did not arrive; another may.
        Soft = "soft",
        /// Its reader says that they did not want it.
        Complaint = "complaint",
        /// Its reader wants no more.
        Leave = "leave",
    }
}

/// Something that came back. Not for logs: it names whom it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Returned {
    /// What is said.
    pub kind: ReturnedKind,
    /// Whom the letter went to, as it is written; empty where that is not said.
    pub address: String,
    /// What stands in the links of the letter (see [`MailKeys::link`](crate::MailKeys::link)); empty where that is not said.
    pub link: String,
    /// The letter's Message-ID, with its angle brackets; empty where that is not said.
    pub message_id: String,
    /// Whether its address counts alone: somebody who proved who they are says so. A mail can be written by anybody, and
    /// counts by what only the letter told.
    pub is_vouched: bool,
    /// Tells it from others: the same one twice counts once. Empty where that is not said: then it is new each time.
    pub id: String,
    /// When it was said, where that is known.
    pub at: Option<DateTime<Utc>>,
    /// Why, for people; without the address.
    pub says: String,
}
