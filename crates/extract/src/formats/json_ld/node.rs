//! Values of JSON-LD, where a string may be an object or a list and the other way round.

use crate::text;
use serde_json::{Map, Value};

/// A JSON-LD node.
pub(super) type Node = Map<String, Value>;

/// The first text of a value: a string, a number, the value or name of an object, the first of a list that has one.
pub(in crate::formats) fn written(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Array(values) => values.iter().find_map(written),
        Value::Object(node) => ["@value", "name", "value"].iter().find_map(|key| node.get(*key).and_then(written)),
        Value::Null => None,
    }
}

/// The text as one line of prose.
pub(super) fn phrase(value: &Value) -> Option<String> {
    text::phrase(&written(value)?)
}

/// The text as a short word: a time, a status, a price.
pub(super) fn word(value: &Value) -> Option<String> {
    let written = match value {
        Value::Object(node) => written(value).or_else(|| node.get("@id").and_then(written)),
        Value::Array(values) => return values.iter().find_map(word),
        other => written(other),
    };
    text::line(&written?, text::WORD_BYTES_MAX)
}

/// The first address of a value: a string, or where an object is or has its content.
pub(super) fn address(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Array(values) => values.iter().find_map(address),
        Value::Object(node) => {
            ["url", "contentUrl", "@value", "@id"].iter().find_map(|key| node.get(*key).and_then(address))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

/// A number, also written as text.
pub(in crate::formats) fn number(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().replace(',', ".").parse().ok(),
        _ => None,
    };
    number.filter(|number| number.is_finite())
}

/// Yes or no, in the ways seen: `true`, `"True"`, `"http://schema.org/True"`, `"yes"`.
pub(super) fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(truth) => Some(*truth),
        Value::Array(values) => values.iter().find_map(truth),
        _ => match local_name(&word(value)?).to_ascii_lowercase().as_str() {
            "true" | "yes" => Some(true),
            "false" | "no" => Some(false),
            _ => None,
        },
    }
}

/// The items of a list; a single value is a list of one.
pub(super) fn items(value: Option<&Value>) -> &[Value] {
    match value {
        None | Some(Value::Null) => &[],
        Some(Value::Array(values)) => values,
        Some(value) => std::slice::from_ref(value),
    }
}

/// The last part of a name: `Event` of `https://schema.org/Event` and of `schema:Event`.
pub(in crate::formats) fn local_name(name: &str) -> &str {
    name.trim().rsplit(['/', '#', ':']).next().unwrap_or(name)
}

/// The types of a node, without their vocabulary.
pub(super) fn types(node: &Node) -> impl Iterator<Item = &str> {
    items(node.get("@type")).iter().filter_map(Value::as_str).map(local_name)
}

/// Whether a type is schema.org's Event or narrower.
pub(in crate::formats) fn is_event_type(name: &str) -> bool {
    name.ends_with("Event") || matches!(name, "Festival" | "Hackathon" | "EventSeries" | "CourseInstance")
}
