//! Writing JSON: not by way of a JSON value, which would forget the order of the fields, and not beyond a length.

use std::io;

/// Writes a part of a response.
pub(crate) fn written(part: &impl serde::Serialize) -> String {
    serde_json::to_string(part).unwrap_or_else(|_| "null".to_owned())
}

/// Writes a part of a response unless it is longer than so many bytes; never holds more than that.
pub(crate) fn bounded(part: &impl serde::Serialize, bytes_max: usize) -> Option<String> {
    let mut page = Page { bytes: Vec::new(), bytes_max };
    serde_json::to_writer(&mut page, part).ok()?;
    String::from_utf8(page.bytes).ok()
}

struct Page {
    bytes: Vec<u8>,
    bytes_max: usize,
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
        let names = vec!["berlin", "köln"];
        let text = written(&names);
        assert_eq!(bounded(&names, text.len()), Some(text.clone()));
        assert_eq!(bounded(&names, text.len() - 1), None);
    }
}
