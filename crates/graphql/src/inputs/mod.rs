//! What clients write.

mod event_filter;
mod event_order;
mod near;
mod slice;

pub(crate) use event_filter::EventFilterInput;
pub(crate) use event_order::EventOrder;
pub(crate) use near::NearInput;
pub(crate) use slice::{SliceInput, cursor, forward};
