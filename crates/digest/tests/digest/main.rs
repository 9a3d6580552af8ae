//! What a letter tells, how it is written, and what becomes of it on the way.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that can't go on should say so")]

mod changes;
mod choosing;
mod consent;
mod families;
mod letters;
mod made;
mod mail;
mod outside;
mod relay;
mod scores;
mod sending;
mod signing;
mod weeks;
