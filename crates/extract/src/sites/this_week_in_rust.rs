//! This Week in Rust lists the Rust events of the next weeks in each issue: under "Upcoming Events" and the name of a
//! region one entry with day, town and group, and within it the event. Issues are Markdown files, and pages made of
//! them.

mod entry;

use crate::decode::Content;
use crate::reading::Reading;
use entry::Lines;
use scraper::{ElementRef, Html, Selector};

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
    let lines = if content.first() == Some(b'<') { of_page(content.text()) } else { content.text().to_owned() };
    let mut found = Lines::default();
    for line in lines.lines() {
        found.line(line);
    }
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

/// A page as the Markdown it was made of, as far as it matters: headings and entries with their links.
fn of_page(page: &str) -> String {
    let html = Html::parse_document(page);
    let Ok(selector) = Selector::parse("h2, h3, li") else { return String::new() };
    let mut out = String::new();
    for element in html.select(&selector).take(ENTRIES_MAX) {
        let mut heading = |marks: &str| {
            out.push_str(marks);
            element.text().for_each(|text| out.push_str(&text.replace('\n', " ")));
        };
        match element.value().name() {
            "h2" => heading("## "),
            "h3" => heading("### "),
            _ => {
                out.push_str("* ");
                write(element, &mut out);
            }
        }
        out.push('\n');
    }
    out
}

/// The text of an element and its links, without the list within.
fn write(element: ElementRef<'_>, out: &mut String) {
    for child in element.children() {
        if let Some(text) = child.value().as_text() {
            out.push_str(&text.replace('\n', " "));
        } else if let Some(inner) = ElementRef::wrap(child) {
            match (inner.value().name(), inner.value().attr("href")) {
                ("ul" | "ol", _) => {}
                ("a", Some(href)) => {
                    let text: String = inner.text().collect();
                    out.push_str(&format!("[{}]({href})", text.replace(['[', ']', '\n'], " ")));
                }
                _ => inner.text().for_each(|text| out.push_str(&text.replace('\n', " "))),
            }
        }
    }
}
