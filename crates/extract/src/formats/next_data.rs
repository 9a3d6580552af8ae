//! Pages of Next.js and Apollo: what they say in their state, found by its shape.

use super::state;
use serde_json::Value;

/// The state of a Next.js page: the JSON of its script `__NEXT_DATA__`. None when there is none.
#[allow(dead_code, reason = "sites call it")]
pub(crate) fn next_data(text: &str) -> Option<Value> {
    state::by_id(text, "__NEXT_DATA__")
}
