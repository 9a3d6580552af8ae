//! What a query string asks of a page: a filter, and which part of its list.

use crate::{
    State,
    limits::{PAGE_ROWS, QUERY_BYTES_MAX, QUERY_PAIRS_MAX},
};
use hobnob_domain::{
    Cursor, EventFilter, EventOrder, FilterError, PlaceError, Slice,
    found_place::Area,
    query_string::{FILTER_KEYS, OPTION_KEYS, Query, read_filter, read_query},
};
use hobnob_graphql::cursor::read_event_cursor;

/// Keys that are true where they stand alone: `?free`.
const TRUTHS: &[&str] = &["free", "cfp", "tentative"];

/// The pairs of a query string, as they were written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Pairs {
    written: Vec<(String, String)>,
    /// Keys without a value behind their `=`: forms send a pair for every field.
    empty: Vec<String>,
}

/// Why a query string asks nothing that can be answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BadSearch {
    /// What is wrong, and what may be written.
    pub(crate) message: String,
    /// Places that may have been meant.
    pub(crate) places: Vec<String>,
    /// What was written for a place and is too wide to be one. Boxed, for most are no such fault.
    pub(crate) area: Option<Box<(String, Area)>>,
    /// The key or field that it is about, where it is about one.
    pub(crate) field: Option<String>,
}

impl Pairs {
    /// Reads the pairs of a query string. Empty values say nothing: forms send a pair for every field.
    pub(crate) fn read(query: Option<&str>) -> Result<Self, BadSearch> {
        let query = query.unwrap_or_default();
        if query.len() > QUERY_BYTES_MAX {
            return Err(BadSearch::new(format!("the address is longer than {QUERY_BYTES_MAX} bytes")));
        }
        Self::read_form(query)
    }

    /// Reads the pairs of a form's body, whose length is limited elsewhere.
    pub(crate) fn read_form(query: &str) -> Result<Self, BadSearch> {
        let mut read = Self::default();
        for piece in query.split('&') {
            let Some((key, value)) = url::form_urlencoded::parse(piece.as_bytes()).next() else { continue };
            // No form sends a key without a `=`: who writes one means it.
            let is_bare = !piece.contains('=');
            if value.trim().is_empty() && !is_bare {
                read.empty.push(key.into_owned());
                continue;
            }
            if read.written.len() >= QUERY_PAIRS_MAX {
                return Err(BadSearch::new(format!("the address has more than {QUERY_PAIRS_MAX} parts")));
            }
            let is_true = is_bare && TRUTHS.contains(&&*key);
            let value = if is_true { "true".to_owned() } else { value.into_owned() };
            read.written.push((key.into_owned(), value));
        }
        Ok(read)
    }

    /// Refuses an empty pair whose key is none of these. What is written is checked as it is read.
    fn checked(&self, allowed: &[&'static str]) -> Result<&Self, BadSearch> {
        match self.empty.iter().find(|key| !allowed.contains(&key.as_str())) {
            Some(key) => Err(FilterError::UnknownKey { key: key.clone(), allowed: allowed.to_vec() }.into()),
            None => Ok(self),
        }
    }

    /// Pairs that stand nowhere.
    pub(crate) fn of(pairs: impl Iterator<Item = (&'static str, String)>) -> Self {
        let written = pairs.map(|(key, value)| (key.to_owned(), value)).collect();
        Self { written, empty: Vec::new() }
    }

    /// Forgets what was written under a key.
    pub(crate) fn drop_key(&mut self, key: &str) {
        self.written.retain(|(known, _)| known != key);
        self.empty.retain(|known| known != key);
    }

    /// All that was written under a key, parted by commas.
    pub(crate) fn value(&self, key: &str) -> String {
        let values: Vec<&str> =
            self.written.iter().filter(|(k, _)| k == key).map(|(_, value)| value.as_str()).collect();
        values.join(",")
    }

    /// Whether a key was sent, be it with nothing behind it.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.written.iter().any(|(known, _)| known == key) || self.empty.iter().any(|known| known == key)
    }

    /// The same pairs with another value under a key, and without these keys.
    pub(crate) fn with(&self, key: &str, value: &str, without: &[&str]) -> Vec<(String, String)> {
        let kept = self.written.iter().filter(|(k, _)| k != key && !without.contains(&k.as_str())).cloned();
        kept.chain([(key.to_owned(), value.to_owned())]).collect()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.written.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }

    fn take(&mut self, key: &str) -> Option<String> {
        self.empty.retain(|known| known != key);
        let position = self.written.iter().position(|(k, _)| k == key)?;
        Some(self.written.remove(position).1)
    }
}

impl BadSearch {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), places: Vec::new(), area: None, field: None }
    }

    /// What is wrong with one field of a form.
    pub(crate) fn of(field: &str, message: impl Into<String>) -> Self {
        Self { field: Some(field.to_owned()), ..Self::new(message) }
    }
}

