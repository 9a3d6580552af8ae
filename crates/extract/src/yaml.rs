//! YAML as lists of events are kept in: scalars stay the text they were written as, so that a date is no number and
//! `NO` is no truth value. An alias is a copy, and copies count: a few lines can't become a billion.

use saphyr_parser::{Event, Parser, ScalarStyle};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The deepest nesting read.
const DEPTH_MAX: usize = 32;

/// So many values a text may have, copies included.
const VALUES_MAX: usize = 200_000;

/// So many bytes of text, copies included.
const BYTES_MAX: usize = 16 * 1024 * 1024;

/// The first document of a text. An error says that there is none, or why it can't be read.
pub(crate) fn value(text: &str) -> Result<Value, String> {
    documents(text, 1)?.into_iter().next().ok_or_else(|| "it is empty".to_owned())
}

/// All documents of a text that say something. An error says where one is broken, or which bound they pass.
pub(crate) fn values(text: &str) -> Result<Vec<Value>, String> {
    documents(text, usize::MAX)
}

fn documents(text: &str, most: usize) -> Result<Vec<Value>, String> {
    let mut tree = Tree::default();
    let mut documents = Vec::new();
    for event in Parser::new_from_str(text) {
        let (event, _) = event.map_err(|error| error.to_string())?;
        match event {
            Event::Scalar(text, style, anchor, _) => {
                let is_null = style == ScalarStyle::Plain && matches!(&*text, "" | "~" | "null" | "Null" | "NULL");
                let value = if is_null { Value::Null } else { Value::String(text.into_owned()) };
                tree.put(value, anchor)?;
            }
            Event::SequenceStart(anchor, _) => tree.open(Node::List(Vec::new()), anchor)?,
            Event::MappingStart(anchor, _) => tree.open(Node::Fields(Map::new(), None), anchor)?,
            Event::SequenceEnd | Event::MappingEnd => tree.close()?,
            Event::Alias(anchor) => {
                let copied = tree.anchors.get(&anchor).cloned().unwrap_or_default();
                tree.put(copied, 0)?;
            }
            Event::DocumentEnd => {
                documents.extend(tree.whole.take().filter(|whole| !whole.is_null() || most == 1));
                if documents.len() >= most {
                    break;
                }
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) => {}
        }
    }
    Ok(documents)
}

/// A value that is being read.
enum Node {
    List(Vec<Value>),
    /// The fields, and the key whose value comes next.
    Fields(Map<String, Value>, Option<String>),
}

#[derive(Default)]
struct Tree {
    open: Vec<(Node, usize)>,
    whole: Option<Value>,
    anchors: BTreeMap<usize, Value>,
    values: usize,
    bytes: usize,
}

impl Tree {
    fn open(&mut self, node: Node, anchor: usize) -> Result<(), String> {
        if self.open.len() >= DEPTH_MAX {
            return Err(format!("it is nested deeper than {DEPTH_MAX} levels"));
        }
        self.open.push((node, anchor));
        Ok(())
    }

    fn close(&mut self) -> Result<(), String> {
        let Some((node, anchor)) = self.open.pop() else { return Ok(()) };
        let value = match node {
            Node::List(list) => Value::Array(list),
            Node::Fields(fields, _) => Value::Object(fields),
        };
        self.attach(value, anchor)
    }

    /// Takes a value that was not read piece by piece.
    fn put(&mut self, value: Value, anchor: usize) -> Result<(), String> {
        self.count(&value)?;
        self.attach(value, anchor)
    }

    fn attach(&mut self, value: Value, anchor: usize) -> Result<(), String> {
        if anchor > 0 {
            self.count(&value)?;
            self.anchors.insert(anchor, value.clone());
        }
        match self.open.last_mut() {
            None => self.whole = Some(value),
            Some((Node::List(list), _)) => list.push(value),
            Some((Node::Fields(fields, key), _)) => match key.take() {
                None => *key = Some(value.as_str().unwrap_or_default().to_owned()),
                Some(key) if key == "<<" => merge(fields, value),
                Some(key) => {
                    fields.insert(key, value);
                }
            },
        }
        Ok(())
    }

    /// Counts a value and all within against the bounds.
    fn count(&mut self, value: &Value) -> Result<(), String> {
        let mut waiting = vec![value];
        while let Some(value) = waiting.pop() {
            self.values += 1;
            match value {
                Value::String(text) => self.bytes += text.len(),
                Value::Array(list) => waiting.extend(list),
                Value::Object(fields) => waiting.extend(fields.values()),
                Value::Null | Value::Bool(_) | Value::Number(_) => {}
            }
            if self.values > VALUES_MAX || self.bytes > BYTES_MAX {
                return Err(format!("it has more than {VALUES_MAX} values or {BYTES_MAX} bytes of text"));
            }
        }
        Ok(())
    }
}

/// `<<`: the fields of another mapping, where this one does not have them.
fn merge(fields: &mut Map<String, Value>, value: Value) {
    if let Value::Object(others) = value {
        for (key, value) in others {
            fields.entry(key).or_insert(value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn scalars_stay_text() {
        let text =
            "---\n# events\n- name: 'Rust: the night'\n  start: 2026-03-01\n  country: NO\n  end:\n- - 1\n  - ~\n";
        let meant =
            json!([{"name": "Rust: the night", "start": "2026-03-01", "country": "NO", "end": null}, ["1", null]]);
        assert_eq!(value(text), Ok(meant));
    }

    #[test]
    fn a_text_may_have_several_documents() {
        let text = "---\nname: a\n---\n---\nname: b\n...\n";
        assert_eq!(values(text), Ok(vec![json!({"name": "a"}), json!({"name": "b"})]));
        assert_eq!((values(""), value("").is_err()), (Ok(Vec::new()), true));
    }

    #[test]
    fn an_alias_is_a_copy() {
        let text = "base: &b {city: Graz, zone: AoE}\nnight: {<<: *b, city: Linz}\nother: *b\n";
        let base = json!({"city": "Graz", "zone": "AoE"});
        assert_eq!(value(text), Ok(json!({"base": base, "night": {"zone": "AoE", "city": "Linz"}, "other": base})));
    }

    #[test]
    fn copies_of_copies_end() {
        let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for n in 1..12 {
            let copies = format!("*a{}, ", n - 1).repeat(10);
            text.push_str(&format!("a{n}: &a{n} [{copies}]\n"));
        }
        assert!(value(&text).is_err_and(|error| error.contains("more than 200000 values")));
        assert!(value(&"- ".repeat(100)).is_err_and(|error| error.contains("nested deeper")));
    }

    proptest::proptest! {
        #[test]
        fn any_text_can_be_tried(text in "[-:?&*!|>'\"%@`{}\\[\\],#a-c0-9\n\t ]{0,120}") {
            let _ = value(&text);
        }
    }
}
