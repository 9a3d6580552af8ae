//! Letters on their way.

words! {
    /// Which mail a letter is.
    pub enum LetterKind {
        /// The weekly one.
        Weekly = "weekly",
        /// The question whether somebody wants it.
        Confirmation = "confirmation",
    }
}

words! {
    /// How far a letter has come. From `HandedOver` on it may be with its reader, so that it is never sent again.
    pub enum LetterState {
        /// It waits to be sent.
        Planned = "planned",
        /// A worker has it in hand.
        Claimed = "claimed",
        /// A worker is talking to the relay.
        HandedOver = "handed_over",
        /// The relay took it.
        Sent = "sent",
        /// The relay or its reader's address refused it for good.
        Failed = "failed",
        /// The talk with the relay ended in the middle: it was taken or not, and only a person can find out.
        Unknown = "unknown",
        /// It was not sent: it came too late, or its reader has left.
        Skipped = "skipped",
    }
}

impl LetterState {
    /// Whether nothing more becomes of it.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Sent | Self::Failed | Self::Unknown | Self::Skipped)
    }
}
