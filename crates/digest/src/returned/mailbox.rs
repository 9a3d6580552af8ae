//! A mailbox as text: its messages, their lines and fields.

/// Fields of which every message has one. Other formats write `word: value` too.
const FIELDS: [&str; 7] = ["From", "To", "Date", "Subject", "Message-ID", "Received", "Return-Path"];

/// The most lines of a header that are looked at.
const HEADER_LINES_MAX: usize = 1_000;

/// Whether a text can be a mailbox, or one message: it begins with an mbox's `From ` or with the header of a mail.
pub fn is_mailbox(text: &str) -> bool {
    let lines = || text.lines().skip_while(|line| line.trim().is_empty());
    let name = |line: &str| line.split_once(':').map(|(name, _)| name.trim_end().to_owned());
    let may_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    let is_name = |name: &String| !name.is_empty() && name.bytes().all(may_name);
    let is_of_mail = |name: &String| FIELDS.iter().any(|field| field.eq_ignore_ascii_case(name));
    let first = lines().next().unwrap_or_default();
    let mut header = lines().take_while(|line| !line.trim().is_empty()).take(HEADER_LINES_MAX);
    first.starts_with("From ")
        || (name(first).as_ref().is_some_and(is_name) && header.any(|line| name(line).as_ref().is_some_and(is_of_mail)))
}

/// The messages of an mbox: each begins with a line `From …` behind an empty one. A text without such is one message.
pub(super) fn messages(mailbox: &str) -> Vec<String> {
    let mut messages = vec![String::new()];
    let mut is_after_gap = true;
    for line in mailbox.lines() {
        let line = line.trim_end_matches('\r');
        if is_after_gap && line.starts_with("From ") {
            messages.push(String::new());
        } else if let Some(message) = messages.last_mut() {
            message.push_str(line);
            message.push('\n');
        }
        is_after_gap = line.is_empty();
    }
    messages.retain(|message| !message.trim().is_empty());
    messages
}

/// Lines with those that go on from the one before joined to it (RFC 5322 §2.2.3).
pub(super) fn unfolded(message: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in message.lines() {
        match lines.last_mut() {
            Some(last) if line.starts_with([' ', '\t']) && !last.is_empty() => {
                last.push(' ');
                last.push_str(line.trim());
            }
            _ => lines.push(line.to_owned()),
        }
    }
    lines
}

/// A field's value, the first there is.
pub(super) fn field<'a>(lines: &'a [String], name: &str) -> Option<&'a str> {
    fields(lines, name).next()
}

/// The values of all fields of that name.
pub(super) fn fields<'a>(lines: &'a [String], name: &str) -> impl Iterator<Item = &'a str> {
    lines.iter().filter_map(move |line| {
        let (key, value) = line.split_once(':')?;
        key.trim().eq_ignore_ascii_case(name).then_some(value.trim())
    })
}

/// The lines of the header.
pub(super) fn header(lines: &[String]) -> &[String] {
    let end = lines.iter().position(|line| line.trim().is_empty()).unwrap_or(lines.len());
    lines.get(..end).unwrap_or(lines)
}

/// The lines of the first part of a type such as `delivery-status` (of `message/…`), up to the next part.
pub(super) fn part<'a>(lines: &'a [String], subtype: &str) -> Option<Vec<&'a String>> {
    let is_begin = |line: &String| {
        let line = line.to_ascii_lowercase();
        line.starts_with("content-type:") && line.contains(subtype) && line.contains("message/")
    };
    let begin = lines.iter().position(is_begin)?;
    Some(lines.iter().skip(begin + 1).take_while(|line| !line.starts_with("--")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mailbox_begins_like_one() {
        for text in ["From MAILER-DAEMON Thu\n", "\n\nReturn-Path: <>\n", "Subject: x", "From: a@example.org"] {
            assert!(is_mailbox(text), "{text}");
        }
        for text in ["", "\n", "hello", "{\"a\": 1}", "two words: no field", "\u{fffd}PNG\n: x"] {
            assert!(!is_mailbox(text), "{text}");
        }
        assert!(is_mailbox("X-Original-To: a@example.org\r\nDate: today\r\n\r\n"));
        assert!(!is_mailbox("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n\r\nSubject: x\r\n"));
    }
}
