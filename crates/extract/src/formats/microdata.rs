//! schema.org events as microdata (WHATWG HTML, section 5): `itemscope`, `itemtype`, `itemprop`, `itemref`.

use super::html::{Found, Html};
use super::items::{self, Dialect};
use super::{json_ld, types};
use crate::reading::Reading;
use hobnob_domain::Format;

const DIALECT: Dialect = Dialect {
    scope: "itemscope",
    kind: "itemtype",
    id: "itemid",
    property: "itemprop",
    relation: None,
    references: Some("itemref"),
    resource: None,
};

/// Whether an element has a type that is an event.
pub(super) fn may_be_in(text: &str) -> bool {
    types::may_be_in(text, &["itemtype", "itemType"])
}

/// Finds every event, within other items too.
pub(super) fn find(html: &Html<'_>, reading: &mut Reading) -> Found {
    let nodes = items::nodes(html.tree(), &html.base, &DIALECT);
    if nodes.is_empty() {
        return Found::default();
    }
    let found = json_ld::events(&nodes, Format::Microdata, &html.base, reading);
    Found {
        instead: found.instead.map(|types| format!("the page has microdata but no event in it (found: {types})")),
        ..found
    }
}
