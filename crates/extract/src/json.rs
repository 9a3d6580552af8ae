//! JSON as pages write it: strictly first, and where that fails mended — comments, CDATA marks, commas before a closing
//! bracket, raw line breaks and quotes inside of strings, escapes that don't exist, numbers that begin with zeros.

use serde_json::Value;

/// The values of a text, one after the other; usually one. An error says where the mended text is still broken.
///
/// Nesting is limited by the parser, to 128 levels.
pub(crate) fn values(text: &str) -> Result<Vec<Value>, String> {
    match serde_json::from_str(text) {
        Ok(value) => Ok(vec![value]),
        Err(_) => {
            let mended = mended(text);
            let values: Result<Vec<Value>, _> = serde_json::Deserializer::from_str(&mended).into_iter().collect();
            values.map_err(|error| error.to_string())
        }
    }
}

/// How deep in an answer its markup may stand.
const MARKUP_DEPTH_MAX: usize = 3;

/// The markup that an answer brings for a page to show: `{"html": "<article>…"}`. The longest counts.
pub(crate) fn markup(values: &[Value]) -> Option<&str> {
    let [whole] = values else { return None };
    let mut found = Vec::new();
    markup_in(whole, 0, &mut found);
    found.into_iter().max_by_key(|text| text.len())
}

fn markup_in<'a>(value: &'a Value, depth: usize, found: &mut Vec<&'a str>) {
    match value {
        Value::String(text) if text.trim_start().starts_with('<') && text.contains("</") => found.push(text),
        // What stands in lists is said of their rows.
        Value::Object(object) if depth < MARKUP_DEPTH_MAX => {
            object.values().for_each(|value| markup_in(value, depth + 1, found));
        }
        _ => {}
    }
}

/// The text with the usual mistakes taken out.
fn mended(text: &str) -> String {
    let mut mender = Mender { out: String::with_capacity(text.len() + 16), rest: text };
    while !mender.rest.is_empty() {
        mender.step();
    }
    mender.out
}

/// What is still to be read, and what has been written.
struct Mender<'a> {
    out: String,
    rest: &'a str,
}

/// What stands between tokens and means nothing: where it begins, and where it ends.
const NOISE: [(&str, &str); 6] =
    [("//", "\n"), ("/*", "*/"), ("<!--", ""), ("-->", ""), ("<![CDATA[", ""), ("]]>", "")];

impl Mender<'_> {
    /// Takes one token outside of strings.
    fn step(&mut self) {
        if let Some((begin, end)) = NOISE.iter().find(|(begin, _)| self.rest.starts_with(begin)) {
            self.skip(begin.len());
            // `//<![CDATA[` and `//]]>` hide CDATA marks from scripts: the mark is noise, what follows on the line is not.
            if *begin == "//" && (self.rest.starts_with("<![CDATA[") || self.rest.starts_with("]]>")) {
                return;
            }
            if *begin == "<!--" {
                return self.comment();
            }
            let length = self.rest.find(end).map_or(self.rest.len(), |at| at + end.len());
            return self.skip(length);
        }
        let Some(c) = self.rest.chars().next() else { return };
        self.skip(c.len_utf8());
        match c {
            '"' => self.string(),
            '0' if self.is_code() => self.code(),
            '}' | ']' => {
                let kept = self.out.trim_end().len();
                if self.out.get(..kept).is_some_and(|out| out.ends_with(',')) {
                    self.out.truncate(kept - 1);
                }
                self.out.push(c);
            }
            ';' | '\u{feff}' => {}
            c if c.is_control() || c.is_whitespace() => self.out.push(' '),
            c => self.out.push(c),
        }
    }

    /// Whether a zero that has just been read begins what only looks like a number, as `01067` does: JSON has no number
    /// that begins with a zero and goes on with a digit (RFC 8259 §6).
    fn is_code(&self) -> bool {
        self.out.trim_end().ends_with([':', ',', '[']) && self.rest.starts_with(|c: char| c.is_ascii_digit())
    }

    /// Takes the rest of a code, whose first zero has been read: it is text, as its zeros count.
    fn code(&mut self) {
        let end = self.rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(self.rest.len());
        let digits = self.rest.get(..end).unwrap_or_default();
        self.out.push_str(&format!("\"0{digits}\""));
        self.skip(end);
    }

    /// A comment of HTML is noise; one that has JSON in it was meant to hide it from old browsers.
    fn comment(&mut self) {
        let stop = self.rest.find(['{', '[', '<', '>']).unwrap_or(self.rest.len());
        if self.rest.get(..stop).is_some_and(|text| text.ends_with("--"))
            && self.rest.get(stop..).is_some_and(|rest| rest.starts_with('>'))
        {
            self.skip(stop + 1);
        }
    }

    fn skip(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
    }

    /// Takes the rest of a string, whose first quote has been read.
    fn string(&mut self) {
        self.out.push('"');
        while let Some(c) = self.rest.chars().next() {
            self.skip(c.len_utf8());
            match c {
                '"' if self.is_end_of_string() => break,
                '"' => self.out.push_str("\\\""),
                '\\' => self.escape(),
                '\n' => self.out.push_str("\\n"),
                '\t' => self.out.push_str("\\t"),
                '\r' => {}
                c if c.is_control() => self.out.push(' '),
                c => self.out.push(c),
            }
        }
        self.out.push('"');
    }

    /// Whether a quote that has just been read ends its string: only a comma, a colon, a bracket or the end can follow.
    fn is_end_of_string(&self) -> bool {
        self.rest.trim_start().chars().next().is_none_or(|next| matches!(next, ',' | ':' | '}' | ']' | ';'))
            || NOISE.iter().any(|(begin, _)| self.rest.trim_start().starts_with(begin))
    }

    /// Takes what follows a backslash.
    fn escape(&mut self) {
        let Some(c) = self.rest.chars().next() else { return };
        if c == 'u' {
            return self.unit();
        }
        self.skip(c.len_utf8());
        match c {
            '"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' => self.out.extend(['\\', c]),
            '\n' | '\r' => {}
            c if c.is_control() => self.out.push(' '),
            c => self.out.push(c),
        }
    }

    /// Takes `uXXXX`, in pairs where they belong together; a half pair is U+FFFD.
    fn unit(&mut self) {
        let Some(first) = unit_at(self.rest) else {
            self.skip(1);
            return self.out.push('u');
        };
        self.skip(5);
        let second = self.rest.strip_prefix('\\').and_then(unit_at);
        let pair = second.and_then(|second| char::decode_utf16([first, second]).next()?.ok());
        match (char::from_u32(u32::from(first)), pair) {
            (Some(c), _) if c.is_control() || matches!(c, '"' | '\\') => self.out.push_str(&format!("\\u{first:04x}")),
            (Some(c), _) => self.out.push(c),
            (None, Some(c)) => {
                self.skip(6);
                self.out.push(c);
            }
            (None, None) => self.out.push('\u{fffd}'),
        }
    }
}

