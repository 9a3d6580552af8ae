//! A letter as RFC 5322 bytes. The only place where headers are written; all their names are constants.

use crate::{
    Letter, List, SendError, Sender,
    address::address,
    plain::{header_line, one_line},
};
use chrono::{DateTime, Utc};
use lettre::{
    Message,
    address::Envelope,
    message::{
        Mailbox, MultiPart, SinglePart,
        header::{HeaderName, HeaderValue},
    },
};
use std::time::SystemTime;
use url::Url;

const LIST_ID: HeaderName = HeaderName::new_from_ascii_str("List-Id");
const LIST_UNSUBSCRIBE: HeaderName = HeaderName::new_from_ascii_str("List-Unsubscribe");
const LIST_UNSUBSCRIBE_POST: HeaderName = HeaderName::new_from_ascii_str("List-Unsubscribe-Post");
const AUTO_SUBMITTED: HeaderName = HeaderName::new_from_ascii_str("Auto-Submitted");
const PRECEDENCE: HeaderName = HeaderName::new_from_ascii_str("Precedence");

/// The longest subject, in characters.
const SUBJECT_MAX: usize = 150;

/// The longest id or address in a header, in characters: a line may have 998.
const ID_MAX: usize = 900;

/// A letter on its way: whom the relay takes it from and to, and its bytes.
pub(crate) struct Outgoing {
    pub(crate) envelope: Envelope,
    pub(crate) bytes: Vec<u8>,
}

/// Writes a letter out, signed where the sender signs: the same letter and sender, the same bytes.
pub(crate) fn outgoing(letter: &Letter, from: &Sender) -> Result<Outgoing, SendError> {
    let message = message(letter, from)?;
    let bytes = message.formatted();
    let bytes = match &from.signer {
        None => bytes,
        Some(signer) => {
            let text = str::from_utf8(&bytes).ok();
            let signature = text.and_then(|text| signer.signature(text, letter.at));
            let signature = signature.ok_or_else(|| SendError::Unwritable("its signature failed".to_owned()))?;
            [signature.into_bytes(), bytes].concat()
        }
    };
    Ok(Outgoing { envelope: message.envelope().clone(), bytes })
}

fn message(letter: &Letter, from: &Sender) -> Result<Message, SendError> {
    let to = address(&letter.to)?;
    let envelope = Envelope::new(Some(from.returns.as_ref().unwrap_or(&from.mailbox.email).clone()), vec![to.clone()]);
    let id = header_line(&letter.message_id, ID_MAX).unwrap_or_default();
    let boundary = blake3::hash(id.as_bytes()).to_hex();
    let parts = MultiPart::alternative()
        .boundary(boundary.get(..40).unwrap_or_default())
        .singlepart(SinglePart::plain(letter.text.clone()))
        .singlepart(SinglePart::html(letter.html.clone()));
    let mut builder = Message::builder()
        .envelope(envelope.map_err(unwritable)?)
        .date(date(letter.at))
        .from(from.mailbox.clone())
        .to(Mailbox::new(None, to))
        .subject(header_line(&letter.subject, SUBJECT_MAX).unwrap_or_else(|| "Your events".to_owned()))
        .message_id(Some(id))
        .raw_header(header(AUTO_SUBMITTED, "auto-generated"));
    if let Some(list) = &letter.list {
        builder = builder
            .raw_header(header(LIST_ID, &list.id))
            .raw_header(header(LIST_UNSUBSCRIBE, &ways_out(list)))
            .raw_header(header(LIST_UNSUBSCRIBE_POST, "List-Unsubscribe=One-Click"))
            .raw_header(header(PRECEDENCE, "bulk"));
    }
    builder.multipart(parts).map_err(unwritable)
}

fn unwritable(fault: lettre::error::Error) -> SendError {
    SendError::Unwritable(fault.to_string())
}

fn header(name: HeaderName, value: &str) -> HeaderValue {
    HeaderValue::new(name, one_line(value, 2 * ID_MAX).unwrap_or_default())
}

/// The `List-Unsubscribe` value (RFC 2369 §3.2): the one-click address first.
fn ways_out(list: &List) -> String {
    let urls = [Some(&list.unsubscribe), list.unsubscribe_by_mail.as_ref()].into_iter().flatten();
    urls.map(bracketed).collect::<Vec<_>>().join(", ")
}

fn bracketed(url: &Url) -> String {
    let safe = url.as_str().replace('<', "%3C").replace('>', "%3E").replace(' ', "%20");
    format!("<{safe}>")
}

/// The date, within the years that mail can name.
fn date(at: DateTime<Utc>) -> SystemTime {
    const LAST: i64 = 253_402_300_799; // 9999-12-31T23:59:59
    DateTime::from_timestamp(at.timestamp().clamp(0, LAST), 0).unwrap_or_default().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_not_be_delivered_goes_back_to_where_it_is_read() {
        let letter = Letter {
            message_id: "<digest.1@events.example>".to_owned(),
            to: "ana@example.org".to_owned(),
            at: DateTime::UNIX_EPOCH,
            subject: "Your events".to_owned(),
            text: "one".to_owned(),
            html: "<p>one</p>".to_owned(),
            list: None,
        };
        let from = |sender: &Sender| {
            let outgoing = outgoing(&letter, sender).unwrap();
            assert!(String::from_utf8_lossy(&outgoing.bytes).contains("From: letters@example.org"));
            outgoing.envelope.from().map(ToString::to_string)
        };
        let sender = Sender::read("letters@example.org").unwrap();
        assert_eq!(from(&sender).as_deref(), Some("letters@example.org"));
        assert_eq!(from(&sender.returning_to("back@example.org").unwrap()).as_deref(), Some("back@example.org"));
    }
}
