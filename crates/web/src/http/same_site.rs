//! Whether a form came from one of our own pages.

use axum::http::{HeaderMap, header};
use url::{Host, Url};

/// Whether a POST was sent by a page of another site. Browsers say where a request comes from in `Sec-Fetch-Site`, where
/// they trust the address (https, or this machine), and in `Origin` else; programs say nothing and come from nowhere.
pub(crate) fn is_from_elsewhere(headers: &HeaderMap, base: &Url) -> bool {
    let said = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = said("sec-fetch-site") {
        return !matches!(site, "same-origin" | "none");
    }
    match said(header::ORIGIN.as_str()) {
        None => false,
        // Our pages send no referrer, and with it no origin.
        Some("null") => is_trusted_by_browsers(base),
        Some(origin) => {
            let named = origin.split_once("://").map(|(_, authority)| authority);
            origin != base.origin().ascii_serialization() && (named.is_none() || named != said(header::HOST.as_str()))
        }
    }
}

fn is_trusted_by_browsers(base: &Url) -> bool {
    base.scheme() == "https"
        || match base.host() {
            Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
            Some(Host::Ipv4(ip)) => ip.is_loopback(),
            Some(Host::Ipv6(ip)) => ip.is_loopback(),
            None => false,
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn elsewhere(base: &str, pairs: &[(&'static str, &str)]) -> bool {
        let headers: HeaderMap =
            pairs.iter().map(|(name, value)| (header::HeaderName::from_static(name), value.parse().unwrap())).collect();
        is_from_elsewhere(&headers, &base.parse().unwrap())
    }

    #[test]
    fn a_browser_says_where_a_form_comes_from() {
        let base = "https://events.example/";
        assert!(!elsewhere(base, &[("sec-fetch-site", "same-origin"), ("origin", "null")]));
        for site in ["cross-site", "same-site"] {
            assert!(elsewhere(base, &[("sec-fetch-site", site), ("origin", "https://events.example")]), "{site}");
        }
        assert!(!elsewhere(base, &[("origin", "https://events.example")]));
        assert!(!elsewhere(base, &[("origin", "http://localhost:81"), ("host", "localhost:81")]));
        assert!(elsewhere(base, &[("origin", "https://other.example"), ("host", "events.example")]));
        assert!(elsewhere(base, &[("origin", "null")]));
        assert!(!elsewhere(base, &[]));
    }

    #[test]
    fn where_browsers_say_nothing_an_unknown_origin_is_let_through() {
        assert!(!elsewhere("http://events.lan/", &[("origin", "null")]));
        assert!(elsewhere("http://127.0.0.1:8080/", &[("origin", "null")]));
    }
}
