//! A text as the blocks that may tell of events: headings, entries of lists and tables, in their order. Front matter, code
//! and comments are none.

use super::inline::{Inline, Writer};
use super::matter;
use crate::prose_date::words::is_date;
use crate::{dom, text};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, TextMergeStream};
use scraper::Selector;

pub(crate) use pulldown_cmark::HeadingLevel;

/// So many lines are read.
const LINES_MAX: usize = 50_000;

/// So many characters are read that may be markup: the parser keeps a node for each until it knows.
const MARKS_MAX: usize = 250_000;

/// The longest line that is nothing but a day, in bytes.
const DAY_BYTES_MAX: usize = 80;

/// The longest piece of HTML that is looked at for headings, in bytes.
const HTML_BYTES_MAX: usize = 64 * 1024;

/// So many pieces of text are of a heading in HTML.
const HEADING_TEXTS_MAX: usize = 64;

/// So many columns are looked at.
const COLUMNS_MAX: usize = 24;

/// A part of a text.
pub(crate) enum Block {
    /// A heading, and the address of its first link.
    Heading(HeadingLevel, String, Option<String>),
    /// A line of prose that may name what it says, `**Date:** 12 May`, or is nothing but a day.
    Line(Inline),
    /// An entry of a list, and how deep in lists it stands.
    Entry(usize, Inline),
    /// A part of a page that has a heading of its own among others that do begins (`true`) or ends.
    Card(bool),
    /// A table: what its columns are called, and its rows.
    Table(Vec<Inline>, Vec<Vec<Inline>>),
}

/// The parts of a text.
pub(crate) fn blocks(text: &str) -> Vec<Block> {
    let end = memchr::memchr_iter(b'\n', text.as_bytes()).nth(LINES_MAX).unwrap_or(text.len());
    let text = within_bounds(body(text.get(..end).unwrap_or(text)));
    let mut reader = Reader::default();
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    TextMergeStream::new(Parser::new_ext(text, options)).for_each(|event| reader.take(&event));
    reader.blocks
}

/// A text up to where it has more marks than are read. A real list of a thousand events has a tenth of them.
fn within_bounds(text: &str) -> &str {
    let is_mark = |byte: u8| matches!(byte, b'[' | b']' | b'*' | b'_' | b'`' | b'<' | b'&' | b'~' | b'!' | b'\\');
    let mut marks = text.bytes().enumerate().filter(|(_, byte)| is_mark(*byte));
    let end = marks.nth(MARKS_MAX).map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or(text)
}

/// What stands behind the front matter. The parser's own option takes what stands between any two rules for some.
fn body(text: &str) -> &str {
    matter::split(text).map_or(text, |(_, _, body)| body)
}

/// What has been read so far.
#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    writer: Writer,
    /// How many lists are open.
    depth: usize,
    /// Whether an entry is open that has said nothing yet.
    is_entry: bool,
    is_code: bool,
    html: String,
    heads: Vec<Inline>,
    cells: Vec<Inline>,
    rows: Vec<Vec<Inline>>,
}

impl Reader {
    fn take(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => self.is_code = true,
            Event::End(TagEnd::CodeBlock) => self.is_code = false,
            _ if self.is_code => {}
            Event::Start(Tag::List(_)) => {
                self.entry();
                self.depth += 1;
            }
            Event::End(TagEnd::List(_)) => self.depth = self.depth.saturating_sub(1),
            Event::Start(Tag::Item) => self.is_entry = true,
            Event::SoftBreak | Event::HardBreak if self.depth == 0 && !self.writer.is_within() => self.line(),
            Event::End(TagEnd::Paragraph) if self.depth == 0 => self.line(),
            Event::End(TagEnd::Paragraph) => self.entry(),
            Event::End(TagEnd::Item) => {
                self.entry();
                self.is_entry = false;
            }
            Event::End(TagEnd::Heading(level)) => {
                let heading = self.writer.taken();
                let address = heading.first_link().map(|(_, address)| address.clone());
                self.blocks.push(Block::Heading(*level, heading.whole(), address));
            }
            Event::Html(html) => self.html.push_str(html),
            Event::End(TagEnd::HtmlBlock) => self.headings(),
            Event::Start(Tag::Heading { .. } | Tag::HtmlBlock | Tag::Table(_)) => self.entry(),
            Event::End(TagEnd::TableCell) => {
                let cell = self.writer.taken();
                if self.cells.len() < COLUMNS_MAX {
                    self.cells.push(cell);
                }
            }
            Event::End(TagEnd::TableHead) => self.heads = std::mem::take(&mut self.cells),
            Event::End(TagEnd::TableRow) => self.rows.push(std::mem::take(&mut self.cells)),
            Event::End(TagEnd::Table) => {
                self.blocks.push(Block::Table(std::mem::take(&mut self.heads), std::mem::take(&mut self.rows)));
            }
            event => self.writer.take(event),
        }
    }

    /// What an entry says first is the entry. Other paragraphs are prose.
    fn entry(&mut self) {
        let inline = self.writer.taken();
        if self.is_entry && !inline.around.trim().is_empty() {
            self.is_entry = false;
            self.blocks.push(Block::Entry(self.depth, inline));
        }
    }

    /// A line of prose.
    fn line(&mut self) {
        let inline = self.writer.taken();
        let is_day = || inline.links.is_empty() && inline.around.len() <= DAY_BYTES_MAX && is_date(&inline.around);
        if inline.around.contains([':', '：']) || is_day() {
            self.blocks.push(Block::Line(inline));
        }
    }

    /// The headings that are written in HTML.
    fn headings(&mut self) {
        let html = std::mem::take(&mut self.html);
        if !html.contains("<h") && !html.contains("<H") {
            return;
        }
        let Ok(selector) = Selector::parse("h1, h2, h3, h4, h5, h6") else { return };
        let Ok(html) = dom::fragment(text::cut(&html, HTML_BYTES_MAX)) else { return };
        for heading in html.select(&selector) {
            let level = heading.value().name().get(1..).and_then(|level| level.parse::<usize>().ok());
            if let Some(level) = level.and_then(|level| HeadingLevel::try_from(level).ok()) {
                let heading = heading.text().take(HEADING_TEXTS_MAX).collect::<String>();
                let heading = text::cut(&heading, text::LINE_BYTES_MAX).to_owned();
                self.blocks.push(Block::Heading(level, heading, None));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_ends_where_it_has_more_marks_than_are_read() {
        let text = format!("- [Night](/night), 2 May\n\n{}", "[x ".repeat(MARKS_MAX));
        assert_eq!(within_bounds(&text).matches(['[', ']']).count(), MARKS_MAX);
        assert!(matches!(blocks(&text).first(), Some(Block::Entry(1, _))));
        let html = format!("<h2>A</h2>\n{}<h2>B</h2>\n", "<i>x</i>\n".repeat(10_000));
        assert!(matches!(&*blocks(&html), [Block::Heading(_, only, None)] if only == "A"));
        let deep = format!("<h2>A</h2>\n{}", "<div></x>\n".repeat(1_000));
        assert!(blocks(&deep).is_empty());
        let prose = "Nothing to mark. ".repeat(MARKS_MAX / 8);
        assert_eq!(within_bounds(&prose), prose);
    }
}
