//! What an event does for a career: the seven steps.

words! {
    /// The seven steps by which an engineer advances.
    pub enum Goal {
        /// Broaden one's skills.
        Skills = "skills",
        /// Understand architecture and design.
        Architecture = "architecture",
        /// Contribute to open source.
        OpenSource = "open_source",
        /// Find a mentor, or be one.
        Mentoring = "mentoring",
        /// Specialise in a niche.
        Specialization = "specialization",
        /// Speak, write and be understood.
        Communication = "communication",
        /// Meet people.
        Networking = "networking",
    }
}
