//! Lists of events that are no format of their own: JSON, YAML, TOML, CSV, XML or literals of a script whose fields have the usual names, as joind.in's
//! API, a site's data file or a table of conferences. A list of anything else is not one.

mod below;
mod blank;
mod counted;
mod dated;
mod names;
mod off;
mod plain;
pub(super) mod toml;
mod tree;
mod wrapped;
mod zone;

use crate::decode::Content;
use crate::links;
use crate::reading::{LISTINGS_MAX, Reading};
use crate::rows::Row;
use crate::script::Literals;
use crate::text;
use crate::xml::{self, Element};
use dated::Light;
use hobnob_domain::Listing;
use off::Off;
use serde_json::{Map, Value};
use std::borrow::Borrow;
use std::collections::BTreeSet;
use tree::{Events, are_events};
use url::Url;

/// How far into a text the names of its fields are looked for, in bytes.
const LOOK_BYTES: usize = 16 * 1024;

/// How long a list may be that has nothing in it, in bytes.
const BLANK_BYTES_MAX: usize = 4 * 1024;

/// So many rows are looked at to tell what a list is of.
const SAMPLE_ROWS: usize = 20;

/// So many columns of a table are read.
const COLUMNS_MAX: usize = 64;

/// What parts the columns of a table.
const DELIMITERS: [char; 4] = [',', ';', '\t', '|'];

/// Whether most rows of some list in it are events.
pub(crate) fn fits(content: &Content<'_>, is_wanted: bool) -> bool {
    let light = Light::of(&content.page.url, is_wanted);
    let has_events = |values: &[Value]| !Events::of(values, light).is_empty();
    match syntax(content) {
        _ if is_blank(content, is_wanted) => true,
        Some(Syntax::Json) => content.json().is_ok_and(|values| has_events(&plain::plain(values))),
        Some(Syntax::Yaml) => content.yamls().is_ok_and(has_events),
        Some(Syntax::Toml) => toml::read(content.text()).is_ok_and(|value| has_events(std::slice::from_ref(&value))),
        Some(Syntax::Script) => has_events(&content.script().values),
        Some(Syntax::Xml) => are_events(elements(content.text(), SAMPLE_ROWS).0.iter()),
        Some(Syntax::Csv) => table(content.text(), SAMPLE_ROWS)
            .is_ok_and(|table| are_events(table.iter()) || light.are_events(table.iter())),
        None => false,
    }
}

/// The events in data of a page.
pub(super) fn rows(values: &[Value], base: &Url) -> Vec<Listing> {
    let events = Events::of(values, Light::default());
    let rows = events.lists.iter().flat_map(|list| listings(list, base));
    rows.flatten().take(LISTINGS_MAX).collect()
}

/// Reads every row.
pub(crate) fn read(content: &Content<'_>, reading: &mut Reading) {
    let base = &content.page.url;
    let light = Light::of(base, content.is_wanted);
    if is_blank(content, content.is_wanted) {
        return;
    }
    let result = match syntax(content) {
        Some(Syntax::Json) => content.json().map(|values| {
            let plain = plain::plain(values);
            let events = Events::of(&plain, light);
            push_all(values, &events, base, reading);
            match next_page(values, base) {
                Some(url) => reading.next_page(url),
                None if events.goes_on => reading.incomplete("the list goes on behind a cursor that can't be followed"),
                None => {}
            }
        }),
        Some(Syntax::Yaml) => content.yamls().map(|values| push_all(values, &Events::of(values, light), base, reading)),
        Some(Syntax::Toml) => toml::read(content.text()).map(|value| {
            let values = std::slice::from_ref(&value);
            push_all(values, &Events::of(values, light), base, reading);
        }),
        Some(Syntax::Script) => {
            let Literals { values, has_more } = content.script();
            push_all(values, &Events::of(values, light), base, reading);
            if *has_more {
                reading.incomplete("the script has more data than is read");
            }
            Ok(())
        }
        Some(Syntax::Xml) => {
            let (rows, fault) = elements(content.text(), LISTINGS_MAX + 1);
            push(listings(&rows, base), reading);
            if let Some(fault) = fault {
                reading.incomplete(format!("the list can't be read to its end: {fault}"));
            }
            Ok(())
        }
        Some(Syntax::Csv) | None => match table(content.text(), LISTINGS_MAX + 1) {
            Ok(table) => {
                push(listings(&table, base), reading);
                Ok(())
            }
            Err(error) => return reading.incomplete(format!("the table can't be read: {error}")),
        },
    };
    if let Err(error) = result {
        reading.incomplete(format!("the list can't be read: {error}"));
    }
}

