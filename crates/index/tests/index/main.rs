//! The index's answers against its specification, slice by slice and change by change.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that can't go on should say so")]

mod applying;
mod made;
mod saving;
mod slices;
mod specification;
