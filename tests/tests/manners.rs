//! How sources are treated: what a run reads, how it ends, when it comes back, and who is asked when.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a story fails by panicking")]

#[path = "manners/details.rs"]
mod details;
#[path = "manners/dying.rs"]
mod dying;
#[path = "manners/health.rs"]
mod health;
#[path = "manners/keeping.rs"]
mod keeping;
#[path = "manners/lacking.rs"]
mod lacking;
#[path = "manners/pace.rs"]
mod pace;
#[path = "manners/runs.rs"]
mod runs;
#[path = "manners/slow.rs"]
mod slow;