/// Whether it is JSON without anything in it, and says nothing against that.
fn is_blank(content: &Content<'_>, is_wanted: bool) -> bool {
    content.bytes().len() <= BLANK_BYTES_MAX
        && matches!(content.first(), Some(b'[' | b'{'))
        && content.json().is_ok_and(|values| blank::is_blank(values, is_wanted))
}

/// Takes the events of all lists of a document. What one list has the next needs not tell again.
fn push_all(values: &[Value], events: &Events<'_>, base: &Url, reading: &mut Reading) {
    if events.is_cut {
        reading.incomplete("the events of the list refer to more than is read");
    }
    if events.left_out > 0 {
        reading.incomplete(format!(
            "{} rows beside the events don't say when they are and were left out",
            events.left_out
        ));
    }
    let zone = zone::of_list(values);
    let mut known = BTreeSet::new();
    for list in &events.lists {
        let claim =
            |listing: &Listing| (listing.key.clone(), listing.words.start.as_ref().map(|start| start.text.clone()));
        let mut claims = Vec::new();
        let new = listings(list, base).filter(|listing| {
            let claim = listing.as_ref().map(claim);
            let is_new = claim.as_ref().is_none_or(|claim| !known.contains(claim));
            claims.extend(claim.filter(|_| events.lists.len() > 1));
            is_new
        });
        push(new.map(|listing| Some(zone::set(zone.as_ref(), listing?))), reading);
        known.extend(claims);
    }
}

/// The listing of each row that is for everybody, if it has a name.
fn listings<'a, R: Borrow<Map<String, Value>>>(
    rows: &'a [R],
    base: &'a Url,
) -> impl Iterator<Item = Option<Listing>> + use<'a, R> {
    let mut off = Off::of(rows.iter().map(Borrow::borrow));
    rows.iter().map(|row| Row::of(row.borrow())).filter(|row| !row.is_withheld() && !Off::is_told_by(row)).map(
        move |row| {
            let mut listing = row.listing(base)?;
            off.leave_out(&row, &mut listing);
            Some(listing)
        },
    )
}

fn push(rows: impl Iterator<Item = Option<Listing>>, reading: &mut Reading) {
    for (number, row) in (1_usize..).zip(rows) {
        if reading.is_full() {
            break;
        }
        match row {
            Some(listing) => reading.push(listing),
            None => reading.incomplete(format!("row {number} has no name and was left out")),
        }
    }
}

/// How a list is written.
enum Syntax {
    Json,
    Yaml,
    Toml,
    Csv,
    Xml,
    Script,
}

/// What the names of scripts end with.
const SCRIPTS: [&str; 6] = [".js", ".mjs", ".cjs", ".jsx", ".ts", ".tsx"];

/// What elements are called that are an event each.
const ELEMENTS: [&str; 4] = ["event", "meeting", "conference", "meetup"];

/// Some of what says that a row has a name, and that it has a day.
const NAMED: [&str; 15] = [
    "name",
    "title",
    "subject",
    "summary",
    "event",
    "conference",
    "description",
    "titulo",
    "título",
    "titre",
    "titel",
    "nombre",
    "nome",
    "nom",
    "nazwa",
];
const DATED: [&str; 9] = ["start", "date", "time", "begin", "fecha", "data", "datum", "inicio", "debut"];

