//! How a source writes dates.

use crate::prose_date::{Locale, Pattern, YearRule};

/// How a source writes dates.
#[derive(Clone, Debug, Default)]
pub(super) struct Dates {
    /// Tried in this order, before prose is.
    pub(super) patterns: Vec<Pattern>,
    /// None: the language the page says it is in.
    pub(super) locale: Option<Locale>,
    /// The zone of times that name none, as written.
    pub(super) zone: Option<String>,
    /// How a year that is not written is found.
    pub(super) year: YearRule,
}
