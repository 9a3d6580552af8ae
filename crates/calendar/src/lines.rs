//! Content lines: escaped, folded, ended (RFC 5545 §3.1, §3.3.11).

/// The longest physical line, in octets, without its end.
const OCTETS_MAX: usize = 75;

/// Lines as they are written. Names and plain values come from this crate; what a source said goes through
/// [`Lines::text`] only.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    text: String,
}

impl Lines {
    /// None yet, with room for so many bytes.
    pub(crate) fn with_room(bytes: usize) -> Self {
        Self { text: String::with_capacity(bytes) }
    }

    pub(crate) fn begin(&mut self, component: &str) {
        self.plain("BEGIN", component);
    }

    pub(crate) fn end(&mut self, component: &str) {
        self.plain("END", component);
    }

    /// A value that needs no escape and holds no character that would end the line: numbers, dates, addresses.
    pub(crate) fn plain(&mut self, name: &str, value: &str) {
        debug_assert!(!value.chars().any(char::is_control), "{name} is not plain: {value:?}");
        if name.len() + value.len() < OCTETS_MAX {
            self.text.extend([name, ":", value, "\r\n"]);
        } else {
            self.fold(&[name, ":", value].concat());
        }
    }

    /// A TEXT value.
    pub(crate) fn text(&mut self, name: &str, value: &str) {
        self.fold(&line(name, value));
    }

    /// Several TEXT values of one property.
    pub(crate) fn texts<'a>(&mut self, name: &str, values: impl IntoIterator<Item = &'a str>) {
        let mut line = name.to_owned();
        for (position, value) in values.into_iter().enumerate() {
            line.push(if position == 0 { ':' } else { ',' });
            escape(&mut line, value);
        }
        if line.len() > name.len() {
            self.fold(&line);
        }
    }

    pub(crate) fn into_text(self) -> String {
        self.text
    }

    /// A TEXT value whose end comes later, by [`continued`]: gives the room that is left on its last line, in octets.
    pub(crate) fn text_begun(&mut self, name: &str, value: &str) -> usize {
        fold(&mut self.text, &line(name, value), OCTETS_MAX)
    }

    fn fold(&mut self, line: &str) {
        fold(&mut self.text, line, OCTETS_MAX);
        self.text.push_str("\r\n");
    }
}

/// A TEXT value as one line, however long.
fn line(name: &str, value: &str) -> String {
    let mut line = String::with_capacity(name.len() + value.len() + value.len() / 16 + 2);
    line.extend([name, ":"]);
    escape(&mut line, value);
    line
}

/// Goes on with a TEXT value that was begun, and ends its line. What comes behind is escaped already.
pub(crate) fn continued(into: &mut String, room: usize, escaped: &str) {
    fold(into, escaped, room);
    into.push_str("\r\n");
}

/// Breaks a line between characters, never within one; gives the room that is left on the last line.
fn fold(into: &mut String, line: &str, room: usize) -> usize {
    let (mut rest, mut room) = (line, room);
    while rest.len() > room {
        let (piece, more) = rest.split_at(rest.floor_char_boundary(room));
        into.push_str(piece);
        into.push_str("\r\n ");
        (rest, room) = (more, OCTETS_MAX - 1);
    }
    into.push_str(rest);
    room - rest.len()
}

/// Writes a TEXT value as it stands in a line (RFC 5545 §3.3.11).
pub(crate) fn escape(into: &mut String, value: &str) {
    // Bytes that are special, or begin a character that may be: a control character of Latin-1 begins with 0xC2.
    let is_special = |byte: &u8| *byte < b' ' || matches!(*byte, b'\\' | b';' | b',' | 0x7f | 0xc2);
    let mut rest = value;
    while let Some((plain, special)) =
        rest.as_bytes().iter().position(is_special).and_then(|at| rest.split_at_checked(at))
    {
        into.push_str(plain);
        let mut chars = special.chars();
        match chars.next() {
            Some(c @ ('\\' | ';' | ',')) => into.extend(['\\', c]),
            Some('\n') => into.push_str("\\n"),
            Some(c) if !c.is_control() => into.push(c),
            _ => {}
        }
        rest = chars.as_str();
    }
    into.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(value: &str) -> String {
        let mut lines = Lines::default();
        lines.text("X", value);
        lines.into_text()
    }

    #[test]
    fn text_is_escaped() {
        assert_eq!(written("\u{80}·ü\u{9f}\u{7f}é"), "X:·üé\r\n");
        assert_eq!(written("a\\b;c,d\ne\rf"), "X:a\\\\b\\;c\\,d\\nef\r\n");
    }

    #[test]
    fn values_of_one_property_are_parted_by_commas_that_are_not_theirs() {
        let mut lines = Lines::default();
        lines.texts("CATEGORIES", ["a,b", "c"]);
        lines.texts("CATEGORIES", []);
        assert_eq!(lines.into_text(), "CATEGORIES:a\\,b,c\r\n");
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

        #[test]
        fn every_physical_line_is_short_and_whole_and_unfolds_to_what_went_in(value in "\\PC{0,200}|.{0,200}") {
            let text = written(&value);
            prop_assert!(text.ends_with("\r\n"));
            for line in text.trim_end_matches("\r\n").split("\r\n") {
                prop_assert!(line.len() <= OCTETS_MAX, "{} octets", line.len());
                prop_assert!(!line.chars().any(char::is_control));
            }
            let mut expected = "X:".to_owned();
            escape(&mut expected, &value);
            prop_assert_eq!(text.replace("\r\n ", ""), expected + "\r\n");
        }
    }
}
