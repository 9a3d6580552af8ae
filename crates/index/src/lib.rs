//! Takes events, answers filters: which events are yours, in order of start, counted and sliced, from memory.
//!
//! [`EventFilter::matches`](hobnob_domain::EventFilter::matches) over
//! [`occurrences`](hobnob_domain::occurrences) is the specification; property tests hold every answer equal to it. This
//! crate must never read a store, a clock or a network, and never keep anything that could not be told again: it is
//! derived from derived state and can be dropped at any time.
//!
//! The first version is a vector of sittings in order of start and a scan with the predicate. Bitmaps, cells and
//! postings can come behind [`Snapshot`] without a change for those who ask.

mod apply;
mod facets;
mod held;
mod index;
mod query;
mod question;
mod slots;
mod snapshot;

pub use facets::Facets;
pub use held::{SERIES_AHEAD, SERIES_PAST};
pub use index::Index;
pub use query::{Answer, Row};
pub use snapshot::Snapshot;
