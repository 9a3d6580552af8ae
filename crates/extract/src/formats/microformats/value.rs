//! What one element says: the value-class pattern, attributes that speak for their element, text; and what is implied.

use crate::links;
use crate::markup::Element;
use std::borrow::Cow;
use url::Url;

/// So many parts of one value are put together.
const PARTS_MAX: usize = 16;

/// The elements of class `value` or `value-title` in an element, not within each other or another item.
pub(super) fn parts<'t, 'a>(element: Element<'t, 'a>) -> Vec<Element<'t, 'a>> {
    let mut parts = Vec::new();
    let mut at = element.at() + 1;
    while at < element.end() && parts.len() < PARTS_MAX && element.tree().may_spend(1) {
        let Some(inner) = element.tree().element(at) else {
            at += 1;
            continue;
        };
        let is_part = inner.classes().any(|class| class == "value" || class == "value-title");
        if is_part {
            parts.push(inner);
        }
        at = if is_part || inner.classes().any(|class| class.starts_with("h-")) { inner.end() } else { at + 1 };
    }
    parts
}

/// What a part says.
pub(super) fn of_part(part: Element<'_, '_>) -> String {
    if part.classes().any(|class| class == "value-title") {
        return part.attr("title").map_or_else(String::new, |title| title.trim().to_owned());
    }
    spoken(part).map_or_else(|| part.text(), Cow::into_owned).trim().to_owned()
}

/// The attribute that speaks for its element.
fn spoken<'a>(element: Element<'_, 'a>) -> Option<Cow<'a, str>> {
    if element.is_one_of(&["abbr", "link"]) {
        element.attr("title")
    } else if element.is_one_of(&["data", "input"]) {
        element.attr("value")
    } else if element.is_one_of(&["img", "area"]) {
        element.attr("alt")
    } else if element.is_one_of(&["meta"]) {
        element.attr("content")
    } else {
        None
    }
}

/// The text of a `p-` property.
pub(super) fn text(element: Element<'_, '_>) -> String {
    let parts = parts(element);
    if !parts.is_empty() {
        let texts: Vec<String> = parts.into_iter().map(of_part).collect();
        return texts.concat();
    }
    spoken(element).map_or_else(|| element.text(), Cow::into_owned).trim().to_owned()
}

/// The link of a `u-` property, absolute if it can be followed.
pub(super) fn link(element: Element<'_, '_>, base: &Url) -> String {
    let address = if element.is_one_of(&["a", "area", "link"]) {
        element.attr("href")
    } else if element.is_one_of(&["img", "audio", "video", "source", "iframe"]) {
        element.attr("src").or_else(|| element.attr("poster"))
    } else if element.is_one_of(&["object"]) {
        element.attr("data")
    } else {
        None
    };
    let written = address.map_or_else(|| text(element), Cow::into_owned);
    links::absolute(base, &written).unwrap_or_else(|| written.trim().to_owned())
}

/// The name that an item implies: what its element says, or its only child.
pub(super) fn implied_name(element: Element<'_, '_>) -> String {
    let own = |element: Element<'_, '_>| {
        let speaks = element.is_one_of(&["img", "area", "abbr"]);
        if speaks { spoken(element).filter(|name| !name.trim().is_empty()).map(Cow::into_owned) } else { None }
    };
    let only = only_child(element);
    let only_of_only = only.and_then(only_child);
    let spoken = own(element).or_else(|| only.and_then(own)).or_else(|| only_of_only.and_then(own));
    spoken.unwrap_or_else(|| element.text()).trim().to_owned()
}

/// The address that an item implies: of its element, or of the only link in it.
pub(super) fn implied_link(element: Element<'_, '_>, base: &Url) -> Option<String> {
    let own = |element: Element<'_, '_>| {
        let href = if element.is_one_of(&["a", "area"]) { element.attr("href") } else { None };
        href.and_then(|href| links::absolute(base, &href))
    };
    let only_link = |element: Element<'_, '_>| {
        let mut links = element.children().filter(|child| child.is_one_of(&["a"]));
        let first = links.next().filter(|_| links.next().is_none())?;
        own(first)
    };
    own(element).or_else(|| only_link(element)).or_else(|| only_child(element).and_then(only_link))
}

fn only_child<'t, 'a>(element: Element<'t, 'a>) -> Option<Element<'t, 'a>> {
    let mut children = element.children();
    children.next().filter(|_| children.next().is_none())
}
