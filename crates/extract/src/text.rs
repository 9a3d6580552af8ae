//! Text on its way into a listing: no control characters, one line where one line is meant, never longer than a limit.

use crate::entities;
use chrono::TimeDelta;
use hobnob_domain::Prose;
use std::borrow::Cow;

/// The longest description kept, in bytes of UTF-8.
pub const PROSE_BYTES_MAX: usize = 64 * 1024;

/// The longest name, place or other line of prose, in bytes.
pub(crate) const LINE_BYTES_MAX: usize = 1024;

/// The longest time, zone, status or other word, in bytes.
pub(crate) const WORD_BYTES_MAX: usize = 128;

/// The longest beginning of a text that has at most so many bytes and does not end inside a character.
pub(crate) fn cut(text: &str, bytes_max: usize) -> &str {
    text.get(..text.floor_char_boundary(bytes_max)).unwrap_or(text)
}

/// One line: blanks and line breaks are one blank each run, none at the ends, no control characters. None when nothing
/// is left.
pub(crate) fn line(text: &str, bytes_max: usize) -> Option<String> {
    if text.len() <= bytes_max && is_clean_line(text.as_bytes()) {
        return Some(text.to_owned());
    }
    // Twice the limit, since blanks fold away.
    let text = cut(text, bytes_max.saturating_mul(2));
    let mut out = String::with_capacity(text.len().min(bytes_max));
    let mut is_gap = false;
    for c in text.chars() {
        if c.is_whitespace() {
            is_gap = true;
        } else if !c.is_control() {
            if is_gap && !out.is_empty() {
                out.push(' ');
            }
            is_gap = false;
            out.push(c);
        }
    }
    out.truncate(cut(&out, bytes_max).trim_end().len());
    (!out.is_empty()).then_some(out)
}

/// Whether bytes are printable ASCII with single blanks between: most lines are, and need no second look.
fn is_clean_line(bytes: &[u8]) -> bool {
    let mut previous = b' ';
    let is_clean = bytes.iter().all(|byte| {
        let is_fine = byte.is_ascii_graphic() || (*byte == b' ' && previous != b' ');
        previous = *byte;
        is_fine
    });
    is_clean && previous != b' '
}

/// One line of prose, its entities decoded: twice, since what was escaped when it was stored is often escaped again when
/// it is told (`R&amp;amp;D`).
pub(crate) fn phrase(text: &str) -> Option<String> {
    let once = entities::decoded(cut(text, LINE_BYTES_MAX * 2));
    line(&entities::decoded(&once), LINE_BYTES_MAX)
}

/// A description: HTML if it has tags, else plain text with its entities decoded once. HTML that was escaped whole is
/// HTML.
pub(crate) fn prose(text: &str) -> Option<Prose> {
    let text = paragraphs(cut(text, PROSE_BYTES_MAX));
    if is_html(&text) {
        return Some(Prose::Html(without_open_tag(text.into_owned())));
    }
    // What was decoded may have been a control character.
    let text = entities::decoded(&text);
    let text = paragraphs(&text);
    if text.is_empty() {
        None
    } else if is_html(&text) {
        Some(Prose::Html(without_open_tag(text.into_owned())))
    } else {
        Some(Prose::Plain(text.into_owned()))
    }
}

