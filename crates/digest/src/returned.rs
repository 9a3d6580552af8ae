//! Reads what came back, from a mailbox or a single message: delivery reports (RFC 3464), complaints (RFC 5965), and mails
//! of readers who leave (RFC 2369).

mod mailbox;

pub use mailbox::is_mailbox;

use crate::{
    letter::{QUESTION_ID, WEEKLY_ID},
    status::says_no_mailbox,
};
use chrono::{DateTime, Utc};
use hobnob_domain::{Returned, ReturnedKind, without_addresses};
use mailbox::{field, fields, header, messages, part, unfolded};

/// The most that is read of one mailbox.
const RETURNED_MAX: usize = 1_000_000;

/// The longest reason kept, in characters.
const SAYS_MAX: usize = 200;

/// What stands before a letter's sealed link in its address to leave.
const LEAVE: &str = "/digest/unsubscribe/";

/// The word that stands before a letter's sealed link in the subject of who leaves by mail.
pub(crate) const LEAVE_SUBJECT: &str = "unsubscribe";

/// The hexadecimal digits in the Message-ID of a letter of ours.
const ID_DIGITS: usize = 32;

/// The longest sealed link, in characters.
const LINK_MAX: usize = 100;

/// Finds every letter that did not arrive or that somebody complained about, and every reader who leaves. What says nothing
/// of that (answers, absences, delays) is passed over; never fails.
pub fn returned(mailbox: &str) -> Vec<Returned> {
    let mut found = Vec::new();
    for message in messages(mailbox) {
        found.extend(of_message(&message));
        if found.len() >= RETURNED_MAX {
            found.truncate(RETURNED_MAX);
            break;
        }
    }
    found
}

fn of_message(message: &str) -> Vec<Returned> {
    let lines = unfolded(message);
    let head = header(&lines);
    let id = field(head, "message-id").map_or_else(|| digest(message), str::to_owned);
    let at = field(head, "date").and_then(|date| DateTime::parse_from_rfc2822(date).ok());
    let (link, message_id) = (link_of_letter(&lines), id_of_letter(&lines));
    let letter = Letter { link, message_id, id, at: at.map(|at| at.to_utc()) };
    if let Some(status) = part(&lines, "delivery-status") {
        return blocks(&status).iter().filter_map(|block| failed(block, &letter)).collect();
    }
    if let Some(feedback) = part(&lines, "feedback-report") {
        let block: Vec<String> = feedback.into_iter().cloned().collect();
        return complaint(&block, &letter).into_iter().collect();
    }
    let link = field(head, "subject").and_then(|subject| {
        let (_, link) = subject.split_once(LEAVE_SUBJECT)?;
        Some(sealed(link.trim_start())).filter(|link| !link.is_empty())
    });
    link.map(|link| letter.said(ReturnedKind::Leave, "", link, "they left by mail")).into_iter().collect()
}

/// The letter that a message is about, as far as it says.
struct Letter {
    link: String,
    message_id: String,
    id: String,
    at: Option<DateTime<Utc>>,
}

impl Letter {
    fn said(&self, kind: ReturnedKind, address: &str, link: String, says: &str) -> Returned {
        let says = says.trim();
        let says = if address.is_empty() { says.to_owned() } else { says.replace(address, "…") };
        let says = without_addresses(&says);
        Returned {
            kind,
            address: address.to_owned(),
            link,
            message_id: self.message_id.clone(),
            is_vouched: false,
            id: self.id.clone(),
            at: self.at,
            says: says.chars().take(SAYS_MAX).collect(),
        }
    }
}

/// The sealed link of the letter that is sent along, whole or its header alone. It tells the reader even where their mail is
/// passed on to another address, and nobody else can write it.
fn link_of_letter(lines: &[String]) -> String {
    // A list that passed a report on may have written such a field of its own.
    let links = fields(lines, "list-unsubscribe").filter_map(|urls| urls.split_once(LEAVE));
    links.map(|(_, rest)| sealed(rest)).next().unwrap_or_default()
}

/// The Message-ID of the letter, wherever a report repeats it: with the letter that is sent along, or in fields of its own
/// (`In-Reply-To`, `References`, `X-Original-Message-ID`). Who was not sent the letter does not know it.
fn id_of_letter(lines: &[String]) -> String {
    let is_ours = |id: &&str| {
        let named = id.split_once('@').and_then(|(name, _)| name.split_once('.'));
        named.is_some_and(|(sort, digits)| {
            [WEEKLY_ID, QUESTION_ID].contains(&sort)
                && digits.len() == ID_DIGITS
                && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
        })
    };
    let bracketed = lines.iter().flat_map(|line| line.split('<').skip(1)).filter_map(|rest| rest.split_once('>'));
    bracketed.map(|(id, _)| id).find(is_ours).map(|id| format!("<{id}>")).unwrap_or_default()
}

/// What a text begins with that can stand in a link of ours.
fn sealed(text: &str) -> String {
    text.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '.').take(LINK_MAX).collect()
}

