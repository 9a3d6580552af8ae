//! Mail addresses that letters may go to: narrower than the standard allows, so that none can be misread on the way.

use std::{fmt, str::FromStr};

use url::Host;

/// The longest address taken, in bytes (RFC 5321 §4.5.3.1.3, without its brackets).
const BYTES_MAX: usize = 254;

/// The longest part before the `@`, in bytes (RFC 5321 §4.5.3.1.1).
const LOCAL_BYTES_MAX: usize = 64;

/// An address that can be written to. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MailAddress(String);

/// Why a text is no address that is written to. The text is personal and not repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadMailAddress {
    /// No `@`.
    #[error("a mail address has an `@`, as in name@example.org")]
    At,
    /// What stands before the `@`.
    #[error("before the `@` a mail address has plain letters, digits and common signs, as in name@example.org")]
    Local,
    /// What stands behind it.
    #[error("behind the `@` a mail address has a domain, as in name@example.org")]
    Domain,
    /// Too long.
    #[error("a mail address has at most {BYTES_MAX} bytes")]
    Length,
}

/// A text with `…` in the place of everything that looks like a mail address: what relays say repeats whom a letter was for,
/// or where their mail goes on to, and is kept or logged.
pub fn without_addresses(text: &str) -> String {
    let is_between = |c: char| c.is_whitespace() || "<>()[],;:\"'".contains(c);
    let is_address =
        |word: &str| word.split_once('@').is_some_and(|(_, domain)| domain.starts_with(char::is_alphanumeric));
    let mut kept = String::with_capacity(text.len());
    for part in text.split_inclusive(is_between) {
        let word = part.trim_end_matches(is_between);
        if is_address(word) {
            kept.push('…');
            kept.extend(part.strip_prefix(word));
        } else {
            kept.push_str(part);
        }
    }
    kept
}

impl MailAddress {
    /// As it was written, its domain in ASCII and lower case. Not for logs or addresses of ours.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// In lower case: two spellings that are one mailbox at any provider in use are one.
    pub fn normalised(&self) -> String {
        self.0.to_ascii_lowercase()
    }

    /// What stands behind the `@`.
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }
}

impl FromStr for MailAddress {
    type Err = BadMailAddress;

    fn from_str(text: &str) -> Result<Self, BadMailAddress> {
        let (local, domain) = text.trim().rsplit_once('@').ok_or(BadMailAddress::At)?;
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&byte);
        let has_dots_apart = !local.starts_with('.') && !local.ends_with('.') && !local.contains("..");
        if local.is_empty() || !local.bytes().all(is_plain) || !has_dots_apart || local.contains("=?") {
            return Err(BadMailAddress::Local);
        }
        if domain.contains('%') {
            return Err(BadMailAddress::Domain);
        }
        let domain = match Host::parse(domain) {
            Ok(Host::Domain(domain)) if is_domain(&domain) => domain,
            _ => return Err(BadMailAddress::Domain),
        };
        let whole = format!("{local}@{domain}");
        if local.len() > LOCAL_BYTES_MAX || whole.len() > BYTES_MAX {
            return Err(BadMailAddress::Length);
        }
        Ok(Self(whole))
    }
}

/// Whether a host's name is one that mail goes to: letters, digits and hyphens, at least two labels, or this machine.
fn is_domain(name: &str) -> bool {
    let is_label = |label: &str| {
        let is_plain = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        (1..=63).contains(&label.len()) && is_plain && !label.starts_with('-') && !label.ends_with('-')
    };
    name.split('.').all(is_label) && (name.contains('.') || name == "localhost")
}

impl fmt::Debug for MailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MailAddress(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_an_address_is_taken_out_of_words() {
        for (text, kept) in [
            ("550 5.1.1 <private@mail.example>: no such user", "550 5.1.1 <…>: no such user"),
            ("Reader@Example.org is full; ask postmaster@example.org.", "… is full; ask …"),
            ("mailto:a@b.example 'c@d' (x@[192.0.2.1])", "mailto:… '…' (x@[192.0.2.1])"),
            ("5 @ 9, nothing else", "5 @ 9, nothing else"),
            ("", ""),
        ] {
            assert_eq!(without_addresses(text), kept);
        }
    }

    #[test]
    fn an_address_keeps_its_spelling_and_is_one_whatever_its_case() {
        let read = |text: &str| text.parse::<MailAddress>().unwrap();
        let written = read(" Reader+Tech@Bücher.Example ");
        assert_eq!(written.as_str(), "Reader+Tech@xn--bcher-kva.example");
        assert_eq!(written.normalised(), read("reader+tech@BÜCHER.example").normalised());
        assert_eq!(written.domain(), "xn--bcher-kva.example");
        assert_eq!(format!("{written:?}"), "MailAddress(***)");
    }

    #[test]
    fn what_no_letter_can_be_sent_to_is_refused() {
        use BadMailAddress::{At, Domain, Length, Local};
        let long = format!("{}@example.org", "a".repeat(65));
        for (text, fault) in [
            ("reader", At),
            ("@example.org", Local),
            ("a..b@example.org", Local),
            ("\"a b\"@example.org", Local),
            ("a@b@example.org", Local),
            ("a\r\nBcc: b@example.org", Local),
            ("jörg@example.org", Local),
            ("a@example", Domain),
            ("a@[127.0.0.1]", Domain),
            ("a@127.0.0.1", Domain),
            ("a@exa mple.org", Domain),
            ("a@-x.org", Domain),
            ("a@x_y.org", Domain),
            (&long, Length),
        ] {
            assert_eq!(text.parse::<MailAddress>(), Err(fault), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_taken_is_one_plain_line(text in ".*@.*") {
            if let Ok(address) = text.parse::<MailAddress>() {
                proptest::prop_assert!(address.as_str().bytes().all(|byte| byte.is_ascii_graphic()));
                proptest::prop_assert_eq!(address.as_str().parse(), Ok(address.clone()));
            }
        }
    }
}
