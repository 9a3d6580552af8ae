//! What the operator decides.

use crate::Credential;
use ipnet::IpNet;
use std::net::IpAddr;
use std::time::Duration;

/// What the operator decides about fetching. Durations are network time; waiting for a turn is not counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Where a webmaster can complain: an address or a URL, sent in the User-Agent.
    pub contact: Option<String>,
    /// A page about us for webmasters, sent in the User-Agent.
    pub page: Option<String>,
    /// The whole User-Agent, for the few servers that only answer browsers; none: `hobnob/<version> (+<page>; <contact>)`.
    pub user_agent: Option<String>,
    /// Between two requests to one host, at least; a longer `Crawl-delay` wins. At most 60 s.
    pub pace: Duration,
    /// Networks that are ours: let through though they are private, and not paced.
    pub allow: Vec<IpNet>,
    /// Whether even they are paced, and take turns: for trying our manners at home.
    pub paces_ours: bool,
    /// What we are let in with, host by host.
    pub credentials: Vec<Credential>,
    /// The most bytes of a decoded body.
    pub body_bytes_max: usize,
    /// Until the connection stands, name look-up and TLS included.
    pub connect_timeout: Duration,
    /// From the question to the answer's headers.
    pub first_byte_timeout: Duration,
    /// From the first question to the last byte, redirects and `robots.txt` included.
    pub total_timeout: Duration,
    /// The most connections under way, over all hosts. To one host there is never more than one.
    pub connections_max: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            contact: None,
            page: None,
            user_agent: None,
            pace: Duration::from_secs(1),
            allow: Vec::new(),
            paces_ours: false,
            credentials: Vec::new(),
            body_bytes_max: 10 * 1024 * 1024,
            connect_timeout: Duration::from_secs(5),
            first_byte_timeout: Duration::from_secs(10),
            total_timeout: Duration::from_secs(30),
            connections_max: 8,
        }
    }
}

impl Settings {
    /// The User-Agent that is sent (RFC 9110 §10.1.5).
    pub fn user_agent(&self) -> String {
        let product = concat!("hobnob/", env!("CARGO_PKG_VERSION"));
        if let Some(whole) = &self.user_agent {
            return whole.clone();
        }
        let known = [&self.page, &self.contact].into_iter().flatten().map(|text| text.trim());
        match known.collect::<Vec<_>>().as_slice() {
            [] => product.to_owned(),
            known => format!("{product} (+{})", known.join("; ")),
        }
    }
}

/// An entry of a list of networks that is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{entry}` is not a network: write an address (192.168.1.5) or a CIDR block (192.168.0.0/16, fd00::/8)")]
pub struct BadNetwork {
    /// The entry as written.
    pub entry: String,
}

/// Reads a comma separated list of networks. A bare address means itself alone (`/32`, `/128`), empty entries mean
/// nothing, and bits behind the prefix are cleared.
pub fn networks(list: &str) -> Result<Vec<IpNet>, BadNetwork> {
    list.split(',').map(str::trim).filter(|entry| !entry.is_empty()).map(network).collect()
}

fn network(entry: &str) -> Result<IpNet, BadNetwork> {
    let bare = |_| entry.parse::<IpAddr>().map(IpNet::from);
    let network = entry.parse::<IpNet>().or_else(bare);
    network.map(|network| network.trunc()).map_err(|_| BadNetwork { entry: entry.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_address_is_a_network_of_one() {
        let written: Vec<String> =
            networks("127.0.0.1, ::1,,10.1.2.3/8").unwrap().iter().map(ToString::to_string).collect();
        assert_eq!(written, ["127.0.0.1/32", "::1/128", "10.0.0.0/8"]);
    }

    #[test]
    fn no_networks_is_an_empty_list() {
        assert_eq!(networks(" "), Ok(Vec::new()));
    }

    #[test]
    fn a_bad_network_is_named_with_the_cure() {
        let error = networks("10.0.0.0/8,10.0.0.0/33").unwrap_err().to_string();
        assert_eq!(
            error,
            "`10.0.0.0/33` is not a network: write an address (192.168.1.5) or a CIDR block (192.168.0.0/16, fd00::/8)"
        );
    }

    #[test]
    fn the_user_agent_says_whom_to_write_to() {
        let settings = Settings { contact: Some("https://example.org/bot".into()), ..Settings::default() };
        let version = env!("CARGO_PKG_VERSION");
        assert_eq!(settings.user_agent(), format!("hobnob/{version} (+https://example.org/bot)"));
        let page = Some("https://events.example.org/bot".into());
        let both = Settings { page, contact: Some("bots@example.org".into()), ..Settings::default() };
        assert_eq!(both.user_agent(), format!("hobnob/{version} (+https://events.example.org/bot; bots@example.org)"));
        assert_eq!(Settings::default().user_agent(), format!("hobnob/{version}"));
    }

    proptest::proptest! {
        #[test]
        fn any_list_is_read_or_refused(list in ".*") {
            let _ = networks(&list);
        }
    }
}
