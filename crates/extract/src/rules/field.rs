//! The fields of a listing that rules can fill.

use super::pick::Pick;

/// What a rule fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Name,
    StartsAt,
    EndsAt,
    StartsOn,
    EndsOn,
    StartTime,
    EndTime,
    Year,
    Description,
    Place,
    Venue,
    Address,
    Locality,
    Region,
    Country,
    PostalCode,
    Latitude,
    Longitude,
    Link,
    Key,
    Organizer,
    OrganizerUrl,
    Status,
    Mode,
    Kind,
    Price,
    Image,
    Keywords,
    Language,
    JoinUrl,
    CallForPapers,
    CallForPapersUrl,
}

/// What each is called in rules; `date` is another word for `starts_on`.
pub(super) const NAMES: [(&str, Field); 33] = [
    ("name", Field::Name),
    ("starts_at", Field::StartsAt),
    ("ends_at", Field::EndsAt),
    ("starts_on", Field::StartsOn),
    ("date", Field::StartsOn),
    ("ends_on", Field::EndsOn),
    ("start_time", Field::StartTime),
    ("end_time", Field::EndTime),
    ("year", Field::Year),
    ("description", Field::Description),
    ("place", Field::Place),
    ("venue", Field::Venue),
    ("address", Field::Address),
    ("locality", Field::Locality),
    ("region", Field::Region),
    ("country", Field::Country),
    ("postal_code", Field::PostalCode),
    ("latitude", Field::Latitude),
    ("longitude", Field::Longitude),
    ("link", Field::Link),
    ("key", Field::Key),
    ("organizer", Field::Organizer),
    ("organizer_url", Field::OrganizerUrl),
    ("status", Field::Status),
    ("mode", Field::Mode),
    ("kind", Field::Kind),
    ("price", Field::Price),
    ("image", Field::Image),
    ("keywords", Field::Keywords),
    ("language", Field::Language),
    ("join_url", Field::JoinUrl),
    ("call_for_papers", Field::CallForPapers),
    ("call_for_papers_url", Field::CallForPapersUrl),
];

/// The field so called.
pub(super) fn named(name: &str) -> Option<Field> {
    NAMES.iter().find(|(known, _)| *known == name).map(|(_, field)| *field)
}

impl Field {
    /// Whether it is an address: of an element that links, the link is meant and not its text.
    pub(super) const fn is_address(self) -> bool {
        matches!(self, Self::Link | Self::OrganizerUrl | Self::Image | Self::JoinUrl | Self::CallForPapersUrl)
    }

    /// Whether several values make sense.
    pub(super) const fn is_list(self) -> bool {
        matches!(self, Self::Keywords)
    }
}

/// A field with its picks: the first that gives something counts.
#[derive(Clone, Debug)]
pub(super) struct FieldRule {
    pub(super) field: Field,
    /// The key it was written under.
    pub(super) name: String,
    pub(super) picks: Vec<Pick>,
}
