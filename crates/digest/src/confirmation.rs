//! The mail that asks whether somebody wants letters: without a yes there are none.

use crate::{
    Letter,
    letter::{mail_host, rendered},
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
    Letter {
        message_id: message_id(address, at, base, confirm),
        to: address.to_owned(),
        at,
        subject: "Do you want the weekly letter?".to_owned(),
        text: wrapped(&rendered(&Plain { base, confirm })),
        html: rendered(&Html { base, confirm }),
        list: None,
    }
}

fn message_id(address: &str, at: DateTime<Utc>, base: &Url, confirm: &Url) -> String {
    let mut hasher = blake3::Hasher::new_derive_key("hobnob 2026 message id of a confirmation");
    let instant = at.timestamp().to_be_bytes();
    for part in [confirm.as_str().as_bytes(), instant.as_slice(), address.as_bytes()] {
        hasher.update(blake3::hash(part).as_bytes());
    }
    let hash = hasher.finalize().to_hex();
    format!("<confirm.{}@{}>", hash.get(..32).unwrap_or_default(), mail_host(base))
}
