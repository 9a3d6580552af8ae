//! The filter as written in addresses and on the command line: `niche=rust,postgresql&near=Berlin&radius_km=50`.
//!
//! One language for calendar, feeds, page and command line. Keys may repeat, values may be lists parted by commas.

mod values;

pub use values::{coordinates, duration, duration_text};

use crate::{CalendarOptions, CancelledPolicy, EventFilter, Near, PlaceError, PlaceFinder, country};
use chrono::{DateTime, TimeDelta, Utc};
use values::{bad, duration_of, list, list_of, moment, once, parts, radius, truth, words_asked_for};

/// How far "near" reaches when nobody says, in kilometres.
pub const RADIUS_KM_DEFAULT: f64 = 50.0;

/// The farthest that "near" reaches: half around the Earth, in kilometres.
pub const RADIUS_KM_MAX: f64 = 20_040.0;

/// The longest value taken, in bytes.
pub const VALUE_BYTES_MAX: usize = 2_000;

/// The most values one key takes.
pub const VALUES_MAX: usize = 100;

/// The most alarms before one event.
pub const ALARMS_MAX: usize = 5;

/// The keys of the filter.
pub const FILTER_KEYS: &[&str] = &[
    "niche",
    "goal",
    "kind",
    "mode",
    "near",
    "radius_km",
    "country",
    "lang",
    "free",
    "q",
    "from",
    "to",
    "cfp",
    "organizer",
    "source",
    "status",
];

/// The keys of a calendar's options; `cfp=true` is one too.
pub const OPTION_KEYS: &[&str] = &["past", "cancelled", "alarm", "tentative", "grace"];

/// Why a query string is refused; the message names the cure.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum FilterError {
    /// Not a key of the language.
    #[error("unknown key `{key}`; allowed: {}", allowed.join(", "))]
    UnknownKey {
        /// What was written.
        key: String,
        /// What may be written.
        allowed: Vec<&'static str>,
    },
    /// Not a value of the key.
    #[error("`{key}`: {fault}")]
    BadValue {
        /// The key.
        key: String,
        /// What is wrong with its value, and what is allowed.
        fault: String,
    },
    /// The place can't be told.
    #[error("`near`: {0}")]
    Place(#[from] PlaceError),
}

/// A filter and the options written beside it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query {
    /// Which events.
    pub filter: EventFilter,
    /// How a calendar of them is written.
    pub options: CalendarOptions,
}

/// What stood in the string, before the place is looked up: the radius may come before or after it.
#[derive(Default)]
struct Reading {
    filter: EventFilter,
    near: Option<String>,
    radius_km: Option<f64>,
    past: Option<TimeDelta>,
    cancelled: Option<CancelledPolicy>,
    grace: Option<TimeDelta>,
    alarms: Vec<TimeDelta>,
    includes_calls_for_papers: Option<bool>,
    includes_tentative: Option<bool>,
}

