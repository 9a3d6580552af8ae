//! Blocks to rows: what headings say of year and month, and whether what follows are events, holds for the entries, tables
//! and lines below.

use super::context::Context;
use super::dates::Dates;
use super::document::Block;
use super::item::Items;
use super::table::Table;
use super::years::Years;
use crate::day_order::Evidence;
use crate::prose_date::Locale;
use crate::reading::LISTINGS_MAX;
use chrono::NaiveDate;
use hobnob_domain::{Page, SourceHints};
use serde_json::{Map, Value};

/// The events as rows under the names that lists use; their days are read as `dates` reads them.
pub(super) fn rows_of(
    blocks: &[Block],
    page: &Page,
    dates: fn(NaiveDate, Option<Locale>) -> Dates,
) -> Vec<Map<String, Value>> {
    let order = evidence(blocks).order(page, &SourceHints::default());
    let locale = order.map(|order| Locale::ordered(None, order));
    let read_on = page.fetched_at.date_naive();
    let dates = dates(read_on, locale);
    let years = if dates.is_strict() { Years::default() } else { Years::of(&page.url, blocks, read_on) };
    let mut context = Context::of(&page.url).stating(years.stated);
    let mut items = Items::default();
    let mut found = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        match block {
            _ if found.len() > LISTINGS_MAX => break,
            Block::Card(begins) => items.card(*begins),
            // It names an event, and nothing of what follows.
            Block::Heading(_, text, Some(address)) if items.is_card() => items.heading(text, Some(address)),
            Block::Heading(level, text, address) => {
                found.append(&mut items.taken(&context, &dates));
                context.heading(*level, text);
                context.month_is_in(*level, years.of_month(at));
                items.heading(text, address.as_deref());
            }
            Block::Line(inline) => items.line(inline, &context, &dates),
            Block::Entry(depth, inline) => items.entry(*depth, inline, &context, &dates),
            Block::Table(heads, rows) => {
                if let Some(table) = Table::of(heads, &context, &dates) {
                    found.append(&mut items.taken(&context, &dates));
                    found.extend(rows.iter().filter_map(|row| table.row(row, &context, &dates)));
                }
            }
        }
    }
    found.append(&mut items.taken(&context, &dates));
    found
}

/// What the dates of entries and tables say of their order.
fn evidence(blocks: &[Block]) -> Evidence {
    let mut evidence = Evidence::default();
    for block in blocks {
        match block {
            Block::Heading(..) | Block::Line(_) | Block::Card(_) => {}
            Block::Entry(_, inline) => evidence.text(&inline.whole()),
            Block::Table(_, rows) => rows.iter().flatten().for_each(|cell| evidence.text(&cell.whole())),
        }
    }
    evidence
}