impl From<FilterError> for BadSearch {
    fn from(error: FilterError) -> Self {
        let places = match &error {
            FilterError::Place(
                PlaceError::Ambiguous { text: _, candidates } | PlaceError::TooWide { text: _, area: _, candidates },
            ) => candidates.clone(),
            _ => Vec::new(),
        };
        let area = match &error {
            FilterError::Place(PlaceError::TooWide { text, area, candidates: _ }) => {
                Some(Box::new((text.clone(), area.clone())))
            }
            _ => None,
        };
        let field = match &error {
            FilterError::BadValue { key, fault: _ } => Some(key.clone()),
            FilterError::Place(_) => Some("near".to_owned()),
            FilterError::UnknownKey { .. } => None,
        };
        Self { message: error.to_string(), places, area, field }
    }
}

/// Which part of the list of a filter a page shows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Search {
    pub(crate) filter: EventFilter,
    pub(crate) slice: Slice,
}

impl Search {
    /// Reads a page's query string. A form sends a radius though no place was written: that is no fault here.
    pub(crate) fn read(state: &State, mut pairs: Pairs) -> Result<Self, BadSearch> {
        let slice = slice(&mut pairs)?;
        if pairs.value("near").is_empty() {
            pairs.drop_key("radius_km");
        }
        let filter = filter_query(state, &pairs)?;
        Ok(Self { filter, slice })
    }
}

/// Reads a filter alone: the query string of a feed for readers, a line of a personal calendar.
pub(crate) fn filter_query(state: &State, pairs: &Pairs) -> Result<EventFilter, BadSearch> {
    Ok(read_filter(pairs.checked(FILTER_KEYS)?.iter(), &|text| state.place(text))?)
}

/// Reads a feed's query string.
pub(crate) fn feed_query(state: &State, pairs: &Pairs) -> Result<Query, BadSearch> {
    let allowed = [FILTER_KEYS, OPTION_KEYS].concat();
    Ok(read_query(pairs.checked(&allowed)?.iter(), &|text| state.place(text))?)
}

/// Takes out which part of a list is asked for.
pub(crate) fn slice(pairs: &mut Pairs) -> Result<Slice, BadSearch> {
    let (after, before) = (cursor(pairs, "after")?, cursor(pairs, "before")?);
    Ok(Slice { order: EventOrder::StartsAt, after, before, limit: PAGE_ROWS, is_from_end: before.is_some() })
}

fn cursor(pairs: &mut Pairs, key: &str) -> Result<Option<Cursor>, BadSearch> {
    let bad = || BadSearch::new(format!("`{key}` is not a place in this list; start again from its beginning"));
    pairs.take(key).map(|word| read_event_cursor(EventOrder::StartsAt, &word).ok_or_else(bad)).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_that_were_left_empty_are_not_there() {
        let pairs = Pairs::read(Some("niche=rust&near=&niche=go&q=+&mode=online")).unwrap();
        assert_eq!((pairs.value("niche"), pairs.value("near")), ("rust,go".to_owned(), String::new()));
        assert_eq!(pairs.iter().count(), 3);
        assert!(pairs.checked(FILTER_KEYS).is_ok());
    }

    #[test]
    fn an_unknown_key_is_refused_though_nothing_is_written_behind_it() {
        let refused = |query: &str| Pairs::read(Some(query)).unwrap().checked(FILTER_KEYS).is_err();
        assert!(refused("niche=rust&foo="));
        assert!(refused("past=") && !refused("near=&to="));
    }

    #[test]
    fn a_key_that_stands_alone_is_written() {
        let pairs = Pairs::read(Some("free&niche=rust&foo&&")).unwrap();
        assert_eq!(pairs.iter().collect::<Vec<_>>(), [("free", "true"), ("niche", "rust"), ("foo", "")]);
    }

    #[test]
    fn an_address_that_is_too_long_is_refused() {
        assert!(Pairs::read(Some(&format!("q={}", "a".repeat(QUERY_BYTES_MAX)))).is_err());
        assert!(Pairs::read(Some(&"a=1&".repeat(QUERY_PAIRS_MAX + 1))).is_err());
        assert!(Pairs::read(Some(&"a=1&".repeat(QUERY_PAIRS_MAX))).is_ok());
    }

    #[test]
    fn a_value_is_exchanged_and_the_rest_stays() {
        let pairs = Pairs::read(Some("niche=rust&near=Paris&after=x")).unwrap();
        let written = [("niche".to_owned(), "rust".to_owned()), ("near".to_owned(), "Paris, Texas".to_owned())];
        assert_eq!(pairs.with("near", "Paris, Texas", &["after"]), written);
    }

    proptest::proptest! {
        #[test]
        fn reading_never_panics(query in ".*") {
            let _ = Pairs::read(Some(&query));
        }
    }
}
