//! How lists of events are sorted.

use async_graphql::Enum;

/// How a list of events is sorted; events that are equal so by start, then by id.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
#[graphql(remote = "hobnob_domain::EventOrder")]
pub(crate) enum EventOrder {
    /// By the instant of the start, the earliest first.
    #[default]
    StartsAt,
    /// By the distance from the middle of `near`, the nearest first; events that are nowhere come last. Needs `near`.
    Distance,
    /// By how well the words of `query` are answered, the best first: in the name before in the keywords, the organizer and
    /// the venue, in those before in the description. Needs `query`.
    Relevance,
    /// By when we first knew of the event, the newest first.
    Newest,
}
