//! Which addresses are one host, and which hosts one site.

use url::{Host, Url};

/// Second-level labels under which countries register names: `ex.co.uk` is a site, `co.uk` is none.
const REGISTRIES: &[&str] =
    &["ac", "co", "com", "edu", "gob", "gov", "gv", "ltd", "mil", "ne", "net", "nom", "or", "org", "plc", "sch"];

/// The host of an address, in one spelling.
pub(super) fn host_name(url: &Url) -> String {
    match url.host() {
        None => String::new(),
        Some(Host::Ipv4(ip)) => ip.to_string(),
        Some(Host::Ipv6(ip)) => ip.to_string(),
        Some(Host::Domain(name)) => name.trim_end_matches('.').to_ascii_lowercase(),
    }
}

/// The site of a host: its registrable domain, near enough. That is the last two labels, or three below a registry of a
/// country. Where one house has many tenants (`github.io`), they are one site: that errs on the polite side. An address
/// in numbers is its own site.
pub(super) fn site_name(host: &str) -> &str {
    if host.contains(':') || host.ends_with(|last: char| last.is_ascii_digit()) {
        return host;
    }
    let mut dots = host.rmatch_indices('.').map(|(at, _)| at);
    let (Some(last), Some(second)) = (dots.next(), dots.next()) else { return host };
    let country = host.get(last + 1..).unwrap_or_default();
    let registry = host.get(second + 1..last).unwrap_or_default();
    let start = match country.len() == 2 && REGISTRIES.contains(&registry) {
        true => dots.next().map_or(0, |third| third + 1),
        false => second + 1,
    };
    host.get(start..).unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subdomains_are_one_site() {
        let names = [
            "https://www.meetup.com/rust-berlin/",
            "https://API2.lu.ma./x",
            "https://events.ex.co.uk/",
            "https://ex.co.uk/",
            "https://ex.org:8443/",
            "https://localhost/",
            "http://10.0.0.1/",
            "http://[2606:4700::1]/",
        ]
        .map(|url| site_name(&host_name(&Url::parse(url).unwrap())).to_owned());
        let sites = ["meetup.com", "lu.ma", "ex.co.uk", "ex.co.uk", "ex.org", "localhost", "10.0.0.1", "2606:4700::1"];
        assert_eq!(names, sites);
    }

    proptest::proptest! {
        #[test]
        fn any_host_has_a_site(host in "[a-z0-9.é]{0,30}") {
            proptest::prop_assert!(host.ends_with(site_name(&host)));
        }
    }
}
