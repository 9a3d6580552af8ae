//! What a pick gives for an item.

use super::document::Document;
use super::items::Item;
use super::pick::{From, Pick, Pointer};
use super::text;
use crate::json;
use crate::text::{PROSE_BYTES_MAX, cut};
use scraper::{ElementRef, Selector};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// So many matches of one pick are taken of an item.
const MATCHES_MAX: usize = 100;

/// The matches nearest to each item, by pick: what `before` and `after` mean.
pub(super) type Nearest<'a> = BTreeMap<usize, Vec<Option<ElementRef<'a>>>>;

/// What picks are looked up in.
pub(super) struct Place<'a, 'b> {
    pub(super) document: &'a Document,
    pub(super) item: &'b Item<'a>,
    /// The item's number.
    pub(super) number: usize,
    pub(super) nearest: &'b Nearest<'a>,
}

impl<'a> Place<'a, '_> {
    /// The first of some picks that gives something, with its number in the list.
    pub(super) fn first(&self, picks: &[Pick], is_address: bool, is_list: bool) -> Option<(usize, String)> {
        (0..).zip(picks).find_map(|(which, pick)| Some((which, self.value(pick, is_address, is_list)?)))
    }

    /// What a pick gives; none when nothing matches or what matches is empty.
    fn value(&self, pick: &Pick, is_address: bool, is_list: bool) -> Option<String> {
        if pick.is_constant() {
            return pick.value.clone();
        }
        if !pick.parts.is_empty() {
            let parts: Vec<String> = pick.parts.iter().filter_map(|part| self.value(part, is_address, false)).collect();
            let whole = (!parts.is_empty()).then(|| parts.join(pick.join.as_deref().unwrap_or(" ")))?;
            return shaped(pick, &whole);
        }
        let is_of_page = pick.is_json_of_page() || pick.from == From::Page;
        if !is_of_page || matches!(self.item, Item::Json(_)) {
            return self.looked_up(pick, is_address, is_list);
        }
        // Each item would be given the same.
        let key = (pick.number, is_address, is_list);
        let known = self.document.of_page.borrow().get(&key).cloned();
        known.unwrap_or_else(|| {
            let value = self.looked_up(pick, is_address, is_list);
            self.document.of_page.borrow_mut().insert(key, value.clone());
            value
        })
    }

    fn looked_up(&self, pick: &Pick, is_address: bool, is_list: bool) -> Option<String> {
        let all = pick.all || is_list;
        let mut values: Vec<String> = Vec::new();
        let mut bytes = 0;
        self.each(pick, is_address, &mut |raw| {
            let Some(value) = shaped(pick, raw) else { return true };
            bytes += value.len();
            values.push(value);
            all && values.len() < MATCHES_MAX && bytes < PROSE_BYTES_MAX
        });
        let separator = pick.join.as_deref().unwrap_or(if is_list { "\n" } else { " " });
        (!values.is_empty()).then(|| values.join(separator))
    }

    /// All addresses that a pick gives, at most so many.
    pub(super) fn values(&self, pick: &Pick, most: usize) -> Vec<String> {
        let mut values = Vec::new();
        self.each(pick, true, &mut |raw| {
            values.extend(shaped(pick, raw));
            values.len() < most
        });
        values
    }

    /// Hands on the text of every match until nobody wants more.
    fn each(&self, pick: &Pick, is_address: bool, take: &mut dyn FnMut(&str) -> bool) {
        match self.item {
            Item::Json(value) => each_of_json(value, pick, take),
            _ if pick.is_json_of_page() => {
                let mut goes_on = true;
                for value in &self.document.json {
                    if !goes_on {
                        break;
                    }
                    each_of_json(value, pick, &mut |text| {
                        goes_on = take(text);
                        goes_on
                    });
                }
            }
            _ => self.each_element(pick, is_address, take),
        }
    }

    fn each_element(&self, pick: &Pick, is_address: bool, take: &mut dyn FnMut(&str) -> bool) {
        let of = |element: &ElementRef<'_>, take: &mut dyn FnMut(&str) -> bool| {
            element_text(element, pick, is_address).is_none_or(|text| take(&text))
        };
        match (pick.from, &pick.select, self.item) {
            (From::Before | From::After, ..) => {
                let nearest = self.nearest.get(&pick.number).and_then(|nearest| *nearest.get(self.number)?);
                if let Some(element) = nearest {
                    of(&element, take);
                }
            }
            (From::Page, selector, _) => {
                let Some(root) = self.document.root() else { return };
                match selector {
                    Some(selector) => root.select(selector).take(MATCHES_MAX * 10).all(|element| of(&element, take)),
                    None => of(&root, take),
                };
            }
            (From::Item, None, Item::Text { text, .. }) => {
                take(text);
            }
            (From::Item, None, Item::Nodes(nodes)) => match nodes.as_slice() {
                [node] => {
                    if let Some(element) = ElementRef::wrap(*node) {
                        of(&element, take);
                    }
                }
                several => {
                    take(&text::rendered(several.iter().copied()));
                }
            },
            (From::Item, Some(selector), Item::Nodes(nodes)) => {
                let elements = nodes.iter().copied().filter_map(ElementRef::wrap);
                elements.flat_map(|element| within(element, selector)).all(|element| of(&element, take));
            }
            (From::Item, Some(_), Item::Text { .. }) | (From::Item, _, Item::Json(_)) => {}
        }
    }
}

