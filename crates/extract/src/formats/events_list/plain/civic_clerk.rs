//! Meetings as the API of CivicClerk tells them (`GET https://<town>.api.civicclerk.com/v1/Events`): their times are those
//! of the town's clock, whatever `Z` stands behind them, and the end of most is none.

use serde_json::{Map, Value};

/// Fields that each of its rows has.
const OWN: [&str; 4] = ["eventName", "startDateTime", "categoryName", "isPublished"];

/// The answer with fields that say what they mean.
pub(super) fn told(whole: &Value) -> Option<Value> {
    let answer = whole.as_object()?;
    let list = answer.get("value")?.as_array()?;
    let first = list.first()?.as_object()?;
    if !OWN.iter().all(|name| first.contains_key(*name)) {
        return None;
    }
    let rows = list.iter().filter_map(Value::as_object).filter(|row| is_public(row));
    let rows: Vec<Value> = rows.map(|row| Value::Object(plain(row))).collect();
    let beside = answer.iter().filter(|(key, _)| key.as_str() != "value");
    let mut told: Map<String, Value> = beside.map(|(key, value)| (key.clone(), value.clone())).collect();
    told.insert("value".to_owned(), Value::Array(rows));
    Some(Value::Object(told))
}

fn is_public(row: &Map<String, Value>) -> bool {
    let is_deleted = row.get("isDeleted").and_then(Value::as_bool) == Some(true);
    let is_published = row.get("isPublished").and_then(Value::as_str).is_none_or(|state| state == "Published");
    is_published && !is_deleted
}

fn plain(row: &Map<String, Value>) -> Map<String, Value> {
    let fields = [
        // Many a row says no more than name and start.
        ("object", Some(Value::from("event"))),
        ("id", row.get("id").cloned()),
        ("name", row.get("eventName").cloned()),
        ("description", row.get("eventDescription").cloned()),
        ("category", row.get("categoryName").cloned()),
        ("start", wall(row, "startDateTime").or_else(|| wall(row, "eventDate"))),
        ("end", wall(row, "meetingEndTime")),
        ("location", place(row)),
    ];
    fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}

/// What the clock on the wall shows.
fn wall(row: &Map<String, Value>, name: &str) -> Option<Value> {
    let text = row.get(name)?.as_str()?;
    let wall = text.strip_suffix('Z').unwrap_or(text);
    Some(Value::from(wall.split('.').next().unwrap_or(wall)))
}

/// The place; what stands for a street and has no number is a house.
fn place(row: &Map<String, Value>) -> Option<Value> {
    let mut place = row.get("eventLocation")?.as_object()?.clone();
    let is_house = |street: &str| !street.contains(|c: char| c.is_ascii_digit());
    let has_name = place.get("name").is_some_and(Value::is_string);
    if !has_name && place.get("address1").and_then(Value::as_str).is_some_and(is_house) {
        let house = place.remove("address1").unwrap_or_default();
        place.insert("name".to_owned(), house);
    }
    Some(Value::Object(place))
}
