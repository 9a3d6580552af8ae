//! A page as nodes in the order of the page, each knowing where its descendants end.

use super::element::Element;
use super::kind::{self, Kind};
use super::tag;
use memchr::memchr;
use std::cell::Cell;

/// How deep elements may be nested; what is deeper becomes shallower.
const DEPTH_MAX: usize = 512;

/// So many elements and pieces of text are kept.
const NODES_MAX: usize = 200_000;

/// How often each byte of a page may be looked at when text is collected.
const LOOKS_PER_BYTE: usize = 16;

/// What a look at an element's attributes is worth, in bytes of text.
const LOOK_BYTES: usize = 32;

/// An element or a piece of text.
#[derive(Debug)]
pub(super) struct Node<'a> {
    /// The element's name; none for text.
    pub(super) name: Option<&'a str>,
    /// The rest of its tag, or the text.
    pub(super) text: &'a str,
    pub(super) kind: Kind,
    /// The node it is in; its own place if there is none.
    pub(super) parent: usize,
    /// The first node behind its descendants.
    pub(super) end: usize,
    /// Where its content stands in the page.
    pub(super) inner: (usize, usize),
}

/// A page.
#[derive(Debug)]
pub(crate) struct Tree<'a> {
    pub(super) html: &'a str,
    pub(super) nodes: Vec<Node<'a>>,
    /// Whether the page went on beyond what is kept.
    is_full: bool,
    /// How many bytes may still be looked at.
    budget: Cell<usize>,
}

impl<'a> Tree<'a> {
    /// Reads a page.
    pub(crate) fn of(html: &'a str) -> Self {
        let budget = Cell::new(html.len().saturating_mul(LOOKS_PER_BYTE).saturating_add(64 * 1024));
        let tree = Self { html, nodes: Vec::with_capacity((html.len() / 32).min(NODES_MAX)), is_full: false, budget };
        let mut builder =
            Builder { tree, open: Open::default(), beyond: 0, foreign: 0, has_open_quote: false, unclosed: Vec::new() };
        let mut at = 0;
        while at < html.len() && !builder.tree.is_full {
            at = builder.step(at);
        }
        builder.close_to(0, html.len());
        builder.tree
    }

    /// Every element in the order of the page.
    pub(crate) fn elements(&self) -> impl Iterator<Item = Element<'_, 'a>> {
        (0..self.nodes.len()).filter_map(|at| self.element(at))
    }

    /// How many elements and pieces of text there are.
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The element at a place in the order of the page.
    pub(crate) fn element(&self, at: usize) -> Option<Element<'_, 'a>> {
        self.nodes.get(at).filter(|node| node.name.is_some()).map(|_| Element { tree: self, at })
    }

    /// Whether there is more on the page than could be read.
    pub(crate) fn is_cut(&self) -> bool {
        self.is_full || self.budget.get() == 0
    }

    /// Takes an element's work off what may be done; whether there was enough left.
    pub(crate) fn may_look(&self) -> bool {
        self.may_spend(LOOK_BYTES)
    }

    /// Takes work off what may be done; whether there was enough left.
    pub(crate) fn may_spend(&self, work: usize) -> bool {
        let left = self.budget.get().checked_sub(work);
        self.budget.set(left.unwrap_or(0));
        left.is_some()
    }
}

struct Builder<'a> {
    tree: Tree<'a>,
    open: Open<'a>,
    /// How many more are open, deeper than is kept.
    beyond: usize,
    /// How many of the open are of SVG or MathML, where a slash ends an element.
    foreign: usize,
    /// Whether a quote was never closed: from there on the next `>` ends a tag.
    has_open_quote: bool,
    /// Raw elements without an end from here on.
    unclosed: Vec<&'a str>,
}

/// Open elements, the outermost first.
struct Open<'a> {
    nodes: Vec<(usize, &'a str)>,
    /// How many there are of each name, by a digest of the name: most ends that are looked for are there.
    names: [u16; 256],
}

impl Default for Open<'_> {
    fn default() -> Self {
        Self { nodes: Vec::new(), names: [0; 256] }
    }
}

