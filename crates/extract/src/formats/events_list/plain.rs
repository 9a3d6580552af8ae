//! Answers whose rows are no objects of plain fields: the tables of spreadsheets, the typed properties of a database of
//! Notion's, and resources of JSON:API with what they are related to beside them. Each is made the list of objects that it
//! means, for the reader of lists to read.

mod json_api;
mod notion;
mod sheets;

use serde_json::Value;
use std::borrow::Cow;

/// The same values, or the plain ones that they mean.
pub(super) fn plain(values: &[Value]) -> Cow<'_, [Value]> {
    let [whole] = values else { return Cow::Borrowed(values) };
    let told = sheets::told(whole).or_else(|| notion::told(whole)).or_else(|| json_api::told(whole));
    told.map_or(Cow::Borrowed(values), |told| Cow::Owned(vec![told]))
}
