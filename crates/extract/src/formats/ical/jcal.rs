//! jCal, iCalendar written in JSON (RFC 7265), as the content lines it stands for: `["vcalendar", [properties],
//! [components]]`, a property being `[name, parameters, type, value, …]`.

use super::written::{Lines, params_of, time};
use crate::decode::Content;
use serde_json::{Map, Value};

/// How far into a text a calendar says that it is one, in bytes.
const LOOK_BYTES: usize = 64;

/// How deep components may be nested.
const DEPTH_MAX: usize = 16;

/// Whether this is a calendar, or a list of some.
pub(super) fn fits(content: &Content<'_>) -> bool {
    content.first() == Some(b'[') && content.start(LOOK_BYTES).contains("\"vcalendar\"")
}

/// Its content lines, or why there are none.
pub(super) fn lines(content: &Content<'_>) -> Result<Vec<u8>, String> {
    let mut lines = Lines::default();
    for value in content.json()? {
        match value.as_array().map(Vec::as_slice) {
            Some(list @ [Value::Array(_), ..]) => list.iter().for_each(|one| component(one, 0, &mut lines)),
            _ => component(value, 0, &mut lines),
        }
    }
    Ok(lines.finished())
}

/// §3.3: a component is its name, its properties and its components.
fn component(value: &Value, depth: usize, lines: &mut Lines) {
    let Some([Value::String(name), rest @ ..]) = value.as_array().map(Vec::as_slice) else { return };
    if depth > DEPTH_MAX {
        return;
    }
    lines.begin(name);
    let mut lists = rest.iter().filter_map(Value::as_array);
    lists.next().into_iter().flatten().for_each(|value| property(value, lines));
    lists.next().into_iter().flatten().for_each(|value| component(value, depth + 1, lines));
    lines.end(name);
}

/// §3.4: a property is its name, its parameters, the type of its values, and these.
fn property(value: &Value, lines: &mut Lines) {
    let Some([Value::String(name), Value::Object(params), Value::String(kind), values @ ..]) =
        value.as_array().map(Vec::as_slice)
    else {
        return;
    };
    let values: Vec<String> = values.iter().map(|value| of_kind(value, kind)).collect();
    lines.property(name, params_of(params_written(params), kind), &values.join(","));
}

fn params_written(params: &Map<String, Value>) -> impl Iterator<Item = (&str, Vec<&str>)> {
    params.iter().map(|(name, value)| {
        let values = match value {
            Value::Array(list) => list.iter().filter_map(Value::as_str).collect(),
            one => one.as_str().into_iter().collect(),
        };
        (name.as_str(), values)
    })
}

/// §3.5, §3.6: a value of a type, as iCalendar writes it.
fn of_kind(value: &Value, kind: &str) -> String {
    match value {
        // Structured values, and periods that are written as two.
        Value::Array(parts) => {
            let mark = if kind == "period" { "/" } else { ";" };
            parts.iter().map(|part| of_kind(part, kind)).collect::<Vec<_>>().join(mark)
        }
        Value::Object(rule) => rule_written(rule),
        Value::String(text) => time(text, kind),
        Value::Bool(truth) => truth.to_string().to_ascii_uppercase(),
        Value::Number(number) => number.to_string(),
        Value::Null => String::new(),
    }
}

/// §3.6.10: a rule's parts by their names.
fn rule_written(rule: &Map<String, Value>) -> String {
    let part = |value: &Value| match value {
        Value::String(text) => time(text, "date-time"),
        other => other.to_string(),
    };
    let parts = rule.iter().map(|(name, value)| {
        let values = match value {
            Value::Array(list) => list.iter().map(part).collect::<Vec<_>>().join(","),
            one => part(one),
        };
        format!("{}={values}", name.to_ascii_uppercase())
    });
    parts.collect::<Vec<_>>().join(";")
}
