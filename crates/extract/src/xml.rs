//! XML as feeds write it: elements of the wanted names, one after the other, each as a small tree.
//!
//! Tolerant where feeds are broken: end tags that don't match, entities of HTML, an `&` that is none, a document that
//! breaks off. Document types are skipped, never read: what they declare stays `&name;`.

mod names;

use crate::{entities, text};
use names::Names;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;

/// The deepest nesting read.
const DEPTH_MAX: usize = 64;

/// So many elements within a wanted one are kept.
const ELEMENTS_MAX: usize = 512;

/// So many attributes of an element are looked at.
const ATTRIBUTES_MAX: usize = 32;

/// The longest text of an element, in bytes.
const TEXT_BYTES_MAX: usize = text::PROSE_BYTES_MAX * 2;

/// An element with what stands in it.
#[derive(Debug, Default)]
pub(crate) struct Element {
    /// The local name in lower case, after the prefix we know its namespace by: `title`, `ev:startdate`.
    pub(crate) name: String,
    /// Its text, entities decoded, without that of its children.
    pub(crate) text: String,
    /// What is nested in it.
    pub(crate) children: Vec<Element>,
    /// Names in lower case, and values.
    pub(crate) attributes: Vec<(String, String)>,
}

impl Element {
    /// The value of an attribute, by its name in lower case.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The children of one name.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The text of the first child of that name that has one.
    pub(crate) fn text_of(&self, name: &str) -> Option<&str> {
        let named = self.children.iter().filter(|child| child.name == name);
        named.map(|child| child.text.trim()).find(|text| !text.is_empty())
    }

    /// All text in it, its children's too.
    pub(crate) fn whole_text(&self) -> String {
        let mut out = self.text.trim().to_owned();
        for child in &self.children {
            let inner = child.whole_text();
            if !inner.is_empty() && out.len() + inner.len() < TEXT_BYTES_MAX {
                out.push_str(if out.is_empty() { "" } else { "\n" });
                out.push_str(&inner);
            }
        }
        out
    }
}

/// How a document ended.
#[derive(Debug, Default)]
pub(crate) struct End {
    /// Why the rest could not be read.
    pub(crate) fault: Option<String>,
}

/// Reads a document as broken as it may be.
pub(crate) fn tolerant(document: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(document);
    let config = reader.config_mut();
    config.allow_dangling_amp = true;
    config.allow_unmatched_ends = true;
    config.check_end_names = false;
    reader
}

/// Hands over every element of the wanted names, unless it is nested in another one, until `take` says false.
pub(crate) fn walk(document: &str, wanted: &[&str], take: &mut dyn FnMut(Element) -> bool) -> End {
    let document = mended(document);
    let mut reader = tolerant(&document);
    let mut walk = Walk { wanted, take, open: Vec::new(), names: Names::default(), elements: 0, is_done: false };
    loop {
        let fault = match reader.read_event() {
            Ok(Event::Start(tag)) => walk.start(&tag).err(),
            Ok(Event::Empty(tag)) => {
                let fault = walk.start(&tag).err();
                walk.close();
                fault
            }
            Ok(Event::End(tag)) => {
                walk.end(tag.name().0);
                None
            }
            Ok(Event::Text(written)) => {
                walk.text(&written);
                None
            }
            Ok(Event::GeneralRef(reference)) => {
                walk.text(&format!("&{};", &*reference));
                None
            }
            Ok(Event::CData(written)) => {
                walk.literal(&written);
                None
            }
            Ok(Event::Eof) if walk.open.is_empty() => return End::default(),
            Ok(Event::Eof) => Some("it ends in the middle of an element".to_owned()),
            Ok(_) => None,
            Err(error) => Some(format!("at byte {}: {error}", reader.error_position())),
        };
        if fault.is_some() || walk.is_done {
            return End { fault };
        }
    }
}

/// A document in which every `<` begins something: one before a blank or a number was meant as text.
pub(crate) fn mended(document: &str) -> Cow<'_, str> {
    let is_text = |at: &usize| {
        let next = document.as_bytes().get(at + 1);
        next.is_some_and(|next| {
            !next.is_ascii_alphabetic() && !matches!(next, b'_' | b':' | b'!' | b'?' | b'/' | 128..)
        })
    };
    let mut places = memchr::memchr_iter(b'<', document.as_bytes()).filter(is_text).peekable();
    if places.peek().is_none() {
        return Cow::Borrowed(document);
    }
    let mut out = String::with_capacity(document.len() + 64);
    let mut from = 0;
    for at in places {
        out.push_str(document.get(from..at).unwrap_or_default());
        out.push_str("&lt;");
        from = at + 1;
    }
    out.push_str(document.get(from..).unwrap_or_default());
    Cow::Owned(out)
}

/// The elements that are open.
struct Walk<'a> {
    wanted: &'a [&'a str],
    take: &'a mut dyn FnMut(Element) -> bool,
    open: Vec<Open>,
    names: Names,
    /// How many elements the wanted one has so far.
    elements: usize,
    is_done: bool,
}

/// An element that has not ended.
struct Open {
    /// The name as it was written.
    written: String,
    /// What is kept of it; none if nobody wants it.
    element: Option<Element>,
    /// Text whose entities are still to be decoded.
    pending: String,
}

