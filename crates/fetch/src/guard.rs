//! Where we go: public web addresses, and what the operator lists beside.
//!
//! An address is checked twice. [`check_url`] looks at what is written, on every hop: the scheme, the port, the name and
//! an address spelt out in any of the ways the URL standard knows. The resolver looks at what a name means, when the
//! connection is made, and hands on only what may be dialled: so the address checked is the address connected to, and a
//! name that means something else the next moment gains nothing.

mod address;
mod names;
mod ports;

pub use address::is_public;
pub(crate) use names::GuardedResolver;
pub use names::{LookingUp, Lookup, SystemLookup};

use ipnet::IpNet;
use std::net::IpAddr;
use std::sync::Arc;
use url::{Host, Url};

/// The setting that lets private networks through, for messages.
pub const ALLOW_SETTING: &str = "HOBNOB_ALLOW_PRIVATE_NETWORKS";

/// The longest address we ask for, in bytes.
const URL_BYTES_MAX: usize = 4096;

/// Last labels that no public name has: special use (RFC 6761, 6762, 7686, 8375) or customary in private networks.
const PRIVATE_SUFFIXES: &[&str] = &[
    "corp",
    "home",
    "home.arpa",
    "internal",
    "intranet",
    "lan",
    "local",
    "localdomain",
    "localhost",
    "onion",
    "private",
];

/// Why we don't go there. Reads as a predicate about the address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GuardError {
    /// Not a web address.
    #[error("begins with `{0}:`; only http, https and webcal addresses are fetched")]
    Scheme(String),
    /// No host in it.
    #[error("names no host")]
    NoHost,
    /// A user name or a password in it.
    #[error("carries a user name or a password; leave out what stands before the `@`")]
    Credentials,
    /// Longer than anybody's address.
    #[error("is {0} bytes long; at most {URL_BYTES_MAX} are fetched")]
    TooLong(usize),
    /// A port of something else than the web.
    #[error("asks for port {0}, where no web site is served; use 80, 443 or one above 1023 that no other service owns")]
    Port(u16),
    /// An address that is not public.
    #[error("is at {0}, which is not on the public Internet; to let it through, add {0} to {ALLOW_SETTING}")]
    PrivateAddress(IpAddr),
    /// A name that means something only in a private network.
    #[error("is at `{0}`, a name of a private network; to let it through, add its address to {ALLOW_SETTING}")]
    PrivateName(String),
}

impl GuardError {
    /// The same about the target of a redirect. Names no address: who sent the redirect learns nothing from it.
    pub(crate) const fn of_redirect(&self) -> &'static str {
        match self {
            Self::Scheme(_) => "redirects to something other than a web address",
            Self::NoHost => "redirects to an address without a host",
            Self::Credentials => "redirects to an address with a user name or a password",
            Self::TooLong(_) => "redirects to an address of more than 4096 bytes",
            Self::Port(_) => "redirects to a port where no web site is served",
            Self::PrivateAddress(_) | Self::PrivateName(_) => "redirects to a host that is not on the public Internet",
        }
    }
}

/// Checks an address as written; gives the one to ask: `webcal` is spelt `https` (`http` where it names another port
/// than 443), the fragment is dropped. A name is checked again when the connection is made.
pub fn check_url(url: &Url, allow: &[IpNet]) -> Result<Url, GuardError> {
    let url = web_url(url)?;
    if url.as_str().len() > URL_BYTES_MAX {
        return Err(GuardError::TooLong(url.as_str().len()));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(GuardError::Credentials);
    }
    let is_ours = match url.host() {
        None => return Err(GuardError::NoHost),
        Some(Host::Ipv4(ip)) => is_ours_or_public(IpAddr::V4(ip), allow)?,
        Some(Host::Ipv6(ip)) => is_ours_or_public(IpAddr::V6(ip), allow)?,
        Some(Host::Domain(name)) if is_private_name(name) => match allow.is_empty() {
            true => return Err(GuardError::PrivateName(name.to_owned())),
            false => true, // if its address is on the list: the resolver sees to it
        },
        Some(Host::Domain(_)) => false,
    };
    match url.port() {
        Some(port) if !is_ours && !ports::is_web_port(port) => Err(GuardError::Port(port)),
        _ => Ok(url),
    }
}

/// Checks the target of a redirect; the error is a predicate about the address that redirects.
pub(crate) fn check_redirect(from: &Url, location: &str, allow: &[IpNet]) -> Result<Url, &'static str> {
    let target = from.join(location.trim()).map_err(|_| "redirects to something that is not an address")?;
    let target = check_url(&target, allow).map_err(|error| error.of_redirect())?;
    if from.scheme() == "https" && target.scheme() != "https" {
        return Err("redirects from https to http, where anybody on the way could change it");
    }
    Ok(target)
}

/// Spells the address for the web, without fragment.
pub(crate) fn web_url(url: &Url) -> Result<Url, GuardError> {
    let scheme = match (url.scheme(), url.port()) {
        ("http" | "https", _) => return Ok(without_fragment(url.clone())),
        ("webcals", _) | ("webcal", None | Some(443)) => "https",
        ("webcal", Some(_)) => "http",
        (other, _) => return Err(GuardError::Scheme(other.chars().take(32).collect())),
    };
    // Parsed anew: only web schemes have their hosts read as the URL standard says (2130706433 is 127.0.0.1).
    let rest = url.as_str().split_once(':').map_or("", |(_, rest)| rest);
    Url::parse(&format!("{scheme}:{rest}")).map(without_fragment).map_err(|_| GuardError::NoHost)
}

