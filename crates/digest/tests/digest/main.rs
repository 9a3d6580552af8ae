//! What a letter tells, how it is written, and what becomes of it on the way.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that can't go on should say so")]

mod choosing;
mod letters;
mod made;
mod relay;
mod sending;