/// The blocks about recipients, parted by empty lines.
fn blocks(status: &[&String]) -> Vec<Vec<String>> {
    let mut blocks = vec![Vec::new()];
    for line in status {
        match blocks.last_mut() {
            Some(block) if !line.trim().is_empty() => block.push((*line).clone()),
            _ => blocks.push(Vec::new()),
        }
    }
    blocks.retain(|block| field(block, "action").is_some());
    blocks
}

/// What a block says of its recipient; none where the letter arrived, or still may.
fn failed(block: &[String], letter: &Letter) -> Option<Returned> {
    if !field(block, "action")?.eq_ignore_ascii_case("failed") {
        return None;
    }
    let recipient = field(block, "original-recipient").or_else(|| field(block, "final-recipient")).unwrap_or_default();
    let status = field(block, "status").unwrap_or_default();
    let status: String = status.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
    let diagnosis = field(block, "diagnostic-code").unwrap_or_default();
    // Some write 5.0.0 whatever happened; what the other server said tells it then.
    let telling = if status == "5.0.0" { diagnosis } else { &status };
    let kind = if says_no_mailbox(telling) { ReturnedKind::Hard } else { ReturnedKind::Soft };
    let says = format!("{status} {diagnosis}");
    Some(letter.said(kind, &address(recipient), letter.link.clone(), &says))
}

/// What a complaint says; none for what is none, such as a reader's word that a letter was no junk.
fn complaint(feedback: &[String], letter: &Letter) -> Option<Returned> {
    let sort = field(feedback, "feedback-type")?;
    if !["abuse", "fraud", "opt-out", "other", "virus"].iter().any(|known| sort.eq_ignore_ascii_case(known)) {
        return None;
    }
    let recipient = field(feedback, "original-rcpt-to").unwrap_or_default();
    let says = format!("complaint: {}", sort.to_ascii_lowercase());
    Some(letter.said(ReturnedKind::Complaint, &address(recipient), letter.link.clone(), &says))
}

/// `rfc822; <a@example.org>` → `a@example.org`.
fn address(recipient: &str) -> String {
    let address = recipient.split_once(';').map_or(recipient, |(_, address)| address);
    address.trim().trim_matches(['<', '>']).to_owned()
}

