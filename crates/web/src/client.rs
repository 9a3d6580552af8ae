//! Who asks, as far as limits need to know it.

use std::net::{IpAddr, SocketAddr};

use axum::{
    extract::ConnectInfo,
    http::{HeaderMap, request::Parts},
};

/// The machine that asks, or its network where machines have many addresses. What a proxy says of it is believed where
/// the proxy is on this machine or in this house; the word is never kept, only its sealed hash.
pub(crate) fn client(parts: &Parts) -> String {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let told = forwarded(&parts.headers);
    match peer {
        Some(peer) if is_ours(peer) => network(told.unwrap_or(peer)),
        Some(peer) => network(peer),
        None => told.map_or_else(|| "nobody".to_owned(), network),
    }
}

/// The last address of `X-Forwarded-For`: the one that our own proxy put there.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let value = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
    value.rsplit(',').next()?.trim().parse().ok()
}

fn is_ours(ip: IpAddr) -> bool {
    match ip.to_canonical() {
        IpAddr::V4(ip) => ip.is_loopback() || ip.is_private() || ip.is_link_local(),
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local(),
    }
}

/// An IPv4 address, or the 64 bits of an IPv6 address that a household has.
fn network(ip: IpAddr) -> String {
    match ip.to_canonical() {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => {
            let [a, b, c, d, ..] = ip.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Request;

    fn asked(peer: Option<&str>, forwarded: Option<&str>) -> String {
        let mut request = Request::builder();
        if let Some(forwarded) = forwarded {
            request = request.header("x-forwarded-for", forwarded);
        }
        let (mut parts, ()) = request.body(()).unwrap().into_parts();
        if let Some(peer) = peer {
            parts.extensions.insert(ConnectInfo(SocketAddr::new(peer.parse().unwrap(), 4_321)));
        }
        client(&parts)
    }

    #[test]
    fn only_our_own_proxy_is_believed() {
        assert_eq!(asked(Some("203.0.113.7"), Some("198.51.100.1")), "203.0.113.7");
        assert_eq!(asked(Some("127.0.0.1"), Some("10.9.9.9, 198.51.100.1")), "198.51.100.1");
        assert_eq!(asked(Some("::ffff:192.168.0.2"), Some("2001:db8:1:2:3:4:5:6")), "2001:db8:1:2::");
        assert_eq!(asked(Some("127.0.0.1"), Some("nonsense")), "127.0.0.1");
        assert_eq!(asked(None, None), "nobody");
    }
}
