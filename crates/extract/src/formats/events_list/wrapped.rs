//! Rows that hold their event in a field of its own: `{"node": {…}}`, `{"event": {…}}`, and with its id beside it,
//! `{"id": 7, "attributes": {…}}`, `{"type": "Feature", "geometry": {…}, "properties": {…}}`.

use super::tree::Node;
use crate::rows::Row;
use serde_json::Value;
use std::borrow::Cow;

/// Fields that hold the event and nothing is lost of what stands beside.
const WHOLE: [&str; 5] = ["event", "node", "item", "resource", "data"];

/// Fields that hold most of it.
const MOST: [&str; 6] = ["attributes", "fields", "properties", "acf", "meta", "_source"];

/// How often rows are unwrapped.
const DEPTH_MAX: usize = 3;

/// The event of a row.
pub(super) fn unwrapped(row: &Node) -> Cow<'_, Node> {
    let mut inner = row;
    for _ in 0..DEPTH_MAX {
        if Row::of(inner).is_event() {
            return Cow::Borrowed(inner);
        }
        // What is not dated yet is not dated by when it was written.
        let mut undated = None;
        for part in MOST.iter().filter_map(|key| inner.get(*key)?.as_object()) {
            let whole = merged(inner, part);
            if Row::of(&whole).is_event() {
                return Cow::Owned(whole);
            }
            undated.get_or_insert(whole);
        }
        match WHOLE.iter().find_map(|key| inner.get(*key)?.as_object()) {
            Some(next) => inner = next,
            None => return undated.map_or(Cow::Borrowed(row), Cow::Owned),
        }
    }
    if Row::of(inner).is_event() { Cow::Borrowed(inner) } else { Cow::Borrowed(row) }
}

/// Whether a field says when the row was written, and nothing of its event.
fn is_of_row(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    key.starts_with("date") || ["created", "updated", "modified", "published"].iter().any(|word| key.contains(word))
}

/// What a field says, and beside it what it leaves out.
fn merged(outer: &Node, inner: &Node) -> Node {
    let mut whole = inner.clone();
    for (key, value) in outer.iter().filter(|(key, value)| !value.is_array() && !is_of_row(key)) {
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
    whole
}
