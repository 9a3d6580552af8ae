//! Text from anywhere made plain and bounded.

mod entities;
mod html;

use std::borrow::Cow;

use hobnob_domain::Prose;

/// The longest name, in characters.
pub const NAME_CHARS_MAX: usize = 300;

/// The longest description, in characters.
pub const DESCRIPTION_CHARS_MAX: usize = 20_000;

/// The most bytes of a text that are looked at.
const BYTES_MAX: usize = 400_000;

/// One line of plain text: entities decoded, marks of HTML taken out, whitespace folded, nothing invisible, at most so
/// many characters. `None` when nothing is left.
pub(crate) fn line(text: &str, chars_max: usize) -> Option<String> {
    let text = bounded(text);
    let decoded = if text.contains('&') { Cow::Owned(entities::decoded(text)) } else { Cow::Borrowed(text) };
    let bare = if html::has_marks(&decoded) { Cow::Owned(html::text(&decoded, true)) } else { decoded };
    let mut out = String::with_capacity(bare.len());
    for word in visible(&bare).split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    let out = cut(out, chars_max);
    (!out.is_empty()).then_some(out)
}

/// Plain text with paragraphs parted by an empty line. HTML is read, and so is plain text that holds HTML all the same.
pub(crate) fn prose(prose: &Prose) -> Option<String> {
    let text = match prose {
        Prose::Html(text) => entities::decoded(&html::text(bounded(text), false)),
        Prose::Plain(text) if html::has_marks(bounded(text)) => entities::decoded(&html::text(bounded(text), true)),
        Prose::Plain(text) if text.contains('&') => entities::decoded(bounded(text)),
        Prose::Plain(text) => bounded(text).to_owned(),
    };
    let out = cut(paragraphs(&visible(&text)), DESCRIPTION_CHARS_MAX);
    (!out.is_empty()).then_some(out)
}

/// The start of a text, at most [`BYTES_MAX`] long.
fn bounded(text: &str) -> &str {
    let mut end = text.len().min(BYTES_MAX);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// Blanks folded within lines, at most one empty line between two.
fn paragraphs(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut is_parted = false;
    for line in text.lines() {
        let mut words = line.split_whitespace().peekable();
        if words.peek().is_none() {
            is_parted = true;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if is_parted { "\n\n" } else { "\n" });
        }
        is_parted = false;
        let mut gap = "";
        for word in words {
            out.push_str(gap);
            out.push_str(word);
            gap = " ";
        }
    }
    out
}