impl Reading {
    fn take(&mut self, key: &str, value: &str, allowed: &[&'static str]) -> Result<(), FilterError> {
        if value.len() > VALUE_BYTES_MAX {
            return Err(bad(key, format!("longer than {VALUE_BYTES_MAX} bytes")));
        }
        let filter = &mut self.filter;
        match key {
            _ if !allowed.contains(&key) => {
                return Err(FilterError::UnknownKey { key: key.to_owned(), allowed: allowed.to_vec() });
            }
            "niche" => list(&mut filter.niches, key, value)?,
            "goal" => list(&mut filter.goals, key, value)?,
            "kind" => list(&mut filter.kinds, key, value)?,
            "mode" => list(&mut filter.modes, key, value)?,
            "country" => list_of(&mut filter.countries, key, value, country::asked_for)?,
            "organizer" => list(&mut filter.organizers, key, value)?,
            "source" => list(&mut filter.sources, key, value)?,
            "status" => list(&mut filter.statuses, key, value)?,
            "lang" => {
                for part in parts(value) {
                    let code = part.to_ascii_lowercase();
                    if code.len() != 2 || !code.bytes().all(|b| b.is_ascii_alphabetic()) {
                        return Err(bad(key, format!("`{part}` is not an ISO 639-1 code such as en")));
                    }
                    if !filter.languages.contains(&code) {
                        filter.languages.push(code);
                    }
                }
            }
            "near" | "radius_km" if value.trim().is_empty() => {}
            "near" => once(&mut self.near, key, value.trim().to_owned())?,
            "radius_km" => once(&mut self.radius_km, key, radius(value)?)?,
            "free" => once(&mut filter.is_free, key, truth(key, value)?)?,
            "q" if value.trim().is_empty() => {}
            "q" => once(&mut filter.query, key, words_asked_for(key, value)?)?,
            "from" => once(&mut filter.from, key, moment(key, value)?)?,
            "to" => once(&mut filter.to, key, moment(key, value)?)?,
            "cfp" if value.trim().eq_ignore_ascii_case("open") => once(&mut filter.call_for_papers_open, key, true)?,
            "cfp" if value.trim().eq_ignore_ascii_case("closed") => once(&mut filter.call_for_papers_open, key, false)?,
            "cfp" if allowed.contains(&"past") => {
                let is_so = truth(key, value)
                    .map_err(|_| bad(key, format!("`{value}` is not one of: open, closed, true, false")))?;
                once(&mut self.includes_calls_for_papers, key, is_so)?;
            }
            "cfp" => return Err(bad(key, format!("`{value}` is not one of: open, closed"))),
            "past" => once(&mut self.past, key, duration_of(key, value)?)?,
            "cancelled" => {
                let policy = value.parse::<CancelledPolicy>().map_err(|fault| bad(key, fault))?;
                once(&mut self.cancelled, key, policy)?;
            }
            "grace" => once(&mut self.grace, key, duration_of(key, value)?)?,
            "alarm" => {
                for part in parts(value) {
                    self.alarms.push(duration_of(key, part)?);
                }
                self.alarms.sort_unstable_by(|a, b| b.cmp(a));
                self.alarms.dedup();
                if self.alarms.len() > ALARMS_MAX {
                    return Err(bad(key, format!("{} alarms; at most {ALARMS_MAX} fit", self.alarms.len())));
                }
            }
            _ => once(&mut self.includes_tentative, key, truth(key, value)?)?,
        }
        Ok(())
    }

    fn finish(self, places: PlaceFinder<'_>) -> Result<Query, FilterError> {
        let usual = CalendarOptions::default();
        let options = CalendarOptions {
            past: self.past.unwrap_or(usual.past),
            cancelled: self.cancelled.unwrap_or(usual.cancelled),
            grace: self.grace.unwrap_or(usual.grace),
            alarms: self.alarms,
            includes_calls_for_papers: self.includes_calls_for_papers.unwrap_or(usual.includes_calls_for_papers),
            includes_tentative: self.includes_tentative.unwrap_or(usual.includes_tentative),
        };
        let mut query = Query { filter: self.filter, options };
        let radius_km = self.radius_km.unwrap_or(RADIUS_KM_DEFAULT);
        if let Some(text) = self.near {
            let point = match coordinates(&text) {
                Some(point) => point,
                None => places(&text)?.point,
            };
            query.filter.near = Some(Near { text, point, radius_km });
        } else if self.radius_km.is_some() {
            return Err(bad("radius_km", "a radius needs a `near`, such as near=Berlin"));
        }
        Ok(query)
    }
}

/// Reads the filter alone: what events, page and command line take.
pub fn read_filter<'a>(
    pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
    places: PlaceFinder<'_>,
) -> Result<EventFilter, FilterError> {
    read(pairs, places, FILTER_KEYS).map(|query| query.filter)
}

/// Reads filter and options: what calendars take.
pub fn read_query<'a>(
    pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
    places: PlaceFinder<'_>,
) -> Result<Query, FilterError> {
    let keys: Vec<&'static str> = FILTER_KEYS.iter().chain(OPTION_KEYS).copied().collect();
    read(pairs, places, &keys)
}

fn read<'a>(
    pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
    places: PlaceFinder<'_>,
    keys: &[&'static str],
) -> Result<Query, FilterError> {
    let mut reading = Reading::default();
    for (key, value) in pairs {
        reading.take(key, value, keys)?;
    }
    reading.finish(places)
}

