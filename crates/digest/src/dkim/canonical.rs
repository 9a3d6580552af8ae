//! The relaxed form of headers and body (RFC 6376 §3.4): what relays do to blanks and lines does not show in it.

use std::collections::BTreeMap;

/// A header in relaxed form (§3.4.2), without the end of its line. Takes a whole one, folded or not.
pub(super) fn header(written: &str) -> String {
    let (name, value) = written.split_once(':').unwrap_or((written, ""));
    let words: Vec<&str> = value.split([' ', '\t', '\r', '\n']).filter(|word| !word.is_empty()).collect();
    format!("{}:{}", name.trim_end().to_ascii_lowercase(), words.join(" "))
}

/// A body in relaxed form (§3.4.4).
pub(super) fn body(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut empty_lines = 0;
    for line in text.split("\r\n") {
        let line = line.trim_end_matches([' ', '\t']);
        if line.is_empty() {
            empty_lines += 1;
            continue;
        }
        for _ in 0..empty_lines {
            out.push_str("\r\n");
        }
        empty_lines = 0;
        squeeze(line, &mut out);
        out.push_str("\r\n");
    }
    out
}

/// Writes a line with each run of blanks as one.
fn squeeze(line: &str, out: &mut String) {
    let mut was_blank = false;
    for c in line.chars() {
        let is_blank = matches!(c, ' ' | '\t');
        if !is_blank {
            out.push(c);
        } else if !was_blank {
            out.push(' ');
        }
        was_blank = is_blank;
    }
}

/// The headers of these names as they are hashed (§5.4.2: of equal names the last comes first), and the names as `h=`
/// lists them: each once more than it occurs.
pub(super) fn signed_headers(head: &str, names: &[&str]) -> (String, Vec<String>) {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for written in unfolded(head) {
        let relaxed = header(&written);
        let name = relaxed.split(':').next().unwrap_or_default().to_owned();
        found.entry(name).or_default().push(relaxed);
    }
    let (mut hashed, mut listed) = (String::new(), Vec::new());
    for name in names {
        for relaxed in found.remove(*name).unwrap_or_default().iter().rev() {
            hashed.push_str(relaxed);
            hashed.push_str("\r\n");
            listed.push((*name).to_owned());
        }
        listed.push((*name).to_owned());
    }
    (hashed, listed)
}

/// Each header with the lines that go on with it.
fn unfolded(head: &str) -> Vec<String> {
    let mut headers: Vec<String> = Vec::new();
    for line in head.split("\r\n").filter(|line| !line.is_empty()) {
        match headers.last_mut().filter(|_| line.starts_with([' ', '\t'])) {
            Some(header) => header.push_str(line),
            None => headers.push(line.to_owned()),
        }
    }
    headers
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6376 §3.4.5, example 1.
    #[test]
    fn the_standards_example_has_the_standards_form() {
        let head = "A: X\r\nB : Y\t\r\n\tZ  \r\n";
        assert_eq!(signed_headers(head, &["a", "b"]).0, "a:X\r\nb:Y Z\r\n");
        assert_eq!(body(" C \r\nD \t E\r\n\r\n\r\n"), " C\r\nD E\r\n");
    }

    #[test]
    fn an_empty_body_stays_empty_and_another_ends_with_its_line() {
        assert_eq!((body(""), body("\r\n\r\n"), body(" \r\n")), (String::new(), String::new(), String::new()));
        assert_eq!(body("a"), "a\r\n");
        assert_eq!(body("\r\n\r\na\r\n"), "\r\n\r\na\r\n");
    }

    #[test]
    fn of_equal_headers_the_last_is_hashed_first_and_absent_ones_are_listed() {
        let (hashed, listed) = signed_headers("A: 1\r\nC: 2\r\na: 3\r\n", &["a", "b"]);
        assert_eq!(hashed, "a:3\r\na:1\r\n");
        assert_eq!(listed, ["a", "a", "a", "b"]);
    }
}