/// The number of `uXXXX` at the beginning of a text.
fn unit_at(text: &str) -> Option<u16> {
    let digits = text.strip_prefix('u')?.get(..4)?;
    digits.bytes().all(|b| b.is_ascii_hexdigit()).then(|| u16::from_str_radix(digits, 16).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn strict_json_is_taken_as_it_is() {
        assert_eq!(values(r#"{"a":[1,"b\u00e9"]}"#), Ok(vec![json!({"a": [1, "bé"]})]));
    }

    #[test]
    fn the_usual_mistakes_are_mended() {
        let text = "//<![CDATA[\n<!-- generated -->\n{\"a\": [1, 2,], /* two */ \"url\": \"https://x.org/\", // end\n }\n;\n//]]>\n-->";
        assert_eq!(values(text), Ok(vec![json!({"a": [1, 2], "url": "https://x.org/"})]));
    }

    #[test]
    fn strings_keep_what_was_meant() {
        let text = "{\"a\": \"line\n\tnext \\'x\\' \u{1}\", \"b\": \"the \"best\" talk\", \"c\": \"\\ud83d\\ude00 \\ud83d \\u00e9\"}";
        let meant = json!({"a": "line\n\tnext 'x'  ", "b": "the \"best\" talk", "c": "😀 \u{fffd} é"});
        assert_eq!(values(text), Ok(vec![meant]));
    }

    #[test]
    fn postal_codes_keep_their_zeros() {
        let text = r#"{"code": 01067, "all": [007,10], "lat": 0.5, "none": 0, "minus": -0.25, "price": 05.50}"#;
        let meant =
            json!({"code": "01067", "all": ["007", 10], "lat": 0.5, "none": 0, "minus": -0.25, "price": "05.50"});
        assert_eq!(values(text), Ok(vec![meant]));
    }

    #[test]
    fn two_values_in_one_text_are_two_values() {
        assert_eq!(values("{\"a\":1}\n{\"b\":2}"), Ok(vec![json!({"a": 1}), json!({"b": 2})]));
    }

    #[test]
    fn what_is_hopeless_says_where() {
        assert!(values("{\"a\": nothing}").is_err_and(|error| error.contains("line 1")));
        assert!(values(&"[".repeat(200)).is_err());
    }

    proptest::proptest! {
        #[test]
        fn any_text_can_be_tried(text in "[\\[\\]{}\",:;/*!<>\\\\ua-d0-9\n -]{0,80}") {
            let _ = values(&text);
        }

        #[test]
        fn what_was_mended_once_needs_no_mending(text in "[a-z\"\\\\/\n]{0,30}") {
            let written = json!({ "a": text }).to_string();
            proptest::prop_assert_eq!(values(&mended(&written)), Ok(vec![json!({ "a": text })]));
        }
    }
}
