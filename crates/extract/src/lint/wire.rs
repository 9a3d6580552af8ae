//! The text as bytes: line ends, lengths, characters, size.

use std::borrow::Cow;

use super::{report::Report, rules::wire as rules, tree::physical};

/// The longest physical line that is no fault, in octets.
const OCTETS_MAX: usize = 75;

/// What Google reads of a calendar, in bytes; the rest is lost without a word.
const BYTES_MAX: usize = 1_000_000;

/// Names of HTTP headers that were seen as properties.
const HEADERS: &[&str] = &["X-ROBOTS-TAG", "CONTENT-TYPE", "CACHE-CONTROL", "CONTENT-DISPOSITION", "SET-COOKIE"];

/// Looks at the bytes and gives them as UTF-8 without a byte order mark, where that can be.
pub(super) fn check<'a>(body: &'a [u8], report: &mut Report) -> Cow<'a, [u8]> {
    report.add_if(body.len() > BYTES_MAX, &rules::TOO_LARGE, 0, &format!("{} bytes", body.len()));
    if matches!(body, [0xFE, 0xFF, ..] | [0xFF, 0xFE, ..]) {
        report.add(&rules::NOT_UTF_8, 1, Some("UTF-16".to_owned()));
        return Cow::Owned(crate::decode::text(body).into_owned().into_bytes());
    }
    let (has_mark, bytes) = match body.strip_prefix(b"\xEF\xBB\xBF") {
        Some(rest) => (true, rest),
        None => (false, body),
    };
    report.add_if(has_mark, &rules::BYTE_ORDER_MARK, 1, "U+FEFF at the beginning");
    let mut logical: Vec<u8> = Vec::new();
    let mut last_end: &[u8] = b"\r\n";
    for (line, (text, end)) in (1..).zip(physical(bytes)) {
        check_line(line, text, &mut logical, report);
        report.add_if(!end.is_empty() && end != b"\r\n", &rules::BARE_LINE_END, line, told(end));
        last_end = end;
    }
    check_characters(&logical, 0, report);
    report.add_if(last_end.is_empty(), &rules::NO_LAST_END, physical(bytes).count(), "the last line");
    Cow::Borrowed(bytes)
}

const fn told(end: &[u8]) -> &'static str {
    match end {
        [b'\n'] => "LF alone",
        _ => "CR alone",
    }
}

/// `logical` is the line so far that this one may go on.
fn check_line(line: usize, text: &[u8], logical: &mut Vec<u8>, report: &mut Report) {
    report.add_if(text.len() > OCTETS_MAX, &rules::LONG_LINE, line, &format!("{} octets", text.len()));
    report.add_if(text.is_empty(), &rules::EMPTY_LINE, line, "nothing");
    match text.strip_prefix(b" ").or_else(|| text.strip_prefix(b"\t")) {
        Some(rest) => {
            let is_split = std::str::from_utf8(logical).is_err_and(|error| error.error_len().is_none());
            report.add_if(is_split, &rules::SPLIT_CHARACTER, line, "the line before ends inside of a character");
            logical.extend_from_slice(rest);
        }
        None => {
            check_characters(logical, line.saturating_sub(1), report);
            logical.clear();
            logical.extend_from_slice(text);
        }
    }
    let name: String = text.iter().take_while(|b| **b != b':').take(24).map(|b| char::from(*b)).collect();
    report.add_if(HEADERS.contains(&name.to_ascii_uppercase().as_str()), &rules::HTTP_HEADER, line, &name);
}

fn check_characters(logical: &[u8], line: usize, report: &mut Report) {
    if std::str::from_utf8(logical).is_err() {
        report.add(&rules::NOT_UTF_8, line, Some(String::from_utf8_lossy(logical).into_owned()));
    }
    let is_control = |byte: &u8| byte.is_ascii_control() && *byte != b'\t';
    report.add_if(logical.iter().any(is_control), &rules::CONTROL, line, &String::from_utf8_lossy(logical));
}

/// What a body is that is no calendar, in a few words.
pub(super) fn what_it_is(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body.get(..2_000).unwrap_or(body));
    let start = text.trim_start();
    let lower = start.to_ascii_lowercase();
    match start.chars().next() {
        None => "nothing".to_owned(),
        Some('{' | '[') => format!("JSON: {start}"),
        Some('<') if lower.contains("just a moment") => "a page that asks whether you are a robot".to_owned(),
        Some('<') if lower.contains("<html") || lower.contains("<!doctype") => "a web page without events".to_owned(),
        Some('<') => "XML without events".to_owned(),
        Some(_) => start.lines().next().unwrap_or_default().to_owned(),
    }
}
