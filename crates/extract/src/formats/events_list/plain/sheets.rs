//! Tables of spreadsheets: an answer of Google's Sheets API (`{"values": [["Name", "Date"], …]}`) or of its Visualization
//! API (`{"table": {"cols": […], "rows": […]}}`), and rows of cells alone, as scripts in a sheet give them.

use super::super::{COLUMNS_MAX, named};
use crate::reading::LISTINGS_MAX;
use chrono::{Datelike as _, NaiveDate, NaiveTime};
use serde_json::{Map, Value};

/// So many rows may stand above the header: a title, a note.
const ABOVE_MAX: usize = 5;

/// The year before which spreadsheets count time: a moment in it is a time of day.
const YEAR_OF_CLOCKS: i32 = 1899;

/// The rows of a table as objects.
pub(super) fn told(whole: &Value) -> Option<Value> {
    match whole {
        Value::Array(rows) => of_cells(rows),
        Value::Object(answer) => {
            if let Some(table) = answer.get("table").and_then(Value::as_object) {
                return visualized(table);
            }
            let ranges = answer.get("valueRanges").and_then(Value::as_array);
            let ranges = ranges.into_iter().flatten().filter_map(|range| range.get("values"));
            // The longest range is the list.
            let ranges = answer.get("values").into_iter().chain(ranges).filter_map(Value::as_array);
            of_cells(ranges.max_by_key(|rows| rows.len())?)
        }
        _ => None,
    }
}

/// Rows of cells, below a row that names the columns.
fn of_cells(rows: &[Value]) -> Option<Value> {
    let rows: Vec<&[Value]> = rows.iter().map(|row| row.as_array().map(Vec::as_slice)).collect::<Option<_>>()?;
    let is_name = |cell: &&Value| cell.as_str().is_some_and(|text| !text.trim().is_empty());
    let names_columns = |row: &&[Value]| row.iter().filter(is_name).count() > 1;
    let at = rows.iter().take(ABOVE_MAX + 1).position(names_columns)?;
    let header = rows.get(at)?.iter().map(|cell| cell.as_str().unwrap_or_default().trim().to_owned());
    let header = named(header.collect());
    let below = rows.iter().skip(at + 1).take(LISTINGS_MAX + 1);
    list(below.map(|row| object(&header, row.iter().cloned())))
}

/// A table of the Visualization API.
fn visualized(table: &Map<String, Value>) -> Option<Value> {
    let columns = table.get("cols")?.as_array()?;
    let label = |column: &Value| column.get("label").and_then(Value::as_str).unwrap_or_default().trim().to_owned();
    let labels: Vec<String> = columns.iter().map(label).collect();
    let rows = table.get("rows")?.as_array()?.iter().take(LISTINGS_MAX + 1);
    let rows = rows.filter_map(|row| row.get("c")?.as_array()).map(|cells| cells.iter().map(cell));
    // Where Google takes no row for the header, the first one may be it all the same.
    if labels.iter().all(String::is_empty) {
        let rows: Vec<Value> = rows.map(Iterator::collect).collect();
        return of_cells(&rows);
    }
    let header = named(labels);
    list(rows.map(|cells| object(&header, cells)))
}

fn object(header: &[String], cells: impl Iterator<Item = Value>) -> Map<String, Value> {
    let mut row = Map::new();
    for (name, cell) in header.iter().zip(cells).take(COLUMNS_MAX) {
        if !name.is_empty() && !cell.is_null() && cell.as_str() != Some("") {
            row.entry(name.clone()).or_insert(cell);
        }
    }
    row
}

fn list(rows: impl Iterator<Item = Map<String, Value>>) -> Option<Value> {
    let rows: Vec<Value> = rows.filter(|row| !row.is_empty()).map(Value::Object).collect();
    (!rows.is_empty()).then_some(Value::Array(rows))
}

/// What a cell of the Visualization API says: its value, which is a text where it is a moment; else what is shown.
fn cell(cell: &Value) -> Value {
    match cell.get("v") {
        Some(Value::String(text)) => Value::String(moment(text).unwrap_or_else(|| text.clone())),
        Some(Value::Array(clock)) => time_of_day(clock).map_or(Value::Null, Value::String),
        Some(Value::Null) | None => cell.get("f").cloned().unwrap_or_default(),
        Some(value) => value.clone(),
    }
}

/// `Date(2027,0,31,18,0,0)`: months are counted from 0.
fn moment(text: &str) -> Option<String> {
    let parts = text.trim().strip_prefix("Date(")?.strip_suffix(')')?.split(',');
    let parts: Vec<u32> = parts.map(|part| part.trim().parse().ok()).collect::<Option<_>>()?;
    let [year, month, day, clock @ ..] = parts.as_slice() else { return None };
    let day = NaiveDate::from_ymd_opt(i32::try_from(*year).ok()?, month.checked_add(1)?, *day)?;
    let [hour, minute, rest @ ..] = clock else { return Some(day.to_string()) };
    let time = NaiveTime::from_hms_opt(*hour, *minute, rest.first().copied().unwrap_or_default())?;
    if day.year() <= YEAR_OF_CLOCKS {
        return Some(time.format("%H:%M").to_string());
    }
    Some(day.and_time(time).format("%Y-%m-%dT%H:%M:%S").to_string())
}

/// `[18, 30, 0, 0]`.
fn time_of_day(parts: &[Value]) -> Option<String> {
    let number = |part: Option<&Value>| u32::try_from(part?.as_u64()?).ok();
    let time = NaiveTime::from_hms_opt(number(parts.first())?, number(parts.get(1))?, 0)?;
    Some(time.format("%H:%M").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn cells_say_moments_as_others_do() {
        let told = |value: Value| cell(&json!({ "v": value, "f": "as shown" }));
        assert_eq!(told(json!("Date(2027,0,31,18,5,0)")), "2027-01-31T18:05:00");
        assert_eq!(told(json!("Date(2027,11,1)")), "2027-12-01");
        assert_eq!(told(json!("Date(1899,11,30,19,30,0)")), "19:30");
        assert_eq!(told(json!([18, 30, 0, 0])), "18:30");
        assert_eq!(told(json!("Date(2027,12,1)")), "Date(2027,12,1)");
        assert_eq!(told(json!(null)), "as shown");
        assert_eq!((cell(&Value::Null), told(json!(7))), (Value::Null, json!(7)));
    }

    #[test]
    fn a_header_may_stand_below_a_title() {
        let sheet =
            json!({"values": [["Our evenings"], [], ["Name", "", "Date"], ["Go", "x", "2027-05-12"], [], ["Zig"]]});
        assert_eq!(told(&sheet), Some(json!([{"Name": "Go", "Date": "2027-05-12"}, {"Name": "Zig"}])));
    }

    #[test]
    fn what_is_no_table_is_left_alone() {
        for other in [
            json!({"values": [1, 2]}),
            json!({"values": {"a": 1}}),
            json!([[1, 2], [3, 4]]),
            json!([["one"], ["two"]]),
            json!([{"name": "x"}]),
            json!({"table": "of contents"}),
            json!("text"),
        ] {
            assert_eq!(told(&other), None, "{other}");
        }
    }
}
