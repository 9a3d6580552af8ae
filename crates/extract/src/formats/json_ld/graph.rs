//! All nodes of a page's JSON-LD: which are events, and which stand behind an `@id`.

use super::node::{self, Node};
use super::parts::Around;
use crate::reading::LISTINGS_MAX;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// How deep nodes may be nested.
pub(super) const DEPTH_MAX: usize = 64;

/// So many events are kept: some are told twice.
const EVENTS_MAX: usize = 2 * LISTINGS_MAX;

/// So many nodes with an `@id` are remembered.
const NODES_MAX: usize = 50_000;

/// Where a value stands.
#[derive(Clone, Copy)]
enum Within<'a> {
    /// Anywhere.
    Page,
    /// In an event, as what that one is part of.
    Part,
    /// In an event as a part of it, or in a course as an instance.
    Around(Around<'a>),
}

impl<'a> Within<'a> {
    fn around(self) -> Around<'a> {
        match self {
            Self::Around(around) => around,
            Self::Page | Self::Part => Around::Nothing,
        }
    }
}

/// What was found on a page.
#[derive(Default)]
pub(super) struct Graph<'a> {
    /// Events in the order of the page, an event before those within it; each with what it stands within.
    pub(super) events: Vec<(&'a Node, Around<'a>)>,
    /// Types seen, for telling what a page had instead of events.
    pub(super) types: BTreeSet<&'a str>,
    /// Whether there is a list.
    pub(super) has_list: bool,
    /// Whether there is a list that says it is empty.
    pub(super) has_empty_list: bool,
    /// Whether there were more events than are kept.
    pub(super) has_more: bool,
    /// Whether something was too deep to be looked at.
    pub(super) is_too_deep: bool,
    by_id: BTreeMap<&'a str, &'a Node>,
}

impl<'a> Graph<'a> {
    /// Walks all values: arrays, `@graph`, `ItemList.itemListElement[].item`, `mainEntity`, `subEvent` and whatever else
    /// holds nodes.
    pub(super) fn of(documents: &'a [Value]) -> Self {
        let mut graph = Self::default();
        for document in documents {
            graph.visit(document, 0, Within::Page);
        }
        graph
    }

    fn visit(&mut self, value: &'a Value, depth: usize, within: Within<'a>) {
        if depth > DEPTH_MAX {
            self.is_too_deep = true;
            return;
        }
        match value {
            Value::Array(values) => values.iter().for_each(|value| self.visit(value, depth + 1, within)),
            Value::Object(node) => self.visit_node(node, depth, within),
            _ => {}
        }
    }

    fn visit_node(&mut self, node: &'a Node, depth: usize, within: Within<'a>) {
        let is_reference = is_reference(node);
        if let Some(id) = node.get("@id").and_then(Value::as_str)
            && !is_reference
            && self.by_id.len() < NODES_MAX
        {
            self.by_id.entry(id).or_insert(node);
        }
        for name in node::types(node) {
            if self.types.len() < 100 {
                self.types.insert(name);
            }
        }
        if node::types(node).any(|name| name == "ItemList") {
            self.has_list = true;
            self.has_empty_list |= node::items(node.get("itemListElement")).is_empty();
        }
        // The event that this one is part of is only named in passing unless it has a date.
        let is_claim = !is_reference && (!matches!(within, Within::Part) || node.contains_key("startDate"));
        let is_event = node::types(node).any(node::is_event_type);
        if is_claim && is_event {
            if self.events.len() < EVENTS_MAX {
                self.events.push((node, within.around()));
            } else {
                self.has_more = true;
            }
        }
        let mut inner: Vec<_> = node.iter().filter(|(_, value)| value.is_object() || value.is_array()).collect();
        // The order must not hang on how the JSON parser keeps its maps.
        inner.sort_by_key(|(key, _)| *key);
        for (key, value) in inner {
            let within = match key.as_str() {
                "superEvent" => Within::Part,
                "subEvent" | "subEvents" if is_event => Within::Around(Around::Whole(node)),
                "hasCourseInstance" => Within::Around(Around::Course(node)),
                _ => Within::Page,
            };
            self.visit(value, depth + 1, within);
        }
    }

    /// The event that one refers to as what it is part of, where the page tells of that one elsewhere.
    pub(super) fn told_whole(&self, event: &'a Node) -> Option<&'a Node> {
        node::items(event.get("superEvent")).iter().find_map(|value| {
            let written = value.as_object().filter(|node| is_reference(node))?;
            let known = self.by_id.get(written.get("@id").and_then(Value::as_str)?).copied()?;
            (!std::ptr::eq(known, event) && node::types(known).any(node::is_event_type)).then_some(known)
        })
    }

    /// The node that a value is, or that it refers to by `@id`.
    pub(super) fn node(&self, value: &'a Value) -> Option<&'a Node> {
        let node = value.as_object()?;
        if !is_reference(node) {
            return Some(node);
        }
        let referred = node.get("@id").and_then(Value::as_str).and_then(|id| self.by_id.get(id).copied());
        Some(referred.unwrap_or(node))
    }
}

/// Whether a node says nothing but which one it is.
fn is_reference(node: &Node) -> bool {
    node.keys().all(|key| matches!(key.as_str(), "@id" | "@type" | "@context" | "url"))
}
