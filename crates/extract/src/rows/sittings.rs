//! Several sittings of one event, each with its own start: `"timings": [{"begin": …, "end": …}, …]`.

use super::time::{self, Times};
use super::{Row, first};
use hobnob_domain::TimeWords;
use serde_json::Value;

/// What such lists are called; what an event has of parts is called otherwise.
const NAMES: [&str; 9] = [
    "timings",
    "timeslots",
    "occurrences",
    "instances",
    "eventinstances",
    "eventdates",
    "performances",
    "showtimes",
    "nexttiming",
];

/// What such lists are called where nothing in them has a name of its own: else they are the parts of an event.
const NAMELESS: [&str; 7] = ["sessions", "schedule", "schedules", "slots", "showings", "screenings", "shows"];

/// So many are kept.
const SITTINGS_MAX: usize = 366;

/// The list of sittings; the one that comes next where only that is told.
fn list<'a>(row: &Row<'a>) -> impl Iterator<Item = Row<'a>> {
    let is_list = |value: &&Value| first(value).is_object();
    let among = |names: &[&str]| names.iter().find_map(|name| row.0.get(*name).copied().filter(is_list));
    let value = among(&NAMES).or_else(|| among(&NAMELESS).filter(|list| !has_names(list)));
    let sittings = match value {
        Some(Value::Array(list)) => list.as_slice(),
        Some(one) => std::slice::from_ref(one),
        None => &[],
    };
    sittings.iter().take(SITTINGS_MAX).filter_map(Value::as_object).map(Row::of)
}

/// Whether anything in a list has a name.
fn has_names(list: &Value) -> bool {
    let names = |value: &Value| value.as_object().is_some_and(|object| Row::of(object).name().is_some());
    list.as_array().map_or_else(|| names(list), |list| list.iter().take(SITTINGS_MAX).any(names))
}

/// Whether the row tells its sittings.
pub(super) fn are_told(row: &Row<'_>) -> bool {
    list(row).any(|sitting| time::start_field(&sitting).is_some())
}

/// When the first sitting is, and from when the others are.
pub(super) fn read(row: &Row<'_>) -> Option<(Times, Vec<TimeWords>)> {
    let mut sittings = list(row).map(|sitting| time::read(&sitting)).filter(|times| times.start.is_some());
    let first = sittings.next()?;
    let others = sittings.filter_map(|times| times.start).filter(|start| Some(start) != first.start.as_ref());
    let others = others.collect();
    Some((first, others))
}
