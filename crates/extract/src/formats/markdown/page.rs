//! A page of the web as the blocks that a text in Markdown has: headings, entries of lists, tables with a header, and
//! lines. What leads elsewhere (menus, footers, forms) is none of it.

use super::document::{Block, HeadingLevel};
use super::inline::Inline;
use crate::markup::{Element, Part, Tree};
use chrono::NaiveDate;

/// So many blocks of a page are kept.
const BLOCKS_MAX: usize = 20_000;

/// So many columns of a table are looked at.
const COLUMNS_MAX: usize = 24;

/// So much of a text is kept, in bytes.
const TEXT_BYTES_MAX: usize = 4096;

/// What stands beside the content of a page, or is no text.
const BESIDE: [&str; 15] = [
    "head", "nav", "footer", "aside", "form", "select", "button", "dialog", "svg", "math", "noscript", "video",
    "audio", "object", "del",
];

const HEADINGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];

/// What parts the lines of an entry, a cell or a heading.
const MARK: &str = " | ";

/// The blocks of a page: of its main part where it has one.
pub(super) fn blocks(tree: &Tree<'_>) -> Vec<Block> {
    let headings = Counts::of(tree, &HEADINGS);
    let tables = Counts::of(tree, &["table"]);
    let mut walker = Walker { headings, tables, ..Walker::default() };
    if let Some(main) = tree.elements().find(|element| element.is_one_of(&["main"])) {
        walker.walk(main);
    } else {
        let mut at = 0;
        while at < tree.len() {
            at = match tree.element(at) {
                Some(element) => {
                    walker.walk(element);
                    element.end()
                }
                None => at + 1,
            };
        }
    }
    walker.line();
    walker.blocks
}

/// What has been read so far.
#[derive(Default)]
struct Walker {
    blocks: Vec<Block>,
    headings: Counts,
    tables: Counts,
    inline: Inline,
    /// The text of the link that is open.
    name: Option<String>,
    bold: Option<String>,
    /// The address of the link around blocks.
    around: Option<String>,
    /// How many lists are open.
    depth: usize,
    /// Whether an entry is open that has said nothing that stands on its own.
    is_entry: bool,
    /// Whether a cell or a heading is open.
    is_cell: bool,
}

impl Walker {
    fn walk(&mut self, element: Element<'_, '_>) {
        if self.blocks.len() >= BLOCKS_MAX || element.is_hidden() || !element.tree().may_look() {
            return;
        }
        let is_card = !self.is_entry && !self.is_cell && self.is_card(element);
        if is_card {
            self.line();
            self.blocks.push(Block::Card(true));
        }
        self.take(element);
        if is_card {
            self.line();
            self.blocks.push(Block::Card(false));
        }
    }

    /// Whether an element has a heading of its own and stands beside others that have.
    fn is_card(&self, element: Element<'_, '_>) -> bool {
        let total = |element| self.headings.within(element);
        total(element) == 1
            && !element.is_one_of(&HEADINGS)
            && element.has_elements()
            && element.parent().is_some_and(|parent| total(parent) > 1)
    }

    fn take(&mut self, element: Element<'_, '_>) {
        let name = element.name().to_ascii_lowercase();
        match name.as_str() {
            name if BESIDE.contains(&name) => {}
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if !self.is_entry && !self.is_cell => self.heading(element),
            "ul" | "ol" | "menu" if !self.is_cell => {
                self.finish();
                self.depth += 1;
                self.parts(element);
                self.depth = self.depth.saturating_sub(1);
            }
            // One that has headings in it is a page of its own.
            "li" if !self.is_cell && self.headings.within(element) == 0 => {
                self.finish();
                self.is_entry = true;
                self.parts(element);
                self.finish();
            }
            "table" if !self.is_cell && self.tables.within(element) == 1 => self.table(element),
            "a" => self.link(element),
            "b" | "strong" => self.bold(element),
            "br" => self.write(MARK),
            "time" => self.time(element),
            "dt" => {
                self.part();
                self.parts(element);
                self.write(": ");
            }
            "dd" => {
                self.parts(element);
                self.part();
            }
            _ if element.is_block() => {
                self.part();
                self.parts(element);
                self.part();
            }
            _ => self.parts(element),
        }
    }

    fn parts(&mut self, element: Element<'_, '_>) {
        for part in element.parts() {
            match part {
                Part::Element(element) => self.walk(element),
                Part::Text(text) => self.write(&text),
            }
        }
    }

    /// A block begins or ends.
    fn part(&mut self) {
        if self.is_entry || self.is_cell { self.write(MARK) } else { self.line() }
    }

    /// An entry ends, or a line.
    fn finish(&mut self) {
        if std::mem::take(&mut self.is_entry) {
            let inline = self.taken();
            if !inline.around.trim().is_empty() {
                self.blocks.push(Block::Entry(self.depth, inline));
            }
        } else {
            self.line();
        }
    }

    /// A line ends.
    fn line(&mut self) {
        let inline = self.taken();
        if inline.around.contains(|c: char| c.is_ascii_digit() || matches!(c, ':' | '：')) {
            self.blocks.push(Block::Line(inline));
        }
    }

