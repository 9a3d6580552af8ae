//! An event a file, as sites made with Jekyll, Hugo, Astro and others keep them: front matter in YAML or TOML says what
//! lists say in a row, and below it stands what there is to tell. Posts have front matter with a date too: it is an
//! event's only where it names a start and a place, or where the file or the matter itself says so.

mod asciidoc;
mod named;

use super::context;
use super::document::{self, Block, HeadingLevel};
use crate::decode::Content;
use crate::formats::events_list::toml;
use crate::rows::Row;
use crate::{text, yaml};
use hobnob_domain::Listing;
use hobnob_domain::text::folded;
use serde_json::{Map, Value};

/// Fields that posts have, and parts of addresses under which they stand.
const POST_FIELDS: [&str; 4] = ["author", "authors", "pubdate", "excerpt"];
const POST_PARTS: [&str; 5] = ["/_posts/", "/posts/", "/post/", "/blog/", "/news/"];

/// The longest front matter, in bytes.
const MATTER_BYTES_MAX: usize = 64 * 1024;

/// A file's front matter and what stands below it.
pub(super) struct Matter<'a> {
    fields: Map<String, Value>,
    body: &'a str,
}

impl<'a> Matter<'a> {
    /// The front matter of a file that is one event.
    pub(super) fn of(content: &'a Content<'_>) -> Option<Self> {
        let path = content.page.url.path();
        let (mut fields, body) = match content.first()? {
            // Two documents of YAML are parted as front matter is from what stands below.
            b'-' if path.ends_with(".yml") || path.ends_with(".yaml") => return None,
            b'-' | b'+' => fields(content.text().trim_start())?,
            b'=' | b':' if asciidoc::is_named(path) => asciidoc::fields(content.text())?,
            _ => return None,
        };
        // Some keep what is said of the event together: `event: {date: …, location: …}`.
        if let Some(Value::Object(event)) = fields.get("event").cloned() {
            event.into_iter().for_each(|(name, value)| {
                fields.entry(name).or_insert(value);
            });
        }
        if Row::of(&fields).name().is_none()
            && let Some(heading) = heading(body)
        {
            fields.insert("title".to_owned(), Value::String(heading));
        }
        named::complete(&mut fields, path);
        let matter = Self { fields, body };
        matter.is_event(content).then_some(matter)
    }

    fn is_event(&self, content: &Content<'_>) -> bool {
        let row = Row::of(&self.fields);
        let path = folded(content.page.url.path());
        let is_named = || row.speaks_of_events() || context::is_about_events(&path);
        let is_post = || {
            row.value(&POST_FIELDS).is_some() || POST_PARTS.iter().any(|part| content.page.url.path().contains(part))
        };
        row.is_surely_event()
            || (row.is_event() && (content.is_wanted || (is_named() && (row.names_place() || !is_post()))))
            || (row.is_dated() && (content.is_wanted || (row.has_start() && is_named())))
    }

    /// The event.
    pub(super) fn listing(&self, content: &Content<'_>) -> Option<Listing> {
        let mut listing = Row::of(&self.fields).listing(&content.page.url)?;
        if listing.words.description.is_none() {
            listing.words.description = text::prose(&told(self.body, listing.words.name.as_deref()));
        }
        Some(listing)
    }
}

/// The fields of a front matter, and what stands below.
fn fields(text: &str) -> Option<(Map<String, Value>, &str)> {
    let (mark, matter, body) = split(text)?;
    if matter.len() > MATTER_BYTES_MAX {
        return None;
    }
    let whole = if mark == "+++" { toml::read(matter).ok()? } else { yaml::value(matter).ok()? };
    if let Value::Object(fields) = whole { Some((fields, body)) } else { None }
}

/// The mark, the front matter and what stands below.
pub(super) fn split(text: &str) -> Option<(&'static str, &str, &str)> {
    ["---", "+++"].into_iter().find_map(|mark| {
        let (matter, body) = text.strip_prefix(mark)?.split_once(&format!("\n{mark}"))?;
        matter.starts_with(['\n', '\r']).then_some((mark, matter, body))
    })
}

/// The first heading, where it is the title of all.
fn heading(body: &str) -> Option<String> {
    document::blocks(body).into_iter().find_map(|block| match block {
        Block::Heading(HeadingLevel::H1, heading, _) => Some(heading),
        _ => None,
    })
}

/// What is told, without the name and without what the site's generator is told: `{% include map.html %}`, `import Map from
/// "…"`.
fn told(body: &str, name: Option<&str>) -> String {
    let is_told = |line: &&str| {
        let line = line.trim();
        let is_name = line.strip_prefix("# ").is_some_and(|heading| Some(heading.trim()) == name);
        !is_name && !["{%", "{{<", "{{%", "<%", "import "].iter().any(|start| line.starts_with(start))
    };
    body.lines().filter(is_told).collect::<Vec<_>>().join("\n")
}
