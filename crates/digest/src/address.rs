//! Mail addresses, narrower than the standard allows: what can't be misread on the way.

use crate::{Signer, SignerError, plain::header_line, returned::LEAVE_SUBJECT};
use lettre::{Address, message::Mailbox};
use url::{Host, Url};

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
    pub(crate) returns: Option<Address>,
}

impl Sender {
    /// Reads `letters@example.org` or `hobnob <letters@example.org>`.
    pub fn read(text: &str) -> Result<Self, AddressFault> {
        let text = text.trim();
        let (name, written) = match text.strip_suffix('>').and_then(|text| text.rsplit_once('<')) {
            Some((name, written)) => (header_line(name.trim().trim_matches('"'), NAME_MAX), written),
            None => (None, text),
        };
        Ok(Self { mailbox: Mailbox::new(name, address(written)?), signer: None, returns: None })
    }

    /// Signs every letter from now on. The signer's domain must be that of the address, or one above it.
    pub fn signed_by(self, signer: Signer) -> Result<Self, SignerError> {
        if !signer.speaks_for(self.mailbox.email.domain()) {
            return Err(SignerError::Stranger);
        }
        Ok(Self { signer: Some(signer), ..self })
    }

    /// Names an address whose mail is read by hobnob: what can't be delivered goes back there, and readers may leave by a
    /// mail to it.
    pub fn returning_to(self, written: &str) -> Result<Self, AddressFault> {
        Ok(Self { returns: Some(address(written)?), ..self })
    }

    /// A mail by which the reader with this sealed link leaves, where hobnob reads such mail.
    pub fn leave_by_mail(&self, link: &str) -> Option<Url> {
        let returns = self.returns.as_ref()?;
        Url::parse(&format!("mailto:{returns}?subject={LEAVE_SUBJECT}%20{link}")).ok()
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

    #[test]
    fn who_leaves_by_mail_writes_to_where_it_is_read() {
        let sender = Sender::read("letters@example.org").unwrap();
        assert_eq!(sender.leave_by_mail("1.a"), None, "nobody reads it");
        let sender = sender.returning_to("back+hobnob@example.org").unwrap();
        let url = sender.leave_by_mail("1.a").unwrap();
        assert_eq!(url.as_str(), "mailto:back+hobnob@example.org?subject=unsubscribe%201.a");
        assert!(Sender::read("letters@example.org").unwrap().returning_to("nobody").is_err());
    }
}
