//! What the parser builds the tree with: scraper's, which counts.

use super::{DEPTH_MAX, NODES_MAX, STEPS_MAX};
use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, QualName};
use scraper::{Html, HtmlTreeSink};
use std::borrow::Cow;
use std::cell::{Cell, Ref};

type Handle = <HtmlTreeSink as TreeSink>::Handle;

/// A tree under construction.
pub(super) struct Sink {
    html: HtmlTreeSink,
    is_too_deep: Cell<bool>,
    /// How deep the element stands that came last.
    depth: Cell<usize>,
    steps: Cell<usize>,
    /// How many nodes were put into the tree.
    puts: Cell<usize>,
}

impl Sink {
    pub(super) fn new(html: Html) -> Self {
        Self {
            html: HtmlTreeSink::new(html),
            is_too_deep: Cell::new(false),
            depth: Cell::new(0),
            steps: Cell::new(0),
            puts: Cell::new(0),
        }
    }

    /// Says why the rest must not be parsed.
    pub(super) fn fault(&self) -> Result<(), String> {
        if self.is_too_deep.get() {
            return Err(format!("the page nests its elements deeper than {DEPTH_MAX} levels"));
        }
        if self.html.0.borrow().tree.values().len() > NODES_MAX {
            return Err(format!("the page has more than {NODES_MAX} elements and texts"));
        }
        if self.steps.get() > STEPS_MAX {
            return Err("the page takes too long to be parsed: its elements are nested too often".to_owned());
        }
        Ok(())
    }

    /// Counts what it takes to put a node where it belongs: a way up, for each of its attributes too, since formatting
    /// elements are compared with those that are open.
    /// How many nodes were put into the tree so far, and texts added. What is wrong within a tag adds none.
    pub(super) fn done(&self) -> usize {
        self.puts.get()
    }

    fn put(&self, parent: Handle, child: &NodeOrText<Handle>) {
        self.puts.set(self.puts.get().saturating_add(1));
        let NodeOrText::AppendNode(child) = child else { return };
        let html = self.html.0.borrow();
        let depth = html.tree.get(parent).map_or(0, |node| node.ancestors().take(DEPTH_MAX + 1).count());
        let element = html.tree.get(*child).and_then(|node| node.value().as_element());
        let attributes = element.map_or(0, |element| element.attrs.len());
        self.is_too_deep.set(self.is_too_deep.get() || depth > DEPTH_MAX);
        self.depth.set(depth);
        self.step((depth + 1).saturating_mul(attributes + 1));
    }

    fn step(&self, steps: usize) {
        self.steps.set(self.steps.get().saturating_add(steps));
    }

    fn parent(&self, node: Handle) -> Option<Handle> {
        Some(self.html.0.borrow().tree.get(node)?.parent()?.id())
    }
}

impl TreeSink for Sink {
    type Handle = Handle;
    type Output = Html;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Html {
        self.html.finish()
    }

    /// A tag that is out of place was looked for among the open elements.
    fn parse_error(&self, message: Cow<'static, str>) {
        self.step(self.depth.get());
        self.html.parse_error(message);
    }

    fn get_document(&self) -> Handle {
        self.html.get_document()
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> Ref<'a, QualName> {
        self.html.elem_name(target)
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, flags: ElementFlags) -> Handle {
        self.html.create_element(name, attrs, flags)
    }

    fn create_comment(&self, text: StrTendril) -> Handle {
        self.html.create_comment(text)
    }

    fn create_pi(&self, target: StrTendril, data: StrTendril) -> Handle {
        self.html.create_pi(target, data)
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.put(*parent, &child);
        self.html.append(parent, child);
    }

    fn append_based_on_parent_node(&self, element: &Handle, previous: &Handle, child: NodeOrText<Handle>) {
        self.put(self.parent(*element).unwrap_or(*previous), &child);
        self.html.append_based_on_parent_node(element, previous, child);
    }

    fn append_doctype_to_document(&self, name: StrTendril, public_id: StrTendril, system_id: StrTendril) {
        self.html.append_doctype_to_document(name, public_id, system_id);
    }

    fn mark_script_already_started(&self, node: &Handle) {
        self.html.mark_script_already_started(node);
    }

    fn get_template_contents(&self, target: &Handle) -> Handle {
        self.html.get_template_contents(target)
    }

    fn same_node(&self, one: &Handle, other: &Handle) -> bool {
        self.html.same_node(one, other)
    }

    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.html.set_quirks_mode(mode);
    }

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        self.put(self.parent(*sibling).unwrap_or(*sibling), &child);
        self.html.append_before_sibling(sibling, child);
    }

    /// Each is looked for among those that are there, and moves those behind it.
    fn add_attrs_if_missing(&self, target: &Handle, attrs: Vec<Attribute>) {
        let there =
            self.html.0.borrow().tree.get(*target).and_then(|node| Some(node.value().as_element()?.attrs.len()));
        self.step(there.unwrap_or_default().saturating_mul(attrs.len()));
        self.puts.set(self.puts.get().saturating_add(1));
        self.html.add_attrs_if_missing(target, attrs);
    }

    fn remove_from_parent(&self, target: &Handle) {
        self.html.remove_from_parent(target);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        self.html.reparent_children(node, new_parent);
    }
}