impl Walk<'_> {
    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), String> {
        if self.open.len() >= DEPTH_MAX {
            return Err(format!("it is nested deeper than {DEPTH_MAX} elements"));
        }
        let written = tag.name().0;
        let attributes = attributes(tag);
        self.names.declare(&attributes);
        let name = self.names.name(written, &attributes, self.open.is_empty());
        let is_inner = self.open.last().is_some_and(|parent| parent.element.is_some());
        let is_kept = if is_inner { self.elements < ELEMENTS_MAX } else { self.wanted.contains(&name.as_str()) };
        self.elements = if is_inner { self.elements + 1 } else { 0 };
        let element = is_kept.then(|| Element { name, attributes, ..Element::default() });
        self.open.push(Open { written: written.to_owned(), element, pending: String::new() });
        Ok(())
    }

    /// Ends the innermost element of that name and all within; none is open: nothing.
    fn end(&mut self, written: &str) {
        let Some(at) = self.open.iter().rposition(|open| open.written == written.trim()) else { return };
        while self.open.len() > at {
            self.close();
        }
    }

    fn close(&mut self) {
        let Some(mut ended) = self.open.pop() else { return };
        ended.flush();
        let Some(element) = ended.element else { return };
        match self.open.last_mut().and_then(|parent| parent.element.as_mut()) {
            Some(parent) => parent.children.push(element),
            None if !self.is_done => self.is_done = !(self.take)(element),
            None => {}
        }
    }

    fn text(&mut self, written: &str) {
        if let Some(open) = self.open.last_mut()
            && open.element.is_some()
            && open.pending.len() < TEXT_BYTES_MAX
        {
            open.pending.push_str(text::cut(written, TEXT_BYTES_MAX));
        }
    }

    fn literal(&mut self, written: &str) {
        if let Some(open) = self.open.last_mut() {
            open.flush();
            open.push(written);
        }
    }
}

impl Open {
    fn flush(&mut self) {
        if !self.pending.is_empty() {
            let pending = std::mem::take(&mut self.pending);
            self.push(&entities::decoded(&pending));
        }
    }

    fn push(&mut self, written: &str) {
        if let Some(element) = &mut self.element {
            let room = TEXT_BYTES_MAX.saturating_sub(element.text.len());
            element.text.push_str(text::cut(written, room));
        }
    }
}

/// The attributes of a tag, with names in lower case.
fn attributes(tag: &BytesStart<'_>) -> Vec<(String, String)> {
    let mut written = tag.html_attributes();
    let written = written.with_checks(false).take(ATTRIBUTES_MAX).flatten();
    let decoded = |value: &str| entities::decoded(text::cut(value, text::LINE_BYTES_MAX * 2)).trim().to_owned();
    written.map(|attribute| (attribute.key.0.to_ascii_lowercase(), decoded(&attribute.value))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(document: &str) -> (Vec<Element>, Option<String>) {
        let mut found = Vec::new();
        let end = walk(document, &["item"], &mut |element| {
            found.push(element);
            true
        });
        (found, end.fault)
    }

    fn titles(document: &str) -> Vec<String> {
        items(document).0.iter().filter_map(|item| item.text_of("title").map(str::to_owned)).collect()
    }

    #[test]
    fn text_is_what_was_meant() {
        let document =
            "<rss><item><title>R&amp;D &nbsp;&#8211; Caf&eacute; <![CDATA[<b>&amp;</b>]]> a & b</title></item></rss>";
        assert_eq!(titles(document), ["R&D \u{a0}– Café <b>&amp;</b> a & b"]);
    }

    #[test]
    fn tags_that_do_not_match_cost_no_item() {
        let document = "<rss><item><title>1 < 2</title><p>never closed<br></item></x><item><title>two</item></rss>";
        assert_eq!(titles(document), ["1 < 2", "two"]);
    }

    #[test]
    fn namespaces_are_known_by_their_address() {
        let document = "<rdf:RDF xmlns:rdf='urn:r' xmlns:when='http://purl.org/rss/1.0/modules/event/'>\
            <item><when:startDate>a</when:startDate><xyz:b>c</xyz:b></item></rdf:RDF>";
        let names: Vec<_> = items(document).0.iter().flat_map(|item| &item.children).map(|c| c.name.clone()).collect();
        assert_eq!(names, ["ev:startdate", "xyz:b"]);
    }

    #[test]
    fn what_a_document_type_declares_is_not_read() {
        let document = "<!DOCTYPE r [<!ENTITY a 'aaaa'><!ENTITY x SYSTEM 'file:///secret'>]><rss><item><title>&a;&x;</title></item></rss>";
        assert_eq!(titles(document), ["&a;&x;"]);
    }

    #[test]
    fn a_document_that_breaks_off_says_so() {
        let (found, fault) = items("<rss><item><title>one</title></item><item><title>tw");
        assert_eq!((found.len(), fault.is_some()), (1, true));
        let (_, fault) = items(&"<a>".repeat(100));
        assert_eq!(fault.as_deref(), Some("it is nested deeper than 64 elements"));
    }
}
