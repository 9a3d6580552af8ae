//! Character references (`&amp;`, `&#8211;`) in text that should have none: decoded once, and only where they are
//! complete, so that `?a=1&copy=2` stays as it is.

use memchr::memchr;
use scraper::Html;
use std::borrow::Cow;

/// The longest reference, between `&` and `;`: `CounterClockwiseContourIntegral`.
const NAME_BYTES_MAX: usize = 31;

/// Decodes the complete character references of a text.
pub(crate) fn decoded(text: &str) -> Cow<'_, str> {
    if memchr(b'&', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for piece in Pieces(text) {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Reference(written) => match common(written) {
                Some(meant) => out.push_str(meant),
                None => return Cow::Owned(parsed(text)),
            },
        }
    }
    Cow::Owned(out)
}

/// A text by the HTML parser, which has the whole table and the rules for numbers. All but the complete references is
/// hidden from it.
fn parsed(text: &str) -> String {
    let mut hidden = String::with_capacity(text.len() + text.len() / 4);
    for piece in Pieces(text) {
        match piece {
            Piece::Text(text) => text.chars().for_each(|c| match c {
                '&' => hidden.push_str("&amp;"),
                '<' => hidden.push_str("&lt;"),
                c => hidden.push(c),
            }),
            Piece::Reference(written) => hidden.push_str(written),
        }
    }
    Html::parse_fragment(&hidden).root_element().text().collect()
}

/// What nearly every reference is.
fn common(written: &str) -> Option<&'static str> {
    Some(match written {
        "&amp;" | "&#38;" | "&#038;" => "&",
        "&lt;" | "&#60;" => "<",
        "&gt;" | "&#62;" => ">",
        "&quot;" | "&#34;" => "\"",
        "&apos;" | "&#39;" | "&#039;" | "&#x27;" => "'",
        "&nbsp;" | "&#160;" => "\u{a0}",
        "&#8211;" | "&ndash;" => "–",
        "&#8217;" | "&rsquo;" => "’",
        _ => return None,
    })
}

/// A part of a text.
enum Piece<'a> {
    /// No reference; an `&` that begins none is a piece of its own.
    Text(&'a str),
    /// `&`, a name or number, `;`.
    Reference(&'a str),
}

/// The pieces of a text that is still to be read.
struct Pieces<'a>(&'a str);

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        if self.0.is_empty() {
            return None;
        }
        let length = match self.0.find('&').unwrap_or(self.0.len()) {
            0 => reference_bytes(self.0).unwrap_or(1),
            at => at,
        };
        let (piece, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(if length > 1 && piece.starts_with('&') { Piece::Reference(piece) } else { Piece::Text(piece) })
    }
}

/// How long the reference is that a text begins with.
fn reference_bytes(text: &str) -> Option<usize> {
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'#';
    let name = text.bytes().skip(1).take(NAME_BYTES_MAX + 1).take_while(is_name).count();
    (name > 0 && text.as_bytes().get(name + 1) == Some(&b';')).then_some(name + 2)
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn references_are_decoded_once() {
        assert_eq!(decoded("R&amp;D &#8211; Caf&eacute; &amp;amp; &#x1F980;"), "R&D – Café &amp; 🦀");
    }

    #[test]
    fn what_only_looks_like_a_reference_stays() {
        let text = "AT&T; ?a=1&copy=2 & &; &nosuch; &#; <b> &";
        assert_eq!(decoded(text), text);
    }

    #[test]
    fn many_references_take_no_longer_than_their_text() {
        let text = "&eacute;&nosuch;".repeat(100_000);
        assert_eq!(decoded(&text), "é&nosuch;".repeat(100_000));
    }

    proptest::proptest! {
        #[test]
        fn any_text_can_be_decoded(text in "[&#;a-z0-9é]{0,60}") {
            let _ = decoded(&text);
        }
    }
}
