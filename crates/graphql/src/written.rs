//! Writing JSON: not by way of a JSON value, which would forget the order of the fields, and not beyond a length.

use std::io::{self, Write as _};

use async_graphql::Value;

/// Writes a part of a response.
pub(crate) fn written(part: &impl serde::Serialize) -> String {
    serde_json::to_string(part).unwrap_or_else(|_| "null".to_owned())
}

/// Writes the data of a response unless it is longer than so many bytes; never holds more than that. Values in bytes
/// are JSON [already](crate::direct): they stand in it as they are.
pub(crate) fn bounded(data: &Value, bytes_max: usize) -> Option<String> {
    let mut page = Page { bytes: Vec::new(), bytes_max };
    page.value(data).ok()?;
    String::from_utf8(page.bytes).ok()
}

struct Page {
    bytes: Vec<u8>,
    bytes_max: usize,
}

impl Page {
    fn value(&mut self, value: &Value) -> io::Result<()> {
        match value {
            Value::Binary(json) => self.write_all(json),
            Value::List(values) => {
                let mut lead: &[u8] = b"[";
                for value in values {
                    self.write_all(std::mem::replace(&mut lead, b","))?;
                    self.value(value)?;
                }
                self.write_all(if values.is_empty() { b"[]" } else { b"]" })
            }
            Value::Object(fields) => {
                let mut lead: &[u8] = b"{";
                for (key, value) in fields {
                    self.write_all(std::mem::replace(&mut lead, b","))?;
                    serde_json::to_writer(&mut *self, key.as_str())?;
                    self.write_all(b":")?;
                    self.value(value)?;
                }
                self.write_all(if fields.is_empty() { b"{}" } else { b"}" })
            }
            Value::Null | Value::Number(_) | Value::String(_) | Value::Boolean(_) | Value::Enum(_) => {
                Ok(serde_json::to_writer(&mut *self, value)?)
            }
        }
    }
}

impl io::Write for Page {
    fn write(&mut self, more: &[u8]) -> io::Result<usize> {
        if self.bytes.len().saturating_add(more.len()) > self.bytes_max {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(more);
        Ok(more.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_is_written_and_what_does_not_is_not() {
        let names = Value::from_json(serde_json::json!(["berlin", "köln"])).unwrap();
        let text = written(&names);
        assert_eq!(bounded(&names, text.len()), Some(text.clone()));
        assert_eq!(bounded(&names, text.len() - 1), None);
    }

    #[test]
    fn bytes_stand_in_it_as_they_are_and_all_else_as_the_library_writes_it() {
        let told = serde_json::json!({"a": [], "b": {}, "c": [1, 2.0, null, {"d\"": "e\n", "f": [true]}]});
        let told = Value::from_json(told).unwrap();
        assert_eq!(bounded(&told, 1_000), Some(written(&told)));
        let bytes = Value::List(vec![Value::Binary(b"{\"x\":1}".to_vec().into()), Value::Null]);
        assert_eq!(bounded(&bytes, 1_000).as_deref(), Some("[{\"x\":1},null]"));
    }
}
