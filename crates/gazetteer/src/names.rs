//! Names made comparable. The build script compiles this file too: a key is folded by one code, when the tables are
//! written and when they are asked.

use unicode_normalization::{UnicodeNormalization, char::canonical_combining_class};

/// The key under which a name is looked up: no accents, no case, no apostrophes or full stops, and one blank for every
/// run of anything but letters and digits.
pub(crate) fn fold(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    if text.is_ascii() {
        for c in text.chars() {
            push(&mut key, c.to_ascii_lowercase());
        }
    } else {
        let plain = text.chars().flat_map(letters).nfkd().filter(|c| canonical_combining_class(*c) == 0);
        for c in plain.flat_map(char::to_lowercase) {
            push(&mut key, if c == 'ς' { 'σ' } else { c });
        }
    }
    key.truncate(key.trim_end().len());
    if key.is_ascii() { key } else { key.nfc().collect() }
}

/// Whether a text is a name with all its accents, in whatever case.
#[allow(dead_code, reason = "the build script has no use for it")]
pub(crate) fn is_spelt(name: &str, text: &str) -> bool {
    name.nfc().flat_map(char::to_lowercase).eq(text.trim().nfc().flat_map(char::to_lowercase))
}

fn push(key: &mut String, c: char) {
    if c.is_alphanumeric() {
        key.push(c);
    } else if !matches!(c, '.' | '\'' | '"' | '’' | '‘' | 'ʼ' | 'ʻ' | '`' | '´')
        && !key.is_empty()
        && !key.ends_with(' ')
    {
        key.push(' ');
    }
}

/// Letters that Unicode does not take apart, as people without them on the keyboard write them.
fn letters(c: char) -> impl Iterator<Item = char> {
    let (first, second) = match c {
        'ß' | 'ẞ' => ('s', Some('s')),
        'ø' | 'Ø' => ('o', None),
        'ł' | 'Ł' => ('l', None),
        'đ' | 'Đ' | 'ð' | 'Ð' => ('d', None),
        'þ' | 'Þ' => ('t', Some('h')),
        'æ' | 'Æ' => ('a', Some('e')),
        'œ' | 'Œ' => ('o', Some('e')),
        'ı' => ('i', None),
        'ħ' | 'Ħ' => ('h', None),
        'ŋ' | 'Ŋ' => ('n', None),
        'ə' | 'Ə' => ('e', None),
        'ʼ' | 'ʻ' | '´' => ('\'', None),
        c => (c, None),
    };
    std::iter::once(first).chain(second)
}
