//! What rules did on a page.

/// What rules did on a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RulesReport {
    /// How many items were found; of a page behind a link, one.
    pub items: usize,
    /// Whether it was read as the page behind a listing's link.
    pub is_detail: bool,
    /// The rules that were tried, in their order.
    pub rules: Vec<RuleReport>,
}

/// What one rule did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleReport {
    /// The key: `name`, `detail.description`; of several selectors with its number: `name (2)`.
    pub rule: String,
    /// The selector or pointer as it was written.
    pub selector: String,
    /// For how many items it gave something.
    pub matched: usize,
    /// The first thing it gave.
    pub example: Option<String>,
}
