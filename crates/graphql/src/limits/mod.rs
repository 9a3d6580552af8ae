//! Limits on what one request may ask: everything that input can grow has one. They are part of the documentation.
//!
//! Each is checked before the work it bounds: bytes before tokens, tokens before parsing, the shape of the document
//! before the walks of validation (which take as long as the document is when its fragments are written out).

mod shape;
mod tokens;

use std::time::Duration;

pub(crate) use shape::check_shape;
pub(crate) use tokens::check_tokens;

/// The largest request body, in bytes.
pub const BODY_BYTES_MAX: usize = 64 * 1024;

/// The most tokens of a document.
pub const TOKENS_MAX: usize = 2_000;

/// The deepest nesting of brackets in a document.
pub const NESTING_MAX: usize = 40;

/// The most aliases of a document.
pub const ALIASES_MAX: usize = 50;

/// The most selections of a document once its fragments are written out.
pub const SELECTIONS_MAX: usize = 5_000;

/// The deepest nesting of selections.
pub const DEPTH_MAX: usize = 16;

/// The deepest nesting of selections and fragments.
pub const RECURSION_MAX: usize = 32;

/// The most directives of one field.
pub const DIRECTIVES_MAX: usize = 5;

/// The most a document may cost: one per field, times the length of the lists around it.
pub const COMPLEXITY_MAX: usize = 10_000;

/// How long an answer may take to be made.
pub const ANSWER_TIME_MAX: Duration = Duration::from_secs(5);

/// The largest answer, in bytes.
pub const ANSWER_BYTES_MAX: usize = 5 * 1024 * 1024;

/// Bytes of answers kept at hand.
pub(crate) const ANSWERS_BYTES_KEPT: usize = 192 * 1024 * 1024;

/// Bytes of documents kept for clients that send their digest.
pub(crate) const DOCUMENTS_BYTES_KEPT: usize = 8 * 1024 * 1024;

/// Bytes of what is known of the cost of documents.
pub(crate) const WEIGHTS_BYTES_KEPT: usize = 4 * 1024 * 1024;

/// Bytes of documents kept as they were read.
pub(crate) const UNDERSTOOD_BYTES_KEPT: usize = 16 * 1024 * 1024;

/// The largest document that is kept so, in bytes.
pub(crate) const DOCUMENT_BYTES_KEPT: usize = 32 * 1024;

/// The length of a slice when nobody says.
pub const SLICE_DEFAULT: usize = 20;

/// The longest slice.
pub const SLICE_MAX: usize = 100;

/// How many occurrences of one event are given when nobody says.
pub const OCCURRENCES_DEFAULT: usize = 10;

/// How many places are given when nobody says.
pub const PLACES_DEFAULT: usize = 10;

/// How many runs of one source are given when nobody says.
pub const SOURCE_RUNS_DEFAULT: usize = 10;

/// How many problems of one source are given when nobody says.
pub const PROBLEMS_DEFAULT: usize = 20;

/// What a list costs: the cost of one row for each row asked for. Arguments that are refused later count as none.
pub(crate) fn list_cost(first: Option<i32>, last: Option<i32>, default: usize, row: usize) -> usize {
    let asked = first.or(last).map_or(default, |length| usize::try_from(length).unwrap_or(0).min(SLICE_MAX));
    asked.saturating_mul(row).saturating_add(1)
}
