//! A document in XML as the tree that selectors look into: names in lower case, prefixes kept (`ev\:startdate`), CDATA as
//! text. Read as a page of the web it would lose both what stands in a `<link>` and all CDATA.

use crate::xml::{mended, tolerant};
use crate::{entities, text};
use ego_tree::{NodeId, Tree};
use quick_xml::events::{BytesStart, Event};
use scraper::node::{Element, Text};
use scraper::{Html, Node};

/// So many elements of a document are read.
const ELEMENTS_MAX: usize = 500_000;

/// So many attributes of an element are kept.
const ATTRIBUTES_MAX: usize = 64;

/// How deep they may be nested, as in a page.
const DEPTH_MAX: usize = 512;

/// How far into a document the beginning of a page would stand, in bytes.
const LOOK_BYTES_MAX: usize = 1024;

/// Whether a document is XML and no page of the web.
pub(super) fn is_xml(document: &str) -> bool {
    let start = text::cut(document.trim_start_matches('\u{feff}').trim_start(), LOOK_BYTES_MAX).to_ascii_lowercase();
    let is_feed = ["<rss", "<feed", "<rdf:rdf"].iter().any(|root| start.starts_with(root));
    (start.starts_with("<?xml") && !start.contains("<html")) || is_feed
}

/// The tree of a document, as far as it can be read, and why the rest can't be.
pub(super) fn tree(document: &str) -> (Html, Option<String>) {
    let document = mended(document);
    let mut reader = tolerant(&document);
    let mut html = Html::parse_document("");
    let Some(mut growing) = Growing::new(&mut html.tree) else { return (html, None) };
    let fault = loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => growing.start(&tag),
            Ok(Event::Empty(tag)) => {
                growing.start(&tag);
                growing.close();
            }
            Ok(Event::End(tag)) => growing.end(&tag.name().0.to_ascii_lowercase()),
            Ok(Event::Text(written)) => growing.text(&entities::decoded(&written)),
            Ok(Event::GeneralRef(reference)) => growing.text(&entities::decoded(&format!("&{};", &*reference))),
            Ok(Event::CData(written)) => growing.text(&written),
            Ok(Event::Eof) => break None,
            Ok(_) => {}
            Err(error) => break Some(format!("at byte {}: {error}", reader.error_position())),
        }
        if growing.open.len() > DEPTH_MAX {
            break Some(format!("it nests its elements deeper than {DEPTH_MAX} levels"));
        }
        if growing.elements > ELEMENTS_MAX {
            break Some(format!("it has more than {ELEMENTS_MAX} elements"));
        }
    };
    (html, fault)
}

/// A tree that grows, and the elements of it that are open.
struct Growing<'a> {
    tree: &'a mut Tree<Node>,
    /// An element with an attribute, from whose names others are made.
    pattern: Element,
    open: Vec<(String, NodeId)>,
    elements: usize,
}

impl<'a> Growing<'a> {
    /// Begins at the body of an empty page.
    fn new(tree: &'a mut Tree<Node>) -> Option<Self> {
        let page = Html::parse_document("<html lang=x>");
        let pattern = page.root_element().value().clone();
        let is_body =
            |node: &ego_tree::NodeRef<'_, Node>| node.value().as_element().is_some_and(|it| it.name() == "body");
        let body = tree.nodes().find(is_body)?.id();
        Some(Self { tree, pattern, open: vec![(String::new(), body)], elements: 0 })
    }

    fn append(&mut self, node: Node) -> Option<NodeId> {
        let (_, parent) = self.open.last()?;
        Some(self.tree.get_mut(*parent)?.append(node).id())
    }

    fn start(&mut self, tag: &BytesStart<'_>) {
        self.elements += 1;
        let written = tag.name().0.to_ascii_lowercase();
        let mut name = self.pattern.name.clone();
        name.local = written.as_str().into();
        let mut element = Element::new(name, Vec::new());
        let mut attributes = tag.html_attributes();
        for attribute in attributes.with_checks(false).take(ATTRIBUTES_MAX).flatten() {
            let Some((mut name, _)) = self.pattern.attrs.first().cloned() else { continue };
            name.local = attribute.key.0.to_ascii_lowercase().as_str().into();
            let value = entities::decoded(text::cut(&attribute.value, text::PROSE_BYTES_MAX));
            element.attrs.push((name, value.as_ref().into()));
        }
        // What selectors look up is found by halving.
        element.attrs.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        element.attrs.dedup_by(|(one, _), (other, _)| one == other);
        if let Some(id) = self.append(Node::Element(element)) {
            self.open.push((written, id));
        }
    }

    /// Ends the innermost element of that name and all within; none is open: nothing.
    fn end(&mut self, written: &str) {
        let Some(at) = self.open.iter().skip(1).rposition(|(name, _)| name == written.trim()) else { return };
        while self.open.len() > at + 1 {
            self.close();
        }
    }

    /// Elements side by side are lines of their own.
    fn close(&mut self) {
        if self.open.len() > 1 {
            self.open.pop();
            self.text("\n");
        }
    }

    fn text(&mut self, text: &str) {
        self.append(Node::Text(Text { text: text.into() }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use scraper::Selector;

    fn texts(document: &str, selector: &str) -> Vec<String> {
        let (html, _) = tree(document);
        let selector = Selector::parse(selector).unwrap();
        html.select(&selector).map(|element| element.text().collect::<String>().trim().to_owned()).collect()
    }

    #[test]
    fn elements_are_what_they_are_called_and_not_what_a_page_would_make_of_them() {
        let document = "<?xml version='1.0'?><Rows><Row kind='a &amp; b'><link>/1</link><title>A &lt;b&gt;</title>\
            <note><![CDATA[<p>C</p>]]></note><ev:startdate>2027</ev:startdate><image/></Row><Row><link>/2</link></Row></Rows>";
        assert_eq!(texts(document, "row > link"), ["/1", "/2"]);
        assert_eq!(texts(document, "row[kind='a & b'] title"), ["A <b>"]);
        assert_eq!(texts(document, "note"), ["<p>C</p>"]);
        assert_eq!(texts(document, "ev\\:startdate"), ["2027"]);
        assert_eq!(texts(document, "image + link, image").len(), 1);
    }

    #[test]
    fn a_broken_document_gives_what_can_be_read() {
        assert_eq!(texts("<?xml?><a><b>1</c></b><b>2", "b"), ["1", "2"]);
        assert_eq!(texts("<?xml?></a><b>3 < 4 & 5</b>", "b"), ["3 < 4 & 5"]);
        assert!(tree("<?xml version='1.0'?><a><!-- ").1.is_some());
    }

    #[test]
    fn pages_of_the_web_are_no_xml() {
        assert!(is_xml("\u{feff} <?xml version='1.0'?>\n<meetings>"));
        assert!(is_xml("<rss version='2.0'>"));
        assert!(!is_xml("<?xml version='1.0'?><!DOCTYPE html PUBLIC ''><html xmlns='http://www.w3.org/1999/xhtml'>"));
        assert!(!is_xml("<div><?xml?></div>"));
    }
}
