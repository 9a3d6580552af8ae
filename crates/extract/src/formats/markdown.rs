//! Lists of events in Markdown, as the READMEs of "awesome conferences" keep them: tables whose columns are called name and
//! date in one of several languages, and entries with a link and a date under a heading that says they are events. What
//! headings say of year and month holds for the dates below; where they name no year, the address, the title or the whole
//! run of months does. A file whose front matter is an event is that event. Pages of the web that mark nothing up are read
//! in the same way, more strictly (`unmarked`).

mod context;
mod dates;
pub(crate) mod document;
pub(crate) mod inline;
mod item;
mod labels;
mod matter;
mod page;
mod rows;
mod table;
pub(super) mod unmarked;
mod years;

use crate::decode::Content;
use crate::reading::Reading;
use crate::rows::Row;
use dates::Dates;
use matter::Matter;
use rows::rows_of;
use serde_json::{Map, Value};

/// How far into a text marks of Markdown are looked for, in bytes.
const LOOK_BYTES: usize = 16 * 1024;

/// One is anybody's note; a list has more.
const EVENTS_MIN: usize = 2;

/// Whether this is Markdown with events in it.
pub(crate) fn fits(content: &Content<'_>, is_wanted: bool) -> bool {
    Matter::of(content).is_some() || (may_be(content) && rows(content).len() >= if is_wanted { 1 } else { EVENTS_MIN })
}

/// Whether the text is Markdown by its name, or by its headings and links.
fn may_be(content: &Content<'_>) -> bool {
    let path = content.page.url.path().to_ascii_lowercase();
    let media_type = content.page.media_type.as_deref().unwrap_or_default();
    if [".md", ".markdown", ".mdx"].iter().any(|end| path.ends_with(end)) || media_type.contains("markdown") {
        return true;
    }
    let start = content.start(LOOK_BYTES);
    let has_heading = start.starts_with("# ") || start.contains("\n# ") || start.contains("\n## ");
    content.first() != Some(b'<') && has_heading && start.contains("](http")
}

/// The events of a text as rows.
fn rows(content: &Content<'_>) -> Vec<Map<String, Value>> {
    rows_of(&document::blocks(content.text()), content.page, Dates::on)
}

/// Reads every event.
pub(crate) fn read(content: &Content<'_>, reading: &mut Reading) {
    if let Some(listing) = Matter::of(content).and_then(|matter| matter.listing(content)) {
        return reading.push(listing);
    }
    let base = &content.page.url;
    for row in rows(content) {
        if reading.is_full() {
            break;
        }
        if let Some(listing) = Row::of(&row).listing(base) {
            reading.push(listing);
        }
    }
    if reading.len() == 0 {
        reading.incomplete("no table or entry of the text tells of an event with a date");
    }
}

/// A field of a row; nothing where there is nothing to say.
fn note(row: &mut Map<String, Value>, name: &str, text: &str) {
    let text = text.trim();
    let is_nothing =
        matches!(text.to_ascii_lowercase().as_str(), "" | "-" | "–" | "—" | "n/a" | "tba" | "tbd" | "tbc" | "?");
    if !is_nothing && !row.contains_key(name) {
        row.insert(name.to_owned(), Value::String(text.to_owned()));
    }
}
