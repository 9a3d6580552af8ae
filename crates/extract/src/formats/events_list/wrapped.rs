//! Rows that hold their event in a field of its own: `{"node": {…}}`, `{"event": {…}}`, and with its id beside it,
//! `{"id": 7, "attributes": {…}}`, `{"type": "Feature", "geometry": {…}, "properties": {…}}`.

use super::tree::Node;
use crate::rows::Row;
use serde_json::Value;
use std::borrow::Cow;

/// Fields that hold the event and nothing is lost of what stands beside.
const WHOLE: [&str; 5] = ["event", "node", "item", "resource", "data"];

/// Fields that hold most of it.
const MOST: [&str; 5] = ["attributes", "fields", "properties", "acf", "meta"];

/// How often rows are unwrapped.
const DEPTH_MAX: usize = 3;

/// The event of a row.
pub(super) fn unwrapped(row: &Node) -> Cow<'_, Node> {
    let mut inner = row;
    for _ in 0..DEPTH_MAX {
        if Row::of(inner).is_event() {
            return Cow::Borrowed(inner);
        }
        if let Some(most) = MOST.iter().find_map(|key| merged(inner, inner.get(*key)?.as_object()?)) {
            return Cow::Owned(most);
        }
        match WHOLE.iter().find_map(|key| inner.get(*key)?.as_object()) {
            Some(next) => inner = next,
            None => return Cow::Borrowed(row),
        }
    }
    if Row::of(inner).is_event() { Cow::Borrowed(inner) } else { Cow::Borrowed(row) }
}

/// What a field says, and beside it what it leaves out; none if that is no event.
fn merged(outer: &Node, inner: &Node) -> Option<Node> {
    let mut whole = inner.clone();
    for (key, value) in outer.iter().filter(|(_, value)| !value.is_array()) {
        let is_told = whole.get(key).is_some_and(|value| !value.is_null());
        let is_self = value.as_object().is_some_and(|value| std::ptr::eq(value, inner));
        if !is_told && !is_self {
            whole.insert(key.clone(), value.clone());
        }
    }
    // GeoJSON puts east before north.
    let coordinates = outer.get("geometry").and_then(|geometry| geometry.get("coordinates")).and_then(Value::as_array);
    if let Some([east, north, ..]) = coordinates.map(Vec::as_slice)
        && east.is_number()
        && north.is_number()
    {
        whole.entry("longitude").or_insert_with(|| east.clone());
        whole.entry("latitude").or_insert_with(|| north.clone());
    }
    Row::of(&whole).is_event().then_some(whole)
}
