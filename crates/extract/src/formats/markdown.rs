//! Lists of events in Markdown, as the READMEs of "awesome conferences" keep them: tables whose columns are called name and
//! date in one of several languages, and entries with a link and a date under a heading that says they are events. What
//! headings say of year and month holds for the dates below. A file whose front matter is an event is that event.

mod context;
mod dates;
pub(crate) mod document;
pub(crate) mod inline;
mod item;
mod labels;
mod matter;
mod table;

use crate::day_order::Evidence;
use crate::decode::Content;
use crate::prose_date::Locale;
use crate::reading::{LISTINGS_MAX, Reading};
use crate::rows::Row;
use context::Context;
use dates::Dates;
use document::Block;
use hobnob_domain::SourceHints;
use item::Items;
use matter::Matter;
use serde_json::{Map, Value};
use table::Table;

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

/// The events as rows under the names that lists use.
fn rows(content: &Content<'_>) -> Vec<Map<String, Value>> {
    let blocks = document::blocks(content.text());
    let evidence = evidence(&blocks);
    let order = evidence.order(content.page, &SourceHints::default());
    let locale = order.map(|order| Locale::ordered(None, order));
    let dates = Dates::on(content.page.fetched_at.date_naive(), locale);
    let mut context = Context::of(&content.page.url);
    let mut items = Items::default();
    let mut found = Vec::new();
    for block in &blocks {
        match block {
            _ if found.len() > LISTINGS_MAX => break,
            Block::Heading(level, text, address) => {
                found.append(&mut items.taken(&context));
                context.heading(*level, text);
                items.heading(text, address.as_deref());
            }
            Block::Line(inline) => items.line(inline, &context, &dates),
            Block::Entry(depth, inline) => items.entry(*depth, inline, &context, &dates),
            Block::Table(heads, rows) => {
                if let Some(table) = Table::of(heads, &context) {
                    found.append(&mut items.taken(&context));
                    found.extend(rows.iter().filter_map(|row| table.row(row, &context, &dates)));
                }
            }
        }
    }
    found.append(&mut items.taken(&context));
    found
}

/// What the dates of entries and tables say of their order.
fn evidence(blocks: &[Block]) -> Evidence {
    let mut evidence = Evidence::default();
    for block in blocks {
        match block {
            Block::Heading(..) | Block::Line(_) => {}
            Block::Entry(_, inline) => evidence.text(&inline.whole()),
            Block::Table(_, rows) => rows.iter().flatten().for_each(|cell| evidence.text(&cell.whole())),
        }
    }
    evidence
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
