//! The nouns of hobnob and the rules that hold for them: facts about events in, occurrences and answers out.
//!
//! This crate must never read a clock, a file or a network, and its types derive no serialisation: each edge writes its
//! own counterpart and takes these structs apart whole, so that a new field can't be forgotten silently.
//!
//! Reading order is the way a fact travels: **Page → Listing → Draft → Event → Occurrence → Calendar**.

#[macro_use]
mod word;

pub mod calendar;
pub mod call_for_papers;
pub mod change;
pub mod clock;
pub mod clock_words;
pub mod country;
pub mod date_words;
pub mod draft;
pub mod event;
pub mod filter;
pub mod filter_line;
pub mod filter_words;
pub mod found_place;
pub mod geo;
pub mod goal;
pub mod id;
pub mod kind;
pub mod letter;
pub mod listing;
pub mod mail_address;
pub mod mail_keys;
pub mod niche;
pub mod occurrence;
pub mod offer;
pub mod order;
pub mod organizer;
pub mod page;
pub mod pair;
pub mod personal_calendar;
pub mod problem;
pub mod provenance;
pub mod query_string;
pub mod recurrence;
pub mod relation;
pub mod returned;
pub mod rooms;
pub mod schedule;
pub mod search;
pub mod secret;
pub mod sitting;
pub mod slice;
pub mod source;
pub mod source_entry;
pub mod source_run;
pub mod status;
pub mod subscriber;
pub mod text;
pub mod trust;
pub mod unread_filter;
pub mod venue;
pub mod weekly;

pub use calendar::{Calendar, CalendarOptions, CancelledPolicy};
pub use call_for_papers::{CallForPapers, ClosingDay};
pub use change::{Change, ChangeKind, Summary, changes};
pub use clock::Clock;
pub use country::Countries;
pub use draft::{Draft, Rejection, SeriesRole};
pub use event::{Claim, Event, Facts, Identity, Standing};
pub use filter::{EventFilter, Near};
pub use found_place::{Area, FoundPlace, PlaceError, PlaceFinder};
pub use geo::{BadCountryCode, CountryCode, Point};
pub use goal::Goal;
pub use id::{CalendarId, EventId, ListingId, OrganizerId, SeriesId, SourceId, SubscriberId};
pub use kind::EventKind;
pub use letter::{LetterKind, LetterState};
pub use listing::{
    CallForPapersWords, KnownListing, Listing, OfferWords, OrganizerWords, PlaceWords, Prose, TimeWords, Words,
};
pub use mail_address::{BadMailAddress, MailAddress, without_addresses};
pub use mail_keys::MailKeys;
pub use niche::{NicheId, UnknownNiche};
pub use occurrence::{Occurrence, Spot, last_start, occurrences, occurrences_around, occurrences_of, weekday_of_code};
pub use offer::Offer;
pub use order::EventOrder;
pub use organizer::Organizer;
pub use page::{Extraction, Page};
pub use pair::{Decision, Finding, Match, MatchReason, Pair, Verdict};
pub use personal_calendar::{
    CalendarChoice, CalendarChoices, CalendarFault, CalendarSettings, ChoiceKind, Colour, KeptChoice, PersonalCalendar,
};
pub use problem::{Phase, Problem};
pub use provenance::{EventField, FieldProvenance, LostClaim, Reason};
pub use query_string::FilterError;
pub use recurrence::{Override, Recurrence, RecurrenceRule};
pub use relation::{EventKey, KeyRole, Relations};
pub use returned::{Returned, ReturnedKind};
pub use schedule::{Schedule, Span};
pub use secret::{BadSecret, SECRET_BYTES, SealingKey, Secret, SecretHash};
pub use slice::{Cursor, Slice};
pub use source::{Format, Source, SourceHints, SourceSpec, SourceState, Validators, is_worn_out};
pub use source_entry::{EntryFault, SOURCE_URL_BYTES_MAX, SourceEntry};
pub use source_run::{RunEnding, SourceRun};
pub use status::{AttendanceMode, EventStatus};
pub use subscriber::{Subscriber, SubscriberState, Told, ToldEvent, Wishes};
pub use trust::Trust;
pub use unread_filter::{UnreadFilter, without_lost_niches};
pub use venue::Venue;
pub use weekly::WeeklyHour;
pub use word::UnknownWord;
