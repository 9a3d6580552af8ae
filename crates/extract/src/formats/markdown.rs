//! Lists of events in Markdown, as the READMEs of "awesome conferences" keep them: tables whose columns are called name and
//! date in one of several languages, and entries with a link and a date under a heading that says they are events. What
//! headings say of year and month holds for the dates below.

mod context;
mod dates;
mod inline;
mod item;
mod table;

use crate::day_order::Evidence;
use crate::decode::Content;
use crate::prose_date::Locale;
use crate::reading::{LISTINGS_MAX, Reading};
use crate::rows::Row;
use context::Context;
use dates::Dates;
use hobnob_domain::SourceHints;
use item::Items;
use serde_json::{Map, Value};

/// So many lines are read.
const LINES_MAX: usize = 50_000;

/// How far into a text marks of Markdown are looked for, in bytes.
const LOOK_BYTES: usize = 16 * 1024;

/// One is anybody's note; a list has more.
const EVENTS_MIN: usize = 2;

/// Whether this is Markdown with events in it.
pub(crate) fn fits(content: &Content<'_>, is_wanted: bool) -> bool {
    may_be(content) && rows(content).len() >= if is_wanted { 1 } else { EVENTS_MIN }
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
    let lines: Vec<&str> = readable(content.text());
    let mut evidence = Evidence::default();
    lines.iter().for_each(|line| evidence.text(line));
    let order = evidence.order(content.page, &SourceHints::default());
    let dates = Dates {
        locale: order.map(|order| Locale::ordered(None, order)),
        read_on: content.page.fetched_at.date_naive(),
    };
    let mut context = Context::of(&content.page.url);
    let mut items = Items::default();
    let mut found = Vec::new();
    let mut rest = lines.as_slice();
    while let Some((line, behind)) = rest.split_first() {
        if found.len() > LISTINGS_MAX {
            break;
        }
        if let Some((table, length)) = table::Table::at(rest, &context) {
            found.append(&mut items.taken(&context));
            found.extend(table.rows(rest.get(2..length).unwrap_or_default(), &context, &dates));
            rest = rest.get(length..).unwrap_or_default();
            continue;
        }
        if context::is_heading(line, behind.first().copied()) {
            found.append(&mut items.taken(&context));
            context.heading(line, behind.first().copied());
        } else {
            items.line(line, &context, &dates);
        }
        rest = behind;
    }
    found.append(&mut items.taken(&context));
    found
}

/// The lines that are read: no front matter, no code, no comments.
fn readable(text: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    let (mut fence, mut is_comment) = (None, false);
    for (number, line) in text.lines().take(LINES_MAX).enumerate() {
        let start = line.trim_start();
        let mark = ["```", "~~~"].into_iter().find(|mark| start.starts_with(mark));
        let is_matter = number == 0 && matches!(line.trim_end(), "---" | "+++");
        match fence {
            Some(end) if line.trim_end() == end || (mark == Some(end)) => fence = None,
            Some(_) => {}
            None if is_matter => fence = Some(line.trim_end()),
            None if mark.is_some() => fence = mark,
            None => {
                is_comment |= start.starts_with("<!--");
                if !is_comment {
                    lines.push(line);
                }
                is_comment &= !line.contains("-->");
            }
        }
    }
    lines
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
