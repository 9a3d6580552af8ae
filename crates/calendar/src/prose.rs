//! What sources say, made fit to stand in a calendar.

use std::borrow::Cow;

use crate::lines::Bytes;
use url::Url;

/// The longest address written, in bytes.
const URI_BYTES_MAX: usize = 2_000;

/// Characters that would end a line, reorder what stands beside them, or mean nothing: removed.
fn is_unwanted(c: char) -> bool {
    matches!(c,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' // bidirectional
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}')
}

/// One line of at most so many characters: every run of blanks, tabs, line ends and control characters is one blank.
pub(crate) fn one_line(text: &str, chars_max: usize) -> Cow<'_, str> {
    let text = text.trim();
    if is_one_line(text) {
        return shortened(text.into(), chars_max);
    }
    let mut line = String::with_capacity(text.len().min(chars_max * 2));
    for c in text.chars().filter(|c| !is_unwanted(*c)) {
        if !c.is_whitespace() && !c.is_control() {
            line.push(c);
        } else if !line.is_empty() && !line.ends_with(' ') {
            line.push(' ');
        }
    }
    line.truncate(line.trim_end().len());
    shortened(line.into(), chars_max)
}

/// Whether a text that has no blank at its ends is one line already, as most are. Every byte is looked at, which takes
/// less time than to stop at the first that says no.
fn is_one_line(text: &str) -> bool {
    let bytes = text.as_bytes();
    // Blanks, controls and what is unwanted are below a blank, or begin with one of these.
    let may_be_none = |byte: u8| matches!(byte, 0x7f | 0xc2 | 0xd8 | 0xe1..=0xe3 | 0xef);
    let is_plain = bytes.iter().fold(true, |all, byte| all & (*byte >= b' ') & !may_be_none(*byte));
    let pairs = bytes.iter().zip(bytes.iter().skip(1));
    is_plain && !pairs.fold(false, |any, (a, b)| any | ((*a == b' ') & (*b == b' ')))
}

/// Lines of at most so many characters in all, with at most one empty line between two.
pub(crate) fn paragraphs(text: &str, chars_max: usize) -> String {
    let mut out = String::with_capacity(text.len().min(chars_max * 2));
    let mut is_parted = false;
    let mut rest = Some(text);
    while let Some(text) = rest {
        let line;
        (line, rest) = first_line(text);
        let line = one_line(line, chars_max);
        if line.is_empty() {
            is_parted = true;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if is_parted { "\n\n" } else { "\n" });
        }
        is_parted = false;
        out.push_str(&line);
        if out.len() > chars_max * 4 {
            break;
        }
    }
    shortened(out.into(), chars_max).into_owned()
}

/// The first line, and what comes behind its end.
fn first_line(text: &str) -> (&str, Option<&str>) {
    let ends_line = |c| matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    // Ends of lines are ASCII or begin with 0xC2 or 0xE2.
    const MAY_END: Bytes = Bytes::those(b"\xc2\xe2");
    let may_end = MAY_END.position(text).unwrap_or(text.len());
    let (plain, behind) = text.split_at_checked(may_end).unwrap_or((text, ""));
    match behind.split_once(ends_line) {
        Some((more, rest)) => (text.get(..plain.len() + more.len()).unwrap_or_default(), Some(rest)),
        None => (text, None),
    }
}

/// Cuts at a blank near the end, if there is one, and says so.
fn shortened(text: Cow<'_, str>, chars_max: usize) -> Cow<'_, str> {
    if text.len() <= chars_max {
        return text;
    }
    let Some((end, _)) = text.char_indices().nth(chars_max) else { return text };
    let room = text.char_indices().nth(chars_max.saturating_sub(1)).map_or(end, |(at, _)| at);
    let kept = text.get(..room).unwrap_or_default();
    let cut = kept.rfind([' ', '\n']).filter(|at| kept.len() - at < 40).unwrap_or(kept.len());
    let kept = kept.get(..cut).unwrap_or(kept).trim_end_matches([' ', '\n', ',', ';', '.', ':']);
    format!("{kept}…").into()
}

/// An address of the web, spelt as the standard spells it; `None` where it is none.
pub(crate) fn web_address(text: &str) -> Option<Cow<'_, str>> {
    let text = text.trim();
    if is_spelt_out(text) {
        return (text.len() <= URI_BYTES_MAX).then_some(text.into());
    }
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())?;
    let text = String::from(url);
    (text.len() <= URI_BYTES_MAX && text.bytes().all(|b| b.is_ascii_graphic())).then_some(text.into())
}

