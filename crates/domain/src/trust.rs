//! How close a source stands to an event.

words! {
    /// How close a source stands to an event, the furthest first: what it says is believed in this order.
    pub enum Trust {
        /// It passes on what stands elsewhere: a list, an aggregator.
        Relay = "relay",
        /// It tells of pages of its own, or of none: a platform, a calendar.
        Publisher = "publisher",
        /// It is the organizer's own.
        Organizer = "organizer",
    }
}
