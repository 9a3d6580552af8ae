//! The closed vocabularies.

use async_graphql::Enum;

/// The seven steps by which an engineer advances.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "hobnob_domain::Goal")]
pub(crate) enum Goal {
    /// Broaden one's skills.
    Skills,
    /// Understand architecture and design.
    Architecture,
    /// Contribute to open source.
    OpenSource,
    /// Find a mentor, or be one.
    Mentoring,
    /// Specialise in a niche.
    Specialization,
    /// Speak, write and be understood.
    Communication,
    /// Meet people.
    Networking,
}

/// What sort of gathering an event is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "hobnob_domain::EventKind")]
pub(crate) enum EventKind {
    /// A regular evening of a group.
    Meetup,
    /// Days of talks with a programme.
    Conference,
    /// A conference whose programme is made by those who come.
    Unconference,
    /// Hands-on teaching of hours.
    Workshop,
    /// Teaching of several days or dates.
    Course,
    /// Building something against the clock.
    Hackathon,
    /// Contributors work on one project together.
    Sprint,
    /// One talk.
    Talk,
    /// One talk over the network.
    Webinar,
    /// Mentors meet mentees.
    Mentoring,
    /// People who learn one thing together.
    StudyGroup,
    /// Employers meet candidates.
    CareerFair,
    /// Food, drinks and company.
    Social,
    /// Anything else.
    Other,
}

/// How one takes part, as schema.org tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "hobnob_domain::AttendanceMode")]
pub(crate) enum AttendanceMode {
    /// At a venue.
    Offline,
    /// Over the network.
    Online,
    /// Either, as one likes.
    Mixed,
}

/// Whether an event takes place, as schema.org tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "hobnob_domain::EventStatus")]
pub(crate) enum EventStatus {
    /// It takes place as announced.
    Scheduled,
    /// It will take place, nobody knows when.
    Postponed,
    /// It has a new date.
    Rescheduled,
    /// It takes place, but online.
    MovedOnline,
    /// It does not take place.
    Cancelled,
}

/// Whether a source is being watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "hobnob_domain::SourceState")]
pub(crate) enum SourceState {
    /// It is fetched when due.
    Active,
    /// An operator stopped it.
    Paused,
    /// It is gone or failed too long; looked at once a week.
    Parked,
}

/// How a run over a source ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "hobnob_domain::RunEnding")]
pub(crate) enum RunEnding {
    /// Everything the source lists was read.
    Exhausted,
    /// A limit of one run was reached before the end: pages, bytes, depth or listings.
    PageCap,
    /// The list went on and on without anything new.
    CursorStuck,
    /// The source said the same as last time.
    Unchanged,
    /// It could not be read, or not to its end, or what it said was not to be believed at once.
    Failed,
}

/// The step at which something was odd.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "hobnob_domain::Phase")]
pub(crate) enum ProblemPhase {
    /// Getting the page.
    Fetch,
    /// Reading the page.
    Extract,
    /// Understanding a listing.
    Draft,
}

/// In what way an event changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "hobnob_domain::ChangeKind")]
pub(crate) enum ChangeKind {
    /// It was not known before.
    Added,
    /// It does not take place.
    Cancelled,
    /// It will take place, nobody knows when.
    Postponed,
    /// It was announced to have a new date.
    Rescheduled,
    /// It takes place, but online.
    MovedOnline,
    /// It takes place after all.
    Restored,
    /// Another time.
    Moved,
    /// Another place.
    Venue,
    /// Another name.
    Renamed,
    /// Another way to take part.
    Mode,
    /// Somebody else invites.
    Organizer,
    /// It costs something now, or nothing any more.
    Price,
    /// There is a call for papers, or it closes at a known instant now.
    CfpAnnounced,
    /// The call for papers closes later.
    CfpExtended,
    /// The call for papers closes earlier.
    CfpShortened,
    /// There is no call for papers any more.
    CfpWithdrawn,
    /// No source lists it any more.
    Unconfirmed,
    /// No source has listed it for so long that it is no longer shown.
    Gone,
    /// A source lists it again.
    Reappeared,
    /// Something else that a subscriber sees: the description, tickets, a single sitting of a series.
    Edited,
}

/// What of an event somebody claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "hobnob_domain::EventField")]
pub(crate) enum EventField {
    /// What it is called.
    Name,
    /// What it is about.
    Description,
    /// Its own page.
    Url,
    /// What sort of gathering it is.
    Kind,
    /// Whether it takes place.
    Status,
    /// How one takes part.
    AttendanceMode,
    /// When.
    Schedule,
    /// Where.
    Venue,
    /// Where on the network.
    JoinUrl,
    /// Who invites.
    Organizer,
    /// Its niches.
    Niches,
    /// What it does for a career.
    Goals,
    /// The sources' own words.
    Keywords,
    /// The language it is held in.
    Language,
    /// Whether it costs nothing.
    IsFree,
    /// What it costs.
    Offers,
    /// A picture.
    ImageUrl,
    /// The invitation to speak.
    CallForPapers,
}

/// Why one claim is believed and not another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "hobnob_domain::Reason")]
pub(crate) enum ProvenanceReason {
    /// Nobody else says anything.
    Only,
    /// Everybody who says anything says the same.
    Agreed,
    /// What all say together is believed.
    Merged,
    /// It is a claim, and the other is what silence says.
    Claimed,
    /// Its source still shows it, and the other's does not.
    Shown,
    /// It agrees with the other and says more.
    Specific,
    /// Its source stands closer to the event.
    Trust,
    /// Its words changed later.
    Fresh,
    /// Nothing tells them apart but which came first.
    Order,
}

/// What is thought of two listings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "hobnob_domain::Verdict")]
pub(crate) enum Verdict {
    /// They are about one event, and are merged.
    Same,
    /// They may be: a person decides, until then they are apart.
    Ambiguous,
    /// They are about two events.
    Different,
}

/// What the owner of a calendar says of an event, an organizer or a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "hobnob_domain::ChoiceKind")]
pub(crate) enum CalendarChoiceKind {
    /// This event is left out.
    Hidden,
    /// This event stays, whatever the filters say.
    Pinned,
    /// This organizer's events are left out.
    Muted,
    /// All of this organizer's events are in it.
    Followed,
    /// Nothing of this series any more: no other evening, no later edition.
    Ended,
}

/// A colour of a calendar, by its CSS name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "hobnob_domain::Colour")]
pub(crate) enum CalendarColour {
    /// #008080
    Teal,
    /// #4169E1
    Royalblue,
    /// #2E8B57
    Seagreen,
    /// #9932CC
    Darkorchid,
    /// #B22222
    Firebrick,
    /// #4682B4
    Steelblue,
    /// #D2691E
    Chocolate,
    /// #4B0082
    Indigo,
}

/// How a calendar tells of a cancelled event. Clients differ: Google drops what is cancelled without a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "hobnob_domain::CancelledPolicy")]
pub(crate) enum CancelledPolicy {
    /// "Cancelled: " stands before the name, and the time is not blocked; every client shows it.
    Mark,
    /// As RFC 5545 says: its status is cancelled.
    Rfc,
    /// It is left out.
    Drop,
}
