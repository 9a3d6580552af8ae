//! What was odd on the way.

words! {
    /// The step at which something was odd.
    pub enum Phase {
        /// Getting the page.
        Fetch = "fetch",
        /// Reading the page.
        Extract = "extract",
        /// Understanding a listing.
        Draft = "draft",
    }
}

/// Something odd that did not stop us; shown to the operator on the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where on the way.
    pub phase: Phase,
    /// What was odd, with the place it was found at and, where there is one, the cure.
    pub message: String,
}

impl Problem {
    /// A problem of the given phase.
    pub fn new(phase: Phase, message: impl Into<String>) -> Self {
        Self { phase, message: message.into() }
    }
}
