//! How lists of events are sorted.

use crate::{Event, EventFilter, search::TextQuery};

words! {
    /// How a list of events is sorted; events that are equal so by start, then by id.
    #[derive(Default)]
    pub enum EventOrder {
        /// By start, the earliest first.
        #[default]
        StartsAt = "starts_at",
        /// By distance from the middle of `near`, the nearest first; what is nowhere comes last.
        Distance = "distance",
        /// By how well the words of the query are answered, the best first.
        Relevance = "relevance",
        /// By when we first knew of them, the newest first.
        Newest = "newest",
    }
}

/// The rank of what is nowhere.
pub const NOWHERE: i64 = i64::MAX;

impl EventOrder {
    /// An event's place under a filter: the lower, the earlier. By distance millimetres; by relevance the score, negative;
    /// newest first seconds since 1970, negative.
    pub fn rank(self, filter: &EventFilter, event: &Event) -> i64 {
        match self {
            Self::StartsAt => 0,
            Self::Distance => {
                let point = event.facts.venue.as_ref().and_then(|venue| venue.point);
                let both = filter.near.as_ref().zip(point);
                both.map_or(NOWHERE, |(near, point)| near.point.distance_mm(point))
            }
            Self::Relevance => {
                let query = filter.query.as_deref().map(TextQuery::read).unwrap_or_default();
                -i64::from(query.score(event).unwrap_or_default())
            }
            Self::Newest => -event.created_at.timestamp(),
        }
    }
}