/// How the body seems to be written, by its beginning; a look at the names of its fields keeps prose out.
fn syntax(content: &Content<'_>) -> Option<Syntax> {
    let first = content.first()?;
    let start = content.start(LOOK_BYTES);
    let holds = |names: &[&str]| names.iter().any(|name| start.contains(name));
    if !holds(&NAMED) || !holds(&DATED) {
        return None;
    }
    if SCRIPTS.iter().any(|ending| content.page.url.path().ends_with(ending)) && first != b'<' {
        return Some(Syntax::Script);
    }
    match first {
        b'[' | b'#' | b'a'..=b'z' | b'A'..=b'Z' if toml::is_likely(start) => Some(Syntax::Toml),
        b'{' | b'[' => Some(Syntax::Json),
        b'<' => {
            let is_page = holds(&["<html", "<!doctype html", "<rss", "<feed"]);
            let has_element = ELEMENTS.iter().any(|name| start.contains(&format!("<{name}")));
            (!is_page && has_element).then_some(Syntax::Xml)
        }
        _ => {
            let line = start.lines().next().unwrap_or_default();
            let is_parted = line.matches(DELIMITERS).count() >= 2 && !line.starts_with('|');
            let is_header = line.len() < 4096 && is_parted && !line.contains(": ");
            let path = content.page.url.path();
            let is_named_yaml = path.ends_with(".yml") || path.ends_with(".yaml");
            let has_field = |name: &&str| start.contains(&format!("{name}:"));
            let is_yaml = NAMED.iter().any(has_field) && (is_named_yaml || holds(&["- ", "events:"]));
            if is_header { Some(Syntax::Csv) } else { is_yaml.then_some(Syntax::Yaml) }
        }
    }
}

/// The elements that are an event each, as objects, and why the rest could not be read.
fn elements(document: &str, rows_max: usize) -> (Vec<Map<String, Value>>, Option<String>) {
    let mut rows = Vec::new();
    let end = xml::walk(document, &ELEMENTS, &mut |element| {
        rows.push(fields(element));
        rows.len() < rows_max
    });
    (rows, end.fault)
}

/// An element's attributes and children as the fields of an object.
fn fields(element: Element) -> Map<String, Value> {
    let mut fields = Map::new();
    for (name, value) in element.attributes {
        fields.insert(name, Value::String(value));
    }
    for child in element.children {
        let name = child.name.clone();
        let value = if child.children.is_empty() && !child.text.trim().is_empty() {
            Value::String(child.text)
        } else {
            Value::Object(self::fields(child))
        };
        fields.entry(name).or_insert(value);
    }
    fields
}

/// A table with a header, as one object a row.
fn table(text: &str, rows_max: usize) -> Result<Vec<Map<String, Value>>, String> {
    let header = text.trim_start().lines().next().unwrap_or_default();
    let delimiter = DELIMITERS.into_iter().max_by_key(|delimiter| header.matches(*delimiter).count());
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter.and_then(|delimiter| u8::try_from(delimiter).ok()).unwrap_or(b','))
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.trim_start().as_bytes());
    // Each row has all names again.
    let name = |name: &str| text::cut(name, text::WORD_BYTES_MAX).to_owned();
    let header: Vec<String> = reader.headers().map_err(|error| error.to_string())?.iter().map(name).collect();
    let header = named(header);
    let mut rows = Vec::new();
    for record in reader.records().take(rows_max) {
        let record = record.map_err(|error| error.to_string())?;
        let fields = header.iter().zip(&record).take(COLUMNS_MAX);
        let field = |text: &str| Value::String(text::cut(text, text::PROSE_BYTES_MAX).to_owned());
        let row: Map<String, Value> = fields.map(|(name, text)| (name.clone(), field(text))).collect();
        if row.values().any(|value| value.as_str().is_some_and(|text| !text.is_empty())) {
            rows.push(row);
        }
    }
    Ok(rows)
}

/// A header, in which the description is the name where there is no other.
fn named(mut header: Vec<String>) -> Vec<String> {
    let columns: Map<String, Value> = header.iter().map(|name| (name.clone(), Value::from("x"))).collect();
    if Row::of(&columns).name().is_none()
        && let Some(name) = header.iter_mut().find(|name| name.eq_ignore_ascii_case("description"))
    {
        *name = "name".to_owned();
    }
    header
}

/// Where a list goes on, as APIs say it: by an address, or by how many there are and which these are.
fn next_page(values: &[Value], base: &Url) -> Option<Url> {
    let whole = values.first()?;
    counted::next_page(whole, base).or_else(|| addressed(whole, base))
}

fn addressed(whole: &Value, base: &Url) -> Option<Url> {
    let pointers = [
        "/links/next",
        "/meta/next_page",
        "/meta/next",
        "/pagination/next",
        "/paging/next",
        "/next",
        "/next_page_url",
        "/_links/next/href",
        "/links/next/href",
        "/@odata.nextLink",
    ];
    let written = pointers.iter().find_map(|pointer| whole.pointer(pointer)?.as_str())?;
    let is_address = written.starts_with("http") || written.starts_with(['/', '?']);
    links::resolved(base, written).filter(|url| is_address && url != base)
}

#[cfg(test)]
mod tests;
