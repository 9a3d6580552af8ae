//! What sources say, made fit to stand in a letter.

use url::{Host, Url};

/// The longest address of a source that is linked, in bytes.
const URL_BYTES_MAX: usize = 500;

/// How wide a line of plain text may be, in characters. Lines with an address are left whole.
const COLUMNS: usize = 78;

/// The longest run of letters that is not broken: it fits a screen of 320 pixels as a heading.
const UNBROKEN_MAX: usize = 24;

/// Whether a character is seen by nobody, or turns round what stands beside it.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// One line of at most so many characters; `None` when nothing can be seen of it.
pub(crate) fn one_line(text: &str, chars_max: usize) -> Option<String> {
    let seen: String =
        text.chars().filter(|c| !is_invisible(*c)).map(|c| if c.is_control() { ' ' } else { c }).collect();
    let line = seen.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= chars_max {
        return Some(line).filter(|line| !line.is_empty());
    }
    let kept: String = line.chars().take(chars_max.saturating_sub(1)).collect();
    Some(format!("{}…", kept.trim_end()))
}

/// One line of at most so many characters that takes at most so many bytes of markup.
pub(crate) fn short_line(text: &str, (chars_max, markup_bytes_max): (usize, usize)) -> Option<String> {
    let line = one_line(text, chars_max)?;
    let mut bytes = 0_usize;
    let fits = |c: char| {
        bytes += if matches!(c, '&' | '<' | '>' | '"' | '\'') { "&#38;".len() } else { c.len_utf8() };
        bytes
    };
    let ends: Vec<usize> = line.chars().map(fits).collect();
    if ends.last().is_none_or(|bytes| *bytes <= markup_bytes_max) {
        return Some(line);
    }
    let room = markup_bytes_max.saturating_sub('…'.len_utf8());
    let kept: String = line.chars().zip(ends).take_while(|(_, bytes)| *bytes <= room).map(|(c, _)| c).collect();
    Some(format!("{}…", kept.trim_end()))
}

/// One line that stands in a header. `=?` would begin an encoded word (RFC 2047), which a reader decodes.
pub(crate) fn header_line(text: &str, chars_max: usize) -> Option<String> {
    one_line(&text.replace("=?", "= ?"), chars_max)
}

/// Text whose long words may be broken, at marks that nobody sees: narrow screens have no other way, for mail programs
/// differ in the styles they know.
pub(crate) fn breakable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = 0;
    for c in text.chars() {
        letters = if c.is_whitespace() { 0 } else { letters + 1 };
        if letters > UNBROKEN_MAX {
            out.push('\u{200b}');
            letters = 1;
        }
        out.push(c);
    }
    out
}

/// An address one may link to from a letter: `https` and without credentials; `http` to this machine alone, for trying
/// things out.
pub(crate) fn linkable(text: &str) -> Option<String> {
    let url = Url::parse(text.trim()).ok()?;
    let is_local = match url.host()? {
        Host::Domain(name) => name == "localhost",
        Host::Ipv4(ip) => ip.is_loopback(),
        Host::Ipv6(ip) => ip.is_loopback(),
    };
    let is_web = url.scheme() == "https" || (url.scheme() == "http" && is_local);
    let is_anonymous = url.username().is_empty() && url.password().is_none();
    let text = String::from(url);
    (is_web && is_anonymous && text.len() <= URL_BYTES_MAX && text.is_ascii()).then_some(text)
}

/// A page below an address, whether or not that ends with a slash.
pub(crate) fn below(base: &Url, path: &[&str]) -> Url {
    let mut url = base.clone();
    url.set_query(None);
    url.set_fragment(None);
    if let Ok(mut segments) = url.path_segments_mut() {
        segments.pop_if_empty().extend(path);
    }
    url
}

/// Breaks long lines at blanks; what follows stands as far in as the line's words.
pub(crate) fn wrapped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 32);
    for line in text.lines().map(str::trim_end) {
        if line.contains("://") || line.chars().count() <= COLUMNS {
            out.push_str(line);
        } else {
            wrap(line, &mut out);
        }
        out.push('\n');
    }
    out
}

fn wrap(line: &str, out: &mut String) {
    let body = line.trim_start_matches([' ', '*']);
    let (lead, hang) = line.split_at(line.len() - body.len());
    let indent = " ".repeat(lead.len());
    let room = COLUMNS.saturating_sub(indent.len()).max(20);
    out.push_str(lead);
    let mut column = 0;
    for word in hang.split(' ').flat_map(|word| pieces(word, room)) {
        let width = word.chars().count();
        if column > 0 && column + 1 + width > room {
            out.push('\n');
            out.push_str(&indent);
            column = 0;
        } else if column > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(&word);
        column += width;
    }
}

/// A word in pieces that fit a line: scripts without blanks have long ones.
fn pieces(word: &str, room: usize) -> Vec<String> {
    let chars: Vec<char> = word.chars().collect();
    chars.chunks(room).map(|piece| piece.iter().collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_link_is_https_or_leads_to_this_machine() {
        assert_eq!(linkable(" https://bücher.example/ä "), Some("https://xn--bcher-kva.example/%C3%A4".to_owned()));
        assert_eq!(linkable("http://127.0.0.1:8080/x"), Some("http://127.0.0.1:8080/x".to_owned()));
        for other in ["http://example.org/", "javascript:alert(1)", "https://me:pw@example.org/", "//x", ""] {
            assert_eq!(linkable(other), None, "{other}");
        }
    }

    #[test]
    fn a_long_line_breaks_at_a_blank_and_hangs_below_its_words() {
        let line = format!("* {} tail", "word ".repeat(15).trim_end());
        assert_eq!(wrapped(&line), format!("* {}\n  tail\n", "word ".repeat(15).trim_end()));
    }

    #[test]
    fn a_word_that_no_screen_is_wide_enough_for_can_be_broken() {
        assert_eq!(breakable(&"x".repeat(49)).split('\u{200b}').map(str::len).collect::<Vec<_>>(), [24, 24, 1]);
        assert_eq!(breakable("a usual name"), "a usual name");
    }

    #[test]
    fn a_page_lies_below_its_base_with_or_without_a_slash() {
        let below = |base: &str| below(&base.parse().unwrap(), &["events", "a b"]).to_string();
        assert_eq!(below("https://example.org"), "https://example.org/events/a%20b");
        assert_eq!(below("https://example.org/x/"), "https://example.org/x/events/a%20b");
        assert_eq!(below("https://example.org/x?y#z"), "https://example.org/x/events/a%20b");
    }

    proptest! {
        #[test]
        fn one_line_is_one_line(text in "(?s).{0,80}", most in 1_usize..40) {
            if let Some(line) = header_line(&text, most) {
                prop_assert!(line.chars().count() <= most && !line.is_empty(), "{line:?}");
                prop_assert!(!line.chars().any(|c| c.is_control() || is_invisible(c)) && !line.contains("=?"));
            }
        }

        #[test]
        fn wrapping_loses_no_letter_and_keeps_the_width(text in "[a-zß東 ]{0,400}") {
            let wrapped = wrapped(&format!("  {text}"));
            let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(letters(&wrapped), letters(&text));
            prop_assert!(wrapped.lines().all(|line| line.chars().count() <= COLUMNS));
        }
    }
}
