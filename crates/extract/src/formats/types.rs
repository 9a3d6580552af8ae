//! Whether a page may hold nodes of schema.org that are events, by its bytes.

use super::json_ld::node;
use memchr::memmem;

/// How far behind the attribute's name its value may reach, in bytes.
const VALUE_BYTES_MAX: usize = 256;

/// Whether one of the attributes has a type that is an event.
pub(super) fn may_be_in(text: &str, attributes: &[&str]) -> bool {
    attributes.iter().any(|name| {
        memmem::find_iter(text.as_bytes(), name.as_bytes()).any(|at| {
            let rest = text.get(at + name.len()..).unwrap_or_default();
            let value = crate::text::cut(rest, VALUE_BYTES_MAX).trim_ascii_start().strip_prefix('=');
            let value = value.unwrap_or_default().trim_ascii_start();
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
            let end = |c: char| quote.map_or(c.is_ascii_whitespace() || c == '>', |quote| c == quote);
            let value = if quote.is_some() { value.get(1..).unwrap_or_default() } else { value };
            let value = value.split(end).next().unwrap_or_default();
            value.split_ascii_whitespace().any(|name| node::is_event_type(node::local_name(name)))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::may_be_in;

    #[test]
    fn only_types_that_are_events_count() {
        let is_in = |text| may_be_in(text, &["itemtype"]);
        assert!(is_in("<div itemscope itemtype=\"https://schema.org/Event\">"));
        assert!(is_in("<div itemtype = 'http://schema.org/Thing http://schema.org/MusicEvent'>"));
        assert!(is_in("<div itemtype=http://schema.org/Hackathon>"));
        assert!(!is_in("<div itemtype=\"https://schema.org/WebPage\" class=\"Event\">"));
        assert!(!is_in("itemtype Event"));
    }
}
