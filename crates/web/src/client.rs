//! Who is at the other end: the address of the connection, or what proxies that we trust say about it.

use std::net::{IpAddr, SocketAddr};

use crate::rate_limit::network;
use axum::{
    extract::ConnectInfo,
    http::{Extensions, HeaderMap, HeaderName, header},
};
use ipnet::IpNet;

/// The longest chain of proxies that is followed.
const HOPS_MAX: usize = 32;

/// The networks in which our own proxies are. What anybody else says about addresses is not believed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustedProxies(Vec<IpNet>);

impl TrustedProxies {
    /// Reads networks such as `10.0.0.0/8, 127.0.0.1`, or says what is wrong and the cure.
    pub fn read(text: &str) -> Result<Self, String> {
        let words = text.split(',').map(str::trim).filter(|word| !word.is_empty());
        let network = |word: &str| {
            let network = word.parse::<IpNet>().ok().or_else(|| word.parse::<IpAddr>().ok().map(IpNet::from));
            network
                .ok_or_else(|| format!("`{word}` is not a network such as 10.0.0.0/8 or an address such as 127.0.0.1"))
        };
        words.map(network).collect::<Result<_, _>>().map(Self)
    }

    fn hold(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address))
    }

    /// The network that is counted as one client; none for who is on this machine, which is its operator.
    pub(crate) fn counted(&self, extensions: &Extensions, headers: &HeaderMap) -> Option<IpAddr> {
        self.client(extensions, headers).filter(|client| !client.is_loopback()).map(network)
    }

    /// The address of the client; none for a request that came over no network.
    ///
    /// Behind proxies that we trust it is the last address that is none of theirs. `X-Forwarded-For` decides, and
    /// `Forwarded` (RFC 7239) only where there is no such header: proxies write one of them and pass the other on.
    pub(crate) fn client(&self, extensions: &Extensions, headers: &HeaderMap) -> Option<IpAddr> {
        let ConnectInfo(peer) = extensions.get::<ConnectInfo<SocketAddr>>()?;
        let mut client = peer.ip().to_canonical();
        for said in forwarded(headers).into_iter().take(HOPS_MAX) {
            match said {
                Some(address) if self.hold(client) => client = address,
                _ => break,
            }
        }
        Some(client)
    }
}

/// The addresses that proxies noted, the nearest first; none for what is no address.
fn forwarded(headers: &HeaderMap) -> Vec<Option<IpAddr>> {
    const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
    let (name, is_plain) = match headers.contains_key(X_FORWARDED_FOR) {
        true => (X_FORWARDED_FOR, true),
        false => (header::FORWARDED, false),
    };
    let values = headers.get_all(name).iter().map(|value| value.to_str().unwrap_or_default());
    let hops = values.flat_map(|value| value.split(','));
    let mut addresses: Vec<_> = hops.map(|hop| address(if is_plain { hop } else { node(hop) })).collect();
    addresses.reverse();
    addresses
}

/// The `for` of one hop: `for="[2001:db8::1]:4711";proto=https`.
fn node(hop: &str) -> &str {
    let mut pairs = hop.split(';').filter_map(|pair| pair.split_once('='));
    pairs.find(|(key, _)| key.trim().eq_ignore_ascii_case("for")).map_or("", |(_, value)| value)
}

/// An address, perhaps in quotes and brackets and with a port.
fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim().trim_matches('"');
    let bare = text.strip_prefix('[').and_then(|rest| rest.split(']').next()).unwrap_or(text);
    let address = bare.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|socket| socket.ip()));
    address.map(|address: IpAddr| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(trusted: &str, peer: &str, said: &[(&str, &str)]) -> String {
        let mut extensions = Extensions::new();
        extensions.insert(ConnectInfo(SocketAddr::new(peer.parse().unwrap(), 4711)));
        let pairs = said.iter().map(|(name, value)| (name.parse::<HeaderName>().unwrap(), value.parse().unwrap()));
        let proxies = TrustedProxies::read(trusted).unwrap();
        proxies.client(&extensions, &pairs.collect()).unwrap().to_string()
    }

    const X: &str = "x-forwarded-for";

    #[test]
    fn a_stranger_is_not_believed() {
        assert_eq!(seen("", "192.0.2.1", &[(X, "198.51.100.7")]), "192.0.2.1");
        assert_eq!(seen("10.0.0.0/8", "192.0.2.1", &[("forwarded", "for=198.51.100.7")]), "192.0.2.1");
    }

    #[test]
    fn behind_our_proxies_the_last_address_that_is_not_ours_counts() {
        let chain = &[(X, "203.0.113.9, 198.51.100.7, 10.0.0.2")];
        assert_eq!(seen("10.0.0.0/8", "10.0.0.1", chain), "198.51.100.7");
        assert_eq!(seen("10.0.0.0/8,198.51.100.7", "10.0.0.1", chain), "203.0.113.9");
        assert_eq!(seen("10.0.0.1", "10.0.0.1", chain), "10.0.0.2");
        assert_eq!(seen("10.0.0.0/8", "10.0.0.1", &[(X, "203.0.113.9"), (X, "198.51.100.7")]), "198.51.100.7");
    }

    #[test]
    fn what_is_no_address_ends_the_chain() {
        assert_eq!(seen("10.0.0.0/8", "10.0.0.1", &[(X, "203.0.113.9, unknown")]), "10.0.0.1");
        assert_eq!(seen("10.0.0.0/8", "10.0.0.1", &[("forwarded", "for=_hidden")]), "10.0.0.1");
    }

    #[test]
    fn the_header_of_the_standard_is_read_where_there_is_no_other() {
        let said = "for=203.0.113.9, For=\"[2001:db8::17]:4711\";proto=https;by=10.0.0.1";
        assert_eq!(seen("10.0.0.0/8", "10.0.0.1", &[("forwarded", said)]), "2001:db8::17");
        let both = &[("forwarded", "for=203.0.113.9"), (X, "198.51.100.7:80")];
        assert_eq!(seen("10.0.0.0/8", "10.0.0.1", both), "198.51.100.7");
    }

    #[test]
    fn an_address_in_six_bytes_or_four_is_one_address() {
        assert_eq!(seen("127.0.0.0/8", "::ffff:127.0.0.1", &[(X, "::ffff:192.0.2.1")]), "192.0.2.1");
    }

    #[test]
    fn what_is_no_network_is_named() {
        let fault = "`nearby` is not a network such as 10.0.0.0/8 or an address such as 127.0.0.1";
        assert_eq!(TrustedProxies::read("10.0.0.0/8, nearby"), Err(fault.to_owned()));
        assert_eq!(TrustedProxies::read(" "), Ok(TrustedProxies::default()));
    }

    proptest::proptest! {
        #[test]
        fn reading_what_proxies_say_never_panics(said in "[ -~]*") {
            let _ = seen("10.0.0.0/8", "10.0.0.1", &[(X, &said)]);
            let _ = seen("10.0.0.0/8", "10.0.0.1", &[("forwarded", &said)]);
        }
    }
}
