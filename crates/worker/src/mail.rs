//! What sending letters takes, and how a letter is kept until it is sent.

use std::{borrow::Cow, sync::Arc, time::Duration};

use hobnob_digest::{Letter, Links, List, Mailer, Sender, compose_confirmation};
use hobnob_domain::{Countries, MailKeys, SubscriberId};
use hobnob_gazetteer::Gazetteer;
use hobnob_index::Index;
use hobnob_store::ClaimedLetter;
use serde::{Deserialize, Serialize};
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
        let link = self.keys.link(id);
        let countries = Countries(|code| Gazetteer::embedded().country_name(code));
        Links::new(self.base.clone(), &link, self.sender.leave_by_mail(&link)).naming(countries)
    }

    /// The mail that asks whether somebody wants letters.
    pub(crate) fn question(&self, kept: &ClaimedLetter, address: &str) -> Letter {
        compose_confirmation(address, kept.at, &self.base, &self.confirm(kept.id))
    }

    /// Where somebody says yes.
    fn confirm(&self, letter_id: i64) -> Url {
        let token = self.keys.confirmation(letter_id);
        let mut url = self.base.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(["digest", "confirm", token.as_str()]);
        }
        url
    }
}

/// A letter as the outbox keeps it: everything but whom it goes to and when.
#[derive(Serialize, Deserialize)]
struct Kept<'a> {
    message_id: Cow<'a, str>,
    subject: Cow<'a, str>,
    text: Cow<'a, str>,
    html: Cow<'a, str>,
    list: Option<KeptList<'a>>,
}

#[derive(Serialize, Deserialize)]
struct KeptList<'a> {
    id: Cow<'a, str>,
    unsubscribe: Cow<'a, str>,
    unsubscribe_by_mail: Option<Cow<'a, str>>,
}

/// A letter as the outbox keeps it.
#[expect(clippy::expect_used, reason = "text with text for names is always JSON")]
pub(crate) fn written(letter: &Letter) -> String {
    let Letter { message_id, to: _, at: _, subject, text, html, list } = letter;
    let list = list.as_ref().map(|List { id, unsubscribe, unsubscribe_by_mail }| KeptList {
        id: id.into(),
        unsubscribe: unsubscribe.as_str().into(),
        unsubscribe_by_mail: unsubscribe_by_mail.as_ref().map(|url| url.as_str().into()),
    });
    let (message_id, subject) = (message_id.into(), subject.into());
    serde_json::to_string(&Kept { message_id, subject, text: text.into(), html: html.into(), list })
        .expect("text becomes JSON")
}

/// The letter that was kept, byte for byte; none when it can't be read.
pub(crate) fn read(kept: &ClaimedLetter, address: &str) -> Option<Letter> {
    let Kept { message_id, subject, text, html, list } = serde_json::from_str(kept.content.as_deref()?).ok()?;
    let list = match list {
        None => None,
        Some(KeptList { id, unsubscribe, unsubscribe_by_mail }) => Some(List {
            id: id.into_owned(),
            unsubscribe: unsubscribe.parse().ok()?,
            unsubscribe_by_mail: unsubscribe_by_mail.and_then(|url| url.parse().ok()),
        }),
    };
    Some(Letter {
        message_id: message_id.into_owned(),
        to: address.to_owned(),
        at: kept.at,
        subject: subject.into_owned(),
        text: text.into_owned(),
        html: html.into_owned(),
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
            let kept =
                ClaimedLetter { id: 1, subscriber_id, address: None, kind, at, attempts: 0, message_id: None, content };
            assert_eq!(read(&kept, "reader@example.org"), Some(letter));
        }
    }
}
