//! Several sittings of one event, each with its own start: `"timings": [{"begin": …, "end": …}, …]`; the first, the next and
//! the last of them where no more is told.

use super::time::{self, Times};
use super::{Row, first};
use hobnob_domain::TimeWords;
use serde_json::Value;

/// What such lists are called; what an event has of parts is called otherwise.
const NAMES: [&str; 8] =
    ["timings", "timeslots", "occurrences", "instances", "eventinstances", "eventdates", "performances", "showtimes"];

/// What such lists are called where nothing in them has a name of its own: else they are the parts of an event.
const NAMELESS: [&str; 7] = ["sessions", "schedule", "schedules", "slots", "showings", "screenings", "shows"];

/// What single sittings of a list are called that is not told itself: OpenAgenda's.
const SINGLE: [&str; 3] = ["firsttiming", "nexttiming", "lasttiming"];

/// The same in fields of the row: when such a sitting begins, and when it ends.
const FLAT: [(&str, &str); 2] = [("firstdatebegin", "firstdateend"), ("lastdatebegin", "lastdateend")];

/// So many are kept.
const SITTINGS_MAX: usize = 366;

/// The sittings that are objects.
fn list<'a>(row: &Row<'a>) -> Vec<Row<'a>> {
    let is_list = |value: &&Value| first(value).is_object();
    let field = |name: &&str| row.0.get(*name).copied().filter(is_list);
    let value =
        NAMES.iter().find_map(field).or_else(|| NAMELESS.iter().find_map(field).filter(|list| !has_names(list)));
    let sittings: Vec<&'a Value> = match value {
        Some(Value::Array(list)) => list.iter().take(SITTINGS_MAX).collect(),
        Some(one) => vec![one],
        None => SINGLE.iter().filter_map(field).collect(),
    };
    sittings.into_iter().filter_map(Value::as_object).map(Row::of).collect()
}

/// When each sitting is.
fn times(row: &Row<'_>) -> Vec<Times> {
    let listed: Vec<Times> = list(row).iter().map(time::read).filter(|times| times.start.is_some()).collect();
    if !listed.is_empty() {
        return listed;
    }
    let flat = FLAT.iter().map(|(start, end)| Times {
        start: row.moment(&[*start]),
        end: row.moment(&[*end]),
        end_is_exclusive: false,
    });
    flat.filter(|times| times.start.is_some()).collect()
}

/// Whether anything in a list has a name.
fn has_names(list: &Value) -> bool {
    let names = |value: &Value| value.as_object().is_some_and(|object| Row::of(object).name().is_some());
    list.as_array().map_or_else(|| names(list), |list| list.iter().take(SITTINGS_MAX).any(names))
}

/// Whether the row tells its sittings.
pub(super) fn are_told(row: &Row<'_>) -> bool {
    FLAT.iter().any(|(start, _)| row.moment(&[*start]).is_some())
        || list(row).iter().any(|sitting| time::start_field(sitting).is_some())
}

/// When the first sitting is, and from when the others are.
pub(super) fn read(row: &Row<'_>) -> Option<(Times, Vec<TimeWords>)> {
    let mut sittings = times(row).into_iter();
    let first = sittings.next()?;
    let mut others: Vec<TimeWords> = Vec::new();
    for start in sittings.filter_map(|times| times.start) {
        if first.start.as_ref() != Some(&start) && !others.contains(&start) {
            others.push(start);
        }
    }
    Some((first, others))
}
