//! Answers whose rows are no objects of plain fields: the tables of spreadsheets, the typed properties of a database of
//! Notion's, resources of JSON:API with what they are related to beside them, what OpenAgenda writes in numbers, and what
//! CivicClerk writes by the wrong clock. Each is made the list of objects that it means, for the reader of lists to read.

mod civic_clerk;
mod json_api;
mod notion;
mod open_agenda;
mod sheets;

use serde_json::Value;
use std::borrow::Cow;

/// The same values, or the plain ones that they mean.
pub(super) fn plain(values: &[Value]) -> Cow<'_, [Value]> {
    let [whole] = values else { return Cow::Borrowed(values) };
    let readers = [sheets::told, notion::told, json_api::told, open_agenda::told, civic_clerk::told];
    let told = readers.iter().find_map(|told| told(whole));
    told.map_or(Cow::Borrowed(values), |told| Cow::Owned(vec![told]))
}