impl<'a> Open<'a> {
    fn push(&mut self, node: usize, name: &'a str) {
        self.nodes.push((node, name));
        if let Some(count) = self.names.get_mut(digest(name)) {
            *count = count.saturating_add(1);
        }
    }

    fn pop(&mut self) -> Option<usize> {
        let (node, name) = self.nodes.pop()?;
        if let Some(count) = self.names.get_mut(digest(name)) {
            *count = count.saturating_sub(1);
        }
        Some(node)
    }

    /// Whether one of that name may be open.
    fn may_have(&self, name: &str) -> bool {
        self.names.get(digest(name)).is_some_and(|count| *count > 0)
    }
}

/// A number below 256 for a name in any case.
fn digest(name: &str) -> usize {
    let mixed = name.bytes().fold(7_u8, |mixed, byte| mixed.wrapping_mul(31).wrapping_add(byte.to_ascii_lowercase()));
    usize::from(mixed)
}

impl<'a> Builder<'a> {
    /// Takes one tag or piece of text; gives where the next one begins.
    fn step(&mut self, at: usize) -> usize {
        let html = self.tree.html;
        let rest = html.get(at..).unwrap_or_default();
        match memchr(b'<', rest.as_bytes()) {
            Some(0) => self.markup(at, rest.get(1..).unwrap_or_default()),
            found => {
                let length = found.unwrap_or(rest.len());
                self.text(rest.get(..length).unwrap_or_default());
                at + length
            }
        }
    }

    /// Takes what follows a `<`.
    fn markup(&mut self, at: usize, text: &'a str) -> usize {
        let behind = |length: Option<usize>| length.map_or(self.tree.html.len(), |length| at + 1 + length);
        match text.as_bytes() {
            // `<!-->` and `<!--->` are whole comments.
            [b'!', b'-', b'-', ..] => behind(text.get(1..).and_then(|dashes| dashes.find("-->")).map(|end| end + 4)),
            [b'!' | b'?', ..] => behind(text.find('>').map(|end| end + 1)),
            [b'/', first, ..] if first.is_ascii_alphabetic() => {
                let end = text.find('>').unwrap_or(text.len());
                self.end(at, name(text.get(1..end).unwrap_or_default()));
                (at + 2 + end).min(self.tree.html.len())
            }
            [b'/', ..] => behind(text.find('>').map(|end| end + 1)),
            [first, ..] if first.is_ascii_alphabetic() => self.start(at, text),
            _ => {
                self.text(self.tree.html.get(at..=at).unwrap_or_default());
                at + 1
            }
        }
    }

    fn start(&mut self, at: usize, text: &'a str) -> usize {
        let end = if self.has_open_quote { text.find('>') } else { tag::tag_end(text) };
        let end = end.or_else(|| {
            self.has_open_quote = true;
            text.find('>')
        });
        let written = text.get(..end.unwrap_or(text.len())).unwrap_or_default();
        let behind = (at + 1 + written.len() + 1).min(self.tree.html.len());
        let name = name(written);
        let kind = kind::of(name);
        if let Some((ended, stops)) = kind::ended_by(name, kind) {
            self.end_implied(at, ended, stops);
        }
        let is_in_heading = self.open.nodes.last().is_some_and(|(_, innermost)| kind::is_heading(innermost));
        if is_in_heading && kind::is_heading(name) {
            self.close_to(self.open.nodes.len() - 1, at);
        }
        let is_foreign = name.eq_ignore_ascii_case("svg") || name.eq_ignore_ascii_case("math");
        let is_closed = (self.foreign > 0 || is_foreign) && written.ends_with('/');
        let node = self.push(Some(name), written.get(name.len()..).unwrap_or_default(), kind, behind);
        match kind {
            Kind::Void => behind,
            Kind::Hidden | Kind::Raw if self.foreign == 0 => {
                let rest = self.tree.html.get(behind..).unwrap_or_default();
                // A raw element without an end holds the rest of the page, or it was none.
                let is_unclosed = self.unclosed.iter().any(|known| known.eq_ignore_ascii_case(name));
                let end = if is_unclosed { None } else { tag::end_tag(rest, name) };
                if end.is_none() && !is_unclosed {
                    self.unclosed.push(name);
                }
                let length = end.unwrap_or(if kind == Kind::Hidden { rest.len() } else { 0 });
                if kind == Kind::Raw && length > 0 {
                    let content = self.push(None, rest.get(..length).unwrap_or_default(), Kind::Inline, behind);
                    self.adopt(content, node);
                }
                self.close(node, behind + length);
                behind + length
            }
            _ => {
                if !is_closed {
                    self.foreign += usize::from(is_foreign);
                    self.open(node, name);
                }
                behind
            }
        }
    }

