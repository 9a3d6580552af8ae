//! A personal calendar as a form asks for it.

use crate::{
    State,
    search::{BadSearch, Pairs, feed_query, filter_query},
    words,
};
use hobnob_domain::{
    CalendarFault, CalendarOptions, CalendarSettings, Colour, EventFilter, EventKind, Near,
    query_string::{Query, RADIUS_KM_MAX, write_filter},
};

/// What people travel for.
const FAR: [EventKind; 3] = [EventKind::Conference, EventKind::Unconference, EventKind::Hackathon];

/// The settings that a form for a new calendar asks for. `far_km` is how far away conferences may be, where that is
/// another distance than for the rest: then the calendar joins two filters.
pub(crate) fn wished(state: &State, pairs: &Pairs) -> Result<CalendarSettings, BadSearch> {
    let mut pairs = pairs.clone();
    let mut taken = |key: &str| {
        let value = pairs.value(key).trim().to_owned();
        pairs.drop_key(key);
        value
    };
    let (name, colour, far) = (taken("name"), taken("colour"), taken("far_km"));
    ["key", "said"].into_iter().for_each(|key| {
        taken(key);
    });
    let colour = colour_of(&colour)?;
    if pairs.value("near").is_empty() {
        pairs.drop_key("radius_km");
    }
    let Query { filter, options } = feed_query(state, &pairs)?;
    let filters = match far.as_str() {
        "" => vec![filter],
        far => split(filter, radius(far)?),
    };
    let name = if name.is_empty() { titles(&filters) } else { name };
    checked(CalendarSettings { name, colour, filters, options })
}

/// How a calendar is to be written, as a form asks for it.
fn options(state: &State, pairs: &Pairs) -> Result<CalendarOptions, BadSearch> {
    let keys = ["past", "cancelled", "grace", "alarm", "tentative"];
    let written = keys.into_iter().map(|key| (key, pairs.value(key)));
    // A search for open calls is written by the same key.
    let calls = pairs.value("cfp").split(',').any(|value| value == "true").then(|| ("cfp", "true".to_owned()));
    let written = written.filter(|(_, value)| !value.is_empty()).chain(calls);
    Ok(feed_query(state, &Pairs::of(written))?.options)
}

/// What a form chooses of how a calendar looks, for the form that asks again since something else in it is wrong.
pub(crate) fn chosen(state: &State, pairs: &Pairs) -> CalendarSettings {
    CalendarSettings {
        name: pairs.value("name"),
        colour: colour_of(&pairs.value("colour")).unwrap_or_default(),
        options: options(state, pairs).unwrap_or_default(),
        filters: Vec::new(),
    }
}

/// The settings that a form for a calendar there is asks for: its filters stand one a line.
pub(crate) fn edited(state: &State, pairs: &Pairs) -> Result<CalendarSettings, BadSearch> {
    checked(CalendarSettings {
        name: pairs.value("name"),
        colour: colour_of(&pairs.value("colour"))?,
        filters: in_lines(state, &pairs.value("filters"))?,
        options: options(state, pairs)?,
    })
}

/// Filters as people write them, one a line; lines without anything on them count for nothing.
pub(crate) fn in_lines(state: &State, lines: &str) -> Result<Vec<EventFilter>, BadSearch> {
    let lines = lines.lines().map(str::trim).enumerate().filter(|(_, line)| !line.is_empty());
    lines.map(|(number, line)| in_line(state, number, line)).collect()
}

fn in_line(state: &State, number: usize, line: &str) -> Result<EventFilter, BadSearch> {
    let line = if line == EVERYTHING { "" } else { line };
    let read = Pairs::read(Some(line)).and_then(|pairs| filter_query(state, &pairs));
    read.map_err(|bad| BadSearch {
        message: format!("filter in line {}: {}", number + 1, bad.message),
        field: Some("filters".to_owned()),
        ..bad
    })
}

/// How a filter that finds everything is written.
const EVERYTHING: &str = "everything";

/// A filter as people edit it, which [`in_lines`] reads.
pub(crate) fn line_of(filter: &EventFilter) -> String {
    let mut written = url::form_urlencoded::Serializer::new(String::new());
    written.extend_pairs(write_filter(filter));
    edited_as(&written.finish())
}

