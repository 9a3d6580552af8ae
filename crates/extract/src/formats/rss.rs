//! RSS: 0.9x and 2.0 (rssboard.org), 1.0 in RDF (web.resource.org/rss/1.0), with the event module
//! (web.resource.org/rss/1.0/modules/event) and the extensions calendars write.

use super::feed::{self, Entries, Entry, extension};
use crate::decode::Content;
use crate::reading::Reading;
use crate::xml::{self, Element};
use crate::{links, text};
use chrono::TimeDelta;
use url::Url;

/// How far into a document its root element is looked for, in bytes.
const ROOT_WITHIN_BYTES: usize = 4096;

/// So many categories of an entry are kept.
const KEYWORDS_MAX: usize = 32;

/// Whether the document is RSS.
pub(crate) fn fits(content: &Content<'_>, _is_wanted: bool) -> bool {
    if content.first() != Some(b'<') {
        return false;
    }
    let start = content.start(ROOT_WITHIN_BYTES);
    let has_root = ["<rss", "<rdf:rdf", "<channel"].iter().any(|root| start.contains(root));
    has_root && !start.contains("<html") && !start.starts_with("<!doctype html")
}

/// Reads every item.
pub(crate) fn read(content: &Content<'_>, reading: &mut Reading) {
    let page_url = &content.page.url;
    // Links that are not absolute start at the site that the feed names first.
    let mut base: Option<Url> = None;
    let mut next = None;
    let mut fresh_for = None;
    let mut entries = Entries::new(reading);
    let end = xml::walk(content.text(), &["item", "link", "atom:link", "ttl"], &mut |element| {
        match element.name.as_str() {
            "item" => return entries.take(entry(&element, base.as_ref().unwrap_or(page_url))),
            "ttl" => fresh_for = element.text.trim().parse().ok().and_then(TimeDelta::try_minutes),
            "link" => base = base.take().or_else(|| links::resolved(page_url, &element.text)),
            _ if element.attribute("rel") == Some("next") => {
                next = element.attribute("href").and_then(|href| links::resolved(page_url, href));
            }
            _ => {}
        }
        true
    });
    entries.finish();
    reading.fresh_for(fresh_for.filter(|period| *period > TimeDelta::zero()));
    next.into_iter().for_each(|url| reading.next_page(url));
    if let Some(fault) = end.fault {
        reading.incomplete(format!("the feed can't be read to its end: {fault}"));
    }
}

fn entry(item: &Element, base: &Url) -> Entry {
    let guid = item.text_of("guid").or_else(|| item.attribute("rdf:about")).or_else(|| item.text_of("id"));
    let is_permalink = item.all("guid").all(|guid| guid.attribute("ispermalink") != Some("false"));
    let of_atom = || item.all("atom:link").find_map(|link| link.attribute("href"));
    let link = item.text_of("link").or_else(of_atom).or_else(|| guid.filter(|guid| is_permalink && is_address(guid)));
    let told = |name: &str| item.all(name).map(Element::whole_text).find(|text| !text.is_empty());
    let keywords =
        item.all("category").chain(item.all("dc:subject")).filter_map(|category| text::phrase(&category.text));
    Entry {
        id: guid.map(str::to_owned).or_else(|| link.map(str::to_owned)),
        url: link.and_then(|link| feed::page(base, link)),
        name: told("title").or_else(|| told("dc:title")).as_deref().and_then(text::phrase),
        content: told("content:encoded").or_else(|| told("description")),
        published: ["pubdate", "dc:date", "dcterms:created", "atom:published"]
            .iter()
            .find_map(|name| item.text_of(name))
            .map(str::to_owned),
        updated: item.text_of("atom:updated").map(str::to_owned),
        keywords: keywords.take(KEYWORDS_MAX).collect(),
        image_url: image(item).and_then(|image| links::absolute(base, image)),
        event: extension::event(item, base),
    }
}

fn is_address(text: &str) -> bool {
    links::sole(text).is_some()
}

/// A picture that is enclosed.
fn image(item: &Element) -> Option<&str> {
    let is_image = |element: &&Element| {
        let kind = element.attribute("type").or_else(|| element.attribute("medium")).unwrap_or_default();
        kind.starts_with("image") || (kind.is_empty() && element.name == "media:thumbnail")
    };
    let all = item.all("enclosure").chain(item.all("media:content")).chain(item.all("media:thumbnail"));
    all.filter(is_image).find_map(|element| element.attribute("url"))
}
