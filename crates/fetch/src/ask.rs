//! What a fetch asks.

use hobnob_domain::Validators;
use url::Url;

/// One question to the web.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// Where. A fragment is never sent.
    pub url: Url,
    /// What the server last said of itself; not sent with a body.
    pub validators: Validators,
    /// Of which address they are, where that is known: they are shown there alone, and not to who redirects.
    pub validators_of: Option<Url>,
    /// JSON that is sent by POST; none: the address is got.
    pub body: Option<String>,
    /// The User-Agent of this question; none: that of the settings.
    pub user_agent: Option<String>,
    /// Whether the site's owner lets us read what robots.txt closes. Its `Crawl-delay` is kept all the same, and other
    /// sites' files bind.
    pub has_robots_consent: bool,
    /// The most bytes of the decoded body, if that is less than the settings allow.
    pub body_bytes_max: Option<usize>,
    /// Whether a page of the public Internet named the address: then what the operator lists is shut to it.
    pub is_from_outside: bool,
}

impl Ask {
    /// Gets a page, whatever it was before.
    pub fn new(url: Url) -> Self {
        Self {
            url,
            validators: Validators::default(),
            validators_of: None,
            body: None,
            user_agent: None,
            has_robots_consent: false,
            body_bytes_max: None,
            is_from_outside: false,
        }
    }

    /// The same, if it has changed since.
    pub fn since(self, validators: Validators) -> Self {
        Self { validators, ..self }
    }
}
