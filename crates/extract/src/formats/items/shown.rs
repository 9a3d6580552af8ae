//! Times that a page shows to people otherwise than it tells them to programs: some write universal time into attributes
//! and forget to say so. Who reads the page comes at the time that it shows.

use crate::prose_date::{self, Hints, Moment};
use crate::text;
use chrono::{NaiveDateTime, TimeDelta};
use serde_json::{Map, Value};

/// The longest text that shows when, in bytes: prose around a time says other things.
const TEXT_BYTES_MAX: usize = 200;

/// How far from universal time a zone can be.
const OFFSET_MAX: TimeDelta = TimeDelta::hours(14);

/// Puts start and end of a node right by the text of the element that tells its start. That must show from when until when,
/// and lie off by what a zone can be; an end that is told must be off by the same.
pub(super) fn put_right(node: &mut Map<String, Value>, text: &str) {
    let Some(times) = times(node, text) else { return };
    for (name, time) in ["startDate", "endDate"].into_iter().zip(times) {
        node.insert(name.to_owned(), Value::String(time.format("%Y-%m-%dT%H:%M").to_string()));
    }
}

fn times(node: &Map<String, Value>, shown: &str) -> Option<[NaiveDateTime; 2]> {
    let told = |name: &str| local(node.get(name)?.as_str()?);
    let start = told("startDate")?;
    let text = Some(text::line(shown, usize::MAX)?).filter(|text| text.len() <= TEXT_BYTES_MAX)?;
    let span = prose_date::read(&text, &Hints::on(start.date()))?;
    let at = |moment: &Moment| Some(moment.day.and_time(moment.time.filter(|_| moment.offset.is_none())?));
    let (from, until) = (at(&span.start)?, at(span.end.as_ref()?)?);
    let apart = start.signed_duration_since(from);
    let is_offset = !apart.is_zero() && apart.abs() <= OFFSET_MAX && apart.num_minutes() % 30 == 0;
    let is_end_off_too = match node.get("endDate") {
        Some(_) => told("endDate")?.signed_duration_since(until) == apart,
        None => true,
    };
    (is_offset && is_end_off_too && span.zone.is_none()).then_some([from, until])
}

/// A time that says neither its offset nor its zone.
fn local(time: &str) -> Option<NaiveDateTime> {
    let formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"];
    formats.iter().find_map(|format| NaiveDateTime::parse_from_str(time.trim(), format).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn put(node: &Value, text: &str) -> Value {
        let mut node = node.as_object().unwrap().clone();
        put_right(&mut node, text);
        Value::Object(node)
    }

    #[test]
    fn universal_time_that_does_not_say_so_is_told_as_the_page_shows_it() {
        let shown = "Date and time:\n June 07, 2027 \u{a0} 6:00 PM - 8:00 PM";
        let right = json!({"startDate": "2027-06-07T18:00", "endDate": "2027-06-07T20:00"});
        assert_eq!(put(&json!({"startDate": "2027-06-07T22:00"}), shown), right);
        assert_eq!(put(&json!({"startDate": "2027-06-07T22:00:00", "endDate": "2027-06-08T00:00"}), shown), right);
    }

    #[test]
    fn what_may_be_right_stays() {
        for (node, text) in [
            (json!({"startDate": "2027-06-07T18:00"}), "June 7, 2027 6:00 PM - 8:00 PM"),
            (json!({"startDate": "2027-06-07T22:00Z"}), "June 7, 2027 6:00 PM - 8:00 PM"),
            (json!({"startDate": "2027-06-07T22:00"}), "June 7, 2027, doors 6:00 PM"),
            (json!({"startDate": "2027-06-07T22:00"}), "June 7, 2027 6:00 PM - 8:00 PM EDT"),
            (json!({"startDate": "2027-06-07T22:00", "endDate": "2027-06-07T23:00"}), "June 7, 2027 6:00 PM - 8:00 PM"),
            (json!({"startDate": "2027-06-07T22:00"}), "October 7, 2027 6:00 PM - 8:00 PM"),
            (json!({"startDate": "2027-06-07"}), "June 7, 2027 6:00 PM - 8:00 PM"),
        ] {
            assert_eq!(put(&node, text), node, "{text}");
        }
    }
}
