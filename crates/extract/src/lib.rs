//! Takes a page, gives listings in the source's own words.
//!
//! It must never fail, never touch the network, a file or a clock, and never interpret: times, zones, places and prices
//! leave as they were written. A hopeless page gives no listings and a [`Problem`](hobnob_domain::Problem) that says
//! what it was, and is not complete, so that an error dressed as a calendar deletes nobody's events.
//!
//! What input can grow is bounded: [`LISTINGS_MAX`] listings a page, [`PROSE_BYTES_MAX`] bytes a description, 64 levels
//! of nesting; time is linear in the page.
//!
//! - `registry` chooses the reader: sites first, formats after, by content.
//! - `formats` are the ways the world writes events down, `sites` what one site does its own way.
//! - `rules` read pages without machine-readable data by what an operator wrote down, [`prose_date`] reads dates as people
//!   write them.
//! - `markup` is the page as a tree, for the syntaxes that live in elements; `alternates` are what it declares beside.
//! - `reading` collects what a reader finds and keeps the limits, `keys` tells listings of one key apart.
//! - [`lint`] is the strict one: it names each defect of a calendar and its cure.
//! - `suggest` knows where a site keeps the machine-readable form of what a person pasted.
//! - `day_order` tells which number of `9/11/2027` is the day.
//! - `decode`, `text`, `entities`, `links`, `json`, `fields`, `embedded`, `yaml`, `xml` and `rows` take bytes, text, links,
//!   JSON, YAML, XML and the fields of lists as the world writes them.

mod after;
mod alternates;
mod day_order;
mod decode;
mod dom;
mod embedded;
mod entities;
mod fields;
mod formats;
mod json;
mod keys;
mod links;
pub mod lint;
mod markup;
mod misfit;
pub mod prose_date;
mod reading;
mod registry;
mod rows;
mod rules;
mod script;
mod sites;
mod suggest;
mod text;
mod weight;
mod xml;
mod yaml;

use hobnob_domain::{Extraction, Format, Page, SourceHints, SourceSpec};
use url::Url;

pub use after::format_after;
pub use alternates::{Alternate, alternates};
pub use keys::{are_on_two_days, dated_key, undated_key};
pub use reading::LISTINGS_MAX;
pub use rules::{RuleReport, Rules, RulesError, RulesReport, complete, extract_by};
pub use suggest::{Suggestion, suggestions, suggestions_in};
pub use text::PROSE_BYTES_MAX;

/// Reads a page. With `format` it is read as that or not at all; without, the content decides.
///
/// Keys are unique within the page. One VEVENT, one JSON-LD Event, one h-event, one row is one listing; an event that a
/// page tells in two syntaxes, or twice in JSON-LD, is one listing. The format is that of the first syntax that told of
/// an event.
pub fn extract(page: &Page, format: Option<Format>) -> Extraction {
    registry::read(page, format, &SourceHints::default())
}

/// The JSON to POST to an address that answers only when it is asked so; none for addresses that are asked by GET.
///
/// What is asked for stands in the query (`…/gql-ext?urlname=<group>`, `…/api?term=rust`), the page in the fragment, which
/// is not sent: `#page=2`, `#after=<cursor>`.
pub fn question(url: &Url, format: Option<Format>) -> Option<String> {
    let path = url.path().trim_end_matches('/');
    let is_meetup = url.host_str() == Some("api.meetup.com") || format == Some(Format::Meetup);
    if is_meetup && path.ends_with("/gql-ext") {
        return sites::meetup::question(url);
    }
    (format == Some(Format::Mobilizon) && path.ends_with("/api")).then(|| sites::mobilizon::question(url))
}

/// Reads a page as its source wants it read: by its rules, else as its format, else by content. Rules that can't be
/// followed give no listings and a problem that says why.
pub fn extract_for(page: &Page, source: &SourceSpec) -> Extraction {
    match source.rules.as_deref().map(Rules::parse) {
        None => registry::read(page, source.format, &source.hints),
        Some(Ok(rules)) => extract_by(page, &rules.hinted(&source.hints)).0,
        Some(Err(error)) => {
            let mut reading = reading::Reading::default();
            reading.incomplete(format!("the source's rules can't be followed: {error}"));
            reading.finished(Some(Format::Rules))
        }
    }
}
