//! JSON Feed 1.0 and 1.1 (jsonfeed.org): an entry's extension, an object whose name begins with `_`, may date its event.

use super::feed::{Entries, Entry};
use crate::decode::Content;
use crate::reading::Reading;
use crate::rows::Row;
use crate::{links, text};
use hobnob_domain::Words;
use serde_json::{Map, Value};
use url::Url;

/// How far into a document its version stands, in bytes.
const VERSION_WITHIN_BYTES: usize = 4096;

/// So many tags of an entry are kept.
const KEYWORDS_MAX: usize = 32;

/// Whether the document names the version it is of.
pub(crate) fn fits(content: &Content<'_>, _is_wanted: bool) -> bool {
    content.first() == Some(b'{') && content.start(VERSION_WITHIN_BYTES).contains("jsonfeed.org/version/")
        || content.first() == Some(b'{') && content.start(VERSION_WITHIN_BYTES).contains("jsonfeed.org\\/version\\/")
}

/// Reads every item.
pub(crate) fn read(content: &Content<'_>, reading: &mut Reading) {
    let base = &content.page.url;
    let feed = match content.json() {
        Ok(values) => values.first().unwrap_or(&Value::Null),
        Err(error) => return reading.incomplete(format!("the feed can't be read: {error}")),
    };
    let Some(items) = feed.get("items").and_then(Value::as_array) else {
        return reading.incomplete("the feed has no items");
    };
    let mut entries = Entries::new(reading);
    for item in items.iter().filter_map(Value::as_object) {
        if !entries.take(entry(item, base)) {
            break;
        }
    }
    entries.finish();
    let next = feed.get("next_url").and_then(Value::as_str).and_then(|next| links::resolved(base, next));
    next.into_iter().for_each(|url| reading.next_page(url));
}

fn entry(item: &Map<String, Value>, base: &Url) -> Entry {
    let field = |key: &str| item.get(key).and_then(Value::as_str).filter(|text| !text.trim().is_empty());
    let id = item.get("id").map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned));
    let link = field("url").or_else(|| field("external_url")).or_else(|| id.as_deref().filter(|id| is_address(id)));
    let tags = item.get("tags").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let extensions = item.iter().filter(|(key, _)| key.starts_with('_')).filter_map(|(_, value)| value.as_object());
    let event = extensions.map(Row::of).find(Row::has_start).map(|extension| extension.words(base));
    Entry {
        url: link.and_then(|link| links::resolved(base, link)),
        name: field("title").and_then(text::phrase),
        content: field("content_html")
            .or_else(|| field("content_text"))
            .or_else(|| field("summary"))
            .map(str::to_owned),
        published: field("date_published").or_else(|| field("date_modified")).map(str::to_owned),
        updated: field("date_modified").map(str::to_owned),
        keywords: tags.filter_map(text::phrase).take(KEYWORDS_MAX).collect(),
        image_url: field("image").or_else(|| field("banner_image")).and_then(|image| links::absolute(base, image)),
        event: event.or_else(|| own(item, base)),
        id,
    }
}

/// What an item says in fields of its own, beside those of the format, that are called a start.
fn own(item: &Map<String, Value>, base: &Url) -> Option<Words> {
    let is_own = |key: &str| !key.starts_with("date_") && !matches!(key, "title" | "summary" | "authors" | "author");
    let fields: Map<String, Value> =
        item.iter().filter(|(key, _)| is_own(key)).map(|(key, value)| (key.clone(), value.clone())).collect();
    Some(Row::of(&fields)).filter(Row::has_start).map(|row| row.words(base))
}

fn is_address(text: &str) -> bool {
    links::sole(text).is_some()
}
