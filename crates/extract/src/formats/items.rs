//! schema.org in attributes: what microdata and RDFa Lite share. Elements with a type are nodes, elements with a property
//! say something of the node around them; the result is what JSON-LD would have said.

mod shown;

use super::json_ld::node;
use crate::markup::{Element, Tree};
use crate::text;
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use url::Url;

/// How deep nodes may be nested.
const DEPTH_MAX: usize = 32;

/// So many values of one property are kept.
const VALUES_MAX: usize = 500;

/// So many other elements a node may draw on.
const REFERENCES_MAX: usize = 32;

/// So often may the nodes of a page draw on others.
const REFERENCES_OF_ALL_MAX: usize = 5_000;

/// The names of the attributes.
pub(super) struct Dialect {
    /// Marks a node.
    pub(super) scope: &'static str,
    /// Its types.
    pub(super) kind: &'static str,
    /// Its address.
    pub(super) id: &'static str,
    /// Marks what is said of the node around.
    pub(super) property: &'static str,
    /// Also marks what is said, on elements that are nodes.
    pub(super) relation: Option<&'static str>,
    /// Names elements elsewhere that belong to the node.
    pub(super) references: Option<&'static str>,
    /// The address that a property may have as its value.
    pub(super) resource: Option<&'static str>,
}

/// The nodes of a page that stand in no other.
pub(super) fn nodes(tree: &Tree<'_>, base: &Url, dialect: &Dialect) -> Vec<Value> {
    let mut items = Items { tree, base, dialect, loose: Vec::new(), ids: None, references: 0, shown: None };
    let mut nodes = Vec::new();
    let mut at = 0;
    while let Some(next) = (at..tree.len()).find_map(|at| tree.element(at)) {
        at = next.at() + 1;
        if items.is_node(next) {
            let node = items.node(next, 0);
            nodes.push(node);
            at = next.end();
        }
        nodes.append(&mut items.loose);
    }
    nodes
}

struct Items<'t, 'a> {
    tree: &'t Tree<'a>,
    base: &'t Url,
    dialect: &'t Dialect,
    /// Nodes that stand within others but are nothing they say.
    loose: Vec<Value>,
    /// Elements by their id, once they are needed.
    ids: Option<BTreeMap<String, usize>>,
    /// How often nodes drew on other elements.
    references: usize,
    /// The text of the element that tells in an attribute when the node begins.
    shown: Option<String>,
}

impl<'t, 'a> Items<'t, 'a> {
    fn is_node(&self, element: Element<'t, 'a>) -> bool {
        element.attr(self.dialect.scope).is_some()
    }

