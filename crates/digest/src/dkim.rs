//! Signs letters (DKIM, RFC 6376; Ed25519: RFC 8463), so that receivers know whose they are and that nobody changed them.
//!
//! RFC 8058 §4 wants both `List-Unsubscribe` headers under such a signature; without it the button is not shown.

mod canonical;
mod key;

use std::{fmt, sync::Arc};

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use canonical::{body, header, signed_headers};
use chrono::{DateTime, Utc};
use key::Key;
use ring::digest::{SHA256, digest};
use url::Host;

/// The headers that are signed, once more than they occur: nobody can add another one (RFC 6376 §8.15).
const SIGNED: [&str; 20] = [
    "from",
    "to",
    "cc",
    "reply-to",
    "sender",
    "subject",
    "date",
    "message-id",
    "in-reply-to",
    "references",
    "list-id",
    "list-unsubscribe",
    "list-unsubscribe-post",
    "auto-submitted",
    "precedence",
    "mime-version",
    "content-type",
    "content-transfer-encoding",
    "content-disposition",
    "content-id",
];

/// The most characters of a line of the signature's own header.
const COLUMNS: usize = 72;

/// Why letters can't be signed so. Never holds the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignerError {
    /// No private key in the text.
    #[error(
        "no private key in PEM form; make one with `openssl genpkey -algorithm rsa -pkeyopt rsa_keygen_bits:2048`, which every \
         receiver checks, or with `openssl genpkey -algorithm ed25519`"
    )]
    Pem,
    /// A key of another sort or size.
    #[error("the private key is neither Ed25519 nor RSA of 2048 to 4096 bits")]
    Key,
    /// No name of a domain.
    #[error("the domain that signs is not a domain name such as example.org")]
    Domain,
    /// No name of a key.
    #[error("the selector is not a name of letters, digits and hyphens such as hobnob1")]
    Selector,
    /// The letters are another domain's.
    #[error(
        "the letters are from another domain than the one that signs: receivers would not trust that (RFC 7489 §3.1)"
    )]
    Stranger,
}

/// A key with which letters are signed, and where receivers find its other half. `Debug` does not show it.
#[derive(Clone)]
pub struct Signer(Arc<Parts>);

struct Parts {
    domain: String,
    selector: String,
    key: Key,
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer").field("at", &self.record_name()).finish_non_exhaustive()
    }
}

impl Signer {
    /// Takes the domain that signs, the selector under which its DNS has the public key, and the private key as PEM:
    /// Ed25519 or RSA in PKCS#8, or RSA in PKCS#1.
    pub fn new(domain: &str, selector: &str, private_key_pem: &str) -> Result<Self, SignerError> {
        let Ok(Host::Domain(domain)) = Host::parse(domain.trim()) else { return Err(SignerError::Domain) };
        let is_label = |label: &str| {
            let is_plain = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
            is_plain && !label.is_empty() && label.len() <= 63
        };
        if !domain.split('.').all(is_label) || !domain.contains('.') {
            return Err(SignerError::Domain);
        }
        let selector = selector.trim().to_ascii_lowercase();
        if !selector.split('.').all(is_label) || selector.len() > 253 {
            return Err(SignerError::Selector);
        }
        Ok(Self(Arc::new(Parts { domain, selector, key: Key::read(private_key_pem)? })))
    }

    /// The name of the DNS record that holds the public key.
    pub fn record_name(&self) -> String {
        format!("{}._domainkey.{}", self.0.selector, self.0.domain)
    }

    /// What that TXT record must say (RFC 6376 §3.6.1).
    pub fn record(&self) -> String {
        format!("v=DKIM1; k={}; p={}", self.0.key.kind(), BASE64.encode(self.0.key.public()))
    }

    /// Whether a sender's domain is this one or below it (relaxed alignment, RFC 7489 §3.1.1).
    pub(crate) fn speaks_for(&self, domain: &str) -> bool {
        let (domain, ours) = (domain.to_ascii_lowercase(), self.0.domain.as_str());
        domain == ours || domain.strip_suffix(ours).is_some_and(|below| below.ends_with('.'))
    }

    /// The `DKIM-Signature` header of a message, to be put before it; none when the key does not sign.
    ///
    /// The same message and instant give the same bytes.
    pub(crate) fn signature(&self, message: &str, at: DateTime<Utc>) -> Option<String> {
        let (head, text) = message.split_once("\r\n\r\n")?;
        let bh = BASE64.encode(digest(&SHA256, body(text).as_bytes()));
        let Parts { domain, selector, key } = &*self.0;
        let (a, t) = (key.algorithm(), at.timestamp().max(0));
        let (signed, names) = signed_headers(&format!("{head}\r\n"), &SIGNED);
        let mut unsigned = format!(
            "DKIM-Signature: v=1; a={a}; c=relaxed/relaxed; t={t};\r\n d={domain}; s={selector};\r\n bh={bh};\r\n h="
        );
        fold(&mut unsigned, names.iter().map(String::as_str), ":");
        unsigned.push_str(";\r\n b=");
        let hashed = format!("{signed}{}", header(&unsigned));
        let b = BASE64.encode(key.sign(hashed.as_bytes())?);
        fold(&mut unsigned, chunks(&b, COLUMNS - 8), "");
        unsigned.push_str("\r\n");
        Some(unsigned)
    }
}

/// Writes words that stand between a mark, on lines that are not too long.
fn fold<'a>(out: &mut String, words: impl Iterator<Item = &'a str>, mark: &str) {
    for (number, word) in words.enumerate() {
        if number > 0 {
            out.push_str(mark);
        }
        let column = out.len() - out.rfind('\n').map_or(0, |at| at + 1);
        if column + word.len() + mark.len() > COLUMNS {
            out.push_str("\r\n  ");
        }
        out.push_str(word);
    }
}

/// ASCII text in pieces.
fn chunks(text: &str, length: usize) -> impl Iterator<Item = &str> {
    (0..text.len()).step_by(length).filter_map(move |at| text.get(at..text.len().min(at + length)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8463 §A: the key, the message and the signature.
    const KEY: &str = "-----BEGIN PRIVATE KEY-----\n\
        MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n\
        -----END PRIVATE KEY-----\n";
    const HEAD: &str = "From: Joe SixPack <joe@football.example.com>\r\n\
        To: Suzie Q <suzie@shopping.example.net>\r\n\
        Subject: Is dinner ready?\r\n\
        Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)\r\n\
        Message-ID: <20030712040037.46341.5F8J@football.example.com>\r\n";
    const TEXT: &str = "Hi.\r\n\r\nWe lost the game.  Are you hungry yet?\r\n\r\nJoe.\r\n";
    const UNSIGNED: &str = "DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;\r\n \
        d=football.example.com; i=@football.example.com;\r\n \
        q=dns/txt; s=brisbane; t=1528637909; h=from : to :\r\n \
        subject : date : message-id : from : subject : date;\r\n \
        bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n b=";

    #[test]
    fn the_standards_message_has_the_standards_signature() {
        assert_eq!(
            BASE64.encode(digest(&SHA256, body(TEXT).as_bytes())),
            "2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8="
        );
        let (signed, _) = signed_headers(HEAD, &["from", "to", "subject", "date", "message-id"]);
        let key = Key::read(KEY).unwrap();
        let b = key.sign(format!("{signed}{}", header(UNSIGNED)).as_bytes()).unwrap();
        let expected = "/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11BusFa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==";
        assert_eq!(BASE64.encode(b), expected);
    }
}
