//! An item of microformats2: the properties that the elements within it give it, and those that it implies.

use super::{classic, date, value};
use crate::markup::Element;
use std::collections::BTreeMap;
use url::Url;

/// How deep items may be nested.
const DEPTH_MAX: usize = 8;

/// So many values of one property are kept.
const VALUES_MAX: usize = 64;

/// What a property says.
#[derive(Debug)]
pub(super) enum Value {
    /// Text, a link or a date.
    Text(String),
    /// Marked-up text.
    Html(String),
    /// An item, with the text it stands for.
    Item(Item, String),
}

impl Value {
    /// The text it says or stands for.
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Text(text) | Self::Html(text) | Self::Item(_, text) => text,
        }
    }
}

/// An item.
#[derive(Debug, Default)]
pub(super) struct Item {
    /// The class that marks it.
    root: String,
    /// Whether that is one of old.
    is_classic: bool,
    properties: BTreeMap<String, Vec<Value>>,
}

/// What an element is by its classes.
struct Reading {
    /// The root it marks.
    root: Option<String>,
    /// Whether that is one of old.
    is_classic: bool,
    /// Prefix and name of what it says of the item around.
    properties: Vec<(String, String)>,
}

impl Item {
    /// Reads the event that an element marks; its links start at an address.
    pub(super) fn of(element: Element<'_, '_>, base: &Url) -> Self {
        // Beside the event's class may stand that of an entry.
        let is_classic = !element.classes().any(|class| class == "h-event");
        let reading = Reading { root: Some("h-event".to_owned()), is_classic, properties: Vec::new() };
        Self::read(element, &reading, base, 0)
    }

    /// An item of a root, without properties so far.
    pub(super) fn new(root: &str) -> Self {
        Self { root: root.to_owned(), ..Self::default() }
    }

    /// Whether its classes are those of old, and mean what they meant.
    pub(super) fn is_classic(&self) -> bool {
        self.is_classic
    }

    /// Whether it is of a root.
    pub(super) fn is_of(&self, root: &str) -> bool {
        self.root == root
    }

    /// The values of a property.
    pub(super) fn all(&self, name: &str) -> &[Value] {
        self.properties.get(name).map_or(&[], Vec::as_slice)
    }

    /// The first value of a property.
    pub(super) fn first(&self, name: &str) -> Option<&Value> {
        self.all(name).first()
    }

    /// The first text of a property that says something.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.all(name).iter().map(Value::text).find(|text| !text.trim().is_empty())
    }

    fn read(element: Element<'_, '_>, reading: &Reading, base: &Url, depth: usize) -> Self {
        let root = reading.root.as_deref().unwrap_or_default();
        let mut item = Self { root: root.to_owned(), is_classic: reading.is_classic, ..Self::default() };
        let around = reading.is_classic.then_some(root);
        let mut given = Given::default();
        item.fill(element.at() + 1, element.end(), element, around, base, depth, &mut given);
        if !reading.is_classic {
            item.imply(element, base, &given);
        }
        item
    }

    /// Takes the properties that the elements of a range give.
    #[expect(clippy::too_many_arguments, reason = "one walk, which include-patterns make a second time")]
    fn fill(
        &mut self,
        from: usize,
        to: usize,
        of: Element<'_, '_>,
        around: Option<&str>,
        base: &Url,
        depth: usize,
        given: &mut Given,
    ) {
        let mut at = from;
        while at < to {
            let Some(element) = of.tree().element(at).filter(|_| of.tree().may_look()) else {
                at += 1;
                continue;
            };
            let reading = read(element, around);
            let mut item = (reading.root.is_some() && depth < DEPTH_MAX && !reading.properties.is_empty())
                .then(|| Self::read(element, &reading, base, depth + 1));
            for (prefix, name) in &reading.properties {
                given.note(prefix, name);
                let value = self.value(element, prefix, name, item.take(), base);
                self.add(name, value);
            }
            given.has_items |= reading.root.is_some();
            at = if reading.root.is_some() { element.end() } else { at + 1 };
        }
    }

    fn value(&self, element: Element<'_, '_>, prefix: &str, name: &str, item: Option<Self>, base: &Url) -> Value {
        match (item, prefix) {
            (Some(item), _) => {
                let stated = if prefix == "u" { item.text("url") } else { item.text("name") };
                let text = stated.map_or_else(|| value::text(element), str::to_owned);
                Value::Item(item, text)
            }
            (None, "u") => Value::Text(value::link(element, base)),
            (None, "dt") => {
                // An end without a date is on the day that was named last.
                let earlier = self.all(name).iter().rev().chain(self.all("start").iter().rev());
                let day = earlier.map(Value::text).find_map(date::day);
                Value::Text(date::read(element, day))
            }
            (None, "e") if element.has_elements() => Value::Html(element.inner_html().trim().to_owned()),
            (None, _) => Value::Text(value::text(element)),
        }
    }

    /// Adds a value of a property.
    pub(super) fn add(&mut self, name: &str, value: Value) {
        let values = self.properties.entry(name.to_owned()).or_default();
        if values.len() < VALUES_MAX {
            values.push(value);
        }
    }

    /// Adds a name and an address where the item gives none.
    fn imply(&mut self, element: Element<'_, '_>, base: &Url, given: &Given) {
        if !given.has_name && !given.has_text && !given.has_items {
            let name = value::implied_name(element);
            if !name.is_empty() {
                self.add("name", Value::Text(name));
            }
        }
        if !given.has_link && !given.has_items {
            let url = value::implied_link(element, base).map(Value::Text);
            url.into_iter().for_each(|url| self.add("url", url));
        }
    }
}

/// What an item was given, and need not imply.
#[derive(Default)]
struct Given {
    has_name: bool,
    has_text: bool,
    has_link: bool,
    has_items: bool,
}

impl Given {
    fn note(&mut self, prefix: &str, name: &str) {
        self.has_name |= name == "name";
        self.has_text |= matches!(prefix, "p" | "e");
        self.has_link |= prefix == "u";
    }
}

/// What an element is within an item of old, whose root is given, or of today.
fn read(element: Element<'_, '_>, around: Option<&str>) -> Reading {
    let mut reading = Reading { root: None, is_classic: false, properties: Vec::new() };
    let is_new = element.classes().any(is_root);
    for class in element.classes().take(64) {
        if is_root(class) {
            reading.root.get_or_insert_with(|| class.to_owned());
        } else if let Some(meaning) = around.and_then(|root| classic::property(root, class)) {
            reading.properties.push((meaning.prefix.to_owned(), meaning.name.to_owned()));
            if let Some(root) = meaning.root.filter(|_| !is_new && reading.root.is_none()) {
                (reading.root, reading.is_classic) = (Some(root.to_owned()), true);
            }
        } else if let Some((prefix, name)) = property(class).filter(|_| around.is_none()) {
            reading.properties.push((prefix.to_owned(), name.to_owned()));
        }
        if let Some(root) = classic::root(class).filter(|_| !is_new && reading.root.is_none()) {
            (reading.root, reading.is_classic) = (Some(root.to_owned()), true);
        }
    }
    reading
}

/// Whether a class marks an item of today: `h-` and lower-case letters, digits and hyphens.
fn is_root(class: &str) -> bool {
    class.strip_prefix("h-").is_some_and(is_name)
}

/// Prefix and name of a property's class.
fn property(class: &str) -> Option<(&str, &str)> {
    let (prefix, name) = class.split_once('-')?;
    (["p", "u", "dt", "e"].contains(&prefix) && is_name(name)).then_some((prefix, name))
}

/// A name as the specification has it, which most utility classes (`p-4`, `h-100`) are not.
fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}
