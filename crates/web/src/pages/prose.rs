//! A description as a page shows it: paragraphs, and the addresses in them as links.

use url::Url;

/// What is longer than this is no address that anybody follows.
const ADDRESS_BYTES_MAX: usize = 2_000;

/// What ends an address: the blank, and what people put around one.
const ENDS: &[char] = &[
    '<', '>', '"', '“', '”', '„', '«', '»', '`', '|', '（', '）', '「', '」', '『', '』', '【', '】', '《', '》', '。',
    '、', '，',
];

/// What stands behind an address and is none of it.
const BEHIND: &[char] = &['.', ',', ';', ':', '!', '?', '\'', '’', '*', '_', '…'];

const BRACKETS: [(char, char); 3] = [('(', ')'), ('[', ']'), ('{', '}')];

/// A part of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) text: String,
    /// Whether it is the address of a page.
    pub(crate) is_address: bool,
}

/// The paragraphs of a text, none of them empty.
pub(crate) fn paragraphs(text: &str) -> Vec<Vec<Piece>> {
    let paragraphs = text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty());
    paragraphs.map(pieces).collect()
}

fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut add = |text: &str, is_address: bool| match pieces.last_mut() {
        _ if text.is_empty() => {}
        Some(last) if !is_address && !last.is_address => last.text.push_str(text),
        _ => pieces.push(Piece { text: text.to_owned(), is_address }),
    };
    let mut rest = text;
    while let Some((at, _)) = rest.match_indices("http").find(|(at, _)| begins_address(rest, *at)) {
        let (before, from) = rest.split_at(at);
        let end = from.find(|c: char| c.is_whitespace() || ENDS.contains(&c)).unwrap_or(from.len());
        let word = from.get(..end).unwrap_or(from);
        let address = if word.len() <= ADDRESS_BYTES_MAX { without_what_is_behind(word) } else { word };
        let is_address = address.len() <= ADDRESS_BYTES_MAX && Url::parse(address).is_ok_and(|url| url.has_host());
        add(before, false);
        add(address, is_address);
        rest = from.get(address.len()..).unwrap_or_default();
    }
    add(rest, false);
    pieces
}

fn begins_address(text: &str, at: usize) -> bool {
    let (before, from) = text.split_at(at);
    let is_address = from.starts_with("https://") || from.starts_with("http://");
    is_address && !before.ends_with(|c: char| c.is_alphanumeric())
}

/// An address without the sentence around it: brackets that it does not open itself, and the signs behind it.
fn without_what_is_behind(address: &str) -> &str {
    let count = |c: char| address.chars().filter(|other| *other == c).count();
    // No opening bracket is taken off: each closing one beyond those is the sentence's.
    let mut around = BRACKETS.map(|(opens, closes)| (closes, count(closes).saturating_sub(count(opens))));
    let mut kept = address;
    loop {
        let bracket = around.iter_mut().find(|(closes, more)| *more > 0 && kept.ends_with(*closes));
        let cut = match bracket {
            Some((closes, more)) => {
                *more -= 1;
                kept.strip_suffix(*closes)
            }
            None => kept.strip_suffix(BEHIND),
        };
        match cut {
            Some(shorter) => kept = shorter,
            None => return kept,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str) -> Vec<String> {
        let pieces = paragraphs(text).into_iter().flatten();
        pieces.map(|piece| if piece.is_address { format!("[{}]", piece.text) } else { piece.text }).collect()
    }

    #[test]
    fn addresses_are_links_without_the_sentence_around_them() {
        let cases = [
            ("See https://a.example/x.", &["See ", "[https://a.example/x]", "."][..]),
            ("(https://a.example/x_(y))", &["(", "[https://a.example/x_(y)]", ")"]),
            ("<https://a.example/?a=1&b=2>, all", &["<", "[https://a.example/?a=1&b=2]", ">, all"]),
            ("http://a.example https://b.example!", &["[http://a.example]", " ", "[https://b.example]", "!"]),
            ("申込: https://a.example/x（先着順）", &["申込: ", "[https://a.example/x]", "（先着順）"]),
            ("https:// and xhttps://a.example and http", &["https:// and xhttps://a.example and http"]),
            ("one\n\n\n\ntwo", &["one", "two"]),
            ("{https://a.example/[x]]).}", &["{", "[https://a.example/[x]]", "]).}"]),
            ("javascript:alert(1)", &["javascript:alert(1)"]),
        ];
        for (text, wanted) in cases {
            assert_eq!(marked(text), wanted, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_lost(text in "([a-z .)(]|https?://|[äß。\"<]){0,40}") {
            let shown: String = pieces(&text).into_iter().map(|piece| piece.text).collect();
            proptest::prop_assert_eq!(shown, text);
        }
    }
}
