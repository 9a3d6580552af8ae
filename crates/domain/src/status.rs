//! Whether it takes place, and how one takes part.

words! {
    /// schema.org's five event statuses (<https://schema.org/EventStatusType>).
    pub enum EventStatus {
        /// It takes place as announced.
        Scheduled = "scheduled",
        /// It will take place, nobody knows when.
        Postponed = "postponed",
        /// It has a new date.
        Rescheduled = "rescheduled",
        /// It takes place, but online.
        MovedOnline = "moved_online",
        /// It does not take place.
        Cancelled = "cancelled",
    }
}

impl EventStatus {
    /// Whether one can go to it when it was to be.
    pub const fn takes_place(self) -> bool {
        !matches!(self, Self::Cancelled | Self::Postponed)
    }
}

words! {
    /// schema.org's three ways to take part (<https://schema.org/EventAttendanceModeEnumeration>).
    pub enum AttendanceMode {
        /// At a venue.
        Offline = "offline",
        /// Over the network.
        Online = "online",
        /// Either, as one likes.
        Mixed = "mixed",
    }
}
