//! Reads what came back: delivery reports (RFC 3464) in a mailbox or a single message.

/// What one report says of one address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Whom the letter did not reach; empty where the report does not say. Not for logs.
    pub address: String,
    /// Tells the report from others.
    pub id: String,
    /// Whether they never will be reached.
    pub is_hard: bool,
    /// Why, for people: the status and what was said, without the address.
    pub says: String,
}

/// The most reports of one mailbox.
const REPORTS_MAX: usize = 1_000_000;

/// The longest reason kept, in characters.
const SAYS_MAX: usize = 200;

/// Finds every failed or delayed delivery that is told of. What is no report (answers, absences) is passed over; never
/// fails.
pub fn reports(mailbox: &str) -> Vec<Report> {
    let mut found = Vec::new();
    for message in messages(mailbox) {
        let lines = unfolded(&message);
        let id = field(&lines, "message-id").map_or_else(|| digest(&message), str::to_owned);
        for block in status_blocks(&lines) {
            found.extend(report(&block, &id));
            if found.len() >= REPORTS_MAX {
                return found;
            }
        }
    }
    found
}

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
fn messages(mailbox: &str) -> Vec<String> {
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
fn unfolded(message: &str) -> Vec<String> {
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
fn field<'a>(lines: &'a [String], name: &str) -> Option<&'a str> {
    let value = |line: &'a String| {
        let (key, value) = line.split_once(':')?;
        key.trim().eq_ignore_ascii_case(name).then_some(value.trim())
    };
    lines.iter().find_map(value)
}

/// The blocks about recipients: in the part `message/delivery-status`, parted by empty lines.
fn status_blocks(lines: &[String]) -> Vec<Vec<String>> {
    let is_begin = |line: &String| {
        let line = line.to_ascii_lowercase();
        line.starts_with("content-type:") && line.contains("delivery-status") && line.contains("message/")
    };
    let Some(begin) = lines.iter().position(is_begin) else { return Vec::new() };
    let part = lines.iter().skip(begin + 1).take_while(|line| !line.starts_with("--"));
    let mut blocks = vec![Vec::new()];
    for line in part {
        match blocks.last_mut() {
            Some(block) if !line.trim().is_empty() => block.push(line.clone()),
            _ => blocks.push(Vec::new()),
        }
    }
    blocks.retain(|block| field(block, "action").is_some());
    blocks
}

/// What a block says of its recipient; none where the letter arrived.
fn report(block: &[String], id: &str) -> Option<Report> {
    let action = field(block, "action")?.to_ascii_lowercase();
    let recipient = field(block, "original-recipient").or_else(|| field(block, "final-recipient")).unwrap_or_default();
    let address = recipient.split_once(';').map_or(recipient, |(_, address)| address);
    let address = address.trim().trim_matches(['<', '>']).to_owned();
    let status = field(block, "status").unwrap_or_default();
    let status: String = status.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
    let said = field(block, "diagnostic-code").unwrap_or_default();
    let said = if address.is_empty() { said.to_owned() } else { said.replace(&address, "…") };
    let is_hard = match action.as_str() {
        "failed" => is_about_the_address(&status),
        "delayed" => false,
        _ => return None,
    };
    let says: String = format!("{status} {said}").trim().chars().take(SAYS_MAX).collect();
    Some(Report { address, id: id.to_owned(), is_hard, says })
}

/// Whether a status (RFC 3463) says that the mailbox is none: not full, not slow, and not averse to us.
fn is_about_the_address(status: &str) -> bool {
    let mut numbers = status.split('.');
    let (class, subject, detail) = (numbers.next(), numbers.next(), numbers.next());
    match (class, subject, detail) {
        (Some("5"), Some("1"), Some("7" | "8")) => false,
        (Some("5"), Some("1"), _) | (Some("5"), Some("2"), Some("1")) | (Some("5"), Some("0"), Some("0")) => true,
        _ => false,
    }
}

fn digest(message: &str) -> String {
    blake3::hash(message.as_bytes()).to_hex().as_str().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounce(id: &str, action: &str, status: &str, address: &str) -> String {
        format!(
            "From MAILER-DAEMON Thu Nov 26 09:00:00 2026\r\nMessage-ID: <{id}>\r\nSubject: Undelivered\r\n\
             Content-Type: multipart/report; report-type=delivery-status;\r\n boundary=\"b\"\r\n\r\n--b\r\n\
             Content-Type: text/plain\r\n\r\nSorry about {address}.\r\nFrom here on it is over.\r\n\r\n--b\r\n\
             Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.org\r\n\r\n\
             Final-Recipient: rfc822; {address}\r\nAction: {action}\r\nStatus: {status}\r\n\
             Diagnostic-Code: smtp; 550 {status}\r\n <{address}> is not here\r\n\r\n--b\r\n\
             Content-Type: text/rfc822-headers\r\n\r\nFrom: letters@example.org\r\nTo: {address}\r\n\r\n--b--\r\n\r\n"
        )
    }

    #[test]
    fn each_report_of_a_mailbox_is_read_and_sorted() {
        let mailbox = [
            bounce("1@mx", "failed", "5.1.1", "a@example.org"),
            bounce("2@mx", "failed", "5.2.2", "b@example.org"),
            bounce("3@mx", "delayed", "4.4.1", "c@example.org"),
            bounce("4@mx", "delivered", "2.0.0", "d@example.org"),
            bounce("5@mx", "failed", "5.7.1", "e@example.org"),
            "From someone Thu Nov 26 09:00:00 2026\r\nSubject: I am away\r\n\r\nUntil Monday.\r\n\r\n".to_owned(),
        ];
        let found: Vec<_> = reports(&mailbox.concat()).into_iter().map(|r| (r.address, r.id, r.is_hard)).collect();
        let expected = [("a", "<1@mx>", true), ("b", "<2@mx>", false), ("c", "<3@mx>", false), ("e", "<5@mx>", false)];
        assert_eq!(found, expected.map(|(name, id, hard)| (format!("{name}@example.org"), id.to_owned(), hard)));
    }

    #[test]
    fn the_reason_does_not_hold_the_address() {
        let message = bounce("1@mx", "failed", "5.1.1", "a@example.org");
        let message = message.split_once("\r\n").map(|(_, rest)| rest).unwrap_or_default();
        assert_eq!(reports(message)[0].says, "5.1.1 smtp; 550 5.1.1 <…> is not here");
    }

    #[test]
    fn a_failed_delivery_without_a_recipient_is_told_all_the_same() {
        let message = bounce("1@mx", "failed", "5.1.1", "a@example.org").replace("Final-Recipient", "X-Recipient");
        let found: Vec<_> = reports(&message).into_iter().map(|report| (report.address, report.is_hard)).collect();
        assert_eq!(found, [(String::new(), true)]);
    }

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

    proptest::proptest! {
        #[test]
        fn reading_a_mailbox_never_panics(text in ".*", middle in "(From |Content-Type: message/delivery-status\n|Action: |\n|--|[a-z;: ])*") {
            let _ = reports(&text);
            let _ = reports(&middle);
        }
    }
}
