//! Text made comparable for the classifier.
//!
//! Like [`hobnob_domain::text::folded`], but finer where the name of a technology hides in punctuation (`serde.rs`,
//! `R&D`, `UI/UX`, `Staff+`), since the taxonomy's keywords are matched against it word by word.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Folds a text to words parted by single blanks, with a blank before the first and behind the last, so that a whole
/// word is found by looking for it with its blanks.
pub(crate) fn padded(text: &str) -> String {
    if text.is_ascii() { spaced(text.to_ascii_lowercase().as_bytes()) } else { spaced(&plain(text)) }
}

/// Words of letters in lower case, or of bytes where all are ASCII.
fn spaced<C: Copy + Into<char>>(chars: &[C]) -> String {
    let mut out = String::with_capacity(chars.len() + 2);
    out.push(' ');
    let (mut at, mut is_broken) = (0, false);
    while let Some(c) = chars.get(at).copied().map(Into::into) {
        if is_broken && c.is_alphanumeric() {
            push_break(&mut out);
            is_broken = false;
        }
        if let Some((length, spelt)) = symbol(chars, at) {
            push_spelt(&mut out, spelt);
            at += length;
            continue;
        }
        if c.is_alphanumeric() {
            let before = out.chars().next_back().unwrap_or(' ');
            if before != ' ' && is_unspaced(before) != is_unspaced(c) {
                push_blank(&mut out);
            }
            out.push(c);
        } else {
            is_broken = is_broken || breaks(chars, at);
            push_blank(&mut out);
        }
        at += 1;
    }
    push_blank(&mut out);
    out
}

/// What parts two halves of a text, so that no phrase reaches from the one to the other: of "Film Series - A Quiet Year" nothing
/// is "series a".
const BREAK: &str = "| ";

fn push_break(out: &mut String) {
    push_blank(out);
    if out.len() > 1 {
        out.push_str(BREAK);
    }
}

/// Whether the mark at a place parts a text in two: a bar, a colon before a blank, a dash between blanks.
fn breaks<C: Copy + Into<char>>(chars: &[C], at: usize) -> bool {
    let char_at = |at: usize| -> Option<char> { chars.get(at).copied().map(Into::into) };
    let is_open = |place: Option<char>| place.is_none_or(char::is_whitespace);
    match char_at(at) {
        Some('|' | '•' | ';' | '。') => true,
        Some(':') => is_open(char_at(at + 1)),
        Some('-' | '–' | '—') => is_open(char_at(at + 1)) && is_open(at.checked_sub(1).and_then(char_at)),
        _ => false,
    }
}

/// Whether a letter is of a script that parts no words, or none but by what hangs on them: Han, kana, Hangul, also taken apart.
pub(crate) const fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '々' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}

/// Folds a phrase to words parted by single blanks.
pub(crate) fn phrase(text: &str) -> String {
    padded(text).trim().to_owned()
}

/// Lower case, without marks.
fn plain(text: &str) -> Vec<char> {
    let lower = text.nfkd().flat_map(char::to_lowercase).filter(|c| !is_combining_mark(*c));
    let mut out = Vec::with_capacity(text.len());
    for c in lower {
        match c {
            'ß' => out.extend(['s', 's']),
            'ø' => out.push('o'),
            'ł' => out.push('l'),
            c => out.push(c),
        }
    }
    out
}

fn push_blank(out: &mut String) {
    if !out.ends_with(' ') {
        out.push(' ');
    }
}

fn push_spelt(out: &mut String, spelt: &str) {
    match spelt.strip_prefix(' ') {
        Some(spelt) => {
            push_blank(out);
            out.push_str(spelt);
        }
        None => out.push_str(spelt),
    }
}

/// A spelling of a symbol: what is written, what it becomes, and whether a word may run into it before and behind.
struct Symbol {
    written: &'static str,
    spelt: &'static str,
    before: Edge,
    behind: Edge,
}

/// What may stand next to a symbol.
#[derive(Clone, Copy, PartialEq)]
enum Edge {
    Any,
    Word,
    NoWord,
}

