//! schema.org events as JSON-LD, in the scripts of a page or as a document of their own. A block that is broken never
//! hides the next one; an event that the page tells twice is one listing.

mod graph;
mod listing;
mod node;
mod place;
mod same;
mod schedule;
mod scripts;
mod series;

use crate::decode::Content;
use crate::reading::Reading;
use crate::{json, links, text};
use graph::Graph;
use hobnob_domain::Listing;
use scripts::Markup;
use serde_json::Value;
use url::Url;

/// How far into a JSON document its first JSON-LD keyword stands, in bytes.
const KEYWORD_WITHIN_BYTES: usize = 4096;

/// Whether there is a script of that type, or the whole is a JSON-LD document. A search on bytes: no tree is built.
pub(crate) fn fits(content: &Content<'_>, _is_wanted: bool) -> bool {
    is_document(content) || scripts::may_hold_blocks(content.text())
}

fn is_document(content: &Content<'_>) -> bool {
    matches!(content.first(), Some(b'{' | b'[')) && {
        let start = content.start(KEYWORD_WITHIN_BYTES);
        ["\"@type\"", "\"@context\"", "\"@graph\""].iter().any(|keyword| start.contains(keyword))
    }
}

/// Reads every event of every block.
pub(crate) fn read(content: &Content<'_>, reading: &mut Reading) {
    let markup = if is_document(content) { Markup::document(content.text()) } else { scripts::scan(content.text()) };
    let base = markup.base(&content.page.url);
    let documents = parsed(&markup, reading);
    let graph = Graph::of(&documents);
    if graph.is_too_deep {
        reading.problem(format!("JSON-LD nested deeper than {} was left out", graph::DEPTH_MAX));
    }
    if graph.has_more {
        reading.incomplete("the page has more events in JSON-LD than are read");
    }
    let claims = graph.events.iter().map(|event| listing::claim(event, &graph, &base)).collect();
    let claims = same::merged(claims);
    if claims.is_empty() && !graph.has_empty_list {
        reading.incomplete(format!("the page has JSON-LD but no event in it (found: {})", types_found(&graph)));
    }
    if claims.len() > 1 || graph.has_list {
        markup
            .next_pages(&base)
            .into_iter()
            .filter(|url| *url != content.page.url)
            .for_each(|url| reading.next_page(url));
    }
    push(claims, &content.page.url, reading);
}

fn push(claims: Vec<same::Claim>, page_url: &Url, reading: &mut Reading) {
    let keys = same::keys(&claims);
    // The page of a single event is its address when it names none.
    let fallback = (claims.len() == 1).then(|| page_url.to_string());
    for (claim, key) in claims.into_iter().zip(keys) {
        if reading.is_full() {
            break;
        }
        let url = claim.url.or_else(|| fallback.clone());
        reading.push(Listing { key, url, words: claim.words });
    }
}

/// The values of all blocks.
fn parsed(markup: &Markup<'_>, reading: &mut Reading) -> Vec<Value> {
    let mut documents = Vec::new();
    for (number, block) in (1_usize..).zip(&markup.blocks).filter(|(_, block)| !block.trim().is_empty()) {
        match json::values(block) {
            Ok(values) => documents.extend(values),
            Err(error) => {
                let message = format!("JSON-LD block {number} can't be read: {error}");
                if block.contains("Event") { reading.incomplete(message) } else { reading.problem(message) }
            }
        }
    }
    if markup.has_more {
        reading.incomplete("the page has more JSON-LD blocks than are read");
    }
    if markup.is_cut_off {
        reading.incomplete("the page ends in the middle of a JSON-LD block");
    }
    documents
}

fn types_found(graph: &Graph<'_>) -> String {
    let types: Vec<&str> = graph.types.iter().copied().take(8).collect();
    let found = if types.is_empty() { "nothing with a @type".to_owned() } else { types.join(", ") };
    text::cut(&found, 200).to_owned()
}

/// Absolute links, in the words of a node.
fn link(base: &Url, value: Option<&Value>) -> Option<String> {
    links::absolute(base, &node::address(value?)?)
}
