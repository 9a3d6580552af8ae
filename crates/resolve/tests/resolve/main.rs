//! What the crate promises, tried from outside.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    reason = "tests"
)]

#[path = "../measure/mod.rs"]
mod measure;

mod clusters;
mod conflicts;
mod corpus;
mod dedupe;
mod drafts;
mod everyday;
mod folds;
mod in_utc;
mod niches;
mod places;
mod properties;
mod recurrence;
mod sample;
mod series;
mod times;
mod tongues;
mod whereabouts;
