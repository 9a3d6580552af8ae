//! Where readers sign up for letters.

use std::sync::Arc;

use hobnob_domain::MailKeys;
use tokio::sync::Notify;

/// Where readers sign up for letters.
#[derive(Clone, Debug)]
pub struct LetterDesk {
    /// What seals the links in letters.
    pub keys: MailKeys,
    /// Woken when a letter waits: for the write side in the same process.
    pub wake: Arc<Notify>,
}