    fn heading(&mut self, element: Element<'_, '_>) {
        self.line();
        let inline = self.cell(element);
        let address = inline.first_link().map(|(_, address)| address.clone()).or_else(|| self.around.clone());
        let address = address.filter(|address| !address.is_empty() && !address.starts_with('#'));
        let level = element.name().get(1..).and_then(|level| level.parse::<usize>().ok());
        let text = inline.whole().replace(MARK, " ");
        if let Some(level) = level.and_then(|level| HeadingLevel::try_from(level).ok())
            && !text.is_empty()
        {
            self.blocks.push(Block::Heading(level, text, address));
        }
    }

    /// What stands in an element, apart from what is around it.
    fn cell(&mut self, element: Element<'_, '_>) -> Inline {
        let is_cell = std::mem::replace(&mut self.is_cell, true);
        self.parts(element);
        self.is_cell = is_cell;
        self.taken()
    }

    /// A table with a header. Of any other the cells are lines.
    fn table(&mut self, element: Element<'_, '_>) {
        let tree = element.tree();
        let rows = (element.at()..element.end()).filter_map(|at| tree.element(at)).filter(|row| row.is_one_of(&["tr"]));
        let mut rows = rows.peekable();
        let is_headed = rows.peek().is_some_and(|row| {
            let is_in_head = row.parent().is_some_and(|parent| parent.is_one_of(&["thead"]));
            is_in_head || cells(*row).all(|cell| cell.is_one_of(&["th"]))
        });
        self.part();
        if !is_headed {
            return self.parts(element);
        }
        let mut read = rows.map(|row| {
            let read: Vec<Inline> = cells(row).take(COLUMNS_MAX).map(|cell| self.cell(cell)).collect();
            read
        });
        let heads = read.next().unwrap_or_default();
        let rows: Vec<Vec<Inline>> = read.take(BLOCKS_MAX).collect();
        self.blocks.push(Block::Table(heads, rows));
    }

    fn link(&mut self, element: Element<'_, '_>) {
        let address = element.word("href").unwrap_or_default().trim().to_owned();
        if !self.is_entry && !self.is_cell && self.headings.within(element) > 0 {
            self.around = Some(address);
            self.parts(element);
            self.around = None;
        } else if self.name.is_none() {
            self.inline.has_strong_link |= self.bold.take().is_some();
            self.name = Some(String::new());
            self.parts(element);
            let name = self.name.take().unwrap_or_default().replace(MARK, " ");
            self.inline.link(&name, &address);
        } else {
            self.parts(element);
        }
    }

    fn bold(&mut self, element: Element<'_, '_>) {
        let is_outermost = self.bold.is_none() && self.name.is_none();
        if is_outermost {
            self.bold = Some(String::new());
        }
        self.parts(element);
        if is_outermost && let Some(bold) = self.bold.take() {
            let bold = bold.trim().trim_end_matches(':');
            if self.inline.strong.is_none() && !bold.is_empty() {
                self.inline.strong = Some(bold.to_owned());
            }
        }
    }

    /// A time that is written for machines too: what they are told counts where it says more.
    fn time(&mut self, element: Element<'_, '_>) {
        let told = element.word("datetime").unwrap_or_default();
        let told = told.trim();
        let is_iso = told.get(..10).is_some_and(|day| day.parse::<NaiveDate>().is_ok());
        let has_year = || {
            let text = element.text();
            text.split(|c: char| !c.is_ascii_digit()).any(|number| number.len() == 4)
        };
        if is_iso && (told.len() > 10 || !has_year()) { self.write(told) } else { self.parts(element) }
    }

    /// Adds text, its white space as one blank each.
    fn write(&mut self, text: &str) {
        let out = match &mut self.name {
            Some(name) => name,
            None => &mut self.inline.around,
        };
        let mut plain = String::with_capacity(text.len());
        let mut is_blank = out.ends_with(char::is_whitespace) || out.is_empty();
        for c in text.chars() {
            let is_space = c.is_whitespace();
            if !is_space || !is_blank {
                plain.push(if is_space { ' ' } else { c });
            }
            is_blank = is_space;
        }
        if out.len() + plain.len() > TEXT_BYTES_MAX || (text == MARK && out.trim_end().ends_with('|')) {
            return;
        }
        out.push_str(&plain);
        if let Some(bold) = &mut self.bold {
            bold.push_str(&plain);
        }
    }

    fn taken(&mut self) -> Inline {
        std::mem::take(&mut self.inline)
    }
}

/// The cells of a row.
fn cells<'t, 'a>(row: Element<'t, 'a>) -> impl Iterator<Item = Element<'t, 'a>> {
    row.children().filter(|cell| cell.is_one_of(&["th", "td"]))
}

/// How many elements of some names stand before each place of a page.
#[derive(Default)]
struct Counts(Vec<usize>);

impl Counts {
    fn of(tree: &Tree<'_>, names: &[&str]) -> Self {
        let is_one = |at: usize| tree.element(at).is_some_and(|element| element.is_one_of(names));
        let mut total = 0;
        let counts = (0..tree.len()).map(|at| {
            let before = total;
            total += usize::from(is_one(at));
            before
        });
        let mut counts: Vec<usize> = counts.collect();
        counts.push(total);
        Self(counts)
    }

    /// How many an element is or has.
    fn within(&self, element: Element<'_, '_>) -> usize {
        let before = |at: usize| self.0.get(at).copied().unwrap_or_default();
        before(element.end()).saturating_sub(before(element.at()))
    }
}

#[cfg(test)]
mod tests;
