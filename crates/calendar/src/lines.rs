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
        self.pieces([name, ":", value]);
    }

    /// A whole line that needs no escape, in pieces.
    pub(crate) fn pieces<const PIECES: usize>(&mut self, pieces: [&str; PIECES]) {
        let mut line = Folding { into: &mut self.text, room: OCTETS_MAX };
        for piece in pieces {
            debug_assert!(!piece.chars().any(char::is_control), "{piece:?} is not plain");
            line.push(piece);
        }
        self.text.push_str("\r\n");
    }

    /// A TEXT value.
    pub(crate) fn text(&mut self, name: &str, value: &str) {
        self.text_begun(name, value);
        self.text.push_str("\r\n");
    }

    /// Several TEXT values of one property.
    pub(crate) fn texts<'a>(&mut self, name: &str, values: impl IntoIterator<Item = &'a str>) {
        let mut line = Folding { into: &mut self.text, room: OCTETS_MAX };
        let mut parting = ":";
        for value in values {
            if parting == ":" {
                line.push(name);
            }
            line.push(std::mem::replace(&mut parting, ","));
            escaped(value, |piece| line.push(piece));
        }
        if parting == "," {
            self.text.push_str("\r\n");
        }
    }

    pub(crate) fn into_text(self) -> String {
        self.text
    }

    /// How long the text is until here, in bytes.
    pub(crate) fn len(&self) -> usize {
        self.text.len()
    }

    /// A TEXT value whose end comes later, by [`continued`]: gives the room that is left on its last line, in octets.
    pub(crate) fn text_begun(&mut self, name: &str, value: &str) -> usize {
        let mut line = Folding { into: &mut self.text, room: OCTETS_MAX };
        line.push(name);
        line.push(":");
        escaped(value, |piece| line.push(piece));
        line.room
    }
}

/// Goes on with a TEXT value that was begun, and ends its line. What comes behind is escaped already.
pub(crate) fn continued(into: &mut String, room: usize, escaped: &str) {
    Folding { into, room }.push(escaped);
    into.push_str("\r\n");
}

/// A line that is broken between characters, never within one, as it is written.
struct Folding<'a> {
    into: &'a mut String,
    /// What is left of the physical line, in octets.
    room: usize,
}

impl Folding<'_> {
    fn push(&mut self, piece: &str) {
        let mut rest = piece;
        while rest.len() > self.room {
            let (fits, more) = rest.split_at(rest.floor_char_boundary(self.room));
            self.into.push_str(fits);
            self.into.push_str("\r\n ");
            (rest, self.room) = (more, OCTETS_MAX - 1);
        }
        self.into.push_str(rest);
        self.room -= rest.len();
    }
}

/// Writes a TEXT value as it stands in a line.
pub(crate) fn escape(into: &mut String, value: &str) {
    escaped(value, |piece| into.push_str(piece));
}

/// A TEXT value as it stands in a line, piece by piece (RFC 5545 §3.3.11).
fn escaped(value: &str, mut piece: impl FnMut(&str)) {
    let mut rest = value;
    while let Some((plain, special)) = SPECIAL.position(rest).and_then(|at| rest.split_at_checked(at)) {
        piece(plain);
        let mut chars = special.chars();
        match chars.next() {
            Some('\\') => piece("\\\\"),
            Some(';') => piece("\\;"),
            Some(',') => piece("\\,"),
            Some('\n') => piece("\\n"),
            Some(c) if !c.is_control() => piece(c.encode_utf8(&mut [0; 4])),
            _ => {}
        }
        rest = chars.as_str();
    }
    piece(rest);
}

/// Bytes that are special, or begin a character that may be: a control character of Latin-1 begins with 0xC2.
const SPECIAL: Bytes = Bytes::those(b"\\;,\x7f\xc2");

/// A set of bytes, and all below a blank.
pub(crate) struct Bytes([bool; 256]);

impl Bytes {
    #[allow(clippy::indexing_slicing, clippy::as_conversions, reason = "a byte is an index into 256")]
    pub(crate) const fn those(bytes: &[u8]) -> Self {
        let mut set = [false; 256];
        let mut at = 0;
        while at < b' ' as usize {
            set[at] = true;
            at += 1;
        }
        at = 0;
        while at < bytes.len() {
            set[bytes[at] as usize] = true;
            at += 1;
        }
        Self(set)
    }

    /// Where the first of them stands.
    pub(crate) fn position(&self, text: &str) -> Option<usize> {
        text.bytes().position(|byte| self.0.get(usize::from(byte)).copied().unwrap_or_default())
    }
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
