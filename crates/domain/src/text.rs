//! Text made comparable.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Folds text for comparison: NFKD, lower case, no combining marks, every run of anything but letters and digits one
/// blank. The names of technologies keep their meaning: `C++` → `cpp`, `C#` → `csharp`, `F#` → `fsharp`, `.NET` →
/// `dotnet`, `Node.js` → `nodejs`, `CI/CD` → `cicd`, `&` → `and`.
pub fn folded(text: &str) -> String {
    if text.is_ascii() {
        let plain = text.to_ascii_lowercase();
        return match needs_spelling(plain.as_bytes()) {
            true => spaced(&symbols_spelt(&plain)),
            false => spaced_ascii(plain),
        };
    }
    folded_slowly(text)
}

/// [`folded`] as people type who have no `ß`: with two letters for it. For what is compared and not kept, since what is
/// known by [`folded`] text would be another thing.
pub fn folded_as_typed(text: &str) -> String {
    match text.contains(['ß', 'ẞ']) {
        true => folded(&text.replace(['ß', 'ẞ'], "ss")),
        false => folded(text),
    }
}

/// [`spaced`] for ASCII, in place.
fn spaced_ascii(plain: String) -> String {
    let mut bytes = plain.into_bytes();
    let mut end = 0;
    for at in 0..bytes.len() {
        let Some(byte) = bytes.get(at).copied() else { break };
        let is_gap = !byte.is_ascii_alphanumeric();
        if is_gap && (end == 0 || bytes.get(end - 1) == Some(&b' ')) {
            continue;
        }
        if let Some(place) = bytes.get_mut(end) {
            *place = if is_gap { b' ' } else { byte };
            end += 1;
        }
    }
    bytes.truncate(end);
    if bytes.last() == Some(&b' ') {
        bytes.pop();
    }
    String::from_utf8(bytes).unwrap_or_default()
}

/// [`folded`] for every script.
fn folded_slowly(text: &str) -> String {
    let plain: String = text
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'ß' => 's',
            'ø' => 'o',
            'ł' => 'l',
            'đ' | 'ð' => 'd',
            'ı' => 'i',
            c => c,
        })
        .collect();
    spaced(&symbols_spelt(&plain))
}

/// Letters and digits, and one blank for every run of anything else.
fn spaced(plain: &str) -> String {
    let mut out = String::with_capacity(plain.len());
    for c in plain.chars() {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Spells out the symbols that carry the meaning of a technology's name. Takes lower-case text.
fn symbols_spelt(text: &str) -> Cow<'_, str> {
    if !needs_spelling(text.as_bytes()) {
        return Cow::Borrowed(text);
    }
    let text = match text.strip_prefix(".net") {
        Some(rest) => format!("dotnet{rest}"),
        None => text.to_owned(),
    };
    text.replace("c++", "cpp")
        .replace("c#", "csharp")
        .replace("f#", "fsharp")
        .replace("asp.net", "aspnet")
        .replace(" .net", " dotnet")
        .replace(".js", "js")
        .replace("ci/cd", "cicd")
        .replace('&', " and ")
        .into()
}

/// Whether anything in the text can be a symbol that carries meaning; what it lets through by mistake stays as it is.
fn needs_spelling(text: &[u8]) -> bool {
    let mut before = b' ';
    text.first() == Some(&b'.')
        || text.iter().any(|byte| {
            let pair = [std::mem::replace(&mut before, *byte), *byte];
            match byte {
                b'&' => true,
                b'+' | b'#' | b'/' | b'n' | b'j' => matches!(&pair, b"c+" | b"c#" | b"f#" | b"i/" | b".n" | b".j"),
                _ => false,
            }
        })
}

#[cfg(test)]
mod tests {
    use super::{folded, folded_as_typed, folded_slowly};

    #[test]
    fn names_of_technologies_keep_their_meaning() {
        assert_eq!(folded("C++ and C# with .NET, Node.js & CI/CD"), "cpp and csharp with dotnet nodejs and cicd");
    }

    #[test]
    fn accents_and_case_fold() {
        assert_eq!(folded("  Zürich — São Paulo  "), "zurich sao paulo");
    }

    #[test]
    fn a_sharp_s_is_typed_as_two() {
        assert_eq!(["Straße", "STRAẞE", "Strasse"].map(folded_as_typed), ["strasse"; 3]);
    }

    proptest::proptest! {
        #[test]
        fn plain_text_folds_the_same_the_short_way(text in "[ -~\\n]{0,60}|([a-c+#./& ]|net|js|ci|asp){0,12}") {
            proptest::prop_assert_eq!(folded(&text), folded_slowly(&text));
        }
    }
}