/// Writes a filter as the pairs that [`read_filter`] reads back to the same filter, in a fixed order.
pub fn write_filter(filter: &EventFilter) -> Vec<(&'static str, String)> {
    let EventFilter {
        niches,
        goals,
        kinds,
        modes,
        near,
        countries,
        languages,
        is_free,
        query,
        from,
        to,
        call_for_papers_open,
        organizers,
        sources,
        statuses,
    } = filter;
    let mut pairs = Vec::new();
    fn put<T: std::fmt::Display>(pairs: &mut Vec<(&'static str, String)>, key: &'static str, items: &[T]) {
        if !items.is_empty() {
            pairs.push((key, items.iter().map(T::to_string).collect::<Vec<_>>().join(",")));
        }
    }
    put(&mut pairs, "niche", niches);
    put(&mut pairs, "goal", goals);
    put(&mut pairs, "kind", kinds);
    put(&mut pairs, "mode", modes);
    if let Some(Near { text, point: _, radius_km }) = near {
        pairs.push(("near", text.clone()));
        pairs.push(("radius_km", radius_km.to_string()));
    }
    put(&mut pairs, "country", countries);
    put(&mut pairs, "lang", languages);
    pairs.extend(is_free.map(|is_free| ("free", is_free.to_string())));
    pairs.extend(query.clone().map(|query| ("q", query)));
    let at = |at: &DateTime<Utc>| at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true);
    pairs.extend(from.as_ref().map(|from| ("from", at(from))));
    pairs.extend(to.as_ref().map(|to| ("to", at(to))));
    pairs.extend(call_for_papers_open.map(|open| ("cfp", if open { "open" } else { "closed" }.to_owned())));
    put(&mut pairs, "organizer", organizers);
    put(&mut pairs, "source", sources);
    put(&mut pairs, "status", statuses);
    pairs
}

