//! Events in the state of Next.js and Apollo pages, found by their shape: under a key or type that says event, with a
//! name and a start. Objects that are only referred to (`__ref`) are looked up. Where there is no such state, events in
//! whatever else the page keeps for its scripts.

mod in_scripts;
mod listing;
mod payload;

use super::html::{Found, Html};
use super::state;
use crate::reading::{LISTINGS_MAX, Reading};
use listing::References;
use memchr::memmem;
use serde_json::{Map, Value};

/// How deep the state is looked into.
const DEPTH_MAX: usize = 64;

/// So many objects that others refer to are remembered.
const REFERENCES_MAX: usize = 50_000;

/// The state of a Next.js page: the JSON of its script `__NEXT_DATA__`. None when there is none.
pub(crate) fn next_data(text: &str) -> Option<Value> {
    state::by_id(text, "__NEXT_DATA__")
}

/// The words that only a start stands behind; without one the state need not be parsed.
const STARTS: [&str; 10] = [
    "\"dateTime\"",
    "\"startDate\"",
    "\"startDateTime\"",
    "\"startTime\"",
    "\"startAt\"",
    "\"startsAt\"",
    "\"start_at\"",
    "\"start_date\"",
    "\"start_time\"",
    "\"starts_at\"",
];

/// The names that scripts assign a state to.
const ASSIGNED: [&str; 3] = ["__APOLLO_STATE__", "__INITIAL_STATE__", "__PRELOADED_STATE__"];

/// Whether there is data with a start in it.
pub(super) fn may_be_in(text: &str) -> bool {
    has_state(text) || in_scripts::may_be_in(text)
}

fn has_state(text: &str) -> bool {
    let mut names = ["__NEXT_DATA__"].iter().chain(&ASSIGNED);
    let begin = names.find_map(|name| memmem::find(text.as_bytes(), name.as_bytes()));
    let Some(state) = begin.and_then(|at| text.get(at..)) else { return false };
    let is_start = |at: usize| STARTS.iter().any(|name| state.get(at..).is_some_and(|rest| rest.starts_with(name)));
    ["\"start", "\"dateTime\""].iter().any(|word| memmem::find_iter(state.as_bytes(), word.as_bytes()).any(is_start))
}

/// Finds every event in the state, or else in other data.
pub(super) fn find(html: &Html<'_>, reading: &mut Reading) -> Found {
    let found = if has_state(html.text) { in_state(html, reading) } else { Found::default() };
    if found.claims.is_empty() { in_scripts::find(html, reading) } else { found }
}

fn in_state(html: &Html<'_>, reading: &mut Reading) -> Found {
    let assigned = || ASSIGNED.iter().find_map(|name| state::assigned(html.text, name));
    let Some(state) = next_data(html.text).or_else(assigned) else { return Found::default() };
    let mut finder = Finder { events: Vec::new(), references: References::new(), has_more: false };
    finder.visit(&state, false, 0);
    if finder.has_more {
        reading.incomplete("the page has more events in its state than are read");
    }
    let claims = finder.events.iter().filter_map(|event| listing::claim(event, &finder.references, &html.base));
    Found { claims: claims.collect(), is_list: finder.events.len() > 1, ..Found::default() }
}

struct Finder<'a> {
    events: Vec<&'a Map<String, Value>>,
    references: References<'a>,
    has_more: bool,
}

impl<'a> Finder<'a> {
    fn visit(&mut self, value: &'a Value, is_about_events: bool, depth: usize) {
        if depth > DEPTH_MAX {
            return;
        }
        match value {
            Value::Array(values) => values.iter().for_each(|value| self.visit(value, is_about_events, depth + 1)),
            Value::Object(node) => {
                let kind = ["__typename", "@type", "type", "object"].iter().find_map(|key| node.get(*key)?.as_str());
                let is_event = is_about_events || kind.is_some_and(|kind| kind.ends_with("Event") || kind == "event");
                let is_other = kind.is_some_and(|kind| kind.ends_with("Connection") || kind.ends_with("Edge"));
                if is_event && !is_other && listing::is_complete(node) {
                    if self.events.len() < LISTINGS_MAX {
                        self.events.push(node);
                    } else {
                        self.has_more = true;
                    }
                }
                for (key, value) in node.iter().filter(|(_, value)| value.is_object() || value.is_array()) {
                    if key.contains(':') && self.references.len() < REFERENCES_MAX {
                        self.references.extend(value.as_object().map(|node| (key.as_str(), node)));
                    }
                    // Lists wrap what they hold: `events.edges[].node`, `entries[].event`.
                    let is_wrapper = ["edges", "node", "nodes", "items", "results", "data"].contains(&key.as_str());
                    let is_about = is_about_key(key) || (is_wrapper && is_about_events);
                    // The agenda of an event is a part of it.
                    if is_event && listing::is_complete(node) && is_agenda(key) {
                        continue;
                    }
                    self.visit(value, is_about, depth + 1);
                }
            }
            _ => {}
        }
    }
}

/// Whether a key of an event holds its sessions.
fn is_agenda(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    ["subevent", "session", "agenda", "schedule", "program", "talk"].iter().any(|word| key.contains(word))
}

/// Whether what stands under a key is an event, or some: `event`, `upcomingEvents`, `Event:17`, `event_list`.
fn is_about_key(key: &str) -> bool {
    let name = key.split([':', '(']).next().unwrap_or(key).to_ascii_lowercase();
    ["event", "events"].iter().any(|word| name.ends_with(word))
        || ["event_list", "eventlist", "eventslist"].contains(&name.as_str())
}
