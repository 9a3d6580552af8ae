//! Text made fit for a feed: no control characters, none that XML 1.0 has no room for, none that reorder their neighbours.

/// Whether a character may stand in a feed, line ends aside.
fn is_fit(c: char) -> bool {
    let reorders = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let is_no_character = matches!(u32::from(c) & 0xFFFF, 0xFFFE | 0xFFFF);
    !c.is_control() && !reorders && !is_no_character && !matches!(c, '\u{feff}' | '\u{fdd0}'..='\u{fdef}')
}

/// One line: every run of blanks, line ends and control characters is one blank.
pub(crate) fn line(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if is_fit(c) { c } else { ' ' }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Lines of which none is empty, each of them [one line](line).
fn lines(text: &str) -> String {
    text.split('\n').map(line).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// The paragraphs of a text, parted by empty lines, of at most so many characters in all. Single ends of lines are kept.
pub(crate) fn paragraphs(text: &str, chars_max: usize) -> Vec<String> {
    let mut left = chars_max;
    let mut out = Vec::new();
    for paragraph in text.replace("\r\n", "\n").split("\n\n").map(lines).filter(|paragraph| !paragraph.is_empty()) {
        if left == 0 {
            break;
        }
        let length = paragraph.chars().count();
        out.push(if length > left { cut(&paragraph, left) } else { paragraph });
        left = left.saturating_sub(length);
    }
    out
}

fn cut(text: &str, chars: usize) -> String {
    let kept: String = text.chars().take(chars.saturating_sub(1)).collect();
    let kept = kept.rsplit_once([' ', '\n']).map_or(kept.as_str(), |(kept, _)| kept);
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_holds_nothing_that_ends_or_reorders_it() {
        assert_eq!(line(" a\u{0}b\r\n\tc\u{202e}d\u{85}e\u{fffe} "), "a b c d e");
    }

    #[test]
    fn paragraphs_are_kept_until_there_is_no_room() {
        assert_eq!(paragraphs("one\ntwo\r\n\r\nthree four five\n\nsix", 15), ["one\ntwo", "three…"]);
        assert_eq!(paragraphs(" one \r\n\ttwo  three\n \n\nfour\nfive", 21), ["one\ntwo three", "four…"]);
        assert_eq!(paragraphs("\n\n \n\n", 15), Vec::<String>::new());
    }

    proptest::proptest! {
        #[test]
        fn no_text_grows_or_keeps_control_characters(text in "(?s).{0,200}", most in 1_usize..80) {
            let whole = paragraphs(&text, most).concat();
            proptest::prop_assert!(whole.chars().count() <= most, "{whole:?}");
            proptest::prop_assert!(whole.chars().all(|c| c == '\n' || is_fit(c)));
        }
    }
}
