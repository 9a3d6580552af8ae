//! One tag: where it ends, and what its attributes are.

use crate::entities;
use memchr::{memchr, memchr_iter, memchr3};
use std::borrow::Cow;

/// So many attributes of a tag are looked at.
const ATTRIBUTES_MAX: usize = 1_000;

/// The longest attribute that is decoded, in bytes.
const VALUE_BYTES_MAX: usize = 64 * 1024;

/// Where the `>` of a tag stands; quotes count behind an equals sign only.
pub(crate) fn tag_end(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut from = 0;
    loop {
        let at = from + memchr3(b'>', b'"', b'\'', bytes.get(from..)?)?;
        let (before, rest) = bytes.split_at_checked(at)?;
        let (found, rest) = rest.split_first()?;
        if *found == b'>' {
            return Some(at);
        }
        from = at + 1;
        if before.trim_ascii_end().ends_with(b"=") {
            from += 1 + memchr(*found, rest)?;
        }
    }
}

/// Where the end tag of an element stands.
pub(crate) fn end_tag(text: &str, name: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    memchr_iter(b'<', bytes).find(|at| {
        let after = bytes.get(at + 1..).and_then(|after| after.strip_prefix(b"/")).unwrap_or_default();
        let is_name = after.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()));
        is_name && after.get(name.len()).is_some_and(|next| next.is_ascii_whitespace() || matches!(next, b'>' | b'/'))
    })
}

/// The attributes of a tag, as written. Takes what stands between the element's name and the `>`.
pub(crate) fn attributes(text: &str) -> impl Iterator<Item = (&str, &str)> {
    Attributes(text).take(ATTRIBUTES_MAX)
}

/// The first attribute of that name, decoded; empty when it has no value.
pub(crate) fn attribute<'a>(text: &'a str, name: &str) -> Option<Cow<'a, str>> {
    let (_, value) = attributes(text).find(|(written, _)| written.eq_ignore_ascii_case(name))?;
    Some(entities::decoded(crate::text::cut(value, VALUE_BYTES_MAX)))
}

/// What is still to be read of a tag.
struct Attributes<'a>(&'a str);

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let text = self.0.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        // A name may begin with an equals sign, and only begin.
        let is_end = |(at, c): &(usize, char)| c.is_ascii_whitespace() || *c == '/' || (*c == '=' && *at > 0);
        let name_bytes = text.char_indices().find(is_end).map_or(text.len(), |(at, _)| at);
        let (name, rest) = text.split_at_checked(name_bytes)?;
        if name.is_empty() {
            return None;
        }
        let Some(value) = rest.trim_ascii_start().strip_prefix('=') else {
            self.0 = rest;
            return Some((name, ""));
        };
        let value = value.trim_ascii_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, rest) = match quote {
            Some(quote) => {
                let inner = value.get(1..).unwrap_or_default();
                inner.split_once(quote).unwrap_or((inner, ""))
            }
            None => {
                let bytes = value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len());
                value.split_at_checked(bytes)?
            }
        };
        self.0 = rest;
        Some((name, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use scraper::Html;

    fn read(text: &str) -> Vec<(&str, &str)> {
        attributes(text).collect()
    }

    #[test]
    fn attributes_are_written_in_many_ways() {
        let tag = " itemscope class='a  b' ID=x/1 data-x = \"1>2\"/ =odd= 'q'disabled";
        let expected =
            [("itemscope", ""), ("class", "a  b"), ("ID", "x/1"), ("data-x", "1>2"), ("=odd", "q"), ("disabled", "")];
        assert_eq!(read(tag), expected);
        assert_eq!(attribute(tag, "id").as_deref(), Some("x/1"));
        assert_eq!(attribute(" title='R&amp;D'", "title").as_deref(), Some("R&D"));
    }

    #[test]
    fn a_quote_that_is_never_closed_ends_with_the_tag() {
        assert_eq!(read(" a=\"1 b=2"), [("a", "1 b=2")]);
    }

    #[test]
    fn a_thousand_attributes_are_enough() {
        assert_eq!(read(&" a=1".repeat(5_000)).len(), 1_000);
    }

    proptest::proptest! {
        #[test]
        fn the_parser_reads_the_same_attributes(text in "( [a-c]( ?= ?(\"[ >a=é]{0,3}\"|'[a\"]{0,2}'|[a-c/=é]{1,3} ))?| /| é){0,12}") {
            let tag = format!("<p{text}>");
            let html = Html::parse_fragment(&tag);
            let element = html.root_element().child_elements().next().unwrap();
            let end = tag_end(&tag).unwrap();
            proptest::prop_assert_eq!(end + 1, tag.len());
            for name in ["a", "b", "c"] {
                let ours = attribute(tag.get(2..end).unwrap(), name);
                proptest::prop_assert_eq!(ours.as_deref(), element.attr(name), "{}", tag);
            }
        }
    }
}