/// Whether an address is plainly spelt as the standard spells it, as most are: a host of ASCII names, no port, nothing
/// escaped, no step up or down the path. The parser (<https://url.spec.whatwg.org/#url-parsing>) would give it back as
/// it is, and takes many times as long.
fn is_spelt_out(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")) else { return false };
    let Some((host, path)) = rest.split_once('/') else { return false };
    let is_name = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'))
            && !name.starts_with("xn--")
    };
    let is_plain = |b: u8| {
        b.is_ascii_alphanumeric()
            | matches!(b, b'-' | b'_' | b'.' | b'~' | b'/' | b'?' | b'=' | b'&' | b'+' | b'#' | b':' | b'@' | b',')
    };
    host.split('.').all(is_name)
        && path.bytes().fold(true, |all, b| all & is_plain(b))
        && !path.starts_with('.')
        && !path.contains("/.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn line_ends_of_every_sort_become_paragraphs() {
        assert_eq!(paragraphs("a\r\nb\rc\u{85}d\u{2028}e\n\n\n\nf \t g\n", 100), "a\n\nb\nc\nd\ne\n\nf g");
    }

    #[test]
    fn nothing_reorders_its_neighbours() {
        assert_eq!(one_line("a\u{202e}cba\u{202c} \u{0}b", 100), "acba b");
    }

    #[test]
    fn a_long_text_is_cut_at_a_blank_and_says_so() {
        assert_eq!(one_line("one two three", 9), "one two…");
        assert_eq!(one_line("one two", 7), "one two");
    }

    #[test]
    fn an_address_is_spelt_out_and_anything_else_is_none() {
        assert_eq!(
            web_address(" https://bücher.example/a b?c=ü "),
            Some("https://xn--bcher-kva.example/a%20b?c=%C3%BC".into())
        );
        for other in ["javascript:alert(1)", "mailto:a@example.org", "", "/x", "https://", "ftp://example.org/"] {
            assert_eq!(web_address(other), None, "{other}");
        }
    }

    proptest! {
        #[test]
        fn what_is_spelt_out_is_what_the_parser_makes_of_it(
            text in "https?://[a-z0-9x.-]{0,12}(\\.[a-z0-9-]{1,6})?/?[a-zA-Z0-9._~/?=&+#:@,%-]{0,20}",
        ) {
            let parsed = Url::parse(&text).map(String::from);
            prop_assert!(!is_spelt_out(&text) || parsed.as_ref() == Ok(&text), "{parsed:?}");
        }

        #[test]
        fn what_is_one_line_already_stays_as_it_is(text in "[ -~\\n]{0,20}|[ a-zß-ƿéА-яא-ת一-丁\\u{85}\\u{a0}\\u{1680}\\u{2003}\\u{3000}]{0,12}") {
            let blanks = text.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert_eq!(one_line(&text, 100), blanks);
        }

        #[test]
        fn no_text_breaks_out_of_its_line(text in "(?s).{0,120}", most in 1_usize..60) {
            for cleaned in [one_line(&text, most).into_owned(), paragraphs(&text, most)] {
                prop_assert!(cleaned.chars().count() <= most, "{cleaned:?}");
                prop_assert!(!cleaned.chars().any(|c| (c.is_control() && c != '\n') || is_unwanted(c)));
                prop_assert!(!cleaned.contains("  ") && cleaned.trim_matches([' ', '\n']) == cleaned, "{cleaned:?}");
            }
        }
    }
}
