//! What one event is: elements, a heading with what follows it, a part of a text, or an element of JSON.

use super::document::Document;
use super::pick::Pointer;
use super::text;
use super::value;
use crate::reading::LISTINGS_MAX;
use ego_tree::NodeRef;
use regex::Regex;
use scraper::{ElementRef, Node, Selector};
use serde_json::Value;
use std::collections::BTreeMap;

/// So many nodes all items together may have: items within items would be read again and again.
const NODES_MAX: usize = 1_000_000;

/// Whether an item is an element, or that and the siblings up to the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Group {
    #[default]
    Alone,
    WithSiblings,
}

/// What one event is.
#[derive(Clone, Debug, Default)]
pub(super) struct ItemRule {
    pub(super) select: Option<Selector>,
    pub(super) json: Option<Pointer>,
    pub(super) attr: Option<String>,
    pub(super) group: Group,
    /// Every match within the text is an item; its named groups are fields.
    pub(super) each: Option<Regex>,
    /// Items whose text this does not match are none.
    pub(super) matching: Option<Regex>,
    /// Items whose text this matches are none.
    pub(super) except: Option<Regex>,
    /// As it was written, for reports.
    pub(super) written: String,
}

impl ItemRule {
    /// The names of the groups in `each`.
    pub(super) fn groups(&self) -> impl Iterator<Item = &str> {
        self.each.iter().flat_map(Regex::capture_names).flatten()
    }

    fn is_wanted(&self, text: impl Fn() -> String) -> bool {
        if self.matching.is_none() && self.except.is_none() {
            return true;
        }
        let text = text();
        self.matching.as_ref().is_none_or(|regex| regex.is_match(&text))
            && !self.except.as_ref().is_some_and(|regex| regex.is_match(&text))
    }
}

/// One event on a page.
#[derive(Clone, Debug)]
pub(super) enum Item<'a> {
    /// A part of the tree: one element, or a heading and what follows.
    Nodes(Vec<NodeRef<'a, Node>>),
    /// A part of an element's text, with the named groups.
    Text { text: String, groups: BTreeMap<String, String>, within: ElementRef<'a> },
    /// An element of JSON.
    Json(Value),
}

impl<'a> Item<'a> {
    /// The element it begins with, or is part of.
    pub(super) fn first(&self) -> Option<ElementRef<'a>> {
        match self {
            Self::Nodes(nodes) => nodes.first().copied().and_then(ElementRef::wrap),
            Self::Text { within, .. } => Some(*within),
            Self::Json(_) => None,
        }
    }
}

/// The items of a page, and whether there are more than are read.
pub(super) fn items<'a>(document: &'a Document, rule: &ItemRule) -> (Vec<Item<'a>>, bool) {
    match (&rule.json, &rule.select) {
        (Some(pointer), select) => elements_of_json(document, pointer, select.as_ref(), rule),
        (None, Some(selector)) => elements(document, selector, rule),
        (None, None) => (Vec::new(), false),
    }
}

fn elements<'a>(document: &'a Document, selector: &Selector, rule: &ItemRule) -> (Vec<Item<'a>>, bool) {
    let Some(html) = &document.html else { return (Vec::new(), false) };
    let mut found = Vec::new();
    let mut nodes = 0;
    for element in html.select(selector) {
        nodes += element.descendants().take(NODES_MAX - nodes.min(NODES_MAX)).map(weight).sum::<usize>();
        if found.len() >= LISTINGS_MAX || nodes >= NODES_MAX {
            return (found, true);
        }
        let parts = match rule.group {
            Group::Alone => vec![*element],
            Group::WithSiblings => with_siblings(element, selector),
        };
        match &rule.each {
            Some(regex) => found.extend(parts_of_text(element, &parts, regex, LISTINGS_MAX - found.len(), rule)),
            None if rule.is_wanted(|| text::rendered(parts.iter().copied())) => found.push(Item::Nodes(parts)),
            None => {}
        }
    }
    (found, false)
}

/// What a node costs to read: long texts cost more.
fn weight(node: NodeRef<'_, Node>) -> usize {
    1 + node.value().as_text().map_or(0, |text| text.len() / 100)
}

/// An element and what follows it, up to the next one like it.
fn with_siblings<'a>(element: ElementRef<'a>, selector: &Selector) -> Vec<NodeRef<'a, Node>> {
    let is_next = |node: &NodeRef<'a, Node>| ElementRef::wrap(*node).is_some_and(|element| selector.matches(&element));
    let following = element.next_siblings().take_while(|node| !is_next(node));
    std::iter::once(*element).chain(following).collect()
}

fn parts_of_text<'a>(
    within: ElementRef<'a>,
    nodes: &[NodeRef<'a, Node>],
    regex: &Regex,
    most: usize,
    rule: &ItemRule,
) -> Vec<Item<'a>> {
    let whole = text::rendered(nodes.iter().copied());
    let part = |captures: regex::Captures<'_>| {
        let text = captures.get(0)?.as_str().to_owned();
        let groups = regex.capture_names().flatten();
        let groups = groups.filter_map(|name| Some((name.to_owned(), captures.name(name)?.as_str().trim().to_owned())));
        let is_wanted = !text.trim().is_empty() && rule.is_wanted(|| text.clone());
        is_wanted.then(|| Item::Text { groups: groups.collect(), text, within })
    };
    regex.captures_iter(&whole).filter_map(part).take(most).collect()
}

fn elements_of_json<'a>(
    document: &'a Document,
    pointer: &Pointer,
    select: Option<&Selector>,
    rule: &ItemRule,
) -> (Vec<Item<'a>>, bool) {
    let within: Vec<Value> = match (select, &document.html) {
        (Some(selector), Some(html)) => {
            html.select(selector).filter_map(|element| json_in(&element, rule)).take(1_000).collect()
        }
        _ => Vec::new(),
    };
    let documents = if select.is_some() { &within } else { &document.json };
    let is_wanted = |value: &Value| rule.is_wanted(|| value.to_string());
    let mut found = Vec::new();
    // Not every script has what the pointer names; the first that has, tells.
    for found_here in documents.iter().map(|value| value::at(value, pointer, LISTINGS_MAX + 1)) {
        for value in found_here {
            match value {
                Value::Array(elements) => {
                    found.extend(elements.iter().filter(|element| is_wanted(element)).take(LISTINGS_MAX + 1).cloned());
                }
                other if is_wanted(other) => found.push(other.clone()),
                _ => {}
            }
        }
        if !found.is_empty() && select.is_none() {
            break;
        }
    }
    let has_more = found.len() > LISTINGS_MAX;
    found.truncate(LISTINGS_MAX);
    (found.into_iter().map(Item::Json).collect(), has_more)
}

fn json_in(element: &ElementRef<'_>, rule: &ItemRule) -> Option<Value> {
    let text = match &rule.attr {
        Some(attr) => element.attr(attr)?.to_owned(),
        None => element.text().collect(),
    };
    crate::json::values(&text).ok()?.into_iter().next()
}
