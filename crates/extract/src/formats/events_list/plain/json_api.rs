//! Resources of JSON:API (<https://jsonapi.org/format/#document-compound-documents>): what an event is related to, its place
//! and its host, stands beside the list, under `included`. Drupal tells so, and where the page of an event is.

use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// What the relationships are called that say where, when and by whom an event is; others tell of who wrote it down.
const WORDS: [&str; 18] = [
    "venue",
    "location",
    "place",
    "address",
    "city",
    "organi",
    "host",
    "group",
    "community",
    "chapter",
    "tag",
    "categor",
    "topic",
    "keyword",
    "date",
    "event_type",
    "image",
    "cover",
];

/// So many resources are known of those beside the list.
const KNOWN_MAX: usize = 20_000;

/// So many resources are one relationship.
const RELATED_MAX: usize = 32;

/// How many relationships lead from an event to what is said of it: to its place, and on to the address of that.
const DEPTH_MAX: usize = 2;

/// So many bytes are copied from beside the list into it, as many events may share a place; and what a value costs at least.
const COPIED_BYTES_MAX: usize = 16 * 1024 * 1024;
const VALUE_BYTES: usize = 32;

/// The document, with what each resource is related to among its attributes.
pub(super) fn told(whole: &Value) -> Option<Value> {
    let document = whole.as_object()?;
    let resources = document.get("data")?.as_array()?;
    let mut included = Included::of(document);
    let is_resource = |resource: &Value| name_of(resource).is_some() && attributes(resource).is_some();
    let has_page = |resource: &Value| attributes(resource).and_then(page).is_some();
    let says_more = !included.known.is_empty() || resources.iter().any(has_page);
    if !says_more || !resources.iter().any(is_resource) {
        return None;
    }
    let row = |resource: &Value| {
        let Some(mut row) = resource.as_object().filter(|_| is_resource(resource)).cloned() else {
            return resource.clone();
        };
        row.remove("relationships");
        row.insert("attributes".to_owned(), Value::Object(included.fields(resource, 0)));
        Value::Object(row)
    };
    let rows: Vec<Value> = resources.iter().map(row).collect();
    let beside = document.iter().filter(|(key, _)| key.as_str() != "data");
    let mut told: Map<String, Value> = beside.map(|(key, value)| (key.clone(), value.clone())).collect();
    told.insert("data".to_owned(), Value::Array(rows));
    Some(Value::Object(told))
}

/// What a resource is called by others: its type and its id.
fn name_of(resource: &Value) -> Option<(&str, &str)> {
    Some((resource.get("type")?.as_str()?, resource.get("id")?.as_str()?))
}

fn attributes(resource: &Value) -> Option<&Map<String, Value>> {
    resource.get("attributes")?.as_object()
}

/// The page of a resource, as Drupal tells it: `"path": {"alias": "/events/lake-run"}`.
fn page(attributes: &Map<String, Value>) -> Option<&str> {
    attributes.get("path")?.get("alias")?.as_str().filter(|alias| alias.starts_with('/'))
}

/// The resources beside a list.
struct Included<'a> {
    /// Each by its name, with how much it says, in bytes.
    known: BTreeMap<(&'a str, &'a str), (&'a Value, usize)>,
    /// So many bytes may still be copied.
    left: usize,
}

impl<'a> Included<'a> {
    fn of(document: &'a Map<String, Value>) -> Self {
        let list = document.get("included").and_then(Value::as_array);
        let named = |resource: &'a Value| Some((name_of(resource)?, (resource, size(resource.get("attributes")?))));
        let known = list.into_iter().flatten().filter_map(named).take(KNOWN_MAX).collect();
        Self { known, left: COPIED_BYTES_MAX }
    }

    /// The attributes of a resource, and among them what it is related to.
    fn fields(&mut self, resource: &Value, depth: usize) -> Map<String, Value> {
        let mut fields = attributes(resource).cloned().unwrap_or_default();
        let relationships = resource.get("relationships").and_then(Value::as_object);
        for (name, relationship) in relationships.into_iter().flatten().filter(|(name, _)| says_where_or_when(name)) {
            let told = match relationship.get("data") {
                Some(Value::Array(references)) => {
                    let told = references.iter().take(RELATED_MAX).filter_map(|one| self.related(one, depth));
                    let told: Vec<Value> = told.collect();
                    (!told.is_empty()).then_some(Value::Array(told))
                }
                Some(reference) => self.related(reference, depth),
                None => None,
            };
            if let Some(told) = told {
                let field = fields.entry(name.clone()).or_insert(Value::Null);
                if field.is_null() {
                    *field = told;
                }
            }
        }
        if let Some(page) = page(&fields).map(Value::from) {
            fields.entry("url").or_insert(page);
        }
        fields
    }

    /// What is said of the resource that a reference names.
    fn related(&mut self, reference: &Value, depth: usize) -> Option<Value> {
        if depth >= DEPTH_MAX {
            return None;
        }
        let (resource, size) = *self.known.get(&name_of(reference)?)?;
        self.left = self.left.checked_sub(size)?;
        Some(Value::Object(self.fields(resource, depth + 1)))
    }
}

fn says_where_or_when(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    WORDS.iter().any(|word| name.contains(word))
}

/// How much a value says, in bytes.
fn size(value: &Value) -> usize {
    match value {
        Value::String(text) => VALUE_BYTES + text.len(),
        Value::Array(list) => list.iter().map(size).fold(VALUE_BYTES, usize::saturating_add),
        Value::Object(object) => {
            object.iter().map(|(key, value)| key.len() + size(value)).fold(VALUE_BYTES, usize::saturating_add)
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => VALUE_BYTES,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_related_is_copied_so_far_and_no_further() {
        let related = |id: &str, to: &str| {
            let beside = json!({"place": {"data": {"type": "place", "id": to}}});
            json!({"type": "place", "id": id, "attributes": {"name": id}, "relationships": beside})
        };
        // One that leads back to itself ends all the same.
        let document = json!({"data": [related("a", "b")], "included": [related("b", "c"), related("c", "b")]});
        let place = json!({"name": "b", "place": {"name": "c"}});
        let row = json!({"type": "place", "id": "a", "attributes": {"name": "a", "place": place}});
        assert_eq!(told(&document).unwrap().get("data"), Some(&json!([row])));
        let mut included = Included::of(document.as_object().unwrap());
        included.left = VALUE_BYTES;
        assert_eq!(Value::Object(included.fields(&related("a", "b"), 0)), json!({"name": "a"}));
    }

    #[test]
    fn who_wrote_it_down_is_nothing_of_the_event() {
        let user = json!({"type": "user", "id": "1", "attributes": {"name": "editor"}});
        let event = json!({"type": "event", "id": "7", "attributes": {"title": "Go"},
            "relationships": {"uid": {"data": {"type": "user", "id": "1"}}, "author": {"data": {"type": "user", "id": "1"}}}});
        let told = told(&json!({"data": [event], "included": [user]})).unwrap();
        assert_eq!(told.pointer("/data/0"), Some(&json!({"type": "event", "id": "7", "attributes": {"title": "Go"}})));
    }

    #[test]
    fn what_has_nothing_beside_it_is_left_alone() {
        let event = json!({"type": "event", "id": "7", "attributes": {"title": "Go"}});
        assert_eq!(told(&json!({"data": [event]})), None);
        assert_eq!(told(&json!({"data": [{"id": 7}], "included": []})), None);
        assert_eq!(told(&json!({"data": {"events": []}})), None);
        assert_eq!(told(&json!([event])), None);
    }
}
