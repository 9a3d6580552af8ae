//! One source's claim about one event, in the source's own words: nothing is interpreted yet.

use crate::{ListingId, SourceId};
use chrono::{DateTime, Utc};

/// One source's claim about one event.
#[derive(Clone, Debug, PartialEq)]
pub struct Listing {
    /// Identifies the claim within its source for as long as it is listed, through new dates and titles where the
    /// source allows: the UID (and recurrence id), the event's address, or what the row calls itself.
    pub key: String,
    /// Where a person reads it.
    pub url: Option<String>,
    /// What it says.
    pub words: Words,
}

/// Text as it stood in the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Prose {
    /// Nothing to take out.
    Plain(String),
    /// HTML, not sanitised.
    Html(String),
}

/// A moment as it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TimeWords {
    /// The text: `20260301T180000Z`, `2026-03-01T18:00-07:00`, `2026-03-01`.
    pub text: String,
    /// The zone named beside it, as written: `Europe/Berlin`, `W. Europe Standard Time`.
    pub zone: Option<String>,
}

/// What a listing says, field by field.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Words {
    /// The UID the source publishes.
    pub uid: Option<String>,
    /// The name.
    pub name: Option<String>,
    /// What it is about.
    pub description: Option<Prose>,
    /// When it starts.
    pub start: Option<TimeWords>,
    /// When it ends.
    pub end: Option<TimeWords>,
    /// Whether a date as `end` is the first day that is over (iCalendar) and not the last day (everywhere else).
    pub end_is_exclusive: bool,
    /// How long it takes, ISO 8601: `PT2H`.
    pub duration: Option<String>,
    /// The zone of times that name none, as written.
    pub zone: Option<String>,
    /// RRULE values.
    pub rules: Vec<String>,
    /// RDATE values; a period has its end or its length behind a slash.
    pub dates: Vec<TimeWords>,
    /// EXDATE values.
    pub exclusions: Vec<TimeWords>,
    /// Which instance of the series with the same `uid` this listing changes; with `rules`, it changes all later ones too.
    pub recurrence_id: Option<TimeWords>,
    /// `CANCELLED`, `https://schema.org/EventPostponed`, `open`.
    pub status: Option<String>,
    /// `https://schema.org/OnlineEventAttendanceMode`, `online`, `hybrid`.
    pub mode: Option<String>,
    /// `Hackathon`, `conference`; a type or category that says what sort of gathering it is.
    pub kind: Option<String>,
    /// Where; several where the source names several.
    pub places: Vec<PlaceWords>,
    /// Where to take part online.
    pub join_url: Option<String>,
    /// Who invites.
    pub organizer: Option<OrganizerWords>,
    /// What it costs.
    pub offers: Vec<OfferWords>,
    /// `isAccessibleForFree` and its like.
    pub is_free: Option<bool>,
    /// A picture.
    pub image_url: Option<String>,
    /// CATEGORIES, keywords, tags: free words.
    pub keywords: Vec<String>,
    /// Tags of a vocabulary we map to niches: `confs.tech/rust`.
    pub topics: Vec<String>,
    /// BCP 47 or a list of codes, as written.
    pub language: Option<String>,
    /// The invitation to speak.
    pub call_for_papers: Option<CallForPapersWords>,
    /// The address of the event it is part of.
    pub super_event: Option<String>,
    /// When the source says it last changed this.
    pub revised: Option<TimeWords>,
}

impl Words {
    /// Whether they tell of more than one sitting.
    pub const fn repeats(&self) -> bool {
        !self.rules.is_empty() || !self.dates.is_empty()
    }
}

/// A place as it was written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlaceWords {
    /// Free text that may hold all of the below: `LOCATION`.
    pub text: Option<String>,
    /// The house.
    pub name: Option<String>,
    /// Street and number.
    pub address: Option<String>,
    /// The town.
    pub locality: Option<String>,
    /// State or province.
    pub region: Option<String>,
    /// Code or name of the country.
    pub country: Option<String>,
    /// Post code.
    pub postal_code: Option<String>,
    /// Degrees north.
    pub latitude: Option<f64>,
    /// Degrees east.
    pub longitude: Option<f64>,
}

/// Who invites, as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrganizerWords {
    /// The name.
    pub name: Option<String>,
    /// Their page.
    pub url: Option<String>,
}

/// What it costs, as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OfferWords {
    /// "Early bird".
    pub name: Option<String>,
    /// The amount.
    pub price: Option<String>,
    /// The currency.
    pub currency: Option<String>,
    /// Where it is sold.
    pub url: Option<String>,
}

/// The invitation to speak, as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CallForPapersWords {
    /// From when.
    pub opens: Option<TimeWords>,
    /// Until when.
    pub closes: Option<TimeWords>,
    /// Where.
    pub url: Option<String>,
}

/// A listing with what we know of its life: ground state, never lost and never deleted with its event.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownListing {
    /// Its id.
    pub id: ListingId,
    /// Whose claim it is.
    pub source_id: SourceId,
    /// The claim.
    pub listing: Listing,
    /// When we first read it.
    pub first_seen_at: DateTime<Utc>,
    /// When its words last changed.
    pub changed_at: DateTime<Utc>,
    /// How many complete runs in a row lacked it.
    pub missing_runs: u32,
    /// The first of those runs.
    pub missing_since: Option<DateTime<Utc>>,
}
