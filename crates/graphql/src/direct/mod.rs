//! Rows written straight into the answer's JSON.
//!
//! The library asks every field of every row by itself, a future each, and builds a tree of values of them: for a page of
//! fifty events that is a thousand futures. Where every field that is asked for of a row lies at hand, the selection is
//! made a [`Plan`] once, and each row is written by it. Any other selection is the library's, whole. What the library would
//! say is the law: a property test compares the two, byte for byte.

mod event;
mod event_parts;
mod merging;
mod page;
mod plan;
mod rows;

pub(crate) use event::{EVENT, EVENT_EDGE};
pub(crate) use merging::merges;
pub(crate) use page::Page;
pub(crate) use plan::{Env, Plan, Selected, Shape, Step};
pub(crate) use rows::Rows;