/// Text whose lines end with `\n` and that has no other control characters but tabs.
fn paragraphs(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    // Control characters beyond ASCII begin with 0xC2, and so do harmless ones.
    let may_be_control = |byte: u8| matches!(byte, 0..=8 | 11..=31 | 127 | 0xC2);
    if !text.bytes().any(may_be_control) {
        return Cow::Borrowed(text);
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    Cow::Owned(text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect())
}

/// A tag that was cut in two is no text.
fn without_open_tag(mut html: String) -> String {
    if html.len() + 4 > PROSE_BYTES_MAX
        && let Some(open) = html.rfind('<')
        && html.get(open..).is_some_and(|rest| !rest.contains('>'))
    {
        html.truncate(open);
    }
    html
}

/// The elements that descriptions are written with; `<https://…>` and `a < b` are none.
const TAGS: [&str; 33] = [
    "a",
    "article",
    "b",
    "blockquote",
    "body",
    "br",
    "center",
    "code",
    "div",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "html",
    "html-blob",
    "i",
    "img",
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "span",
    "strong",
    "table",
    "td",
    "u",
    "ul",
];

/// Whether text has at least one tag of the elements descriptions are written with.
pub(crate) fn is_html(text: &str) -> bool {
    text.match_indices('<').any(|(at, _)| {
        let rest = text.get(at + 1..).unwrap_or_default();
        let rest = rest.strip_prefix('/').unwrap_or(rest);
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(rest.len());
        let name = rest.get(..end).unwrap_or_default();
        let ends_well = rest.get(end..).is_some_and(|rest| rest.starts_with(['>', '/', ' ', '\n', '\t']));
        ends_well && name.len() < 16 && TAGS.iter().any(|tag| tag.eq_ignore_ascii_case(name))
    })
}

/// A period such as `PT12H` or `P1D` (RFC 5545 §3.3.6); none unless it is more than nothing.
pub(crate) fn period(text: &str) -> Option<TimeDelta> {
    let text = text.trim().to_ascii_uppercase();
    let mut rest = text.strip_prefix('+').unwrap_or(&text).strip_prefix('P')?;
    let (mut seconds, mut is_time) = (0_i64, false);
    while !rest.is_empty() {
        if let Some(time) = rest.strip_prefix('T') {
            (rest, is_time) = (time, true);
            continue;
        }
        let end = rest.find(|c: char| !c.is_ascii_digit())?;
        let (number, behind) = rest.split_at_checked(end)?;
        let size = match (behind.chars().next()?, is_time) {
            ('W', false) => 604_800,
            ('D', false) => 86_400,
            ('H', true) => 3_600,
            ('M', true) => 60,
            ('S', true) => 1,
            _ => return None,
        };
        seconds = number.parse::<i64>().ok()?.checked_mul(size)?.checked_add(seconds)?;
        rest = behind.get(1..)?;
    }
    TimeDelta::try_seconds(seconds).filter(|period| *period > TimeDelta::zero())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_one_line() {
        assert_eq!(line(" Rust\u{0} \r\n\t Berlin\u{a0}", 100).as_deref(), Some("Rust Berlin"));
        assert_eq!(line(" \u{0} ", 100), None);
        assert_eq!(line("ééé", 5).as_deref(), Some("éé"));
    }

    #[test]
    fn a_period_is_as_long_as_it_says() {
        let minutes = |text| period(text).map(|period| period.num_minutes());
        assert_eq!(
            ["PT12H", "P1D", "pt1h30m", "P1W", "+PT3600S"].map(minutes),
            [Some(720), Some(1_440), Some(90), Some(10_080), Some(60)]
        );
        let unread = ["", "P", "PT", "PT0S", "-PT1H", "P1M", "PT1D", "1H", "PTH", "PT99999999999999999999H", "P1é"];
        assert_eq!(unread.map(minutes), [const { None }; 11]);
    }

    #[test]
    fn comparisons_and_addresses_are_no_html() {
        assert!(!is_html("a < b > c, <https://example.org>, <3, x<p"));
        assert!(is_html("Talks<br/>Pizza"));
        assert!(is_html("see <A href='x'>this</A>"));
    }

    #[test]
    fn escaped_html_is_html_and_escaped_text_is_text() {
        assert_eq!(
            prose("&lt;p&gt;Talks &amp;amp; pizza&lt;/p&gt;"),
            Some(Prose::Html("<p>Talks &amp; pizza</p>".into()))
        );
        assert_eq!(prose("Talks &amp; pizza"), Some(Prose::Plain("Talks & pizza".into())));
    }

    #[test]
    fn a_reference_to_a_control_character_is_no_text() {
        assert_eq!(prose("a&#1;b&#13;c"), Some(Prose::Plain("ab\nc".into())));
        assert_eq!(phrase("a&#1;b"), Some("ab".into()));
        assert_eq!(phrase("Rust&amp;#8217;s R&amp;amp;D &amp; AT&T"), Some("Rust’s R&D & AT&T".into()));
    }

    #[test]
    fn a_long_description_ends_before_the_tag_that_was_cut() {
        let long = format!("<p>{}<a href='{}'>", "é".repeat(32_700), "x".repeat(200));
        let Some(Prose::Html(html)) = prose(&long) else { panic!("it is HTML") };
        assert_eq!(html, format!("<p>{}", "é".repeat(32_700)));
    }

    proptest::proptest! {
        #[test]
        fn lines_and_prose_keep_their_limits(text in "\\PC{0,40}[\\x00-\\x20<&;é]{0,20}", max in 0_usize..40) {
            if let Some(line) = line(&text, max) {
                proptest::prop_assert!(line.len() <= max && line.trim() == line);
            }
            let _ = prose(&text);
        }
    }
}
