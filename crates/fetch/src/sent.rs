//! How a server sent something, beside what it sent.

use reqwest::header::HeaderMap;
use url::Url;

/// How a server sent something. What it says of itself is not to be believed, only looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// The headers of the last answer, names in lower case, values as far as they are text.
    pub headers: Vec<(String, String)>,
    /// The addresses that redirected, in their order.
    pub redirects: Vec<Url>,
    /// Whether the fetch began in a network that the operator lists, and never left those.
    pub is_from_ours: bool,
    /// Whether the last answer was that we may not have what is there (a status of 400 to 499): the server is alive.
    pub is_withheld: bool,
    /// How many bytes of bodies came in, before decoding, those of answers that were given up included.
    pub bytes: u64,
}

impl Sent {
    pub(crate) fn heard(&mut self, headers: &HeaderMap) {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let pairs = headers.iter().map(|(name, value)| (name.as_str().to_owned(), text(value.as_bytes())));
        self.headers = pairs.collect();
    }
}
