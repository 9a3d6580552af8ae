//! XML 1.0, as little of it as feeds and site maps need: elements that are closed in order, and text that is escaped.

/// A document on the way.
#[derive(Debug)]
pub(crate) struct Xml {
    text: String,
    open: Vec<&'static str>,
}

impl Xml {
    /// A document that begins with this element.
    pub(crate) fn new(root: &'static str, attributes: &[(&str, &str)]) -> Self {
        let mut xml = Self { text: "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n".to_owned(), open: Vec::new() };
        xml.open(root, attributes);
        xml
    }

    /// Opens an element.
    pub(crate) fn open(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.start(name, attributes);
        self.text.push_str(">\n");
        self.open.push(name);
    }

    /// Closes the element opened last.
    pub(crate) fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.end(name);
        }
    }

    /// An element with text and nothing else.
    pub(crate) fn leaf(&mut self, name: &'static str, attributes: &[(&str, &str)], text: &str) {
        self.start(name, attributes);
        self.text.push('>');
        escape(&mut self.text, text);
        self.end(name);
    }

    /// An element with attributes and nothing else.
    pub(crate) fn empty(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.start(name, attributes);
        self.text.push_str("/>\n");
    }

    /// The whole document: what is open is closed.
    pub(crate) fn finished(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.text
    }

    fn start(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.text.push('<');
        self.text.push_str(name);
        for (name, value) in attributes {
            self.text.push(' ');
            self.text.push_str(name);
            self.text.push_str("=\"");
            escape(&mut self.text, value);
            self.text.push('"');
        }
    }

    fn end(&mut self, name: &str) {
        self.text.push_str("</");
        self.text.push_str(name);
        self.text.push_str(">\n");
    }
}

/// Text as it may stand in an element, in an attribute, and in HTML; what XML has no room for is left out.
pub(crate) fn escape(into: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => into.push_str("&amp;"),
            '<' => into.push_str("&lt;"),
            '>' => into.push_str("&gt;"),
            '"' => into.push_str("&quot;"),
            '\n' => into.push('\n'),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => into.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use quick_xml::{Reader, events::Event};

    /// What an independent reader finds: the text of every element, and the value of every attribute.
    fn read(document: &str) -> Vec<String> {
        let mut reader = Reader::from_str(document);
        let (mut found, mut text, mut depth) = (Vec::new(), String::new(), 0_i32);
        loop {
            match reader.read_event().unwrap() {
                Event::Start(tag) | Event::Empty(tag) if tag.attributes().count() > 0 => {
                    depth += 1;
                    text.clear();
                    let values = tag.attributes().map(|one| one.unwrap());
                    found.extend(values.map(|one| quick_xml::escape::unescape(&one.value).unwrap().into_owned()));
                }
                Event::Start(_) => {
                    depth += 1;
                    text.clear();
                }
                Event::Text(piece) => text.push_str(&piece),
                Event::GeneralRef(name) => {
                    let name = format!("&{};", &*name);
                    text.push_str(&quick_xml::escape::unescape(&name).unwrap());
                }
                Event::End(_) => {
                    found.push(std::mem::take(&mut text));
                    depth -= 1;
                }
                Event::Eof => return found,
                _ => {}
            }
            assert!(depth >= 0, "{document}");
        }
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_written_is_read_back_without_its_control_characters(text in "(?s).{0,80}", value in "(?s).{0,80}") {
            let mut xml = Xml::new("r", &[]);
            xml.leaf("a", &[("href", &value)], &text);
            let fit = |text: &str| -> String {
                let keeps = |c: &char| *c == '\n' || !(c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'));
                text.chars().filter(keeps).collect()
            };
            let found = read(&xml.finished());
            proptest::prop_assert_eq!(&found[..2], &[fit(&value), fit(&text)]);
        }
    }

    #[test]
    fn what_is_open_is_closed_in_order() {
        let mut xml = Xml::new("feed", &[("xmlns", "http://www.w3.org/2005/Atom")]);
        xml.open("entry", &[]);
        xml.empty("link", &[("href", "/?a=1&b=2")]);
        let end = "<entry>\n<link href=\"/?a=1&amp;b=2\"/>\n</entry>\n</feed>\n";
        assert!(xml.finished().ends_with(end));
    }
}