const fn symbol_of(written: &'static str, spelt: &'static str, before: Edge, behind: Edge) -> Symbol {
    Symbol { written, spelt, before, behind }
}

/// In order: the first that fits counts.
const SYMBOLS: &[Symbol] = &[
    symbol_of("c++", " cpp ", Edge::Any, Edge::Any),
    symbol_of("c#", " csharp ", Edge::NoWord, Edge::Any),
    symbol_of("f#", " fsharp ", Edge::NoWord, Edge::Any),
    symbol_of("q#", " q sharp ", Edge::NoWord, Edge::Any),
    symbol_of("asp.net", " aspnet ", Edge::NoWord, Edge::Any),
    symbol_of(".net", " dotnet ", Edge::NoWord, Edge::NoWord),
    symbol_of(".js", "js", Edge::Word, Edge::NoWord),
    symbol_of(".rs", " rust ", Edge::Word, Edge::NoWord),
    symbol_of(".rb", " rubylang ", Edge::Word, Edge::NoWord),
    symbol_of("ci/cd", " cicd ", Edge::Any, Edge::Any),
    symbol_of("ui/ux", " ui ux ", Edge::Any, Edge::Any),
    symbol_of("r&d", " r&d ", Edge::Any, Edge::NoWord),
    symbol_of("staff+", " staffplus ", Edge::Any, Edge::Any),
    symbol_of("&", " and ", Edge::Any, Edge::Any),
    symbol_of("'s", " s", Edge::Any, Edge::NoWord),
];

fn is_word(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_alphanumeric() || c == '_')
}

fn fits(edge: Edge, neighbour: Option<char>) -> bool {
    match edge {
        Edge::Any => true,
        Edge::Word => is_word(neighbour),
        Edge::NoWord => !is_word(neighbour),
    }
}

/// The symbol that begins at a place, and how many characters it takes.
fn symbol<C: Copy + Into<char>>(chars: &[C], at: usize) -> Option<(usize, &'static str)> {
    let char_at = |at: usize| -> Option<char> { chars.get(at).copied().map(Into::into) };
    let first = apostrophe(char_at(at)?);
    let second = char_at(at + 1).unwrap_or_default();
    // Most characters begin none.
    let may_begin = match first {
        '&' => true,
        '\'' => second == 's',
        '.' => matches!(second, 'n' | 'j' | 'r'),
        'a' => second == 's',
        'c' => matches!(second, '+' | '#' | 'i'),
        'f' | 'q' => second == '#',
        'r' => second == '&' || second.is_whitespace(),
        's' => second == 't',
        'u' => second == 'i',
        _ => false,
    };
    if !may_begin {
        return None;
    }
    SYMBOLS.iter().find_map(|symbol| {
        let length = written_at(chars, at, symbol.written)?;
        let before = at.checked_sub(1).and_then(char_at);
        let fits = fits(symbol.before, before) && fits(symbol.behind, char_at(at + length));
        fits.then_some((length, symbol.spelt))
    })
}

fn apostrophe(c: char) -> char {
    if matches!(c, '’' | '`') { '\'' } else { c }
}

/// How long a symbol is as it is written here; one blank is allowed on either side of `/` and of `&` between letters.
fn written_at<C: Copy + Into<char>>(chars: &[C], at: usize, written: &str) -> Option<usize> {
    let char_at = |at: usize| -> Option<char> { chars.get(at).copied().map(Into::into) };
    let mut next = at;
    let is_loose = |c: char| matches!(c, '/' | '&') && written.len() > 1;
    let mut skip = false;
    for c in written.chars() {
        if (skip || is_loose(c)) && char_at(next).is_some_and(char::is_whitespace) {
            next += 1;
        }
        if apostrophe(char_at(next)?) != c {
            return None;
        }
        next += 1;
        skip = is_loose(c);
    }
    Some(next - at)
}

