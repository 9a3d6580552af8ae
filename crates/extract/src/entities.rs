//! Character references (`&amp;`, `&#8211;`) in text that should have none: decoded once, and only where they are
//! complete, so that `?a=1&copy=2` stays as it is.

use scraper::Html;
use std::borrow::Cow;

/// The longest reference, between `&` and `;`: `CounterClockwiseContourIntegral`.
const NAME_BYTES_MAX: usize = 31;

/// Decodes the complete character references of a text.
pub(crate) fn decoded(text: &str) -> Cow<'_, str> {
    let Some(first) = text.find('&') else { return Cow::Borrowed(text) };
    let (head, mut rest) = text.split_at(first);
    let mut out = String::with_capacity(text.len());
    out.push_str(head);
    while let Some(after) = rest.strip_prefix('&') {
        match reference(after) {
            Some((decoded, behind)) => {
                out.push_str(&decoded);
                rest = behind;
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
        let (plain, next) = rest.split_at(rest.find('&').unwrap_or(rest.len()));
        out.push_str(plain);
        rest = next;
    }
    Cow::Owned(out)
}

/// What a reference stands for, and the text behind it. Takes what follows the `&`.
fn reference(after: &str) -> Option<(Cow<'static, str>, &str)> {
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'#';
    let end = after.bytes().take(NAME_BYTES_MAX + 1).position(|byte| !is_name(byte))?;
    let name = after.get(..end).filter(|name| !name.is_empty())?;
    let behind = after.get(end..)?.strip_prefix(';')?;
    let decoded = match name {
        "amp" | "#38" | "#038" => Cow::Borrowed("&"),
        "lt" | "#60" => Cow::Borrowed("<"),
        "gt" | "#62" => Cow::Borrowed(">"),
        "quot" | "#34" => Cow::Borrowed("\""),
        "apos" | "#39" | "#039" | "#x27" => Cow::Borrowed("'"),
        "nbsp" | "#160" => Cow::Borrowed("\u{a0}"),
        name => Cow::Owned(looked_up(name)?),
    };
    Some((decoded, behind))
}

/// Asks the HTML parser, which has the whole table and the rules for numbers.
fn looked_up(name: &str) -> Option<String> {
    let written = format!("&{name};");
    let text: String = Html::parse_fragment(&written).root_element().text().collect();
    (text != written && !text.is_empty()).then_some(text)
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
        let text = "AT&T; ?a=1&copy=2 & &; &nosuch; &#; &";
        assert_eq!(decoded(text), text);
    }

    proptest::proptest! {
        #[test]
        fn any_text_can_be_decoded(text in "[&#;a-z0-9é]{0,60}") {
            let _ = decoded(&text);
        }
    }
}
