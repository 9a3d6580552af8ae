//! A filter that was kept and can't be read any more as it was written.

use crate::{EventFilter, NicheId};

/// A filter that names what is no more: a niche that the operator took out, say.
#[derive(Clone, Debug, PartialEq)]
pub struct UnreadFilter {
    /// As it was written, a query string.
    pub query: String,
    /// What is wrong with it.
    pub reason: String,
    /// What of it still holds, which stands among the filters that are asked: the niches that there still are. None where
    /// nothing is left that would not find more than was asked for.
    pub narrowed: Option<EventFilter>,
}

/// The pairs of a filter with those of its niches alone that there are; none where none is left.
pub fn without_lost_niches(mut pairs: Vec<(String, String)>) -> Option<Vec<(String, String)>> {
    let is_niche = |word: &&str| word.parse::<NicheId>().is_ok();
    for (_, value) in pairs.iter_mut().filter(|(key, _)| key == "niche") {
        *value = value.split(',').filter(is_niche).collect::<Vec<_>>().join(",");
    }
    let is_left = pairs.iter().all(|(key, value)| key != "niche" || !value.is_empty());
    is_left.then_some(pairs)
}