    fn open(&mut self, node: usize, name: &'a str) {
        if self.open.nodes.len() < DEPTH_MAX {
            self.open.push(node, name);
        } else {
            self.beyond += 1;
        }
    }

    /// Ends the innermost open element that a start tag ends.
    fn end_implied(&mut self, at: usize, ended: &[&str], stops: &[&str]) {
        let is_one_of = |names: &[&str], name: &str| names.iter().any(|other| other.eq_ignore_ascii_case(name));
        if !ended.iter().any(|name| self.open.may_have(name)) {
            return;
        }
        let is_paragraph = ended == ["p"];
        let found = self.open.nodes.iter().enumerate().rev().map_while(|(place, (node, name))| {
            let node = self.tree.nodes.get(*node)?;
            if is_one_of(ended, name) {
                return Some(Some(place));
            }
            // A block would have ended the paragraph that it is in.
            let is_stop = is_one_of(stops, name)
                || (is_paragraph && node.kind.is_block())
                || (kind::is_scope(name) && !is_one_of(&["td", "th"], name))
                || (kind::is_scope(name) && is_paragraph);
            (!is_stop).then_some(None)
        });
        if let Some(place) = found.flatten().next() {
            self.close_to(place, at);
        }
    }

    /// Takes an end tag: ends the innermost open element of that name, with all that is in it.
    fn end(&mut self, at: usize, name: &str) {
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        if !self.open.may_have(name) {
            return;
        }
        let is_inline = kind::of(name) == Kind::Inline;
        let is_table_part = kind::is_table_part(name);
        let found = self.open.nodes.iter().enumerate().rev().map_while(|(place, (node, other))| {
            let node = self.tree.nodes.get(*node)?;
            if other.eq_ignore_ascii_case(name) {
                return Some(Some(place));
            }
            let is_stop = (is_inline && node.kind.is_block()) || (kind::is_scope(other) && !is_table_part);
            (!is_stop).then_some(None)
        });
        if let Some(place) = found.flatten().next() {
            self.close_to(place, at);
        }
    }

    /// Closes the open elements from a place in their list on.
    fn close_to(&mut self, place: usize, at: usize) {
        while self.open.nodes.len() > place {
            let Some(node) = self.open.pop() else { return };
            self.close(node, at);
        }
    }

    fn close(&mut self, node: usize, at: usize) {
        let end = self.tree.nodes.len();
        if let Some(node) = self.tree.nodes.get_mut(node) {
            node.end = end;
            node.inner.1 = at;
            let is_foreign = node.name.is_some_and(|n| n.eq_ignore_ascii_case("svg") || n.eq_ignore_ascii_case("math"));
            self.foreign = self.foreign.saturating_sub(usize::from(is_foreign));
        }
    }

    fn text(&mut self, text: &'a str) {
        if !text.is_empty() {
            self.push(None, text, Kind::Inline, 0);
        }
    }

    fn push(&mut self, name: Option<&'a str>, text: &'a str, kind: Kind, inner: usize) -> usize {
        let at = self.tree.nodes.len();
        let parent = self.open.nodes.last().map_or(at, |(node, _)| *node);
        self.tree.nodes.push(Node { name, text, kind, parent, end: at + 1, inner: (inner, inner) });
        self.tree.is_full = at + 1 >= NODES_MAX;
        at
    }

    fn adopt(&mut self, child: usize, parent: usize) {
        if let Some(child) = self.tree.nodes.get_mut(child) {
            child.parent = parent;
        }
    }
}

/// The name that a tag begins with.
fn name(tag: &str) -> &str {
    let end = tag.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>')).unwrap_or(tag.len());
    tag.get(..end).unwrap_or(tag)
}

#[cfg(test)]
mod tests;
