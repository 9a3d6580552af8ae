//! Feeds as clients read them: what is told, how it is told, and that nothing else gets in.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that can't go on should say so")]

mod clocks;
mod facts;
mod feed;
mod hostile;
mod kept;
mod made;
mod series;
