//! Takes a calendar and its events, gives RFC 5545 text: the same rows, the same bytes.
//!
//! [`render`] writes a feed, [`render_calls_for_papers`] its quiet layer of deadlines. Both are pure: what changes the
//! bytes is a changed row, never the clock. `DTSTAMP` and `LAST-MODIFIED` are the event's own `revised_at`, lists are
//! ordered, a series is one UID with its rule and its changed instances.
//!
//! This crate must never read a clock or a network, never let a source's text reach a line unescaped, and never write
//! a line that a strict reader refuses: what can't be written soundly (a rule nobody understands, a link that is none)
//! is written in a plainer way or left out.

mod block;
mod blocks;
mod call;
mod colour;
mod describe;
mod header;
mod lines;
mod moment;
mod observance;
mod prose;
mod remark;
mod render;
mod rule;
mod series;
mod text;
mod told;
mod vevent;
mod vtimezone;
mod why;

pub use blocks::Blocks;
pub use remark::{Remark, Remarks};
pub use render::{
    BYTES_MAX, EVENTS_MAX, Entry, Rendered, Renderer, assemble, nearest_future_first, render, render_calls_for_papers,
};
pub use text::{Layer, Text};
