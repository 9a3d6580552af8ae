//! The events in a tree of JSON or YAML, found by their shape: lists of rows wherever they stand (`data.events.edges[].node`,
//! `results`, `records[].fields`), maps of rows, single events under a key that says so, and the objects of a cache that
//! refer to each other.

use super::below::{Above, day_of_key};
use super::dated::Light;
use super::names::Names;
use super::wrapped::unwrapped;
use crate::rows::Row;
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// How deep in a document a list may stand.
const DEPTH_MAX: usize = 12;

/// So many values of a document are looked at.
const VALUES_MAX: usize = 200_000;

/// So many rows are looked at to tell what a list is of.
const SAMPLE_ROWS: usize = 20;

/// How deep references are followed from an event.
const REFERENCE_DEPTH_MAX: usize = 3;

/// So many values of an event are copied when its references are followed.
const COPIES_MAX: usize = 500;

/// So many bytes of text are copied of a document because rows refer to them.
const COPIED_BYTES_MAX: usize = 16 * 1024 * 1024;

/// An object of a document.
pub(super) type Node = Map<String, Value>;

/// The events of a document.
#[derive(Default)]
pub(super) struct Events<'a> {
    /// Its lists of events, the longest first, and of equal ones that which says more.
    pub(super) lists: Vec<Vec<Cow<'a, Node>>>,
    /// Whether a list says that it goes on elsewhere.
    pub(super) goes_on: bool,
    /// How many rows beside them have a name and are no events.
    pub(super) left_out: usize,
    /// Whether its events refer to more than is told of them.
    pub(super) is_cut: bool,
}

impl<'a> Events<'a> {
    /// Finds the events of a document, or the one that the whole document is.
    pub(super) fn of(values: &'a [Value], light: Light) -> Self {
        if let [Value::Object(whole)] = values {
            let row = Row::of(whole);
            if light.is_event(&row) {
                return Self { lists: vec![vec![Cow::Borrowed(whole)]], ..Self::default() };
            }
        }
        let found = Finder::default().searched(values);
        // What says more is looked for first.
        if found.is_empty() { Finder { light: Some(light), ..Finder::default() }.searched(values) } else { found }
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.lists.is_empty()
    }
}

/// Whether more than half of the first rows are events.
pub(super) fn are_events<'a>(rows: impl ExactSizeIterator<Item = &'a Node>) -> bool {
    let sample = rows.len().min(SAMPLE_ROWS);
    let events = rows.take(SAMPLE_ROWS).filter(|row| Row::of(row).is_event()).count();
    events * 2 > sample
}

