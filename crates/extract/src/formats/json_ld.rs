//! schema.org events as JSON-LD, in the scripts of a page or as a document of their own. A block that is broken never
//! hides the next one; an event that the page tells twice is one listing.

mod graph;
mod listing;
pub(super) mod node;
mod parts;
mod place;
mod schedule;
pub(super) mod scripts;
mod series;

use super::html::Found;
use crate::decode::Content;
use crate::reading::Reading;
use crate::weight::{self, WORDS_BYTES_MAX};
use crate::{json, links, text};
use graph::Graph;
use hobnob_domain::Format;
use node::Node;
use parts::Wholes;
use scripts::Markup;
use serde_json::Value;
use url::Url;

/// How far into a JSON document its first JSON-LD keyword stands, in bytes.
const KEYWORD_WITHIN_BYTES: usize = 4096;

/// So many nodes of a list are looked at to tell what it is.
const NODES_LOOKED_AT: usize = 20;

/// So many parts of series and courses are told at length what is said of the whole.
const TOLD_PARTS_MAX: usize = 500;

/// How far behind a keyword its type ends, in bytes.
const TYPE_BYTES_MAX: usize = 64;

/// Whether the whole is a JSON-LD document that stands in no page.
pub(crate) fn is_document(content: &Content<'_>) -> bool {
    matches!(content.first(), Some(b'{' | b'[')) && {
        let start = content.start(KEYWORD_WITHIN_BYTES);
        ["\"@context\"", "\"@graph\""].iter().any(|keyword| start.contains(keyword)) || names_event(start)
    }
}

/// Whether that document itself is JSON-LD, and not only something in it: plugins hang the JSON-LD of a page beside the
/// fields that an API tells of it. What is broken may be.
pub(crate) fn is_document_itself(content: &Content<'_>) -> bool {
    let has_keyword = |value: &Value| {
        value.as_object().is_some_and(|node| node.contains_key("@context") || node.contains_key("@graph"))
    };
    let is_list =
        |value: &Value| value.as_array().is_some_and(|list| list.iter().take(NODES_LOOKED_AT).any(has_keyword));
    let is_linked = |values: &[Value]| values.iter().any(|value| has_keyword(value) || is_list(value));
    is_document(content) && (names_event(content.start(KEYWORD_WITHIN_BYTES)) || content.json().map_or(true, is_linked))
}

/// Whether text names the type of an event. Others have types too, which are none of schema.org's.
fn names_event(text: &str) -> bool {
    let is_type = |behind: &str| crate::text::cut(behind, TYPE_BYTES_MAX).contains("Event");
    text.split("\"@type\"").skip(1).any(is_type)
}

/// Finds every event of every block.
pub(super) fn find(markup: &Markup<'_>, base: &Url, reading: &mut Reading) -> Found {
    let documents = parsed(markup, reading);
    let mut found = events(&documents, Format::JsonLd, base, reading);
    found.instead = found.instead.map(|types| format!("the page has JSON-LD but no event in it (found: {types})"));
    found
}

/// The events among nodes that are JSON-LD or were written in another syntax of schema.org.
pub(super) fn events(documents: &[Value], syntax: Format, base: &Url, reading: &mut Reading) -> Found {
    let graph = Graph::of(documents);
    if graph.is_too_deep {
        reading.problem(format!("JSON-LD nested deeper than {} was left out", graph::DEPTH_MAX));
    }
    if graph.has_more {
        reading.incomplete("the page has more events in JSON-LD than are read");
    }
    let wholes = Wholes::of(&graph);
    let is_part = |event: &Node| {
        parts::has_sittings(event) || wholes.of_part(event).is_some_and(|whole| parts::is_session(event, whole, base))
    };
    let (mut claims, mut parts, mut bytes) = (Vec::new(), 0, 0_usize);
    for (event, around) in graph.events.iter().filter(|(event, _)| !is_part(event)) {
        parts += usize::from(around.teller().is_some());
        let claim = listing::claim(event, *around, parts > TOLD_PARTS_MAX, &graph, base, syntax);
        bytes = bytes.saturating_add(weight::of_words(&claim.words));
        if bytes > WORDS_BYTES_MAX {
            reading.incomplete("the page says more of its events in JSON-LD than is read");
            break;
        }
        claims.push(claim);
    }
    let is_nothing = claims.is_empty() && !graph.has_empty_list;
    Found {
        claims,
        is_list: graph.has_list,
        is_empty_list: graph.has_empty_list,
        instead: is_nothing.then(|| types_found(&graph)),
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
