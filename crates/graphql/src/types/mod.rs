//! What clients read: one file per type. Each takes the domain's structs apart whole, so that a field the domain gains
//! can't be forgotten here.

mod calendar;
mod calendar_preview;
mod call_for_papers;
mod change;
mod change_connection;
mod claim;
mod country;
mod event;
mod event_connection;
mod facets;
mod listing;
mod niche;
mod occurrence;
mod occurrence_connection;
mod offer;
mod organizer;
mod page_info;
mod pair;
mod pair_connection;
mod place;
mod provenance;
mod source;
mod source_connection;
mod source_run;
mod venue;
mod words;

pub(crate) use calendar::{CalendarNode, secret_address};
pub(crate) use calendar_preview::CalendarPreview;
pub(crate) use call_for_papers::CallForPapers;
pub(crate) use change::ChangeNode;
pub(crate) use change_connection::{Asked, ChangeConnection, ChangeEdge};
pub(crate) use claim::Claim;
pub(crate) use country::Country;
pub(crate) use event::EventNode;
pub(crate) use event_connection::{EventConnection, EventEdge};
pub(crate) use facets::EventFacets;
pub(crate) use listing::{Listing, listing_id};
pub(crate) use niche::{Niche, niches_like};
pub(crate) use occurrence::OccurrenceNode;
pub(crate) use occurrence_connection::OccurrenceConnection;
pub(crate) use offer::Offer;
pub(crate) use organizer::Organizer;
pub(crate) use page_info::PageInfo;
pub(crate) use pair::{PairDecision, PairNode};
pub(crate) use pair_connection::PairConnection;
pub(crate) use place::Place;
pub(crate) use provenance::FieldProvenance;
pub(crate) use source::SourceNode;
pub(crate) use source_connection::SourceConnection;
pub(crate) use source_run::{Problem, SourceRun};
pub(crate) use venue::Venue;
pub(crate) use words::{
    AttendanceMode, CalendarChoiceKind, CalendarColour, CancelledPolicy, ChangeKind, EventField, EventKind,
    EventStatus, Goal, ProblemPhase, ProvenanceReason, RunEnding, SourceState, Verdict,
};
