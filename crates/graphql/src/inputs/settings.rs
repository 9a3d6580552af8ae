//! From what clients write to the settings of a calendar, with everything that is wrong told at once.

use super::{CalendarOptionsInput, EventFilterInput};
use crate::mutations::{InputProblem, InputProblemCode};
use hobnob_domain::{
    CalendarFault, CalendarOptions, CalendarSettings, EventFilter, FilterError, UnreadFilter,
    personal_calendar::FILTERS_MAX,
    query_string::{ALARMS_MAX, read_query},
};
use hobnob_gazetteer::Gazetteer;

/// Reads filters. What is wrong with one is added to the problems; too many are not read at all.
pub(crate) fn read_filters(
    filters: Vec<EventFilterInput>,
    gazetteer: &Gazetteer,
    problems: &mut Vec<InputProblem>,
) -> Vec<EventFilter> {
    if filters.len() > FILTERS_MAX {
        problems.push(told(CalendarFault::ManyFilters(filters.len())));
        return vec![EventFilter::default()];
    }
    let read = |(position, filter): (usize, EventFilterInput)| match filter.read(gazetteer) {
        Ok(filter) => filter,
        Err(error) => {
            problems.push(of_filter(position, &error.message));
            EventFilter::default()
        }
    };
    filters.into_iter().enumerate().map(read).collect()
}

/// The reader's words begin with where in the filter the fault is: `filter.near.place: no place …`.
fn of_filter(position: usize, message: &str) -> InputProblem {
    let position = position.to_string();
    let (path, message) =
        message.strip_prefix("filter.").and_then(|rest| rest.split_once(": ")).unwrap_or(("", message));
    let inside = path.split('.').filter(|part| !part.is_empty());
    InputProblem::new(["filters", &position].into_iter().chain(inside), InputProblemCode::Invalid, message)
}

/// Reads options by the reader of the query string. What is wrong is added to the problems.
pub(crate) fn read_options(options: CalendarOptionsInput, problems: &mut Vec<InputProblem>) -> CalendarOptions {
    let CalendarOptionsInput { past, cancelled, alarms, includes_calls_for_papers, grace, includes_tentative } =
        options;
    let alarms = alarms.unwrap_or_default();
    if alarms.len() > ALARMS_MAX {
        let message = format!("{} alarms; at most {ALARMS_MAX} fit", alarms.len());
        problems.push(InputProblem::new(["options", "alarms"], InputProblemCode::TooMany, message));
        return CalendarOptions::default();
    }
    let cancelled = cancelled.map(|policy| hobnob_domain::CancelledPolicy::from(policy).to_string());
    let mut pairs: Vec<(&str, String)> = Vec::new();
    pairs.extend(past.map(|past| ("past", past)));
    pairs.extend(grace.map(|grace| ("grace", grace)));
    pairs.extend(cancelled.map(|policy| ("cancelled", policy)));
    pairs.extend(alarms.into_iter().map(|alarm| ("alarm", alarm)));
    pairs.extend(includes_calls_for_papers.map(|is_so| ("cfp", is_so.to_string())));
    pairs.extend(includes_tentative.map(|is_so| ("tentative", is_so.to_string())));
    let pairs = pairs.iter().map(|(key, value)| (*key, value.as_str()));
    let nowhere = |text: &str| Err(hobnob_domain::PlaceError::NotFound { text: text.to_owned() });
    match read_query(pairs, &nowhere) {
        Ok(query) => query.options,
        Err(FilterError::BadValue { key, fault }) => {
            let field = if matches!(&*key, "past" | "grace") { &*key } else { "alarms" };
            problems.push(InputProblem::new(["options", field], InputProblemCode::Invalid, fault));
            CalendarOptions::default()
        }
        Err(other) => {
            problems.push(InputProblem::new(["options"], InputProblemCode::Invalid, other));
            CalendarOptions::default()
        }
    }
}

/// Settings that can be kept, or everything that is wrong with them.
pub(crate) fn checked_settings(
    settings: CalendarSettings,
    mut problems: Vec<InputProblem>,
) -> Result<CalendarSettings, Vec<InputProblem>> {
    match settings.checked() {
        Ok(settings) if problems.is_empty() => Ok(settings),
        Ok(_) => Err(problems),
        Err(faults) => {
            problems.extend(faults.into_iter().map(told));
            Err(problems)
        }
    }
}

/// What the owner of a calendar is to put right in its filters.
pub(crate) fn unread_problems(unread: &[UnreadFilter]) -> Vec<InputProblem> {
    let problem = |unread: &UnreadFilter| {
        let UnreadFilter { query, reason, narrowed: _ } = unread;
        let message = format!("`{query}` can't be read any more ({reason}): give the calendar its filters anew");
        InputProblem::new(["filters"], InputProblemCode::Gone, message)
    };
    unread.iter().map(problem).collect()
}

fn told(fault: CalendarFault) -> InputProblem {
    let (field, code) = match fault {
        CalendarFault::NoName | CalendarFault::LongName(_) => ("name", InputProblemCode::Invalid),
        CalendarFault::NoFilter => ("filters", InputProblemCode::Invalid),
        CalendarFault::ManyFilters(_) => ("filters", InputProblemCode::TooMany),
    };
    InputProblem::new([field], code, fault)
}
