//! One element of a tree: its attributes, its text, what is in it.

use super::kind::Kind;
use super::tag;
use super::tree::Tree;
use crate::{entities, text};
use std::borrow::Cow;

/// The longest text that is collected from an element, in bytes.
const TEXT_BYTES_MAX: usize = text::PROSE_BYTES_MAX;

/// What stands directly in an element.
pub(crate) enum Part<'t, 'a> {
    /// An element.
    Element(Element<'t, 'a>),
    /// A piece of text, decoded.
    Text(Cow<'a, str>),
}

/// An element.
#[derive(Clone, Copy)]
pub(crate) struct Element<'t, 'a> {
    pub(super) tree: &'t Tree<'a>,
    pub(super) at: usize,
}

impl<'t, 'a> Element<'t, 'a> {
    /// Its place in the order of the page.
    pub(crate) fn at(self) -> usize {
        self.at
    }

    /// The first place behind it and all that is in it.
    pub(crate) fn end(self) -> usize {
        self.tree.nodes.get(self.at).map_or(self.at + 1, |node| node.end)
    }

    /// The tree it is in.
    pub(crate) fn tree(self) -> &'t Tree<'a> {
        self.tree
    }

    /// Its name, as written.
    pub(crate) fn name(self) -> &'a str {
        self.tree.nodes.get(self.at).and_then(|node| node.name).unwrap_or_default()
    }

    /// Whether it has one of these names.
    pub(crate) fn is_one_of(self, names: &[&str]) -> bool {
        names.iter().any(|name| name.eq_ignore_ascii_case(self.name()))
    }

    /// What stands behind its name in its tag.
    pub(crate) fn tag(self) -> &'a str {
        self.tree.nodes.get(self.at).map_or("", |node| node.text)
    }

    /// An attribute, decoded.
    pub(crate) fn attr(self, name: &str) -> Option<Cow<'a, str>> {
        tag::attribute(self.tag(), name)
    }

    /// An attribute that says something.
    pub(crate) fn word(self, name: &str) -> Option<Cow<'a, str>> {
        self.attr(name).filter(|value| !value.trim().is_empty())
    }

    /// Its classes.
    pub(crate) fn classes(self) -> impl Iterator<Item = &'a str> {
        let found = tag::attributes(self.tag()).find(|(name, _)| name.eq_ignore_ascii_case("class"));
        found.map_or("", |(_, value)| value).split_ascii_whitespace()
    }

    /// The element that it is in.
    pub(crate) fn parent(self) -> Option<Self> {
        let parent = self.tree.nodes.get(self.at)?.parent;
        (parent != self.at).then(|| self.tree.element(parent)).flatten()
    }

    /// The elements directly in it.
    pub(crate) fn children(self) -> impl Iterator<Item = Self> {
        let end = self.end();
        let next = move |at: &usize| self.tree.nodes.get(*at).map(|node| node.end).filter(|next| *next < end);
        std::iter::successors(Some(self.at + 1).filter(|first| *first < end), next)
            .filter_map(move |at| self.tree.element(at))
    }

    /// The elements and pieces of text directly in it.
    pub(crate) fn parts(self) -> impl Iterator<Item = Part<'t, 'a>> {
        let end = self.end();
        let mut at = self.at + 1;
        std::iter::from_fn(move || {
            let node = self.tree.nodes.get(at).filter(|_| at < end)?;
            let part = match self.tree.element(at) {
                Some(element) => Part::Element(element),
                None if !self.tree.may_spend(1 + node.text.len()) => return None,
                None => Part::Text(entities::decoded(text::cut(node.text, TEXT_BYTES_MAX))),
            };
            at = node.end.max(at + 1);
            Some(part)
        })
    }

    /// Whether it begins on a line of its own.
    pub(crate) fn is_block(self) -> bool {
        self.tree.nodes.get(self.at).is_some_and(|node| node.kind.is_block())
    }

    /// Whether its text is no part of what is read: scripts, styles, templates.
    pub(crate) fn is_hidden(self) -> bool {
        self.tree.nodes.get(self.at).is_some_and(|node| node.kind == Kind::Hidden)
    }

    /// Whether elements are in it.
    pub(crate) fn has_elements(self) -> bool {
        self.children().next().is_some()
    }

    /// Its content as it stands in the page.
    pub(crate) fn inner_html(self) -> &'a str {
        let Some(node) = self.tree.nodes.get(self.at) else { return "" };
        let html = self.tree.html.get(node.inner.0..node.inner.1).unwrap_or_default();
        let html = text::cut(html, TEXT_BYTES_MAX);
        if self.tree.may_spend(html.len()) { html } else { "" }
    }

    /// Its text, decoded; what begins on a line of its own begins a line.
    pub(crate) fn text(self) -> String {
        let mut out = String::new();
        for at in self.at + 1..self.end() {
            let Some(node) = self.tree.nodes.get(at) else { break };
            if out.len() >= TEXT_BYTES_MAX || !self.tree.may_spend(1 + node.text.len()) {
                break;
            }
            match node.name {
                Some(name) if node.kind.is_block() || name.eq_ignore_ascii_case("br") => out.push('\n'),
                Some(_) => {}
                None => out.push_str(&entities::decoded(text::cut(node.text, TEXT_BYTES_MAX))),
            }
        }
        out
    }
}
