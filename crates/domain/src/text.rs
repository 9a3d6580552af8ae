//! Text made comparable.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Folds text for comparison: NFKD, lower case, no combining marks, every run of anything but letters and digits one
/// blank. The names of technologies keep their meaning: `C++` → `cpp`, `C#` → `csharp`, `F#` → `fsharp`, `.NET` →
/// `dotnet`, `Node.js` → `nodejs`, `CI/CD` → `cicd`, `&` → `and`.
pub fn folded(text: &str) -> String {
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
    let plain = symbols_spelt(&plain);
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
fn symbols_spelt(text: &str) -> String {
    if !text.contains(['+', '#', '.', '/', '&']) {
        return text.to_owned();
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
}

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn names_of_technologies_keep_their_meaning() {
        assert_eq!(folded("C++ and C# with .NET, Node.js & CI/CD"), "cpp and csharp with dotnet nodejs and cicd");
    }

    #[test]
    fn accents_and_case_fold() {
        assert_eq!(folded("  Zürich — São Paulo  "), "zurich sao paulo");
    }
}
