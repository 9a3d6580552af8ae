//! A page as rules see it: a tree of elements, or JSON.

use super::xml;
use crate::decode::Content;
use crate::markup::tag::{attributes, tag_end};
use crate::{json, links, script};
use scraper::{ElementRef, Html, Selector};
use serde_json::Value;
use url::Url;

/// The largest page read by rules, in bytes.
const BYTES_MAX: usize = 8 * 1024 * 1024;

/// The deepest nesting of elements: browsers stop at 512.
const DEPTH_MAX: usize = 512;

/// The most attributes of one tag: the parser compares each with all before it.
const ATTRIBUTES_MAX: usize = 900;

/// The most scripts of a page that are looked at for JSON.
const SCRIPTS_MAX: usize = 100;

/// Elements that need no end tag, or have none.
const OPEN_ENDED: [&str; 29] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "p", "li",
    "dt", "dd", "option", "optgroup", "tr", "td", "th", "tbody", "thead", "tfoot", "colgroup", "param", "path", "html",
];

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
}

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
            let html = json::markup(&json).filter(|markup| is_bounded(markup).is_ok()).map(Html::parse_document);
            return Ok(Self { html, json, base, language: None, fault: None });
        }
        is_bounded(text)?;
        let (html, fault) = if xml::is_xml(text) { xml::tree(text) } else { (Html::parse_document(text), None) };
        let json = if needs_json { scripts(&html) } else { Vec::new() };
        let first = |selector, attr| first(&html, selector)?.attr(attr);
        let base = first("base[href]", "href").and_then(|href| links::resolved(&base, href)).unwrap_or(base);
        let language = first("html[lang]", "lang").map(str::to_owned);
        Ok(Self { json, base, language, fault, html: Some(html) })
    }

    /// The root element.
    pub(super) fn root(&self) -> Option<ElementRef<'_>> {
        self.html.as_ref().map(Html::root_element)
    }
}

/// Whether the tree of a text can be built in time.
pub(crate) fn is_bounded(text: &str) -> Result<(), String> {
    if depth(text) > DEPTH_MAX {
        return Err(format!("the page nests its elements deeper than {DEPTH_MAX} levels"));
    }
    if has_wide_tag(text) {
        return Err(format!("a tag of the page has more than {ATTRIBUTES_MAX} attributes"));
    }
    Ok(())
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

/// Whether any tag has too many attributes. One pass: once a quote is found open, the next `>` ends each tag.
fn has_wide_tag(text: &str) -> bool {
    let (mut rest, mut has_open_quote) = (text, false);
    while let Some((_, tag)) = rest.split_once('<') {
        rest = tag;
        if !tag.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let end = if has_open_quote { None } else { tag_end(tag) };
        has_open_quote |= end.is_none();
        let end = end.or_else(|| tag.find('>')).unwrap_or(tag.len());
        let (inside, behind) = tag.split_at(end);
        if inside.len() > ATTRIBUTES_MAX && attributes(inside).count() > ATTRIBUTES_MAX {
            return true;
        }
        rest = behind;
    }
    false
}

/// How deep tags nest at most, roughly: building the tree takes time that grows with it.
fn depth(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0_usize);
    for tag in text.split('<').skip(1) {
        let (is_end, rest) = tag.strip_prefix('/').map_or((false, tag), |rest| (true, rest));
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let name = rest.get(..end.min(16)).unwrap_or_default();
        if !name.starts_with(|c: char| c.is_ascii_alphabetic())
            || OPEN_ENDED.iter().any(|open| open.eq_ignore_ascii_case(name))
        {
            continue;
        }
        let is_closed = rest.split('>').next().is_some_and(|tag| tag.ends_with('/'));
        depth = if is_end || is_closed { depth.saturating_sub(usize::from(is_end)) } else { depth + 1 };
        deepest = deepest.max(depth);
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_of_very_many_attributes_is_refused_before_it_is_parsed() {
        let plain = format!("<p>{}", "<a href=x title='a > b'>x</a>".repeat(2_000));
        assert!(!has_wide_tag(&plain));
        assert!(has_wide_tag(&format!("<p><a {}>", "x='<' ".repeat(1_000))));
        assert!(has_wide_tag(&format!("<a title=\"{}", "a=1 ".repeat(1_000)).replace('"', "")));
        assert!(has_wide_tag(&"<a title=\"".repeat(100_000)));
    }
}
