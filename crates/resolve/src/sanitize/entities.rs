//! Characters written as `&amp;`, `&#039;`, `&#x2019;`.

/// The named ones that occur in listings.
const NAMED: &[(&str, &str)] = &[
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", " "),
    ("ensp", " "),
    ("emsp", " "),
    ("thinsp", " "),
    ("shy", ""),
    ("zwj", "\u{200d}"),
    ("zwnj", "\u{200c}"),
    ("ndash", "–"),
    ("mdash", "—"),
    ("hellip", "…"),
    ("lsquo", "‘"),
    ("rsquo", "’"),
    ("sbquo", "‚"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("bdquo", "„"),
    ("laquo", "«"),
    ("raquo", "»"),
    ("lsaquo", "‹"),
    ("rsaquo", "›"),
    ("bull", "•"),
    ("middot", "·"),
    ("euro", "€"),
    ("pound", "£"),
    ("yen", "¥"),
    ("cent", "¢"),
    ("copy", "©"),
    ("reg", "®"),
    ("trade", "™"),
    ("deg", "°"),
    ("sect", "§"),
    ("para", "¶"),
    ("times", "×"),
    ("divide", "÷"),
    ("plusmn", "±"),
    ("frac12", "½"),
    ("frac14", "¼"),
    ("sup2", "²"),
    ("sup3", "³"),
    ("micro", "µ"),
    ("iexcl", "¡"),
    ("iquest", "¿"),
    ("ordm", "º"),
    ("ordf", "ª"),
    ("acute", "´"),
    ("szlig", "ß"),
    ("larr", "←"),
    ("rarr", "→"),
    ("uarr", "↑"),
    ("darr", "↓"),
    ("harr", "↔"),
    ("check", "✓"),
    ("star", "☆"),
    ("hearts", "♥"),
    ("num", "#"),
    ("excl", "!"),
    ("quest", "?"),
    ("comma", ","),
    ("period", "."),
    ("colon", ":"),
    ("semi", ";"),
    ("lpar", "("),
    ("rpar", ")"),
    ("lsqb", "["),
    ("rsqb", "]"),
    ("sol", "/"),
    ("bsol", "\\"),
    ("plus", "+"),
    ("equals", "="),
    ("ast", "*"),
    ("commat", "@"),
    ("percnt", "%"),
    ("dollar", "$"),
    ("lowbar", "_"),
    ("verbar", "|"),
    ("Tab", " "),
    ("NewLine", "\n"),
    ("aelig", "æ"),
    ("AElig", "Æ"),
    ("oslash", "ø"),
    ("Oslash", "Ø"),
    ("aring", "å"),
    ("Aring", "Å"),
    ("oelig", "œ"),
    ("OElig", "Œ"),
    ("eth", "ð"),
    ("ETH", "Ð"),
    ("thorn", "þ"),
    ("THORN", "Þ"),
    ("inodot", "ı"),
];

/// Accents that stand behind a letter in a name: `&eacute;`.
const ACCENTS: &[(&str, char)] = &[
    ("acute", '\u{301}'),
    ("grave", '\u{300}'),
    ("circ", '\u{302}'),
    ("uml", '\u{308}'),
    ("tilde", '\u{303}'),
    ("cedil", '\u{327}'),
    ("caron", '\u{30c}'),
    ("ring", '\u{30a}'),
];

/// The longest entity read, in bytes.
const BYTES_MAX: usize = 12;

/// What Windows-1252 has where Unicode has control characters; browsers read `&#150;` so.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// Decodes entities; a second time where the first reading shows that they were escaped twice.
pub(super) fn decoded(text: &str) -> String {
    let once = pass(text);
    if once.match_indices('&').any(|(at, _)| once.get(at..).and_then(entity).is_some()) { pass(&once) } else { once }
}

fn pass(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        match entity(from) {
            Some((character, length)) => {
                out.push_str(&character);
                rest = from.get(length..).unwrap_or_default();
            }
            None => {
                out.push('&');
                rest = from.get(1..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    out
}

/// The entity at the start of `text`, and how many bytes it takes.
fn entity(text: &str) -> Option<(String, usize)> {
    let body = text.strip_prefix('&')?;
    let end = body.bytes().take(BYTES_MAX).position(|b| b == b';')?;
    let name = body.get(..end)?;
    Some((meaning(name)?, end + 2))
}

fn meaning(name: &str) -> Option<String> {
    if let Some(number) = name.strip_prefix('#') {
        let hex = number.strip_prefix(['x', 'X']);
        let code = hex.map_or_else(|| number.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok())?;
        return Some(character(code).to_string());
    }
    if let Some((_, character)) = NAMED.iter().find(|(known, _)| *known == name) {
        return Some((*character).to_owned());
    }
    let letter = name.chars().next().filter(char::is_ascii_alphabetic)?;
    let accent = ACCENTS.iter().find(|(known, _)| name.get(1..) == Some(known)).map(|(_, accent)| *accent)?;
    unicode_normalization::char::compose(letter, accent).map(String::from)
}

fn character(code: u32) -> char {
    let windows = code.checked_sub(128).and_then(|at| usize::try_from(at).ok()).and_then(|at| WINDOWS_1252.get(at));
    windows.copied().or_else(|| char::from_u32(code)).unwrap_or('\u{fffd}')
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn entities_of_every_kind_are_read() {
        assert_eq!(decoded("&eacute;&Uuml;&ccedil; &#39;&#x2019;&#150; &euro;5 &nbsp;x"), "éÜç '’– €5  x");
    }

    #[test]
    fn what_is_no_entity_stays() {
        assert_eq!(
            decoded("AT&T; R&D &unknown; &; &#xfffffff; ?a=1&copy=2"),
            "AT&T; R&D &unknown; &; \u{fffd} ?a=1&copy=2"
        );
    }
}
