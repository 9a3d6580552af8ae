//! Answers whose rows are no objects of plain fields: the tables of spreadsheets and the typed properties of a database of
//! Notion's. Each is made the list of objects that it means, for the reader of lists to read.

mod notion;
mod sheets;

use serde_json::Value;
use std::borrow::Cow;

/// The same values, or the plain ones that they mean.
pub(super) fn plain(values: &[Value]) -> Cow<'_, [Value]> {
    let [whole] = values else { return Cow::Borrowed(values) };
    let told = sheets::told(whole).or_else(|| notion::told(whole));
    told.map_or(Cow::Borrowed(values), |told| Cow::Owned(vec![told]))
}