/// The element itself, if it matches, and all matches within it.
fn within<'a, 'b>(
    element: ElementRef<'a>,
    selector: &'b Selector,
) -> impl Iterator<Item = ElementRef<'a>> + use<'a, 'b> {
    std::iter::once(element).filter(|element| selector.matches(element)).chain(element.select(selector))
}

fn element_text(element: &ElementRef<'_>, pick: &Pick, is_address: bool) -> Option<String> {
    if let Some(attr) = &pick.attr {
        return element.attr(attr).map(|text| cut(text, PROSE_BYTES_MAX).to_owned());
    }
    if pick.html {
        return Some(element.inner_html());
    }
    if is_address {
        let address = ["href", "src", "data-src", "content"].into_iter().find_map(|attr| element.attr(attr));
        if let Some(address) = address {
            return Some(address.to_owned());
        }
    }
    Some(text::rendered([**element]))
}

/// A text after `json`, `regex` and `value`; none when nothing is left.
fn shaped(pick: &Pick, raw: &str) -> Option<String> {
    let mut text = Cow::Borrowed(raw.trim());
    // Of JSON the pointer has been followed already.
    if let (Some(pointer), true) = (&pick.json, pick.select.is_some() || pick.attr.is_some()) {
        let document = json::values(raw).ok()?.into_iter().next()?;
        text = Cow::Owned(at(&document, pointer, 1).first().and_then(|value| scalar(value))?);
    }
    let text = match (&pick.regex, &pick.value) {
        (None, None) => text.into_owned(),
        (None, Some(value)) => value.clone(),
        (Some(regex), None) => {
            let captures = regex.captures(&text)?;
            let groups: Vec<&str> = captures
                .iter()
                .skip(1)
                .flatten()
                .map(|group| group.as_str().trim())
                .filter(|text| !text.is_empty())
                .collect();
            let has_groups = captures.len() > 1;
            let whole = || captures.get(0).map(|whole| whole.as_str().trim().to_owned());
            if has_groups { groups.join(pick.join.as_deref().unwrap_or(" ")) } else { whole()? }
        }
        (Some(regex), Some(value)) => {
            let captures = regex.captures(&text)?;
            let mut out = String::new();
            captures.expand(value, &mut out);
            out
        }
    };
    (!text.is_empty()).then_some(text)
}

fn each_of_json(value: &Value, pick: &Pick, take: &mut dyn FnMut(&str) -> bool) {
    let whole = Pointer(Vec::new());
    let found = at(value, pick.json.as_ref().unwrap_or(&whole), MATCHES_MAX);
    let flat = found.into_iter().flat_map(|value| match value {
        Value::Array(elements) => elements.iter().take(MATCHES_MAX).collect(),
        other => vec![other],
    });
    flat.filter_map(scalar).all(|text| take(&text));
}

/// A value of JSON as text.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Object(object) => object.get("name").or_else(|| object.get("rendered"))?.as_str().map(str::to_owned),
        Value::Array(_) | Value::Null => None,
    }
}

/// What a pointer leads to: several values where it has a `*`.
pub(super) fn at<'a>(value: &'a Value, pointer: &Pointer, most: usize) -> Vec<&'a Value> {
    let mut values = vec![value];
    for step in &pointer.0 {
        let next = values.into_iter().flat_map(|value| match value {
            Value::Array(elements) if step == "*" => elements.iter().collect::<Vec<_>>(),
            Value::Object(members) if step == "*" => members.values().collect(),
            Value::Array(elements) => step.parse().ok().and_then(|at: usize| elements.get(at)).into_iter().collect(),
            Value::Object(members) => members.get(step).into_iter().collect(),
            _ => Vec::new(),
        });
        values = next.take(most.max(1)).collect();
    }
    values.retain(|value| !value.is_null());
    values
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::Content;
    use crate::rules::follow::whole;
    use chrono::DateTime;
    use hobnob_domain::Page;

    #[test]
    fn what_is_of_the_page_is_looked_up_once_for_all_items() {
        let url = "https://example.org/".parse().unwrap();
        let body = b"<h1>A</h1>".to_vec();
        let page = Page { url, media_type: None, body, fetched_at: DateTime::UNIX_EPOCH };
        let document = Document::parse(&Content::new(&page), false).unwrap();
        let (item, nearest) = (whole(&document), Nearest::new());
        let value = |from, number| {
            let pick = Pick { select: Selector::parse("h1").ok(), from, number, ..Pick::default() };
            Place { document: &document, item: &item, number: 0, nearest: &nearest }.value(&pick, false, false)
        };
        assert_eq!(value(From::Page, 3).as_deref(), Some("A"));
        assert_eq!(document.of_page.borrow().len(), 1);
        document.of_page.borrow_mut().insert((3, false, false), Some("B".to_owned()));
        assert_eq!(value(From::Page, 3).as_deref(), Some("B"));
        assert_eq!(value(From::Item, 3).as_deref(), Some("A"));
    }
}