/// Whether most of the first rows have a name and a start that is called so, as one of them has that is an event for sure:
/// an end or a place that is not known yet makes no row another thing.
fn are_alike(rows: &[Cow<'_, Node>]) -> bool {
    let sample: Vec<Row<'_>> = rows.iter().take(SAMPLE_ROWS).map(|row| Row::of(row)).collect();
    let is_alike = |row: &&Row<'_>| row.name().is_some() && row.has_start();
    sample.iter().filter(is_alike).count() * 2 > sample.len()
        && sample.iter().any(|row| row.has_start() && row.is_event())
}

/// How many rows have a name and a start and are no events, where others are.
fn beside_events(rows: &[Cow<'_, Node>]) -> usize {
    let (events, others): (Vec<_>, Vec<_>) = rows.iter().map(|row| Row::of(row)).partition(Row::is_event);
    if events.is_empty() { 0 } else { others.iter().filter(|row| row.name().is_some() && row.may_start()).count() }
}

#[derive(Default)]
struct Finder<'a> {
    values: usize,
    /// In which light lists of rows that say little are taken, if at all.
    light: Option<Light>,
    /// Lists of events, and whether the key that each stands under says so.
    found: Vec<(Vec<Cow<'a, Node>>, bool)>,
    /// Single events under a key that says so.
    single: Vec<&'a Node>,
    /// Objects of a cache, by what others call them.
    cached: Vec<(&'a str, &'a Node)>,
    /// Places and hosts that rows name by their ids.
    names: Names<'a>,
    goes_on: bool,
    /// How many rows beside single events have a name and are none.
    left_out: usize,
}

impl<'a> Finder<'a> {
    fn searched(mut self, values: &'a [Value]) -> Events<'a> {
        match values {
            // Documents one behind the other are rows of one list.
            [_, _, ..] => self.list(values, false, Above::default(), 0),
            values => values.iter().for_each(|value| self.visit(value, false, Above::default(), 0)),
        }
        self.finished()
    }

    fn visit(&mut self, value: &'a Value, is_about: bool, above: Above, depth: usize) {
        self.values += 1;
        if depth > DEPTH_MAX || self.values > VALUES_MAX {
            return;
        }
        match value {
            Value::Array(list) => self.list(list, is_about, above, depth),
            Value::Object(object) => self.object(object, is_about, above, depth),
            _ => {}
        }
    }

    fn list(&mut self, list: &'a [Value], is_about: bool, above: Above, depth: usize) {
        let rows: Vec<_> = of_one_kind(list.iter().filter_map(Value::as_object).map(unwrapped).collect());
        let are_dated = |light: Light| light.under(is_about).are_events(rows.iter().map(Cow::as_ref));
        let is_own = is_about || depth == 0;
        let are_rows = are_events(rows.iter().map(Cow::as_ref)) || (is_own && are_alike(&rows));
        if are_rows || self.light.is_some_and(are_dated) {
            self.found.push((rows, is_own));
        } else if let Some(rows) = above.rows(&list.iter().filter_map(Value::as_object).collect::<Vec<_>>()) {
            self.found.push((rows, true));
        } else {
            self.left_out += if is_about { beside_events(&rows) } else { 0 };
            list.iter().for_each(|value| self.visit(value, is_about, above, depth + 1));
        }
    }

    fn object(&mut self, object: &'a Node, is_about: bool, above: Above, depth: usize) {
        let row = Row::of(object);
        let above = above.fields(&row);
        let is_event = row.is_event();
        if is_event && is_about {
            return self.single.push(object);
        }
        let rows: Vec<&Node> = object.values().filter_map(Value::as_object).collect();
        // Events by their ids; each says by itself that it is one.
        let are_all = rows.len() == object.len() && rows.len() > 1 && rows.iter().all(|row| Row::of(row).is_event());
        if are_all && !object.keys().any(|key| key.contains(':')) {
            self.found.push((rows.into_iter().map(Cow::Borrowed).collect(), is_about));
            return;
        }
        self.goes_on |= row.truth(&["hasnextpage", "hasmore"]) == Some(true)
            || row.phrase(&["nextcursor", "nextpagetoken"]).is_some();
        for (key, value) in object.iter().filter(|(_, value)| value.is_object() || value.is_array()) {
            if let (true, Value::Object(node)) = (key.contains(':') && node_kind(value).is_some(), value) {
                self.cached.push((key, node));
                continue;
            }
            self.names.note(key, value);
            // The agenda of an event is a part of it.
            if !((is_event || row.has_start()) && is_agenda(key)) {
                let goes_on = self.goes_on;
                // Rows below a day are what is on that day.
                let is_about = is_about_events(key) || (is_about && is_wrapper(key)) || day_of_key(key).is_some();
                self.visit(value, is_about, above.key(key), depth + 1);
                // What is over needs not be read to its end.
                if plain(key).starts_with("past") {
                    self.goes_on = goes_on;
                }
            }
        }
    }

    fn finished(mut self) -> Events<'a> {
        let (of_cache, is_cut) = self.of_cache();
        let fields = |rows: &[Cow<'a, Node>]| rows.iter().map(|row| row.len()).sum::<usize>();
        self.found.sort_by_key(|(rows, is_about)| std::cmp::Reverse((rows.len(), *is_about, fields(rows))));
        // The longest list is the document's; others belong to it where their keys say so.
        let lists = self.found.into_iter().enumerate().filter(|(number, (_, is_about))| *number == 0 || *is_about);
        let mut lists: Vec<_> = lists.map(|(_, (rows, _))| rows).collect();
        if !of_cache.is_empty() {
            lists.push(of_cache);
        }
        let mut left_out = 0;
        if lists.is_empty() {
            left_out = self.left_out;
            let is_clear = |node: &&Node| Row::of(node).is_event();
            lists.extend(self.single.into_iter().filter(is_clear).map(|node| vec![Cow::Borrowed(node)]));
        }
        let mut left = COPIED_BYTES_MAX;
        for row in lists.iter_mut().flatten() {
            if let Some(told) = self.names.told(row, &mut left) {
                *row = Cow::Owned(told);
            }
        }
        Events { lists, goes_on: self.goes_on, left_out, is_cut }
    }

    /// The events of a cache, with what they refer to, and whether that is more than is copied.
    fn of_cache(&self) -> (Vec<Cow<'a, Node>>, bool) {
        let known: BTreeMap<&str, &Node> = self.cached.iter().copied().collect();
        let is_event = |(key, node): &&(&str, &Node)| {
            let kind = kind(node).unwrap_or_else(|| key.split(':').next().unwrap_or_default());
            kind.ends_with("Event") || kind.ends_with("event") || kind.ends_with("events")
        };
        let mut copies = Copies { known, values: 0, bytes: 0 };
        let resolved = self.cached.iter().filter(is_event).map(|(_, node)| {
            copies.values = 0;
            copies.fields(node, 0)
        });
        let events = resolved.filter(|node| Row::of(node).is_event()).map(Cow::Owned).collect();
        (events, copies.bytes > COPIED_BYTES_MAX)
    }
}

/// What is copied when references are followed.
struct Copies<'a> {
    known: BTreeMap<&'a str, &'a Node>,
    /// How many values of the event.
    values: usize,
    /// How many bytes of all events.
    bytes: usize,
}

impl Copies<'_> {
    fn fields(&mut self, node: &Node, depth: usize) -> Node {
        let mut fields = Node::new();
        for (key, value) in node {
            self.bytes = self.bytes.saturating_add(key.len());
            fields.insert(key.clone(), self.followed(value, depth));
        }
        fields
    }

    /// A value with what stands behind its references: `{"__ref": "Venue:7"}`, `{"type": "id", "id": "Venue:7"}`.
    fn followed(&mut self, value: &Value, depth: usize) -> Value {
        self.values += 1;
        self.bytes = self.bytes.saturating_add(value.as_str().map_or(0, str::len));
        if self.values > COPIES_MAX || self.bytes > COPIED_BYTES_MAX || depth > REFERENCE_DEPTH_MAX {
            return Value::Null;
        }
        match value {
            Value::Object(object) => {
                let is_id = object.get("type").and_then(Value::as_str) == Some("id");
                let name = object.get("__ref").or_else(|| object.get("id").filter(|_| is_id)).and_then(Value::as_str);
                let node = name.and_then(|name| self.known.get(name)).copied().unwrap_or(object);
                Value::Object(self.fields(node, depth + 1))
            }
            Value::Array(list) => list.iter().map(|value| self.followed(value, depth + 1)).collect(),
            other => other.clone(),
        }
    }
}

/// The type that an object names.
fn kind(node: &Node) -> Option<&str> {
    node.get("__typename").and_then(Value::as_str)
}

fn node_kind(value: &Value) -> Option<&str> {
    kind(value.as_object()?)
}

/// Of rows of several types those that are events.
fn of_one_kind(mut rows: Vec<Cow<'_, Node>>) -> Vec<Cow<'_, Node>> {
    // What is no event was not unwrapped.
    let kind = |row: &Cow<'_, Node>| {
        let inner = || ["node", "item"].iter().find_map(|key| node_kind(row.get(*key)?));
        kind(row).or_else(inner).map(|kind| kind.ends_with("Event"))
    };
    let is_event = |row: &Cow<'_, Node>| kind(row).unwrap_or(true);
    if rows.iter().any(|row| kind(row) == Some(true)) {
        rows.retain(is_event);
    }
    rows
}

/// A key without its arguments, in lower case: `events({"first":10})`.
fn plain(key: &str) -> String {
    crate::text::cut(key.split('(').next().unwrap_or(key), 64).to_ascii_lowercase()
}

/// Whether what stands under a key is an event, or some: `event`, `upcomingEvents`, `eventCollection`, `past`.
pub(super) fn is_about_events(key: &str) -> bool {
    let key = plain(key);
    ["event", "meetup", "conference", "hackathon", "evenement", "veranstaltung", "termin"]
        .iter()
        .any(|word| key.contains(word))
        || ["past", "upcoming", "future", "live", "featured"].contains(&key.as_str())
}

/// Whether a key only wraps what it holds.
pub(super) fn is_wrapper(key: &str) -> bool {
    const WRAPPERS: [&str; 14] = [
        "edges",
        "node",
        "nodes",
        "items",
        "item",
        "results",
        "result",
        "data",
        "records",
        "rows",
        "list",
        "entries",
        "collection",
        "values",
    ];
    WRAPPERS.contains(&plain(key).as_str())
}

/// Whether a key holds the parts of the event around it.
fn is_agenda(key: &str) -> bool {
    const PARTS: [&str; 15] = [
        "session", "talk", "agenda", "schedule", "slot", "program", "speaker", "ticket", "offer", "workshop", "room",
        "track", "subevent", "day", "activit",
    ];
    let key = plain(key);
    PARTS.iter().any(|part| key.contains(part))
}
