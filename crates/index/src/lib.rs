//! Takes events, answers filters: which events are yours, in order of start, counted and sliced, from memory.
//!
//! [`EventFilter::matches`](hobnob_domain::EventFilter::matches) over
//! [`occurrences`](hobnob_domain::occurrences) is the specification; property tests hold every answer equal to it. This
//! crate must never read a store, a clock or a network, and never keep anything that could not be told again: it is
//! derived from derived state and can be dropped at any time.
//!
//! Events are held in segments: columns in order of start, bitmaps of every value that filters ask for, cells of places,
//! postings of words. Changes make small new segments, which are merged in the background. A snapshot shares all segments
//! with the one before it.

mod apply;
mod bitmaps;
mod brief;
mod candidates;
mod cells;
mod doc;
mod entry;
mod facets;
mod hits;
mod index;
mod kept;
mod lists;
mod matching;
mod query;
mod question;
mod saved;
mod segment;
mod settle;
mod snapshot;
mod special;
mod text;
mod window;

pub use facets::Facets;
pub use index::{EVENTS_KEPT, Index};
pub use query::{Answer, Row};
pub use snapshot::Snapshot;
pub use window::{SERIES_AHEAD, SERIES_PAST};
