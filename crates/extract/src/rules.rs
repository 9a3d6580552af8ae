//! Rules without code: which selectors and pointers say what, for pages that hold no machine-readable data.
//!
//! Rules are a table, written in TOML in the catalogue and kept as JSON. `item` says what one event is: a CSS selector, or
//! a JSON pointer (RFC 6901, where `*` stands for every element) into a JSON document or the JSON of a page's scripts.
//! Every field is a selector within the item, a pointer within the element, a table, or a list of these of which the
//! first that gives something counts. A table says more:
//!
//! | key | says |
//! |---|---|
//! | `select` | the selector; left out: the item itself |
//! | `from` | where to look: `item`, the whole `page`, or the nearest match `before` or `after` the item |
//! | `attr` | this attribute and not the text |
//! | `html` | the markup and not the text |
//! | `json` | a pointer into the JSON that the text or attribute is |
//! | `regex` | the part of it that this matches: its groups, else the whole |
//! | `value` | these words, if the rest matches; `$1` and `$name` are the groups |
//! | `all`, `join` | every match and not the first, joined with this |
//! | `parts` | what several of these give, joined with `join` (a blank): a month above and the day within |
//!
//! Where pages only lead to others that tell of their events themselves, in any syntax, `follow` stands in place of `item`
//! and the fields: which links lead to them.
//!
//! `next` leads to the next page (a link, or an address with `{page}`), `empty` is there when the list is empty, `detail`
//! holds the fields of the page behind `link`, and `dates` tells how dates are written: `patterns`, `locale`, `zone`,
//! `year`. Rules are the operator's, pages are anyone's: regular expressions take linear time, and what a page can make
//! grow is bounded.

mod dates;
mod document;
mod field;
mod follow;
mod items;
mod listing;
mod merge;
mod next;
mod parse;
mod pick;
mod report;
mod run;
mod text;
mod times;
mod value;
mod xml;

use hobnob_domain::{Extraction, Page, SourceHints};
use std::fmt;

pub use merge::complete;
pub use report::{RuleReport, RulesReport};

/// How the pages of one source are read.
#[derive(Clone, Debug)]
pub struct Rules {
    kind: Kind,
    hints: SourceHints,
}

/// What rules are about.
#[derive(Clone, Debug)]
enum Kind {
    /// The events on a page.
    List(Box<List>),
    /// The pages that a page leads to.
    Follow(Box<follow::Follow>),
}

/// How the events on a page are read.
#[derive(Clone, Debug)]
struct List {
    item: items::ItemRule,
    fields: Vec<field::FieldRule>,
    next: Option<next::NextRule>,
    empty: Option<pick::Pick>,
    detail: Option<Detail>,
    dates: dates::Dates,
}

/// How the page behind a listing's link is read.
#[derive(Clone, Debug)]
struct Detail {
    fields: Vec<field::FieldRule>,
    /// Which addresses are such pages; none: those where `item` matches nothing.
    url: Option<regex::Regex>,
}

/// Rules that can't be followed: the key at fault, why, and the cure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RulesError {
    /// `item`, `detail.starts_at.regex`; empty where the whole is at fault.
    pub key: String,
    /// Why, and the cure.
    pub fault: String,
}

impl fmt::Display for RulesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.key.is_empty() { f.write_str(&self.fault) } else { write!(f, "`{}`: {}", self.key, self.fault) }
    }
}

impl std::error::Error for RulesError {}

impl Rules {
    /// Reads rules from JSON. An error names the key and the cure.
    pub fn parse(json: &str) -> Result<Self, RulesError> {
        parse::rules(json)
    }

    /// The same, with what is known of the source: it tells which number of `9/11/2027` is the day where the page does not.
    #[must_use]
    pub fn hinted(self, hints: &SourceHints) -> Self {
        Self { hints: hints.clone(), ..self }
    }
}

/// Reads a page by rules, and says which of them matched how often.
///
/// With `detail`, the pages behind the listings' links are among `next_pages`; what they give is a listing with the same
/// key, to be laid over the first by [`complete`]. With `follow`, the pages that a page leads to are, and each is read in
/// its own syntax.
pub fn extract_by(page: &Page, rules: &Rules) -> (Extraction, RulesReport) {
    match &rules.kind {
        Kind::List(list) => run::run(page, list, &rules.hints),
        Kind::Follow(follow) => follow::run(page, follow, &rules.hints),
    }
}
