//! Text made comparable.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Folds text for comparison: NFKD, lower case, no combining marks, every run of anything but letters and digits one
/// blank. The names of technologies keep their meaning: `C++` → `cpp`, `C#` → `csharp`, `F#` → `fsharp`, `.NET` →
/// `dotnet`, `Node.js` → `nodejs`, `CI/CD` → `cicd`, `&` → `and`.
pub fn folded(text: &str) -> String {
    if text.is_ascii() {
        return spaced(&symbols_spelt(&text.to_ascii_lowercase()));
    }
    folded_slowly(text)
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
    text.first() == Some(&b'.')
        || text.contains(&b'&')
        || text.windows(2).any(|pair| matches!(pair, b"c+" | b"c#" | b"f#" | b"i/" | b".n" | b".j"))
}

#[cfg(test)]
mod tests {
    use super::{folded, folded_slowly};

    #[test]
    fn names_of_technologies_keep_their_meaning() {
        assert_eq!(folded("C++ and C# with .NET, Node.js & CI/CD"), "cpp and csharp with dotnet nodejs and cicd");
    }

    #[test]
    fn accents_and_case_fold() {
        assert_eq!(folded("  Zürich — São Paulo  "), "zurich sao paulo");
    }

    proptest::proptest! {
        #[test]
        fn plain_text_folds_the_same_the_short_way(text in "[ -~\\n]{0,60}|([a-c+#./& ]|net|js|ci|asp){0,12}") {
            proptest::prop_assert_eq!(folded(&text), folded_slowly(&text));
        }
    }
}
