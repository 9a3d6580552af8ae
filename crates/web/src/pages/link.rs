//! Addresses of our own pages.

use hobnob_domain::{EventFilter, query_string::write_filter};

/// A link, and how many events are behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) text: String,
    pub(crate) href: String,
    pub(crate) count: Option<String>,
}

impl Link {
    pub(crate) fn new(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self { text: text.into(), href: href.into(), count: None }
    }

    pub(crate) fn counted(self, count: usize) -> Self {
        Self { count: Some(crate::words::number(count)), ..self }
    }
}

/// A path with a query string, where there is anything to ask.
pub(crate) fn href<K: AsRef<str>, V: AsRef<str>>(path: &str, pairs: impl IntoIterator<Item = (K, V)>) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(pairs);
    let query = query.finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// The page that lists what a filter finds.
pub(crate) fn list_href(filter: &EventFilter) -> String {
    href("/", write_filter(filter))
}

/// The page of a place.
pub(crate) fn place_href(slug: &str) -> String {
    format!("/places/{slug}")
}

/// The page of a niche.
pub(crate) fn niche_href(slug: &str) -> String {
    format!("/niches/{slug}")
}
