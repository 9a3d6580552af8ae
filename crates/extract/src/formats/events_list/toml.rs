//! Lists of events in TOML: `[[events]]`.

use serde_json::{Map, Value};

/// How far into a document its first list may begin, in lines.
const LINES_MAX: usize = 200;

/// Whether a line begins an array of tables, before anything that no TOML has.
pub(super) fn is_likely(start: &str) -> bool {
    let is_table = |line: &str| {
        let name = line.strip_prefix("[[").and_then(|rest| rest.strip_suffix("]]"));
        name.is_some_and(|name| {
            !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "._- ".contains(c))
        })
    };
    let mut lines = start.lines().take(LINES_MAX).map(str::trim).filter(|line| !line.is_empty());
    let is_toml = |line: &&str| line.starts_with(['#', '[', '"', ']']) || line.contains('=');
    lines.by_ref().take_while(is_toml).any(is_table)
}

/// The document as the tree that JSON has.
pub(in crate::formats) fn read(text: &str) -> Result<Value, &'static str> {
    let table: Result<toml::Table, _> = text.parse();
    table.map(|table| Value::Object(fields(table))).map_err(|_| "it is not TOML to its end")
}

fn fields(table: toml::Table) -> Map<String, Value> {
    table.into_iter().map(|(key, value)| (key, value_of(value))).collect()
}

fn value_of(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => Value::from(number),
        toml::Value::Float(number) => Value::from(number),
        toml::Value::Boolean(truth) => Value::Bool(truth),
        toml::Value::Datetime(moment) => Value::String(moment.to_string()),
        toml::Value::Array(list) => list.into_iter().map(value_of).collect(),
        toml::Value::Table(table) => Value::Object(fields(table)),
    }
}
