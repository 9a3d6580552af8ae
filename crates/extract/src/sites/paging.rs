//! Where a list goes on, as an address: parameters in the query, or, where pages are asked for by POST, in the fragment,
//! which never leaves this machine.

use url::{Url, form_urlencoded};

/// The address with a parameter of its query set, all others as they are.
pub(crate) fn with(url: &Url, name: &str, value: &str) -> Url {
    let mut next = without(url, name);
    next.query_pairs_mut().append_pair(name, value);
    next
}

/// The address without a parameter of its query.
pub(crate) fn without(url: &Url, name: &str) -> Url {
    let kept: Vec<(String, String)> = url.query_pairs().into_owned().filter(|(known, _)| known != name).collect();
    let mut next = url.clone();
    next.set_query(None);
    if !kept.is_empty() {
        next.query_pairs_mut().extend_pairs(kept);
    }
    next
}

/// The value of a parameter, in the query or the fragment.
pub(crate) fn parameter(url: &Url, name: &str) -> Option<String> {
    let fragment = form_urlencoded::parse(url.fragment().unwrap_or_default().as_bytes());
    let mut all = url.query_pairs().chain(fragment);
    all.find(|(known, value)| known == name && !value.is_empty()).map(|(_, value)| value.into_owned())
}

/// The address with a parameter of its fragment set.
pub(crate) fn with_fragment(url: &Url, name: &str, value: &str) -> Url {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    let kept = form_urlencoded::parse(url.fragment().unwrap_or_default().as_bytes());
    pairs.extend_pairs(kept.filter(|(known, _)| known != name));
    pairs.append_pair(name, value);
    let mut next = url.clone();
    next.set_fragment(Some(&pairs.finish()));
    next
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_is_set_once_and_the_others_stay() {
        let url = Url::parse("https://example.org/api?page=1&near=K%C3%B6ln#page=1&after=x").unwrap();
        assert_eq!(with(&url, "page", "2").as_str(), "https://example.org/api?near=K%C3%B6ln&page=2#page=1&after=x");
        assert_eq!(without(&url, "near").query(), Some("page=1"));
        assert_eq!(with_fragment(&url, "after", "a=b").fragment(), Some("page=1&after=a%3Db"));
        assert_eq!(parameter(&url, "after").as_deref(), Some("x"));
    }
}