/// A filter's query string as people edit it.
pub(crate) fn edited_as(query: &str) -> String {
    if query.is_empty() { EVERYTHING.to_owned() } else { query.replace("%2C", ",") }
}

/// What several filters find, in words.
pub(crate) fn titles(filters: &[EventFilter]) -> String {
    filters.iter().map(words::title).collect::<Vec<_>>().join("; ").chars().take(100).collect()
}

fn colour_of(word: &str) -> Result<Option<Colour>, BadSearch> {
    let bad = |fault: hobnob_domain::UnknownWord| BadSearch::new(format!("`colour`: {fault}"));
    if word.is_empty() { Ok(None) } else { word.parse().map(Some).map_err(bad) }
}

fn radius(text: &str) -> Result<f64, BadSearch> {
    let number = text.parse::<f64>().ok().filter(|km| *km > 0.0 && *km <= RADIUS_KM_MAX);
    number.ok_or_else(|| {
        BadSearch::new(format!("`far_km`: `{text}` is no number of kilometres above 0 and up to {RADIUS_KM_MAX}"))
    })
}

/// One filter near by, and one for what people travel for. A filter without a place has no distance to part by.
fn split(filter: EventFilter, far_km: f64) -> Vec<EventFilter> {
    let Some(near) = filter.near.clone().filter(|near| near.radius_km != far_km) else { return vec![filter] };
    let of = |is_far: bool| -> Vec<EventKind> {
        let asked = |kind: &&EventKind| filter.kinds.is_empty() || filter.kinds.contains(*kind);
        EventKind::ALL.iter().filter(asked).filter(|kind| FAR.contains(*kind) == is_far).copied().collect()
    };
    // Half around the Earth is anywhere.
    let far = (far_km < RADIUS_KM_MAX).then(|| Near { radius_km: far_km, ..near.clone() });
    let parts = [(of(false), Some(near)), (of(true), far)].into_iter().filter(|(kinds, _)| !kinds.is_empty());
    parts.map(|(kinds, near)| EventFilter { kinds, near, ..filter.clone() }).collect()
}

fn checked(settings: CalendarSettings) -> Result<CalendarSettings, BadSearch> {
    let told = |faults: Vec<CalendarFault>| {
        let words: Vec<String> = faults.iter().map(ToString::to_string).collect();
        let is_name = matches!(faults.first(), Some(CalendarFault::NoName | CalendarFault::LongName(_)));
        BadSearch::of(if is_name { "name" } else { "filters" }, words.join("; "))
    };
    settings.checked().map_err(told)
}

#[cfg(test)]
mod tests {
    use super::*;
    use hobnob_domain::query_string::read_filter;

    fn read(query: &str) -> EventFilter {
        let pairs = Pairs::read(Some(query)).unwrap();
        let gazetteer = hobnob_gazetteer::Gazetteer::embedded();
        read_filter(pairs.iter(), &|text| gazetteer.find(text)).unwrap()
    }

    fn lines(filters: &[EventFilter]) -> Vec<String> {
        filters.iter().map(line_of).collect()
    }

    #[test]
    fn meetups_are_near_and_conferences_far() {
        let split = split(read("niche=rust&near=Berlin&radius_km=30&kind=meetup,conference"), 1_500.0);
        let expected = [
            "niche=rust&kind=meetup&near=Berlin&radius_km=30",
            "niche=rust&kind=conference&near=Berlin&radius_km=1500",
        ];
        assert_eq!(lines(&split), expected);
    }

    #[test]
    fn one_distance_is_one_filter() {
        assert_eq!(lines(&split(read("near=Berlin&radius_km=30"), 30.0)), ["near=Berlin&radius_km=30"]);
        assert_eq!(lines(&split(read("niche=rust,go"), 1_500.0)), ["niche=rust,go"]);
        assert_eq!(lines(&split(read("near=Berlin&kind=hackathon"), RADIUS_KM_MAX)), ["kind=hackathon"]);
        assert_eq!(lines(&split(read("near=Berlin&kind=talk"), 900.0)), ["kind=talk&near=Berlin&radius_km=50"]);
    }

    #[test]
    fn every_kind_is_either_near_or_far() {
        let parts = split(read("near=Berlin"), 900.0);
        let kinds: usize = parts.iter().map(|filter| filter.kinds.len()).sum();
        assert_eq!((parts.len(), kinds), (2, EventKind::ALL.len()));
    }
}
