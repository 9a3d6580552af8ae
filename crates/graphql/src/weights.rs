//! What documents cost, as it was measured before: the same document with variables of the same shape costs the same.

use std::sync::Arc;

use crate::{kept::Kept, limits::WEIGHTS_BYTES_KEPT, written::written};
use serde_json::{Map, Value};

/// What the cost of a document depends on, and whether it is sound.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Load {
    document: Arc<str>,
    operation: Option<String>,
    variables: String,
}

impl Load {
    pub(crate) fn new(document: &Arc<str>, operation: Option<&str>, variables: &Map<String, Value>) -> Self {
        let variables = Value::Object(variables.iter().map(|(key, value)| (key.clone(), shape(value))).collect());
        let operation = operation.map(str::to_owned);
        Self { document: Arc::clone(document), operation, variables: written(&variables) }
    }

    fn bytes(&self) -> usize {
        self.document.len() + self.variables.len() + self.operation.as_ref().map_or(0, String::len)
    }
}

/// A value, less what makes no difference to whether it is of a type and to how long a list is: which number with a point
/// it is, and which text, unless it may be the value of an enumeration.
fn shape(value: &Value) -> Value {
    match value {
        Value::Number(number) if number.is_f64() => Value::from(0.5),
        Value::String(text) if !may_be_word(text) => Value::from("a"),
        Value::Array(values) => Value::Array(values.iter().map(shape).collect()),
        Value::Object(fields) => Value::Object(fields.iter().map(|(key, value)| (key.clone(), shape(value))).collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

/// Whether a text is written as our enumerations' values are.
fn may_be_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
}

/// What sound documents cost.
pub(crate) struct Weights(Kept<Load, usize>);

impl Weights {
    pub(crate) fn new() -> Self {
        Self(Kept::new(WEIGHTS_BYTES_KEPT))
    }

    pub(crate) fn get(&self, load: &Load) -> Option<usize> {
        self.0.get(load)
    }

    pub(crate) fn put(&self, load: Load, cost: usize) {
        let bytes = load.bytes();
        self.0.put(load, cost, bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn of(value: Value) -> String {
        Load::new(&"{a}".into(), None, value.as_object().unwrap()).variables
    }

    #[test]
    fn only_what_makes_no_difference_is_left_away() {
        let berlin = json!({"filter": {"niches": ["rust"], "near": {"latitude": 52.5, "radiusKm": 30}}});
        let paris = json!({"filter": {"niches": ["go"], "near": {"latitude": 48.9, "radiusKm": 30}}});
        assert_eq!(of(berlin), of(paris));
        for (one, other) in [
            (json!({"first": 1}), json!({"first": 2})),
            (json!({"first": 1}), json!({"first": 1.5})),
            (json!({"first": 1}), json!({"first": "1"})),
            (json!({"mode": "ONLINE"}), json!({"mode": "OFFLINE"})),
            (json!({"mode": "ONLINE"}), json!({"mode": "online"})),
            (json!({"at": null}), json!({"at": "x"})),
            (json!({"at": true}), json!({"at": false})),
            (json!({"at": []}), json!({"at": ["x"]})),
            (json!({"at": "x"}), json!({"to": "x"})),
        ] {
            assert_ne!(of(one.clone()), of(other.clone()), "{one} {other}");
        }
    }
}
