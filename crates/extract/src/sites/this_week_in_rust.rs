//! This Week in Rust lists the Rust events of the next weeks in each issue: under "Upcoming Events" and the name of a
//! region one entry with day, town and group, and within it the event. Issues are Markdown files, and pages made of
//! them.

mod entry;

use crate::decode::Content;
use crate::dom;
use crate::formats::markdown::document::{self, Block, HeadingLevel};
use crate::formats::markdown::inline::Inline;
use crate::reading::Reading;
use entry::Issue;
use scraper::{ElementRef, Selector};

/// How far into an issue its name stands, in bytes.
const NAME_WITHIN_BYTES: usize = 8192;

/// So many entries of a page are looked at.
const ENTRIES_MAX: usize = 2_000;

/// Whether this is an issue, as Markdown or as a page.
pub(crate) fn fits(content: &Content<'_>, is_wanted: bool) -> bool {
    let is_named = || content.start(NAME_WITHIN_BYTES).contains("this week in rust");
    (is_wanted || is_named()) && content.text().contains("Upcoming Events")
}

/// Reads every event, and every call for papers of one.
pub(crate) fn read(content: &Content<'_>, reading: &mut Reading) {
    let is_page = content.first() == Some(b'<');
    let blocks = if is_page { of_page(content.text()) } else { Ok(document::blocks(content.text())) };
    let blocks = match blocks {
        Ok(blocks) => blocks,
        Err(fault) => return reading.incomplete(fault),
    };
    let mut found = Issue::default();
    blocks.iter().for_each(|block| found.take(block));
    for listing in found.listings(&content.page.url) {
        if reading.is_full() {
            break;
        }
        reading.push(listing);
    }
    if reading.len() == 0 {
        reading.incomplete("no event is listed under Upcoming Events");
    }
}

/// A page as what it was made of, as far as it matters: headings and entries with their links.
fn of_page(page: &str) -> Result<Vec<Block>, String> {
    let html = dom::document(page)?;
    let Ok(selector) = Selector::parse("h2, h3, li") else { return Ok(Vec::new()) };
    let block = |element: ElementRef<'_>| match element.value().name() {
        "h2" => Block::Heading(HeadingLevel::H2, element.text().collect(), None),
        "h3" => Block::Heading(HeadingLevel::H3, element.text().collect(), None),
        _ => Block::Entry(1, entry(element)),
    };
    Ok(html.select(&selector).take(ENTRIES_MAX).map(block).collect())
}

/// The text of an element and its links, without the list within.
fn entry(element: ElementRef<'_>) -> Inline {
    let mut entry = Inline::default();
    for child in element.children() {
        if let Some(text) = child.value().as_text() {
            entry.around.push_str(text);
        } else if let Some(inner) = ElementRef::wrap(child) {
            match (inner.value().name(), inner.value().attr("href")) {
                ("ul" | "ol", _) => {}
                ("a", Some(href)) => entry.link(&inner.text().collect::<String>(), href),
                _ => entry.around.extend(inner.text()),
            }
        }
    }
    entry.around = entry.around.replace('\n', " ");
    entry
}
