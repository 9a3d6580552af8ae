//! The mail that asks whether somebody wants letters: without a yes there are none.

use crate::{
    Letter,
    letter::{QUESTION_ID, mail_host, message_id, rendered},
    plain::wrapped,
};
use askama::Template;
use chrono::{DateTime, Utc};
use url::Url;

#[derive(Template)]
#[template(path = "confirmation.txt")]
struct Plain<'a> {
    base: &'a Url,
    confirm: &'a Url,
}

#[derive(Template)]
#[template(path = "confirmation.html")]
struct Html<'a> {
    base: &'a Url,
    confirm: &'a Url,
}

/// Writes the mail that asks the owner of an address whether they want letters (double opt-in). `base` is our public
/// address; `confirm` leads to a page of it where they say yes, and holds a token but not the address.
///
/// Pure: the same arguments give the same bytes.
pub fn compose_confirmation(address: &str, at: DateTime<Utc>, base: &Url, confirm: &Url) -> Letter {
    let instant = at.timestamp().to_be_bytes();
    let who = [confirm.as_str().as_bytes(), instant.as_slice(), address.as_bytes()];
    Letter {
        message_id: message_id(QUESTION_ID, &who, &mail_host(base)),
        to: address.to_owned(),
        at,
        subject: "Please confirm your weekly letter".to_owned(),
        text: wrapped(&rendered(&Plain { base, confirm })),
        html: rendered(&Html { base, confirm }),
        list: None,
    }
}
