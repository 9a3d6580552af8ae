//! A page as rules see it: a tree of elements, or JSON.

use super::xml;
use crate::decode::Content;
use crate::{dom, json, links, script};
use scraper::{ElementRef, Html, Selector};
use serde_json::Value;
use std::cell::RefCell;
use std::collections::BTreeMap;
use url::Url;

/// The largest page read by rules, in bytes.
const BYTES_MAX: usize = 8 * 1024 * 1024;

/// The most scripts of a page that are looked at for JSON.
const SCRIPTS_MAX: usize = 100;

/// A page as rules see it.
pub(super) struct Document {
    /// The elements; of a JSON document those of the markup that it brings.
    pub(super) html: Option<Html>,
    /// The JSON document, or those of the scripts.
    pub(super) json: Vec<Value>,
    /// Where relative links start.
    pub(super) base: Url,
    /// The language the page says it is in.
    pub(super) language: Option<String>,
    /// Why the rest of it could not be read.
    pub(super) fault: Option<String>,
    /// What picks gave that look at the whole page, whatever the item.
    pub(super) of_page: OfPage,
}

/// Values by the number of their pick, whether it is an address, and whether it is a list.
pub(super) type OfPage = RefCell<BTreeMap<(usize, bool, bool), Option<String>>>;

impl Document {
    /// Parses a page, its scripts too if `needs_json`. An error says why it can't be read by rules.
    pub(super) fn parse(content: &Content<'_>, needs_json: bool) -> Result<Self, String> {
        let text = content.text();
        let base = content.page.url.clone();
        if text.len() > BYTES_MAX {
            return Err(format!("the page is larger than {} MiB", BYTES_MAX / 1024 / 1024));
        }
        if matches!(content.first(), Some(b'{' | b'[')) {
            let json = json::values(text).map_err(|error| format!("the JSON document can't be read: {error}"))?;
            let html = json::markup(&json).and_then(|markup| dom::document(markup).ok());
            return Ok(Self { html, json, base, language: None, fault: None, of_page: OfPage::default() });
        }
        let (html, fault) = if xml::is_xml(text) { xml::tree(text) } else { (dom::document(text)?, None) };
        let json = if needs_json { scripts(&html) } else { Vec::new() };
        let first = |selector, attr| first(&html, selector)?.attr(attr);
        let base = first("base[href]", "href").and_then(|href| links::resolved(&base, href)).unwrap_or(base);
        let language = first("html[lang]", "lang").map(str::to_owned);
        Ok(Self { json, base, language, fault, html: Some(html), of_page: OfPage::default() })
    }

    /// The root element.
    pub(super) fn root(&self) -> Option<ElementRef<'_>> {
        self.html.as_ref().map(Html::root_element)
    }
}

fn first<'a>(html: &'a Html, selector: &str) -> Option<ElementRef<'a>> {
    html.select(&Selector::parse(selector).ok()?).next()
}

/// The JSON of a page's scripts: `application/json` and its like, what scripts assign (`window.state = {…};`), and their
/// literals wherever they stand (`calendar({ events: [{ start: '…' }] })`).
fn scripts(html: &Html) -> Vec<Value> {
    let Ok(selector) = Selector::parse("script:not([src])") else { return Vec::new() };
    html.select(&selector).take(SCRIPTS_MAX).flat_map(|script| values(&script.text().collect::<String>())).collect()
}

fn values(text: &str) -> Vec<Value> {
    let text = text.trim();
    if text.starts_with(['{', '[']) {
        return json::values(text).unwrap_or_default();
    }
    // What is assigned first, whatever it holds; then every literal in which a day may stand.
    let assigned = text.split_once('=').map(|(_, rest)| rest.trim_start()).filter(|rest| rest.starts_with(['{', '[']));
    let value = assigned.and_then(|rest| serde_json::Deserializer::from_str(rest).into_iter::<Value>().next()?.ok());
    let literals = script::literals(text).values.into_iter().filter(|literal| value.as_ref() != Some(literal));
    let literals: Vec<Value> = literals.collect();
    value.into_iter().chain(literals).collect()
}
