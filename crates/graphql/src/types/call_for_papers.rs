//! The invitation to speak.

use crate::{node::global, scalars::Instant};
use async_graphql::{ID, SimpleObject};
use hobnob_domain::EventId;

/// A call for papers: the invitation to speak at an event.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct CallForPapers {
    /// The call, for caches of clients.
    id: ID,
    /// When proposals are first taken.
    opens_at: Option<Instant>,
    /// When proposals are last taken. Where the source names only a day, the end of it Anywhere on Earth (UTC-12).
    closes_at: Option<Instant>,
    /// Where to propose.
    url: Option<String>,
    /// Whether a proposal can be handed in now; false for a call that names no end, and once the event has begun.
    is_open: bool,
}

impl CallForPapers {
    pub(crate) fn new(event: EventId, call: &hobnob_domain::CallForPapers, is_open: bool) -> Self {
        let hobnob_domain::CallForPapers { opens_at, closes_at, url } = call;
        Self {
            id: global("cfp", event),
            opens_at: opens_at.map(Instant::utc),
            closes_at: closes_at.map(Instant::utc),
            url: url.clone(),
            is_open,
        }
    }
}
