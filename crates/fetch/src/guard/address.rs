//! Which addresses are public.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Special-purpose IPv4 blocks (IANA registry, RFC 6890 and its updates) and multicast: address, prefix length.
const SPECIAL_V4: &[(Ipv4Addr, u32)] = &[
    (Ipv4Addr::new(0, 0, 0, 0), 8),       // this network
    (Ipv4Addr::new(10, 0, 0, 0), 8),      // private
    (Ipv4Addr::new(100, 64, 0, 0), 10),   // carrier-grade NAT
    (Ipv4Addr::new(127, 0, 0, 0), 8),     // loopback
    (Ipv4Addr::new(169, 254, 0, 0), 16),  // link-local, cloud metadata
    (Ipv4Addr::new(172, 16, 0, 0), 12),   // private
    (Ipv4Addr::new(192, 0, 0, 0), 24),    // protocol assignments
    (Ipv4Addr::new(192, 0, 2, 0), 24),    // documentation
    (Ipv4Addr::new(192, 31, 196, 0), 24), // AS112
    (Ipv4Addr::new(192, 52, 193, 0), 24), // AMT
    (Ipv4Addr::new(192, 88, 99, 0), 24),  // 6to4 relays
    (Ipv4Addr::new(192, 168, 0, 0), 16),  // private
    (Ipv4Addr::new(192, 175, 48, 0), 24), // AS112
    (Ipv4Addr::new(198, 18, 0, 0), 15),   // benchmarking
    (Ipv4Addr::new(198, 51, 100, 0), 24), // documentation
    (Ipv4Addr::new(203, 0, 113, 0), 24),  // documentation
    (Ipv4Addr::new(224, 0, 0, 0), 4),     // multicast
    (Ipv4Addr::new(240, 0, 0, 0), 4),     // reserved, broadcast
];

/// Public IPv6 is global unicast alone: this leaves out loopback, mapped and compatible IPv4, NAT64, discard, unique
/// local, link- and site-local, multicast and everything not yet assigned.
const GLOBAL_UNICAST: (Ipv6Addr, u32) = (Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);

/// Special-purpose blocks inside global unicast.
const SPECIAL_V6: &[(Ipv6Addr, u32)] = &[
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23), // protocol assignments: Teredo, ORCHID, benchmarking
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32), // documentation
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16), // 6to4, carries any IPv4 address
    (Ipv6Addr::new(0x2620, 0x4f, 0x8000, 0, 0, 0, 0, 0), 48), // AS112
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20), // documentation
];

/// Whether an address is on the public Internet. IPv6 forms that carry an IPv4 address are not, whatever they carry.
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => {
            !SPECIAL_V4.iter().any(|(base, prefix)| (ip.to_bits() ^ base.to_bits()) >> (32 - prefix) == 0)
        }
        IpAddr::V6(ip) => {
            let is_in = |(base, prefix): &(Ipv6Addr, u32)| (ip.to_bits() ^ base.to_bits()) >> (128 - prefix) == 0;
            is_in(&GLOBAL_UNICAST) && !SPECIAL_V6.iter().any(is_in)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn no_ipv6_form_smuggles_an_ipv4_address(octets: [u8; 4]) {
            let [a, b, c, d] = octets;
            for form in [
                format!("::{a}.{b}.{c}.{d}"),
                format!("::ffff:{a}.{b}.{c}.{d}"),
                format!("::ffff:0:{a}.{b}.{c}.{d}"),
                format!("64:ff9b::{a}.{b}.{c}.{d}"),
                format!("64:ff9b:1::{a}.{b}.{c}.{d}"),
                format!("2002:{a:02x}{b:02x}:{c:02x}{d:02x}::1"),
                format!("2001:0:{a:02x}{b:02x}:{c:02x}{d:02x}::1"),
            ] {
                let ip: IpAddr = form.parse().unwrap();
                proptest::prop_assert!(!is_public(ip), "{form}");
            }
        }
    }

    #[test]
    fn ordinary_addresses_are_public() {
        let public = ["1.1.1.1", "198.20.0.1", "2606:4700:4700::1111", "2001:4860:4860::8888"];
        assert_eq!(public.map(|ip| is_public(ip.parse().unwrap())), [true; 4]);
    }
}
