//! OpenAgenda's events, as its own API tells them and as catalogues of open data keep them (Opendatasoft's `records` and
//! exports): lists that are kept as text, numbers for words, pictures in two parts.

use serde_json::{Map, Value};

/// Where the events of an answer stand; an export is their list itself.
const LISTS: [&str; 4] = ["", "/events", "/results", "/records"];

/// Where the fields of a row stand.
const WITHIN: [&str; 3] = ["/fields", "/record/fields", ""];

/// Fields that no one else has, in lower case.
const OWN: [&str; 3] = ["timings", "firsttiming", "firstdate_begin"];

/// What the numbers mean by which it says how one takes part, and what becomes of the event. One that is full takes place.
const MODES: [&str; 3] = ["offline", "online", "mixed"];
const STATES: [&str; 6] =
    ["EventScheduled", "EventRescheduled", "EventMovedOnline", "EventPostponed", "EventScheduled", "EventCancelled"];

/// The answer with fields that say what they mean.
pub(super) fn told(whole: &Value) -> Option<Value> {
    let list = LISTS.iter().find(|list| whole.pointer(list).is_some_and(Value::is_array))?;
    let is_own = |row: &Value| {
        let fields = within(row).and_then(|within| row.pointer(within)?.as_object());
        fields.is_some_and(is_of_agenda)
    };
    if !whole.pointer(list)?.as_array()?.iter().any(is_own) {
        return None;
    }
    let mut told = whole.clone();
    for row in told.pointer_mut(list)?.as_array_mut()? {
        let Some(within) = within(row) else { continue };
        let fields = row.pointer_mut(within).and_then(Value::as_object_mut);
        if let Some(fields) = fields.filter(|fields| is_of_agenda(fields)) {
            mend(fields);
        }
    }
    Some(told)
}

fn within(row: &Value) -> Option<&'static str> {
    WITHIN.iter().find(|within| row.pointer(within).is_some_and(Value::is_object)).copied()
}

fn is_of_agenda(fields: &Map<String, Value>) -> bool {
    fields.keys().any(|key| OWN.contains(&key.to_ascii_lowercase().as_str()))
}

fn mend(fields: &mut Map<String, Value>) {
    for (key, value) in fields.iter_mut() {
        let mended = match key.to_ascii_lowercase().as_str() {
            "timings" => {
                value.as_str().and_then(|text| serde_json::from_str::<Value>(text).ok()).filter(Value::is_array)
            }
            "attendancemode" => word(&MODES, value),
            "status" => word(&STATES, value),
            "keywords" => {
                value.as_object().and_then(|languages| languages.values().find(|list| list.is_array()).cloned())
            }
            "image" => image(value),
            _ => None,
        };
        if let Some(mended) = mended {
            *value = mended;
        }
    }
}

/// What a number means that is told alone, with its label, or with its label as text.
fn word(words: &[&str], value: &Value) -> Option<Value> {
    let number = match value {
        Value::Object(told) => told.get("id")?.as_u64(),
        Value::String(text) => {
            let told: Value = serde_json::from_str(text).ok()?;
            told.as_u64().or_else(|| told.get("id")?.as_u64())
        }
        number => number.as_u64(),
    };
    let place = usize::try_from(number?).ok()?.checked_sub(1)?;
    words.get(place).map(|word| Value::from(*word))
}

fn image(value: &Value) -> Option<Value> {
    let part = |name: &str| value.get(name).and_then(Value::as_str);
    Some(Value::String([part("base")?, part("filename")?].concat()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn numbers_are_words_and_texts_are_lists() {
        let sitting = json!([{"begin": "2027-09-20T18:30:00+02:00"}]);
        let row = json!({"timings": sitting.to_string(), "status": "{\"id\": 6}", "attendancemode": 2, "title": 1,
            "keywords": {"fr": ["corde"]}, "image": {"base": "https://a.example/", "filename": "b.jpg"}});
        let meant = json!({"timings": sitting, "status": "EventCancelled", "attendancemode": "online", "title": 1,
            "keywords": ["corde"], "image": "https://a.example/b.jpg"});
        assert_eq!(told(&json!([row])), Some(json!([meant])));
        assert_eq!(told(&json!({"results": [row]})), Some(json!({"results": [meant]})));
        assert_eq!(told(&json!({"records": [{"fields": row}]})), Some(json!({"records": [{"fields": meant}]})));
    }

    #[test]
    fn what_says_what_it_means_stays() {
        let row =
            json!({"timings": [{"begin": "2027-09-20"}], "status": "cancelled", "keywords": "corde", "image": "b.jpg"});
        assert_eq!(told(&json!({"events": [row]})), Some(json!({"events": [row]})));
        assert_eq!(told(&json!({"events": [{"status": 6}]})), None);
        assert_eq!(told(&json!({"status": 6})), None);
    }
}
