//! What we believe.

use std::hash::{Hash as _, Hasher as _};

use crate::{
    AttendanceMode, CallForPapers, EventId, EventKind, EventStatus, Goal, ListingId, NicheId, Offer, Organizer,
    Schedule, SourceId, Summary, Venue,
};
use chrono::{DateTime, Utc};
use rustc_hash::FxHasher;

/// Typed facts about an event: what one listing claims (in a draft) or what we believe (in an event).
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    /// One line of plain text.
    pub name: String,
    /// Plain text, paragraphs parted by empty lines.
    pub description: Option<String>,
    /// The event's own page, `http` or `https`.
    pub url: String,
    /// What sort of gathering.
    pub kind: EventKind,
    /// Whether it takes place.
    pub status: EventStatus,
    /// How one takes part.
    pub attendance_mode: AttendanceMode,
    /// When.
    pub schedule: Schedule,
    /// Where; none when it is online or nobody says.
    pub venue: Option<Venue>,
    /// Further places it is at, in the listing's order; none unless there is a venue.
    pub more_venues: Vec<Venue>,
    /// Where on the network.
    pub join_url: Option<String>,
    /// Who invites.
    pub organizer: Option<Organizer>,
    /// The most specific niches, ordered; broader ones follow from the taxonomy.
    pub niches: Vec<NicheId>,
    /// What it does for a career, ordered.
    pub goals: Vec<Goal>,
    /// The sources' free words, ordered.
    pub keywords: Vec<String>,
    /// ISO 639-1, lower case.
    pub language: Option<String>,
    /// Whether it costs nothing, as far as anybody says.
    pub is_free: Option<bool>,
    /// What it costs.
    pub offers: Vec<Offer>,
    /// A picture.
    pub image_url: Option<String>,
    /// The invitation to speak.
    pub call_for_papers: Option<CallForPapers>,
}

words! {
    /// Whether the sources still stand by an event. A vanished listing is not a cancelled event.
    pub enum Standing {
        /// At least one source lists it, or it had begun before the last one dropped it.
        Confirmed = "confirmed",
        /// Every source's last complete run lacked it.
        Unconfirmed = "unconfirmed",
        /// So many complete runs lacked it that it is no longer shown.
        Gone = "gone",
    }
}

/// One source's part in what we believe.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Claim {
    /// The listing.
    pub listing_id: ListingId,
    /// Whose it is.
    pub source_id: SourceId,
    /// Where a person reads it.
    pub url: Option<String>,
}

/// What we believe about one event: the fold of all listings about it. Derived state: it can be thrown away.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// For ever.
    pub id: EventId,
    /// For ever: the UID in calendars.
    pub uid: String,
    /// Grows by one exactly when something a subscriber sees changed (RFC 5545 §3.8.7.4).
    pub sequence: u32,
    /// When we first knew.
    pub created_at: DateTime<Utc>,
    /// When something a subscriber sees last changed; whole seconds.
    pub revised_at: DateTime<Utc>,
    /// A digest of all that a subscriber sees: `sequence` grows exactly when it changes.
    pub fingerprint: String,
    /// What we believe.
    pub facts: Facts,
    /// Whether the sources stand by it.
    pub standing: Standing,
    /// Who says so, ordered by listing.
    pub claims: Vec<Claim>,
}

/// What must outlive the event: ground state, so that events can be thrown away and told again with the same UID and
/// sequence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The event's id.
    pub event_id: EventId,
    /// The event's UID.
    pub uid: String,
    /// The sequence it has reached.
    pub sequence: u32,
    /// When we first knew of it.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub revised_at: DateTime<Utc>,
    /// The digest of what it said then.
    pub fingerprint: String,
    /// What it said then, in short; none where that was not kept yet.
    pub summary: Option<Summary>,
}

impl Event {
    /// What must outlive it.
    pub fn identity(&self) -> Identity {
        Identity {
            event_id: self.id,
            uid: self.uid.clone(),
            sequence: self.sequence,
            created_at: self.created_at,
            revised_at: self.revised_at,
            fingerprint: self.fingerprint.clone(),
            summary: Some(Summary::of(self)),
        }
    }

    /// A number that another state of the event hardly has: what is kept of an event is good as long as it is the same. For
    /// use within one process.
    pub fn state(&self) -> u32 {
        let mut hasher = FxHasher::default();
        (&self.fingerprint, self.sequence, self.revised_at.timestamp_micros()).hash(&mut hasher);
        self.created_at.timestamp_micros().hash(&mut hasher);
        (self.standing, &self.facts.name, &self.facts.url, &self.facts.description).hash(&mut hasher);
        for claim in &self.claims {
            (claim.listing_id, claim.source_id).hash(&mut hasher);
        }
        u32::try_from(hasher.finish() >> 32).unwrap_or_default()
    }
}
