//! Things with an id of their own, and what ids look like: the noun, a line, a short word.

use crate::types::{EventNode, SourceNode};
use async_graphql::{ID, Interface};
use hobnob_domain::{EventFilter, EventId, OrganizerId, SourceId, query_string::write_filter};
use std::fmt::Display;

/// Anything that has an id of its own and can be asked for by it.
#[derive(Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "Opaque, unique among everything, and the same for ever."))]
pub(crate) enum Node {
    Event(EventNode),
    Source(SourceNode),
}

/// What an id points at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Event(EventId),
    Source(SourceId),
}

impl Target {
    /// Reads `event_…` or `source_…`.
    pub(crate) fn read(id: &str) -> Option<Self> {
        let (kind, _) = id.split_once('_')?;
        match kind {
            EventId::KIND => id.parse().ok().map(Self::Event),
            SourceId::KIND => id.parse().ok().map(Self::Source),
            _ => None,
        }
    }
}

/// The global id of an event.
pub(crate) fn event_id(id: EventId) -> ID {
    global(EventId::KIND, id)
}

/// The global id of a source.
pub(crate) fn source_id(id: SourceId) -> ID {
    global(SourceId::KIND, id)
}

/// The global id of an organizer.
pub(crate) fn organizer_id(id: OrganizerId) -> ID {
    global(OrganizerId::KIND, id)
}

/// The global id of something of that kind.
pub(crate) fn global(kind: &str, word: impl Display) -> ID {
    ID(format!("{kind}_{word}"))
}

/// An id for what a filter asks for, so that client caches can keep it: FNV-1a (64 bit) over the filter as written.
pub(crate) fn filter_word(filter: &EventFilter) -> String {
    const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0100_0000_01b3;
    let mut hash = OFFSET;
    for (key, value) in write_filter(filter) {
        for byte in key.bytes().chain([b'=']).chain(value.bytes()).chain([b'&']) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(PRIME);
        }
    }
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_says_what_it_points_at() {
        assert_eq!(Target::read(&event_id(EventId::new(77))), Some(Target::Event(EventId::new(77))));
        assert_eq!(Target::read(&source_id(SourceId::new(5))), Some(Target::Source(SourceId::new(5))));
        assert_eq!(Target::read("2d"), None);
        assert_eq!(Target::read("venue_2d"), None);
        assert_eq!(Target::read("event_"), None);
    }
}