fn without_fragment(mut url: Url) -> Url {
    url.set_fragment(None);
    url
}

fn is_ours_or_public(ip: IpAddr, allow: &[IpNet]) -> Result<bool, GuardError> {
    let is_ours = is_listed(ip, allow);
    if is_ours || is_public(ip) { Ok(is_ours) } else { Err(GuardError::PrivateAddress(ip)) }
}

/// Whether the operator lists the address.
pub(crate) fn is_listed(ip: IpAddr, allow: &[IpNet]) -> bool {
    allow.iter().any(|network| network.contains(&ip))
}

/// Whether a name means something only in a private network: a single label, or a suffix that is never public.
pub(crate) fn is_private_name(name: &str) -> bool {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    let ends_in = |suffix: &&str| name.strip_suffix(*suffix).is_some_and(|front| front.ends_with('.'));
    !name.contains('.') || PRIVATE_SUFFIXES.iter().any(|suffix| name == *suffix || ends_in(suffix))
}

/// The guard with its list and its way to look names up.
#[derive(Clone)]
pub(crate) struct Guard {
    allow: Arc<[IpNet]>,
    lookup: Arc<dyn Lookup>,
}

impl Guard {
    pub(crate) fn new(allow: &[IpNet], lookup: Arc<dyn Lookup>) -> Self {
        Self { allow: Arc::from(allow), lookup }
    }

    pub(crate) fn allow(&self) -> &[IpNet] {
        &self.allow
    }

    pub(crate) fn resolver(&self) -> GuardedResolver {
        GuardedResolver::new(Arc::clone(&self.allow), Arc::clone(&self.lookup))
    }

    /// Whether the host is ours: all its addresses are listed, whatever else they are. A private name is ours where any of them
    /// is: nobody outside says what it means, and the others are never dialled.
    pub(crate) async fn is_ours(&self, url: &Url) -> bool {
        if self.allow.is_empty() {
            return false;
        }
        match url.host() {
            None => false,
            Some(Host::Ipv4(ip)) => is_listed(IpAddr::V4(ip), &self.allow),
            Some(Host::Ipv6(ip)) => is_listed(IpAddr::V6(ip), &self.allow),
            Some(Host::Domain(name)) => {
                let found = self.resolver().found(name).await.unwrap_or_default();
                let mut listed = found.iter().map(|ip| is_listed(*ip, &self.allow));
                if is_private_name(name) { listed.any(|is| is) } else { !found.is_empty() && listed.all(|is| is) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::networks;

    fn checked(url: &str, allow: &str) -> Result<String, String> {
        let url = Url::parse(url).unwrap();
        check_url(&url, &networks(allow).unwrap()).map(String::from).map_err(|error| error.to_string())
    }

    #[test]
    fn webcal_is_the_web() {
        assert_eq!(checked("webcal://ex.org/a.ics#x", ""), Ok("https://ex.org/a.ics".into()));
        assert_eq!(checked("webcal://ex.org:8080/a.ics", ""), Ok("http://ex.org:8080/a.ics".into()));
    }

    #[test]
    fn webcal_hides_no_address() {
        let refused = "is at 127.0.0.1, which is not on the public Internet; \
                       to let it through, add 127.0.0.1 to HOBNOB_ALLOW_PRIVATE_NETWORKS";
        assert_eq!(checked("webcal://2130706433/a.ics", ""), Err(refused.into()));
    }

    #[test]
    fn a_listed_address_goes_through_on_any_port_and_its_neighbour_does_not() {
        assert_eq!(checked("http://127.0.0.1:25/", "127.0.0.1"), Ok("http://127.0.0.1:25/".into()));
        assert!(checked("http://127.0.0.2:8080/", "127.0.0.1").is_err());
        assert!(checked("http://[::ffff:127.0.0.1]/", "127.0.0.0/8").is_err());
    }

    #[test]
    fn a_private_name_is_for_the_resolver_to_judge_once_something_is_listed() {
        assert_eq!(checked("http://localhost:8080/", "127.0.0.0/8"), Ok("http://localhost:8080/".into()));
        assert!(checked("http://localhost:8080/", "").is_err());
    }

    #[test]
    fn a_redirect_may_not_fall_back_to_http() {
        let from = Url::parse("https://ex.org/a").unwrap();
        assert_eq!(
            check_redirect(&from, "http://ex.org/a", &[]).map(String::from),
            Err("redirects from https to http, where anybody on the way could change it")
        );
        assert_eq!(check_redirect(&from, "/b#c", &[]).map(String::from), Ok("https://ex.org/b".into()));
    }

    #[test]
    fn a_refused_redirect_names_no_internal_address() {
        let from = Url::parse("http://ex.org/a").unwrap();
        let refusals: Vec<_> = ["http://10.0.0.7/", "http://db.internal/", "file:///etc/passwd", "http://ex.org:22/"]
            .iter()
            .map(|location| check_redirect(&from, location, &[]).map(String::from))
            .collect();
        assert_eq!(
            refusals,
            [
                Err("redirects to a host that is not on the public Internet"),
                Err("redirects to a host that is not on the public Internet"),
                Err("redirects to something other than a web address"),
                Err("redirects to a port where no web site is served"),
            ]
        );
    }

    proptest::proptest! {
        #[test]
        fn any_address_is_judged(text in ".{0,60}", location in ".{0,60}") {
            let from = Url::parse("https://ex.org/").unwrap();
            let _ = check_redirect(&from, &location, &[]);
            if let Ok(url) = Url::parse(&text) {
                let _ = check_url(&url, &[]);
            }
        }
    }
}
