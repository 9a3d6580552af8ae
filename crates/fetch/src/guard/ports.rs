//! Which ports web sites are served at.

/// Ports above 1023 that belong to other services: databases, caches, queues, desktops, chat. Asked in HTTP, some of
/// them act on it.
const OTHER_SERVICES: &[u16] = &[
    1433, 1521, 1719, 1720, 1723, 1883, 2049, 2181, 2375, 2376, 2379, 2380, 3306, 3389, 3659, 4045, 4190, 4444, 5060,
    5061, 5432, 5672, 5900, 5984, 5985, 5986, 6000, 6379, 6380, 6443, 6566, 6665, 6666, 6667, 6668, 6669, 6697, 7000,
    7001, 8125, 8500, 9042, 9092, 9200, 9300, 10080, 10250, 11211, 15672, 26257, 27017, 27018,
];

/// Whether a port may be asked on a host that is not ours.
pub(super) fn is_web_port(port: u16) -> bool {
    matches!(port, 80 | 443) || (port > 1023 && !OTHER_SERVICES.contains(&port))
}

#[cfg(test)]
mod tests {
    use super::is_web_port;

    #[test]
    fn web_ports_are_asked_and_others_are_not() {
        assert_eq!([80, 443, 8000, 8080, 8443].map(is_web_port), [true; 5]);
        assert_eq!([0, 22, 25, 1023, 5432, 6379].map(is_web_port), [false; 6]);
    }
}
