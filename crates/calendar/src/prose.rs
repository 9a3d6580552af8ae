//! What sources say, made fit to stand in a calendar.

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
pub(crate) fn one_line(text: &str, chars_max: usize) -> String {
    let text = text.trim();
    if is_one_line(text) {
        return shortened(text.to_owned(), chars_max);
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
    shortened(line, chars_max)
}

/// Whether a text that has no blank at its ends is one line already, as most are.
fn is_one_line(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().all(|byte| matches!(byte, b' '..=b'~')) && !bytes.windows(2).any(|two| two == b"  ")
}

/// Lines of at most so many characters in all, with at most one empty line between two.
pub(crate) fn paragraphs(text: &str, chars_max: usize) -> String {
    let mut out = String::with_capacity(text.len().min(chars_max * 2));
    let mut is_parted = false;
    let ends_line = |c| matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    for line in text.split(ends_line) {
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
    shortened(out, chars_max)
}

/// Cuts at a blank near the end, if there is one, and says so.
fn shortened(text: String, chars_max: usize) -> String {
    if text.len() <= chars_max {
        return text;
    }
    let Some((end, _)) = text.char_indices().nth(chars_max) else { return text };
    let room = text.char_indices().nth(chars_max.saturating_sub(1)).map_or(end, |(at, _)| at);
    let kept = text.get(..room).unwrap_or_default();
    let cut = kept.rfind([' ', '\n']).filter(|at| kept.len() - at < 40).unwrap_or(kept.len());
    let kept = kept.get(..cut).unwrap_or(kept).trim_end_matches([' ', '\n', ',', ';', '.', ':']);
    format!("{kept}…")
}

/// An address of the web, spelt as the standard spells it; `None` where it is none.
pub(crate) fn web_address(text: &str) -> Option<String> {
    let url = Url::parse(text.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())?;
    let text = String::from(url);
    (text.len() <= URI_BYTES_MAX && text.bytes().all(|b| b.is_ascii_graphic())).then_some(text)
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
        fn what_is_one_line_already_stays_as_it_is(text in "[ -~\\n]{0,20}") {
            let blanks = text.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert_eq!(one_line(&text, 100), blanks);
        }

        #[test]
        fn no_text_breaks_out_of_its_line(text in "(?s).{0,120}", most in 1_usize..60) {
            for cleaned in [one_line(&text, most), paragraphs(&text, most)] {
                prop_assert!(cleaned.chars().count() <= most, "{cleaned:?}");
                prop_assert!(!cleaned.chars().any(|c| (c.is_control() && c != '\n') || is_unwanted(c)));
                prop_assert!(!cleaned.contains("  ") && cleaned.trim_matches([' ', '\n']) == cleaned, "{cleaned:?}");
            }
        }
    }
}
