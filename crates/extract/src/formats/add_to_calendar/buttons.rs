//! Buttons that scripts make. Each is read as a row with the fields that its makers document: add-to-calendar-button's
//! attributes (`name`, `startDate`, `startTime`, `timeZone`, …) or the JSON in it, AddEvent's `<span class="start">` and
//! AddToCalendar's `<var class="atc_date_start">`.

use crate::markup::Element;
use crate::{json, text, weight};
use serde_json::{Map, Value};

/// The attributes of `<add-to-calendar-button>`, as its documentation spells them.
const ATTRIBUTES: [&str; 11] = [
    "name",
    "description",
    "startDate",
    "startTime",
    "endDate",
    "endTime",
    "timeZone",
    "location",
    "organizer",
    "status",
    "recurrence",
];

/// So much text of one field is kept, in bytes.
const FIELD_BYTES_MAX: usize = 8 * 1024;

/// So many dates of one button are read, and so much text is said of all of them together, in bytes.
const DATES_MAX: usize = 100;
const SAID_BYTES_MAX: usize = 512 * 1024;

/// The events of a button, as rows of a list.
pub(super) fn rows(element: Element<'_, '_>) -> Vec<Value> {
    if element.is_one_of(&["add-to-calendar-button"]) {
        return web_component(element);
    }
    let has_class = |name: &str| element.classes().any(|class| class.eq_ignore_ascii_case(name));
    if has_class("atcb") {
        return within(&element.text()).into_iter().collect();
    }
    let fields = if has_class("addeventatc") {
        fields(element, "", &[("title", "name"), ("start", "start"), ("end", "end")])
    } else if has_class("atc_event") {
        fields(element, "atc_", &[("title", "name"), ("date_start", "start"), ("date_end", "end")])
    } else {
        Map::new()
    };
    if fields.is_empty() { Vec::new() } else { vec![Value::Object(fields)] }
}

/// The attributes of the button; those of several dates stand as JSON in one.
fn web_component(element: Element<'_, '_>) -> Vec<Value> {
    let mut said: Map<String, Value> = Map::new();
    for name in ATTRIBUTES {
        if let Some(value) = element.word(name) {
            said.insert(name.to_owned(), Value::String(text::cut(value.trim(), FIELD_BYTES_MAX).to_owned()));
        }
    }
    // `Jane Doe|jane@example.org`: nobody's address is kept.
    if let Some(Value::String(organizer)) = said.get_mut("organizer") {
        organizer.truncate(organizer.find('|').unwrap_or(organizer.len()));
    }
    let dates = element.word("dates").and_then(|dates| json::values(&dates).ok()?.into_iter().next());
    match dates {
        Some(Value::Array(dates)) => {
            let most = (SAID_BYTES_MAX / weight::of_object(&said)).min(DATES_MAX);
            dates.into_iter().take(most).filter_map(|date| with(&said, date)).collect()
        }
        _ if said.contains_key("startDate") => vec![Value::Object(said)],
        _ => within(&element.text()).into_iter().collect(),
    }
}

/// One of several dates: what it does not say itself is said of all.
fn with(said: &Map<String, Value>, date: Value) -> Option<Value> {
    let Value::Object(date) = date else { return None };
    let mut all = said.clone();
    all.extend(date);
    Some(Value::Object(all))
}

/// The JSON in a button.
fn within(text: &str) -> Option<Value> {
    let text = text.trim();
    let is_json = text.starts_with('{');
    json::values(text).ok().filter(|_| is_json)?.into_iter().find(Value::is_object)
}

/// The fields that stand in elements with classes; `named` ones are called otherwise in lists.
fn fields(element: Element<'_, '_>, prefix: &str, named: &[(&str, &str)]) -> Map<String, Value> {
    let mut fields = Map::new();
    let others = ["description", "location", "timezone", "organizer"].map(|name| (name, name));
    for child in element.children() {
        let class = child.classes().find_map(|class| class.strip_prefix(prefix));
        let field = class.and_then(|class| named.iter().chain(&others).find(|(name, _)| *name == class));
        let text = text::line(&child.text(), FIELD_BYTES_MAX);
        if let Some(((_, name), text)) = field.zip(text) {
            fields.entry(*name).or_insert(Value::String(text));
        }
    }
    fields
}
