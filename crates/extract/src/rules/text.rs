//! The text of elements as a reader sees it: a line for each block and `<br>`, blanks folded, no scripts.

use ego_tree::NodeRef;
use ego_tree::iter::Edge;
use scraper::Node;

/// The longest text of an item, in bytes.
pub(super) const BYTES_MAX: usize = 256 * 1024;

/// Elements that begin and end a line.
const BLOCKS: [&str; 32] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "dd",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "tr",
    "ul",
    "caption",
];

/// Elements whose content nobody reads.
const UNREAD: [&str; 5] = ["script", "style", "template", "noscript", "svg"];

/// The text of some nodes, one after the other.
pub(super) fn rendered<'a>(nodes: impl IntoIterator<Item = NodeRef<'a, Node>>) -> String {
    let mut out = Rendering::default();
    for node in nodes {
        let mut unread = 0_usize;
        for edge in node.traverse() {
            let (node, is_open) = match edge {
                Edge::Open(node) => (node, true),
                Edge::Close(node) => (node, false),
            };
            match node.value() {
                Node::Text(text) if is_open && unread == 0 => out.text(text),
                Node::Element(element) if UNREAD.contains(&element.name()) => {
                    unread = if is_open { unread + 1 } else { unread.saturating_sub(1) };
                }
                Node::Element(element) if element.name() == "br" || BLOCKS.contains(&element.name()) => out.line(),
                Node::Element(element) if matches!(element.name(), "td" | "th") => out.gap(),
                _ => {}
            }
            if out.text.len() >= BYTES_MAX {
                return out.text;
            }
        }
        out.line();
    }
    out.text.truncate(out.text.trim_end().len());
    out.text
}

#[derive(Default)]
struct Rendering {
    text: String,
    is_gap: bool,
    is_line: bool,
}

impl Rendering {
    fn line(&mut self) {
        self.is_line = true;
    }

    fn gap(&mut self) {
        self.is_gap = true;
    }

    fn text(&mut self, text: &str) {
        for c in text.chars() {
            if c.is_whitespace() {
                self.is_gap = true;
            } else if !c.is_control() && !matches!(c, '\u{200b}' | '\u{feff}') {
                if !self.text.is_empty() && self.is_line {
                    self.text.push('\n');
                } else if !self.text.is_empty() && self.is_gap {
                    self.text.push(' ');
                }
                (self.is_gap, self.is_line) = (false, false);
                self.text.push(c);
            }
        }
    }
}
