//! Microformats as their parsers write them, in JSON (microformats.org/wiki/microformats2-json):
//! `{"items": [{"type": ["h-event"], "properties": {"name": ["…"], "start": ["…"]}}]}`. Sites publish it beside their pages,
//! and servers answer with it.

use super::item::{Item, Value as Said};
use super::{EVENTS_MAX, listing};
use crate::decode::Content;
use crate::formats::html;
use crate::formats::same::{self, Claim};
use crate::reading::Reading;
use memchr::memmem;
use serde_json::Value;
use url::Url;

/// How deep items may be nested.
const DEPTH_MAX: usize = 8;

/// Where items stand beside those that are listed.
const HOLDERS: [&str; 3] = ["items", "children", "item"];

/// Whether this is JSON with an event of microformats in it.
pub(crate) fn fits(content: &Content<'_>, _is_wanted: bool) -> bool {
    matches!(content.first(), Some(b'{' | b'['))
        && memmem::find(content.bytes(), b"\"h-event\"").is_some()
        && content.json().is_ok_and(|values| values.iter().any(|value| holds_event(value, 0)))
}

/// Reads every event.
pub(crate) fn read(content: &Content<'_>, reading: &mut Reading) {
    let base = &content.page.url;
    let mut claims = Vec::new();
    content.json().into_iter().flatten().for_each(|value| find(value, base, 0, &mut claims));
    html::push(same::merged(claims), base, reading);
}

/// Whether an object is an item of a kind: of any where none is given.
fn is_item(value: &Value, kind: Option<&str>) -> bool {
    let mut kinds = value.get("type").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let is_kind = kinds.any(|known| kind.map_or_else(|| known.starts_with("h-"), |kind| known == kind));
    is_kind && value.get("properties").is_some_and(Value::is_object)
}

/// The items directly in a value.
fn within(value: &Value) -> impl Iterator<Item = &Value> {
    let listed = value.as_array().into_iter().flatten();
    let held = HOLDERS.into_iter().filter_map(|name| value.get(name)).flat_map(|held| match held {
        Value::Array(items) => items.as_slice(),
        one => std::slice::from_ref(one),
    });
    listed.chain(held)
}

fn holds_event(value: &Value, depth: usize) -> bool {
    is_item(value, Some("h-event")) || (depth < DEPTH_MAX && within(value).any(|inner| holds_event(inner, depth + 1)))
}

fn find(value: &Value, base: &Url, depth: usize, claims: &mut Vec<Claim>) {
    if depth > DEPTH_MAX || claims.len() >= EVENTS_MAX {
        return;
    }
    if is_item(value, Some("h-event")) {
        claims.extend(listing::claim(&item(value, 0), base));
    }
    within(value).for_each(|inner| find(inner, base, depth + 1, claims));
}

/// An item with its properties.
fn item(value: &Value, depth: usize) -> Item {
    let kind = value.get("type").and_then(|kinds| kinds.get(0)).and_then(Value::as_str).unwrap_or_default();
    let mut item = Item::new(kind);
    for (name, values) in value.get("properties").and_then(Value::as_object).into_iter().flatten() {
        for value in values.as_array().map_or(std::slice::from_ref(values), Vec::as_slice) {
            if let Some(said) = said(value, depth) {
                item.add(name, said);
            }
        }
    }
    item
}

/// A value: text, marked-up text with the text it is, a picture with what it shows, an item.
fn said(value: &Value, depth: usize) -> Option<Said> {
    let text = |name: &str| value.get(name).and_then(Value::as_str);
    match value {
        Value::String(text) => Some(Said::Text(text.clone())),
        Value::Number(number) => Some(Said::Text(number.to_string())),
        Value::Object(_) if is_item(value, None) => {
            let inner = (depth < DEPTH_MAX).then(|| item(value, depth + 1))?;
            let name = text("value").or_else(|| inner.text("name")).unwrap_or_default().to_owned();
            Some(Said::Item(inner, name))
        }
        Value::Object(_) => {
            text("html").map(|html| Said::Html(html.to_owned())).or_else(|| Some(Said::Text(text("value")?.to_owned())))
        }
        Value::Null | Value::Bool(_) | Value::Array(_) => None,
    }
}
