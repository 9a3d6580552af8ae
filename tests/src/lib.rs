//! Stories told to the real thing: the parts wired as in production, a web that is served on loopback, a clock that is
//! advanced by hand.
//!
//! This package holds no rule of the product; whatever a story needs to know, it asks the crates. One file under
//! `tests/` is one story.
#![allow(clippy::expect_used, clippy::missing_panics_doc, reason = "the frame of a test fails by panicking")]

pub mod accuracy;
mod app;
mod clock;
mod corpus;
mod databases;
pub mod fuzz;
mod kept_index;
mod passing;
mod post;
mod relay;
mod web;

pub use app::{App, mailing_worker, worker};
pub use clock::{FrozenClock, RunningClock};
pub use corpus::{are_required, corpus};
pub use databases::{for_each_address, for_each_database};
pub use kept_index::{hide_changes, keep_index};
pub use passing::{due_at, pass_time};
pub use post::Post;
pub use relay::{SlowRelay, TooMany};
pub use web::FakeWeb;
