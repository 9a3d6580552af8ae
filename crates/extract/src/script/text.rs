//! Strings of a script.

/// Whether a byte may be of a name. Letters beyond ASCII are.
pub(super) const fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$') || !byte.is_ascii()
}

/// A string without its escapes (ECMA-262 §12.9.4); what is none stands for itself.
pub(super) fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        out.push_str(before);
        let mut chars = escape.chars();
        chars.next();
        let escaped = chars.next();
        rest = chars.as_str();
        match escaped {
            Some('n') => out.push('\n'),
            Some('r') => out.push('\r'),
            Some('t') => out.push('\t'),
            Some('b' | 'f' | 'v' | '0') => out.push(' '),
            // A line that goes on.
            Some('\n') | None => {}
            Some('x') => rest = coded(rest, 2, &mut out),
            Some('u') => rest = unicode(rest, &mut out),
            Some(other) => out.push(other),
        }
    }
    out.push_str(rest);
    out
}

/// `\u0041`, `\u{1f980}`, `\ud83e\udd80`.
fn unicode<'a>(rest: &'a str, out: &mut String) -> &'a str {
    if let Some((digits, behind)) = rest.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
        out.push(u32::from_str_radix(digits, 16).ok().and_then(char::from_u32).unwrap_or('\u{fffd}'));
        return behind;
    }
    let unit = |rest: &str| rest.get(..4).and_then(|digits| u16::from_str_radix(digits, 16).ok());
    let low = rest.get(4..).and_then(|rest| rest.strip_prefix("\\u")).and_then(unit);
    if let (Some(high), Some(low)) = (unit(rest).filter(|unit| (0xd800..0xdc00).contains(unit)), low) {
        out.extend(char::decode_utf16([high, low]).map(|read| read.unwrap_or('\u{fffd}')));
        return rest.get(10..).unwrap_or_default();
    }
    coded(rest, 4, out)
}

fn coded<'a>(rest: &'a str, digits: usize, out: &mut String) -> &'a str {
    let Some(code) = rest.get(..digits).and_then(|digits| u32::from_str_radix(digits, 16).ok()) else { return rest };
    out.push(char::from_u32(code).unwrap_or('\u{fffd}'));
    rest.get(digits..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::unescaped;

    #[test]
    fn escapes_are_what_they_stand_for() {
        assert_eq!(unescaped(r#"a\'\"\\\/\n\x41\u0042\u{1f980}\ud83e\udd80\q"#), "a'\"\\/\nAB🦀🦀q");
        assert_eq!(unescaped("\\u12"), "12");
        assert_eq!(unescaped("a\\"), "a");
    }
}
