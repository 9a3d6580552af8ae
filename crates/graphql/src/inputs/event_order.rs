//! How lists of events are sorted.

use async_graphql::Enum;

/// How a list of events is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
pub(crate) enum EventOrder {
    /// By the instant of the start, the earliest first; events that start together by id.
    #[default]
    StartsAt,
}
