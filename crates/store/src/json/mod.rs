//! Domain values as JSON: in rows, in exports, in what the command line prints.
//!
//! Each struct here is the counterpart of one of the domain's. Domain structs are taken apart whole, without `..`, so
//! that the compiler names this place when a field is added. What is not known is left out. Instants are RFC 3339 in
//! UTC, ids their short words (numbers of 63 bits would be rounded by half the programs that read JSON).

mod calendar;
mod event;
mod facts;
mod letter;
mod provenance;
mod schedule;
mod summary;
mod words;

pub(crate) use calendar::{filters, filters_text, options, options_text};
pub(crate) use event::{ClaimJson, EventJson};
pub(crate) use facts::{FactsJson, OrganizerJson, VenueJson};
pub(crate) use letter::{WishesJson, told_read, told_text};
pub(crate) use provenance::ProvenanceJson;
pub(crate) use summary::SummaryJson;
pub(crate) use words::WordsJson;

use std::{fmt::Display, str::FromStr};

use chrono::{DateTime, SecondsFormat, Utc};
use hobnob_domain::Words;
use serde_json::Value;

/// A listing's words as JSON; what the listing does not say is left out.
pub fn words_json(words: &Words) -> Value {
    // It has string keys only, so there is nothing JSON could refuse.
    serde_json::to_value(WordsJson::from(words)).unwrap_or_default()
}

/// Why a value of JSON is no value of the domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unfit(pub(crate) String);

impl Display for Unfit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// An instant as text.
pub(crate) fn written(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// A typed value from its text; `field` is named when it does not fit.
pub(crate) fn read<T: FromStr<Err: Display>>(field: &str, text: &str) -> Result<T, Unfit> {
    text.parse().map_err(|error| Unfit(format!("`{field}` is `{text:.80}`: {error}")))
}

/// The same for one that may be missing.
pub(crate) fn maybe_read<T: FromStr<Err: Display>>(field: &str, text: Option<&str>) -> Result<Option<T>, Unfit> {
    text.map(|text| read(field, text)).transpose()
}

/// The same for several.
pub(crate) fn read_all<T: FromStr<Err: Display>>(field: &str, texts: &[String]) -> Result<Vec<T>, Unfit> {
    texts.iter().map(|text| read(field, text)).collect()
}

/// Leaves numbers out that say nothing.
pub(crate) fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// Leaves truth out that says nothing.
pub(crate) fn is_false(flag: &bool) -> bool {
    !*flag
}