/// Whether a character is drawn, or parts what is drawn. What turns the direction of text, has no width or controls a
/// terminal can make one name look like another.
const fn is_hidden(c: char) -> bool {
    matches!(
        c,
        '\u{0}'..='\u{8}'
            | '\u{e}'..='\u{1f}'
            | '\u{7f}'..='\u{84}'
            | '\u{86}'..='\u{9f}'
            | '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'
            | '\u{200e}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fdd0}'..='\u{fdef}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{fffe}'..='\u{ffff}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

/// Takes out what is hidden; line breaks of every kind become `\n`. Joiners stay where they join: in emoji and in the
/// scripts that need them.
fn visible(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| matches!(byte, b'\t' | b'\n' | b' '..=b'~')) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                if chars.peek() != Some(&'\n') {
                    out.push('\n');
                }
            }
            '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            '\u{200c}' | '\u{200d}' => {
                let joins = |c: Option<char>| c.is_some_and(|c| !c.is_ascii() && !c.is_whitespace());
                if joins(out.chars().next_back()) && joins(chars.peek().copied()) {
                    out.push(c);
                }
            }
            c if is_hidden(c) => {}
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// At most so many characters; a text that is cut ends with an ellipsis, behind a whole word where one is near.
fn cut(text: String, chars_max: usize) -> String {
    if text.len() <= chars_max {
        return text;
    }
    let Some((end, _)) = text.char_indices().nth(chars_max) else { return text };
    let last = text.get(..end).and_then(|kept| kept.char_indices().next_back()).map_or(0, |(last, _)| last);
    let kept = text.get(..last).unwrap_or_default();
    let at_word = kept.rfind(char::is_whitespace).filter(|blank| kept.len() - blank < 40).unwrap_or(kept.len());
    format!("{}…", kept.get(..at_word).unwrap_or(kept).trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Option<String> {
        line(text, NAME_CHARS_MAX)
    }

    fn html(text: &str) -> Option<String> {
        prose(&Prose::Html(text.to_owned()))
    }

    fn plain(text: &str) -> Option<String> {
        prose(&Prose::Plain(text.to_owned()))
    }

    #[test]
    fn a_name_is_one_line_of_visible_text() {
        assert_eq!(name("  Rust \t&amp;\r\n Go\u{a0}Night ").as_deref(), Some("Rust & Go Night"));
        assert_eq!(name("Pay\u{202e}lap\u{200b}\u{feff}\u{ad}").as_deref(), Some("Paylap"));
        assert_eq!(name("<b>Bold</b> move").as_deref(), Some("Bold move"));
        assert_eq!(name("Vec<T> in C++").as_deref(), Some("Vec<T> in C++"));
        assert_eq!(name(" \u{200b} "), None);
    }

    #[test]
    fn joiners_stay_where_they_join() {
        assert_eq!(name("👩\u{200d}💻 night").as_deref(), Some("👩\u{200d}💻 night"));
        assert_eq!(name("a\u{200d}b").as_deref(), Some("ab"));
    }

    #[test]
    fn a_long_name_is_cut_behind_a_word() {
        let cut = line(&"word ".repeat(100), 300).unwrap();
        assert!(cut.ends_with("word…"));
        assert!(cut.chars().count() <= 300);
        assert_eq!(line(&"x".repeat(400), 300).map(|text| text.chars().count()), Some(300));
        assert_eq!(line(&"x".repeat(300), 300).map(|text| text.ends_with('x')), Some(true));
    }

    #[test]
    fn html_becomes_paragraphs() {
        let text = "<p>One &amp; two</p><p>Three<br/>four</p><ul><li>a</li><li>b</li></ul><script>x<y</script>";
        assert_eq!(html(text).as_deref(), Some("One & two\n\nThree\nfour\n\n- a\n- b"));
    }

    #[test]
    fn what_is_quoted_in_html_is_text() {
        assert_eq!(html("use &lt;template&gt; <!-- not this --> now").as_deref(), Some("use <template> now"));
        assert_eq!(html("a < b and c > d").as_deref(), Some("a < b and c > d"));
        assert_eq!(html("<a title=\"1 > 0\">link</a>").as_deref(), Some("link"));
        assert_eq!(html("<div><style>p{}</style></div>"), None);
    }

    #[test]
    fn plain_text_keeps_its_lines_and_loses_html_that_got_in() {
        assert_eq!(plain("One\r\ntwo\n\n\n\nthree   four").as_deref(), Some("One\ntwo\n\nthree four"));
        assert_eq!(plain("Hi<br>there\nfriend, <b>all</b>").as_deref(), Some("Hi\nthere\nfriend, all"));
        assert_eq!(plain("if a<b && c>d").as_deref(), Some("if a<b && c>d"));
    }

    #[test]
    fn entities_that_were_escaped_twice_are_read() {
        assert_eq!(name("Women&amp;#039;s &amp;amp; Co").as_deref(), Some("Women's & Co"));
    }

    #[test]
    fn a_description_is_bounded() {
        let long = plain(&"word\n".repeat(100_000)).unwrap();
        assert!(long.chars().count() <= DESCRIPTION_CHARS_MAX);
    }

    proptest::proptest! {
        #[test]
        fn no_text_breaks_the_sanitizer(text in "(?s).{0,200}") {
            let _ = (line(&text, 20), html(&text), plain(&text));
        }

        #[test]
        fn no_markup_breaks_the_sanitizer(text in "[<>/!a-z\"'= &;#x0-9-]{0,80}") {
            let _ = (line(&text, 20), html(&text), plain(&text));
        }

        #[test]
        fn a_line_is_its_own_line(text in "[a-z \u{200b}\n]{0,60}") {
            let once = line(&text, 30);
            proptest::prop_assert_eq!(once.as_deref().and_then(|text| line(text, 30)), once.clone());
        }
    }
}
