//! What sending letters takes, and how a letter is kept until it is sent.

use std::{sync::Arc, time::Duration};

use hobnob_digest::{Letter, Links, List, Mailer, Sender};
use hobnob_domain::{MailKeys, SubscriberId};
use hobnob_index::Index;
use hobnob_store::ClaimedLetter;
use serde_json::{Value, json};
use tokio::sync::Notify;
use url::Url;

/// What sending letters takes.
#[derive(Clone)]
pub struct MailParts {
    /// Where letters go.
    pub mailer: Mailer,
    /// Who writes them.
    pub sender: Sender,
    /// What seals their links.
    pub keys: MailKeys,
    /// The address the outside knows us by: links lead there.
    pub base: Url,
    /// What they are chosen from; fed when the first is due.
    pub index: Index,
    /// The time between two letters to one mail domain; none where there need be none.
    pub pace: Option<Duration>,
    /// Woken when somebody signed up: by the read side in the same process.
    pub wake: Arc<Notify>,
}

impl MailParts {
    /// The links of a reader's letters.
    pub(crate) fn links(&self, id: SubscriberId) -> Links {
        Links::new(self.base.clone(), &self.keys.link(id), None)
    }

    /// Where somebody says yes.
    pub(crate) fn confirm(&self, letter_id: i64) -> Url {
        let token = self.keys.confirmation(letter_id);
        let mut url = self.base.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(["digest", "confirm", token.as_str()]);
        }
        url
    }
}

/// A letter as the outbox keeps it: everything but whom it goes to.
pub(crate) fn written(letter: &Letter) -> String {
    let Letter { message_id, to: _, at: _, subject, text, html, list } = letter;
    let list = list.as_ref().map(|List { id, unsubscribe, unsubscribe_by_mail }| {
        let by_mail = unsubscribe_by_mail.as_ref().map(Url::as_str);
        json!({ "id": id, "unsubscribe": unsubscribe.as_str(), "unsubscribe_by_mail": by_mail })
    });
    json!({ "message_id": message_id, "subject": subject, "text": text, "html": html, "list": list }).to_string()
}

/// The letter that was kept, byte for byte; none when it can't be read.
pub(crate) fn read(kept: &ClaimedLetter, address: &str) -> Option<Letter> {
    let content: Value = serde_json::from_str(kept.content.as_deref()?).ok()?;
    let text = |value: &Value, key: &str| value.get(key)?.as_str().map(str::to_owned);
    let list = match content.get("list") {
        None | Some(Value::Null) => None,
        Some(list) => Some(List {
            id: text(list, "id")?,
            unsubscribe: text(list, "unsubscribe")?.parse().ok()?,
            unsubscribe_by_mail: text(list, "unsubscribe_by_mail").and_then(|url| url.parse().ok()),
        }),
    };
    Some(Letter {
        message_id: text(&content, "message_id")?,
        to: address.to_owned(),
        at: kept.at,
        subject: text(&content, "subject")?,
        text: text(&content, "text")?,
        html: text(&content, "html")?,
        list,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use hobnob_domain::LetterKind;

    #[test]
    fn a_letter_that_is_kept_is_the_same_letter() {
        let at = "2026-11-26T08:00:00Z".parse().unwrap();
        let list = List {
            id: "<digest.events.example>".to_owned(),
            unsubscribe: "https://events.example/digest/unsubscribe/1.a".parse().unwrap(),
            unsubscribe_by_mail: Some("mailto:leave@events.example".parse().unwrap()),
        };
        let letter = |list: Option<List>| Letter {
            message_id: "<digest.1@events.example>".to_owned(),
            to: "reader@example.org".to_owned(),
            at,
            subject: "Rust \"night\" \u{1f980}".to_owned(),
            text: "one\r\ntwo".to_owned(),
            html: "<p>one</p>".to_owned(),
            list,
        };
        for letter in [letter(None), letter(Some(list))] {
            let content = written(&letter);
            assert!(!content.contains("reader@example.org"), "the address is kept elsewhere");
            let subscriber_id = SubscriberId::new(1);
            let (kind, content) = (LetterKind::Weekly, Some(content));
            let kept = ClaimedLetter { id: 1, subscriber_id, address: None, kind, at, attempts: 0, content };
            assert_eq!(read(&kept, "reader@example.org"), Some(letter));
        }
    }
}