/// Writes a filter and the options that are not the default, as [`read_query`] reads them.
pub fn write_query(query: &Query) -> Vec<(&'static str, String)> {
    let mut pairs = write_filter(&query.filter);
    let CalendarOptions { past, cancelled, grace, alarms, includes_calls_for_papers, includes_tentative } =
        &query.options;
    let usual = CalendarOptions::default();
    if *past != usual.past {
        pairs.push(("past", duration_text(*past)));
    }
    if *cancelled != usual.cancelled {
        pairs.push(("cancelled", cancelled.to_string()));
    }
    if *grace != usual.grace {
        pairs.push(("grace", duration_text(*grace)));
    }
    if !alarms.is_empty() {
        pairs.push(("alarm", alarms.iter().map(|alarm| duration_text(*alarm)).collect::<Vec<_>>().join(",")));
    }
    if *includes_calls_for_papers {
        pairs.push(("cfp", "true".to_owned()));
    }
    if *includes_tentative != usual.includes_tentative {
        pairs.push(("tentative", includes_tentative.to_string()));
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{FoundPlace, Goal};

    fn nowhere(text: &str) -> Result<FoundPlace, PlaceError> {
        Err(PlaceError::NotFound { text: text.to_owned() })
    }

    #[test]
    fn a_filter_is_read_from_repeated_and_listed_keys() {
        let pairs = [("niche", "rust,postgresql"), ("niche", "rust"), ("goal", "open-source"), ("near", "52.5, 13.4")];
        let filter = read_filter(pairs, &nowhere);
        assert_eq!(filter.as_ref().map(|f| f.niches.len()), Ok(2));
        assert_eq!(filter.as_ref().map(|f| f.goals.clone()), Ok(vec![Goal::OpenSource]));
        assert_eq!(filter.map(|f| f.near.map(|n| n.radius_km)), Ok(Some(50.0)));
    }

    #[test]
    fn an_unknown_key_is_answered_with_the_allowed_ones() {
        let fault = read_filter([("nich", "rust")], &nowhere).map_err(|e| e.to_string());
        assert!(fault.is_err_and(|text| text.starts_with("unknown key `nich`; allowed: niche, goal, kind, mode")));
    }

    #[test]
    fn a_bad_value_is_answered_with_the_allowed_ones() {
        let fault = read_filter([("mode", "hybrid")], &nowhere).map_err(|e| e.to_string());
        assert_eq!(fault, Err("`mode`: `hybrid` is not one of: offline, online, mixed".to_owned()));
    }

    #[test]
    fn a_country_that_there_is_not_is_answered_with_the_one_that_is_meant() {
        let fault = read_filter([("country", "de"), ("country", "AT,UK")], &nowhere).map_err(|e| e.to_string());
        assert_eq!(fault, Err("`country`: `UK` is no country's code of ISO 3166-1; ask for GB".to_owned()));
        let countries = read_filter([("country", "de"), ("country", "AT,DE")], &nowhere).map(|f| f.countries.len());
        assert_eq!(countries, Ok(2));
    }

    #[test]
    fn what_can_be_said_once_is_said_once() {
        let read = |pairs: [(&'static str, &'static str); 2]| read_query(pairs, &nowhere).map_err(|e| e.to_string());
        for (key, one, other) in [
            ("near", "52.5,13.4", "48.1,11.5"),
            ("free", "true", "false"),
            ("q", "rust", "go"),
            ("from", "2026-01-01", "2026-02-01"),
            ("to", "2026-01-01", "2026-02-01"),
            ("cfp", "open", "closed"),
            ("cfp", "true", "false"),
            ("past", "7d", "8d"),
            ("cancelled", "mark", "drop"),
            ("grace", "7d", "8d"),
            ("tentative", "true", "false"),
        ] {
            let fault = format!("`{key}`: takes one value; two different ones are given");
            assert_eq!(read([(key, one), (key, other)]), Err(fault));
            assert!(read([(key, one), (key, one)]).is_ok(), "{key}");
        }
        assert!(read([("near", "52.5,13.4"), ("near", "")]).is_ok_and(|query| query.filter.near.is_some()));
    }

    #[test]
    fn more_alarms_than_fit_are_refused() {
        let alarms = |written: &str| read_query([("alarm", written)], &nowhere).map(|query| query.options.alarms.len());
        assert_eq!(alarms("5d,4d,3d,2d,1d,24h"), Ok(5));
        let fault = alarms("6d,5d,4d,3d,2d,1d").map_err(|e| e.to_string());
        assert_eq!(fault, Err("`alarm`: 6 alarms; at most 5 fit".to_owned()));
    }

    #[test]
    fn a_number_that_is_too_great_is_answered_with_the_greatest() {
        let fault = |key: &'static str, value: &'static str| {
            read_query([("near", "52.5,13.4"), (key, value)], &nowhere).map_err(|e| e.to_string()).unwrap_err()
        };
        assert!(fault("past", "9999999d").ends_with("with a number up to 100000"));
        assert_eq!(fault("radius_km", "0"), "`radius_km`: `0` is not a number of kilometres above 0 and up to 20040");
        assert!(read_query([("near", "52.5,13.4"), ("radius_km", "0.001")], &nowhere).is_ok());
    }

    #[test]
    fn a_radius_alone_is_refused() {
        assert!(read_filter([("radius_km", "10")], &nowhere).is_err());
    }

    #[test]
    fn what_is_written_is_read_back() {
        let pairs = [
            ("niche", "rust"),
            ("mode", "offline,mixed"),
            ("near", "52.52,13.405"),
            ("radius_km", "12.5"),
            ("country", "de,at"),
            ("lang", "de"),
            ("free", "true"),
            ("q", "C++ night"),
            ("from", "2026-01-01"),
            ("to", "2026-06-01T10:00:00Z"),
            ("cfp", "open"),
            ("cfp", "true"),
            ("status", "scheduled"),
            ("past", "90d"),
            ("cancelled", "rfc"),
            ("grace", "3d"),
            ("alarm", "1d,2h"),
            ("tentative", "false"),
        ];
        let query = read_query(pairs, &nowhere);
        let again = query.as_ref().map(|query| {
            let written = write_query(query);
            read_query(written.iter().map(|(key, value)| (*key, value.as_str())), &nowhere)
        });
        assert_eq!(again, Ok(query.clone()));
    }
}
