//! The answer's JSON as it is written.

use std::fmt::{Display, Write as _};

use crate::scalars::{Day, Instant};
use async_graphql::{Value, resolver_utils::EnumType};

/// JSON that is being written.
#[derive(Debug, Default)]
pub(crate) struct Page(Vec<u8>);

impl Page {
    /// How many bytes it has.
    pub(crate) const fn len(&self) -> usize {
        self.0.len()
    }

    /// What was written, as a value that stands in the answer as it is.
    pub(crate) fn value(self) -> Value {
        Value::Binary(self.0.into())
    }

    /// What is JSON already.
    pub(crate) fn raw(&mut self, json: &str) {
        self.0.extend_from_slice(json.as_bytes());
    }

    pub(crate) fn null(&mut self) {
        self.raw("null");
    }

    pub(crate) fn flag(&mut self, flag: bool) {
        self.raw(if flag { "true" } else { "false" });
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.json(&text);
    }

    /// Whatever serde writes.
    pub(crate) fn json(&mut self, value: &impl serde::Serialize) {
        let begin = self.0.len();
        if serde_json::to_writer(&mut self.0, value).is_err() {
            self.0.truncate(begin);
            self.null();
        }
    }

    /// A global id: the noun, a line, a short word, none of which needs to be escaped.
    pub(crate) fn id(&mut self, kind: &str, word: impl Display) {
        let _ = write!(self, "\"{kind}_{word}\"");
    }

    pub(crate) fn word<T: EnumType>(&mut self, value: T) {
        match T::items().iter().find(|item| item.value == value) {
            Some(item) => {
                let _ = write!(self, "\"{}\"", item.name);
            }
            None => self.null(),
        }
    }

    pub(crate) fn instant(&mut self, at: Instant) {
        self.text(&at.written());
    }

    pub(crate) fn day(&mut self, Day(day): Day) {
        let _ = write!(self, "\"{day}\"");
    }

    pub(crate) fn perhaps<T>(&mut self, value: Option<T>, write: impl FnOnce(T, &mut Self)) {
        match value {
            Some(value) => write(value, self),
            None => self.null(),
        }
    }

    pub(crate) fn list<T>(&mut self, items: impl IntoIterator<Item = T>, mut write: impl FnMut(T, &mut Self)) {
        self.raw("[");
        for (place, item) in items.into_iter().enumerate() {
            if place > 0 {
                self.raw(",");
            }
            write(item, self);
        }
        self.raw("]");
    }
}

impl std::fmt::Write for Page {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        self.raw(text);
        Ok(())
    }
}