fn digest(message: &str) -> String {
    blake3::hash(message.as_bytes()).to_hex().as_str().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LETTER: &str = "<digest.0123456789abcdef0123456789abcdef@events.example>";

    const SEALED: &str = "3kq0v7x1m2a4b.0123456789abcdef0123456789abcdef01234567";

    fn bounce(id: &str, action: &str, status: &str, address: &str) -> String {
        format!(
            "From MAILER-DAEMON Thu Nov 26 09:00:00 2026\r\nMessage-ID: <{id}>\r\nSubject: Undelivered\r\n\
             Date: Thu, 26 Nov 2026 09:00:00 +0100\r\nContent-Type: multipart/report; report-type=delivery-status;\r\n \
             boundary=\"b\"\r\n\r\n--b\r\n\
             Content-Type: text/plain\r\n\r\nSorry about {address}.\r\nFrom here on it is over.\r\n\r\n--b\r\n\
             Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.org\r\n\r\n\
             Final-Recipient: rfc822; {address}\r\nAction: {action}\r\nStatus: {status}\r\n\
             Diagnostic-Code: smtp; 550 {status}\r\n <{address}> is not here\r\n\r\n--b\r\n\
             Content-Type: text/rfc822-headers\r\n\r\nFrom: letters@example.org\r\nTo: {address}\r\n\
             Message-ID:\r\n {LETTER}\r\n\
             List-Unsubscribe:\r\n <https://events.example/digest/unsubscribe/{SEALED}>,\r\n <mailto:x@y.example>\r\n\r\n\
             --b--\r\n\r\n"
        )
    }

    fn feedback(sort: &str) -> String {
        format!(
            "From: <abuse@mail.example>\r\nMessage-ID: <9@mail.example>\r\nContent-Type: multipart/report;\r\n \
             report-type=feedback-report; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nA complaint.\r\n\r\n\
             --b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: {sort}\r\nVersion: 1\r\n\
             Original-Rcpt-To: <a@example.org>\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: Your events\r\n\
             List-Unsubscribe: <https://events.example/digest/unsubscribe/{SEALED}>\r\n\r\nText\r\n--b--\r\n"
        )
    }

    #[test]
    fn each_report_of_a_mailbox_is_read_and_sorted() {
        use ReturnedKind::{Hard, Soft};
        let mailbox = [
            bounce("1@mx", "failed", "5.1.1", "a@example.org"),
            bounce("2@mx", "failed", "5.2.2", "b@example.org"),
            bounce("3@mx", "delayed", "4.4.1", "c@example.org"),
            bounce("4@mx", "delivered", "2.0.0", "d@example.org"),
            bounce("5@mx", "Failed", "5.7.1", "e@example.org"),
            "From someone Thu Nov 26 09:00:00 2026\r\nSubject: I am away\r\n\r\nUntil Monday.\r\n\r\n".to_owned(),
        ];
        let found: Vec<_> = returned(&mailbox.concat()).into_iter().map(|r| (r.address, r.id, r.kind)).collect();
        let expected = [("a", "<1@mx>", Hard), ("b", "<2@mx>", Soft), ("e", "<5@mx>", Soft)];
        assert_eq!(found, expected.map(|(name, id, kind)| (format!("{name}@example.org"), id.to_owned(), kind)));
    }

    #[test]
    fn a_report_says_when_and_of_which_letter_and_its_reason_does_not_hold_the_address() {
        let message = bounce("1@mx", "failed", "5.1.1", "a@example.org");
        let message = message.split_once("\r\n").map(|(_, rest)| rest).unwrap_or_default();
        let expected = Returned {
            kind: ReturnedKind::Hard,
            address: "a@example.org".to_owned(),
            link: SEALED.to_owned(),
            message_id: LETTER.to_owned(),
            is_vouched: false,
            id: "<1@mx>".to_owned(),
            at: "2026-11-26T08:00:00Z".parse().ok(),
            says: "5.1.1 smtp; 550 5.1.1 <…> is not here".to_owned(),
        };
        assert_eq!(returned(message), [expected]);
    }

    #[test]
    fn a_report_that_a_list_passed_on_and_that_names_another_address_tells_its_reader_and_no_address() {
        let message = bounce("1@mx", "failed", "5.1.1", "a@example.org");
        let message = message
            .replace("Subject:", "List-Unsubscribe: <https://lists.example/leave>\r\nSubject:")
            .replace("<a@example.org> is not here", "<b@private.example> is not here");
        let found: Vec<_> = returned(&message).into_iter().map(|one| (one.link, one.says)).collect();
        assert_eq!(found, [(SEALED.to_owned(), "5.1.1 smtp; 550 5.1.1 <…> is not here".to_owned())]);
    }

    #[test]
    fn a_letter_is_known_by_its_id_wherever_a_report_repeats_it() {
        let ours = "confirm.0123456789abcdef0123456789abcdef@events.example";
        for field in [
            format!("In-Reply-To: <{ours}>"),
            format!("References: <1@x> <digest.1@x> <{ours}>"),
            format!("X-Original-Message-ID: <{ours}>"),
        ] {
            let message = bounce("1@mx", "failed", "5.1.1", "a@example.org");
            let message =
                message.replace(LETTER, "<changed@relay.example>").replace("Subject:", &format!("{field}\r\nSubject:"));
            let found: Vec<_> = returned(&message).into_iter().map(|one| one.message_id).collect();
            assert_eq!(found, [format!("<{ours}>")], "{field}");
        }
        let nobodys =
            bounce("1@mx", "failed", "5.1.1", "a@example.org").replace(LETTER, "<digest.0123@events.example>");
        assert_eq!(returned(&nobodys).first().map(|one| one.message_id.as_str()), Some(""));
    }

    #[test]
    fn a_failed_delivery_without_a_recipient_is_told_all_the_same() {
        let message = bounce("1@mx", "failed", "5.1.1", "a@example.org").replace("Final-Recipient", "X-Recipient");
        let found: Vec<_> = returned(&message).into_iter().map(|one| (one.address, one.kind)).collect();
        assert_eq!(found, [(String::new(), ReturnedKind::Hard)]);
    }

    #[test]
    fn a_complaint_names_the_letter_and_what_is_none_is_passed_over() {
        let found: Vec<_> = returned(&feedback("abuse")).into_iter().map(|r| (r.kind, r.address, r.link)).collect();
        assert_eq!(found, [(ReturnedKind::Complaint, "a@example.org".to_owned(), SEALED.to_owned())]);
        assert_eq!(returned(&feedback("not-spam")), []);
    }

    #[test]
    fn who_leaves_by_mail_writes_the_letters_link() {
        let mail = |subject: &str| format!("From: somebody@example.org\r\nSubject: {subject}\r\n\r\nBye\r\n");
        let left: Vec<_> =
            returned(&mail(&format!("unsubscribe {SEALED}"))).into_iter().map(|r| (r.kind, r.link)).collect();
        assert_eq!(left, [(ReturnedKind::Leave, SEALED.to_owned())]);
        assert_eq!(returned(&mail("Re: Your events")), []);
        assert_eq!(returned(&mail("unsubscribe")), []);
    }

    proptest::proptest! {
        #[test]
        fn reading_a_mailbox_never_panics(
            text in ".*",
            middle in "(From |Subject: unsubscribe|Content-Type: message/(delivery-status|feedback-report)\n|Action: |\n|--|[a-z;: ])*",
        ) {
            let _ = returned(&text);
            let _ = returned(&middle);
        }
    }
}
