//! Atom (RFC 4287, and the 0.3 that came before), with the extensions calendars write; RFC 5005's next page.

use super::feed::{self, Entries, Entry, extension};
use crate::decode::Content;
use crate::reading::Reading;
use crate::xml::{self, Element};
use crate::{links, text};
use url::Url;

/// How far into a document its root element is looked for, in bytes.
const ROOT_WITHIN_BYTES: usize = 4096;

/// So many categories of an entry are kept.
const KEYWORDS_MAX: usize = 32;

/// Whether the document is Atom: a feed, or one entry.
pub(crate) fn fits(content: &Content<'_>, _is_wanted: bool) -> bool {
    if content.first() != Some(b'<') {
        return false;
    }
    let start = content.start(ROOT_WITHIN_BYTES);
    let has_root = ["<feed", "<entry", "<atom:feed", "<atom:entry"].iter().any(|root| start.contains(root));
    has_root && !start.contains("<html") && !start.contains("<rss")
}

/// Reads every entry.
pub(crate) fn read(content: &Content<'_>, reading: &mut Reading) {
    let page_url = &content.page.url;
    // A feed may say where its links start.
    let start = content.text();
    let base = xml_base(start).and_then(|base| links::resolved(page_url, base)).unwrap_or_else(|| page_url.clone());
    let mut next = None;
    let mut entries = Entries::new(reading);
    let end = xml::walk(content.text(), &["entry", "link"], &mut |element| {
        if element.name == "entry" {
            return entries.take(entry(&element, &base));
        }
        if element.attribute("rel") == Some("next") {
            next = element.attribute("href").and_then(|href| links::resolved(&base, href));
        }
        true
    });
    entries.finish();
    next.into_iter().for_each(|url| reading.next_page(url));
    if let Some(fault) = end.fault {
        reading.incomplete(format!("the feed can't be read to its end: {fault}"));
    }
}

/// The value of `xml:base` on the root element.
fn xml_base(document: &str) -> Option<&str> {
    let start = text::cut(document, ROOT_WITHIN_BYTES);
    let root = start.get(start.find("<feed")?..)?.split('>').next()?;
    let value = root.split_once("xml:base=")?.1;
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    value.get(1..)?.split(quote).next()
}

fn entry(element: &Element, base: &Url) -> Entry {
    let own_base = element.attribute("xml:base").and_then(|own| links::resolved(base, own));
    let base = own_base.as_ref().unwrap_or(base);
    let linked = |relation: &str| {
        let mut links = element.all("link").filter(|link| link.attribute("rel").unwrap_or("alternate") == relation);
        links.find_map(|link| link.attribute("href")).and_then(|href| feed::page(base, href))
    };
    let told = |name: &str| element.all(name).map(Element::whole_text).find(|text| !text.is_empty());
    let keywords = element.all("category").filter_map(|category| {
        let label = category.attribute("label").or_else(|| category.attribute("term"));
        text::phrase(label.unwrap_or(&category.text))
    });
    let id = element.text_of("id");
    Entry {
        id: id.map(str::to_owned).or_else(|| linked("alternate").map(String::from)),
        url: linked("alternate").or_else(|| links::sole(id?)),
        name: told("title").as_deref().and_then(text::phrase),
        content: told("content").or_else(|| told("summary")),
        published: ["published", "issued", "created", "updated"]
            .iter()
            .find_map(|name| element.text_of(name))
            .map(str::to_owned),
        updated: element.text_of("updated").or_else(|| element.text_of("modified")).map(str::to_owned),
        keywords: keywords.take(KEYWORDS_MAX).collect(),
        image_url: element
            .all("link")
            .find(|link| link.attribute("type").is_some_and(|kind| kind.starts_with("image/")))
            .and_then(|link| links::absolute(base, link.attribute("href")?)),
        event: extension::event(element, base),
    }
}
