//! The two ways out: to the public Internet, and to networks of ours.
//!
//! The door is chosen on every hop. A fetch that begins at a public address goes by the public door and finds every private
//! network shut, the listed ones too; one that begins in a network of ours and leaves it goes by the public door from then
//! on. So neither a redirect from outside nor a page from outside that names where to go on reaches what the operator listed
//! for sources of their own. The door of ours dials listed addresses and nothing else: a name that meant a listed address
//! when the door was chosen, and means a public one when it is dialled, leads nowhere.

use crate::agent::user_agent_value;
use crate::budget::Budget;
use crate::guard::{Guard, Lookup, is_listed, is_private_name};
use crate::{FetchError, Settings};
use reqwest::header::{ACCEPT, ACCEPT_ENCODING, HeaderMap, HeaderValue};
use std::error::Error;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use url::{Host, Url};

/// What we like to read, in that order; whatever a source has is read in the end.
const ACCEPTED: &str = "text/calendar, application/ld+json, application/json;q=0.9, text/html;q=0.9, \
    application/xhtml+xml;q=0.9, application/atom+xml;q=0.8, application/rss+xml;q=0.8, application/xml;q=0.7, \
    text/xml;q=0.7, */*;q=0.1";

/// The most headers of an answer.
const HEADERS_MAX: usize = 256;

/// The most bytes of an answer's headers over HTTP/2.
const HEADER_BYTES_MAX: u32 = 64 * 1024;

/// One way out.
pub(crate) struct Door {
    pub(crate) http: reqwest::Client,
    pub(crate) guard: Guard,
}

/// The ways out.
pub(crate) struct Doors {
    public: Door,
    ours: Option<Door>,
    lookup_timeout: Duration,
}

impl Doors {
    pub(crate) fn new(settings: &Settings, lookup: &Arc<dyn Lookup>) -> Result<Self, FetchError> {
        let door = |allow| -> Result<Door, FetchError> {
            let guard = Guard::new(allow, Arc::clone(lookup));
            Ok(Door { http: http(settings, &guard)?, guard })
        };
        let ours = if settings.allow.is_empty() { None } else { Some(door(&settings.allow)?) };
        Ok(Self { public: door(&[])?, ours, lookup_timeout: settings.connect_timeout })
    }

    /// The door to an address: the public one where it was named from outside.
    pub(crate) async fn to(&self, url: &Url, is_from_outside: bool, budget: &mut Budget) -> &Door {
        match &self.ours {
            Some(ours) if !is_from_outside && self.leads_to_ours(ours, url, budget).await => ours,
            _ => &self.public,
        }
    }

    /// Whether an address is one of ours as it is written: a listed number, or a private name.
    pub(crate) fn is_written_as_ours(&self, url: &Url) -> bool {
        let Some(ours) = &self.ours else { return false };
        match url.host() {
            None => false,
            Some(Host::Ipv4(ip)) => is_listed(IpAddr::V4(ip), ours.guard.allow()),
            Some(Host::Ipv6(ip)) => is_listed(IpAddr::V6(ip), ours.guard.allow()),
            Some(Host::Domain(name)) => is_private_name(name),
        }
    }

    async fn leads_to_ours(&self, ours: &Door, url: &Url, budget: &mut Budget) -> bool {
        budget.spend(self.lookup_timeout, ours.guard.is_ours(url)).await.unwrap_or(false)
    }
}

impl Door {
    /// Whether it leads into networks of ours, and nowhere else.
    pub(crate) fn is_ours(&self) -> bool {
        !self.guard.allow().is_empty()
    }
}

/// The HTTP client below: no proxy of the environment, no cookie, no referer, no redirect of its own, no decoding of its
/// own, and names through the guard. Every question has a connection of its own: at our pace keeping one saves little,
/// and one that the server closes without a word, as small servers do, costs a failure.
fn http(settings: &Settings, guard: &Guard) -> Result<reqwest::Client, FetchError> {
    // Whoever installed a provider before us is welcome: all that matters is that there is one.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let headers = HeaderMap::from_iter([
        (ACCEPT, HeaderValue::from_static(ACCEPTED)),
        (ACCEPT_ENCODING, HeaderValue::from_static("gzip")),
    ]);
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the owner: the guard, the limits and the manners are around it"
    )]
    let builder = reqwest::Client::builder();
    builder
        .user_agent(user_agent_value(&settings.user_agent())?)
        .default_headers(headers)
        .no_proxy()
        .referer(false)
        .redirect(reqwest::redirect::Policy::none())
        .dns_resolver(guard.resolver())
        .connect_timeout(settings.connect_timeout)
        .pool_max_idle_per_host(0)
        .http1_max_headers(HEADERS_MAX)
        .http2_max_header_list_size(HEADER_BYTES_MAX)
        .build()
        .map_err(|error| FetchError::Tls(causes(&error)))
}

fn causes(error: &reqwest::Error) -> String {
    let mut causes = vec![error.to_string()];
    let mut cause = error.source();
    while let Some(source) = cause {
        causes.push(source.to_string());
        cause = source.source();
    }
    causes.join(": ")
}