    /// What an element says of the node around it.
    fn properties(&self, element: Element<'t, 'a>) -> Option<Cow<'a, str>> {
        let relation = || {
            let relation = self.dialect.relation.filter(|_| self.is_node(element))?;
            element.word(relation)
        };
        element.word(self.dialect.property).or_else(relation)
    }

    fn node(&mut self, element: Element<'t, 'a>, depth: usize) -> Value {
        let mut node = Map::new();
        let around = self.shown.take();
        let types = element.attr(self.dialect.kind).unwrap_or_default();
        let types: Vec<Value> = types.split_ascii_whitespace().take(8).map(Value::from).collect();
        node.insert("@type".to_owned(), Value::Array(types));
        if let Some(id) = element.word(self.dialect.id) {
            let id = self.base.join(id.trim()).map_or_else(|_| id.to_string(), String::from);
            node.insert("@id".to_owned(), Value::String(id));
        }
        if depth < DEPTH_MAX {
            self.fill(&mut node, element.at() + 1, element.end(), depth);
            for at in self.referred(element) {
                let Some(other) = self.tree.element(at) else { continue };
                // What contains the node can't belong to it.
                if other.end() <= element.at() || other.at() >= element.end() {
                    self.fill(&mut node, other.at(), other.end(), depth);
                }
            }
        }
        if let Some(text) = std::mem::replace(&mut self.shown, around) {
            shown::put_right(&mut node, &text);
        }
        // An older vocabulary calls the name summary.
        if !node.contains_key("name")
            && let Some(summary) = node.remove("summary")
        {
            node.insert("name".to_owned(), summary);
        }
        Value::Object(node)
    }

    /// The elements elsewhere that belong to a node.
    fn referred(&mut self, element: Element<'t, 'a>) -> BTreeSet<usize> {
        let Some(written) = self.dialect.references.and_then(|name| element.word(name)) else { return BTreeSet::new() };
        if self.references >= REFERENCES_OF_ALL_MAX {
            return BTreeSet::new();
        }
        let tree = self.tree;
        let ids = self.ids.get_or_insert_with(|| {
            let mut ids = BTreeMap::new();
            for element in tree.elements() {
                if let Some(id) = element.word("id") {
                    ids.entry(id.into_owned()).or_insert(element.at());
                }
            }
            ids
        });
        let referred = written.split_ascii_whitespace().take(REFERENCES_MAX).filter_map(|id| ids.get(id).copied());
        // One that is named again says nothing more.
        let referred: BTreeSet<usize> = referred.collect();
        self.references += referred.len();
        referred
    }

    /// Takes what the elements of a range say of a node.
    fn fill(&mut self, node: &mut Map<String, Value>, from: usize, to: usize, depth: usize) {
        let mut at = from;
        while at < to {
            let Some(element) = self.tree.element(at) else {
                at += 1;
                continue;
            };
            if !self.tree.may_look() {
                return;
            }
            let is_node = self.is_node(element);
            match self.properties(element) {
                Some(names) => {
                    let value = |items: &mut Self, name: &str| {
                        if is_node { items.node(element, depth + 1) } else { items.value(element, name) }
                    };
                    let names: Vec<&str> = names.split_ascii_whitespace().take(8).map(node::local_name).collect();
                    if names.contains(&"startDate") && element.attr("content").is_some() {
                        self.shown.get_or_insert_with(|| element.text());
                    }
                    if let [name] = *names {
                        let value = value(self, name);
                        add(node, name, value);
                    } else {
                        for name in names {
                            let value = value(self, name);
                            add(node, name, value);
                        }
                    }
                }
                None if is_node => {
                    let loose = self.node(element, depth + 1);
                    self.loose.push(loose);
                }
                None => {}
            }
            at = if is_node { element.end() } else { at + 1 };
        }
    }

    /// What an element says in itself. Others may draw on it, and each has its own copy.
    fn value(&self, element: Element<'t, 'a>, name: &str) -> Value {
        let written = self.written(element, name);
        Value::String(if self.tree.may_spend(written.len()) { written } else { String::new() })
    }

    fn written(&self, element: Element<'t, 'a>, name: &str) -> String {
        if let Some(content) = element.attr("content") {
            return content.into_owned();
        }
        let text = || if name == "description" { description(element) } else { element.text() };
        if let Some(resource) = self.dialect.resource.and_then(|resource| element.word(resource)) {
            return self.absolute(&resource);
        }
        let time = element
            .word("datetime")
            .or_else(|| if element.is_one_of(&["abbr"]) { element.word("title") } else { None });
        if let Some(time) = time {
            return time.into_owned();
        }
        let address = if element.is_one_of(&["a", "area", "link"]) {
            element.attr("href")
        } else if element.is_one_of(&["img", "audio", "embed", "iframe", "source", "track", "video"]) {
            element.attr("src")
        } else if element.is_one_of(&["object"]) {
            element.attr("data")
        } else if element.is_one_of(&["data", "meter"]) {
            return element.attr("value").map_or_else(text, Cow::into_owned);
        } else {
            return text();
        };
        // Who marks a link as the name means its text.
        let is_prose = ["name", "summary", "description", "startDate", "endDate"].contains(&name);
        match address {
            Some(address) if !is_prose => self.absolute(&address),
            Some(address) => {
                Some(text()).filter(|text| !text.trim().is_empty()).unwrap_or_else(|| self.absolute(&address))
            }
            None => text(),
        }
    }

    fn absolute(&self, written: &str) -> String {
        self.base.join(written.trim()).map_or_else(|_| written.to_owned(), String::from)
    }
}

/// Prose as HTML if it has elements.
fn description(element: Element<'_, '_>) -> String {
    if element.has_elements() {
        text::cut(element.inner_html(), text::PROSE_BYTES_MAX).to_owned()
    } else {
        element.text()
    }
}

fn add(node: &mut Map<String, Value>, name: &str, value: Value) {
    match node.get_mut(name) {
        None => {
            node.insert(name.to_owned(), value);
        }
        Some(Value::Array(values)) if values.len() < VALUES_MAX => values.push(value),
        Some(Value::Array(_)) => {}
        Some(known) => {
            let first = known.take();
            *known = Value::Array(vec![first, value]);
        }
    }
}
