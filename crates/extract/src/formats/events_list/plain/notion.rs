//! Pages of a database of Notion's, whose properties are objects of their types: `{"Name": {"type": "title", "title":
//! [{"plain_text": "Rust Night"}]}, "Date": {"type": "date", "date": {"start": "2027-05-12"}}}`.

use crate::rows::Row;
use serde_json::{Map, Value};

/// The answer to a query, with each page as an object of plain fields.
pub(super) fn told(whole: &Value) -> Option<Value> {
    let answer = whole.as_object()?;
    let pages = answer.get("results")?.as_array()?;
    if !pages.first().is_some_and(is_page) {
        return None;
    }
    let rows = pages.iter().filter(|page| is_page(page) && !is_away(page)).filter_map(row);
    let rows: Vec<Value> = rows.map(Value::Object).collect();
    // What stands beside says whether the list goes on.
    let beside = answer.iter().filter(|(key, _)| key.as_str() != "results");
    let mut told: Map<String, Value> = beside.map(|(key, value)| (key.clone(), value.clone())).collect();
    told.insert("results".to_owned(), Value::Array(rows));
    Some(Value::Object(told))
}

fn is_page(page: &Value) -> bool {
    page.get("object").and_then(Value::as_str) == Some("page") && page.get("properties").is_some_and(Value::is_object)
}

/// Whether a page was put away.
fn is_away(page: &Value) -> bool {
    ["archived", "in_trash"].iter().any(|field| page.get(*field).and_then(Value::as_bool) == Some(true))
}

/// The fields of a page; none where nobody has filled any in.
fn row(page: &Value) -> Option<Map<String, Value>> {
    let mut row = Map::new();
    for (name, property) in page.get("properties")?.as_object()? {
        let Some(kind) = property.get("type").and_then(Value::as_str) else { continue };
        let Some(value) = property.get(kind).filter(|value| !value.is_null()) else { continue };
        row.extend(said(kind, value).map(|said| (name.clone(), said)));
        if kind == "date" && is_day_of_event(name) {
            for (part, field) in [("end", "end date"), ("time_zone", "time zone")] {
                let said = value.get(part).filter(|value| value.is_string());
                row.extend(said.map(|said| (field.to_owned(), said.clone())));
            }
        }
    }
    let says_something = |value: &Value| match value {
        Value::String(text) => !text.trim().is_empty(),
        Value::Number(_) => true,
        _ => false,
    };
    if !row.values().any(says_something) {
        return None;
    }
    if let Some(id) = page.get("id") {
        row.entry("id").or_insert_with(|| id.clone());
    }
    // The page itself, where everybody may read it.
    let has_page = Row::of(&row).has_page();
    let url = page.get("public_url").filter(|url| url.is_string() && !has_page);
    row.extend(url.map(|url| ("url".to_owned(), url.clone())));
    Some(row)
}

/// What a property says. The address of a file that Notion keeps is another one each time it is asked for, and says nothing.
fn said(kind: &str, value: &Value) -> Option<Value> {
    match kind {
        "title" | "rich_text" => {
            let parts = value.as_array()?.iter().filter_map(|part| part.get("plain_text")?.as_str());
            Some(Value::String(parts.collect()))
        }
        "date" => value.get("start").cloned(),
        "select" | "status" => value.get("name").cloned(),
        "multi_select" | "people" => {
            Some(value.as_array()?.iter().filter_map(|one| one.get("name").cloned()).collect())
        }
        "files" => value.as_array()?.iter().find_map(|file| file.pointer("/external/url").cloned()),
        "url" | "number" | "checkbox" | "string" | "boolean" | "place" => Some(value.clone()),
        "formula" => {
            let kind = value.get("type")?.as_str()?;
            said(kind, value.get(kind).filter(|value| !value.is_null())?)
        }
        _ => None,
    }
}

/// Whether a date of that name is when the event is, and not when a call for papers closes.
fn is_day_of_event(name: &str) -> bool {
    let fields = [("name", "x"), (name, "2027-01-01")];
    let fields: Map<String, Value> =
        fields.iter().map(|(field, text)| ((*field).to_owned(), Value::from(*text))).collect();
    Row::of(&fields).is_dated()
}
