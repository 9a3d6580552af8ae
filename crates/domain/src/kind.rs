//! What sort of gathering an event is.

words! {
    /// The sort of gathering.
    pub enum EventKind {
        /// A regular evening of a group.
        Meetup = "meetup",
        /// Days of talks with a programme.
        Conference = "conference",
        /// A conference whose programme is made by those who come.
        Unconference = "unconference",
        /// Hands-on teaching of hours.
        Workshop = "workshop",
        /// Teaching of several days or dates.
        Course = "course",
        /// Building something against the clock.
        Hackathon = "hackathon",
        /// Contributors work on one project together.
        Sprint = "sprint",
        /// One talk.
        Talk = "talk",
        /// One talk over the network.
        Webinar = "webinar",
        /// Mentors meet mentees.
        Mentoring = "mentoring",
        /// People who learn one thing together.
        StudyGroup = "study_group",
        /// Employers meet candidates.
        CareerFair = "career_fair",
        /// Food, drinks and company.
        Social = "social",
        /// Anything else.
        Other = "other",
    }
}