/// Whether [`parted`] takes a word apart.
pub(crate) fn is_camel(word: &str) -> bool {
    let bytes = word.as_bytes();
    let is = |at: usize, class: fn(&u8) -> bool| bytes.get(at).is_some_and(class);
    (1..bytes.len()).any(|at| {
        is(at, u8::is_ascii_uppercase)
            && (at > 1 && is(at - 1, u8::is_ascii_lowercase)
                || is(at - 1, u8::is_ascii_uppercase)
                    && is(at + 1, u8::is_ascii_lowercase)
                    && is(at + 2, u8::is_ascii_lowercase))
    })
}

/// Takes words written in camel case apart: `RustConf` → `Rust Conf`, `AWSCommunity` → `AWS Community`.
pub(crate) fn parted(word: &str) -> String {
    let chars: Vec<char> = word.chars().collect();
    let at = |place: usize| chars.get(place).copied().unwrap_or(' ');
    let mut out = String::with_capacity(word.len() + 4);
    for (place, c) in chars.iter().copied().enumerate() {
        let before = place.checked_sub(1).map_or(' ', at);
        let is_upper = c.is_ascii_uppercase();
        let begins = is_upper
            // The small letter before a name, of `iOS` and `eCommerce`, is a part of it.
            && (place > 1 && before.is_ascii_lowercase()
                || before.is_ascii_uppercase()
                    && at(place + 1).is_ascii_lowercase()
                    && at(place + 2).is_ascii_lowercase());
        if begins {
            out.push(' ');
        }
        out.push(c);
    }
    out
}

/// Text taken apart into runs of letters and digits and what stands between them, in order.
pub(crate) fn runs(text: &str) -> Vec<&str> {
    let mut runs = Vec::new();
    let mut from = 0;
    let mut was_word = None;
    for (at, c) in text.char_indices() {
        let is_word = c.is_alphanumeric();
        if was_word.is_some_and(|was| was != is_word) {
            runs.extend(text.get(from..at));
            from = at;
        }
        was_word = Some(is_word);
    }
    runs.extend(text.get(from..).filter(|rest| !rest.is_empty()));
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_technologies_keep_their_meaning() {
        for (text, folded) in [
            ("C++17 and C#", "cpp 17 and csharp"),
            ("ASP.NET vs .NET", "aspnet vs dotnet"),
            ("Node.js, serde.rs & rack.rb", "nodejs serde rust and rack rubylang"),
            ("CI / CD, CI/CD", "cicd cicd"),
            ("UI/UX R & D Staff+", "ui ux r&d staffplus"),
            ("R&B what’s on", "r and b what s on"),
            ("Zürich_Größe ﬁ", "zurich grosse fi"),
            ("internet .network", "internet network"),
            ("Rust勉強会2027", "rust 勉強会 2027"),
            ("Film Series - A Year: Two | Three", "film series | a year | two | three"),
            ("- go-to-market 10:30 -", "go to market 10 30"),
            ("", ""),
        ] {
            assert_eq!(phrase(text), folded, "{text}");
        }
    }

    #[test]
    fn a_text_falls_into_runs() {
        assert_eq!(runs("CityJS/TypeScript Ä"), ["CityJS", "/", "TypeScript", " ", "Ä"]);
        assert_eq!(runs(""), Vec::<&str>::new());
    }

    #[test]
    fn camel_case_comes_apart() {
        assert_eq!(parted("RustConf"), "Rust Conf");
        assert_eq!(parted("AWSCommunity"), "AWS Community");
        assert_eq!(parted("DevOps"), "Dev Ops");
        assert_eq!(parted("KCDs"), "KCDs");
        assert_eq!(parted("iOSDevCamp"), "iOS Dev Camp");
    }

    proptest::proptest! {
        #[test]
        fn a_folded_phrase_is_its_own(text in "[a-zA-Z .,é-]{0,40}") {
            let once = phrase(&text);
            proptest::prop_assert_eq!(phrase(&once), once);
        }

        #[test]
        fn no_text_breaks_the_fold(text in ".{0,60}") {
            let folded = padded(&text);
            proptest::prop_assert!(folded.starts_with(' ') && folded.ends_with(' ') && !folded.contains("  "));
            for word in text.split(' ') {
                proptest::prop_assert_eq!(is_camel(word), parted(word) != word);
            }
        }
    }
}
