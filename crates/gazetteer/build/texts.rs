//! The blob of names.

use crate::Outcome;
use std::collections::HashMap;

/// Each text once, after its length in one byte.
#[derive(Default)]
pub(crate) struct Texts {
    bytes: Vec<u8>,
    known: HashMap<String, u32>,
}

impl Texts {
    /// Where the text stands.
    pub(crate) fn offset(&mut self, text: &str) -> Outcome<u32> {
        if let Some(offset) = self.known.get(text) {
            return Ok(*offset);
        }
        let offset = u32::try_from(self.bytes.len())?;
        self.bytes.push(u8::try_from(text.len())?);
        self.bytes.extend_from_slice(text.as_bytes());
        self.known.insert(text.to_owned(), offset);
        Ok(offset)
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}
