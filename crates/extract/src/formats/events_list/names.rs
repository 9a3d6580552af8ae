//! Places, hosts and rooms that rows name by their ids, where the document lists them beside: `"location": "a7"` and
//! `"locations": [{"id": "a7", "name": "Hall"}]`.

use super::tree::Node;
use crate::{rows, weight};
use serde_json::Value;
use std::collections::BTreeMap;

/// So many are known.
const KNOWN_MAX: usize = 5_000;

/// The largest that is known, in bytes: each row that names it says it again.
const NODE_BYTES_MAX: usize = 8 * 1024;

/// What is listed beside events, by the beginning of its name, and the fields that refer to it.
const KINDS: [(&[&str], &str, &[&str]); 3] = [
    (
        &["location", "venue", "place"],
        "location",
        &["location", "locationid", "location_id", "venue", "venueid", "venue_id", "place"],
    ),
    (&["host", "organi"], "organizer", &["host", "hostid", "organizer", "organizerid", "organizer_id"]),
    (&["room"], ROOM, &["room", "roomid", "room_id"]),
];

/// The kind that is within a place, which the row may tell otherwise.
const ROOM: &str = "room";

/// Lists of places, hosts and rooms of a document.
#[derive(Default)]
pub(super) struct Names<'a> {
    known: [BTreeMap<String, &'a Node>; 3],
}

impl<'a> Names<'a> {
    /// Notes what an object lists under a key, if it is called so and each has an id and a name.
    pub(super) fn note(&mut self, key: &str, value: &'a Value) {
        let Some(list) = value.as_array() else { return };
        let key = key.to_ascii_lowercase();
        for ((starts, ..), known) in KINDS.iter().zip(&mut self.known) {
            if starts.iter().any(|start| key.starts_with(start)) {
                let named = list.iter().filter_map(Value::as_object).filter(|node| node.contains_key("name"));
                let named = named.filter(|node| weight::of_object(node) <= NODE_BYTES_MAX);
                let by_id = named.filter_map(|node| Some((rows::phrase(node.get("id")?)?, node)));
                known.extend(by_id.take(KNOWN_MAX.saturating_sub(known.len())));
            }
        }
    }

    /// A row with what its ids stand for, as long as so many bytes are left for it; none where it has none that is known.
    pub(super) fn told(&self, row: &Node, left: &mut usize) -> Option<Node> {
        let mut told = None;
        for ((_, name, fields), known) in KINDS.iter().zip(&self.known).filter(|(_, known)| !known.is_empty()) {
            let referred = row.iter().find_map(|(key, value)| {
                let is_id = matches!(value, Value::String(_) | Value::Number(_));
                let is_reference = is_id && fields.contains(&key.to_ascii_lowercase().as_str());
                is_reference.then(|| known.get(&rows::phrase(value)?).map(|node| (key, *node))).flatten()
            });
            if let Some((key, node)) = referred {
                *left = left.checked_sub(weight::of_object(node))?;
                let told = told.get_or_insert_with(|| row.clone());
                told.remove(key);
                let field = if *name == ROOM { "location" } else { *name };
                // A room lies in the house that the row tells.
                let is_housed =
                    || told.iter().any(|(key, value)| HOUSED.contains(&&*key.to_ascii_lowercase()) && !value.is_null());
                if *name != ROOM || !is_housed() {
                    told.insert(field.to_owned(), Value::Object(node.clone()));
                }
            }
        }
        told
    }
}

/// What rows tell their houses by.
const HOUSED: [&str; 8] =
    ["location", "venue", "place", "locationname", "location_name", "venuename", "venue_name", "address"];

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_said_again_for_each_row_is_short_and_bounded() {
        let places = json!([{"id": 1, "name": "Hall"}, {"id": 2, "name": "x".repeat(NODE_BYTES_MAX)}]);
        let mut names = Names::default();
        names.note("locations", &places);
        let told = |id: u64, left: &mut usize| names.told(json!({"location": id}).as_object().unwrap(), left);
        let mut left = 200;
        assert_eq!(told(1, &mut left).map(Value::Object), Some(json!({"location": {"id": 1, "name": "Hall"}})));
        assert!(left < 200);
        assert_eq!(told(2, &mut left), None);
        assert_eq!(told(1, &mut 10), None);
    }
}
