//! What the operator is let in with: a header for one host, and for no other.

use reqwest::header::{HeaderName, HeaderValue};
use std::fmt;
use url::Url;

/// A header that one host wants to see. Its value is shown to nobody else.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential {
    /// The host as in an address: `api.example.org`, or `api.example.org:8443` where it is not at the usual port.
    pub host: String,
    /// The header's name, such as `Authorization`.
    pub header: String,
    /// The header's value, such as `Bearer …`.
    pub value: String,
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credential").field("host", &self.host).field("header", &self.header).finish_non_exhaustive()
    }
}

/// A credential that can't be used. Never tells its value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadCredential {
    /// Not a host.
    #[error("`{0}` is not a host: write it as in an address, such as api.example.org or api.example.org:8443")]
    Host(String),
    /// Not the name of a header that we let be set.
    #[error("the credential of {0}: `{1}` is no header of one's own, such as Authorization or X-API-KEY")]
    Header(String, String),
    /// Not a header's value.
    #[error(
        "the credential of {0}: its value can't stand in a header: use letters, digits and signs of ASCII on one line"
    )]
    Value(String),
}

/// A credential that was checked.
#[derive(Clone)]
pub(crate) struct Key {
    host: String,
    port: Option<u16>,
    pub(crate) header: HeaderName,
    pub(crate) value: HeaderValue,
}

/// Headers that would change what a question means, or that are not the operator's to set.
const NOT_SETTABLE: [&str; 12] = [
    "accept",
    "accept-encoding",
    "connection",
    "content-length",
    "content-type",
    "expect",
    "host",
    "if-modified-since",
    "if-none-match",
    "te",
    "transfer-encoding",
    "user-agent",
];

impl Key {
    pub(crate) fn new(credential: &Credential) -> Result<Self, BadCredential> {
        let Credential { host, header, value } = credential;
        let (name, port) = host_and_port(host).ok_or_else(|| BadCredential::Host(host.clone()))?;
        let bad_header = || BadCredential::Header(host.clone(), header.chars().take(80).collect());
        let header: HeaderName = header.trim().parse().map_err(|_| bad_header())?;
        if NOT_SETTABLE.contains(&header.as_str()) {
            return Err(bad_header());
        }
        let is_plain = !value.is_empty() && value.bytes().all(|byte| (b' '..=b'~').contains(&byte));
        let value = HeaderValue::from_str(value).ok().filter(|_| is_plain);
        let mut value = value.ok_or_else(|| BadCredential::Value(host.clone()))?;
        value.set_sensitive(true);
        Ok(Self { host: name, port, header, value })
    }

    /// Whether it is for this address: exactly its host, at the port it names or the usual one; encrypted, or ours.
    pub(crate) fn is_for(&self, url: &Url, is_ours: bool) -> bool {
        let is_safe = url.scheme() == "https" || is_ours;
        let is_port = match self.port {
            Some(port) => url.port_or_known_default() == Some(port),
            None => url.port().is_none(),
        };
        is_safe && is_port && url.host_str().is_some_and(|host| one_spelling(host) == self.host)
    }
}

/// Splits `host` or `host:port` as an address would have it, and nothing else.
fn host_and_port(written: &str) -> Option<(String, Option<u16>)> {
    let written = written.trim();
    let url = Url::parse(&format!("https://{written}/")).ok()?;
    let is_bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
    let is_host = is_bare && !written.contains(['/', '\\', '?', '#', '@']);
    let port = match url.port() {
        Some(port) => Some(port),
        None => written.ends_with(":443").then_some(443),
    };
    is_host.then(|| url.host_str().map(|host| (one_spelling(host), port))).flatten()
}

fn one_spelling(host: &str) -> String {
    host.trim_end_matches('.').to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn credential(host: &str, header: &str, value: &str) -> Credential {
        Credential { host: host.into(), header: header.into(), value: value.into() }
    }

    fn is_for(host: &str, url: &str) -> bool {
        Key::new(&credential(host, "X-Key", "secret")).unwrap().is_for(&Url::parse(url).unwrap(), false)
    }

    #[test]
    fn a_credential_is_for_exactly_its_host_and_encrypted() {
        let urls = [
            "https://api.example.org/v3",
            "https://API.example.org./",
            "https://api.example.org:443/",
            "http://api.example.org/",
            "https://api.example.org:8443/",
            "https://www.api.example.org/",
            "https://example.org/",
            "https://api.example.org.evil.example/",
        ];
        let known = [true, true, true, false, false, false, false, false];
        assert_eq!(urls.map(|url| is_for("api.example.org", url)), known);
        assert_eq!(urls.map(|url| is_for("api.example.org:443", url)), known);
        let with_port = [false, false, false, false, true, false, false, false];
        assert_eq!(urls.map(|url| is_for("api.example.org:8443", url)), with_port);
    }

    #[test]
    fn our_own_hosts_need_no_encryption() {
        let key = Key::new(&credential("127.0.0.1:8080", "X-Key", "secret")).unwrap();
        let url = Url::parse("http://127.0.0.1:8080/").unwrap();
        assert_eq!([true, false].map(|is_ours| key.is_for(&url, is_ours)), [true, false]);
    }

    #[test]
    fn what_is_no_credential_is_refused_without_telling_the_value() {
        let fault = |host: &str, header: &str, value: &str| {
            Key::new(&credential(host, header, value)).err().map(|fault| fault.to_string())
        };
        for host in ["https://a.example", "a.example/x", "me@a.example", "", "a b", "a.example?x"] {
            let said = format!(
                "`{host}` is not a host: write it as in an address, such as api.example.org or api.example.org:8443"
            );
            assert_eq!(fault(host, "X-Key", "hunter2"), Some(said));
        }
        for header in ["Host", "bad header", "", "Content-Length"] {
            let said = format!(
                "the credential of a.example: `{header}` is no header of one's own, such as Authorization or X-API-KEY"
            );
            assert_eq!(fault("a.example", header, "hunter2"), Some(said));
        }
        let said = "the credential of a.example: its value can't stand in a header: use letters, digits and signs of \
                    ASCII on one line";
        assert_eq!(fault("a.example", "X-Key", "hunter2\r\nX: y"), Some(said.into()));
        assert_eq!(fault("a.example", "X-Key", ""), Some(said.into()));
        assert!(!format!("{:?}", credential("a.example", "X-Key", "hunter2")).contains("hunter2"));
    }
}
