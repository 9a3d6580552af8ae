//! Path patterns: one normal form for rules and addresses, and matching in linear time.

use std::fmt::Write;
use url::Url;

/// A rule's path: `*` stands for anything, a `$` at the end for the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pattern {
    text: String,
    is_anchored: bool,
}

impl Pattern {
    pub(super) fn new(written: &str) -> Self {
        let (text, is_anchored) = match written.strip_suffix('$') {
            Some(text) => (text, true),
            None => (written, false),
        };
        Self { text: normal(text, true), is_anchored }
    }

    /// How long it is: the longest of the rules that match decides.
    pub(super) const fn octets(&self) -> usize {
        self.text.len() + if self.is_anchored { 1 } else { 0 }
    }

    /// Whether it matches a path in normal form. What stands between stars is looked for from left to right, each once,
    /// so that the time is that of reading both.
    pub(super) fn matches(&self, path: &str) -> bool {
        let mut parts = self.text.split('*').peekable();
        let Some(mut rest) = parts.next().and_then(|first| path.strip_prefix(first)) else { return false };
        if parts.peek().is_none() {
            return !self.is_anchored || rest.is_empty();
        }
        while let Some(part) = parts.next() {
            if self.is_anchored && parts.peek().is_none() {
                return rest.ends_with(part);
            }
            match rest.split_once(part) {
                Some((_, behind)) => rest = behind,
                None => return false,
            }
        }
        true
    }
}

/// An address's path and query in normal form.
pub(super) fn normal_path(url: &Url) -> String {
    match url.query() {
        Some(query) => normal(&format!("{}?{query}", url.path()), false),
        None => normal(url.path(), false),
    }
}

/// One spelling for each octet (RFC 9309 §2.2.2): unreserved ones plain, reserved ones as they stand, all others and
/// those that were encoded as `%XX`. A star or dollar in an address is itself and no wild card, hence encoded.
fn normal(written: &str, is_pattern: bool) -> String {
    let mut out = String::with_capacity(written.len());
    let mut rest = written.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        if let (b'%', Some(octet)) = (byte, encoded(tail)) {
            push(&mut out, octet, is_unreserved(octet));
            rest = tail.get(2..).unwrap_or_default();
        } else {
            let is_plain = match byte {
                b'*' => is_pattern,
                b'$' => false,
                _ => is_unreserved(byte) || b"%/?:@!&'()+,;=[]#".contains(&byte),
            };
            push(&mut out, byte, is_plain);
            rest = tail;
        }
    }
    out
}

fn push(out: &mut String, octet: u8, is_plain: bool) {
    if is_plain {
        out.push(char::from(octet));
    } else {
        let _ = write!(out, "%{octet:02X}"); // a String takes everything
    }
}

/// The octet that two hexadecimal digits spell.
fn encoded(digits: &[u8]) -> Option<u8> {
    let digit = |at: usize| digits.get(at).and_then(|digit| char::from(*digit).to_digit(16));
    u8::try_from(digit(0)? * 16 + digit(1)?).ok()
}

const fn is_unreserved(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'.' | b'_' | b'~')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same by trying everything: what the linear matcher must agree with.
    fn matches_slowly(pattern: &[u8], path: &[u8], is_anchored: bool) -> bool {
        match (pattern.split_first(), path.split_first()) {
            (None, _) => !is_anchored || path.is_empty(),
            (Some((b'*', rest)), None) => matches_slowly(rest, path, is_anchored),
            (Some((b'*', rest)), Some((_, tail))) => {
                matches_slowly(rest, path, is_anchored) || matches_slowly(pattern, tail, is_anchored)
            }
            (Some((p, rest)), Some((c, tail))) => p == c && matches_slowly(rest, tail, is_anchored),
            (Some(_), None) => false,
        }
    }

    proptest::proptest! {
        #[test]
        fn the_linear_matcher_agrees_with_trying_everything(
            pattern in "/[ab*]{0,8}", is_anchored: bool, path in "/[ab]{0,10}",
        ) {
            let written = format!("{pattern}{}", if is_anchored { "$" } else { "" });
            let slowly = matches_slowly(pattern.as_bytes(), path.as_bytes(), is_anchored);
            proptest::prop_assert_eq!(Pattern::new(&written).matches(&path), slowly);
        }

        #[test]
        fn the_normal_form_is_its_own(written in "[ -~é]{0,30}") {
            let once = normal(&written, true);
            proptest::prop_assert_eq!(normal(&once, true), once);
        }
    }

    #[test]
    fn each_octet_has_one_spelling() {
        let spelt = ["/é", "/%c3%a9", "/%41~", "/a b", "/%2f", "/100%", "/*$"].map(|written| normal(written, false));
        assert_eq!(spelt, ["/%C3%A9", "/%C3%A9", "/A~", "/a%20b", "/%2F", "/100%", "/%2A%24"]);
    }
}
