//! Mail addresses, narrower than the standard allows: what can't be misread on the way.

use crate::{Signer, SignerError, plain::header_line};
use lettre::{Address, message::Mailbox};
use url::Host;

/// The longest name of a sender, in characters.
const NAME_MAX: usize = 80;

/// Why a text is no address that is written to. The text itself is personal and not repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressFault {
    /// No `@`.
    #[error("it has no `@`")]
    At,
    /// What stands before the `@`.
    #[error("before the `@` only plain letters, digits and common signs are taken")]
    Local,
    /// What stands behind it.
    #[error("behind the `@` there is no domain name")]
    Domain,
}

/// Reads an address. An international domain becomes its ASCII form, since few relays take another; quoted names,
/// addresses of machines and letters beyond ASCII before the `@` are refused.
pub(crate) fn address(text: &str) -> Result<Address, AddressFault> {
    let (local, domain) = text.trim().rsplit_once('@').ok_or(AddressFault::At)?;
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&b);
    if !local.bytes().all(is_plain) || local.contains("=?") {
        return Err(AddressFault::Local);
    }
    if domain.contains('%') {
        return Err(AddressFault::Domain);
    }
    match Host::parse(domain) {
        Ok(Host::Domain(domain)) if domain.contains('.') || domain == "localhost" => {
            Address::new(local, domain).map_err(|_| AddressFault::Local)
        }
        _ => Err(AddressFault::Domain),
    }
}

/// Who writes the letters, and with which key they are signed, if with any.
#[derive(Clone, Debug)]
pub struct Sender {
    pub(crate) mailbox: Mailbox,
    pub(crate) signer: Option<Signer>,
}

impl Sender {
    /// Reads `letters@example.org` or `hobnob <letters@example.org>`.
    pub fn read(text: &str) -> Result<Self, AddressFault> {
        let text = text.trim();
        let (name, written) = match text.strip_suffix('>').and_then(|text| text.rsplit_once('<')) {
            Some((name, written)) => (header_line(name.trim().trim_matches('"'), NAME_MAX), written),
            None => (None, text),
        };
        Ok(Self { mailbox: Mailbox::new(name, address(written)?), signer: None })
    }

    /// Signs every letter from now on. The signer's domain must be that of the address, or one above it.
    pub fn signed_by(self, signer: Signer) -> Result<Self, SignerError> {
        if !signer.speaks_for(self.mailbox.email.domain()) {
            return Err(SignerError::Stranger);
        }
        Ok(Self { signer: Some(signer), ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, AddressFault> {
        address(text).map(|address| address.to_string())
    }

    #[test]
    fn an_international_domain_is_written_in_ascii() {
        assert_eq!(read(" ana+jobs@Bücher.example "), Ok("ana+jobs@xn--bcher-kva.example".to_owned()));
    }

    #[test]
    fn what_is_no_plain_address_is_refused_with_its_reason() {
        assert_eq!(read("ana"), Err(AddressFault::At));
        for local in ["", "a b", "a\r\nBcc: x", "\"a\"", "ä", ".a", "a..b"] {
            assert_eq!(read(&format!("{local}@example.org")), Err(AddressFault::Local), "{local}");
        }
        for domain in ["", "org", "a b.org", "[127.0.0.1]", "127.0.0.1", "a%2eb.org", "a.org\r\nx", "-.-"] {
            assert!(read(&format!("ana@{domain}")).is_err(), "{domain}");
        }
    }

    #[test]
    fn a_sender_may_have_a_name() {
        let sender = Sender::read("\"Höb = nob\" <letters@example.org>").map(|sender| sender.mailbox.name);
        assert_eq!(sender, Ok(Some("Höb = nob".to_owned())));
        assert_eq!(Sender::read("letters@example.org").map(|sender| sender.mailbox.name), Ok(None));
    }
}
