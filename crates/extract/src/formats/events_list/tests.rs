//! What is said once and meant for many rows.

use super::*;
use serde_json::json;

#[test]
fn the_name_of_a_column_is_kept_in_part() {
    let rows = table(&format!("name,date,{}\na,2027-01-01,b\n", "x".repeat(10_000)), 10).unwrap();
    let keys: Vec<usize> = rows.iter().flat_map(Map::keys).map(String::len).collect();
    assert_eq!(keys.iter().max(), Some(&text::WORD_BYTES_MAX));
}

#[test]
fn what_is_off_is_left_out_of_one_row_of_its_series() {
    let series =
        json!({"id": "a", "summary": "Night", "start": {"date": "2027-01-01"}, "recurrence": ["RRULE:FREQ=DAILY"]});
    let off = json!({"recurringEventId": "a", "status": "cancelled", "originalStartTime": {"date": "2027-01-02"}});
    let rows: Vec<Map<String, Value>> =
        [&series, &off, &series].iter().filter_map(|row| row.as_object().cloned()).collect();
    let base = "https://example.org/".parse().unwrap();
    let told: Vec<usize> = listings(&rows, &base).flatten().map(|listing| listing.words.exclusions.len()).collect();
    assert_eq!(told, [1, 0]);
}
